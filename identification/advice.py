"""What a school can do next with its verdict; the tasks of a programme come later. Pure."""

from collections.abc import Sequence

from schools.russian import joined

from .reasons import Line

CHECK = (
    "Сверьте числа в таблице с протоколами. Если есть ошибка, исправьте её на странице "
    "«Результаты школы» или сообщите о ней муниципальному координатору."
)
DISAGREE = (
    "Если вы не согласны с выводом, передайте координатору протокол или сводную ведомость "
    "без фамилий. Решение о статусе принимает рабочая группа."
)
SILENT = (
    "Сами вы ничего изменить не можете: по этой методике о школе судить нельзя. "
    "Если это неверно, сообщите координатору."
)
NOTHING = "Делать ничего не нужно. Если в числах есть ошибка, сообщите о ней координатору."
FILL = (
    "Внесите результаты или укажите причину, по которой их нет, на странице «Результаты школы». "
    "Вывод появится после следующей идентификации."
)
SUPPORTED = ("low", "at_risk", "underused", "biased_signs", "social")
MOST = 3  # procedures that a sentence can bear
ASKED = {
    "no_graduates": "Данных не будет: выпускников в этом году нет.",
    "no_participants": "Данных не будет: участников не было.",
    "not_held": "Данных не будет: процедура не проводилась.",
    "not_given": "Внести должна школа. Кто вносит: школьный координатор.",
    "hidden": "Число скрыто в источнике. Спросите у муниципального координатора.",
    "unknown": "Причина не указана. Внесите результат или причину либо спросите координатора.",
}

MAY_COME = ("not_given", "hidden", "unknown")


def ask_for(line: Line) -> str:
    """What is to be done about a line that says nothing, and whom to ask."""
    if line.is_gap:
        return ASKED.get(line.reason["no_data"], ASKED["unknown"])
    return f"Не учтено: {line.unheard}." if line.unheard else ""


def steps(status: str, titles: Sequence[str] = (), *, may_be_filled: bool = True) -> list[str]:
    """`titles`: of the procedures that the status rests on."""
    if status == "no_data":
        return [FILL if may_be_filled else SILENT]
    if status not in SUPPORTED:
        return [NOTHING]
    found = [CHECK, DISAGREE]
    if titles:
        of = joined(f"«{title}»" for title in list(dict.fromkeys(titles))[:MOST])
        found.append(f"Обсудите с куратором, какая поддержка нужна прежде всего по {of}.")
    return found
