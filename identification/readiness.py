"""What there is for an identification of a year, and what is missing, before anybody starts it."""

from dataclasses import dataclass

from assessments.models import Result
from schools.models import Figure, Municipality, NoDataReason
from schools.russian import school_name, school_year

from .methods import problems_of
from .models import Methodology


@dataclass(frozen=True)
class Readiness:
    methodology: Methodology | None
    results: int  # with numbers
    explained: int  # gaps that have a reason
    unexplained: list[Result]
    silent: list[str]  # schools for which nothing at all is entered
    academic_year: int
    has_measures: bool  # other numbers of schools: groups, a social passport
    needs_results: bool  # the methodology reads them; figures of schools alone decide otherwise

    @property
    def obstacles(self) -> list[str]:
        """Why it cannot be started, in sentences."""
        found = []
        if not self.methodology:
            found.append("Методика ещё не введена. Обратитесь к администратору портала.")
        if not self.results and not self.has_measures:
            year = school_year(self.academic_year)
            what = "результата" if self.needs_results else "показателя школ"
            found.append(f"За {year} учебный год нет ни одного {what}. Сначала внесите их.")
        return found


def readiness(municipality: Municipality, academic_year: int) -> Readiness:
    schools = municipality.schools.open_in(academic_year)
    results = list(
        Result.objects.main()
        .with_marks()
        .of_year(academic_year)
        .filter(school__in=schools)
        .select_related("school", "sitting__procedure")
        .order_by("school__short_name", "sitting__procedure__order", "pk")
    )
    there = {result.school_id for result in results}
    gaps = [result for result in results if result.no_data]
    unexplained = [gap for gap in gaps if gap.no_data == NoDataReason.UNKNOWN]
    methodology = municipality.methodologies.newest().in_order().first()
    asked = needs_results(methodology)
    return Readiness(
        methodology=methodology,
        results=len(results) - len(gaps),
        explained=len(gaps) - len(unexplained),
        unexplained=unexplained,
        silent=[school_name(s.short_name) for s in schools if asked and s.pk not in there],
        academic_year=academic_year,
        needs_results=asked,
        has_measures=not results and has_measures(municipality, academic_year),
    )


def has_measures(municipality: Municipality, academic_year: int) -> bool:
    schools = municipality.schools.open_in(academic_year)
    told = Figure.objects.filter(school__in=schools, academic_year=academic_year, no_data="")
    return told.exists()


def needs_results(methodology: Methodology | None) -> bool:
    """Until a methodology is there, and is complete, results are what is waited for."""
    if not methodology or problems_of(methodology.method, methodology.parameters):
        return True
    return methodology.rule.reads_results
