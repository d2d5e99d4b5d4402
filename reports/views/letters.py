"""One letter: its recommendations by addressee, the reserve, and the way to the school."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from identification.models import Run
from reports.forms.recommendations import AddForm, RegisterForm
from reports.models import Letter, Recommendation
from reports.recommending import drafting, editing, sending
from reports.recommending.calendar import objections_until
from reports.recommending.facts import facts_of, fingerprint
from reports.recommending.paper import file_name, file_of
from reports.recommending.standing import newer_year, standing_in_words
from schools.errors import PortalError
from schools.files import attachment

from .protocols import TYPES

LETTERS = Letter.objects.select_related(
    *("school__municipality", "school__parent", "run__methodology", "run__municipality"),
    *("document", "made_by", "ready_by", "sent_by"),
)
State = Recommendation.State


class LetterView(View):
    def get(self, request, pk):
        return show(request, get_object_or_404(LETTERS.visible_to(request.user), pk=pk))


def show(request, letter, register=None):
    user = request.user
    own = Letter.objects.filter(pk=letter.pk)
    may_edit = own.editable_by(user).exists()
    rows = letter.recommendations.visible_to(user).in_order().select_related("task", "previous")
    rows = list(rows)
    in_letter = [one for one in rows if one.place == "letter" and one.state != State.REJECTED]
    is_ours = may_edit or own.sendable_by(user).exists()
    context = {
        "letter": letter,
        "standing": standing_in_words(letter),
        "newer_year": newer_year(letter) if is_ours else None,
        "groups": by_addressee(in_letter),
        "after": [one for one in rows if one.place == "after"],
        "reserve": [one for one in rows if one.place == "reserve" and one.state == State.DRAFT],
        "rejected": [one for one in rows if one.state == State.REJECTED],
        "is_ours": is_ours,
        "may_edit": may_edit,
        "may_change": may_edit and letter.state == Letter.State.DRAFT,
        "may_send": is_ours and letter.is_open,
        "is_stale": may_edit
        and letter.is_open
        and letter.fingerprint != fingerprint(facts_of(letter.run)),
        "register": (register or RegisterForm(letter=letter)) if may_edit else None,
        "until": letter.sent_on and objections_until(letter.sent_on),
        "sees_run": Run.objects.visible_to(user).filter(pk=letter.run_id).exists(),
    }
    return render(request, "reports/recommendations/letter.html", context)


def by_addressee(rows):
    """As on paper: numbered through."""
    groups, names = [], dict(Recommendation.Addressee.choices)
    for number, one in enumerate(rows, start=1):
        if not groups or groups[-1][0] != names[one.addressee]:
            groups.append((names[one.addressee], []))
        groups[-1][1].append((number, one))
    return groups


STEPS = {
    "ready": ("editable_by", "Отмечено как проверенное."),
    "back": ("editable_by", "Письмо снова в\xa0работе."),
    "send": ("sendable_by", "Письмо отправлено школе."),
}


@require_POST
def take_step(request, pk, step):
    who, done = STEPS[step]
    letter = get_object_or_404(getattr(LETTERS, who)(request.user), pk=pk)
    try:
        if step == "back":
            editing.take_back(letter)
        else:
            take = editing.mark_ready if step == "ready" else sending.send_letter
            take(letter, by=request.user, at=timezone.now())
    except PortalError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(letter)


@require_POST
def register(request, pk):
    letter = get_object_or_404(LETTERS.editable_by(request.user), pk=pk)
    form = RegisterForm(request.POST, letter=letter)
    if form.is_valid():
        try:
            editing.register(letter, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, "Номер письма записан.")
            return redirect(letter)
    return show(request, letter, form)


class AddView(View):
    """A recommendation of one's own; what was typed stays, whatever the lint says."""

    def get(self, request, pk):
        letter = get_object_or_404(LETTERS.editable_by(request.user), pk=pk)
        return self.show(request, letter, AddForm())

    def post(self, request, pk):
        letter = get_object_or_404(LETTERS.editable_by(request.user), pk=pk)
        form = AddForm(request.POST)
        if form.is_valid():
            try:
                editing.add(letter, **form.cleaned_data, by=request.user, at=timezone.now())
            except PortalError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, "Рекомендация добавлена.")
                return redirect(letter)
        return self.show(request, letter, form)

    def show(self, request, letter, form):
        context = {"letter": letter, "form": form}
        return render(request, "reports/recommendations/add.html", context)


@require_safe
def changes(request, pk):
    """What making the letter anew would change, before anything is changed."""
    letters = LETTERS.prefetch_related("recommendations__entries")
    letter = get_object_or_404(letters.editable_by(request.user), pk=pk)
    facts = facts_of(letter.run, on=timezone.localdate())
    told = drafting.made_of(letter.run, facts, letter.school_id)
    context = {"letter": letter, "renewal": None}
    if letter.school_id in told and letter.is_open:
        made = told[letter.school_id]
        context |= {"renewal": drafting.renewal_of(letter, made), "made": made}
    return render(request, "reports/recommendations/changes.html", context)


@require_POST
def renew(request, pk):
    letter = get_object_or_404(LETTERS.editable_by(request.user), pk=pk)
    try:
        changed = drafting.renew_letter(letter, by=request.user, at=timezone.now())
    except PortalError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Письмо составлено заново." if changed else "Изменений нет.")
    return redirect(letter)


@require_safe
def download(request, pk, suffix):
    letter = get_object_or_404(LETTERS.visible_to(request.user), pk=pk)
    return HttpResponse(
        file_of(letter, suffix, reader=request.user),
        content_type=TYPES[suffix],
        headers=attachment(file_name(letter, suffix)),
    )
