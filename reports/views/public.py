"""The pages that need no sign-in: what a municipality has published, and nothing else of it.

Whatever is not shown answers like what does not exist.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_safe

from reports.publishing.answering import answer, for_robots
from reports.publishing.feed import PublishedFeed
from reports.publishing.shelf import paper_at, public_municipalities, shelf_of
from roadmap.views.evidence import SANDBOX
from schools.file_names import windows_name


@method_decorator(login_not_required, name="dispatch")
class PublicView(View):
    """One municipality whose page is on, in its own time."""

    http_method_names = ["get", "head", "options"]

    def dispatch(self, request, municipality, **kwargs):
        self.municipality = get_object_or_404(public_municipalities(), slug=municipality)
        timezone.activate(self.municipality.time_zone)
        self.on = timezone.localdate()
        return for_robots(self.municipality, super().dispatch(request, **kwargs))

    def page(self, template: str, context: dict):
        return answer(self.request, show(self.request, template, self.municipality, context))


class MunicipalityView(PublicView):
    def get(self, request):
        shelf = shelf_of(self.municipality, on=self.on)
        return self.page("public/municipality.html", {"shelf": shelf})


class YearView(PublicView):
    def get(self, request, year):
        shelf = shelf_of(self.municipality, on=self.on)
        papers = shelf.of(year)
        if not papers:
            raise Http404
        return self.page("public/year.html", {"shelf": shelf, "year": year, "papers": papers})


class PaperView(PublicView):
    def get(self, request, year, paper):
        return self.page("public/paper.html", {"paper": self.found(year, paper)})

    def found(self, year, slug):
        paper = paper_at(self.municipality, year, slug, on=self.on)
        if paper is None:
            raise Http404
        return paper


class FileView(PaperView):
    """The frozen file; a browser is not to open by itself what somebody uploaded."""

    def get(self, request, year, paper, ending):
        publication = self.found(year, paper).publication
        file = publication.file
        if publication.ending != ending or not file or not file.storage.exists(file.name):
            raise Http404
        name = f"{publication.slug}.{publication.ending}"
        response = FileResponse(
            file.open("rb"),
            as_attachment=True,
            filename=windows_name(name),
            content_type=publication.content_type,
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = SANDBOX
        stamp = {"sha256": publication.sha256, "changed_at": publication.published_at}
        answered = answer(request, response, **stamp)
        if answered is not response:  # the visitor has it already
            file.close()
        return answered


class FeedView(PublicView):
    def get(self, request):
        return answer(request, PublishedFeed(shelf_of(self.municipality, on=self.on))(request))


@login_not_required
@require_safe
def index(request):
    """Who publishes on this portal. Search engines are led by the municipalities themselves."""
    context = {
        "municipalities": public_municipalities()
        .select_related("region")
        .order_by("region__name", "name")
    }
    return for_robots(None, answer(request, show(request, "public/index.html", None, context)))


@login_not_required
@require_safe
def robots(request):
    """The portal is nobody's to index but for the pages whose municipality allows it."""
    allowed = public_municipalities().filter(is_indexed=True).order_by("slug")
    pages = [reverse("public:municipality", args=[one.slug]) for one in allowed]
    lines = ["User-agent: *", *(f"Allow: {page}" for page in pages)]
    lines += ["Allow: /static/"] if pages else []
    text = "\n".join([*lines, "Disallow: /", ""])
    return answer(request, HttpResponse(text, content_type="text/plain; charset=utf-8"))


def show(request, template: str, municipality, context: dict, *, is_preview: bool = False):
    """Without what the portal knows of its users: the page is the same for everybody."""
    look = {
        "theme": "dark" if request.COOKIES.get("theme") == "dark" else "light",
        "contrast": request.COOKIES.get("contrast") == "high",
    }
    frame = {
        "municipality": municipality,
        "look": look,
        "is_preview": is_preview,
        # a page that is off is shown to whoever may open it; its links would lead nowhere
        "leads": not is_preview or municipality.is_public,
    }
    return render(request, template, frame | context)
