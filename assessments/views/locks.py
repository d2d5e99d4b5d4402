"""The coordinator confirms a procedure or a school, and may open it again."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View
from django.views.decorators.http import require_POST
from django_tables2 import SingleTableView

from assessments.collection import Desk, schools_in_order, tally_of
from assessments.dynamics import cells_of_year
from assessments.locks import hold_still, lock, unlock
from assessments.models import Result, ResultLock, Sitting
from assessments.tables import LockTable
from assessments.versions import stamp_of
from schools.models import Municipality, School
from schools.russian import school_name, school_year
from schools.scoping import VisibleToUserMixin, may_write

from .place import own_municipality, school_page


class LockListView(VisibleToUserMixin, SingleTableView):
    """What is confirmed in the chosen year, what was opened again, and by whom."""

    queryset = ResultLock.objects.select_related(
        "sitting__procedure", "school", "locked_by", "unlocked_by"
    )
    table_class = LockTable
    template_name = "assessments/lock_list.html"
    paginate_by = 50

    def get_queryset(self):
        self.municipality = get_object_or_404(
            Municipality.objects.visible_to(self.request.user),
            pk=self.request.place.municipality and self.request.place.municipality.pk,
        )
        locks = super().get_queryset().filter(municipality=self.municipality)
        return locks.of_year(self.request.place.academic_year)

    def get_table_kwargs(self):
        return {"may_unlock": may_write(self.request.user, self.municipality)}


class LockView(View):
    """Confirms what was looked at: where anything has changed since, it asks again."""

    template_name = "assessments/lock_form.html"

    def get(self, request, *args, **kwargs):
        return self.ask()

    def post(self, request, *args, **kwargs):
        seen = request.POST.get("seen")
        with transaction.atomic():
            # nothing is written any more between the look at the cells and the confirmation
            hold_still(self.municipality)
            is_seen = seen == stamp_of(self.cells)
            if is_seen:
                confirmed = {"by": request.user, "at": timezone.now()}
                made, new = lock(self.municipality, **self.what, **confirmed)
        if not is_seen:
            return self.ask(is_news=seen is not None)
        day = f"{timezone.localtime(made.locked_at):%d.%m.%Y}"
        if new:
            messages.success(request, f"{self.title}: результаты подтверждены.")
        else:
            messages.info(request, f"{self.title}: уже подтверждено {day}, {made.locked_by}.")
        return redirect(self.back)

    def ask(self, is_news=False):
        context = {
            "title": self.title,
            "subject": self.subject,
            "tally": tally_of(self.cells),
            "seen": stamp_of(self.cells),
            "is_news": is_news,
            "missing": [cell for cell in self.cells if cell.is_missing],
            "questions": [cell for cell in self.cells if cell.state == "question"],
            "back": self.back,
        }
        return render(self.request, self.template_name, context)


class SittingLockView(LockView):
    subject = "sitting"

    def setup(self, request, *args, pk, **kwargs):
        super().setup(request, *args, **kwargs)
        self.municipality = own_municipality(request)
        sittings = Sitting.objects.in_region(self.municipality.region_id).filter(held=True)
        sitting = get_object_or_404(sittings.select_related("procedure"), pk=pk)
        self.what = {"sitting": sitting, "academic_year": sitting.academic_year}
        self.title = f"{sitting.procedure}, {school_year(sitting.academic_year)}"
        self.back = reverse("assessments:sitting", args=[sitting.pk])

    @cached_property
    def cells(self):
        sitting = self.what["sitting"]
        desk = Desk.of(self.request.user, self.municipality, sitting.academic_year)
        results = Result.objects.main().filter(sitting=sitting)
        told = {result.school_id: result for result in results.order_by()}
        schools = schools_in_order(self.municipality.schools.all(), sitting.academic_year)
        return [desk.cell(school, sitting, told.get(school.pk)) for school in schools]


class SchoolLockView(LockView):
    subject = "school"

    def setup(self, request, *args, pk, academic_year, **kwargs):
        super().setup(request, *args, **kwargs)
        ours = Municipality.objects.editable_by(request.user)
        schools = School.objects.filter(municipality__in=ours).described_in(academic_year)
        school = get_object_or_404(schools.select_related("municipality"), pk=pk)
        self.municipality = school.municipality
        self.what = {"school": school, "academic_year": academic_year}
        self.title = f"{school_name(school.short_name)}, {school_year(academic_year)}"
        self.back = school_page(school.pk, academic_year)

    @cached_property
    def cells(self):
        desk = Desk.of(self.request.user, self.municipality, self.what["academic_year"])
        return cells_of_year(**self.what, desk=desk)


@require_POST
def unlock_results(request, pk):
    locks = ResultLock.objects.editable_by(request.user).select_related(
        "sitting__procedure", "school", "unlocked_by"
    )
    found = get_object_or_404(locks, pk=pk)
    if unlock(found, by=request.user, at=timezone.now()):
        messages.success(
            request, f"{found.title}: подтверждение снято, школы снова могут вносить результаты."
        )
    else:
        found.refresh_from_db()
        messages.info(request, f"{found.title}: подтверждение уже снято, {found.unlocked_by}.")
    if request.POST.get("from") == "locks":
        return redirect("assessments:locks")
    if found.sitting:
        return redirect("assessments:sitting", found.sitting_id)
    return redirect(school_page(found.school_id, found.academic_year))
