from django.db import models
from django.db.models import Q

from roadmap.querysets import NARROW_CIRCLE
from schools.models import Municipality

from .letter import Letter


class RecommendationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Drafts and the reserve are the municipality's; of surveys the narrow circle reads."""
        letters = Letter.objects.visible_to(user)
        ours = Q(letter__school__municipality__in=Municipality.objects.visible_to(user))
        given = Q(letter__in=letters.given()) & ~Q(state__in=self.model.NEVER_GIVEN)
        return self.filter(ours | given & ~Q(place="reserve")).told_to(user)

    def told_to(self, user):
        if user.is_superuser:
            return self
        close = user.memberships.current().filter(role__in=NARROW_CIRCLE)
        in_circle = Q(letter__school__in=close.values("school")) | Q(
            letter__school__municipality__in=close.values("municipality")
        )
        branches = Q(letter__school__parent__in=close.values("school"))
        return self.filter(Q(is_restricted=False) | in_circle | branches)

    def editable_by(self, user):
        return self.filter(letter__in=Letter.objects.editable_by(user))

    def answerable_by(self, user):
        """What is said to the school, by the school; what methodists promise, by them."""
        theirs = Q(letter__in=Letter.objects.answerable_by(user))
        ours = Q(letter__in=Letter.objects.editable_by(user))
        own = Q(addressee=self.model.Addressee.METHODISTS)
        return self.filter(theirs & ~own | ours & own)

    def in_letter(self):
        """What is sent, in the order of the paper."""
        return self.filter(place="letter").exclude(state="rejected").in_order()

    def in_order(self):
        said = models.Case(
            *(
                models.When(addressee=name, then=models.Value(number))
                for number, name in enumerate(self.model.Addressee.values)
            )
        )
        return self.order_by(said, "-points", "pk")

    def answered(self):
        """Given, and somebody has said what came of it."""
        return self.filter(state__in=["done", "partly", "not_done"])
