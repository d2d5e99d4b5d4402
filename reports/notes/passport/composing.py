"""The passport from what was read: which sections there are, what each tells."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils import timezone

from identification.borders import border_in_words, stability_in_words, why_not_told
from reports.notes.composing import about_sheet, sections_of
from reports.notes.parts import Part, fingerprint_of
from reports.notes.section import Composed
from schools.models import School, SchoolStatus
from schools.russian import school_name, school_year
from schools.workbooks import Sheet

from .reading import Read, read
from .results import Results, results_of
from .sheets import sheets_of

NAMED = 6  # so many tasks and indicators are named; the workbook has them all
KIND = "Паспорт школы"


def compose(
    school: School,
    academic_year: int,
    on: date,
    *,
    advice: Sequence = (),
    names_head: bool = True,
) -> Composed:
    with timezone.override(school.municipality.time_zone):
        told = read(school, academic_year, on)
        results = results_of(told.low, told.high, academic_year, rescaled=told.rescaled)
    sheets = sheets_of(told, results)
    name = school.full_name or school_name(school.short_name)
    return Composed(
        kind_title=KIND,
        subject=f"{name}: по состоянию на {on:%d.%m.%Y}, "
        f"результаты до {school_year(academic_year)} учебного года включительно",
        description=f"{school_name(school.short_name)}: результаты, выводы идентификации, "
        "показатели программы, поручения и поддержка",
        sections=sections_of(
            "passport",
            list(_parts(told, results, advice)),
            municipality=school.municipality,
            school=school,
            name=school_name(school.short_name),
            school_year=school_year(academic_year),
            on=on,
            read=told,
            head=school.parent if names_head else None,
            results=results,
            named=NAMED,
        ),
        sheets=[*sheets, _about(told, name)],
        fingerprint=fingerprint_of(sheets, name, told.means, told.sources),
    )


def _about(told: Read, name: str) -> Sheet:
    rows = [["Школа", name], ["Учебный год", school_year(told.academic_year)]]
    return about_sheet(told.school.municipality, on=told.on, sources=told.sources, rows=rows)


def _parts(told: Read, results: Results, advice: Sequence) -> Iterator[Part]:
    held = [one for one in told.register.statuses if one.until is None]
    supported = [one for one in held if one.kind in SchoolStatus.SUPPORTED]
    changed = {*results.more, *results.less}
    signed = [
        title
        for year in results.years[-1:]
        for title in told.signs.open_in(year)
        if title in changed
    ]
    yield Part("summary", "Главное", {"held": held, "supported": supported, "signed": signed})
    statuses = ["statuses"] if told.register.statuses else []
    figures = ["figures"] if told.register.figures else []
    grounds = any(one.reason or one.ended_reason for one in told.register.statuses)
    tables = ["register", *statuses, *figures]
    yield Part("register", "Сведения о школе", {"has_grounds": grounds}, tables=tables)
    if results.low or told.means:
        yield Part(
            "results",
            "Результаты оценочных процедур",
            {"years": [school_year(year) for year in results.years]},
            tables=_tables(results),
            figures=["strips"] if results.drawing else [],
        )
    yield Part("verdicts", "Выводы идентификации", {"verdicts": _verdicts(told)})
    if told.answers:
        missed = [own for own in told.answers if own.missed]
        yield Part("programme", "Показатели программы", {"missed": missed}, missed and ["missed"])
    duties = told.duties
    table = ["tasks"] if duties.late or duties.open else []
    yield Part("duties", "Поручения и подтверждения", {"duties": duties}, tables=table)
    if told.teachers.rows:
        yield Part("teachers", "Поддержка педагогов", tables=["teachers"])
    if advice:
        yield Part("advice", "Рекомендации", {"advice": advice})
    yield Part("limits", "Чего эти данные не показывают", {"uncounted": _uncounted(results)})


def _tables(results: Results) -> list[str]:
    if not results.low:
        return []
    return ["low", "high"] if results.has_change else ["year"]


def _verdicts(told: Read) -> list[tuple]:
    """Each with how firm it is, or why nobody can say it."""
    rows = []
    for one in told.verdicts:
        verdict = one.verdict
        known = verdict.status != "no_data"
        firm = stability_in_words(verdict.stability, verdict.status) if known else ""
        border = border_in_words(verdict.pupils_to_flip, verdict.stability) if known else ""
        silence = why_not_told(verdict.reasons) if known and not firm else ""
        rows.append((one, told.reason_of(one), " ".join(filter(None, (firm, border))) or silence))
    return rows


def _uncounted(results: Results) -> int:
    return len(results.known) - len(results.counted)
