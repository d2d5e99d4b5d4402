from django.contrib import admin

from schools.administration import PlainAdmin, PlainInline, ReadOnlyAdmin

from .models import ExternalList, ExternalListEntry, Methodology, Run, Verdict


@admin.register(Methodology)
class MethodologyAdmin(ReadOnlyAdmin):
    list_display = ["title", "municipality", "method", "version", "frozen_at"]
    list_filter = ["municipality"]
    list_select_related = ["municipality"]


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "municipality", "academic_year", "state", "created_at"]
    list_filter = ["municipality", "academic_year", "state"]
    list_select_related = ["municipality", "methodology"]


@admin.register(Verdict)
class VerdictAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "score", "place", "adjusted_score", "adjusted_place", "status"]
    list_filter = ["run__municipality", "status"]
    list_select_related = ["run", "school"]


class EntryInline(PlainInline):
    model = ExternalListEntry
    verbose_name, verbose_name_plural = "школа", "названные школы"


@admin.register(ExternalList)
class ExternalListAdmin(PlainAdmin):
    list_display = ["__str__", "municipality", "applies_to_year", "declared_count"]
    list_filter = ["municipality", "applies_to_year"]
    list_select_related = ["municipality"]
    inlines = [EntryInline]
