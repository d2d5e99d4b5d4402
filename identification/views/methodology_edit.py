"""The form of a methodology, made of the schema of its method.

Every button posts the whole form: only «Сохранить» stores it.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from identification.forms.boxes import Known
from identification.forms.methodology import HeadForm
from identification.forms.parameters import ParametersForm
from identification.measures import rule_in_words
from identification.methodologies import add_methodology, save_methodology, state_of
from identification.methods import METHODS, problems_of
from identification.methods.wording.suits import SUITS
from identification.models import Methodology
from schools.errors import PortalError
from schools.models import Municipality


def reshaped(form: ParametersForm, data) -> ParametersForm | None:
    """The form after a button that adds or removes a row; None for every other button."""
    if "add" in data or "remove" in data:
        return form.reshaped(add=data.get("add", ""), remove=data.get("remove", ""))
    return None


def rule_of(form: ParametersForm) -> str:
    """In words, where the parameters are possible."""
    return rule_in_words(form.method(**form.parameters)) if form.is_valid() else ""


class Editor(View):
    template_name = "identification/methodology_form.html"
    methodology: Methodology | None = None

    def post(self, request, **kwargs):
        known = Known.to(self.municipality)
        form = ParametersForm.posted(self.method, known, request.POST)
        head = HeadForm(request.POST, municipality=self.municipality)
        if other := reshaped(form, request.POST):
            return self.page(head.as_typed(), other)
        if "carry" in request.POST:  # from the page «что, если»
            return self.page(self.head(), form, rule=rule_of(form))
        if "show" in request.POST:
            return self.page(head.as_typed(), form, rule=rule_of(form))
        if not all([head.is_valid(), form.is_valid()]):
            return self.page(head, form)
        try:
            saved = self.save(head, head.content(self.method.name, form.parameters))
        except PortalError as refusal:
            head.add_error(None, str(refusal))
            # the next press of the button is made in the knowledge of the refusal
            head.data = head.data.copy()
            head.data["seen"] = self.seen
            return self.page(head, form)
        if saved.frozen_at:
            said = "Ничего не изменилось, новой редакции не понадобилось."
        else:
            said = f"Методика «{saved}» сохранена, редакция {saved.version}."
        messages.success(request, said)
        return redirect(saved)

    def page(self, head: HeadForm, form: ParametersForm, *, rule: str = ""):
        context = {
            "methodology": self.methodology,
            "method": self.method.title,  # a class: a template would call it
            "head": head,
            "form": form,
            "rule": rule,
        }
        return render(self.request, self.template_name, context)

    def head(self) -> HeadForm:
        return HeadForm(municipality=self.municipality, initial=self.initial)


class CreateView(Editor):
    """First the method is chosen, then its form begins with the values of its document."""

    initial = {}
    seen = ""

    def dispatch(self, request, *args, **kwargs):
        ours = Municipality.objects.administered_by(request.user)
        chosen = request.place.municipality
        self.municipality = get_object_or_404(ours, pk=chosen and chosen.pk)
        name = request.GET.get("method")
        if name is None:
            methods = [(name, method.title, SUITS[name]) for name, method in METHODS.items()]
            context = {"methods": methods}
            return render(request, "identification/methodology_choose.html", context)
        if name not in METHODS:
            raise Http404
        self.method = METHODS[name]
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self.page(self.head(), ParametersForm.of(self.method, Known.to(self.municipality)))

    def save(self, head, content):
        by, at = self.request.user, timezone.now()
        return add_methodology(self.municipality, content, by=by, at=at)


class EditView(Editor):
    def dispatch(self, request, *args, pk, **kwargs):
        ours = Methodology.objects.administered_by(request.user)
        ours = ours.select_related("document", "municipality")
        asked = get_object_or_404(ours, pk=pk)
        # an older version stays as it is: whoever has its address edits the newest one
        self.methodology = asked.versions.select_related("document", "municipality").first()
        self.municipality, self.method = asked.municipality, METHODS[self.methodology.method]
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        now = self.methodology
        form = ParametersForm.of(self.method, Known.to(self.municipality), now.parameters)
        rule = "" if problems_of(now.method, now.parameters) else rule_in_words(now.rule)
        return self.page(self.head(), form, rule=rule)

    @property
    def initial(self) -> dict:
        now = self.methodology
        return {
            "title": now.title,
            "document": now.document_id,
            "remark": now.remark,
            "seen": self.seen,
        }

    @property
    def seen(self) -> str:
        return state_of(self.methodology)

    def save(self, head, content):
        who = {"by": self.request.user, "at": timezone.now()}
        seen = head.cleaned_data["seen"]
        return save_methodology(self.methodology, content, seen=seen, **who)
