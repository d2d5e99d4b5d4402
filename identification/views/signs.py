"""Signs of results: the list of a municipality, those of a school, and one with its steps."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, View
from django_tables2 import RequestConfig

from assessments.models import Result
from identification import signs
from identification.filters import SignFilter
from identification.forms.signs import FORMS, ConcludeForm, ExplainForm, RecheckForm
from identification.models import Run, Sign
from identification.sign_table import SignTable, lists_in_words
from schools.errors import PortalError
from schools.models import Municipality, School
from schools.scoping import VisibleToUserMixin

PER_PAGE = 25
# the form of a step → where it goes, its heading, its button
STEPS = {
    ExplainForm: ("identification:sign-explain", "Пояснение школы", "Отправить пояснение"),
    RecheckForm: ("identification:sign-recheck", "Перепроверка", "Записать перепроверку"),
    ConcludeForm: ("identification:sign-conclude", "Вывод комиссии", "Записать вывод"),
}
SIGNS = Sign.objects.select_related(
    "school__municipality",
    "sitting__procedure",
    *("run__methodology", "gone_in"),
    *("explained_by", "rechecked_by", "concluded_by"),
)


class SignListView(View):
    """The signs of the municipality in the header, whatever their year, with filters."""

    def get(self, request):
        place = request.place
        if not place.municipality:
            raise Http404
        ours = Sign.objects.visible_to(request.user).filter(school__municipality=place.municipality)
        years = ours.order_by("-sitting__academic_year").values_list(
            "sitting__academic_year", flat=True
        )
        rows = ours.select_related("school", "sitting__procedure")
        filtered = SignFilter(request.GET or None, queryset=rows, years=years.distinct())
        listed = signs.listed_years(ours.values("school"), place.academic_year)
        table = SignTable(filtered.qs, listed=listed)
        RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
        context = {
            "filter": filtered,
            "table": table,
            "found": table.paginator.count,
            "whole": ours.count(),
            "waiting": ours.in_state(Sign.State.EXPLAIN).count(),
        }
        return render(request, "identification/sign_list.html", context)


class SchoolSignsView(VisibleToUserMixin, DetailView):
    """The signs of one school: what its director is asked about, and what came of it."""

    queryset = School.objects.select_related("municipality")
    template_name = "identification/school_signs.html"

    def get_context_data(self, **kwargs):
        school, year = self.object, self.request.place.academic_year
        own = list(SIGNS.filter(school=school))
        return super().get_context_data(**kwargs) | {
            "waiting": [one for one in own if one.state == Sign.State.EXPLAIN],
            "others": [one for one in own if one.state != Sign.State.EXPLAIN],
            "listed": lists_in_words(signs.listed_years([school.pk], year).get(school.pk, [])),
            "may_explain": School.objects.editable_by(self.request.user)
            .filter(pk=school.pk)
            .exists(),
        }


class SignView(View):
    """A sign and its steps; who may give the next one has its form."""

    def get(self, request, pk):
        return show(request, get_object_or_404(SIGNS.visible_to(request.user), pk=pk))


@require_POST
def explain(request, pk):
    sign = get_object_or_404(SIGNS.editable_by(request.user), pk=pk)
    return _step(request, sign, signs.explain, ExplainForm(request.POST), "Пояснение отправлено.")


@require_POST
def recheck(request, pk):
    sign = get_object_or_404(SIGNS.recheckable_by(request.user), pk=pk)
    return _step(request, sign, signs.recheck, RecheckForm(request.POST), "Перепроверка записана.")


@require_POST
def conclude(request, pk):
    sign = get_object_or_404(SIGNS.concludable_by(request.user), pk=pk)
    return _step(request, sign, signs.conclude, ConcludeForm(request.POST), "Вывод записан.")


def _step(request, sign, give, form, done):
    """What was typed stays in the form, also if somebody else was faster."""
    if not form.is_valid():
        return show(request, sign, form)
    try:
        give(sign, **form.cleaned_data, by=request.user, at=timezone.now())
    except PortalError as error:
        form.add_error(None, str(error))
        return show(request, SIGNS.get(pk=sign.pk), form)
    messages.success(request, done)
    return redirect(sign)


def show(request, sign, form=None):
    user, state = request.user, sign.state
    mine = Sign.objects.filter(pk=sign.pk)
    may = {
        Sign.State.EXPLAIN: mine.editable_by,
        Sign.State.RECHECK: mine.recheckable_by,
        Sign.State.CONCLUDE: mine.concludable_by,
    }
    if form is None and state in may and may[state](user).exists():
        form = FORMS[state]()
    results = Result.objects.main().filter(school=sign.school_id, sitting=sign.sitting_id)
    year = max(sign.sitting.academic_year, sign.run.academic_year)
    context = {
        "sign": sign,
        "form": form,
        "step": form and STEPS[type(form)],
        "result": results.first(),
        "listed": lists_in_words(
            signs.listed_years([sign.school_id], year).get(sign.school_id, [])
        ),
        "others": Sign.objects.filter(school=sign.school_id).exclude(pk=sign.pk).count(),
        "sees_run": Run.objects.visible_to(user).filter(pk=sign.run_id).exists(),
        "sees_group": Municipality.objects.visible_to(user)
        .filter(pk=sign.school.municipality_id)
        .exists(),
    }
    return render(request, "identification/sign_detail.html", context)
