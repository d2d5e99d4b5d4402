"""The text of the protocol of the working group."""

from identification.protocols import first_year
from schools.russian import count, joined, out_of, school_year

from .content import SHORT, Content, about, outcome
from .paper import VOTED, Field, Section, Signature, Table, Text, Title
from .wording import LISTS, VPR

GROUP = (
    "заседания муниципальной рабочей группы по\xa0поддержке школ "
    "с\xa0низкими образовательными результатами"
)

NO_REASON = "—"
MOST_COLUMNS = 3  # of sources: the reason needs the room


def blocks(told: Content) -> list:
    return [*_head(told), *_sources(told), *_decisions(told), *_end(told)]


def _head(told: Content) -> list:
    protocol, paper = told.protocol, told.protocol.document
    municipality = protocol.municipality
    is_own = bool(paper and paper.kind == paper.Kind.PROTOCOL)
    year = school_year(protocol.academic_year)
    return [
        Title(
            organisation=municipality.authority or municipality.name,
            kind="Протокол",
            subject=GROUP,
            town=municipality.town,
            number=paper.number if is_own else protocol.number,
            dated_on=paper.dated_on if is_own else protocol.held_on,
        ),
        Field("Председатель"),
        Field("Секретарь"),
        Field("Присутствовали", [line for line in protocol.attended.splitlines() if line.strip()]),
        Section("Повестка дня"),
        Text(f"1. Об\xa0итогах идентификации школ по\xa0результатам {year} учебного года."),
        Text(f"2. О\xa0статусе {out_of(len(told.lines), 'школы,школ')}."),
    ]


def _sources(told: Content) -> list:
    sources = told.board.sources
    if sources:
        many = count(len(sources), "источник,источника,источников")
        heard = f"муниципального координатора. Рассмотрено: {many}."
    else:
        heard = "муниципального координатора. Идентификации и\xa0внешних перечней за\xa0год нет."
    return [
        Section("Об\xa0итогах идентификации", "1"),
        Text(heard, lead="Слушали:", is_item=False),
        *(
            Text(f"1.{number}. {about(source)} {outcome(told.board.rows, number - 1)}")
            for number, source in enumerate(sources, start=1)
        ),
        Text(VPR),
    ]


def _decisions(told: Content) -> list:
    disputed = len(told.disputed)
    whole = out_of(len(told.lines), "школы,школ")
    if disputed:
        names = joined(line.row.name for line in told.disputed)
        heard = f"источники расходятся по\xa0{disputed} из\xa0{whole}: {names}."
    else:
        heard = "источники не\xa0расходятся ни\xa0по\xa0одной школе."
    return [
        Section("О\xa0статусе школ", "2"),
        Text(f"муниципального координатора — {heard}", lead="Слушали:", is_item=False),
        Text("", lead="Решили:", is_item=False),
        Text("2.1. Определить статус школ согласно таблице 1."),
        _table(told),
        *(Text(f"2.{number}. {text}") for number, text in enumerate(_resolved(told), start=2)),
        Text(VOTED, is_item=False),
    ]


def _table(told: Content) -> Table:
    """The answers of few sources have a column each; of many they are lines of one column."""
    sources = len(told.board.sources)
    is_wide = sources > MOST_COLUMNS
    heads = ["Ответы"] if is_wide else [f"1.{n}" for n in range(1, sources + 1)]
    return Table(
        number=1,
        caption="Решения рабочей группы",
        heads=["Школа", *heads, "Решение", "Основание"],
        rows=[
            [
                line.row.name,
                *([line.answers] if is_wide else line.said),
                line.decided,
                line.reason or NO_REASON,
            ]
            for line in told.lines
        ],
        widths=[15, 20, 17, 38] if is_wide else [16, *_widths(told), 17, 32],
        note=_note(sources, is_open=any(SHORT["unknown"] in line.said for line in told.lines)),
    )


def _widths(told: Content) -> list[int]:
    """A column bears its longest word: «да» needs less than «необъективности»."""
    words = [
        [word for line in told.lines for word in line.said[number].split()]
        for number in range(len(told.board.sources))
    ]
    return [max([7, *(len(word) + 2 for word in column)]) for column in words]


def _note(sources: int, *, is_open: bool) -> str:
    if not sources:
        return ""
    if sources > MOST_COLUMNS:
        said = f"В\xa0столбце «Ответы»\xa0— ответы источников 1.1–1.{sources}"
    else:
        said = (
            f"Столбцы 1.1–1.{sources} — ответы источников"
            if sources > 1
            else "Столбец 1.1 — ответ источника"
        )
    note = (
        f"{said} раздела 1 на\xa0вопрос, низкие\xa0ли результаты. Если источник об\xa0этом "
        "не\xa0судит, стоит статус, который дал он."
    )
    unsure = " «Не\xa0уст.» — перечень называет не\xa0все объявленные школы."
    return f"{note}{unsure}" if is_open else note


def _resolved(told: Content) -> list[str]:
    protocol = told.protocol
    found = [f"{LISTS[group.kind]}: {group.parts}." for group in told.groups]
    since, last = school_year(first_year(protocol)), school_year(protocol.academic_year)
    ended = f", снятые — по\xa0{last} учебный год включительно"
    left = any(group.leave for group in told.groups)
    found.append(
        f"Присвоенные статусы действуют с\xa0{since} учебного года{ended if left else ''}."
    )
    if told.undecided:
        schools = out_of(told.undecided, "школы,школ")
        found.append(f"Статус остальных {schools} в\xa0этом протоколе не\xa0рассматривался.")
    found.append("Направить перечни на\xa0утверждение приказом (проект прилагается).")
    return found


def _end(told: Content) -> list:
    return [Signature("Председатель"), Signature("Секретарь")]
