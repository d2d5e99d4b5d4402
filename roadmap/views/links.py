"""The links of a municipality: which open, which do not, and looking at them now."""

from django.contrib import messages
from django.db.models import Count, F, Max, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from roadmap import tasks
from roadmap.evidence_list import SHOWN
from roadmap.link_table import LinkTable
from roadmap.models import Evidence
from roadmap.services.link_checks import ask_all_anew, ask_anew
from schools.errors import PortalError
from schools.models import Municipality
from schools.russian import count
from schools.scoping import may_write

PER_PAGE = 50
LATE = Q(link_changed_on__gt=F("task__due_on")) | Q(link_changed_on__gt=F("value__period__ends_on"))
PARTS = {
    "": ("все", Q()),
    "gone": ("не открываются", Q(link=Evidence.Link.GONE)),
    "moved": ("по другому адресу", Q(link=Evidence.Link.MOVED)),
    "late": ("изменены после срока", LATE),
    "refused": ("не проверяются", Q(link=Evidence.Link.REFUSED)),
    "waiting": ("ещё не проверены", Q(checked_at=None)),
}


@require_safe
def link_list(request):
    place = request.place
    if not place.municipality:
        raise Http404
    seen = Evidence.objects.visible_to(request.user).standing().links()
    ours = seen.of_municipality(place.municipality)
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in PARTS else ""
    rows = ours.filter(PARTS[chosen][1]).select_related(*SHOWN).order_by("-link", "-added_at", "pk")
    table = LinkTable(rows)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    found = ours.aggregate(
        queued=Count("pk", filter=Q(check_at__lte=timezone.now())),
        newest=Max("checked_at"),
        **{f"of_{key}": Count("pk", filter=which or None) for key, (_, which) in PARTS.items()},
    )
    context = {
        "table": table,
        "parts": [(key, title, found[f"of_{key}"]) for key, (title, _) in PARTS.items()],
        "chosen": chosen,
        "whole": found["of_"],
        "queued": found["queued"],
        "newest": found["newest"],
        "may_write": may_write(request.user, place.municipality),
    }
    return render(request, "roadmap/link_list.html", context)


@require_POST
def check_now(request, pk):
    mine = Evidence.objects.editable_by(request.user).standing().links()
    evidence = get_object_or_404(mine, pk=pk)
    try:
        ask_anew(evidence, at=timezone.now())
    except PortalError as error:
        messages.error(request, str(error))
    else:
        tasks.check_links.delay_on_commit()
        messages.info(request, "Ссылка поставлена на\xa0проверку. Обновите страницу через минуту.")
    return redirect(evidence)


@require_POST
def check_all(request):
    place = request.place
    ours = Municipality.objects.editable_by(request.user)
    municipality = get_object_or_404(ours, pk=place.municipality and place.municipality.pk)
    asked = ask_all_anew(municipality, at=timezone.now())
    tasks.check_links.delay_on_commit()
    told = count(asked, "ссылка,ссылки,ссылок")
    messages.info(
        request,
        f"На\xa0проверку: {told}." if asked else "Все ссылки проверены меньше часа назад.",
    )
    return redirect("roadmap:links")
