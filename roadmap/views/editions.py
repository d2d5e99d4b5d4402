"""«Редакции и согласование» of a programme: the list, a comparison, approval, adoption."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import View

from roadmap.content import LABELS
from roadmap.edition_changes import grouped
from roadmap.edition_text import periods_of, sections_of
from roadmap.forms.editions import AdoptForm, EditionForm, RequisitesForm
from roadmap.models import Edition, Programme
from roadmap.services import editions
from roadmap.services.school_programmes import tell_of_edition
from schools.approval_sheet import last_sheet
from schools.errors import PortalError
from schools.forms.approvals import StepsForm
from schools.models import Approval, Document

PROGRAMMES = Programme.objects.with_copies().select_related(
    "municipality", "school", "document__repeals", "template"
)
EDITIONS = Edition.objects.select_related(
    "programme__municipality", "programme__school", "document__repeals", "made_by"
)
FIRST_STEPS = {
    True: ["role:CURATOR", "role:COORDINATOR", "role:DIRECTOR"],
    False: ["role:COORDINATOR", "role:HEAD"],
}


class EditionListView(View):
    """All editions, the newest first, and saving what stands as the next one."""

    def get(self, request, pk):
        return show_list(request, get_object_or_404(PROGRAMMES.visible_to(request.user), pk=pk))

    def post(self, request, pk):
        programme = get_object_or_404(PROGRAMMES.editable_by(request.user), pk=pk)
        form = EditionForm(request.POST, is_first=not programme.editions.exists())
        if not form.is_valid():
            return show_list(request, programme, form)
        moment = {"by": request.user, "at": timezone.now()}
        try:
            edition = editions.save_edition(programme, **form.cleaned_data, **moment)
        except PortalError as error:
            form.add_error(None, str(error))
            return show_list(request, programme, form)
        tell_of_edition(edition, at=moment["at"])
        messages.success(request, f"Сохранена редакция {edition.number}.")
        return redirect("roadmap:edition", edition.pk)


class EditionView(View):
    """What an edition changed, who has agreed to it, and by which order it is in force."""

    def get(self, request, pk):
        return show(request, get_object_or_404(EDITIONS.visible_to(request.user), pk=pk))


class CompareView(View):
    """Any two editions of a programme, the older at the left."""

    def get(self, request, pk):
        programme = get_object_or_404(PROGRAMMES.visible_to(request.user), pk=pk)
        found = {str(one.number): one for one in programme.editions.all()}
        chosen = [found.get(request.GET.get(name, "")) for name in ("before", "after")]
        if not any(chosen):  # the newest comes first
            chosen = list(found.values())[1::-1]
        context = {"programme": programme, "editions": found.values(), "chosen": chosen}
        if len(chosen) == 2 and all(chosen):
            chosen.sort(key=lambda one: one.number)
            context["groups"] = grouped(editions.edition_changes(*chosen))
        return render(request, "roadmap/edition_compare.html", context)


@require_POST
def approve(request, pk):
    """Begins the approval, or the same one again after a correction."""
    edition = _editable(request, pk)
    moment = {"by": request.user, "at": timezone.now()}
    form = None
    try:
        if "again" in request.POST:
            approval = editions.send_again(edition, **moment)
        else:
            programme = edition.programme
            form = StepsForm(
                request.POST, municipality=programme.municipality, school=programme.school
            )
            if not form.is_valid():
                return show(request, edition, steps=form)
            approval = editions.send_for_approval(edition, form.steps, **moment)
    except PortalError as error:
        messages.error(request, str(error))
        return redirect("roadmap:edition", pk)
    messages.success(request, "Отправлено на\xa0согласование.")
    return redirect("schools:approval", approval.pk)


@require_POST
def adopt(request, pk):
    edition = _editable(request, pk)
    form = AdoptForm(request.POST, programme=edition.programme)
    if not form.is_valid():
        return show(request, edition, order=form)
    try:
        document = editions.adopt_edition(
            edition, **form.cleaned_data, by=request.user, at=timezone.now()
        )
    except PortalError as error:
        form.add_error(None, str(error))
        return show(request, EDITIONS.get(pk=pk), order=form)
    messages.success(request, f"Программа действует: {document}.")
    return redirect("roadmap:edition", pk)


@require_POST
def complete(request, pk):
    """The number and the day of an order that was entered without them."""
    edition = _editable(request, pk)
    document = get_object_or_404(Document, editions=edition)
    if not (edition.adopted_on and editions.missing_requisites(document)):
        messages.error(request, "Реквизиты уже внесены или приказа ещё\xa0нет.")
        return redirect("roadmap:edition", pk)
    form = RequisitesForm(request.POST, instance=document)
    try:
        if form.is_valid():
            form.save()
            messages.success(request, "Реквизиты внесены.")
            return redirect("roadmap:edition", pk)
    except ValidationError as error:
        form.add_error(None, error)
    return show(request, EDITIONS.get(pk=pk), requisites=form)


def _editable(request, pk):
    return get_object_or_404(EDITIONS.editable_by(request.user), pk=pk)


def show_list(request, programme, form=None):
    may_edit = Programme.objects.editable_by(request.user).filter(pk=programme.pk).exists()
    found = list(programme.editions.select_related("document", "made_by"))
    changed = editions.has_changed(programme)
    if form is None and may_edit and changed:
        today = timezone.localdate()
        form = EditionForm(initial={"dated_on": today}, is_first=not found)
    document = programme.document
    context = {
        "programme": programme,
        "editions": found,
        "form": form,
        "changed": changed,
        "may_edit": may_edit,
        "lacking": editions.missing_requisites(document),
        "repeals": document and document.repeals and _programme_of(request, document.repeals),
        "repealed_by": document and _repealing(request, document),
    }
    return render(request, "roadmap/edition_list.html", context)


def _programme_of(request, document):
    """The order, and the programme that it had put in force, if the reader may see it."""
    seen = Programme.objects.visible_to(request.user)
    return {"document": document, "programme": seen.filter(document=document).first()}


def _repealing(request, document):
    found = document.repealed_by.first()
    return found and _programme_of(request, found)


def show(request, edition, *, steps=None, order=None, requisites=None):
    programme, user = edition.programme, request.user
    may_edit = Programme.objects.editable_by(user).filter(pk=programme.pk).exists()
    before = programme.editions.filter(number__lt=edition.number).first()
    newer = programme.editions.filter(number__gt=edition.number).exists()
    sheet = edition.document and last_sheet(edition.document)
    state = sheet and sheet.approval.state
    # how the municipality comes to its order is its own affair
    asked = sheet and Approval.objects.visible_to(user).filter(pk=sheet.approval.pk)
    open_to = may_edit and not newer and not edition.adopted_on
    free = state in (None, Approval.State.WITHDRAWN)
    context = {
        "edition": edition,
        "programme": programme,
        "before": before,
        "groups": grouped(editions.edition_changes(before, edition)) if before else None,
        "periods": periods_of(edition.content),
        "sections": sections_of(edition.content, LABELS),
        "sheet": asked and asked.exists() and sheet,
        "lacking": edition.adopted_on and editions.missing_requisites(edition.document),
        "may_send_again": open_to and state in (Approval.State.RETURNED, Approval.State.VOID),
        "steps": steps,
        "order": order,
    }
    if open_to and free and steps is None:
        first = FIRST_STEPS[programme.school_id is not None]
        told = {"municipality": programme.municipality, "school": programme.school}
        context["steps"] = StepsForm(**told, first=first)
    if open_to and (free or state == Approval.State.AGREED) and order is None:
        context["order"] = AdoptForm(programme=programme)
    if context["lacking"] and may_edit:
        context["requisites"] = requisites or RequisitesForm(instance=edition.document)
    return render(request, "roadmap/edition_detail.html", context)
