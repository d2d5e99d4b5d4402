"""What the pages of Django's admin share: Russian labels, and no way round the services."""

from django.contrib import admin

LABELS = {
    "code": "Код",
    "created_by": "Кто создал",
    "document": "Документ",
    "label": "Подпись",
    "list": "Перечень",
    "procedure": "Процедура",
    "region": "Регион",
    "run": "Проведение",
    "scale": "Шкала",
    "school": "Школа",
    "sitting": "Проведение процедуры",
    "source": "Источник",
    "started_by": "Кто провёл",
    "version": "Номер изменения",
    "order": "Порядок",
}


class PlainAdmin(admin.ModelAdmin):
    list_per_page = 50

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, labels=LABELS, **kwargs)


class PlainInline(admin.TabularInline):
    extra = 0

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, labels=LABELS, **kwargs)


class ReadOnlyAdmin(PlainAdmin):
    """Rows that only a service may write."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
