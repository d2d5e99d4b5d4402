from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When

from schools.scoping import MunicipalityOwnedQuerySet, SchoolOwnedQuerySet

ONLY_JOURNAL = Q(no_data="", share_low=None, mean=None)  # the constraint leaves nothing else


class ProcedureQuerySet(models.QuerySet):
    def known_in(self, region_id):
        """What only another region holds, or a file named that was taken back, is not ours."""
        sittings = self.model.sittings.rel.related_model.objects.filter(procedure=OuterRef("pk"))
        return self.filter(Exists(sittings.in_region(region_id)) | ~Exists(sittings))


class SittingQuerySet(models.QuerySet):
    def in_region(self, region_id):
        """Sittings are common to all, but a region may hold some of its own."""
        named = self.exclude(state="withdrawn")
        return named.filter(Q(region=None) | Q(region=region_id))

    def shown_in(self, region_id):
        """One per procedure and year: the region's own stands in the place of the common one."""
        own = self.model.objects.exclude(state="withdrawn").filter(
            region=region_id,
            procedure=OuterRef("procedure"),
            academic_year=OuterRef("academic_year"),
        )
        return self.in_region(region_id).exclude(Q(region=None) & Exists(own))


class ResultQuerySet(SchoolOwnedQuerySet):
    def of_year(self, academic_year):
        return self.filter(sitting__academic_year=academic_year)

    def main(self):
        """The whole parallel in the main period: what the methods read."""
        return self.filter(period="main", class_label="")

    def with_marks(self):
        """Marks or a reason. A comparison with the class register alone tells neither."""
        return self.exclude(ONLY_JOURNAL)


class ResultManager(models.Manager.from_queryset(ResultQuerySet)):
    """Results that stand. A withdrawn one is a row with a history and says nothing else."""

    def get_queryset(self):
        return super().get_queryset().exclude(no_data="withdrawn")


class LockQuerySet(MunicipalityOwnedQuerySet):
    def active(self):
        return self.filter(unlocked_at=None)

    def of_year(self, academic_year):
        return self.filter(academic_year=academic_year)


class RemarkQuerySet(SchoolOwnedQuerySet):
    def waiting(self):
        return self.filter(state="open")

    def waiting_first(self):
        return self.order_by(Case(When(state="open", then=0), default=1), "-at", "-pk")


class OfFileQuerySet(models.QuerySet):
    """Rows that a file brought. Those of a file that was taken back count no more."""

    def standing(self):
        return self.filter(batch__stage="stored")


class BenchmarkQuerySet(OfFileQuerySet):
    def latest(self, municipality):
        """What files last told of a place at a sitting. Each municipality has its own files.

        Marks and the comparison with the class register come in two files: neither hides the other.
        """
        newer = self.model.objects.standing().filter(
            batch__municipality=municipality,
            sitting=OuterRef("sitting"),
            level=OuterRef("level"),
            name=OuterRef("name"),
            batch__stored_at__gt=OuterRef("batch__stored_at"),
        )
        told_anew = [
            Q(**{f"{told}__isnull": True}) | Exists(newer.filter(**{f"{told}__isnull": False}))
            for told in ("shares", "journal")
        ]
        return self.standing().filter(batch__municipality=municipality).exclude(*told_anew)


class MarkerQuerySet(OfFileQuerySet, SchoolOwnedQuerySet):
    def latest(self):
        """One per school and sitting: of several lists the one that came last is named."""
        newer = self.model.objects.standing().filter(
            school=OuterRef("school"),
            sitting=OuterRef("sitting"),
            batch__stored_at__gt=OuterRef("batch__stored_at"),
        )
        return self.standing().exclude(Exists(newer))
