"""What a column of targets is of: a year, a school year, a stage. Pure."""

import re
from dataclasses import dataclass
from datetime import date

YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*[/–—-]\s*(?:20)?(\d\d)(?!\d)")
STAGE = re.compile(
    r"(?:исходн|стартов|базов|начальн|промежуточн|итогов|целев|плановое|baseline|start_|final_)"
)
BASELINE = re.compile(r"исходн|базов|начальн|baseline")
LONGEST = 40  # of a heading: a longer one is a sentence


@dataclass(frozen=True)
class DraftPeriod:
    """As `roadmap.models.Period` has it."""

    label: str
    kind: str
    starts_on: date | None = None
    ends_on: date | None = None
    is_baseline: bool = False


def label_of(heading: str) -> str:
    """«2021», «2021/2022», «Стартовый»; "" where a heading is of no period."""
    said = heading.strip().lower()
    if not said or len(said) > LONGEST:
        return ""
    if found := SCHOOL_YEAR.search(said):
        first, last = int(found[1]), int(found[1][:2] + found[2])
        return f"{first}/{last}" if last == first + 1 else ""
    if found := YEAR.search(said):
        return found[1]
    if STAGE.match(said):
        return heading.strip()[:1].upper() + heading.strip()[1:]
    return ""


def period_of(label: str) -> DraftPeriod:
    if found := SCHOOL_YEAR.fullmatch(label):
        first = int(found[1])
        return DraftPeriod(label, "school_year", date(first, 9, 1), date(first + 1, 8, 31))
    if YEAR.fullmatch(label):
        year = int(label)
        return DraftPeriod(label, "year", date(year, 1, 1), date(year, 12, 31))
    return DraftPeriod(label, "stage", is_baseline=bool(BASELINE.search(label.lower())))
