"""School programmes: «5 из 8», copies of the template, and what changed in it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import View

from roadmap.forms.editions import CopyForm
from roadmap.models import Programme
from roadmap.services import editions, school_programmes
from roadmap.services.sites import supported_schools
from schools.errors import PortalError
from schools.models import Municipality
from schools.naming import in_natural_order, natural_key

TEMPLATES = Programme.objects.with_copies().municipal().select_related("municipality")
COPIES = Programme.objects.filter(template__isnull=False).select_related(
    "school", "municipality", "template", "template_edition"
)


class SchoolProgrammesView(View):
    """The copies of a municipal programme and who still lacks one; to a school only its own."""

    def get(self, request, pk):
        return self.show(request, get_object_or_404(TEMPLATES.visible_to(request.user), pk=pk))

    def post(self, request, pk):
        template = get_object_or_404(TEMPLATES.editable_by(request.user), pk=pk)
        form = CopyForm(request.POST, programme=template, on=timezone.localdate())
        if not form.is_valid():
            return self.show(request, template, form)
        try:
            made = school_programmes.copy_template(
                template,
                form.cleaned_data["schools"],
                by=request.user,
                on=timezone.localdate(),
                at=timezone.now(),
            )
        except PortalError as error:
            form.add_error(None, str(error))
            return self.show(request, template, form)
        messages.success(request, f"Создано школьных программ: {len(made)}.")
        return redirect("roadmap:school-programmes", pk)

    def show(self, request, template, form=None):
        municipality = template.municipality
        copies = COPIES.filter(template=template).visible_to(request.user)
        copies = sorted(copies, key=lambda one: natural_key(one.school.short_name))
        may_copy = TEMPLATES.editable_by(request.user).filter(pk=template.pk).exists()
        places = Municipality.objects.visible_to(request.user).filter(pk=municipality.pk)
        sees_all = places.exists()
        today = timezone.localdate()
        supported = supported_schools(municipality, on=today) if sees_all else []
        have = {one.school_id for one in copies}
        newest = template.editions.first()
        context = {
            "programme": template,
            "copies": [(one, newest and one.template_edition != newest) for one in copies],
            "sees_all": sees_all,
            "supported": len(supported),
            "have": sum(school.pk in have for school in supported),
            "without": in_natural_order(one for one in supported if one.pk not in have),
            "form": form or (CopyForm(programme=template, on=today) if may_copy else None),
            "changed": may_copy and newest and editions.has_changed(template),
        }
        return render(request, "roadmap/school_programmes.html", context)


class TemplateChangesView(View):
    """What changed in the template and is not in the school's programme yet."""

    def get(self, request, pk):
        programme = get_object_or_404(COPIES.visible_to(request.user), pk=pk)
        may_edit = Programme.objects.editable_by(request.user).filter(pk=pk).exists()
        context = {
            "programme": programme,
            "offers": school_programmes.offers(programme),
            "may_edit": may_edit,
        }
        return render(request, "roadmap/template_changes.html", context)


@require_POST
def take_over(request, pk):
    """One line, or with no line named: the rest stays as the school has it."""
    programme = get_object_or_404(COPIES.editable_by(request.user), pk=pk)
    key = request.POST.get("key")
    if key is None:
        raise Http404
    try:
        school_programmes.take_over(programme, key, on=timezone.localdate())
    except PortalError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, "Изменение принято.")
    return redirect("roadmap:template-changes", pk)


@require_POST
def keep_ours(request, pk):
    programme = get_object_or_404(COPIES.editable_by(request.user), pk=pk)
    school_programmes.keep_ours(programme)
    messages.success(request, "Остальное осталось как у\xa0вас.")
    return redirect(programme)
