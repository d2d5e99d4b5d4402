"""Points of a test, without marks: only the scale of the year knows what is below the minimum."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from assessments.readers.reading import Figures, Line, Reading, Work
from schools.sheets import Problem

from .figures import Setting

NO_MINIMUM = (
    "В файле баллы, а минимальный балл этой процедуры порталу не известен. Внесите результаты "
    "в таблице портала по уровням или попросите администратора указать минимальный балл."
)


def counted(reading: Reading, settings: Mapping[Work, Setting]) -> None:
    """Before anything is kept: a score of one pupil is nobody's business."""
    lines = []
    for line in reading.lines:
        if line.figures.points is None:
            lines.append(line)
        elif figures := _figures(line.figures.points, settings[line.work]):
            lines.append(replace(line, figures=figures))
        else:
            reading.problems.append(_complaint(line))
    reading.lines = lines


def _figures(points: Mapping[str, int], setting: Setting) -> Figures | None:
    """Counts by level and the mean. None where a border between two levels is not known."""
    levels = list(setting.levels)
    if any(level.from_score is None for level in levels[1:]):
        return None
    counts = Counter({level.code: 0 for level in levels})
    for score, pupils in points.items():
        reached = [level for level in levels[1:] if Decimal(score) >= level.from_score]
        counts[reached[-1].code if reached else levels[0].code] += pupils
    participants = sum(points.values())
    total = sum(Decimal(score) * pupils for score, pupils in points.items())
    mean = (total / participants).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return Figures(participants=participants, counts=dict(counts), mean=mean)


def _complaint(line: Line) -> Problem:
    return Problem(line.row, line.column, line.name or line.code, NO_MINIMUM, line.sheet)
