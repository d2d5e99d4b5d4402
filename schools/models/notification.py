from django.db import models

from .people import User


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody has an own post box, and only that."""
        return self.filter(user=user)

    def unread(self):
        return self.filter(read_at=None)


class Notification(models.Model):
    """Something a person has to know: in the portal, and by mail where there is a mail server."""

    class Mail(models.TextChoices):
        NONE = "none", "не отправляется"
        WAITING = "waiting", "ждёт отправки"
        SENT = "sent", "отправлено"
        FAILED = "failed", "не отправлено"

    user = models.ForeignKey(User, models.PROTECT, related_name="notifications")
    # what it tells of: nobody is told the same thing twice
    key = models.CharField(max_length=200)
    title = models.CharField("о чём", max_length=200)
    text = models.TextField("текст")
    url = models.CharField("ссылка", max_length=300, blank=True)
    created_at = models.DateTimeField("когда")
    read_at = models.DateTimeField("прочитано", null=True, blank=True)
    mail = models.CharField("почта", max_length=10, choices=Mail, default=Mail.NONE)
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    mail_tried_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "уведомление"
        verbose_name_plural = "уведомления"
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="a_person_is_told_a_thing_once")
        ]

    def __str__(self):
        return self.title
