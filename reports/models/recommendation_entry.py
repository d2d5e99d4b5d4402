from django.db import models

from schools.models import User

from .recommendation import Recommendation


class RecommendationEntry(models.Model):
    """What people did with a recommendation, the oldest first: who, when, from what to what."""

    class Action(models.TextChoices):
        ADDED = "added", "добавлена"
        EDITED = "edited", "изменена"
        MOVED = "moved", "переставлена"
        REJECTED = "rejected", "отклонена"
        RESTORED = "restored", "возвращена"
        SENT = "sent", "направлена"
        OBJECTED = "objected", "возражение"
        UPHELD = "upheld", "оставлена в\xa0силе"
        MARKED = "marked", "отмечена"
        WITHDRAWN = "withdrawn", "снята"

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="entries")
    action = models.CharField(max_length=10, choices=Action)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    text = models.TextField("пояснение", blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["recommendation", "at", "pk"]
        verbose_name = "запись рекомендации"
        verbose_name_plural = "записи рекомендаций"

    def __str__(self):
        return self.get_action_display()

    @property
    def change(self) -> tuple[str, str]:
        """From what to what, where the action does not say it already."""
        if self.action in (self.Action.EDITED, self.Action.MOVED):
            return self.before, self.after
        return ("", self.after) if self.action == self.Action.MARKED else ("", "")
