"""The tasks that follow when a school comes onto a list. Pure: offered, never given by itself.

The terms are those of the documents: a curator and recommendations within weeks of the protocol
(000, 001), a school's programme corrected in August and September (000).
"""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Offer:
    """One task that may follow; `days` after the protocol, and not before a day of the year."""

    code: str
    title: str
    role: str
    days: int
    of_school: bool = False
    proof: str = "none"
    not_before: tuple[int, int] | None = None  # month and day

    def due_on(self, decided_on: date) -> date:
        due = decided_on + timedelta(days=self.days)
        if self.not_before:
            due = max(due, date(decided_on.year, *self.not_before))
        return due


OFFERS = (
    Offer("curator", "Назначить школе куратора", "COORDINATOR", days=14),
    Offer(
        "recommendations",
        "Подготовить адресные рекомендации школе",
        "COORDINATOR",
        days=21,
    ),
    Offer(
        "programme",
        "Утвердить школьную программу повышения качества образования",
        "DIRECTOR",
        days=30,
        of_school=True,
        proof="any",
        not_before=(9, 30),
    ),
)
