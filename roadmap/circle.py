"""Who reads figures of surveys, as ValueQuerySet says; here asked once for a page."""

from schools.models import School, User

from .querysets import NARROW_CIRCLE


class Circle:
    """For which schools and municipalities a person belongs to the narrow circle.

    Without a user it is of a paper, which goes from hand to hand: nothing narrow is told.
    """

    def __init__(self, user: User | None):
        self.is_everywhere, self.schools, self.municipalities = False, set(), set()
        if user:
            self._read(user)

    def _read(self, user: User) -> None:
        self.is_everywhere = user.is_superuser
        close = user.memberships.current().filter(role__in=NARROW_CIRCLE)
        reached = list(close.values_list("school_id", "municipality_id"))
        self.schools = {school for school, _municipality in reached if school}
        self.municipalities = {municipality for _school, municipality in reached if municipality}

    def reads(self, municipality: int, school: School | None) -> bool:
        if self.is_everywhere or municipality in self.municipalities:
            return True
        return school is not None and not self.schools.isdisjoint({school.pk, school.parent_id})
