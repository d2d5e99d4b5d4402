"""The results of one school as tables, a drawing and sentences. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from assessments.shares import Told
from reports.notes.changes import LESS, MORE, Change
from schools.charts.strips import Names, Strip, strips
from schools.russian import NB, percent, school_year, share

SHOWN = 3  # years beside each other on a paper


@dataclass(frozen=True)
class Row:
    """One procedure: what the school told in each of the years that are shown."""

    title: str
    cells: list[str]
    change: Change
    now: Told | None
    average: int | None  # of its cluster, else of the municipality: nobody else's figure
    is_two_zeros: bool = False  # «0 и 0» of nobody knows how many

    @property
    def way(self) -> str:
        return self.change.way


@dataclass(frozen=True)
class Results:
    """Below the minimum and high, procedure by procedure; `years`: the newest last."""

    academic_year: int
    years: list[int]
    low: list[Row]
    high: list[Row]
    has_vpr: bool
    rescaled: list[str]

    @cached_property
    def known(self) -> list[Row]:
        """With a share in the year that is told of."""
        return [row for row in self.low if row.now and row.now.share is not None]

    @property
    def counted(self) -> list[Row]:
        return [row for row in self.known if row.now.participants is not None]

    @property
    def asked(self) -> list[str]:
        """Both shares are nil and nobody told of how many: all in between, or nobody at all."""
        return [row.title for row in self.known if row.is_two_zeros]

    @property
    def pairs(self) -> list[tuple[Row, Row]]:
        return list(zip(self.low, self.high, strict=True))

    @property
    def below(self) -> int:
        return sum(row.now.count for row in self.counted)

    @property
    def taken(self) -> int:
        """Participations, not pupils: one pupil sits several procedures."""
        return sum(row.now.participants for row in self.counted)

    @property
    def small(self) -> int:
        return sum(row.now.is_small for row in self.counted)

    @property
    def more(self) -> list[str]:
        return [row.title for row in self.low if row.way == MORE]

    @property
    def less(self) -> list[str]:
        return [row.title for row in self.low if row.way == LESS]

    @property
    def judged(self) -> int:
        return sum(row.change.is_judged for row in self.low)

    @property
    def has_change(self) -> bool:
        return len(self.years) > 1

    @property
    def worst(self) -> Row | None:
        """Where most pupils are below the minimum; of shares alone, the largest share."""
        if self.counted:
            found = max(self.counted, key=lambda row: (row.now.count, row.now.share))
            return found if found.now.count else None
        found = max(self.known, key=lambda row: row.now.share, default=None)
        return found if found and found.now.share else None

    @property
    def drawing(self) -> str:
        year = school_year(self.academic_year)
        return strips(
            [_strip(row, self.has_change) for row in self.low],
            names=Names(
                now=f"школа, {year}",
                before="годом раньше",
                average="среднее по школам",
                small="0 и 0*" if self.asked else "меньше 10 участников",
            ),
            alt=f"Доля учеников ниже минимума, {year} учебный год.",
        )


def results_of(
    low: Sequence, high: Sequence, academic_year: int, *, rescaled: Collection[int] = ()
) -> Results:
    """`rescaled`: procedures whose scale is another than the year before."""
    years = sorted({year.academic_year for trend in low for year in trend.years})[-SHOWN:]
    return Results(
        academic_year=academic_year,
        years=years,
        low=[
            _row(trend, other, years, academic_year, rescaled)
            for trend, other in zip(low, high, strict=True)
        ],
        high=[
            _row(trend, other, years, academic_year, rescaled)
            for trend, other in zip(high, low, strict=True)
        ],
        has_vpr=any(trend.procedure.kind == "VPR" for trend in low),
        rescaled=[str(trend.procedure) for trend in low if trend.procedure.pk in rescaled],
    )


def _row(trend, other, years: Sequence[int], academic_year: int, rescaled: Collection) -> Row:
    told = {year.academic_year: year for year in trend.years}
    beside = {year.academic_year: year.school for year in other.years}
    asked = {year for year, one in told.items() if _is_two_zeros(one.school, beside.get(year))}
    is_other = trend.procedure.pk in rescaled
    now, before = told.get(academic_year), None if is_other else told.get(academic_year - 1)
    around = now and (now.cluster or now.municipality)
    return Row(
        title=str(trend.procedure),
        cells=[
            _words(told[year].school) + ("*" if year in asked else "") if year in told else "—"
            for year in years
        ],
        change=Change(before and before.school, now and now.school),
        now=now and now.school,
        average=around.share if around else None,
        is_two_zeros=academic_year in asked,
    )


def _is_two_zeros(one: Told, other: Told | None) -> bool:
    return other is not None and one.is_uncounted and one.share == other.share == 0


def _words(told: Told) -> str:
    """«3 из 12, 25 %»: a paper has no room for hundredths of a percent beside a count."""
    if told.share is None:
        return told.gap
    if told.participants is None:
        return percent(told.share)
    return f"{told.count} из{NB}{told.participants}, {share(told.count, told.participants)}"


def _strip(row: Row, has_change: bool) -> Strip:
    before = row.change.before
    known = row.now is not None and row.now.share is not None
    average = "" if row.average is None else f"; среднее по школам {percent(row.average)}"
    earlier = before is not None and before.share is not None and has_change
    was = f"; годом раньше {_words(before)}" if earlier else ""
    words = _words(row.now) if row.now else "не внесено"
    return Strip(
        name=row.title,
        before=before.share if earlier else None,
        now=row.now.share if known else None,
        words=words + ("*" if row.is_two_zeros else ""),
        average=row.average if known else None,
        is_small=known and (row.now.is_small or row.is_two_zeros),
        told=words + was + average,
    )
