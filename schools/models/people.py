from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q

from schools.querysets import InvitationQuerySet, MembershipQuerySet, UserQuerySet

from .papers import Document
from .school import School
from .territory import Municipality, Region


class PeopleManager(UserManager.from_queryset(UserQuerySet)):
    pass


class User(AbstractUser):
    objects = PeopleManager()

    class Meta(AbstractUser.Meta):
        verbose_name = "пользователь"
        verbose_name_plural = "пользователи"

    def __str__(self):
        return self.get_full_name() or self.username


class Role(models.TextChoices):
    ADMIN = "ADMIN", "администратор"
    HEAD = "HEAD", "руководитель управления"
    COORDINATOR = "COORDINATOR", "муниципальный координатор"
    CURATOR = "CURATOR", "куратор"
    DIRECTOR = "DIRECTOR", "директор"
    SCHOOL_COORDINATOR = "SCHOOL_COORDINATOR", "школьный координатор"
    REGION = "REGION", "региональный оператор"


def reaches_what_the_role_reaches() -> Q:
    """A role of a municipality names a municipality and nothing else, and so on."""
    return (
        Q(
            role__in=["ADMIN", "HEAD", "COORDINATOR"],
            municipality__isnull=False,
            region=None,
            school=None,
        )
        | Q(
            role__in=["CURATOR", "DIRECTOR", "SCHOOL_COORDINATOR"],
            school__isnull=False,
            region=None,
            municipality=None,
        )
        | Q(role="REGION", region__isnull=False, municipality=None, school=None)
    )


class Membership(models.Model):
    """What a user may see: a region, a municipality, or a school and its branches."""

    Role = Role

    user = models.ForeignKey(
        User, models.PROTECT, related_name="memberships", verbose_name="человек"
    )
    role = models.CharField("роль", max_length=20, choices=Role)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, verbose_name="регион")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, verbose_name="муниципалитет"
    )
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, verbose_name="школа")
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, verbose_name="документ"
    )
    granted_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name="кто дал",
    )
    starts_on = models.DateField("действует с", null=True, blank=True)
    ends_on = models.DateField("действует по", null=True, blank=True)
    ended_at = models.DateTimeField("прекращено", null=True, editable=False)
    ended_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name="кто прекратил",
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["role", "pk"]
        verbose_name = "полномочие"
        verbose_name_plural = "полномочия"
        constraints = [
            models.CheckConstraint(
                condition=reaches_what_the_role_reaches(),
                name="membership_reaches_exactly_what_its_role_reaches",
                violation_error_message="Укажите то, на что распространяется роль, и только это.",
            )
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"

    @property
    def reach(self):
        return self.school or self.municipality or self.region


class Invitation(models.Model):
    """A link that works once: to come in with a role, or to set a new password.

    Only the hash of the token is kept: who reads the database cannot come in.
    """

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    # whose password is set anew; empty: somebody who is not here yet
    user = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="password_links",
        verbose_name="человек",
    )
    full_name = models.CharField("фамилия, имя, отчество", max_length=150, blank=True)
    email = models.EmailField("почта", blank=True)
    role = models.CharField("роль", max_length=20, choices=Role, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, verbose_name="регион")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, verbose_name="муниципалитет"
    )
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, verbose_name="школа")
    # of the role that the link grants
    ends_on = models.DateField("действует по", null=True, blank=True)
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="кто создал"
    )
    created_at = models.DateTimeField("создано")
    expires_at = models.DateTimeField("ссылка действует до")
    used_at = models.DateTimeField("использовано", null=True, editable=False)
    withdrawn_at = models.DateTimeField("отозвано", null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "приглашение"
        verbose_name_plural = "приглашения"
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, role="", region=None, municipality=None)
                & Q(school=None)
                | Q(user=None) & reaches_what_the_role_reaches(),
                name="invitation_sets_a_password_or_grants_a_role",
            )
        ]

    def __str__(self):
        return self.full_name or str(self.user)

    @property
    def reach(self):
        return self.school or self.municipality or self.region
