"""Where schools stand this year, and what changed since last year: five by five. Pure.

The idea of a grid of status and change is that of the California School Dashboard; the borders
are ours. A school is a fact here, never a place in an order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessments.shares import Told, average, rounded
from schools.charts.level_change import Cell, Grid
from schools.russian import NB, count, num, school_name

PUPILS = "ученик,ученика,учеников"
# hundredths of a percent below the minimum. 30 % is the border of the rule in use (№ 847, the order
# of Стрежевой); equal steps of ten lead to it, and «nobody» needs no border
BORDERS = (1000, 2000, 3000)
MOST = 4
LEVEL_NAMES = ("никого", "до\xa010\xa0%", "от\xa010 до\xa020\xa0%", "от\xa020 до\xa030\xa0%")
LEVEL_NAMES += ("30\xa0% и\xa0больше",)
# a change of one step of the levels is much; three points are what is left to chance, and so is
# the share of one pupil, however much it is in a small school
MUCH, LITTLE = 1000, 300
CHANGE_NAMES = ("намного меньше", "меньше", "столько\xa0же", "больше", "намного больше")
CHANGE_NOTES = (
    "на\xa010\xa0п.\xa0п. и\xa0больше",
    "до\xa010\xa0п.\xa0п.",
    "до\xa03\xa0п.\xa0п. или 1\xa0уч.",
    "до\xa010\xa0п.\xa0п.",
    "на\xa010\xa0п.\xa0п. и\xa0больше",
)
CALM, LOOK, TALK = "спокойно", "присмотреться", "обсудить поддержку"
NEVER = ""  # nobody below cannot be more than before, nor less than 10 % ten points more
ZONES = (
    (CALM, CALM, CALM, NEVER, NEVER),
    (CALM, CALM, CALM, LOOK, NEVER),
    (CALM, CALM, LOOK, LOOK, TALK),
    (LOOK, LOOK, LOOK, TALK, TALK),
    (LOOK, LOOK, TALK, TALK, TALK),
)


@dataclass(frozen=True)
class Standing:
    """One school with both years. Levels and steps are numbered from the best, 0 to 4."""

    name: str
    school: int
    now: Told
    before: Told

    @property
    def change(self) -> int:
        return self.now.share - self.before.share

    @property
    def level(self) -> int:
        share = self.now.share
        return 0 if share == 0 else 1 + sum(share >= border for border in BORDERS)

    @property
    def step(self) -> int:
        size = abs(self.change)
        one_pupil = 10_000 / self.now.participants if self.now.participants else 0
        # a share is rounded: one pupil of three is 33,33 %
        if size < LITTLE or size <= one_pupil + 1:
            return 2
        less = 0 if size >= MUCH else 1
        return less if self.change < 0 else 4 - less

    @property
    def zone(self) -> str:
        return ZONES[self.level][self.step]

    @property
    def change_pupils(self) -> str:
        """The change in pupils of this year: «3 ученика»; "" where nobody told how many."""
        if not self.now.participants:
            return ""
        pupils = rounded(abs(self.change) * self.now.participants, 10_000)
        return count(pupils, PUPILS) if pupils else "меньше одного ученика"

    @property
    def is_small(self) -> bool:
        return self.now.is_small or self.before.is_small

    @property
    def change_words(self) -> str:
        """«+12,7 п. п.»"""
        places = 0 if self.change % 100 == 0 else 1
        sign = "+" if self.change > 0 else ""
        return f"{sign}{num(self.change / 100, places)}{NB}п.{NB}п."


def together(figures: Sequence[tuple[Told, Told]]) -> tuple[Told, Told] | None:
    """Several procedures of a school as one, each year: only those that have both years."""
    both = [pair for pair in figures if None not in (pair[0].share, pair[1].share)]
    if not both:
        return None
    return tuple(_sum([pair[side] for pair in both]) for side in (0, 1))


def standings_of(
    schools: Iterable, told: Mapping[tuple, Mapping[int, Told]], year: int, procedures: Iterable
) -> tuple[list[Standing], list]:
    """Where schools stand in the procedures that have both years, and schools that have none.

    `told`: (procedure, year) → school → what it told.
    """
    standings, without = [], []
    for school in schools:
        figures = [
            (told[one.pk, year][school.pk], told[one.pk, year - 1][school.pk])
            for one in procedures
            if school.pk in told[one.pk, year] and school.pk in told[one.pk, year - 1]
        ]
        both = together(figures)
        if both:
            standings.append(Standing(school_name(school.short_name), school.pk, *both))
        else:
            without.append(school)
    return standings, without


def _sum(figures: Sequence[Told]) -> Told:
    whole = average(figures)
    count = None if whole.participants is None else sum(one.count for one in figures)
    return Told(whole.share, count, whole.participants)


def grid_of(standings: Sequence[Standing]) -> Grid:
    """Worst level above, as one reads; inside a cell by the order of the list."""
    cells: Mapping[tuple[int, int], list[Standing]] = {}
    for one in standings:
        cells.setdefault((one.level, one.step), []).append(one)
    return Grid(
        heads=tuple(zip(CHANGE_NAMES, CHANGE_NOTES, strict=True)),
        rows=tuple(
            (
                LEVEL_NAMES[level],
                tuple(
                    Cell(
                        tuple(_named(one) for one in cells.get((level, step), [])),
                        ZONES[level][step],
                    )
                    for step in range(5)
                ),
            )
            for level in reversed(range(5))
        ),
        tones=(CALM, LOOK, TALK),
    )


def _named(one: Standing) -> str:
    return f"*{NB}{one.name}" if one.is_small else one.name
