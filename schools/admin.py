from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone

from .administration import PlainAdmin, PlainInline, ReadOnlyAdmin
from .models import (
    Cluster,
    Document,
    Invitation,
    Membership,
    Municipality,
    Region,
    School,
    SchoolAlias,
    SchoolYear,
    User,
)
from .services.people import end_membership

# what a person may do is a membership; groups would be a second answer
admin.site.unregister(Group)
# an address is a field of the person; a second factor, its secret too, is nobody else's to see
admin.site.unregister(EmailAddress)
admin.site.unregister(Authenticator)


@admin.register(Region)
class RegionAdmin(PlainAdmin):
    search_fields = ["name"]


@admin.register(Municipality)
class MunicipalityAdmin(PlainAdmin):
    list_display = ["name", "region", "slug", "academic_year"]
    list_filter = ["region"]
    search_fields = ["name", "slug"]


@admin.register(Cluster)
class ClusterAdmin(PlainAdmin):
    list_display = ["name", "municipality", "order"]
    list_filter = ["municipality"]
    list_select_related = ["municipality"]


class AliasInline(PlainInline):
    model = SchoolAlias
    fields = ["kind", "value", "municipality"]


class YearInline(PlainInline):
    model = SchoolYear


@admin.register(School)
class SchoolAdmin(PlainAdmin):
    list_display = ["short_name", "municipality", "kind", "legal_status", "closed_on"]
    list_filter = ["municipality", "kind", "legal_status"]
    search_fields = ["short_name", "full_name"]
    list_select_related = ["municipality"]
    autocomplete_fields = ["municipality", "parent", "successor"]
    inlines = [AliasInline, YearInline]


@admin.register(Document)
class DocumentAdmin(PlainAdmin):
    list_display = ["title", "kind", "number", "dated_on", "municipality"]
    list_filter = ["municipality", "kind"]
    search_fields = ["title", "number"]
    list_select_related = ["municipality"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@admin.register(User)
class PersonAdmin(UserAdmin):
    """The only place where a region's operator is named and a person is deactivated."""

    actions = ["forget_second_factor"]

    list_display = ["username", "last_name", "first_name", "is_active", "is_superuser"]
    list_filter = ["is_active", "is_superuser"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Человек", {"fields": ["last_name", "first_name", "email"]}),
        ("Доступ", {"fields": ["is_active", "is_superuser"]}),
        ("Когда", {"fields": ["last_login", "date_joined"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = []

    @admin.action(description="Снять второй шаг входа: потеряны телефон и запасные коды")
    def forget_second_factor(self, request, people):
        Authenticator.objects.filter(user__in=people).delete()
        self.message_user(request, "Снято. Теперь для входа достаточно пароля.")


@admin.register(Membership)
class MembershipAdmin(PlainAdmin):
    list_display = ["user", "role", "region", "municipality", "school", "starts_on", "ended_at"]
    list_filter = ["role", "municipality"]
    list_select_related = ["user", "region", "municipality", "school"]
    search_fields = ["user__username", "user__last_name"]
    autocomplete_fields = ["user", "region", "municipality", "school", "document"]
    # rights do not wait for `starts_on`: it tells since when they are there
    readonly_fields = ["starts_on", "granted_by", "ended_at", "ended_by"]
    actions = ["end"]

    def has_delete_permission(self, request, obj=None):
        """It is ended, and stays as a record of who could do what."""
        return False

    def save_model(self, request, membership, form, change):
        if not change:
            membership.granted_by = request.user
            membership.starts_on = timezone.localdate()
        super().save_model(request, membership, form, change)

    @admin.action(description="Прекратить полномочия")
    def end(self, request, memberships):
        for membership in memberships.current():
            end_membership(membership, by=request.user, at=timezone.now())
        self.message_user(request, "Прекращено. Внесённое этими людьми осталось.")


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "role", "created_by", "created_at", "expires_at", "used_at"]
    list_select_related = ["user", "created_by"]
    exclude = ["token_hash"]
