"""The rule on a table of given groups in Russian sentences. Pure."""

from identification.methods.statuses import NAMES
from schools.russian import joined


def in_words(rule: dict) -> str:
    titles = [
        rule[f"{side}_title"] or f"показатель «{rule[measure]}»"
        for side, measure in (("row", "rows"), ("column", "columns"))
    ]
    named = "; ".join(f"{cell_in_words(cell, *titles)} — {_status(cell)}" for cell in rule["rules"])
    first, second = map(lowered, titles)
    sentences = [
        f"Школа стоит в таблице: строка — {first}, столбец — {second}",
        f"Статус определяется клеткой: {named}",
        "Школа получает все статусы, которые подходят, первым считается тот, что назван раньше",
        f"Если не известно, что в строке ({first}), статуса нет и указана причина. "
        "Правило, которое называет группы столбца, к школе без такой группы не применяется",
        "Группы берутся из документа, портал их не вычисляет",
    ]
    return ". ".join(sentences) + "."


def cell_in_words(cell: dict, row_title: str, column_title: str) -> str:
    """«группа качества 3, 4 или 5»: what a rule names, of both measures."""
    sides = ((row_title, cell.get("rows")), (column_title, cell.get("columns")))
    named = [f"{lowered(title)} {joined(g, 'или')}" for title, g in sides if g is not None]
    return ", ".join(named) or "любая клетка"


def lowered(title: str) -> str:
    return title[:1].lower() + title[1:]


def _status(cell: dict) -> str:
    return f"«{NAMES[cell['status']]}»"
