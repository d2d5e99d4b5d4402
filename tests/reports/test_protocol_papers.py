"""The protocol and the order: what stands in them, as PDF and as DOCX, of a real district."""

import io
import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from docx import Document as Word
from pypdf import PdfReader

from identification.models import Protocol
from identification.protocols import approve
from reports.protocols.making import file_of, paper_of
from reports.protocols.meeting import file_of_meeting
from schools.models import Municipality, SchoolStatus
from schools.russian import NB
from schools.services.approvals import NewStep, agree, return_for_correction, start_approval
from tests.factories import (
    AT,
    make_document,
    make_external_list,
    make_municipality,
    make_protocol,
    make_user,
)
from tests.roadmap.making import make_meeting

DAY = date(2019, 8, 28)
WRONG = re.compile(r"None|\bnan\b|\{\{|\{%|\(\s*\)| [.,;:]|\.\.|[,;]\.|«»|\d\.\d\d\b")


@pytest.fixture
def ilansky(ilansky_run):
    return ilansky_run.municipality


@pytest.fixture
def ilansky_coordinator(ilansky):
    return make_user("COORDINATOR", ilansky)


@pytest.fixture
def schools(ilansky):
    return {school.short_name: school for school in ilansky.schools.all()}


@pytest.fixture
def draft(ilansky_run, ilansky, ilansky_coordinator, schools):
    """Two enter, one stays, one leaves, one is decided against all sources."""
    for name in ("СОШ 5", "СОШ 7"):
        SchoolStatus.objects.create(
            school=schools[name], kind="low", since=2018, given_on=date(2018, 8, 1), source="приказ"
        )
    protocol = make_protocol(
        ilansky,
        by=ilansky_coordinator,
        academic_year=2019,
        low=[schools["СОШ 5"], schools["СОШ 4"]],
        leader=[schools["СОШ 1"]],
    )
    for name, reason in (("СОШ 7", ""), ("Степановская НОШ", "Три ученика в классе")):
        protocol.decisions.create(
            school=schools[name],
            status="low",
            assigned=False,
            reason=reason,
            decided_by=ilansky_coordinator,
            decided_at=AT,
        )
    Protocol.objects.filter(pk=protocol.pk).update(
        held_on=date(2019, 8, 24), attended="Председатель группы\nМетодист"
    )
    protocol.refresh_from_db()
    return protocol


def words(text: str) -> str:
    return " ".join(text.replace(NB, " ").split())


def pdf_words(protocol, kind) -> str:
    reader = PdfReader(io.BytesIO(file_of(protocol, kind, "pdf")))
    return words(" ".join(page.extract_text() for page in reader.pages))


def docx_of(protocol, kind):
    return Word(io.BytesIO(file_of(protocol, kind, "docx")))


def docx_words(protocol, kind) -> str:
    document = docx_of(protocol, kind)
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return words(" ".join([*(line.text for line in document.paragraphs), *cells]))


PROTOCOL = [
    "1.1. Основная методика «Индекс по семи линиям», редакция 1, приказ от 09.03.2021 № 63-од. "
    "Низкие результаты — 4 из 15 школ: СОШ № 5, СОШ № 13, Прокопьевская ООШ и Степановская НОШ.",
    "1.2. Внешний перечень «Рособрнадзор, июнь 2020». Низкие результаты — 4 из 15 школ:",
    "Для оценки педагогов и руководителей школ они не применяются.",
    "источники расходятся по 2 из 5 школ: СОШ № 4 и Степановская НОШ.",
    "2.2. Перечень школ с низкими образовательными результатами: включить — СОШ № 4; "
    "оставить — СОШ № 5; исключить — СОШ № 7.",
    "2.3. Перечень школ-лидеров: включить — СОШ № 1.",
    "Присвоенные статусы действуют с 2019/2020 учебного года, снятые — по 2018/2019 учебный год "
    "включительно.",
    "Статус остальных 10 школ в этом протоколе не рассматривался.",
    "Голосовали: «за» _____, «против» _____, воздержались _____.",
]
ORDER = [
    "Об утверждении перечней школ по результатам 2018/2019 учебного года",
    "рабочей группы от 24 августа 2019 г. № ________",
    "1.1. Перечень школ с низкими образовательными результатами (2): СОШ № 4 и СОШ № 5.",
    "2. Исключить с 2019/2020 учебного года: из перечня школ с низкими образовательными "
    "результатами — СОШ № 7.",
    "Контроль за исполнением приказа оставляю за собой.",
]


@pytest.mark.parametrize(("kind", "sentences"), [("protocol", PROTOCOL), ("order", ORDER)])
def test_a_paper_says_the_same_in_both_formats_and_says_it_whole(draft, kind, sentences):
    printed = [
        f"{getattr(block, 'text', '')} {getattr(block, 'subject', '')}"
        for block in paper_of(draft, kind).blocks
    ]
    told = words(" ".join(printed))
    edited = docx_words(draft, kind)

    assert [sentence for sentence in sentences if sentence not in told] == []
    assert [sentence for sentence in sentences if sentence not in edited] == []
    assert WRONG.findall(re.sub(r"\d\d\.\d\d\.\d{4}|\b\d\.\d\.", "", told)) == []


def test_the_pdf_is_tagged_and_of_a_draft_says_so_on_every_page(draft):
    reader = PdfReader(io.BytesIO(file_of(draft, "protocol", "pdf")))

    assert bool(reader.trailer["/Root"]["/MarkInfo"]["/Marked"])
    assert reader.trailer["/Root"]["/Lang"] == "ru"
    assert all("ПРОЕКТ" in page.extract_text() for page in reader.pages)
    assert "Присутствовали: Председатель группы Методист" in pdf_words(draft, "protocol")


def test_the_document_for_word_has_headings_a_repeated_head_and_its_language(draft):
    document = docx_of(draft, "protocol")

    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["Повестка дня", "1. Об\xa0итогах идентификации", "2. О\xa0статусе школ"]
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == [
        *("Школа", "1.1", "1.2", "1.3", "Решение", "Основание")
    ]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert document.core_properties.language == "ru-RU"
    assert "ПРОЕКТ" in document.sections[0].first_page_header.paragraphs[0].text


def test_an_approved_protocol_bears_its_number_and_the_order_stays_a_draft(draft, ilansky):
    told = {"kind": "protocol", "number": "3", "dated_on": DAY, "grounds": {}}
    approve(draft, **told, by=make_user("HEAD", ilansky), at=AT.replace(year=2030))

    protocol, order = pdf_words(draft, "protocol"), pdf_words(draft, "order")

    assert "28 августа 2019 г. г. Иланский № 3" in protocol or "28 августа 2019 г. № 3" in protocol
    assert "ПРОЕКТ" not in protocol
    assert "от 28 августа 2019 г. № 3" in order
    assert "ПРОЕКТ" in order


def test_an_approved_protocol_does_not_tell_of_a_later_identification(draft, ilansky, ilansky_run):
    told = {"kind": "protocol", "number": "3", "dated_on": DAY, "grounds": {}}
    approve(draft, **told, by=make_user("HEAD", ilansky), at=AT.replace(year=2000))

    told = words(" ".join(getattr(b, "text", "") for b in paper_of(draft, "protocol").blocks))

    assert "Индекс по семи линиям" not in told
    assert "1.1. Внешний перечень" in told


def test_what_people_have_typed_breaks_neither_format(draft):
    typed = "<b>&amp; {{ x }}</b>"
    school = draft.decisions.get(status="leader").school
    draft.decisions.filter(school=school).update(reason=f"{typed} {'ы' * 300}")
    assert typed in docx_words(draft, "protocol")
    assert typed in pdf_words(draft, "protocol")

    # an office opens no file with such a character
    draft.decisions.filter(school=school).update(reason="до\x0bпосле")
    assert "допосле" in docx_words(draft, "protocol")


def test_the_order_names_the_number_of_the_protocol_and_the_protocol_bears_it(draft, ilansky):
    Protocol.objects.filter(pk=draft.pk).update(number="7-рг")
    draft.refresh_from_db()
    told = {"kind": "order", "number": "210", "dated_on": DAY, "grounds": {}}
    approve(draft, **told, by=make_user("HEAD", ilansky), at=AT.replace(year=2030))

    order = docx_words(draft, "order")
    assert "рабочей группы от 24 августа 2019 г. № 7-рг" in order
    assert "№ 210" in order
    assert "№ 7-рг" in docx_words(draft, "protocol")


def test_many_sources_stand_in_lines_so_that_the_reason_has_room(draft, ilansky):
    make_external_list(ilansky, issuer="Приказ министерства", applies_to_year=2019)

    (table,) = docx_of(draft, "protocol").tables

    heads = [cell.text for cell in table.rows[0].cells]
    assert heads == ["Школа", "Ответы", "Решение", "Основание"]
    answers = {row.cells[0].text.replace(NB, " "): row.cells[1].text for row in table.rows[1:]}
    assert answers["СОШ № 4"].startswith("нет, ") or answers["СОШ № 4"].startswith("нет — 1.1")
    assert "да — 1.2, 1.3" in answers["СОШ № 4"]


def test_a_protocol_says_the_same_paragraph_once(draft):
    blocks = paper_of(draft, "protocol").blocks
    printed = [block.text for block in blocks if getattr(block, "text", "")]
    printed += [cell for block in blocks for row in getattr(block, "rows", []) for cell in row]
    long = [words(text) for text in printed if len(text) > 100]

    assert len(long) == len(set(long))
    assert sum("Три ученика в классе" in text for text in printed) == 1


@pytest.mark.parametrize("kind", ["protocol", "order"])
def test_both_formats_carry_the_same_approval_sheet(draft, ilansky, ilansky_coordinator, kind):
    """Who, when it came, what was decided and when: by the clock of the municipality."""
    head = make_user("HEAD", ilansky, first_name="Анна", last_name="Иванова")
    put_in_force(draft, by=ilansky_coordinator)
    assert "Лист согласования" not in docx_words(draft, kind)
    approval = start_approval(
        draft.document,
        [NewStep(role="COORDINATOR"), NewStep(user=head)],
        content_hash="1",
        by=ilansky_coordinator,
        at=AT,
    )
    first = approval.steps.order_by("order").first()
    agree(first, by=ilansky_coordinator, at=AT + timedelta(hours=2))

    told, printed = docx_words(draft, kind), pdf_words(draft, kind)

    sheet = docx_of(draft, kind).tables[-1]
    rows = [[words(cell.text) for cell in row.cells] for row in sheet.rows]
    came, decided = (moment(AT + timedelta(hours=n)) for n in (0, 2))
    by = f"Муниципальный координатор ({ilansky_coordinator})"
    assert rows == [
        ["№", "Кто согласует", "Получено", "Результат", "Решено", "Замечания"],
        ["1", by, came, "Согласовано", decided, "—"],
        ["2", str(head), decided, "Ждёт подписи", "—", "—"],
    ]
    ending = f"Инициатор согласования: {ilansky_coordinator}, {came}. Состояние: на согласовании."
    for text in (told, printed):
        assert "Лист согласования" in text
        assert ending in text
    for cell in (came, decided, "Согласовано", "Ждёт подписи"):
        assert cell in printed


def put_in_force(protocol, by):
    told = {"kind": "protocol", "number": "7-рг", "dated_on": DAY, "grounds": {}}
    approve(protocol, **told, by=by, at=AT.replace(year=2030))
    protocol.refresh_from_db()
    Municipality.objects.update(time_zone="Asia/Krasnoyarsk")
    protocol.municipality.refresh_from_db()


def moment(at):
    return f"{at.astimezone(ZoneInfo('Asia/Krasnoyarsk')):%d.%m.%Y %H:%M}"


def test_a_remark_of_who_returned_it_is_told_in_word(draft, ilansky, ilansky_coordinator):
    put_in_force(draft, by=ilansky_coordinator)
    approval = start_approval(
        draft.document,
        [NewStep(role="HEAD")],
        content_hash="1",
        by=ilansky_coordinator,
        at=AT,
    )
    told = {"by": make_user("HEAD", ilansky), "at": AT}
    return_for_correction(approval.steps.get(), remark="Нет даты заседания", **told)

    last = docx_of(draft, "protocol").tables[-1].rows[-1]

    assert [words(cell.text) for cell in last.cells][3:] == [
        "Возвращено",
        moment(AT),
        "Нет даты заседания",
    ]


@pytest.mark.parametrize("suffix", ["pdf", "docx"])
def test_the_protocol_of_a_meeting_carries_its_sheet(db, suffix):
    municipality = make_municipality()
    coordinator = make_user("COORDINATOR", municipality)
    document = make_document(municipality=municipality, kind="protocol", title="Протокол")
    meeting = make_meeting(municipality, by=coordinator, document=document)
    told = {"content_hash": "1", "by": coordinator, "at": AT}
    start_approval(document, [NewStep(role="HEAD")], **told)

    file = io.BytesIO(file_of_meeting(meeting, suffix))

    if suffix == "docx":
        said = Word(file).tables[-1].rows[-1].cells[3].text
    else:
        said = words(PdfReader(file).pages[-1].extract_text())
    assert "Ждёт подписи" in said
