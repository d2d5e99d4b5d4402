"""Sections of a note edited, left out and composed anew; nobody's words are lost."""

import pytest

from reports.models import Note
from reports.notes.plain import plain
from reports.noting import editing
from reports.noting.files import file_of, pdf_of
from reports.noting.paper import paper_of
from schools.errors import PortalError
from tests.factories import AT, make_external_list, make_result, make_verdicts
from tests.reports.test_identification_note import words_of
from tests.reports.test_plain import HOSTILE

from .making import edit, fresh, section


def printed(note):
    paper = paper_of(fresh(note))
    return " ".join(html for _part, html in paper.body)


def test_a_note_has_the_sections_that_its_run_gives_reason_for(note):
    assert [one.code for one in note.sections.all()] == [
        *("key", "purpose", "method", "data", "results", "losses", "firm", "limits"),
        *("conclusions", "low", "advice", "sources"),
    ]


def test_an_edit_is_kept_apart_and_printed_instead(note, head):
    before = section(note)

    edit(before, f"{plain(before.generated)}<p>Рассмотрено <b>в августе</b>.</p>", by=head)

    now = section(note)
    assert now.generated == before.generated
    assert (now.edited_by, now.edited_at, now.version) == (head, AT, 2)
    assert "<p>Рассмотрено <b>в августе</b>.</p>" in printed(note)


def test_a_text_that_says_what_was_composed_is_no_edit(note, head):
    one = section(note)
    edit(one, "<p>Иное.</p>", by=head)

    edit(section(note), plain(one.generated).replace("<b>", "<strong>"), by=head)

    now = section(note)
    assert (now.edited, now.edited_by, now.edited_at) == ("", None, None)
    assert one.generated in printed(note)


def test_of_two_editors_the_second_is_told_and_nothing_is_lost(note, head, coordinator):
    one = section(note)
    edit(one, "<p>Первый.</p>", by=head)

    with pytest.raises(editing.Conflict, match=r"^Пока вы правили, раздел сохранил"):
        edit(one, "<p>Второй.</p>", by=coordinator, version=one.version)

    assert section(note).edited == "<p>Первый.</p>"
    edit(section(note), "<p>Второй.</p>", by=coordinator)
    assert section(note).edited == "<p>Второй.</p>"


def test_what_was_edited_can_be_taken_back(note, head):
    edit(section(note), "<p>Иное.</p>", by=head)

    editing.restore_section(section(note), at=AT)

    assert section(note).edited == ""
    assert section(note).generated in printed(note)


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        ("", "Раздел пуст."),
        ("<p> </p><script>x</script>", "Раздел пуст."),
        ("<p>[[Рисунок 9]]</p>", "В\xa0тексте стоит [[Рисунок 9]], а\xa0в\xa0разделе такого нет."),
        ("<p>[[Рисунок 1]]</p><p>[[Рисунок 1]]</p>", "[[Рисунок 1]] стоит в\xa0тексте дважды."),
        ("<p>" + "слово " * 40_000 + "</p>", "Раздел слишком длинный."),
    ],
    ids=["empty", "no-words", "no-such-figure", "a-figure-twice", "too-long"],
)
def test_a_text_that_cannot_be_printed_is_refused(note, head, html, sentence):
    one = section(note, "results")

    with pytest.raises(PortalError) as refused:
        edit(one, html, by=head)

    assert str(refused.value).startswith(sentence)
    assert section(note, "results").edited == ""


def test_a_figure_stands_where_its_mark_was_put(note, head):
    one = section(note, "results")
    assert "[[Рисунок 1]]" in plain(one.generated)

    edit(one, "<p>[[Рисунок 1]]</p><p>Слова после рисунка.</p>", by=head)

    said = printed(note)
    assert said.index("<figure>") < said.index("Слова после рисунка.")
    assert "[[" not in said


def test_a_section_left_out_is_not_printed_and_numbers_close_up(note):
    editing.leave_out(section(note, "data"), is_left_out=True, at=AT)

    paper = paper_of(fresh(note))
    titles = [(part.number, part.title) for part in paper.parts if part.number]
    assert titles[:3] == [("1", "Цель и основание"), ("2", "Как считали"), ("3", "Результаты")]
    captions = [html for _part, html in paper.body if "<b>Таблица 1</b>" in html]
    assert "Индексы и места школ" in captions[0]
    editing.leave_out(section(note, "data"), is_left_out=False, at=AT)
    assert "Полнота данных по линиям" in printed(note)


def test_files_of_an_older_text_are_made_anew(note, head):
    before = file_of(note, "pdf")

    edit(section(note), "<p>Иное.</p>", by=head)

    assert file_of(fresh(note), "pdf") != before


def test_who_printed_an_older_text_leaves_the_newer_file_alone(note, head):
    stale = fresh(note)
    edit(section(note), "<p>Иное.</p>", by=head)

    assert file_of(stale, "docx") != file_of(fresh(note), "docx")


def test_composed_anew_of_the_same_data_nothing_would_change(note):
    assert editing.propose(fresh(note), at=AT) == 0
    assert not note.sections.exclude(proposed="").exists()


def test_composed_anew_the_changes_wait_for_a_person(note, head, school):
    edit(section(note), "<p>Слова методиста.</p>", by=head)
    make_external_list(note.municipality, school)

    changed = editing.propose(fresh(note), at=AT)

    waiting = [one.code for one in note.sections.exclude(proposed="")]
    assert len(waiting) == changed - 1  # the section on lists is new, and not printed yet
    assert {"key", "conclusions"} <= set(waiting)
    assert section(note).edited == "<p>Слова методиста.</p>"
    assert "Слова методиста." in printed(note)
    assert section(note, "lists").is_left_out


def test_taken_the_new_text_stands_and_the_edit_of_the_old_one_is_gone(note, head, school):
    edit(section(note), "<p>Слова методиста.</p>", by=head)
    make_external_list(note.municipality, school)
    editing.propose(fresh(note), at=AT)

    editing.take(section(note), at=AT)

    now = section(note)
    assert (now.edited, now.proposed) == ("", "")
    assert "Внешними перечнями вывод подтверждён у 1 из 1 школы" in words_of(printed(note))
    with pytest.raises(PortalError, match=r"^Предложения уже нет"):
        editing.take(section(note), at=AT)


def test_kept_the_old_text_stands_and_the_foot_names_its_data(note, head, school, coordinator):
    edit(section(note), "<p>Слова методиста.</p>", by=head)
    old = note.fingerprint
    make_result(school=school, low_n=0, high_n=12)
    newer = make_verdicts(municipality=note.municipality, methodology=note.run.methodology)

    editing.propose(fresh(note), at=AT)
    for one in note.sections.exclude(proposed="").exclude(code="conclusions"):
        editing.take(one, at=AT)
    editing.keep(section(note), at=AT)

    paper = paper_of(fresh(note))
    assert fresh(note).run == newer
    assert section(note).edited == "<p>Слова методиста.</p>"
    assert f"данные {newer.fingerprint[:12]}" in paper.trace
    assert f"прежние данные {old[:12]}" in paper.trace
    assert "«Выводы»" in paper.trace


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_html_in_a_section_reaches_no_paper(note, head, number, caplog):
    edit(section(note), f"<p>Слова</p>{HOSTILE[number]}<p>=cmd() {{{{ settings }}}}</p>", by=head)

    pdf = pdf_of(paper_of(fresh(note)))

    assert pdf.startswith(b"%PDF")
    assert not caplog.records
    assert "=cmd() {{ settings }}" in printed(note)


def test_a_note_that_is_being_made_is_not_edited(note, head):
    Note.objects.filter(pk=note.pk).update(state=Note.State.QUEUED)

    with pytest.raises(PortalError, match=r"^Справка ещё готовится"):
        edit(section(note), "<p>Иное.</p>", by=head)
