"""Django's own admin: for the superuser, through the portal's sign-in."""

from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.urls import reverse
from django.utils.decorators import method_decorator


class PortalAdminSite(AdminSite):
    site_title = site_header = "Опора: администрирование"
    index_title = "Данные портала"

    def has_permission(self, request):
        return request.user.is_active and request.user.is_superuser

    def admin_view(self, view, cacheable=False):
        """For everybody else there is no such page."""
        guarded = super().admin_view(view, cacheable)

        def seen_by_the_superuser(request, *args, **kwargs):
            self._hide_from_others(request)
            return guarded(request, *args, **kwargs)

        return update_wrapper(seen_by_the_superuser, guarded)

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        self._hide_from_others(request)
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or self._index())

    def _hide_from_others(self, request):
        if request.user.is_authenticated and not self.has_permission(request):
            raise Http404

    def _index(self):
        return reverse("admin:index", current_app=self.name)
