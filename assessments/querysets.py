from django.db import models
from django.db.models import Exists, OuterRef, Q

from schools.scoping import SchoolOwnedQuerySet


class SittingQuerySet(models.QuerySet):
    def in_region(self, region_id):
        """Sittings are common to all, but a region may hold some of its own."""
        return self.filter(Q(region=None) | Q(region=region_id))

    def shown_in(self, region_id):
        """One per procedure and year: the region's own stands in the place of the common one."""
        own = self.model.objects.filter(
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
