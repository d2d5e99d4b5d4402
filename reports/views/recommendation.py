"""One recommendation with its thread, and the forms of the steps that its reader may take."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST

from reports.forms import recommendations as forms
from reports.models import Letter, Recommendation, RecommendationEntry
from reports.recommending import answering, editing
from reports.recommending.calendar import objections_until
from reports.recommending.facts import facts_of
from reports.recommending.seen import can_be_seen, seen_in_words
from schools.errors import PortalError

ONES = Recommendation.objects.select_related(
    *("letter__school__municipality", "letter__school__parent", "letter__run"),
    *("task", "previous__letter", "added_by"),
)
Action = RecommendationEntry.Action
# how a letter came about is the municipality's; what followed is the school's as well
TOLD = (Action.SENT, Action.OBJECTED, Action.UPHELD, Action.MARKED, Action.WITHDRAWN)
State, Place = Recommendation.State, Recommendation.Place
# the step → its form, its service, what is said when it is done, who may take it
STEPS = {
    "edit": (forms.EditForm, editing.change_words, "Сохранено.", "editable_by"),
    "exchange": (forms.ExchangeForm, editing.exchange, "Заменено.", "editable_by"),
    "move": (forms.MoveForm, None, "Переставлено.", "editable_by"),
    "reject": (forms.RejectForm, editing.reject, "Отклонено.", "editable_by"),
    "restore": (None, editing.restore, "Возвращено.", "editable_by"),
    "object": (forms.ObjectForm, answering.object_to, "Возражение отправлено.", "answerable_by"),
    "uphold": (forms.UpholdForm, answering.uphold, "Ответ отправлен школе.", "editable_by"),
    "concede": (forms.ConcedeForm, answering.concede, "Рекомендация снята.", "editable_by"),
    "mark": (forms.MarkForm, answering.mark, "Записано.", "answerable_by"),
}


class RecommendationView(View):
    def get(self, request, pk):
        return show(request, get_object_or_404(ONES.visible_to(request.user), pk=pk))


@require_POST
def take_step(request, pk, step):
    """What was typed stays in its form, also if somebody else was faster."""
    kind, service, done, who = STEPS[step]
    allowed = getattr(ONES, who)(request.user).visible_to(request.user)
    one = get_object_or_404(allowed, pk=pk)
    form = kind and kind(request.POST, one=one, prefix=step)
    if form and not form.is_valid():
        return show(request, one, form)
    data = dict(form.cleaned_data) if form else {}
    if step == "move":
        to = Place.RESERVE if one.place == Place.LETTER else Place.LETTER
        service, data = editing.move, data | {"place": to}
    try:
        service(one, **data, by=request.user, at=timezone.now())
    except PortalError as error:
        if form is None:
            messages.error(request, str(error))
            return redirect(one)
        one = ONES.get(pk=one.pk)
        if isinstance(error, editing.Conflict):
            # what was typed stays, and is saved over what has been seen now
            form = kind({**request.POST.dict(), f"{step}-seen": one.version}, one=one, prefix=step)
        form.add_error(None, str(error))
        return show(request, one, form)
    messages.success(request, done)
    return redirect(one)


def show(request, one, bound=None):
    offered = {
        step: bound if bound is not None and bound.prefix == step else _form(step, one)
        for step in _offered(one, request.user)
    }
    letter, thread = one.letter, one.entries.select_related("by")
    is_ours = Letter.objects.filter(pk=letter.pk).sendable_by(request.user).exists()
    context = {
        "one": one,
        "letter": letter,
        "steps": offered,
        # whoever was second keeps what was typed
        "refused": bound if bound is not None and bound.prefix not in offered else None,
        "sees": _seen(one) if offered else "",
        "thread": thread if is_ours else thread.filter(action__in=TOLD),
        "until": letter.sent_on and objections_until(letter.sent_on),
        "is_ours": is_ours,
    }
    return render(request, "reports/recommendations/recommendation.html", context)


def _seen(one):
    if not can_be_seen(one):
        return ""
    return seen_in_words(one, facts_of(one.letter.run, on=timezone.localdate()))


def _form(step, one):
    kind = STEPS[step][0]
    return kind(one=one, prefix=step) if kind else True


def _offered(one, user) -> list[str]:
    """In the order in which they stand on the page."""
    own, letter = Recommendation.objects.filter(pk=one.pk), one.letter
    if letter.state == Letter.State.DRAFT and own.editable_by(user).exists():
        return list(_of_draft(one))
    if letter.state != Letter.State.SENT:
        return []
    found = []
    if one.state == State.OBJECTED and own.editable_by(user).exists():
        found += ["concede", "uphold"]
    answered = (State.DONE, State.PARTLY, State.NOT_DONE)
    if (one.is_under_way or one.state in answered) and own.answerable_by(user).exists():
        found.append("mark")
        is_theirs = one.addressee != Recommendation.Addressee.METHODISTS
        if one.is_under_way and is_theirs and _may_still_object(one):
            found.append("object")
    return found


def _of_draft(one):
    if one.state == State.REJECTED:
        yield "restore"
        return
    yield "edit"
    in_reserve = one.letter.recommendations.filter(place=Place.RESERVE, state=State.DRAFT)
    if one.place == Place.LETTER and in_reserve.exists():
        yield "exchange"
    yield from ("move", "reject")


def _may_still_object(one) -> bool:
    return timezone.localdate() <= objections_until(one.letter.sent_on)
