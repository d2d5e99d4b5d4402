"""What becomes of a file: stored, left, taken back, out of the list."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from assessments.imports import ending, stages, storing, undoing
from assessments.models import ImportBatch
from schools.errors import PortalError

from .imports import SMALL_PLAN, carry_on, own_batch

NAMED = 10  # of what stands in the way of an undo


@require_POST
def confirm(request, pk: int):
    batch = own_batch(request, pk)
    seen = request.POST.get("seen", "")
    if stages.confirm(batch, seen=seen, by=request.user, at=timezone.now()):
        carry_on(batch, is_small=batch.plan["lines"] <= SMALL_PLAN)
    else:
        batch.refresh_from_db()
        if batch.stage == ImportBatch.Stage.REVIEW:
            messages.warning(request, storing.MOVED)
    return redirect(batch)


class UndoView(DetailView):
    """What would go with a file, or what stands in the way; a press takes it back."""

    template_name = "assessments/import_undo.html"
    http_method_names = ["get", "head", "options", "post"]

    def get_queryset(self):
        batches = ImportBatch.objects.editable_by(self.request.user)
        return batches.select_related("municipality").defer("reading")

    def get(self, request, *args, **kwargs):
        batch = self.object = self.get_object()
        if batch.stage != ImportBatch.Stage.STORED:
            return redirect(batch)
        undo = undoing.undo_of(batch)
        return self.render_to_response(self.get_context_data(undo=undo, named=NAMED))

    def post(self, request, *args, **kwargs):
        batch = self.get_object()
        try:
            undoing.undo_import(batch, by=request.user, at=timezone.now())
        except PortalError as error:
            messages.error(request, str(error))
            return redirect("assessments:import-undo", batch.pk)
        messages.success(request, f"Загрузка «{batch.name}» отменена целиком.")
        return redirect(batch)


@require_POST
def drop(request, pk: int):
    batch = own_batch(request, pk)
    if ending.drop(batch):
        messages.success(request, f"Файл «{batch.name}» не записан, прочитанное удалено.")
    return redirect("assessments:imports")


@require_POST
def remove(request, pk: int):
    batch = own_batch(request, pk)
    if ending.remove(batch):
        messages.success(request, f"Файл «{batch.name}» убран из списка.")
    return redirect("assessments:imports")
