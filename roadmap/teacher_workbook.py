"""Counts of teachers as a workbook: a row for each school and subject, as they can be pasted."""

from collections.abc import Iterable, Sequence

from schools.models import School, TeacherSupport
from schools.russian import school_name
from schools.workbooks import Column, write_sheets
from schools.workbooks import Sheet as Page

from .forms.teachers import column_title, subject_title
from .services.teachers import COLUMNS
from .teacher_table import lines_of


def workbook_of(
    schools: Sequence[School],
    rows: Iterable[TeacherSupport],
    subjects: Sequence[str],
    *,
    title: str,
) -> bytes:
    """A school that told nothing stands with empty cells: nothing is no zero."""
    rows = list(rows)
    heads = [Column("Школа", 32), Column("Предмет", 24), *map(Column, map(column_title, COLUMNS))]
    lines = [
        [school_name(line.school.short_name).replace("\xa0", " "), subject_title(subject)]
        + ["" if number is None else number for number in line.numbers]
        for subject in subjects
        for line in lines_of(schools, rows, subject)
        if not subject or not line.is_silent
    ]
    return write_sheets([Page(title, heads, lines)])
