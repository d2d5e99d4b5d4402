"""What a school can do next with its verdict; the tasks of a programme come later. Pure."""

from collections.abc import Sequence

from schools.russian import agree, joined

from .reasons import Line
from .ways import OTHERWISE

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
CHECK_GROUPS = (
    "Сверьте группы в таблице с документом, из которого они взяты. Если есть ошибка, сообщите "
    "о ней муниципальному координатору."
)
DISAGREE_GROUPS = (
    "Если вы не согласны с выводом, назовите координатору документ, в котором группа другая. "
    "Решение о статусе принимает рабочая группа."
)
FIND_OUT = (
    "Обсудите с куратором, какая поддержка нужна школе: по группам не видно, в каких предметах "
    "и классах результаты низкие."
)
CHECK_SIGNS = (
    "Сверьте отмеченные результаты с протоколами. Если в числах есть ошибка, исправьте её "
    "на странице «Результаты школы» или сообщите о ней муниципальному координатору."
)
EXPLAIN_SIGNS = (
    "Если числа верны, дайте пояснение к каждому признаку на странице «Пояснения "
    "и перепроверка»: чем можно объяснить такие результаты."
)
AFTER_SIGNS = (
    "Дальше решает управление образования: при необходимости работы перепроверят, "
    "а вывод по каждому признаку сделает комиссия."
)
FILL_GROUPS = (
    "Сообщите координатору, какая группа у школы и в каком документе она названа. "
    "Вывод появится после следующей идентификации."
)
MISTAKES = "Если в числах есть ошибка, сообщите о ней координатору."
NOTHING = f"Делать ничего не нужно. {MISTAKES}"
BY_CHANCE = (
    "Школа на грани: если бы работы писали другие дети той же подготовки, она могла бы попасть "
    "в перечень, поэтому за результатами стоит следить."
)
FILL = (
    "Внесите результаты или укажите причину, по которой их нет, на странице «Результаты школы». "
    "Вывод появится после следующей идентификации."
)
SUPPORTED = ("low", "at_risk", "underused", "biased_signs", "social")
LINES_OF_SCORE = "линии,линий"
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


def to_watch(way: str) -> str:
    """For a school just outside the lists; `way`: what would give it another status."""
    if not way:
        return BY_CHANCE
    otherwise = way.removeprefix(OTHERWISE).removesuffix(".")
    return f"Школа попала бы в перечень, если бы{otherwise}: за этими результатами стоит следить."


def steps(
    status: str,
    titles: Sequence[str] = (),
    *,
    may_be_filled: bool = True,
    what: str = "строки,строк",
    watch: str = "",
) -> list[str]:
    """`titles`: of what the status rests on; `what` it is, in the genitive.

    `watch`: what a school just outside the lists is told instead of «nothing to do».
    """
    if status == "no_data":
        return [FILL if may_be_filled else SILENT]
    if status not in SUPPORTED:
        return [f"{watch} {MISTAKES}" if watch else NOTHING]
    found = [CHECK, DISAGREE]
    if titles:
        first = [f"«{title}»" for title in list(dict.fromkeys(titles))[:MOST]]
        found.append(
            "Обсудите с куратором, какая поддержка нужна школе. Прежде всего это касается "
            f"{agree(len(first), what)} {joined(first)}."
        )
    return found


def steps_by_groups(status: str, *, may_be_filled: bool) -> list[str]:
    """The same where somebody else has given groups: the school has no figures to check."""
    if status == "no_data":
        return [FILL_GROUPS if may_be_filled else SILENT]
    if status not in SUPPORTED:
        return [NOTHING]
    return [CHECK_GROUPS, DISAGREE_GROUPS, FIND_OUT]


def steps_on_signs() -> list[str]:
    """Where signs were seen: a sign asks for an explanation, not for support."""
    return [CHECK_SIGNS, EXPLAIN_SIGNS, AFTER_SIGNS]
