from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.notes.about import DEMO
from reports.pdf import render_pdf
from schools.approval_sheet import sheet_of
from schools.files import attachment
from schools.models import Approval


@require_safe
def download(request, pk):
    """The sheet of one approval, to be put behind the document; times are of the municipality."""
    approvals = Approval.objects.visible_to(request.user).select_related(
        "document__municipality", "document__school", "started_by"
    )
    approval = get_object_or_404(approvals, pk=pk)
    municipality = approval.document.municipality
    with timezone.override(municipality.time_zone):
        context = {
            "sheet": sheet_of(approval),
            "author": municipality.authority or municipality.name,
            "trace": f"Опора · текст {approval.content_hash[:12]}"
            + (f"\n{DEMO}" if settings.DEMO else ""),
        }
        content = render_pdf("reports/approval_sheet.html", context)
    name = f"Лист согласования {approval.pk}.pdf"
    return HttpResponse(content, content_type="application/pdf", headers=attachment(name))
