from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView

from identification.averages import store_averages, wanted
from identification.forms.averages import AveragesForm
from schools.models import Municipality
from schools.russian import count
from schools.scoping import may_write


class AveragesView(FormView):
    """The averages that the methodologies of the municipality in the header compare with."""

    form_class = AveragesForm
    template_name = "identification/averages.html"

    def dispatch(self, request, *args, **kwargs):
        seen = Municipality.objects.visible_to(request.user)
        chosen = request.place.municipality
        self.municipality = seen.filter(pk=chosen and chosen.pk).first()
        if not self.municipality:
            raise Http404
        self.may_write = may_write(request.user, self.municipality)
        if request.method == "POST" and not self.may_write:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        year = self.request.place.academic_year
        return super().get_form_kwargs() | {
            "wanted": wanted(self.municipality, year),
            "municipality": self.municipality,
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"may_write": self.may_write}

    def form_valid(self, form):
        changed = store_averages(
            self.municipality,
            form.values,
            source=form.paper,
            by=self.request.user,
            at=timezone.now(),
        )
        values = count(changed, "значение,значения,значений")
        messages.success(self.request, f"Сохранено: {values}." if changed else "Всё как было.")
        return redirect("identification:averages")
