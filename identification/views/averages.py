from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView

from identification.averages import store_averages, wanted
from identification.figures import authors_of
from identification.forms.averages import AveragesForm
from schools.russian import count

from .figures import OfMunicipality


class AveragesView(OfMunicipality, FormView):
    """The averages that the methodologies of the municipality in the header compare with."""

    form_class = AveragesForm
    template_name = "identification/averages.html"

    def post(self, request):
        if not self.may_write:
            raise Http404
        return super().post(request)

    def get_form_kwargs(self):
        rows = wanted(self.municipality, self.academic_year)
        return super().get_form_kwargs() | {
            "wanted": rows,
            "entries": authors_of(one.figure for one in rows if one.figure),
            "municipality": self.municipality,
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"may_write": self.may_write}

    def form_valid(self, form):
        outcome = store_averages(
            self.municipality,
            form.changes,
            source=form.paper,
            by=self.request.user,
            at=timezone.now(),
        )
        if outcome.conflicts:
            form = self.get_form()
            form.is_valid()
            form.mark(outcome.conflicts)
            return self.form_invalid(form)
        values = count(outcome.stored, "значение,значения,значений")
        messages.success(
            self.request, f"Сохранено: {values}." if outcome.stored else "Всё как было."
        )
        return redirect("identification:averages")
