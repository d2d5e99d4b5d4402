"""What people are told, once each, in the portal and by mail."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import F, Q

from schools.models import Membership, Municipality, Notification, Role, School, User

MOST_ATTEMPTS = 5
TRY_AGAIN = timedelta(minutes=10)
TOO_OLD = timedelta(days=3)  # a mail server that was away long must not wake with last month's news
IN_CHARGE = (Role.COORDINATOR, Role.ADMIN, Role.HEAD)


def notify(
    users: Iterable[User], *, key: str, title: str, text: str, url: str, at: datetime
) -> None:
    """Whoever was told under this key before is not told again."""
    Notification.objects.bulk_create(
        (
            Notification(
                user=user,
                key=key,
                title=title,
                text=text,
                url=url,
                created_at=at,
                mail=Notification.Mail.WAITING if user.email else Notification.Mail.NONE,
            )
            for user in users
        ),
        ignore_conflicts=True,
    )


def in_charge_of(municipality: Municipality, *, roles: Iterable[str] = IN_CHARGE) -> list[User]:
    """Its coordinators, administrators and heads: who is told how the work of the year goes."""
    members = Membership.objects.current().filter(municipality=municipality, role__in=roles)
    return list(User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("pk"))


def people_of(
    schools: Collection[int], *, roles: Collection[str] = (Role.DIRECTOR,)
) -> dict[int, list[User]]:
    """School → its people; those of its head school answer for a branch as well."""
    parents = dict(School.objects.filter(pk__in=schools).values_list("pk", "parent"))
    members = Membership.objects.current().filter(
        role__in=roles,
        school__in={*parents, *parents.values()} - {None},
        user__is_active=True,
    )
    people = defaultdict(list)
    for one in members.select_related("user").order_by("pk"):
        people[one.school_id].append(one.user)
    return {
        school: list(dict.fromkeys([*people[school], *people[parent]]))
        for school, parent in parents.items()
    }


def read_all(user: User, *, at: datetime) -> None:
    user.notifications.unread().update(read_at=at)


def claim_mail(*, at: datetime) -> Notification | None:
    """One notification that waits for the post; of all who ask at once, one gets it.

    Who dies over it leaves it for another after a while: a letter may come twice, but not never.
    """
    free = Q(mail_tried_at=None) | Q(mail_tried_at__lt=at - TRY_AGAIN)
    waiting = Notification.objects.filter(
        free, mail=Notification.Mail.WAITING, created_at__gt=at - TOO_OLD
    )
    for pk in waiting.order_by("pk").values_list("pk", flat=True)[:20]:
        taken = waiting.filter(pk=pk).update(mail_tried_at=at, mail_attempts=F("mail_attempts") + 1)
        if taken:
            return Notification.objects.select_related("user").get(pk=pk)
    return None


def mail_sent(notification: Notification) -> None:
    Notification.objects.filter(pk=notification.pk).update(mail=Notification.Mail.SENT)


def mail_refused(notification: Notification) -> None:
    """Tried again later, but not for ever."""
    if notification.mail_attempts >= MOST_ATTEMPTS:
        Notification.objects.filter(pk=notification.pk).update(mail=Notification.Mail.FAILED)
