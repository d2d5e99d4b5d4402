"""Mail is an extra: what it brings stands on a page too."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from .models import Invitation, Notification

logger = logging.getLogger(__name__)


def mail_link(invitation: Invitation, link: str) -> bool:
    """Whether it was sent: not where there is no mail server, or no address, or it refuses."""
    if not (settings.EMAIL_HOST and invitation.email):
        return False
    subject = "новый пароль" if invitation.user else "приглашение"
    body = render_to_string("schools/mail/invitation.txt", {"invitation": invitation, "link": link})
    try:
        send_mail(f"Опора: {subject}", body, settings.DEFAULT_FROM_EMAIL, [invitation.email])
    except (SMTPException, OSError) as error:
        logger.warning("A link could not be mailed: %s", error)
        return False
    return True


def mail_notification(notification: Notification) -> bool:
    """Whether the post took it."""
    body = render_to_string(
        "schools/mail/notification.txt",
        {"notification": notification, "link": f"{settings.PORTAL_URL}{notification.url}"},
    )
    sender, to = settings.DEFAULT_FROM_EMAIL, [notification.user.email]
    try:
        send_mail(f"Опора: {notification.title}", body, sender, to)
    except (SMTPException, OSError) as error:
        logger.warning("A notification could not be mailed: %s", error)
        return False
    return True
