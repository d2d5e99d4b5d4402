"""What every method and every list says of a school, side by side. Pure.

A source has an opinion on a status only if it can give that status: a method of dynamics has
nothing to say of low results, and a list that names fewer schools than it declares leaves it open.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessments.shares import SMALL
from schools.russian import NB, compact, count, figure, joined, num, out_of, points, school_year

from .borders import in_percent, is_on_the_border
from .methods.statuses import NAMES
from .methods.wording.signs import RULES as SIGNS

SHOWN = 2  # lines that a cell has room for
LINES, CHECKS = "строки,строк", "проверки,проверок"
SILENT = ("no_data", "unknown")
LISTED = {"да": "low", "нет": "none", "не установлено": "unknown"}
SHARES = {"share_low": "low_n", "share_high": "high_n"}


@dataclass(frozen=True)
class Source:
    """A finished run of a methodology, or a list of somebody else."""

    title: str
    kinds: frozenset[str]  # statuses that it can give
    url: str
    run: object = None
    is_main: bool = False


@dataclass(frozen=True)
class Opinion:
    """What one source says of one school."""

    source: Source
    status: str
    words: str
    figure: str = ""
    url: str = ""
    one_pupil: str = ""  # «1 ученик = 25 %» where a line that matters is a small sample
    border: str = ""  # why it could easily have been another status

    def says(self, kind: str) -> bool | None:
        """None: it cannot tell."""
        if kind not in self.source.kinds or self.status in SILENT:
            return None
        return self.status == kind

    @property
    def named(self) -> str:
        """Whose opinion it is; of the main methodology with the figure."""
        if not self.source.is_main:
            return f"«{self.source.title}»"
        return f"основная методика «{self.source.title}»" + (
            f" ({self.figure})" if self.figure else ""
        )


@dataclass(frozen=True)
class Considered:
    """A school before the working group."""

    school: object
    name: str
    cluster: str
    opinions: tuple[Opinion, ...]
    held: frozenset[str] = frozenset()  # statuses that it has now

    def answers(self, kind: str) -> list[bool]:
        said = (opinion.says(kind) for opinion in self.opinions)
        return [answer for answer in said if answer is not None]

    @property
    def agreement(self) -> str:
        """«2 из 3» say that its results are low; nothing where nobody can tell."""
        answers = self.answers("low")
        return f"{sum(answers)}{NB}из{NB}{len(answers)}" if answers else ""

    @property
    def is_disputed(self) -> bool:
        return len(set(self.answers("low"))) == 2

    @property
    def is_on_border(self) -> bool:
        return any(opinion.border for opinion in self.opinions)

    @property
    def is_proposed(self) -> bool:
        return any(self.answers("low"))

    def offered(self, kinds: Iterable[str]) -> frozenset[str]:
        """What the main methodology says; on what it cannot tell, the school keeps what it has."""
        said = {kind: self.main.says(kind) if self.main else None for kind in kinds}
        return frozenset(
            kind
            for kind, answer in said.items()
            if answer or (answer is None and kind in self.held)
        )

    @property
    def main(self) -> Opinion | None:
        return next((opinion for opinion in self.opinions if opinion.source.is_main), None)

    def against(self, assigned: Iterable[str], kinds: Mapping[str, str]) -> str:
        """A sentence where the decision needs words of the group's own."""
        for kind, title in kinds.items():
            if why := self.why_ask(kind, title, is_given=kind in assigned):
                return why
        return ""

    def why_ask(self, kind: str, title: str, *, is_given: bool) -> str:
        """The group may decide otherwise than the main methodology, or what no source says: it
        then says why. Where nobody can tell, what the school has may stay without a word, and
        beside low results nobody has to answer what another method alone would give.
        """
        answers = self.answers(kind)
        by_main = self.main.says(kind) if self.main else None
        if is_given and not any(answers) and (answers or kind not in self.held):
            return f"Статус «{title}» не\xa0назвал ни\xa0один источник. Напишите, почему он нужен."
        if is_given and by_main is False:
            return f"Основная методика не\xa0называет «{title}». Напишите, почему решено иначе."
        is_asked = by_main or kind == "low" or kind in self.held
        if not is_given and is_asked and answers and all(answers):
            return f"Все источники называют «{title}». Напишите, почему решено иначе."
        if not is_given and by_main:
            return f"Основная методика называет «{title}». Напишите, почему решено иначе."
        if not is_given and not answers and kind in self.held:
            return f"Снять «{title}» никто не\xa0предлагает. Напишите, почему решено так."
        return ""

    def grounds(self, kind: str, *, is_given: bool) -> str:
        """Who agrees with a decision and who does not: the reason where none was demanded."""
        if self.why_ask(kind, "", is_given=is_given):
            return ""
        sides = {True: [], False: []}
        for opinion in self.opinions:
            answer = opinion.says(kind)
            if answer is not None:
                sides[answer is is_given].append(opinion.named)
        if not any(sides.values()):
            return "Источники об\xa0этом статусе не\xa0судят, остаётся как было."
        told = [f"за\xa0решение — {joined(sides[True])}"] if sides[True] else []
        told += [f"против — {joined(sides[False])}"] if sides[False] else []
        silent = self.main is not None and self.main.says(kind) is None
        told += ["основная методика вывода не\xa0даёт"] if silent else []
        return f"Выводы источников: {'; '.join(told)}."


def of_verdict(source: Source, verdict, place: str) -> Opinion:
    """`verdict` of a run; `place` in words, where the method gives places."""
    return Opinion(
        source=source,
        status=verdict.status,
        words=NAMES[verdict.status],
        figure=figure_of(verdict, place),
        url=verdict.get_absolute_url(),
        one_pupil=one_pupil(verdict),
        border=border(verdict),
    )


def of_list(source: Source, answer: str) -> Opinion:
    return Opinion(source=source, status=LISTED[answer], words=answer)


def figure_of(verdict, place: str) -> str:
    """The main figure: score and place, or what was met of how many: «2 из 10 строк: ОГЭ-9 …»."""
    if verdict.score is not None:
        return f"{points(verdict.score)}, место{NB}{place}" if place else points(verdict.score)
    known = [reason for reason in verdict.reasons if reason.get("met") is not None]
    if not known:
        return ""
    # the newest first: a line of an earlier year says so
    last = max(reason["academic_year"] for reason in known)
    met = [reason for reason in known if reason["met"]]
    met.sort(key=lambda reason: -reason["academic_year"])
    whole = out_of(len(known), CHECKS if "rule" in known[0] else LINES)
    told = f"{len(met)}{NB}из{NB}{whole}"
    lines = "; ".join(line_of(reason, last) for reason in met[:SHOWN])
    more = f" и{NB}ещё{NB}{len(met) - SHOWN}" if len(met) > SHOWN else ""
    return f"{told}: {lines}{more}" if lines else told


def line_of(reason: Mapping, last: int) -> str:
    year = reason["academic_year"]
    when = "" if year == last else f", {school_year(year)}"
    return f"{reason['title']}{when} — {SIGNS.get(reason.get('rule')) or amount(reason)}"


def amount(reason: Mapping) -> str:
    """The value of a line: a share with its count, a figure with its unit."""
    name, value = reason["figure"], reason["value"]
    if value is None:
        return "нет данных"
    if counted := SHARES.get(name):
        return figure(reason[counted], reason["participants"], value)
    if reason.get("label"):
        return str(reason["label"])
    return f"{compact(value)} {reason.get('unit') or ''}".strip()


def one_pupil(verdict) -> str:
    """Lines that matter: all of a score, else those that were met."""
    lines = verdict.reasons
    if verdict.score is None:
        lines = [reason for reason in lines if reason.get("met")]
    few = [n for reason in lines if (n := reason.get("participants")) and n < SMALL]
    return f"1{NB}ученик = {num(Decimal(100) / min(few), 0)}{NB}%" if few else ""


def border(verdict) -> str:
    if not is_on_the_border(verdict.pupils_to_flip, verdict.stability):
        return ""
    if is_on_the_border(verdict.pupils_to_flip, None):
        pupils = count(verdict.pupils_to_flip, "ученик,ученика,учеников")
        return f"до{NB}другого статуса {pupils}"
    return f"устойчивость {in_percent(verdict.stability)}"
