from django.contrib import admin

from schools.administration import ReadOnlyAdmin

from .models import Note


@admin.register(Note)
class NoteAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "municipality", "kind", "state", "created_at"]
    list_filter = ["municipality", "kind", "state"]
    list_select_related = ["municipality", "run"]
