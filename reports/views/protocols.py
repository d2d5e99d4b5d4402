from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from identification.models import Protocol
from reports.protocols.making import KINDS, file_of
from reports.protocols.meeting import file_of_meeting
from roadmap.models import Meeting
from schools.files import attachment
from schools.russian import school_year

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_safe
def download(request, pk, kind, suffix):
    """A paper of a protocol, made as it is asked for: a draft changes until it is approved."""
    protocols = Protocol.objects.visible_to(request.user).select_related("municipality", "document")
    protocol = get_object_or_404(protocols, pk=pk)
    year = school_year(protocol.academic_year).replace("/", "-")
    name = f"{KINDS[kind][0]}, {protocol.municipality}, {year}.{suffix}"
    return _file(file_of(protocol, kind, suffix), name, suffix)


@require_safe
def download_meeting(request, pk, suffix):
    """The protocol of a meeting, with the tasks that its decisions became."""
    meetings = Meeting.objects.visible_to(request.user).select_related("municipality", "document")
    meeting = get_object_or_404(meetings, pk=pk)
    name = f"Протокол заседания, {meeting.municipality}, {meeting.held_on:%d.%m.%Y}.{suffix}"
    return _file(file_of_meeting(meeting, suffix), name, suffix)


def _file(content, name, suffix):
    return HttpResponse(
        content,
        content_type=TYPES[suffix],
        headers=attachment(name),
    )
