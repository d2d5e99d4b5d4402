"""Notes by how far they have come: nothing of it is stored, it follows from the approval."""

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
        approvals = Approval.objects.filter(document=OuterRef("document"))
        return self.annotate(
            stage=Case(
                When(published_at__isnull=False, then=Value(PUBLISHED)),
                When(Exists(approvals.filter(state="agreed")), then=Value(APPROVED)),
                When(Exists(approvals.filter(state="running")), then=Value(APPROVING)),
                default=Value(DRAFT),
            )
        )

    def approved(self):
        return self.filter(document__approvals__state="agreed")

    def published(self):
        """Approved and put on the public page: an approval that was voided takes it off."""
        return self.approved().exclude(published_at=None)
