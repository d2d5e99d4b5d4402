"""The tables of the note as sheets of a workbook: numbers are numbers, a gap has its reason."""

from identification.methods.cells import WHOLE
from identification.methods.statuses import NAMES as STATUS_NAMES
from schools.models import NoDataReason
from schools.workbooks import Column, Sheet

from .about import about_sheet_rows
from .listing import ground

NAME, WORDS = 34, 24
SCORE, SHARE = "0.00", "0.00%"


def sheets(content: dict) -> list[Sheet]:
    """`content`: what the note is made of."""
    found = [_places(content), _lines(content), _completeness(content)]
    if content["lists"]:
        found.append(_lists(content["lists"]))
    if content["firm"].rows:
        found.append(_firmness(content["firm"]))
    return [*found, _about(content)]


def _places(content: dict) -> Sheet:
    columns = [
        *(Column("Группа", WORDS), Column("Школа", NAME), Column("Полное название", 48)),
        *(Column("Линий"), Column("Индекс", format=SCORE), Column("Место")),
        *(Column("Индекс с поправкой", format=SCORE), Column("Место с поправкой")),
        *(Column("Статус", WORDS), Column("Статус с поправкой", WORDS)),
    ]
    rows = [
        [
            *(group.title, s.name, s.full_name, s.row.lines, s.score, s.verdict.place),
            *(s.verdict.adjusted_score, s.verdict.adjusted_place),
            *(STATUS_NAMES[s.verdict.status], STATUS_NAMES[s.verdict.adjusted_status]),
        ]
        for group in content["groups"]
        for s in group.members
    ]
    return Sheet("Индексы и места", columns, rows)


def _lines(content: dict) -> Sheet:
    columns = [
        *(Column("Школа", NAME), Column("Линия", 30), Column("Участников")),
        *(Column("Высоких результатов"), Column("Доля высоких", format=SHARE)),
        *(Column("Не достигли минимума"), Column("Доля не достигших", format=SHARE)),
        *(Column("Вес высоких"), Column("Вес не достигших"), Column("Снято баллов", format=SCORE)),
        *(Column("Пара «0 и 0»"), Column("Почему нет данных", WORDS)),
        *(Column("Источник", 48), Column("Строка источника")),
    ]
    rows = [_line(s, cell) for s in content["standings"] for cell in s.cells]
    return Sheet("Линии", columns, rows)


def _line(standing, cell) -> list:
    reason = cell.reason
    high, low = (
        None if reason[side] is None else reason[side] / WHOLE
        for side in ("share_high", "share_low")
    )
    return [
        *(standing.name, reason["title"], reason["participants"], reason["high_n"], high),
        *(reason["low_n"], low, reason["weight"], reason["low_weight"], cell.loss),
        "да" if cell.is_zero_pair else None,
        NoDataReason(reason["no_data"]).label if cell.is_gap else None,
        *(reason["source"], reason["source_row"]),
    ]


def _completeness(content: dict) -> Sheet:
    reasons = [gap["label"] for gap in content["gap_reasons"]]
    columns = [Column("Линия", 30), Column("Вес высоких"), Column("Вес не достигших")]
    columns += [Column(title) for title in ("Результат есть", *reasons, "Пара «0 и 0»")]
    rows = [
        [line.title, line.high, line.low, line.present, *gaps, line.zero_pairs]
        for line, gaps in content["completeness"]
    ]
    return Sheet("Полнота данных", columns, rows)


def _lists(listing) -> Sheet:
    titles = [one.title for one in listing.lists]
    columns = [Column("Школа", NAME), Column("Индекс", format=SCORE), Column("Статус", WORDS)]
    columns += [Column(title, WORDS) for title in (*titles, "На чём вывод")]
    rows = [
        [
            *(s.name, s.score, STATUS_NAMES[s.verdict.status]),
            *(s.row.listed[title] for title in titles),
            ground(s, listing.lists),
        ]
        for s in listing.rows
    ]
    return Sheet("Внешние перечни", columns, rows)


def _firmness(firm) -> Sheet:
    columns = [
        *(Column("Школа", NAME), Column("Линий"), Column("Индекс", format=SCORE)),
        *(Column("До порога", format=SCORE), Column("Индекс с поправкой", format=SCORE)),
        *(Column("Ниже порога без одной линии"), Column("Пар «0 и 0»")),
        Column("С поправкой без пар «0 и 0»", format=SCORE),
    ]
    rows = [
        [
            *(s.name, s.row.lines, s.score, s.to_threshold, s.verdict.adjusted_score),
            *(s.row.explanation.below_without_one, s.zero_pairs),
            s.row.explanation.if_nobody if s.zero_pairs else None,
        ]
        for s in firm.rows
    ]
    return Sheet("Устойчивость", columns, rows)


def _about(content: dict) -> Sheet:
    rows = about_sheet_rows(content, "; ".join(content["rules"]))
    return Sheet("О справке", [Column("Что", 28), Column("Сведения", 90)], rows)
