from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView

from assessments.forms import EntryForm
from assessments.forms.entry import initial_of
from assessments.models import Result, ResultChange, Sitting
from assessments.results import figures_of, store_results
from assessments.wording import labels_of, parts_of, question_of, sentence
from schools.models import School
from schools.russian import school_name


class EntryView(FormView):
    """One result is entered or corrected. Whoever comes second is told, and chooses."""

    form_class = EntryForm
    template_name = "assessments/entry.html"
    http_method_names = ["get", "head", "options", "post"]

    def dispatch(self, request, *args, school, sitting, **kwargs):
        schools = School.objects.editable_by(request.user).select_related("municipality")
        self.school = get_object_or_404(schools, pk=school)
        sittings = Sitting.objects.in_region(self.school.municipality.region_id)
        self.sitting = get_object_or_404(
            sittings.select_related("procedure", "scale").prefetch_related("scale__levels"),
            pk=sitting,
            held=True,
        )
        return super().dispatch(request, *args, **kwargs)

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
        return initial_of(self.stored, list(self.sitting.scale.levels.all()))

    def form_valid(self, form):
        keep = form.cleaned_data["keep"]
        if keep == "theirs":
            return self.leave(f"{self.title}. Оставлено то, что уже было внесено.")
        now = self.stored
        row = form.new_result(
            school_id=self.school.pk,
            sitting_id=self.sitting.pk,
            journal=now and now.journal,
            version=int(keep) if keep else form.cleaned_data["version"],
        )
        outcome = store_results(
            [row], by=self.request.user, at=timezone.now(), origin=ResultChange.Origin.FORM
        )
        if outcome.conflicts:
            return self.tell_of_the_other(form, row)
        said = sentence(parts_of(row.figures, labels_of(self.sitting)))
        return self.leave(f"Сохранено: {self.title}. {said[:1].upper()}{said[1:]}.")

    def tell_of_the_other(self, form, row):
        """Nothing is written. Both values side by side; the answer names the version it saw."""
        theirs, labels = self.stored, labels_of(self.sitting)
        mine, stored = parts_of(row.figures, labels), parts_of(figures_of(theirs), labels)
        context = self.get_context_data(
            form=form,
            conflict={
                "change": theirs.changes.select_related("by").order_by("version").last(),
                "version": theirs.version,
                "theirs": _marked(stored, mine),
                "mine": _marked(mine, stored),
            },
        )
        return self.render_to_response(context)

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
        if came_from == "overview":
            return reverse("assessments:overview") + anchor
        return reverse("assessments:school", args=[self.school.pk])

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        stored = self.stored
        return context | {
            "school": self.school,
            "sitting": self.sitting,
            "stored": stored,
            "without_levels": stored and stored.participants is not None and not stored.counts,
            "question": question_of(context["form"].levels),
            "back": self.way_back,
            "pupils": context["form"].pupils,
        }


def _marked(parts: dict, others: dict) -> list[tuple[str, str, bool]]:
    return [(label, value, others.get(label) != value) for label, value in parts.items()]
