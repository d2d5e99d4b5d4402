"""Teachers by school and subject: one school's counts, and all schools in one table."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView, View

from roadmap.forms.teachers import SUBJECTS, PasteForm, TeachersForm, column_title, subject_title
from roadmap.services.teachers import COLUMNS, store_teachers
from roadmap.teacher_table import lines_of, subjects_in, totals_of
from roadmap.teacher_workbook import workbook_of
from schools.errors import PortalError
from schools.files import attachment
from schools.models import School, TeacherSupport
from schools.naming import in_natural_order
from schools.russian import count, school_year
from schools.workbooks import XLSX


def counted(request) -> tuple[list[School], list[TeacherSupport]]:
    """The schools in the header that the reader sees, and what they told of the year."""
    place = request.place
    seen = School.objects.visible_to(request.user).open_in(place.academic_year)
    if place.municipality:
        seen = seen.filter(municipality=place.municipality)
    elif not place.schools:
        raise Http404
    rows = TeacherSupport.objects.filter(academic_year=place.academic_year, school__in=seen)
    return in_natural_order(seen), list(rows)


@require_safe
def download(request):
    """All subjects on one sheet, a row for each school and subject."""
    schools, rows = counted(request)
    year = school_year(request.place.academic_year)
    title = f"Педагоги, {year} учебный год"
    subjects = subjects_in(rows, SUBJECTS)
    return HttpResponse(
        workbook_of(schools, rows, subjects, title=title),
        content_type=XLSX,
        headers=attachment(f"{title}.xlsx"),
    )


class TeachersView(TemplateView):
    """The schools of the municipality in the header, or of one's own, for one subject."""

    template_name = "roadmap/teacher_list.html"

    def get_context_data(self, **kwargs):
        schools, rows = counted(self.request)
        subjects = subjects_in(rows, SUBJECTS)
        subject = self.request.GET.get("subject", "")
        if subject not in subjects:
            raise Http404
        titles = [column_title(name) for name in COLUMNS]
        lines = lines_of(schools, rows, subject)
        return super().get_context_data(**kwargs) | {
            "lines": [(line, list(zip(titles, line.numbers, strict=True))) for line in lines],
            "totals": list(zip(titles, totals_of(lines), strict=True)),
            "titles": titles,
            "subject": subject,
            "subjects": [(one, subject_title(one)) for one in subjects],
            "caption": subject_title(subject),
        }


class SchoolTeachersView(View):
    """A school's counts of the year in the header; who writes for the school enters them here."""

    def get(self, request, pk):
        return self.show(self.school(pk), self.form())

    def post(self, request, pk):
        school = self.school(pk)
        if not self.may_write(school):
            raise Http404
        if "paste" in request.POST:
            return self.paste(school)
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(school, form)
        try:
            changed = store_teachers(
                school, self.year, form.told, by=request.user, at=timezone.now()
            )
        except PortalError as refusal:
            form.add_error(None, str(refusal))
            return self.show(school, form)
        columns = count(changed, "столбец,столбца,столбцов")
        messages.success(request, f"Сохранено: {columns}." if changed else "Всё как было.")
        return redirect("roadmap:school-teachers", pk)

    def paste(self, school):
        """Fills the boxes, stores nothing: a person looks the numbers through and saves them."""
        form = self.form()
        pasting = PasteForm(self.request.POST, subjects=form.subjects)
        if not pasting.is_valid():
            return self.show(school, form, pasting)
        pasted = pasting.pasted
        filled = count(len(pasted.cells), "число,числа,чисел")
        messages.info(self.request, f"Вставлено: {filled}. Проверьте и\xa0сохраните.")
        if pasted.unknown:
            names = ", ".join(f"«{one}»" for one in dict.fromkeys(pasted.unknown))
            messages.warning(self.request, f"Эти строки и\xa0столбцы не\xa0узнаны: {names}.")
        return self.show(school, self.form(form.filled_with(pasted)))

    @property
    def year(self) -> int:
        return self.request.place.academic_year

    def school(self, pk):
        seen = School.objects.visible_to(self.request.user).select_related("municipality")
        return get_object_or_404(seen, pk=pk)

    def may_write(self, school) -> bool:
        return School.objects.editable_by(self.request.user).filter(pk=school.pk).exists()

    def form(self, data=None) -> TeachersForm:
        rows = TeacherSupport.objects.filter(school=self.kwargs["pk"], academic_year=self.year)
        return TeachersForm(data, rows={row.subject.lower(): row for row in rows})

    def show(self, school, form, pasting=None):
        context = {
            "school": school,
            "form": form,
            "pasting": pasting or PasteForm(subjects=form.subjects),
            "may_write": self.may_write(school),
        }
        return render(self.request, "roadmap/school_teachers.html", context)
