"""Which schools a programme supports from its first year on."""

from collections.abc import Iterable

from reports.demo.loading import AT
from schools.models import Document, Municipality, School, SchoolStatus, User


def support(
    municipality: Municipality,
    names: Iterable[str],
    *,
    since: int,
    source: str,
    document: Document | None = None,
) -> None:
    schools = dict(School.objects.filter(municipality=municipality).values_list("short_name", "pk"))
    coordinator = User.objects.get(username=f"{municipality.slug}-koordinator")
    SchoolStatus.objects.bulk_create(
        SchoolStatus(
            school_id=schools[name],
            kind=SchoolStatus.Kind.LOW,
            since=since,
            document=document,
            source=source,
            given_on=document.dated_on if document else AT.date(),
            given_by=coordinator,
        )
        for name in names
    )
