"""What there is for an identification of a year, and what is missing, before anybody starts it."""

from dataclasses import dataclass

from assessments.models import Result
from schools.models import Municipality, NoDataReason
from schools.russian import school_name, school_year

from .models import Methodology


@dataclass(frozen=True)
class Readiness:
    methodology: Methodology | None
    results: int  # with numbers
    explained: int  # gaps that have a reason
    unexplained: list[Result]
    silent: list[str]  # schools for which nothing at all is entered
    academic_year: int

    @property
    def obstacles(self) -> list[str]:
        """Why it cannot be started, in sentences."""
        found = []
        if not self.methodology:
            found.append("Методика ещё не введена. Обратитесь к администратору портала.")
        if not self.results:
            year = school_year(self.academic_year)
            found.append(f"За {year} учебный год нет ни одного результата. Сначала внесите их.")
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
    return Readiness(
        methodology=municipality.methodologies.newest().in_order().first(),
        results=len(results) - len(gaps),
        explained=len(gaps) - len(unexplained),
        unexplained=unexplained,
        silent=[school_name(s.short_name) for s in schools if s.pk not in there],
        academic_year=academic_year,
    )
