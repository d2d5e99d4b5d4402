"""The rows of the grid that came back: each is the form of one result, with a prefix."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from django.http import QueryDict

from assessments.grid import Grid
from assessments.results import NewResult, Outcome, figures_of
from assessments.rows import Typed, shown
from assessments.rules import doubt, mean_mark
from assessments.versions import conflict_of, figures_seen
from assessments.wording import labels_of, parts_of, sentence
from schools.models import Enrolment, School
from schools.russian import compact

from .entry import EntryForm, initial_of

OUT_OF_DATE = "Строка пришла без номера версии. Откройте страницу заново и\xa0внесите ещё раз."
SHARES = ("share_low", "share_high")


class RowForm(EntryForm):
    """What the grid does not ask stays as the author of the row saw it."""

    def __init__(self, said: Mapping[str, str], seen: Mapping | None, *, school: School, **kwargs):
        self.school = school
        initial = initial_of(seen, kwargs["levels"], int(said["version"]))
        data = said | {
            name: compact(Decimal(initial[name]) / 100)
            for name in SHARES
            if initial.get(name) is not None
        }
        if initial.get("objectivity_control"):
            data["objectivity_control"] = "on"
        super().__init__(
            {f"{school.pk}-{name}": value for name, value in data.items()},
            initial=initial,
            prefix=str(school.pk),
            **kwargs,
        )

    def _settled(self, said):
        """A mean of marks that stood beside other counts would be a wrong one."""
        figures = super()._settled(said)
        counts = {code: n or 0 for code, n in figures.counts.items()}
        if self.are_marks and figures.mean is not None and figures.has_counts:
            figures = replace(figures, mean=mean_mark(counts) or figures.mean)
        return figures


class Returned:
    """Those rows of a grid that say something else than their author saw.

    Whoever left a row alone writes nothing to it, whatever happened to it since.
    """

    def __init__(self, posted: QueryDict, grid: Grid):
        self.grid = grid
        self.sent = [school for school in grid.schools if f"{school.pk}-version" in posted]
        self.said, self.rejected, self.left, self.forms = {}, {}, set(), {}
        versions = {school.pk: posted[f"{school.pk}-version"] for school in self.sent}
        known = {pk: int(v) for pk, v in versions.items() if re.fullmatch(r"[0-9]{1,9}", v)}
        seen = figures_seen(grid.results, known)
        touched = []
        for school in self.sent:
            before = shown(seen.get(school.pk), grid.levels)
            now = {name: posted.get(f"{school.pk}-{name}", told) for name, told in before.items()}
            keep = posted.get(f"{school.pk}-keep", "")
            said = now | {"version": versions[school.pk], "keep": keep}
            if school.pk not in known:
                self.rejected[school.pk] = Typed(before, "0", notice=OUT_OF_DATE)
            elif keep == "theirs":
                self.left.add(school.pk)
            elif keep or any(now[name].strip() != told for name, told in before.items()):
                self.said[school.pk] = said
                touched.append(school)
        pupils = pupils_of(touched, grid) if touched else {}
        for school in touched:
            self.forms[school.pk] = RowForm(
                self.said[school.pk],
                seen.get(school.pk),
                school=school,
                levels=grid.levels,
                pupils=pupils.get(school.pk),
                grade=grid.sitting.procedure.grade,
            )

    @property
    def rows(self) -> list[NewResult]:
        """What may be stored."""
        return [self._row(form) for form in self.forms.values() if form.is_valid()]

    def _row(self, form: RowForm) -> NewResult:
        keep, there = form.cleaned_data["keep"], self.grid.stored(form.school)
        return form.new_result(
            school_id=form.school.pk,
            sitting_id=self.grid.sitting.pk,
            journal=there and there.journal,
            version=int(keep) if keep else form.cleaned_data["version"],
        )

    def doubts(self, outcome: Outcome) -> dict[int, str]:
        """Stored all the same: the numbers are in order, but unlike those that stood there."""
        refused = {key[0] for key in (*outcome.conflicts, *outcome.locked)}
        told = {}
        for pk, form in self.forms.items():
            there = self.grid.stored(form.school)
            if there and pk not in refused and form.is_valid():
                told[pk] = doubt(figures_of(there), self._row(form).figures)
        return {pk: sentence for pk, sentence in told.items() if sentence}

    def unsaved(self, outcome: Outcome, now: Grid) -> dict[int, Typed]:
        """What goes back to its author, beside what stands there `now`."""
        typed = dict(self.rejected)
        conflicts, locked = (
            {key[0] for key in keys} for keys in (outcome.conflicts, outcome.locked)
        )
        labels = labels_of(now.sitting)
        for pk, form in self.forms.items():
            said = self.said[pk]
            if form.errors:
                typed[pk] = Typed(said, said["version"], faults=_faults(form))
            elif pk in locked:
                told = sentence(parts_of(self._row(form).figures, labels))
                notice = f"Пока вы\xa0вводили, результат подтвердили. Не\xa0записано: {told}."
                typed[pk] = Typed(said, said["version"], notice=notice)
            elif pk in conflicts and pk not in now.results:
                typed[pk] = Typed(said, "0", notice=OUT_OF_DATE)
            elif pk in conflicts:
                conflict = conflict_of(now.results[pk], self._row(form), labels)
                typed[pk] = Typed(said, said["version"], conflict=conflict)
        return typed


def pupils_of(schools: list[School], grid: Grid) -> dict[int, int]:
    year, grade = grid.sitting.academic_year, grid.sitting.procedure.grade
    told = Enrolment.objects.filter(school__in=schools, academic_year=year, grade=grade)
    return dict(told.values_list("school", "pupils"))


def _faults(form: RowForm) -> dict[str, str]:
    """Box → sentence. What is wrong in a box that the grid lacks is wrong in the whole row."""
    boxes = {*shown(None, form.levels)} - ({"mean"} if form.are_marks else set())
    return {
        name if name in boxes else "": " ".join(sentences)
        for name, sentences in form.errors.items()
    }
