"""Next year's question: «выполнено? какой эффект?» With the figures before and after. Pure.

Whether it was done and whether the figure moved are told apart, and neither proves the other.
"""

from dataclasses import dataclass
from enum import StrEnum

from schools.russian import share

from .chance import at_most, less, more
from .lines import ENOUGH


class Outcome(StrEnum):
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    TOO_EARLY = "too_early"
    NOT_COMPARED = "not_compared"


@dataclass(frozen=True)
class Counted:
    """A line then and now; `is_high`: the more, the better."""

    title: str
    k0: int
    n0: int
    k: int
    n: int
    is_high: bool = False
    good: str = "высокий результат"
    # what is good is to stay, or what is hard not to grow: then no change is what was wanted
    keeps: bool = False
    are_same_children: bool = False

    @property
    def outcome(self) -> Outcome:
        if min(self.n, self.n0) < ENOUGH or (not self.keeps and self._goal() is None):
            return Outcome.TOO_EARLY
        before = self.k, self.n, self.k0, self.n0
        good, bad = (more, less) if self.is_high else (less, more)
        if good(*before):
            return Outcome.BETTER
        return Outcome.WORSE if bad(*before) else Outcome.SAME

    @property
    def in_words(self) -> str:
        before, after = f"{self.k0} из {self.n0}", f"{self.k} из {self.n}"
        if self.is_high:
            return f"{self.good} был у {before}, стал у {after}"
        return f"ниже минимума было {before}, стало {after}"

    def _goal(self) -> int | None:
        if self.is_high:
            return 0 if self.n0 > self.k0 else None
        return at_most(self.k0, self.n0, self.n)


@dataclass(frozen=True)
class Answer:
    outcome: Outcome
    words: str


DONE = "Рекомендация выполнена."
NOT_DONE = "Рекомендация не выполнена."
WORDS = {
    (True, Outcome.BETTER): (
        DONE + " {p}: {figures}. Это больше случайных колебаний. Причину цифры не доказывают, "
        "но меру стоит сохранить."
    ),
    (True, Outcome.SAME): (
        DONE + " {p}: {figures}. Разница в пределах случайных колебаний, эффект пока не виден. "
        "Свою часть школа выполнила; посмотрим сумму за два года."
    ),
    (True, Outcome.WORSE): (
        DONE + " {p}: {figures}; результат стал ниже. Просим куратора обсудить со школой "
        "другую меру."
    ),
    (False, Outcome.BETTER): (
        NOT_DONE + " {p}: {figures}, и это больше случайных колебаний. Помогло что-то другое; "
        "просим назвать это одной фразой."
    ),
    (False, Outcome.SAME): (
        NOT_DONE + " {p}: {figures}. Чего не хватило: времени, человека, ясности? "
        "Предложим шаг, который вам по силам."
    ),
}
KEPT = "{done} {p}: {figures}. {kept}"
STAYED = "Достигнутое сохранилось."
NO_MORE = "Трудностей у\xa0тех\xa0же детей не\xa0прибавилось."
EARLY = "{p}: участников {n}, было {n0}. За один год эффект по таким числам не определяется."


def follow_up(line: Counted | None, *, is_done: bool, cause: str = "") -> Answer:
    """`is_done`: also where it was done in part. `cause`: why nothing can be compared."""
    if line is None:
        words = f"{DONE if is_done else NOT_DONE} Эффект не оценивается"
        words += f": {cause}." if cause else "."
        return Answer(Outcome.NOT_COMPARED, words)
    outcome = line.outcome
    if outcome is Outcome.TOO_EARLY:
        done = DONE if is_done else NOT_DONE
        return Answer(outcome, f"{done} {EARLY.format(p=line.title, n=line.n, n0=line.n0)}")
    if line.keeps and outcome is not Outcome.WORSE:
        words = KEPT.format(
            done=DONE if is_done else NOT_DONE,
            p=line.title,
            figures=line.in_words,
            kept=NO_MORE if line.are_same_children else STAYED,
        )
        return Answer(outcome, words)
    told = Outcome.SAME if outcome is Outcome.WORSE and not is_done else outcome
    words = WORDS[is_done, told]
    return Answer(outcome, words.format(p=line.title, figures=line.in_words))


def in_total(answers: list[tuple[bool, Outcome]]) -> str:
    """The municipality's line; `answers`: was it done, and how it came out."""
    done = [outcome for is_done, outcome in answers if is_done]
    if not answers:
        return "Рекомендаций, по которым подошёл срок, нет."
    counts = {outcome: done.count(outcome) for outcome in Outcome}
    early = counts[Outcome.TOO_EARLY] + counts[Outcome.NOT_COMPARED]
    words = f"Выполнено {len(done)} из {len(answers)} ({share(len(done), len(answers))})"
    parts = [
        f"эффект больше случайного — {counts[Outcome.BETTER]}",
        f"в пределах колебаний — {counts[Outcome.SAME]}",
        f"стало хуже — {counts[Outcome.WORSE]}" if counts[Outcome.WORSE] else "",
        f"судить рано — {early}",
    ]
    told = ", ".join(filter(None, parts))
    return f"{words}. Из выполненных: {told}." if done else f"{words}."
