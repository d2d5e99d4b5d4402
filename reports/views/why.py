from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from identification.models import Verdict
from reports.services import why_name, why_paper
from schools.files import attachment


@require_safe
def download(request, pk):
    """The paper on one verdict, for whoever sees the verdict. Kept nowhere."""
    seen = Verdict.objects.visible_to(request.user).open_to(request.user)
    verdict = get_object_or_404(
        seen.select_related("school", "run__municipality", "run__methodology__document"), pk=pk
    )
    return HttpResponse(
        why_paper(verdict),
        content_type="application/pdf",
        headers=attachment(why_name(verdict)),
    )
