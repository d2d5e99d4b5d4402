"""Named sets: of whom a percent of a programme is taken, with the list behind every total. Pure.

Each set is computed of the schools of a municipality as they were on a day. A school whose number
is not known is named and never counted as zero.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from schools.russian import count as counted_words
from schools.russian import school_name

SCHOOL, LEGAL, TEACHER, CLASS, PUPIL = "school", "legal", "teacher", "class", "pupil"
UNITS = {
    SCHOOL: "школа,школы,школ",
    LEGAL: "юридическое лицо,юридических лица,юридических лиц",
    TEACHER: "педагог,педагога,педагогов",
    CLASS: "класс,класса,классов",
    PUPIL: "участник,участника,участников",
}


@dataclass(frozen=True)
class SchoolThen:
    """A school as it was on the day. `head`: of a branch its head school, else the school."""

    pk: int
    name: str
    head: int
    statuses: frozenset[str] = frozenset()


def everybody(_school: SchoolThen) -> bool:
    return True


def holding(*statuses: str) -> Callable[[SchoolThen], bool]:
    """With one of the statuses at least: whoever has two is counted once."""
    wanted = frozenset(statuses)
    return lambda school: bool(wanted & school.statuses)


@dataclass(frozen=True)
class NamedSet:
    """`counts`: what is counted in each of the schools; empty where the schools themselves are."""

    code: str
    title: str
    unit: str
    holds: Callable[[SchoolThen], bool]
    counts: str = ""
    subject: str = ""

    @property
    def forms(self) -> str:
        return UNITS[self.unit]

    @property
    def is_of_schools(self) -> bool:
        return self.unit in (SCHOOL, LEGAL)


@dataclass(frozen=True)
class Member:
    """A line of the list behind: a school, or a legal entity with those of its schools meant.

    `number`: how many of the unit it brings; None where nobody has told.
    """

    name: str
    schools: tuple[SchoolThen, ...]
    number: int | None = 1


@dataclass(frozen=True)
class Counted:
    named: NamedSet
    members: tuple[Member, ...] = field(default=())

    @property
    def known(self) -> list[Member]:
        return [member for member in self.members if member.number is not None]

    @property
    def unknown(self) -> list[Member]:
        """Of whom there is no information."""
        return [member for member in self.members if member.number is None]

    @property
    def total(self) -> int | None:
        """Nobody is zero; somebody of whom nothing is known is not."""
        if self.members and not self.known:
            return None
        return sum(member.number for member in self.known)

    @property
    def schools(self) -> list[SchoolThen]:
        return [school for member in self.members for school in member.schools]

    @property
    def in_words(self) -> str:
        """«ШНОР и ШНСУ: 8 школ»."""
        told = "сведений нет" if self.total is None else counted_words(self.total, self.named.forms)
        return f"{self.named.title}: {told}"


def count(
    named: NamedSet,
    schools: Iterable[SchoolThen],
    numbers: Mapping[int, int | None] | None = None,
) -> Counted:
    """`numbers`: of a set that counts something in schools, how many there are in each."""
    meant = [school for school in schools if named.holds(school)]
    if named.unit == LEGAL:
        return Counted(named, tuple(_entities(meant, schools)))
    numbers = dict.fromkeys((school.pk for school in meant), 1) if numbers is None else numbers
    return Counted(
        named,
        tuple(
            Member(school_name(school.name), (school,), numbers.get(school.pk)) for school in meant
        ),
    )


def _entities(meant: Iterable[SchoolThen], schools: Iterable[SchoolThen]) -> Iterable[Member]:
    """A head school with its branches counts once, also where only a branch is meant."""
    names = {school.pk: school.name for school in schools}
    by_head = sorted(meant, key=lambda school: (school.head, school.pk != school.head))
    entities = [
        (head, tuple(own)) for head, own in groupby(by_head, key=lambda school: school.head)
    ]
    for head, own in sorted(entities, key=lambda one: names.get(one[0], one[1][0].name)):
        yield Member(school_name(names.get(head, own[0].name)), own)


SUPPORTED = holding("low", "social")
WHOSE = {
    "low": ("ШНОР", holding("low")),
    "social": ("ШНСУ", holding("social")),
    "supported": ("ШНОР и ШНСУ", SUPPORTED),
    "at_risk": ("Школы зоны риска", holding("at_risk")),
}
MATHEMATICS, RUSSIAN, PRIMARY = "математика", "русский язык", "начальные классы"
SUBJECT_TEACHERS = {
    "maths": (MATHEMATICS, "Учителя математики ШНОР и ШНСУ"),
    "russian": (RUSSIAN, "Учителя русского языка ШНОР и ШНСУ"),
    "primary": (PRIMARY, "Учителя начальных классов ШНОР и ШНСУ"),
}

SETS: dict[str, NamedSet] = {
    named.code: named
    for named in (
        NamedSet("schools", "Все школы", SCHOOL, everybody),
        NamedSet("legal", "Все юридические лица", LEGAL, everybody),
        *(NamedSet(code, title, SCHOOL, holds) for code, (title, holds) in WHOSE.items()),
        *(
            NamedSet(f"{code}_legal", f"{title}, юридические лица", LEGAL, holds)
            for code, (title, holds) in WHOSE.items()
        ),
        NamedSet("teachers", "Педагоги всех школ", TEACHER, everybody, "teachers"),
        NamedSet("teachers_supported", "Педагоги ШНОР и ШНСУ", TEACHER, SUPPORTED, "teachers"),
        NamedSet("teachers_low", "Педагоги ШНОР", TEACHER, holding("low"), "teachers"),
        *(
            NamedSet(f"{code}_supported", title, TEACHER, SUPPORTED, "teachers", subject)
            for code, (subject, title) in SUBJECT_TEACHERS.items()
        ),
        NamedSet("flagged_classes", "Отмеченные классы", CLASS, everybody, "flagged"),
        NamedSet("tested", "Участники процедур", PUPIL, everybody, "tested"),
        NamedSet(
            "tested_supported", "Участники процедур в ШНОР и ШНСУ", PUPIL, SUPPORTED, "tested"
        ),
    )
}


def choices() -> list[tuple[str, str]]:
    """For a form: code and title."""
    return [(named.code, named.title) for named in SETS.values()]
