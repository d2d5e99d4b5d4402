"""The kinds of notes: what each is about, what it is composed of, whether its data have changed.

docs/adding-a-note.md is the checklist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from reports.models import Letter, Note, Recommendation
from schools.models import School

from . import dynamics, monitoring, papers, passport, progress, sites
from .section import Composed


@dataclass(frozen=True)
class Kind:
    code: str
    about: str  # the field of Note that holds its subject; empty: the municipality in a year
    compose: Callable[[Note, date], Composed]
    lead: str  # what it tells, for whoever chooses
    has_period: bool = False
    # whether other data would be read today; None: too dear to ask on every page
    is_out_of_date: Callable[[Note], bool] | None = None

    @property
    def title(self) -> str:
        return Note.Kind(self.code).label


@dataclass(frozen=True)
class Advice:
    text: str
    term: str


def passport_of(
    school: School, academic_year: int, on: date, *, names_head: bool = True
) -> Composed:
    """With what the school was recommended; what only the narrow circle reads is in no paper."""
    given = (
        Recommendation.objects.in_letter()
        .filter(
            letter__state=Letter.State.SENT,
            letter__school=school,
            letter__academic_year=academic_year,
            is_restricted=False,
        )
        .exclude(state=Recommendation.State.WITHDRAWN)
    )
    advice = [Advice(one.wording, one.due_words) for one in given]
    return passport.compose(school, academic_year, on, advice=advice, names_head=names_head)


_ALL = [
    Kind(
        code=Note.Kind.IDENTIFICATION,
        about="run",
        compose=lambda note, _on: papers.compose(note.run),
        lead="Каким школам нужна поддержка, почему и\xa0насколько надёжен этот вывод.",
        is_out_of_date=lambda note: papers.is_out_of_date(note.run),
    ),
    Kind(
        code=Note.Kind.MONITORING,
        about="",
        compose=lambda note, on: monitoring.compose(note.municipality, note.academic_year, on),
        lead="Что сделано для\xa0школ, которым положена поддержка, и\xa0что из\xa0этого вышло.",
    ),
    Kind(
        code=Note.Kind.PROGRESS,
        about="programme",
        has_period=True,
        compose=lambda note, on: progress.compose(note.programme, note.starts_on, note.ends_on, on),
        lead="Показатели, поручения и\xa0подтверждения за\xa0четверть, полугодие или год.",
    ),
    Kind(
        code=Note.Kind.DYNAMICS,
        about="",
        compose=lambda note, on: dynamics.compose(note.municipality, note.academic_year, on),
        lead="Что изменилось за\xa0год сильнее, чем бывает случайно.",
    ),
    Kind(
        code=Note.Kind.PASSPORT,
        about="school",
        compose=lambda note, on: passport_of(note.school, note.academic_year, on),
        lead="Всё, что портал знает об\xa0одной школе, на\xa0двух–четырёх страницах.",
    ),
    Kind(
        code=Note.Kind.SITES,
        about="check_round",
        compose=lambda note, on: sites.compose(note.check_round, on),
        lead="Что должно быть на\xa0сайтах школ и\xa0что там нашли.",
    ),
]
KINDS: dict[str, Kind] = {kind.code: kind for kind in _ALL}
