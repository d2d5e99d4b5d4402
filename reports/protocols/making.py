"""Papers of a protocol as files."""

from django.conf import settings
from django.utils import timezone

from identification.models import Protocol
from reports.notes.about import DEMO
from reports.pdf import render_pdf
from schools.approval_sheet import last_sheet
from schools.russian import school_year

from . import order, protocol
from .content import content
from .docx import render_docx
from .paper import Paper

KINDS = {
    "protocol": ("Протокол рабочей группы", protocol.blocks),
    "order": ("Приказ об утверждении перечней школ", order.blocks),
}
RENDERERS = {
    "pdf": lambda paper: render_pdf("reports/paper.html", {"paper": paper}),
    "docx": render_docx,
}


def paper_of(found: Protocol, kind: str) -> Paper:
    """A draft says so on every page; so does an order that the portal knows no number of."""
    title, blocks = KINDS[kind]
    told = content(found)
    municipality, document = found.municipality, found.document
    year = school_year(found.academic_year)
    return Paper(
        title=f"{title}: {municipality}, {year} учебный год",
        description=f"Статус школ по\xa0результатам {year} учебного года: {municipality}",
        author=municipality.authority or municipality.name,
        trace=_trace(told),
        is_draft=document is None or document.kind != kind,
        blocks=blocks(told),
        approval=document and last_sheet(document),
    )


def file_of(found: Protocol, kind: str, suffix: str) -> bytes:
    with timezone.override(found.municipality.time_zone):
        return RENDERERS[suffix](paper_of(found, kind))


def _trace(told) -> str:
    """The line at the foot of every page: what the paper was made of."""
    prints = [source.run.fingerprint[:12] for source in told.board.sources if source.run]
    parts = ["Опора", f"по\xa0результатам {school_year(told.board.academic_year)} учебного года"]
    if prints:
        parts.append(f"данные {', '.join(prints)}")
    return " · ".join(parts) + (f"\n{DEMO}" if settings.DEMO else "")
