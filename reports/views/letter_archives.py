"""All letters of a run as one archive: queued, watched, downloaded."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from identification.models import Run
from reports import tasks
from reports.models import LetterArchive
from reports.recommending.archives import start_archive
from schools.errors import PortalError
from schools.russian import school_year

ARCHIVES = LetterArchive.objects.select_related("run", "municipality", "created_by")


@require_POST
def create(request, run):
    runs = Run.objects.editable_by(request.user) | Run.objects.approvable_by(request.user)
    run = get_object_or_404(runs, pk=run)
    try:
        archive = start_archive(run, by=request.user)
    except PortalError as error:
        messages.error(request, str(error))
        return redirect("reports:recommendations")
    tasks.make_archive.delay_on_commit(archive.pk)
    return redirect(archive)


@require_safe
def show(request, pk):
    archive = get_object_or_404(_whole(request.user), pk=pk)
    return render(request, "reports/recommendations/archive.html", {"archive": archive})


@require_safe
def download(request, pk):
    archive = get_object_or_404(_whole(request.user).filter(state="done"), pk=pk)
    if not archive.file or not archive.file.storage.exists(archive.file.name):
        raise Http404
    year = school_year(archive.run.academic_year).replace("/", "-")
    name = f"Рекомендации школам, {archive.municipality}, {year}.zip"
    return FileResponse(
        archive.file.open("rb"), as_attachment=True, filename=name, content_type="application/zip"
    )


def _whole(user):
    """It holds all that letters say, also what the narrow circle alone reads."""
    return ARCHIVES.editable_by(user) | ARCHIVES.approvable_by(user)
