"""Which note a run has: one of scores or one of lines; what each is made of."""

from collections.abc import Callable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone

from identification.models import Run
from identification.services import fingerprint, input_of
from schools.errors import PortalError

from . import by_lines, identification, tables
from .about import made_of
from .section import SOURCES, Composed, Section

TITLE = "Аналитическая справка"
SUBJECT = (
    "О результатах идентификации школ\nпо итогам оценочных процедур {school_year} учебного года"
)
DESCRIPTION = {
    True: "{municipality}: какие школы получили низкие результаты в {school_year} учебном году, "
    "почему и насколько вывод надёжен",
    False: "{municipality}: каким школам присвоен статус «{sought}» в {school_year} учебном году, "
    "почему и насколько вывод надёжен",
}


@dataclass(frozen=True)
class Paper:
    folder: str  # of the templates of its sections
    content: Callable  # run → what the templates say
    sections: Callable  # that → codes and titles
    sheets: Callable  # that → the tables of a workbook


SCORED = Paper("identification", identification.content, identification.sections, tables.sheets)
BY_LINES = Paper("by_lines", by_lines.content, by_lines.sections, by_lines.sheets)


def paper_of(run: Run) -> Paper:
    return SCORED if run.rule.is_scored else BY_LINES


def compose(run: Run) -> Composed:
    """Dates of a paper are those of the place where it is signed."""
    with timezone.override(run.municipality.time_zone):
        paper = paper_of(run)
        content = paper.content(run)
        sections = [
            Section(code, title, _html(f"{paper.folder}/_{code}", content))
            for code, title in paper.sections(content)
        ]
        return Composed(
            kind_title=TITLE,
            subject=SUBJECT.format_map(content),
            description=DESCRIPTION[paper is SCORED].format_map(content),
            sections=[*sections, Section(SOURCES, "", _html("_sources", content))],
            sheets=paper.sheets(content),
            fingerprint=run.fingerprint,
            trace=made_of(run),
        )


def is_out_of_date(run: Run) -> bool:
    """Whether the methodology would read other data today than this run, and its note, did."""
    try:
        present = input_of(run.municipality, run.academic_year, run.rule)
    except PortalError:  # not a single result is left
        return True
    return fingerprint(present, run.snapshot) != run.fingerprint


def _html(template: str, content: dict) -> str:
    return render_to_string(f"reports/notes/{template}.html", content).strip()
