"""Values of many indicators on one page: by school, by period, and of one school."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from roadmap.board import Board
from roadmap.columns import (
    Gate,
    current_period,
    period_columns,
    periods_seen,
    school_columns,
    schools_asked,
)
from roadmap.forms.matrix import Returned
from roadmap.matrix import Matrix, summary
from roadmap.matrix_workbook import workbook_of
from roadmap.models import Level, Programme
from roadmap.services.values import store_values
from schools.files import attachment
from schools.models import School
from schools.russian import count, school_name
from schools.workbooks import XLSX

READ = ("get", "head", "options")
PART = "X-Rows-Only"  # sent by grid.js, which wants the rows it has sent and not the page


class MatrixView(View):
    """Indicators by school in one period. Good cells are stored, the others return."""

    template_name = "roadmap/matrix.html"

    def get(self, request, pk):
        self.look(pk)
        # its own page tells how to begin
        return self.show(self.matrix()) if self.periods else redirect(self.programme)

    def post(self, request, pk):
        self.look(pk)
        if not self.periods:
            raise Http404
        before = self.matrix()
        if not before.is_open:
            raise Http404
        returned = Returned(request.POST, before)
        outcome = store_values(returned.rows, by=request.user, at=timezone.now())
        now = self.matrix()
        kept = returned.kept(outcome, now)
        if PART in request.headers:
            rows = [now.row(indicator, kept) for indicator in returned.sent]
            return render(request, "roadmap/_matrix_rows.html", self.context(now) | {"rows": rows})
        if kept:
            return self.show(now, kept, len(returned.texts))
        messages.success(request, _saved(outcome.stored))
        return redirect(request.get_full_path())

    def look(self, pk):
        user = self.request.user
        self.periods = periods_seen(user, pk)
        if not self.periods:
            self.programme = get_object_or_404(Programme.objects.visible_to(user), pk=pk)
            return
        first = self.periods[0]
        self.programme = first.programme
        self.gate = Gate(self.programme, self.periods, user, keeps_home=first.keeps_home)
        asked = self.request.GET.get("period", "")
        self.period = next(
            (period for period in self.periods if str(period.pk) == asked),
            current_period(self.periods, timezone.localdate()),
        )
        if self.programme.school_id and self.only_municipal:
            raise Http404

    only_municipal = True

    def columns(self):
        return school_columns(self.programme, self.period, self.gate, self.request.user)

    levels = (Level.SCHOOL,)
    without_copies = False

    def matrix(self) -> Matrix:
        return Matrix(
            Board(
                self.programme,
                self.columns(),
                reader=self.request.user,
                periods=self.periods,
                levels=self.levels,
                keeps_home=self.gate.keeps_home,
                without_copies=self.without_copies,
            )
        )

    def show(self, matrix, kept=None, of=0):
        groups = matrix.groups(kept)
        faulty = [row for _goal, rows in groups for row in rows if row.is_unsaved]
        context = self.context(matrix) | {
            "groups": groups,
            "faulty": faulty,
            "summary": summary(len(kept), of) if kept else "",
        }
        return render(self.request, self.template_name, context)

    def context(self, matrix):
        return {
            "programme": self.programme,
            "matrix": matrix,
            "periods": self.periods,
            "period": self.period,
            "is_open": matrix.is_open,
            **self.titles(),
        }

    @property
    def noun(self) -> str:
        is_asked = self.programme.kind == Programme.Kind.QUESTIONNAIRE
        return "Ответы" if is_asked else "Показатели"

    def titles(self):
        chosen = str(self.period.pk)
        return {
            "current": "matrix",
            "heading": f"{self.noun} школ {self.period.named}",
            "nothing": "В\xa0этой программе школы ничего не\xa0вносят.",
            "what": f"школы, {self.period.label}",
            "workbook": f"{reverse('roadmap:matrix-workbook', args=[self.programme.pk])}"
            f"?period={chosen}",
            "places": [(str(one.pk), one.label) for one in self.periods],
            "places_name": "period",
            "places_label": "Период",
            "chosen": chosen,
        }


class YearsView(MatrixView):
    """Indicators by period: of the municipality, or of one school that the reader sees."""

    only_municipal = False

    def look(self, pk):
        super().look(pk)
        if not self.periods:
            return
        self.school = self._school()
        is_own = self.programme.school_id
        self.levels = (
            tuple(Level) if is_own else (Level.SCHOOL if self.school else Level.MUNICIPALITY,)
        )

    def _school(self) -> School | None:
        if self.programme.school_id:
            return self.programme.school
        asked = self.request.GET.get("school", "")
        if not asked:
            return None
        seen = School.objects.visible_to(self.request.user)
        seen = seen.filter(municipality=self.programme.municipality_id)
        return get_object_or_404(seen, pk=asked if asked.isdecimal() else 0)

    def columns(self):
        return period_columns(self.periods, self.school, self.gate)

    def titles(self):
        name = school_name(self.school.short_name) if self.school else "муниципалитет"
        chosen = str(self.school.pk) if self.school else ""
        return {
            "current": "years",
            "heading": f"{self.noun} по\xa0периодам: {name}",
            "nothing": "Показатели этой программы вносят школы. Выберите школу выше.",
            "what": f"{name}, по\xa0периодам",
            "workbook": f"{reverse('roadmap:years-workbook', args=[self.programme.pk])}"
            f"?school={chosen}",
            "places": [] if self.programme.school_id else self._places(),
            "places_name": "school",
            "places_label": "Чьи показатели",
            "chosen": chosen,
        }

    def _places(self):
        """Only where schools are asked for something."""
        if not self.programme.indicators.current().filter(level=Level.SCHOOL).exists():
            return []
        schools = schools_asked(self.programme, self.period, self.request.user)
        named = [(str(one.pk), school_name(one.short_name)) for one in schools]
        return [("", "Муниципалитет"), *named]


class WorkbookView(MatrixView):
    http_method_names = READ

    def get(self, request, pk):
        self.look(pk)
        if not self.periods:
            raise Http404
        return sheet(self.matrix(), self.programme, self.titles()["what"])


class YearsWorkbookView(YearsView):
    http_method_names = READ

    def get(self, request, pk):
        self.look(pk)
        if not self.periods:
            raise Http404
        return sheet(self.matrix(), self.programme, self.titles()["what"])


def sheet(matrix: Matrix, programme: Programme, what: str) -> HttpResponse:
    name = f"{programme}, {what}.xlsx"
    return HttpResponse(
        workbook_of(matrix, what),
        content_type=XLSX,
        headers=attachment(name),
    )


def _saved(stored: int) -> str:
    if not stored:
        return "Изменений нет: всё уже записано."
    return f"Сохранено: {count(stored, 'значение,значения,значений')}."
