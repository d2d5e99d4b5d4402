"""How many schools have made a programme of their own of a municipal one, within another query."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from schools.models import School


def copies_of(programme: str) -> Coalesce:
    """`programme`: the name under which the query knows the key of the municipal one."""
    copies = School.objects.filter(programmes__template=OuterRef(programme)).order_by()
    counted = copies.values("programmes__template").annotate(n=Count("pk", distinct=True))
    return Coalesce(Subquery(counted.values("n")), 0)
