"""From what a note tells to its sections: numbers of tables and figures, and the templates."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from schools.models import Municipality
from schools.workbooks import Column, Sheet

from .about import DEMO
from .parts import Part, numbered
from .section import Section


def sections_of(kind: str, parts: Sequence[Part], *, municipality: Municipality, **common):
    """The sections of a note, in the order of their parts. Dates are those of the place."""
    everywhere = common | {
        "municipality": municipality,
        "table": numbered(name for part in parts for name in part.tables),
        "figure": numbered(name for part in parts for name in part.figures),
    }
    with timezone.override(municipality.time_zone):
        return [_section(kind, part, everywhere) for part in parts]


def _section(kind: str, part: Part, everywhere: dict) -> Section:
    own = {"numbers": [everywhere["table"][name] for name in part.tables]}
    name = f"reports/notes/{kind}/_{part.template or part.code}.html"
    return Section(part.code, part.title, render_to_string(name, everywhere | own | part.told))


def about_sheet(municipality: Municipality, *, on: date, sources: Sequence[str], rows=()) -> Sheet:
    """The last sheet of every workbook."""
    told = [
        ["Муниципалитет", municipality.name],
        *rows,
        ["Данные на", on],
        ["Источники", "; ".join(sources)],
        *([["Демонстрация", DEMO]] if settings.DEMO else []),
    ]
    columns = [Column("Что", 28), Column("Сведения", 90, format="DD.MM.YYYY")]
    return Sheet("О справке", columns, told)
