"""Teachers by school and subject: one school's counts, and all schools in one table."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.generic import TemplateView, View

from roadmap.forms.teachers import SUBJECTS, TeachersForm, column_title, subject_title
from roadmap.services.teachers import COLUMNS, store_teachers
from roadmap.teacher_table import lines_of, subjects_in, totals_of
from schools.errors import PortalError
from schools.models import School, TeacherSupport
from schools.naming import in_natural_order
from schools.russian import count


class TeachersView(TemplateView):
    """The schools of the municipality in the header, or of one's own, for one subject."""

    template_name = "roadmap/teacher_list.html"

    def get_context_data(self, **kwargs):
        place = self.request.place
        seen = School.objects.visible_to(self.request.user).open_in(place.academic_year)
        if place.municipality:
            seen = seen.filter(municipality=place.municipality)
        elif not place.schools:
            raise Http404
        counted = TeacherSupport.objects.filter(academic_year=place.academic_year)
        rows = list(counted.filter(school__in=seen))
        subjects = subjects_in(rows, SUBJECTS)
        subject = self.request.GET.get("subject", "")
        if subject not in subjects:
            raise Http404
        titles = [column_title(name) for name in COLUMNS]
        lines = lines_of(in_natural_order(seen), rows, subject)
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

    def show(self, school, form):
        context = {"school": school, "form": form, "may_write": self.may_write(school)}
        return render(self.request, "roadmap/school_teachers.html", context)
