"""All recommendations of a run as a table, for those who sort and count."""

from identification.models import Run
from reports.models import Recommendation
from schools.models import User
from schools.russian import school_name
from schools.workbooks import Column, Sheet, write_sheets

COLUMNS = [
    *(Column("Школа", 28), Column("Письмо", 18), Column("Кому", 24), Column("Рекомендация", 60)),
    *(Column("Основание", 60), Column("Основание для\xa0публикации", 44)),
    *(Column("Срок", 24), Column("До", 12, "DD.MM.YYYY")),
    *(Column("Засчитывается, если", 36), Column("Ориентир", 44), Column("Состояние", 20)),
    *(Column("Эффект", 44), Column("Правило", 10), Column("Изменено", 36)),
]


def workbook_of(run: Run, *, reader: User) -> bytes:
    rows = Recommendation.objects.visible_to(reader).filter(letter__run=run, place="letter")
    rows = rows.exclude(state=Recommendation.State.REJECTED).in_order()
    told = sorted(rows.select_related("letter__school"), key=lambda one: _name(one))
    return write_sheets([Sheet("Рекомендации", COLUMNS, [_row(one) for one in told])])


def _name(one: Recommendation) -> str:
    return school_name(one.letter.school.short_name)


def _row(one: Recommendation) -> list:
    return [
        _name(one),
        one.letter.get_state_display(),
        one.get_addressee_display(),
        one.wording,
        one.reason,
        one.published_reason,
        one.term_words,
        one.due_on,
        one.counts_if,
        one.effect.get("words", ""),
        one.get_state_display(),
        one.outcome_words,
        one.rule,
        one.edited_because,
    ]
