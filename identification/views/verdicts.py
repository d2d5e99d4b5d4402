from django.views.generic import DetailView

from identification.models import Run, Verdict
from identification.presenting import presentation_of, why_of
from schools.scoping import VisibleToUserMixin


class WhyView(VisibleToUserMixin, DetailView):
    """Why a school has its status. Its own people and its curator see it, once a run is done."""

    queryset = Verdict.objects.select_related(
        "school", "run__municipality", "run__methodology__document"
    )
    template_name = "identification/why.html"

    def get_queryset(self):
        return super().get_queryset().open_to(self.request.user)

    def get_context_data(self, **kwargs):
        verdict, run = self.object, self.object.run
        return super().get_context_data(**kwargs) | {
            **why_of(verdict),
            "template": presentation_of(run).why_template,
            "sees_run": Run.objects.visible_to(self.request.user).filter(pk=run.pk).exists(),
        }
