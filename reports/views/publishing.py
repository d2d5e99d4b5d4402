"""«Публикация»: what visitors see, and the acts of showing a paper and taking it back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from reports.models import Note, Publication
from reports.publishing.desk import desk_of
from reports.publishing.forms import PageForm, PublishForm, WithdrawForm
from reports.publishing.rules import documents, programme_of, why_not
from reports.publishing.services import switch_page, withdraw_publication, year_of
from reports.publishing.shelf import shelf_of
from reports.views.public import show
from schools.errors import PortalError
from schools.models import Municipality


def publishable_place(request) -> Municipality:
    """The municipality in the header, for whoever publishes there."""
    place = request.place.municipality
    if not place:
        raise Http404
    return get_object_or_404(Municipality.objects.publishable_by(request.user), pk=place.pk)


@require_safe
def desk(request):
    municipality = publishable_place(request)
    address = reverse("public:municipality", args=[municipality.slug])
    context = {
        "municipality": municipality,
        "desk": desk_of(municipality, on=timezone.localdate()),
        "form": PageForm(instance=municipality),
        "address": request.build_absolute_uri(address),
    }
    return render(request, "reports/publishing.html", context)


@require_POST
def switch(request):
    municipality = publishable_place(request)
    form = PageForm(request.POST, instance=municipality)
    form.is_valid()  # two boxes: there is nothing to mistype
    switch_page(municipality, **form.cleaned_data)
    is_public = form.cleaned_data["is_public"]
    messages.success(request, f"Публичная страница {'открыта' if is_public else 'закрыта'}.")
    return redirect("reports:publishing")


@require_safe
def preview(request):
    """What visitors see, also while the page is off."""
    municipality = publishable_place(request)
    shelf = {"shelf": shelf_of(municipality, on=timezone.localdate())}
    return show(request, "public/municipality.html", municipality, shelf, is_preview=True)


class PublishView(View):
    """One document: what will be seen, and the act. A changed text asks for a second look."""

    def dispatch(self, request, pk):
        self.on = timezone.localdate()
        own = documents(self.on).publishable_by(request.user).filter(school=None)
        self.document = get_object_or_404(own, pk=pk)
        return super().dispatch(request)

    def get(self, request):
        return self.show(PublishForm(document=self.document, on=self.on))

    def post(self, request):
        form = PublishForm(request.POST, request.FILES, document=self.document, on=self.on)
        if not form.is_valid():
            return self.show(form)
        try:
            publication = form.publish(by=request.user)
        except PortalError as error:
            form.add_error(None, str(error))
            form.look_again()
            return self.show(form)
        messages.success(request, f"Опубликовано: {publication.title}.")
        return redirect("reports:publishing")

    def show(self, form):
        found = programme_of(self.document)
        note = Note.objects.filter(document=self.document).first()
        context = {
            "document": self.document,
            "note": note and note.pk,
            "why_not": why_not(self.document),
            "form": form,
            "year": year_of(self.document, on=self.on),
            "programme": found and found[0],
        }
        return render(self.request, "reports/publish.html", context)


class WithdrawView(View):
    def dispatch(self, request, pk):
        own = Publication.objects.publishable_by(request.user).current()
        self.publication = get_object_or_404(own.select_related("document"), pk=pk)
        return super().dispatch(request)

    def get(self, request):
        return self.show(WithdrawForm())

    def post(self, request):
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        moment = {"by": request.user, "at": timezone.now()}
        try:
            withdraw_publication(self.publication, **form.cleaned_data, **moment)
        except PortalError as error:
            form.add_error(None, str(error))
            return self.show(form)
        messages.success(request, f"Снято с\xa0публикации: {self.publication.title}.")
        return redirect("reports:publishing")

    def show(self, form):
        context = {"publication": self.publication, "form": form}
        return render(self.request, "reports/publication_withdraw.html", context)
