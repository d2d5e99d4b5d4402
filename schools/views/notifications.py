"""What the portal tells a person."""

from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from schools.models import Notification
from schools.scoping import VisibleToUserMixin
from schools.services import notifications


class NotificationListView(VisibleToUserMixin, ListView):
    """The newest first. Seeing a page changes nothing: read is what was marked as read."""

    queryset = Notification.objects.all()
    template_name = "schools/notification_list.html"
    paginate_by = 50

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"unread": any(not told.read_at for told in context["object_list"])}


@require_POST
def mark_all_read(request):
    notifications.read_all(request.user, at=timezone.now())
    return redirect("schools:notifications")
