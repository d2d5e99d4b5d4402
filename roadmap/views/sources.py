"""Where the value of an indicator comes from: people enter it, or a source of the portal tells it.

The source is chosen first, then asked what exactly: its form is made of its schema.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from identification.forms.boxes import Known
from identification.forms.parameters import ParametersForm
from roadmap.models import Indicator
from roadmap.services.programmes import choose_source
from roadmap.sources import SOURCES, Question, suiting, suits


class SourceView(View):
    def dispatch(self, request, *args, **kwargs):
        own = Indicator.objects.editable_by(request.user).current().filter(origin=None)
        own = own.select_related("programme__municipality")
        self.indicator = get_object_or_404(own, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, pk):
        if "source" not in request.GET:
            return self.choose()
        question = self.question(request.GET["source"])
        is_same = question.source.code == self.indicator.source
        told = self.indicator.source_parameters if is_same else None
        return self.ask(question, ParametersForm.of(question, self.known, told))

    def post(self, request, pk):
        if not request.POST.get("source"):
            choose_source(self.indicator, "", {})
            messages.success(request, "Значения этого показателя теперь вносят люди.")
            return redirect(self.indicator)
        question = self.question(request.POST["source"])
        form = ParametersForm.posted(question, self.known, request.POST)
        if "add" in request.POST or "remove" in request.POST:
            add, remove = (request.POST.get(name, "") for name in ("add", "remove"))
            return self.ask(question, form.reshaped(add=add, remove=remove))
        if not form.is_valid():
            return self.ask(question, form)
        choose_source(self.indicator, question.source.code, form.parameters)
        messages.success(request, "Источник сохранён. Портал посчитает значения этой ночью.")
        return redirect(self.indicator)

    @property
    def known(self) -> Known:
        return Known.to(self.indicator.programme.municipality)

    def question(self, code: str) -> Question:
        source = SOURCES.get(code)
        if source is None or not suits(source, self.indicator):
            raise Http404
        return Question(source, self.indicator)

    def choose(self):
        context = {
            "indicator": self.indicator,
            "programme": self.indicator.programme,
            "sources": suiting(self.indicator),
        }
        return render(self.request, "roadmap/source_choose.html", context)

    def ask(self, question: Question, form: ParametersForm):
        context = {
            "indicator": self.indicator,
            "programme": self.indicator.programme,
            "source": question.source,
            "form": form,
        }
        return render(self.request, "roadmap/source_form.html", context)
