"""Files of results: chosen, looked at, answered. What becomes of them: deciding.py."""

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView
from django_tables2 import RequestConfig

from assessments import tasks
from assessments.forms.upload import UploadForm
from assessments.imports import stages
from assessments.imports.mapping import may_be_mapped
from assessments.imports.marking import marked_workbook
from assessments.imports.review import review_of
from assessments.models import ImportBatch, Sitting
from assessments.readers import FORMATS, READERS
from assessments.tables import ImportTable
from schools.errors import PortalError
from schools.files import attachment
from schools.middleware import YEARS, years_around
from schools.models import Municipality, NoDataReason, School
from schools.naming import natural_key
from schools.russian import school_year
from schools.scoping import VisibleToUserMixin, may_write
from schools.workbooks import XLSX

# a file of this size is read while one waits, a larger one in the background
SMALL_FILE, SMALL_PLAN = 2**18, 3_000


class ImportListView(FormView):
    """The files of the municipality, and the place where the next one is chosen."""

    form_class = UploadForm
    template_name = "assessments/import_list.html"
    http_method_names = ["get", "head", "options", "post"]

    def dispatch(self, request, *args, **kwargs):
        place = request.place
        seen = Municipality.objects.visible_to(request.user)
        if request.method == "POST":
            seen = Municipality.objects.editable_by(request.user)
        self.municipality = get_object_or_404(seen, pk=place.municipality and place.municipality.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        chosen = self.request.place.academic_year
        around = years_around(timezone.localdate()) | {self.municipality.academic_year}
        years = sorted({*range(chosen - 5, chosen + 2), *around} & {*YEARS})
        return super().get_form_kwargs() | {
            "years": [(year, school_year(year)) for year in reversed(years)]
        }

    def get_initial(self):
        return {"academic_year": self.request.place.academic_year}

    def form_valid(self, form):
        batch = stages.begin_import(
            self.municipality,
            form.cleaned_data["file"],
            academic_year=form.cleaned_data["academic_year"],
            by=self.request.user,
            at=timezone.now(),
        )
        carry_on(batch, is_small=batch.size <= SMALL_FILE)
        return redirect(batch)

    def get_context_data(self, **kwargs):
        files = ImportBatch.objects.filter(municipality=self.municipality)
        # of the plan, which may be long, the table shows two values
        files = files.select_related("uploaded_by").defer("reading", "answers", "plan")
        told = {"is_ready": "may_be_stored", "marked": "markers", "compared": "benchmarks"}
        told = {name: F(f"plan__{key}") for name, key in told.items()}
        files = files.annotate(counts=F("plan__counts"), **told)
        may_remove = may_write(self.request.user, self.municipality)
        table = ImportTable(files, may_remove=may_remove)
        RequestConfig(self.request, paginate={"per_page": 25}).configure(table)
        return super().get_context_data(**kwargs) | {
            "table": table,
            "formats": [reader.TITLE for reader in FORMATS.values()],
            "may_write": may_remove,
            "has_template": self.has_template(),
        }

    def has_template(self) -> bool:
        """A template needs a procedure and a school to fill in."""
        year = self.request.place.academic_year
        held = Sitting.objects.shown_in(self.municipality.region_id)
        schools = School.objects.editable_by(self.request.user).open_in(year)
        return (
            held.filter(held=True, academic_year=year).exists()
            and schools.filter(municipality=self.municipality).exists()
        )


def carry_on(batch: ImportBatch, *, is_small: bool) -> None:
    """What takes a moment is done at once, by the same task."""
    if is_small:
        tasks.carry_on(batch.pk)
    else:
        tasks.carry_on.delay_on_commit(batch.pk)


class ImportView(VisibleToUserMixin, DetailView):
    """One file: how far it is, what it would change, or what it has changed."""

    queryset = ImportBatch.objects.select_related(
        "municipality", "mapping", "uploaded_by", "decided_by", "undone_by"
    ).defer("reading")
    template_name = "assessments/import_detail.html"

    def get_context_data(self, **kwargs):
        batch = self.object
        return super().get_context_data(**kwargs) | {
            "review": review_of(batch) if batch.plan else None,
            "schools": sorted(
                batch.municipality.schools.values_list("pk", "short_name"),
                key=lambda school: natural_key(school[1]),
            ),
            "reasons": NoDataReason.choices,
            "given": given_answers(batch.answers),
            "reader": READERS.get(batch.format),
            "may_write": may_write(self.request.user, batch.municipality),
            "may_be_mapped": may_be_mapped(batch, at=timezone.now()),
        }


class MarkedFileView(VisibleToUserMixin, DetailView):
    """The file again, as far as it may be kept, with all that is wrong marked in its cells."""

    queryset = ImportBatch.objects.filter(stage=ImportBatch.Stage.REVIEW).select_related(
        "municipality__region"
    )

    def render_to_response(self, context, **kwargs):
        batch = self.object
        try:
            problems, book = stages.problems_of(batch), stages.book_of(batch)
        except PortalError as error:
            messages.error(self.request, str(error))
            return redirect(batch)
        name = f"{batch.name.rpartition('.')[0] or batch.name} с пометками.xlsx"
        return HttpResponse(
            marked_workbook(book, problems, header=batch.reading["header"]),
            content_type=XLSX,
            headers=attachment(name),
        )


def given_answers(answers: dict) -> int:
    told = (answers.get(name, ()) for name in ("schools", "reasons", "rows"))
    return sum(map(len, told)) + bool(answers.get("without_strangers"))


def own_batch(request, pk: int) -> ImportBatch:
    batches = ImportBatch.objects.editable_by(request.user).select_related("municipality__region")
    return get_object_or_404(batches, pk=pk)


@require_POST
def answer(request, pk: int):
    """Questions of the review. What is not an answer at all changes nothing."""
    batch = own_batch(request, pk)
    told = review_of(batch) if batch.plan else None
    if told is None:
        raise Http404
    at = timezone.now() if told.plan["lines"] > SMALL_PLAN else None
    if "anew" in request.POST:
        return answered(request, batch, lambda: stages.forget_answers(batch, at=at))
    # what was answered meanwhile may be answered again, what was not asked may not
    asked = {
        "schools": {one.key for one in told.strangers} | batch.answers.get("schools", {}).keys(),
        "reasons": {gap.key for gap in told.gaps} | batch.answers.get("reasons", {}).keys(),
        "rows": {one.key for one in told.problems if one.key},
    }
    given = {
        "schools": {
            key: int(said)
            for key, said in answers_to(request, "school", asked["schools"])
            if said.isdecimal() and len(said) < 10
        },
        "reasons": {
            key: said
            for key, said in answers_to(request, "reason", asked["reasons"])
            if said in NoDataReason.values
        },
        "rows": [key for key in request.POST.getlist("without") if key in asked["rows"]],
    }
    given["without_strangers"] = "without_strangers" in request.POST
    return answered(request, batch, lambda: stages.answer(batch, given, at=at))


def answers_to(request, what: str, keys: set[str]):
    """The question stands in the name of the field, never its place: the page may be an old one."""
    for key in keys:
        if said := request.POST.get(f"{what} {key}", ""):
            yield key, said


def answered(request, batch, step):
    try:
        step()
    except PortalError as error:
        messages.error(request, str(error))
    if batch.is_under_way:
        carry_on(batch, is_small=False)
    return redirect(batch)
