"""One school: its sites in a round as somebody fills it in, and as the school reads it."""

from django.contrib import messages
from django.forms import modelformset_factory
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View
from django.views.generic import DetailView

from roadmap.evidence_list import SHOWN, items_of
from roadmap.forms.evidence import with_scheme
from roadmap.forms.sites import FindingForm
from roadmap.models import Evidence, SiteCheck, SiteFinding
from roadmap.services import sites
from roadmap.services.evidence import add_link
from roadmap.services.sites import NewFinding
from roadmap.site_board import board_of, rounds_of
from schools.errors import PortalError
from schools.models import Municipality, School
from schools.naming import natural_key
from schools.scoping import VisibleToUserMixin

CONFLICT = "Пока вы\xa0смотрели, {by} отметил: «{found}». Сохраните ещё раз, если верно ваше."
Findings = modelformset_factory(SiteFinding, FindingForm, extra=0)


class SiteSchoolView(View):
    """All requirements of one school: what was found, a note, a link. Then the next school."""

    def dispatch(self, request, pk, school):
        mine = SiteCheck.objects.editable_by(request.user).select_related("municipality")
        self.check = get_object_or_404(mine, pk=pk)
        whole = School.objects.filter(site_findings__check_round=self.check).distinct()
        self.schools = sorted(whole, key=lambda one: natural_key(one.short_name))
        self.school = next((one for one in self.schools if one.pk == school), None)
        if self.school is None:
            raise Http404
        return super().dispatch(request)

    def get(self, request):
        return self.show(request, self.forms())

    def post(self, request):
        forms = self.forms(request.POST.copy())
        if not forms.is_valid() or not self.store(request, forms):
            return self.show(request, forms)
        messages.success(request, f"{self.school}: сохранено.")
        following = self.neighbour(1) if "next" in request.POST else None
        if following:
            return redirect("roadmap:site-check-school", self.check.pk, following.pk)
        return redirect(self.check)

    def forms(self, data=None):
        rows = self.check.findings.filter(school=self.school)
        rows = rows.select_related("requirement").order_by("requirement__order", "pk")
        forms = Findings(data, queryset=rows, prefix="finding")
        if any(form.instance.pk is None for form in forms):
            raise Http404  # a row of another school, or none at all
        return forms

    def store(self, request, forms) -> bool:
        """What could be stored is; the rest stays in its box, with why."""
        at = timezone.now()
        told = [_told(form) for form in forms]
        try:
            recorded = sites.record_findings(self.check, told, by=request.user, at=at)
        except PortalError as error:
            messages.error(request, str(error))
            return False
        now = {row.pk: row for row in self.check.findings.filter(school=self.school)}
        for form in forms:
            row = now[form.instance.pk]
            forms.data[form.add_prefix("seen")] = row.found
            if row.pk in recorded.conflicts:
                found = row.get_found_display() or "не смотрели"
                form.add_error("found", CONFLICT.format(by=row.by, found=found))
            if url := form.cleaned_data["url"]:
                self._add(forms, form, row, url, at)
        return not any(form.errors for form in forms)

    def _add(self, forms, form, row, url, at) -> None:
        try:
            add_link(row, url=with_scheme(url), by=self.request.user, at=at)
        except PortalError as error:
            form.add_error("url", str(error))
        else:
            forms.data[form.add_prefix("url")] = ""

    def neighbour(self, step: int) -> School | None:
        place = self.schools.index(self.school) + step
        return self.schools[place] if 0 <= place < len(self.schools) else None

    def show(self, request, forms):
        board = board_of(self.check, school=self.school)
        proofs = proofs_of(self.school, self.check.municipality, user=request.user)
        cells = {cell.finding.pk: cell for row in board.rows for cell in row.cells}
        context = {
            "check": self.check,
            "school": self.school,
            "before": board.before,
            "forms": forms,
            "lines": [
                (form, cells[form.instance.pk], proofs.get(form.instance.pk, [])) for form in forms
            ],
            "place": self.schools.index(self.school) + 1,
            "whole": len(self.schools),
            "previous": self.neighbour(-1),
            "following": self.neighbour(1),
        }
        return render(request, "roadmap/site_check_school.html", context)


class SchoolSitesView(VisibleToUserMixin, DetailView):
    """What the school reads: what was found on its site, what is missing, how it was before."""

    queryset = School.objects.select_related("municipality")
    template_name = "roadmap/school_sites.html"

    def get_context_data(self, **kwargs):
        school = self.object
        checks = SiteCheck.objects.filter(findings__school=school).distinct()
        checks = list(checks.order_by("-held_on", "-pk"))
        newest = checks[0] if checks else None
        board = board_of(newest, school=school) if newest else None
        proofs = proofs_of(school, school.municipality, user=self.request.user)
        row = board.rows[0] if board else None
        sees_rounds = Municipality.objects.visible_to(self.request.user)
        return super().get_context_data(**kwargs) | {
            "newest": newest,
            "row": row,
            "lines": [(cell, proofs.get(cell.finding.pk, [])) for cell in row.cells] if row else [],
            "checks": checks,
            "history": rounds_of(school, checks) if len(checks) > 1 else [],
            "sees_rounds": sees_rounds.filter(pk=school.municipality_id).exists(),
        }


def proofs_of(school: School, municipality: Municipality, *, user) -> dict[int, list]:
    """Finding → the links behind it."""
    rows = Evidence.objects.standing().filter(finding__school=school).select_related(*SHOWN)
    found = {}
    for item in items_of(rows, municipality=municipality, user=user):
        found.setdefault(item.evidence.finding_id, []).append(item)
    return found


def _told(form) -> NewFinding:
    said = form.cleaned_data
    return NewFinding(form.instance.pk, said["seen"], said["found"], said["note"])
