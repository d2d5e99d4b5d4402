"""The portal's own template: with the schools that the user may write for, and what is known."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from assessments.collection import schools_in_order
from assessments.locks import Closed
from assessments.models import Result, Sitting
from assessments.readers.reading import Figures, Work
from assessments.template import NOTHING, Form, SchoolRow, write_forms
from assessments.wording import scale_in_words
from schools.files import attachment
from schools.models import Municipality, School, SchoolAlias
from schools.workbooks import XLSX

from .place import home_of


@require_safe
def download_template(request, pk):
    home = home_of(request)
    sittings = Sitting.objects.in_region(home.region_id).filter(held=True)
    sitting = get_object_or_404(with_levels(sittings), pk=pk)
    return workbook(request, home, [sitting], f"{sitting.procedure}")


@require_safe
def download_year(request):
    """All procedures that were held in the chosen year, a sheet for each."""
    home, year = home_of(request), request.place.academic_year
    sittings = Sitting.objects.shown_in(home.region_id).filter(held=True, academic_year=year)
    return workbook(request, home, list(with_levels(sittings)), "Результаты")


def with_levels(sittings):
    sittings = sittings.select_related("procedure", "scale").prefetch_related("scale__levels")
    return sittings.order_by("procedure")


def workbook(request, home: Municipality, sittings: list[Sitting], name: str) -> HttpResponse:
    mine = School.objects.editable_by(request.user).filter(municipality=home)
    schools = schools_in_order(mine, sittings[0].academic_year) if sittings else []
    if not schools:
        raise Http404
    year = sittings[0].academic_year
    name = f"{name}, {year - 1}-{year}.xlsx"
    return HttpResponse(
        write_forms(forms(home, sittings, schools)),
        content_type=XLSX,
        headers=attachment(name),
    )


def forms(home: Municipality, sittings: list[Sitting], schools: list[School]) -> list[Form]:
    """Three queries, however many schools and sittings there are."""
    logins = logins_of(schools)
    closed = Closed.of(home, sittings[0].academic_year)
    results = Result.objects.main().filter(sitting__in=sittings, school__in=schools).order_by()
    told = {(result.sitting_id, result.school_id): known(result) for result in results}

    def row(school: School, sitting: Sitting) -> SchoolRow:
        return SchoolRow(
            school.short_name,
            school.cluster_name or "",
            logins.get(school.pk, ""),
            told.get((sitting.pk, school.pk), NOTHING),
            is_closed=closed.on(school, sitting) is not None,
        )

    return [
        Form(
            work_of(sitting),
            f"{home}. {scale_in_words(sitting.scale.levels.all())}",
            list(sitting.scale.levels.all()),
            [row(school, sitting) for school in schools],
        )
        for sitting in sittings
    ]


def logins_of(schools: list[School]) -> dict[int, str]:
    """One for each school: edu203389 has taken the place of sch224143, a newer one of an older."""
    aliases = SchoolAlias.objects.filter(school__in=schools, kind=SchoolAlias.Kind.FIS_OKO)
    logins = aliases.order_by("pk").values_list("school", "value")
    return dict(sorted(logins, key=lambda login: login[1].lower().startswith("edu")))


def work_of(sitting: Sitting) -> Work:
    procedure = sitting.procedure
    return Work(
        procedure.kind,
        procedure.grade,
        procedure.subject,
        procedure.variant,
        sitting.academic_year,
    )


def known(result: Result) -> Figures:
    """Shares without counts cannot be typed here, so their row is blank and leaves them alone."""
    if result.no_data:
        return Figures(no_data=result.no_data)
    if not result.counts:
        return NOTHING
    return Figures(result.participants, result.counts, mean=result.mean)
