"""The register as its administrator keeps it: a new school, its card, its years, its closing."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import CreateView, DetailView, FormView, UpdateView
from django.views.generic.detail import SingleObjectMixin

from schools.errors import PortalError
from schools.forms.register import CloseForm, NewSchoolForm, SchoolForm, YearForm
from schools.history import NOBODY, changes_since, version_of
from schools.models import Municipality, School
from schools.russian import school_name, school_year
from schools.scoping import AdministeredByUserMixin
from schools.services import register


def administered_place(request) -> Municipality:
    """The chosen municipality, if the user keeps its register and its people."""
    places = Municipality.objects.administered_by(request.user)
    chosen = request.place.municipality
    return get_object_or_404(places, pk=chosen and chosen.pk)


class SchoolCreateView(CreateView):
    model = School
    form_class = NewSchoolForm
    template_name = "schools/school_form.html"

    def dispatch(self, request, *args, **kwargs):
        self.municipality = administered_place(request)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": School(municipality=self.municipality)}

    def form_valid(self, form):
        school = register.add_school(
            form.instance,
            aliases=form.aliases,
            cluster_name=form.cleaned_data["cluster_name"],
            academic_year=self.request.place.academic_year,
            by=self.request.user,
            at=timezone.now(),
        )
        messages.success(self.request, f"Школа «{school_name(str(school))}» добавлена.")
        return HttpResponseRedirect(school.get_absolute_url())

    def get_context_data(self, **kwargs):
        clusters = list(self.municipality.clusters.all())
        return super().get_context_data(**kwargs) | {"clusters": clusters}


class CardMixin(AdministeredByUserMixin, SingleObjectMixin):
    """A form over one card. Of two who save, the second is told what the first one changed."""

    queryset = School.objects.select_related("municipality", "parent")

    def get_initial(self):
        return super().get_initial() | {"version": version_of(self.object)}

    def get_context_data(self, **kwargs):
        # a form that was refused has its values in the object: the heading keeps the stored name
        name = School.objects.values_list("short_name", flat=True).get(pk=self.object.pk)
        return super().get_context_data(**kwargs) | {"name": name}

    def saved(self, form, save, sentence):
        try:
            save(seen=form.cleaned_data["version"], by=self.request.user, at=timezone.now())
        except register.ChangedMeanwhile:
            form.add_error(None, self._what_others_did(form))
            return self.form_invalid(form)
        except PortalError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, sentence)
        return HttpResponseRedirect(self.object.get_absolute_url())

    def _what_others_did(self, form):
        seen = School.objects.administered_by(self.request.user)
        names = dict(
            seen.filter(municipality=self.object.municipality).values_list("pk", "short_name")
        )
        changes = changes_since(self.object, form.cleaned_data["version"], names)
        # the next press of the button is made in the knowledge of these changes
        form.data = form.data.copy()
        form.data["version"] = version_of(self.object)
        return [
            "Пока вы вводили, карточку изменили. Проверьте поля и сохраните ещё раз, если верно "
            "то, что введено у вас.",
            *(in_a_sentence(change) for change in changes),
        ]


def in_a_sentence(change) -> str:
    when = timezone.localtime(change.at)
    said = "; ".join(
        f"{line.label}: {line.before or 'не указано'} → {line.after or 'не указано'}"
        for line in change.lines
    )
    return f"{change.by or NOBODY}, {when:%d.%m.%Y, %H:%M}: {said}"


class SchoolEditView(CardMixin, UpdateView):
    form_class = SchoolForm
    template_name = "schools/school_form.html"

    def form_valid(self, form):
        def save(**who):
            register.save_school(form.instance, aliases=form.aliases, **who)

        return self.saved(form, save, "Карточка сохранена.")


class SchoolFormView(CardMixin, FormView):
    """A form that is not the card itself but speaks of it."""

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)


class SchoolCloseView(SchoolFormView):
    form_class = CloseForm
    template_name = "schools/school_close.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"school": self.object}

    def get_context_data(self, **kwargs):
        branches = list(self.object.branches.open())
        return super().get_context_data(**kwargs) | {"branches": branches}

    def form_valid(self, form):
        def save(**who):
            data = form.cleaned_data
            register.close_school(
                self.object, on=data["closed_on"], successor=data["successor"], **who
            )

        return self.saved(form, save, "Школа закрыта. Её результаты и документы остались.")


class SchoolReopenView(AdministeredByUserMixin, DetailView):
    """Asks on GET, does on POST."""

    queryset = School.objects.exclude(closed_on=None)
    template_name = "schools/school_reopen.html"

    def post(self, request, *args, **kwargs):
        school = self.get_object()
        try:
            register.reopen_school(school, by=request.user, at=timezone.now())
        except PortalError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Школа снова открыта.")
        return HttpResponseRedirect(school.get_absolute_url())


class SchoolYearView(SchoolFormView):
    form_class = YearForm
    template_name = "schools/school_year.html"

    @property
    def year(self):
        return self.request.place.academic_year

    def get_initial(self):
        school, initial = self.object, super().get_initial()
        self.holding = school.years.filter(academic_year__lte=self.year).last()
        initial["kind"] = school.kind
        if self.holding:
            initial |= {
                "cluster_name": self.holding.cluster.name,
                "kind": self.holding.kind,
                "teachers": self.holding.teachers,
            }
        counted = school.enrolments.filter(academic_year=self.year)
        return initial | {f"grade_{row.grade}": row.pupils for row in counted}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "year": school_year(self.year),
            "clusters": list(self.object.municipality.clusters.all()),
            "older": self.holding and self.holding.academic_year < self.year,
        }

    def form_valid(self, form):
        def save(**who):
            told = {name: form.cleaned_data[name] for name in ("kind", "teachers", "correct")}
            cluster = form.cleaned_data["cluster_name"]
            register.save_year(
                self.object, self.year, cluster_name=cluster, pupils=form.pupils, **told, **who
            )

        return self.saved(form, save, f"Сведения за {school_year(self.year)} сохранены.")
