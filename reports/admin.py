from django.contrib import admin

from schools.administration import ReadOnlyAdmin

from .models import Letter, Note, Recommendation


@admin.register(Note)
class NoteAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "municipality", "kind", "state", "created_at"]
    list_filter = ["municipality", "kind", "state"]
    list_select_related = ["municipality", "run"]


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "academic_year", "state", "sent_at"]
    list_filter = ["school__municipality", "academic_year", "state"]
    list_select_related = ["school", "run"]


@admin.register(Recommendation)
class RecommendationAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "letter", "rule", "addressee", "state"]
    list_filter = ["letter__school__municipality", "rule", "state"]
    list_select_related = ["letter__school"]
