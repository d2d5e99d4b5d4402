"""A register file on the page: first what it would change, then, on a second press, done."""

from dataclasses import asdict

from django.contrib import messages
from django.core import signing
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from schools.errors import PortalError
from schools.forms.register import RegisterFileForm
from schools.readers import COLUMNS, SEPARATORS, RegisterFile, RegisterRow, read_register
from schools.services.register_file import import_register
from schools.services.register_plan import CHANGED, NEW, SAME, plan_register
from schools.sheets import read_rows

from .register import register_workbook
from .register_edit import administered_place

SALT = "schools.register"
A_DAY = 24 * 60 * 60
STALE = (
    "С проверки прошло больше суток, или её делали для другого муниципалитета. Выберите файл снова."
)
MOVED = "Пока вы смотрели, реестр изменился. Вот что файл изменит теперь."


class RegisterImportView(FormView):
    """The rows that were shown travel in the page itself, signed: what was seen is what is done."""

    form_class = RegisterFileForm
    template_name = "schools/register_import.html"

    def dispatch(self, request, *args, **kwargs):
        self.municipality = administered_place(request)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        return self._store() if "staged" in request.POST else super().post(request)

    def form_valid(self, form):
        try:
            file = read_register(read_rows(form.cleaned_data["file"]))
        except PortalError as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        return self._show(file)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"columns": COLUMNS.values()}

    def _plan(self, file):
        year = self.request.place.academic_year
        return plan_register(self.municipality, file, academic_year=year)

    def _show(self, file, note=""):
        plan = self._plan(file)
        staged = "" if plan.problems else self._staged(file, plan)
        told = {outcome: [] for outcome in (NEW, CHANGED, SAME)}
        for planned in plan.rows:
            told[planned.outcome].append(planned)
        context = self.get_context_data(form=RegisterFileForm())
        context |= {"plan": plan, "staged": staged, "unknown_columns": file.unknown_columns}
        return self.render_to_response(context | {"rows": told, "note": note})

    def _staged(self, file, plan):
        document = {
            "municipality": self.municipality.pk,
            "academic_year": self.request.place.academic_year,
            "rows": [asdict(row) for row in file.rows],
            "fingerprint": plan.fingerprint,
        }
        return signing.dumps(document, salt=SALT, compress=True)

    def _store(self):
        year = self.request.place.academic_year
        try:
            staged = signing.loads(self.request.POST["staged"], salt=SALT, max_age=A_DAY)
        except signing.BadSignature:
            staged = {}
        if (staged.get("municipality"), staged.get("academic_year")) != (
            self.municipality.pk,
            year,
        ):
            messages.error(self.request, STALE)
            return redirect("schools:import")
        file = RegisterFile(rows=[row_of(told) for told in staged["rows"]])
        try:
            plan = import_register(
                self.municipality,
                file,
                academic_year=year,
                by=self.request.user,
                at=timezone.now(),
                seen=staged["fingerprint"],
            )
        except PortalError:
            return self._show(file, note=MOVED)
        created, updated, _unchanged = plan.counts.values()
        messages.success(
            self.request, f"Реестр записан: новых школ {created}, с изменениями {updated}."
        )
        return redirect("schools:list")


def row_of(told: dict) -> RegisterRow:
    return RegisterRow(**told | {name: tuple(told[name]) for name in SEPARATORS})


@require_safe
def download_template(request):
    """An empty register file: the header row."""
    administered_place(request)
    return register_workbook([], "register-template.xlsx")
