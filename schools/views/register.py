"""The register as it is read: the list by cluster, the same as a workbook, the card of a school."""

from itertools import groupby

from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.http import HttpResponse
from django.views.generic import DetailView
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from schools.files import attachment
from schools.filters import SchoolFilter
from schools.history import changes_of, since_year
from schools.models import Enrolment, Figure, Municipality, School, SchoolAlias
from schools.naming import natural_key, normalised
from schools.readers import COLUMNS
from schools.russian import school_year
from schools.scoping import VisibleToUserMixin
from schools.tables.register import SchoolTable
from schools.workbooks import XLSX, Column, Sheet, write_sheets

WIDTHS = {"full_name": 50, "names": 50, "cluster": 24}


def schools_of_the_place(request):
    """Of the chosen municipality; people of schools see theirs, wherever these are."""
    schools = School.objects.visible_to(request.user)
    if place := request.place.municipality:
        return schools.filter(municipality=place)
    return schools


def in_order(schools) -> list[School]:
    """By cluster in the order of the municipality, then by number; without a cluster last."""
    return sorted(
        schools,
        key=lambda school: (
            school.cluster is None,
            school.cluster_order or 0,
            school.cluster_name or "",
            school.cluster or 0,
            natural_key(school.short_name),
        ),
    )


class RegisterView(FilterView):
    filterset_class = SchoolFilter

    def get_queryset(self):
        request = self.request
        seen = School.objects.visible_to(request.user).filter(pk=OuterRef("parent"))
        year = request.place.academic_year
        return (
            schools_of_the_place(request)
            .described_in(year)
            .annotate(head_name=Subquery(seen.values("short_name")[:1]))
            .annotate(pupils=Subquery(pupils_in(year)))
            .prefetch_related("aliases")
        )


def pupils_in(academic_year):
    counted = Enrolment.objects.filter(school=OuterRef("pk"), academic_year=academic_year)
    return counted.order_by().values("school").annotate(all=Sum("pupils")).values("all")


class SchoolListView(SingleTableMixin, RegisterView):
    table_class = SchoolTable
    table_pagination = False
    template_name = "schools/school_list.html"

    def get_table_data(self):
        return in_order(self.object_list)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        schools = schools_of_the_place(self.request)
        place = self.request.place
        return context | {
            "counts": counts(schools.open_in(place.academic_year)),
            "whole": schools.count(),
            "found": len(context["table"].data),
            "year": school_year(place.academic_year),
            "administers": administers(self.request.user, place.municipality),
        }


def counts(schools) -> dict:
    """The documents count twice: legal entities, and schools together with their branches."""
    found = schools.aggregate(
        legal=Count("pk", filter=Q(legal_status=School.LegalStatus.LEGAL)), together=Count("pk")
    )
    return found | {"branches": found["together"] - found["legal"]}


def administers(user, municipality) -> bool:
    places = Municipality.objects.administered_by(user)
    return municipality is not None and places.filter(pk=municipality.pk).exists()


class RegisterWorkbookView(RegisterView):
    """The list as it stands on the page, in the columns of the register file."""

    def render_to_response(self, context):
        rows = [register_row(school) for school in in_order(self.object_list)]
        return register_workbook(rows, "register.xlsx")


def register_workbook(rows: list[list[str]], name: str) -> HttpResponse:
    columns = [Column(title, WIDTHS.get(key, 18)) for key, title in COLUMNS.items()]
    return HttpResponse(
        write_sheets([Sheet("Реестр школ", columns, rows)]),
        content_type=XLSX,
        headers=attachment(name),
    )


def register_row(school: School) -> list[str]:
    def called(kind):
        return "; ".join(alias.value for alias in school.aliases.all() if alias.kind == kind)

    return [
        school.short_name,
        school.full_name,
        school.cluster_name or "",
        School.Kind(school.kind_then).label,
        school.get_legal_status_display(),
        school.head_name or "",
        school.settlement,
        called(SchoolAlias.Kind.FIS_OKO),
        called(SchoolAlias.Kind.RIS_GIA),
        called(SchoolAlias.Kind.NAME),
    ]


class SchoolDetailView(VisibleToUserMixin, DetailView):
    template_name = "schools/school_detail.html"

    def get_queryset(self):
        self.queryset = School.objects.described_in(
            self.request.place.academic_year
        ).select_related("municipality")
        return super().get_queryset()

    def get_context_data(self, **kwargs):
        school, user, year = self.object, self.request.user, self.request.place.academic_year
        seen = School.objects.visible_to(user).filter(municipality=school.municipality)
        schools = {other.pk: other for other in seen}
        enrolment = list(school.enrolments.filter(academic_year=year))
        names = {pk: other.short_name for pk, other in schools.items()}
        return super().get_context_data(**kwargs) | {
            "head": schools.get(school.parent_id),
            "successor": schools.get(school.successor_id),
            "branches": [other for other in schools.values() if other.parent_id == school.pk],
            "predecessors": [
                other for other in schools.values() if other.successor_id == school.pk
            ],
            "years": [
                {"since": since_year(row.academic_year), "row": row}
                for row in school.years.select_related("cluster")
            ],
            "statuses": school.statuses.current().order_by("kind"),
            "aliases": aliases_by_kind(school),
            "enrolment": enrolment,
            "pupils": sum(row.pupils for row in enrolment),
            "year": school_year(year),
            "figures": figures_of(school, user),
            "changes": changes_of(school, names),
            "administers": School.objects.administered_by(user).filter(pk=school.pk).exists(),
        }


def aliases_by_kind(school: School) -> list[tuple[str, list[str]]]:
    """As the card shows them; what only repeats the short or the full name is left out."""
    rows = school.aliases.order_by("kind", "pk")
    own = {normalised(school.short_name), normalised(school.full_name)}
    found = {
        kind: [row.value for row in group if row.key not in own]
        for kind, group in groupby(rows, key=lambda row: row.kind)
    }
    titles = {"fis_oko": "Логины ФИС ОКО", "ris_gia": "Коды РИС ГИА", "name": "Другие названия"}
    return [(title, found[kind]) for kind, title in titles.items() if found.get(kind)]


def figures_of(school: School, user):
    """Figures of surveys are for those who work with the school, not for all who may look."""
    figures = Figure.objects.visible_to(user).filter(school=school)
    if not School.objects.editable_by(user).filter(pk=school.pk).exists():
        figures = figures.exclude(measure__sensitive=True)
    figures = figures.select_related("measure", "source")
    return list(figures.order_by("measure__title", "academic_year"))
