"""Rounds of looking at the sites of schools, and what a school reads of them."""

import re

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView

from roadmap.forms.sites import SiteCheckForm
from roadmap.models import SiteCheck, SiteFinding, SiteRequirement
from roadmap.services import sites
from roadmap.services.sites import NewFinding
from roadmap.site_board import board_of
from roadmap.site_workbook import site_workbook
from schools.errors import PortalError
from schools.files import attachment
from schools.russian import count
from schools.scoping import VisibleToUserMixin, may_write
from schools.workbooks import XLSX

from .site_requirements import ours

CHECKS = SiteCheck.objects.select_related("municipality", "created_by")
BOX = re.compile(r"finding-(\d{1,18})-(|yes|partly|no)")


@require_safe
def check_list(request):
    place = request.place
    if not place.municipality:
        raise Http404
    checks = CHECKS.visible_to(request.user).filter(municipality=place.municipality)
    told = ~Q(findings__found="")
    present = Q(findings__found=SiteFinding.Found.YES)
    context = {
        "checks": checks.annotate(
            schools=Count("findings__school", distinct=True),
            whole=Count("findings"),
            seen=Count("findings", filter=told),
            present=Count("findings", filter=present),
        ).order_by("-held_on", "-pk"),
        "required": SiteRequirement.objects.filter(
            municipality=place.municipality, dropped_on=None
        ).count(),
        "may_write": may_write(request.user, place.municipality),
    }
    return render(request, "roadmap/site_check_list.html", context)


class SiteCheckCreateView(View):
    def get(self, request):
        return self.show(request, self.form(request))

    def post(self, request):
        form = self.form(request, request.POST)
        if not form.is_valid():
            return self.show(request, form)
        try:
            check = sites.begin_round(
                ours(request), **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except PortalError as error:
            form.add_error(None, str(error))
            return self.show(request, form)
        return redirect(check)

    def form(self, request, data=None):
        return SiteCheckForm(
            data,
            municipality=ours(request),
            on=timezone.localdate(),
        )

    def show(self, request, form):
        standing = ours(request).site_requirements.filter(dropped_on=None)
        context = {"form": form, "standing": standing}
        return render(request, "roadmap/site_check_form.html", context)


class SiteCheckView(VisibleToUserMixin, DetailView):
    """Schools × requirements: read by the municipality, filled in by who may write there."""

    queryset = CHECKS
    template_name = "roadmap/site_check_detail.html"

    def post(self, request, pk):
        check = get_object_or_404(CHECKS.editable_by(request.user), pk=pk)
        told = [
            NewFinding(int(match[1]), match[2], value)
            for name, value in request.POST.items()
            if (match := BOX.fullmatch(name)) and value in ("", *SiteFinding.Found)
        ]
        try:
            recorded = sites.record_findings(check, told, by=request.user, at=timezone.now())
        except PortalError as error:
            messages.error(request, str(error))
            return redirect(check)
        said = count(recorded.stored, "отметка,отметки,отметок")
        if not recorded.conflicts:
            messages.success(request, f"Сохранено: {said}." if recorded.stored else UNCHANGED)
            return redirect(check)
        self.object = check
        context = self.get_context_data(object=check, conflicts=recorded.conflicts, said=said)
        return self.render_to_response(context)

    def get_context_data(self, **kwargs):
        check, conflicts = self.object, kwargs.get("conflicts", frozenset())
        writes = may_write(self.request.user, check.municipality)
        return super().get_context_data(**kwargs) | {
            "board": board_of(check, conflicts=conflicts),
            "choices": SiteFinding.Found.choices,
            "may_write": writes,
            "may_fill": writes and not check.closed_at,
        }


CELLS = "клетка,клетки,клеток"
UNCHANGED = "Ничего не\xa0изменилось."


@require_POST
def close(request, pk):
    check = get_object_or_404(CHECKS.editable_by(request.user), pk=pk)
    try:
        sites.close_round(check, at=timezone.now())
    except PortalError as error:
        messages.error(request, str(error))
    else:
        left = check.findings.filter(found="").count()
        unseen = f" Не\xa0просмотрено: {count(left, CELLS)}." if left else ""
        messages.success(
            request,
            "Мониторинг закончен. Директорам школ отправлено, чего не\xa0хватает"
            f"\xa0на\xa0сайтах.{unseen}",
        )
    return redirect(check)


@require_POST
def reopen(request, pk):
    check = get_object_or_404(CHECKS.editable_by(request.user), pk=pk)
    sites.reopen_round(check)
    messages.info(request, "Мониторинг снова открыт: найденное можно исправить.")
    return redirect(check)


@require_safe
def workbook(request, pk):
    check = get_object_or_404(CHECKS.visible_to(request.user), pk=pk)
    name = f"{check.title}.xlsx"
    return HttpResponse(
        site_workbook(board_of(check)),
        content_type=XLSX,
        headers=attachment(name),
    )
