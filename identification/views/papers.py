from django.http import Http404
from django.views.generic import TemplateView

from identification.lists import lists_of


class ExternalListsView(TemplateView):
    """What others say of the schools of the municipality in the header."""

    template_name = "identification/external_lists.html"

    def get_context_data(self, **kwargs):
        municipality = self.request.place.municipality
        if not municipality:
            raise Http404
        return super().get_context_data(**kwargs) | {"lists": lists_of(municipality)}
