"""The text of the order that puts the lists of the protocol in force: a draft for the head."""

from identification.protocols import first_year
from schools.russian import in_words, joined, school_year

from .content import Content
from .paper import BLANK, Signature, Text, Title
from .wording import LISTS, VPR


def blocks(told: Content) -> list:
    protocol = told.protocol
    municipality, paper = protocol.municipality, protocol.document
    is_own = bool(paper and paper.kind == paper.Kind.ORDER)
    year = school_year(protocol.academic_year)
    return [
        Title(
            organisation=municipality.authority or municipality.name,
            kind="Приказ",
            subject=f"Об\xa0утверждении перечней школ по\xa0результатам {year} учебного года",
            town=municipality.town,
            number=paper.number if is_own else "",
            dated_on=paper.dated_on if is_own else None,
            subject_below=True,
        ),
        Text(
            "В\xa0целях адресной поддержки школ, на\xa0основании протокола заседания муниципальной "
            f"рабочей группы {_reference(protocol)}"
        ),
        Text("", lead="Приказываю:", is_item=False),
        *(Text(item) for item in _items(told)),
        Signature(municipality.head_title or "Руководитель управления образования"),
    ]


def _reference(protocol) -> str:
    paper = protocol.document
    if paper and paper.kind == paper.Kind.PROTOCOL:
        return f"от\xa0{in_words(paper.dated_on)} №\xa0{paper.number}"
    held = in_words(protocol.held_on) if protocol.held_on else BLANK
    return f"от\xa0{held} №\xa0{protocol.number or BLANK}"


def _items(told: Content) -> list[str]:
    items, since = [], school_year(first_year(told.protocol))
    listed = [group for group in told.groups if group.listed]
    left = [group for group in told.groups if group.leave]
    if listed:
        items.append(f"1. Утвердить с\xa0{since} учебного года:")
        items += [
            f"1.{n}. {LISTS[group.kind]} ({len(group.listed)}): {joined(group.listed)}."
            for n, group in enumerate(listed, start=1)
        ]
    orders = []
    if left:
        # of all the names only the first word is declined
        names = "; ".join(
            f"из\xa0перечня{LISTS[group.kind].removeprefix('Перечень')} — {joined(group.leave)}"
            for group in left
        )
        orders.append(f"Исключить с\xa0{since} учебного года: {names}.")
    if any(group.kind == "low" for group in listed):
        orders += [
            "Руководителям школ, названных в\xa0пункте 1.1, включить в\xa0школьные программы "
            "повышения качества образования показатели, по\xa0которым результаты низкие, "
            "и\xa0целевые значения по\xa0ним.",
            "Муниципальному координатору закрепить за\xa0каждой школой, названной "
            "в\xa0пункте 1.1, куратора и\xa0согласовать с\xa0ней план поддержки.",
        ]
    orders.append(VPR)
    orders.append("Контроль за\xa0исполнением приказа оставляю за\xa0собой.")
    first = 2 if listed else 1
    return items + [f"{n}. {order}" for n, order in enumerate(orders, start=first)]
