"""Programmes: the municipality's and those of schools, their frame and what was reached."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_safe

from roadmap.forms.programmes import OverviewFilter, ProgrammeForm, goals_of, periods_of
from roadmap.models import Level, Programme
from roadmap.overview import PROOF_STATES, Overview
from schools.errors import PortalError
from schools.models import Municipality, School
from schools.scoping import may_write

State = Programme.State
STATES = [State.IN_FORCE, State.DRAFT, State.REPEALED]
PROGRAMMES = Programme.objects.select_related("municipality", "school", "document", "template")


def home_of(request) -> Municipality:
    """The chosen municipality, or that of the own school."""
    place = request.place
    home = place.municipality or (place.school and place.school.municipality)
    if not home:
        raise Http404
    return home


class ProgrammeListView(View):
    """The programmes of the municipality in the header, of its schools, and questionnaires."""

    def get(self, request):
        home = home_of(request)
        found = PROGRAMMES.visible_to(request.user).filter(municipality=home)
        # what is in force first, what was repealed last
        found = sorted(found.with_counts(), key=lambda one: STATES.index(one.state))
        is_asked = Programme.Kind.QUESTIONNAIRE
        context = {
            "municipal": [p for p in found if p.school_id is None and p.kind != is_asked],
            "of_schools": [p for p in found if p.school_id and p.kind != is_asked],
            "questionnaires": [p for p in found if p.kind == is_asked],
            "may_create": School.objects.editable_by(request.user).exists(),
            "keeps_home": may_write(request.user, home),
        }
        return render(request, "roadmap/programme_list.html", context)


@require_safe
def indicators(request):
    """The station «Показатели»: the programme in force, the municipality's before the others."""
    home = home_of(request)
    found = PROGRAMMES.visible_to(request.user).filter(municipality=home, kind="programme")
    main = found.in_force().municipal().order_by("-starts_on", "pk").first()
    return redirect(main or "roadmap:programmes")


class ProgrammeView(View):
    """The indicators of a programme by goal, with targets and what was reached."""

    def get(self, request, pk):
        seen = PROGRAMMES.visible_to(request.user).with_copies()
        programme = get_object_or_404(seen, pk=pk)
        period = request.GET.get("period", "")
        overview = Overview.of(
            programme, reader=request.user, on=timezone.localdate(), period=period
        )
        chosen = overview.period
        data = request.GET.copy()
        data["period"] = str(chosen.pk) if chosen else ""
        form = OverviewFilter(
            data,
            periods=overview.periods,
            goals=[goal for goal, _own in overview.board.goals],
            proofs=PROOF_STATES,
            levels=Level.choices,
        )
        lines = _filtered(overview.lines, form.wanted)
        mine = Programme.objects.filter(pk=pk)
        context = {
            "programme": programme,
            "overview": overview,
            "filter": {"form": form},
            "groups": overview.groups(lines),
            "found": len(lines),
            "whole": len(overview.lines),
            "may_edit": mine.editable_by(request.user).exists(),
            "is_behind": programme.is_behind,
        }
        return render(request, "roadmap/programme_detail.html", context)


def _filtered(lines, wanted):
    kept = lines
    if wanted.get("goal"):
        kept = [one for one in kept if str(one.indicator.goal_id) == wanted["goal"]]
    if wanted.get("proof"):
        kept = [one for one in kept if one.is_in(wanted["proof"])]
    if wanted.get("who"):
        kept = [one for one in kept if one.indicator.level == wanted["who"]]
    return kept


class ProgrammeCreateView(View):
    """By the municipality for itself or a school, by a school for itself."""

    def get(self, request):
        return self.show(self.form())

    def post(self, request):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        programme = form.save()
        messages.success(request, "Программа заведена. Добавьте разделы и\xa0периоды.")
        return redirect("roadmap:programme-frame", programme.pk)

    def form(self, data=None):
        home = home_of(self.request)
        schools = School.objects.editable_by(self.request.user).filter(municipality=home)
        if not schools.exists():
            raise Http404
        return ProgrammeForm(
            data,
            instance=Programme(municipality=home),
            schools=schools.order_by("short_name"),
            keeps_home=may_write(self.request.user, home),
        )

    def show(self, form):
        return render(self.request, "roadmap/programme_form.html", {"form": form})


class FrameView(View):
    """What a programme is called, its goals and its periods, on one page."""

    def get(self, request, pk):
        self.look(pk)
        return self.show(*self.forms())

    def post(self, request, pk):
        self.look(pk)
        form, goals, periods = self.forms(request.POST)
        if not all([form.is_valid(), goals.is_valid(), periods.is_valid()]):
            return self.show(form, goals, periods)
        try:
            with transaction.atomic():
                form.save()
                goals.save_of(self.programme)
                periods.save_of(self.programme)
        except PortalError as refusal:
            messages.error(request, str(refusal))
            return redirect("roadmap:programme-frame", pk)
        messages.success(request, "Сохранено.")
        return redirect("roadmap:programme-frame", pk)

    def look(self, pk):
        self.programme = get_object_or_404(PROGRAMMES.editable_by(self.request.user), pk=pk)

    def forms(self, data=None):
        form = ProgrammeForm(
            data, instance=self.programme, schools=School.objects.none(), keeps_home=False
        )
        return form, goals_of(self.programme, data), periods_of(self.programme, data)

    def show(self, form, goals, periods):
        context = {"form": form, "goals": goals, "periods": periods, "programme": self.programme}
        return render(self.request, "roadmap/programme_frame.html", context)
