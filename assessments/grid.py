"""The entry grid: one sitting in many schools, as light rows that a template prints fast."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.timezone import localtime

from schools.models import Membership, Municipality, NoDataReason, School, User
from schools.russian import joined, school_name

from .collection import by_cluster, schools_in_order
from .grades import has_stage
from .locks import Closed
from .models import Level, Result, ResultLock, Sitting
from .results import figures_of
from .rows import Row, Typed, columns_of, fault_id, mean_of, shares_of, shown
from .rules import are_marks
from .wording import ONLY_JOURNAL

REASONS = [("", "—"), *NoDataReason.choices]


class Grid:
    """What a user may write of one sitting, as it stands now. Three queries."""

    def __init__(self, sitting: Sitting, home: Municipality, *, reader: User, at: datetime):
        self.sitting, self.reader, self.at = sitting, reader, localtime(at)
        self.levels: list[Level] = list(sitting.scale.levels.all())
        self.are_marks = are_marks(self.levels)
        self.has_points = any(level.from_score is not None for level in self.levels)
        self.columns = columns_of(self.levels, self.has_points)
        mine = School.objects.editable_by(reader).filter(municipality=home)
        self.schools = schools_in_order(mine, sitting.academic_year)
        where = {"sitting": sitting, "school__in": [school.pk for school in self.schools]}
        rows = with_last_change(Result.rows.main().filter(**where).order_by())
        self.results: dict[int, Result] = {row.school_id: row for row in rows}
        self.closed = Closed.of(home, sitting.academic_year)

    def groups(
        self, typed: Mapping[int, Typed], doubts: Mapping[int, str]
    ) -> list[tuple[str, list[Row]]]:
        return by_cluster(
            [self.row(one, typed.get(one.pk), doubts.get(one.pk, "")) for one in self.schools]
        )

    @cached_property
    def heads(self) -> dict[str, str]:
        if not self.are_marks:
            return {"low": escape("Ниже минимума"), "high": escape("Высокий результат")}
        marks = {
            side: joined(level.label for level in self.levels if getattr(level, f"is_{side}"))
            for side in ("low", "high")
        }
        return {side: escape(f"Доля {told}") for side, told in marks.items()}

    @property
    def width(self):
        return len(self.columns) + 5 + self.are_marks

    @cached_property
    def missing(self) -> int:
        """A school without the stage is not waited for."""
        grade = self.sitting.procedure.grade
        return sum(
            has_stage(school.kind_then, grade) if result is None else result.is_only_journal
            for school, result in ((school, self.stored(school)) for school in self.schools)
        )

    @cached_property
    def locked(self) -> int:
        return sum(bool(self.lock(school)) for school in self.schools)

    @property
    def is_closed(self):
        return self.locked == len(self.schools)

    @property
    def has_shares_only(self) -> bool:
        return any(_is_of_shares(result) for result in self.results.values())

    def stored(self, school: School) -> Result | None:
        result = self.results.get(school.pk)
        return None if result is None or result.is_withdrawn else result

    def lock(self, school: School) -> ResultLock | None:
        return self.closed.on(school, self.sitting)

    def row(self, school: School, typed: Typed | None, doubt: str = "") -> Row:
        result, lock = self.stored(school), self.lock(school)
        figures = figures_of(result) if result else None
        name, key = escape(school_name(school.short_name)), escape(school.pk)
        kept = typed if typed and not typed.notice else None
        values = kept.values if kept else shown(figures, self.levels)
        faults = kept.faults if kept else {}
        if typed and typed.notice:
            faults = {"": typed.notice}
        state, words, note = self._state(school, result, lock, kept)
        heads = {column.name: column.head for column in self.columns} | {"no_data": "Причина"}
        return Row(
            key=key,
            school=school,
            name=name,
            cells=[
                column.box(key, name, values[column.name], fault_id(key, column.name, faults))
                for column in self.columns
            ],
            no_data=values["no_data"],
            no_data_fault=fault_id(key, "no_data", faults),
            shares=shares_of(figures if not kept else None, self.heads),
            mean=mean_of(figures) if self.are_marks and not kept else "—",
            state=state,
            words=words,
            note=note,
            version=kept.version if kept else str(result.version if result else 0),
            faults=[
                (fault_id(key, box, faults), heads.get(box, ""), faults[box]) for box in faults
            ],
            conflict=kept and kept.conflict,
            doubt=doubt,
            is_locked=bool(lock),
        )

    def _state(self, school, result, lock, kept) -> tuple[str, str, str]:
        """Kind, words, and a line under them."""
        if kept:
            return (
                ("both", "две версии", "") if kept.conflict else ("unsaved", "не\xa0сохранено", "")
            )
        if lock:
            who = f"{lock.locked_by}, {self._moment(lock.locked_at)}"
            return "locked", "подтверждено", who
        if result is None:
            if has_stage(school.kind_then, self.sitting.procedure.grade):
                return "nothing", "не\xa0внесено", ""
            return "nothing", "нет ступени", ""
        if result.is_only_journal:
            return "nothing", "не\xa0внесено", ONLY_JOURNAL
        note = "только доли" if _is_of_shares(result) else ""
        moment = "" if result.source_id else f", {self._moment(result.changed_at)}"
        return "stored", f"{self._who(result)}{moment}", note

    def _who(self, result: Result) -> str:
        if result.batch_id:
            return "из файла"
        if result.source_id:
            return "из документа"
        if result.changed_by == self.reader.pk:
            return "вы"
        return "школа" if result.by_school else "управление"

    def _moment(self, at: datetime) -> str:
        """Of today the hour, of this year the day."""
        at = localtime(at)
        if at.date() == self.at.date():
            return f"{at:%H:%M}"
        return f"{at:%d.%m}" if at.year == self.at.year else f"{at:%d.%m.%Y}"


def with_last_change(results):
    """Beside each its last change; `by_school`: made by somebody of a school."""
    of_school = Membership.objects.filter(user=OuterRef("changed_by"), school__isnull=False)
    last = FilteredRelation("changes", condition=Q(changes__version=F("version")))
    named = results.annotate(last=last, changed_at=F("last__at"), changed_by=F("last__by"))
    return named.annotate(by_school=Exists(of_school))


def _is_of_shares(result: Result) -> bool:
    return result.share_low is not None and result.participants is None
