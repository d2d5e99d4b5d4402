"""Archives of papers: begun, followed, stopped, begun again for what failed, taken away."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView
from django_tables2 import SingleTableView

from identification.models import Run
from reports import tasks
from reports.batches import services
from reports.batches.kinds import KINDS
from reports.models import PaperBatch
from reports.tables import BatchTable
from schools.errors import PortalError
from schools.file_names import windows_name
from schools.models import Region
from schools.russian import school_year
from schools.scoping import VisibleToUserMixin

BATCHES = PaperBatch.objects.select_related("municipality", "region", "created_by")
State = PaperBatch.State


class BatchListView(VisibleToUserMixin, SingleTableView):
    """Of the municipality in the header and of its region; who keeps a region begins one here."""

    queryset = BATCHES
    table_class = BatchTable
    template_name = "reports/batch_list.html"
    table_pagination = {"per_page": 25}

    def get_queryset(self):
        place = self.request.place.municipality
        if not place:
            raise Http404
        return super().get_queryset().filter(Q(municipality=place) | Q(region=place.region_id))

    def get_context_data(self, **kwargs):
        place = self.request.place
        regions = Region.objects.visible_to(self.request.user)
        runs = Run.objects.visible_to(self.request.user).of_standings()
        own = runs.filter(municipality=place.municipality, academic_year=place.academic_year)
        return super().get_context_data(**kwargs) | {
            "region": regions.filter(pk=place.municipality.region_id).first(),
            "run": own.first(),
        }


class BatchView(VisibleToUserMixin, DetailView):
    queryset = BATCHES
    context_object_name = "batch"
    template_name = "reports/batch_detail.html"

    def get_context_data(self, **kwargs):
        batch = self.object
        items = batch.items.order_by("pk")
        failed = items.filter(state=State.FAILED).select_related("school__municipality")
        steerable = PaperBatch.objects.steerable_by(self.request.user).filter(pk=batch.pk)
        return super().get_context_data(**kwargs) | {
            "papers": KINDS[batch.kind].papers,
            "counts": items.aggregate(
                total=Count("pk"),
                done=Count("pk", filter=Q(state=State.DONE)),
                ended=Count("pk", filter=Q(state__in=[State.DONE, State.FAILED])),
            ),
            "failed": list(failed),
            "size": self.size(),
            "may_steer": steerable.exists(),
        }

    def size(self) -> int | None:
        file = self.object.archive
        return file.size if file and file.storage.exists(file.name) else None


@require_POST
def start_of_run(request, run):
    """«Все справки для школ одним архивом» of one identification."""
    seen = Run.objects.visible_to(request.user).select_related("municipality")
    run = get_object_or_404(seen, pk=run)
    return _start(request, run.municipality, run=run, academic_year=run.academic_year, back=run)


@require_POST
def start_of_letters(request, run):
    """«Все письма одним архивом», for those who send them."""
    runs = Run.objects.editable_by(request.user) | Run.objects.approvable_by(request.user)
    run = get_object_or_404(runs.select_related("municipality"), pk=run)
    about = {"kind": PaperBatch.Kind.LETTERS, "run": run, "academic_year": run.academic_year}
    return _start(request, run.municipality, **about, back="reports:recommendations")


@require_POST
def start_of_passports(request):
    """Of the municipality and the year in the header."""
    place = request.place
    if not place.municipality:
        raise Http404
    about = {"kind": PaperBatch.Kind.PASSPORTS, "academic_year": place.academic_year}
    return _start(request, place.municipality, **about, back="reports:batches")


@require_POST
def start_of_region(request, pk):
    region = get_object_or_404(Region.objects.visible_to(request.user), pk=pk)
    about = {
        "kind": request.POST.get("kind", PaperBatch.Kind.WHY),
        "academic_year": request.place.academic_year,
    }
    kind = KINDS.get(about["kind"])
    if not (kind and kind.is_regional):
        raise Http404
    return _start(request, region, **about, back="reports:batches")


def _start(request, where, *, back, kind=PaperBatch.Kind.WHY, **about):
    moment = {"on": timezone.localdate(), "at": timezone.now()}
    try:
        batch, is_new = services.start_batch(kind, where, **about, by=request.user, **moment)
    except PortalError as error:
        messages.error(request, str(error))
        return redirect(back)
    if is_new:
        _ring(batch)
    return redirect(batch)


@require_POST
def cancel(request, pk):
    batch = _steerable(request, pk)
    try:
        services.cancel_batch(batch, by=request.user)
    except PortalError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Подготовка отменена. Готовые документы удалены.")
    return redirect(batch)


@require_POST
def retry(request, pk):
    batch = _steerable(request, pk)
    try:
        services.retry_failed(batch, at=timezone.now())
    except PortalError as error:
        messages.error(request, str(error))
    else:
        _ring(batch)
    return redirect(batch)


@require_safe
def download(request, pk):
    """An archive is served from the disk in pieces."""
    made = BATCHES.visible_to(request.user).filter(state=State.DONE)
    batch = get_object_or_404(made, pk=pk)
    file = batch.archive
    if not file or not file.storage.exists(file.name):
        raise Http404
    name = f"{batch.get_kind_display()}, {batch.where}, {school_year(batch.academic_year)}.zip"
    return FileResponse(
        file.open("rb"),
        as_attachment=True,
        filename=windows_name(name),
        content_type="application/zip",
    )


def _steerable(request, pk):
    return get_object_or_404(PaperBatch.objects.steerable_by(request.user), pk=pk)


def _ring(batch):
    """For as many workers as may work on it."""
    for _ in range(services.LANES):
        tasks.make_papers.delay_on_commit(batch.pk)
