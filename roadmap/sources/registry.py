"""The registry of automatic values: a code, what it may be asked, and how it answers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Model

from identification.methods.schema import Field, check, completed
from roadmap.facts import (
    IN,
    NUMBER,
    PERCENT,
    YES_NO,
    Fact,
    Item,
    Told,
    lift,
    nothing,
    of_school,
)
from roadmap.ground import Ground
from roadmap.kinds import fits
from roadmap.models import Indicator
from roadmap.sets import SETS, Counted, SchoolThen
from schools.russian import count

DEFAULT_SET = "supported"
# what a source tells: an answer or a part of a whole or an amount of each school, rows of papers
ANSWER, PART, AMOUNT, ROWS = "answer", "part", "amount", "rows"
ANYTHING = (ANSWER, PART, AMOUNT, ROWS)
OF_SCHOOL = {ANSWER: {YES_NO}, PART: {PERCENT, NUMBER}, AMOUNT: {NUMBER}, ROWS: set()}
OF_MUNICIPALITY = OF_SCHOOL | {ANSWER: {YES_NO, PERCENT, NUMBER}, ROWS: {YES_NO, NUMBER}}


@dataclass(frozen=True)
class Asked:
    """One question to a source: the parameters are complete and possible."""

    ground: Ground
    parameters: dict
    indicator: Indicator

    @property
    def within(self) -> Counted:
        """Of whom the percent is taken: the set of the indicator, else the supported schools."""
        code = self.indicator.denominator or DEFAULT_SET
        return self.ground.counted(code, self.parameters.get("procedures", ()))


@dataclass(frozen=True, kw_only=True)
class Source:
    """`told`: what each of the schools says; `place`: what is known of the municipality.

    One of the two. `in_words`: the rule as a Russian sentence, from the parameters. `example`:
    parameters that can be asked, for the page of sources and for tests. For who chooses a source:
    `about` says what it counts, `tells` of what kinds, `offered` narrows the schema to what an
    indicator can choose, `wrong` says why possible parameters do not suit it.
    """

    code: str
    title: str
    schema: tuple[Field, ...] = ()
    told: Callable[[Asked, Sequence[SchoolThen]], Mapping[int, Told]] | None = None
    place: Callable[[Asked], Fact] | None = None
    in_words: Callable[[dict], str] | None = None
    example: dict = field(default_factory=dict)
    about: str = ""
    tells: tuple[str, ...] = ANYTHING
    # of what schools tell already: nothing for an indicator of theirs
    only_municipal: bool = False
    offered: Callable[[Indicator], tuple[Field, ...]] | None = None
    wrong: Callable[[Indicator, dict], Iterable[str]] | None = None

    def fits(self, kind: str, *, of_school: bool) -> bool:
        """Whether it can tell a figure of this kind, of each school or of the municipality."""
        if of_school and (self.place or self.only_municipal):
            return False
        return any(kind in (OF_SCHOOL if of_school else OF_MUNICIPALITY)[one] for one in self.tells)

    def sentence(self, parameters: dict) -> str:
        return self.in_words(parameters) if self.in_words else f"{self.title}."


SOURCES: dict[str, Source] = {}


def register(source: Source) -> Source:
    """A code means one source; an app that takes another's is stopped as the portal starts."""
    if source.code in SOURCES:
        raise ValueError(f"The source {source.code} is there already.")
    if (source.told is None) == (source.place is None):
        raise ValueError(f"The source {source.code} tells of schools or of the municipality.")
    SOURCES[source.code] = source
    return source


def choices() -> list[tuple[str, str]]:
    """For a form: code and title, as people look for them."""
    return sorted(((s.code, s.title) for s in SOURCES.values()), key=lambda one: one[1])


def sentence_of(indicator: Indicator) -> str:
    """What the portal computes for it, without a full stop; empty: people enter it."""
    if not indicator.source:
        return ""
    if problems_of(indicator.source, indicator.source_parameters, indicator.denominator):
        return "портал, но\xa0посчитать нельзя: параметры не\xa0подходят"
    source = SOURCES[indicator.source]
    return source.sentence(completed(source.schema, indicator.source_parameters)).removesuffix(".")


def problems_of(code: str, parameters: Mapping, denominator: str = "") -> list[str]:
    """Sentences on what is wrong; an empty list: the portal can compute it."""
    found = []
    if denominator and denominator not in SETS:
        found.append(f"Набор «{denominator}» порталу не известен")
    if code not in SOURCES:
        return [*found, f"Источник «{code}» порталу не известен"]
    if not isinstance(parameters, Mapping):
        return [*found, "Параметры источника должны быть набором «имя: значение»"]
    return found + check(SOURCES[code].schema, parameters)


def fact_of(indicator: Indicator, ground: Ground) -> Fact:
    """What the portal knows of an indicator of the municipality."""
    if problems := _problems(indicator):
        return problems
    source, asked = SOURCES[indicator.source], _asked(indicator, ground)
    if source.place:
        return _fitting(indicator, source.place(asked))
    within, rule = asked.within, source.sentence(asked.parameters)
    return lift(indicator.kind, source.told(asked, within.schools), within, rule)


def facts_of_schools(
    indicator: Indicator, ground: Ground, schools: Sequence[SchoolThen]
) -> dict[int, Fact]:
    """What it knows of each school, of an indicator that schools answer."""
    if problems := _problems(indicator):
        return dict.fromkeys((school.pk for school in schools), problems)
    source, asked = SOURCES[indicator.source], _asked(indicator, ground)
    rule = source.sentence(asked.parameters)
    if source.place:
        words = f"{rule} Этот источник знает о\xa0муниципалитете, а\xa0не\xa0о\xa0школе."
        return dict.fromkeys((school.pk for school in schools), nothing("unknown", words))
    told = source.told(asked, schools)
    return {
        school.pk: of_school(
            indicator.kind, told.get(school.pk, Told(no_data="unknown")), school, rule
        )
        for school in schools
    }


def _fitting(indicator: Indicator, fact: Fact) -> Fact:
    """What a source tells may not be of the indicator's kind: then it is no value."""
    if fits(indicator.kind, fact.reading):
        return fact
    kind = indicator.get_kind_display()
    words = f"{fact.formula} Показателю вида «{kind}» этот источник не\xa0подходит."
    return Fact(no_data="unknown", rule=fact.rule, formula=words, items=fact.items)


def _asked(indicator: Indicator, ground: Ground) -> Asked:
    schema = SOURCES[indicator.source].schema
    return Asked(ground, completed(schema, indicator.source_parameters), indicator)


def _problems(indicator: Indicator) -> Fact | None:
    found = problems_of(indicator.source, indicator.source_parameters, indicator.denominator)
    return nothing("unknown", f"Посчитать нельзя. {'. '.join(found)}.") if found else None


def of_rows(asked: Asked, rows: Iterable[Model], rule: str) -> Fact:
    """Papers and events as a figure: whether there is one, or how many there are."""
    rows = list(rows)
    items = tuple(
        Item(name=str(row), state=IN, link=getattr(row, "get_absolute_url", str)()) for row in rows
    )
    told = count(len(rows), "запись,записи,записей") if rows else "нет ни\xa0одной записи"
    behind = {"rule": rule, "formula": f"Найдено: {told}.", "items": items}
    if asked.indicator.kind == NUMBER:
        return Fact(number=Decimal(len(rows)), **behind)
    return Fact(yes=bool(rows), **behind)
