"""Notes by how far they have come: nothing of it is stored, it follows from the document."""

from django.db.models import Case, Exists, OuterRef, Value, When

from schools.models import Approval
from schools.scoping import MunicipalityOwnedQuerySet

DRAFT, APPROVING, APPROVED, PUBLISHED = "draft", "approving", "approved", "published"
STAGES = {
    DRAFT: "проект",
    APPROVING: "на\xa0согласовании",
    APPROVED: "утверждена",
    PUBLISHED: "опубликована",
}


class NoteQuerySet(MunicipalityOwnedQuerySet):
    def with_stage(self):
        """Each with its `stage`, a key of STAGES."""
        approvals = _approvals()
        return self.annotate(
            stage=Case(
                When(Exists(_published()), then=Value(PUBLISHED)),
                When(Exists(approvals.filter(state="agreed")), then=Value(APPROVED)),
                When(Exists(approvals.filter(state="running")), then=Value(APPROVING)),
                default=Value(DRAFT),
            )
        )

    def approved(self):
        return self.filter(document__approvals__state="agreed")

    def published(self):
        """On the public page with the consent that they have now."""
        return self.filter(Exists(_published()))


def _approvals():
    return Approval.objects.filter(document=OuterRef("document"))


def _published():
    shown = {"publications__isnull": False, "publications__withdrawn_at": None}
    return _approvals().filter(state="agreed", **shown)
