from django.http import Http404
from django.views.generic import DetailView, TemplateView

from assessments.naming import line_title
from identification.lists import lists_of
from identification.methods import problems_of
from identification.methods.statuses import NAMES
from identification.methods.wording.weighted_score import formula, status_in_words
from identification.models import Methodology
from schools.scoping import VisibleToUserMixin


class ExternalListsView(TemplateView):
    """What others say of the schools of the municipality in the header."""

    template_name = "identification/external_lists.html"

    def get_context_data(self, **kwargs):
        municipality = self.request.place.municipality
        if not municipality:
            raise Http404
        return super().get_context_data(**kwargs) | {"lists": lists_of(municipality)}


class MethodologyView(VisibleToUserMixin, DetailView):
    """A rule in words, with its lines, weights and limits."""

    queryset = Methodology.objects.select_related("document", "municipality")
    template_name = "identification/methodology_detail.html"

    def get_context_data(self, **kwargs):
        methodology, context = self.object, super().get_context_data(**kwargs)
        parameters = methodology.parameters
        if problems := problems_of(methodology.method, parameters):
            return context | {"problems": problems}
        context |= {"rule": methodology.rule.in_words()}
        if methodology.method != "weighted_score":
            return context
        return context | {
            "formula": formula(parameters),
            "lines": [
                {"title": title_of(line["procedure"]), "high": line["high"], "low": line["low"]}
                for line in parameters["lines"]
            ],
            "statuses": [
                {"name": NAMES[rule["status"]], "code": rule["status"], "rule": words}
                for rule in parameters["statuses"]
                if (words := status_in_words(rule))
            ],
        }


def title_of(procedure: dict) -> str:
    return line_title(
        procedure["kind"],
        procedure.get("grade"),
        procedure["subject"],
        procedure.get("variant"),
    )
