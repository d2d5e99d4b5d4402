"""How a municipality is called in papers, and when the calendar works for it."""

from django.contrib import messages
from django.urls import reverse
from django.views.generic import UpdateView

from schools.forms.municipality import MunicipalityForm
from schools.views.register_edit import administered_place


class MunicipalityEditView(UpdateView):
    form_class = MunicipalityForm
    template_name = "schools/municipality_form.html"

    def get_object(self, queryset=None):
        return administered_place(self.request)

    def form_valid(self, form):
        messages.success(self.request, "Сведения о муниципалитете сохранены.")
        return super().form_valid(form)

    def get_success_url(self):
        return reverse("schools:municipality")
