"""Questionnaires: making one, and what changed between its rounds."""

from collections import defaultdict

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from roadmap.comparison import of_all, of_school
from roadmap.forms.questionnaires import QuestionnaireForm
from roadmap.kinds import Reading
from roadmap.models import Indicator, Programme, Value
from roadmap.services.questionnaires import create_questionnaire
from schools.errors import PortalError
from schools.models import School
from schools.naming import in_natural_order
from schools.scoping import may_write

ASKED = Programme.objects.filter(kind=Programme.Kind.QUESTIONNAIRE).select_related("municipality")


class QuestionnaireCreateView(View):
    def get(self, request):
        self.municipality()
        return self.show(request, QuestionnaireForm())

    def post(self, request):
        municipality, form = self.municipality(), QuestionnaireForm(request.POST)
        if not form.is_valid():
            return self.show(request, form)
        try:
            programme = create_questionnaire(municipality, **form.told)
        except PortalError as error:
            form.add_error("second_from", str(error))
            return self.show(request, form)
        messages.success(request, "Анкета готова. Чтобы школы ответили, откройте сбор.")
        return redirect(programme)

    def municipality(self):
        municipality = self.request.place.municipality
        if not municipality or not may_write(self.request.user, municipality):
            raise Http404
        return municipality

    def show(self, request, form):
        return render(request, "roadmap/questionnaire_form.html", {"form": form})


class ComparisonView(View):
    """Questions before and after: of one school, or of all that the reader sees, together."""

    def get(self, request, pk):
        programme = get_object_or_404(ASKED.visible_to(request.user), pk=pk)
        schools = self.schools(programme)
        chosen = self.chosen(schools)
        first, last = self.rounds(programme)
        answers = self.answers(programme, [first, last], chosen, schools)
        groups = defaultdict(list)
        questions = Indicator.objects.filter(programme=programme).current()
        for question in questions.select_related("goal"):
            change = self.change(question, answers, first, last, chosen)
            groups[question.goal].append((question, change))
        context = {
            "programme": programme,
            "schools": schools,
            "chosen": chosen,
            "first": first,
            "last": last,
            "groups": dict(groups),
            "is_narrow": questions.filter(sensitive=True).exists(),
        }
        return render(request, "roadmap/questionnaire_comparison.html", context)

    def schools(self, programme):
        seen = School.objects.visible_to(self.request.user)
        return in_natural_order(seen.filter(municipality=programme.municipality))

    def chosen(self, schools) -> School | None:
        """A director's own school; of several the one that was asked for, or all together."""
        if len(schools) == 1:
            return schools[0]
        asked = self.request.GET.get("school", "")
        return next((school for school in schools if str(school.pk) == asked), None)

    def rounds(self, programme):
        periods = list(programme.periods.all())
        if len(periods) < 2:
            raise Http404
        return periods[0], periods[-1]

    def answers(self, programme, periods, chosen, schools) -> dict:
        """(question, round) → school → answer; of all together only what schools have sent."""
        seen = Value.objects.visible_to(self.request.user).filter(
            indicator__programme=programme,
            period__in=periods,
            school__in=[chosen] if chosen else schools,
        )
        if not chosen:
            seen = seen.filter(state__in=[Value.State.SUBMITTED, Value.State.ACCEPTED])
        found = defaultdict(dict)
        for value in seen:
            found[value.indicator_id, value.period_id][value.school_id] = Reading.of(value)
        return found

    def change(self, question, answers, first, last, chosen):
        before, after = answers[question.pk, first.pk], answers[question.pk, last.pk]
        if chosen:
            pair = before.get(chosen.pk), after.get(chosen.pk)
            return of_school(question.kind, question.direction, *pair)
        return of_all(question.kind, question.direction, before, after)
