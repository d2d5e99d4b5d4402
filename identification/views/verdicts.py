from django.views.generic import DetailView

from identification.lists import lists_of
from identification.methods.wording import basis
from identification.methods.wording.weighted_score import formula
from identification.models import Run, Verdict
from identification.summary import place_words, school_row
from identification.why import HEADINGS, LISTED, WITHIN, why
from schools.scoping import VisibleToUserMixin


class WhyView(VisibleToUserMixin, DetailView):
    """Why a school has its status. Its own people and its curator see it, once a run is done."""

    queryset = Verdict.objects.of_finished_runs().select_related(
        "school", "run__municipality", "run__methodology__document"
    )
    template_name = "identification/why.html"

    def get_context_data(self, **kwargs):
        verdict, user = self.object, self.request.user
        run = verdict.run
        # of the others only their places are read, to say «8 из 8»
        others = list(run.verdicts.defer("reasons"))
        row = school_row(
            run,
            verdict,
            place_words(others, run.parameters)[verdict.pk],
            place_words(others, run.parameters, "adjusted_")[verdict.pk],
            lists_of(run.municipality, academic_year=run.academic_year),
        )
        return super().get_context_data(**kwargs) | {
            "run": run,
            "row": row,
            "why": why(verdict.reasons, run.parameters, status=verdict.status),
            "heading": HEADINGS[verdict.status],
            "listed": [(title, LISTED[answer]) for title, answer in row.listed.items()],
            "within": WITHIN[run.parameters["rank_within"]],
            "basis": basis(run.snapshot),
            "zero": run.parameters["gaps"] == "zero",
            "rule": run.rule.in_words(),
            "formula": formula(run.parameters),
            "sees_run": Run.objects.visible_to(user).filter(pk=run.pk).exists(),
        }
