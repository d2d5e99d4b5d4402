"""A table that no reader knows: somebody says which column is what, and it is read again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import TemplateView

from assessments.forms.mapping import MappingForm, initial_of
from assessments.forms.works import WorkFormSet
from assessments.imports import stages
from assessments.imports.mapping import (
    mapping_like,
    may_be_mapped,
    read_again,
    remember_mapping,
    upload_ends_at,
)
from assessments.imports.settings import settings_of
from assessments.models import ColumnMapping, ImportBatch, Level, Procedure
from assessments.readers import mapped
from assessments.readers.cells import HEADER_WITHIN, letter, text
from assessments.readers.guessing import MOST_WORKS, columns_seen, guess
from assessments.readers.restoring import LABELS
from assessments.readers.title_keys import titles_in
from assessments.scales import MARKS, known_scales
from schools.errors import PortalError

from .imports import SMALL_FILE, carry_on

ROWS_SHOWN, SIGNS_SHOWN = 15, 100
GONE = "Разметить файл уже нельзя: он записан, удалён или устарел. Загрузите его снова."
WORK = ("kind", "grade", "subject", "variant")


class MappingView(TemplateView):
    template_name = "assessments/import_mapping.html"
    http_method_names = ["get", "head", "options", "post"]

    def dispatch(self, request, *args, **kwargs):
        batches = ImportBatch.objects.editable_by(request.user)
        batches = batches.select_related("municipality__region", "mapping")
        self.batch = batch = get_object_or_404(batches, pk=kwargs["pk"])
        try:
            self.book = stages.book_of(batch) if may_be_mapped(batch, at=timezone.now()) else None
        except (PortalError, FileNotFoundError):
            self.book = None
        if not self.book:
            messages.warning(request, GONE)
            return redirect(batch)
        self.subjects = subjects_in(batch.municipality.region_id)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        batch = self.batch
        own = batch.mapping and mapped.headers_in(self.book).get(batch.mapping.header)
        if own:
            return self.show(batch.mapping.columns | own._asdict(), title=batch.mapping.title)
        title = batch.name.rpartition(".")[0][:100]
        if like := mapping_like(batch.municipality, self.book):
            return self.show(self.told_like(like), title=title, like=like)
        return self.show(self.guessed(), title=title)

    def told_like(self, like: ColumnMapping) -> dict:
        """Its columns; of the works only what the heading of this table itself says, and the kind:
        a subject taken over from another table would be wrong without anybody seeing it.
        """
        found = titles_in(self.book)[like.titles]
        guessed = self.guessed(*found)["works"]
        works = [
            {**dict.fromkeys(WORK, ""), **(guessed[n] if n < len(guessed) else {})}
            for n in range(len(like.columns["works"]))
        ]
        for work, before in zip(works, like.columns["works"], strict=True):
            work["kind"] = work["kind"] or before["kind"]
        return like.columns | found._asdict() | {"works": works}

    def post(self, request, *args, **kwargs):
        """Two more buttons change what is asked for, and nothing is checked or stored yet."""
        data = request.POST
        sheet = self.chosen_sheet(data.get("sheet", ""))
        is_other = data.get("shown", sheet.name) != sheet.name
        header = 0 if is_other else header_in(data.get("header", ""), sheet)
        asked = {"title": data.get("title", ""), "works": works_in(data)}
        if is_other or ("show" in data and header):
            return self.show(self.guessed(sheet.name, header), **asked)
        if "more" in data and header:
            asked["works"] += [{}]
            return self.show(None, header=header, sheet=sheet, initial=data.dict(), **asked)
        works = WorkFormSet(data, prefix="works", form_kwargs={"subjects": self.subjects})
        form = self.form_of(sheet, header or self.guessed(sheet.name)["header"], works, data=data)
        if form.is_valid() and works.is_valid():
            return self.save(form)
        return self.render(form)

    def save(self, form):
        by, at = self.request.user, timezone.now()
        title = form.cleaned_data["title"]
        mapping = remember_mapping(self.batch, self.book, form.told(), title=title, by=by, at=at)
        if read_again(self.batch, mapping, at=at):
            carry_on(self.batch, is_small=self.batch.size <= SMALL_FILE)
        else:
            messages.warning(self.request, GONE)
        return redirect(self.batch)

    def guessed(self, sheet: str = "", header: int = 0) -> dict:
        known = {"subjects": self.subjects, "said": self.batch.name}
        return guess(self.book, sheet=sheet, header=header, **known)

    def chosen_sheet(self, name: str):
        return mapped.sheet_of(self.book, name) or mapped.sheet_of(self.book, "")

    def show(self, told, *, title, works=None, sheet=None, header=0, initial=None, like=None):
        """`initial` of what was posted, or what a mapping tells; `like`: of a table like this."""
        sheet = sheet or self.chosen_sheet(told["sheet"])
        described = works or told["works"]
        formset = WorkFormSet(
            initial=described[:MOST_WORKS],
            prefix="works",
            form_kwargs={"subjects": self.subjects},
        )
        initial = initial or initial_of(told)
        header = header or told["header"]
        form = self.form_of(sheet, header, formset, initial=initial | {"title": title})
        return self.render(form, like=like)

    def form_of(self, sheet, header, works, **filled):
        self.header = header
        self.year = mapped.year_of(sheet.rows[:header], self.batch.academic_year)
        return MappingForm(
            sheet=sheet,
            sheets=[one.name for one in mapped.filled_in(self.book)],
            seen=columns_seen(sheet, header),
            works=works,
            levels_of=self.levels_of,
            levels=self.other_levels(),
            **filled,
        )

    def levels_of(self, work):
        work = work._replace(academic_year=self.year)
        return settings_of({work}, self.batch.municipality.region)[work].levels

    def other_levels(self):
        held = Level.objects.filter(scale__sittings__academic_year=self.year)
        standard = {*LABELS, *(level.code for level in MARKS)}
        return held.exclude(code__in=standard).values_list("code", "label").order_by().distinct()

    def render(self, form, **context):
        rows = form.sheet.rows[: max(ROWS_SHOWN, self.header + 5)]
        width = max(map(len, rows))
        context = self.get_context_data(
            batch=self.batch,
            year=self.year,
            form=form,
            works=form.works,
            may_add=len(form.works.forms) < MOST_WORKS,
            shown=self.header,
            ends_at=upload_ends_at(self.batch),
            letters=[letter(place) for place in range(width)],
            rows=[shown_row(number, row, width) for number, row in enumerate(rows, start=1)],
            rest=len(form.sheet.rows) - len(rows),
            **context,
        )
        return self.render_to_response(context)


def subjects_in(region_id: int) -> list[str]:
    """Of the procedures that the region has or the portal has scales for."""
    names = Procedure.objects.known_in(region_id).order_by().values_list("subject", flat=True)
    return sorted({"Окружающий мир", *(scale.subject for scale in known_scales()), *names})


def shown_row(number: int, row: list, width: int) -> tuple[int, list[str], int]:
    """Its cells down to the last filled one, which may reach over the blank ones at its right."""
    cells = [text(cell)[:SIGNS_SHOWN] for cell in row]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    return number, cells, width - len(cells) + 1


def header_in(said: str, sheet) -> int:
    """The row that was asked for, or 0."""
    number = int(said) if said.isdecimal() and len(said) < 4 else 0
    within = min(HEADER_WITHIN, len(sheet.rows) - 1)
    return number if number <= within and any(map(text, sheet.rows[number - 1])) else 0


def works_in(data) -> list[dict]:
    """What was typed of the procedures, right or wrong."""
    told = data.get("works-TOTAL_FORMS", "")
    amount = min(int(told), MOST_WORKS) if told.isdecimal() and len(told) < 4 else 1
    return [
        {name: data.get(f"works-{n}-{name}", "") for name in WORK} for n in range(max(amount, 1))
    ]
