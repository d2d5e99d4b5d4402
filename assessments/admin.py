from django.contrib import admin

from schools.administration import PlainAdmin, PlainInline, ReadOnlyAdmin

from .models import Level, Procedure, Result, Scale, Sitting


@admin.register(Procedure)
class ProcedureAdmin(PlainAdmin):
    list_display = ["__str__", "kind", "grade", "subject", "variant"]
    list_filter = ["kind", "grade"]


class LevelInline(PlainInline):
    model = Level
    verbose_name, verbose_name_plural = "уровень", "уровни"


@admin.register(Scale)
class ScaleAdmin(PlainAdmin):
    list_display = ["__str__", "from_year"]
    list_select_related = ["procedure"]
    inlines = [LevelInline]


@admin.register(Sitting)
class SittingAdmin(PlainAdmin):
    list_display = ["__str__", "academic_year", "held"]
    list_filter = ["academic_year", "held"]
    list_select_related = ["procedure"]


@admin.register(Result)
class ResultAdmin(ReadOnlyAdmin):
    """Results are written by one door, which keeps what stood there before."""

    list_display = ["__str__", "participants", "no_data"]
    list_filter = ["sitting__academic_year", "school__municipality"]
    list_select_related = ["school", "sitting__procedure"]
