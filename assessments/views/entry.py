from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView

from assessments.forms import EntryForm, RemarkForm
from assessments.forms.entry import initial_of
from assessments.locks import locks_of, standing
from assessments.models import Remark, Result, ResultChange
from assessments.remarks import answer_remark
from assessments.results import figures_of, store_results
from assessments.rules import doubt
from assessments.versions import conflict_of, figures_seen
from assessments.wording import labels_of, parts_of, question_of, sentence
from schools.russian import school_name
from schools.scoping import may_write

from .place import own_result_place, school_page
from .remarks import closed_page


class EntryView(FormView):
    """One result is entered or corrected. Whoever comes second is told, and chooses.

    What is confirmed only the coordinator corrects, on a page that has said so.
    """

    form_class = EntryForm
    template_name = "assessments/entry.html"
    http_method_names = ["get", "head", "options", "post"]

    def dispatch(self, request, *args, school, sitting, **kwargs):
        self.school, self.sitting = own_result_place(request, school, sitting)
        self.is_coordinator = may_write(request.user, self.school.municipality)
        self.lock = standing(locks_of(self.school, self.sitting))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return self.show_closed() if self.is_closed else super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        if self.is_closed:
            return self.show_closed(self.row_of(form) if form.is_valid() else None)
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    @property
    def is_closed(self):
        return self.lock and not self.is_coordinator

    @property
    def stored(self):
        return Result.objects.main().filter(school=self.school, sitting=self.sitting).first()

    def get_form_kwargs(self):
        grade = self.sitting.procedure.grade
        enrolled = self.school.enrolments.filter(
            academic_year=self.sitting.academic_year, grade=grade
        )
        return super().get_form_kwargs() | {
            "levels": list(self.sitting.scale.levels.all()),
            "pupils": enrolled.values_list("pupils", flat=True).first(),
            "grade": grade,
        }

    def get_initial(self):
        """What the author of the numbers saw: what another has saved since, nobody here typed."""
        stored, pk = self.stored, self.school.pk
        version = stored.version if stored else 0
        seen = {pk: figures_of(stored)} if stored else {}
        said = self.request.POST.get("version", "")
        if said.isdecimal() and len(said) < 10:
            version = int(said)
            seen = figures_seen({pk: stored} if stored else {}, {pk: version})
        return initial_of(seen.get(pk), list(self.sitting.scale.levels.all()), version)

    def form_valid(self, form):
        if form.cleaned_data["keep"] == "theirs":
            return self.leave(f"{self.title}. Оставлено то, что уже было внесено.")
        row, before = self.row_of(form), self.stored
        outcome = store_results(
            [row],
            by=self.request.user,
            at=timezone.now(),
            origin=ResultChange.Origin.FORM,
            past_locks=self.is_coordinator and self.request.POST.get("confirmed") == "yes",
        )
        if outcome.locked:
            return self.tell_it_is_confirmed(form, row)
        if outcome.conflicts:
            return self.tell_of_the_other(form, row)
        text = f"Сохранено: {self.title}. {capitalised(self.said(row))}."
        response = self.leave(f"{text}{self.answered(outcome)}")
        if before and (told := doubt(figures_of(before), row.figures)):
            messages.warning(self.request, told)
        return response

    def row_of(self, form):
        keep, now = form.cleaned_data["keep"], self.stored
        return form.new_result(
            school_id=self.school.pk,
            sitting_id=self.sitting.pk,
            journal=now and now.journal,
            version=int(keep) if keep.isdecimal() else form.cleaned_data["version"],
        )

    def said(self, row):
        return sentence(parts_of(row.figures, labels_of(self.sitting)))

    def answered(self, outcome):
        """A correction answers the remark that its page has shown, if the box says so."""
        remark = self.remark
        if not remark or self.request.POST.get("remark") != str(remark.pk):
            return ""
        if outcome.unchanged:
            return " Числа те же, сообщение об ошибке осталось без ответа."
        done = answer_remark(
            remark, Remark.State.CORRECTED, by=self.request.user, at=timezone.now()
        )
        return " Школе отвечено, что исправлено." if done else " На сообщение уже ответили."

    @property
    def remark(self):
        """What the school waits to be answered; only the coordinator answers."""
        found = self.school.remarks.waiting().filter(sitting=self.sitting).select_related("by")
        return found.first() if self.is_coordinator else None

    def show_closed(self, row=None):
        """Nothing is written. What was typed is not lost: it stands in the report."""
        typed = self.said(row) if row else ""
        form = RemarkForm(initial={"text": f"Верно так: {typed}." if typed else ""})
        return closed_page(
            self.request,
            self.school,
            self.sitting,
            self.lock,
            form=form,
            typed=typed,
            back=self.way_back,
        )

    def tell_it_is_confirmed(self, form, row):
        """Somebody confirmed it while it was being typed."""
        self.lock = standing(locks_of(self.school, self.sitting))
        if self.is_closed:
            return self.show_closed(row)
        return self.render_to_response(self.get_context_data(form=form, is_news=True))

    def tell_of_the_other(self, form, row):
        """Nothing is written. Both values side by side; the answer names the version it saw."""
        where = {"school": self.school, "sitting": self.sitting}
        theirs = get_object_or_404(Result.rows.main(), **where)
        conflict = conflict_of(theirs, row, labels_of(self.sitting))
        # the page with the question marks itself: pressed again without a choice, it says so
        told = {"conflict": conflict, "was_asked": "asked" in self.request.POST}
        return self.render_to_response(self.get_context_data(form=form, **told))

    def leave(self, text):
        messages.success(self.request, text)
        return redirect(self.way_back)

    @property
    def title(self):
        return f"{school_name(self.school.short_name)}, {self.sitting.procedure}"

    @property
    def way_back(self):
        """Where one came from: a page named in the address, never an address itself."""
        anchor = f"#school-{self.school.pk}"
        came_from = self.request.GET.get("from")
        if came_from == "sitting":
            return reverse("assessments:sitting", args=[self.sitting.pk]) + anchor
        if came_from == "grid":
            return reverse("assessments:grid", args=[self.sitting.pk]) + anchor
        if came_from == "overview":
            return reverse("assessments:overview") + anchor
        if came_from == "missing":
            return reverse("assessments:overview") + "?only=missing"
        if came_from == "remarks":
            return reverse("assessments:remarks")
        return school_page(self.school.pk, self.sitting.academic_year)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        stored = self.stored
        return context | {
            "school": self.school,
            "sitting": self.sitting,
            "stored": stored,
            "lock": self.lock,
            "remark": self.remark,
            "without_levels": stored and stored.participants is not None and not stored.counts,
            "question": question_of(context["form"].levels),
            "back": self.way_back,
            "pupils": context["form"].pupils,
        }


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
