"""The protocol and the order: what stands in them, as PDF and as DOCX, of a real district."""

import io
import re
from datetime import date

import pytest
from docx import Document as Word
from pypdf import PdfReader

from identification.models import Protocol
from identification.protocols import approve
from reports.protocols.making import file_of, paper_of
from schools.models import SchoolStatus
from schools.russian import NB
from tests.factories import AT, make_external_list, make_protocol, make_user

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
