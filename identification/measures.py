"""Measures of schools: which of them the methodologies of a municipality read, and new ones."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from schools.errors import PortalError
from schools.models import Figure, Measure, Municipality
from schools.naming import folded

from .methods import Method, problems_of
from .methods.averages import code_of
from .methods.schema import Code, Rows
from .models import Methodology

PERCENT, GROUP = "%", "группа"
TAKEN = "Так уже называется среднее значение. Назовите показатель школ иначе."


@dataclass
class Line:
    """A measure in the list of a municipality. Without `measure` only its code is known."""

    code: str
    measure: Measure | None = None
    methodologies: list[Methodology] = field(default_factory=list)
    numbers: int = 0  # schools with a number in the year
    reasons: int = 0  # schools without one, and why

    @property
    def title(self) -> str:
        return self.measure.title if self.measure else self.code


def measures_of_schools() -> QuerySet:
    """What is told of a district or a region only is an average, not a measure of schools."""
    told = Figure.objects.filter(measure=OuterRef("pk"))
    return Measure.objects.filter(Exists(told.exclude(school=None)) | ~Exists(told))


def measures_for(municipality: Municipality) -> QuerySet:
    """Whose figures the municipality may enter: also those so far told of it as an average."""
    return _or_asked_for(_used(municipality))


def lines_of(
    municipality: Municipality, academic_year: int, *, with_sensitive: bool
) -> tuple[list[Line], list[Line]]:
    """Those that the newest methodologies read, and the others that the portal knows."""
    used = _used(municipality)
    lines = {code: Line(code, methodologies=by) for code, by in used.items()}
    told = Q(figures__academic_year=academic_year) & Q(
        figures__school__in=municipality.schools.open_in(academic_year)
    )
    measures = _or_asked_for(used).annotate(
        numbers=Count("figures", filter=told & Q(figures__no_data="")),
        reasons=Count("figures", filter=told & ~Q(figures__no_data="")),
    )
    for measure in measures.order_by("title", "pk"):
        line = lines.setdefault(measure.code, Line(measure.code))
        line.measure, line.numbers, line.reasons = measure, measure.numbers, measure.reasons
    shown = [
        line
        for line in lines.values()
        if with_sensitive or not line.measure or not line.measure.sensitive
    ]
    return [line for line in shown if line.code in used], [
        line for line in shown if line.code not in used
    ]


def rule_in_words(rule: Method) -> str:
    """A rule knows measures by their codes, people know them by their titles."""
    words = rule.in_words()
    if rule.measures:
        known = Measure.objects.filter(code__in=rule.measures)
        for code, title in known.values_list("code", "title"):
            words = words.replace(f"«{code}»", f"«{title}»")
    return words


def codes_in(method: type[Method], parameters: dict) -> Iterator[str]:
    """The measures that a methodology names itself; an average has a code of its own."""
    for one in method.schema:
        if isinstance(one, Code):
            yield parameters.get(one.name)
        elif isinstance(one, Rows):
            columns = [column.name for column in one.columns if isinstance(column, Code)]
            for row in parameters.get(one.name) or () if columns else ():
                yield from (row.get(column) for column in columns)


def add_measure(
    municipality: Municipality, *, title: str, unit: str, direction: str, code: str = ""
) -> tuple[Measure, bool]:
    """Measures are common to all municipalities: one that is there already stays as it is.

    `code`: the one under which a methodology asks for it; else it is made of the title.
    """
    title = " ".join(title.split())
    code = code or code_of(title)
    for measure in Measure.objects.order_by("pk"):
        if code == measure.code or folded(title) == folded(measure.title):
            if not measures_for(municipality).filter(pk=measure.pk).exists():
                raise PortalError(TAKEN)
            return measure, False
    return Measure.objects.create(code=code, title=title, unit=unit, direction=direction), True


def undescribed(municipality: Municipality) -> set[str]:
    """Codes that methodologies ask for and that nobody has named."""
    used = set(_used(municipality))
    return used - set(Measure.objects.filter(code__in=used).values_list("code", flat=True))


def _or_asked_for(codes: Iterable[str]) -> QuerySet:
    ours = measures_of_schools().values("pk")
    return Measure.objects.filter(Q(pk__in=ours) | Q(code__in=list(codes)))


def _used(municipality: Municipality) -> dict[str, list[Methodology]]:
    found: dict[str, list[Methodology]] = {}
    for methodology in municipality.methodologies.newest().order_by("title", "pk"):
        if problems_of(methodology.method, methodology.parameters):
            continue
        for code in filter(None, codes_in(type(methodology.rule), methodology.parameters)):
            by = found.setdefault(code, [])
            if methodology not in by:
                by.append(methodology)
    return found
