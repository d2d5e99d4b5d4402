"""A table that no reader knows: somebody says once which column is what."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from openpyxl import Workbook

from assessments.imports import ending, stages
from assessments.imports.mapping import KEEP_UNKNOWN, read_again
from assessments.models import ColumnMapping, ImportBatch, Level, Result, ResultChange
from assessments.readers import FORMATS, READERS, mapped
from assessments.tasks import carry_on
from tests.factories import (
    make_municipality,
    make_school,
    make_sitting,
    make_unknown_batch,
    make_user,
    make_workbook,
)

from . import layouts
from .test_import_pages import text_of

TITLE = ["Мониторинг по русскому языку, 4 класс (ВПР)"]
HEAD = ["№", "Учреждение", "Писали", 2, 3, 4, 5, "Учитель"]
ROWS = ([1, "СОШ 1", 12, 1, 5, 4, 2, "Петрова"], [2, "СОШ 2", 10, 0, 5, 3, 2, "Сидорова"])
COLUMNS = {
    "column_0": "",
    "column_1": "school",
    "column_2": "participants",
    **{f"column_{n}": f"level:{n - 1}" for n in (3, 4, 5, 6)},
    "column_7": "",
}
WORK = {"kind": "VPR", "grade": "4", "subject": "Русский язык", "variant": ""}
ALIKE = {"works-TOTAL_FORMS": "1", "works-INITIAL_FORMS": "0"}
FORM = {
    "title": "Мониторинг района",
    "header": "2",
    "percent": "percent",
    **COLUMNS,
    **ALIKE,
    **{f"works-0-{name}": said for name, said in WORK.items()},
}
Stage, State = ImportBatch.Stage, ImportBatch.State


@pytest.fixture
def schools(municipality):
    return [make_school(municipality=municipality, short_name=f"СОШ {n}") for n in (1, 2)]


@pytest.fixture
def entered(client, coordinator, schools):
    client.force_login(coordinator)
    return client


def send(client, *rows, name="Мониторинг.xlsx", year="2026"):
    upload = SimpleUploadedFile(name, make_workbook(*rows).getvalue())
    page = client.post(
        reverse("assessments:imports"), {"file": upload, "academic_year": year}, follow=True
    )
    return ImportBatch.objects.latest("pk"), text_of(page)


def address(batch):
    return reverse("assessments:import-mapping", args=[batch.pk])


def say(client, batch, **said):
    return client.post(address(batch), FORM | said, follow=True)


def errors(page):
    form = page.context["form"]
    told = {name: list(found) for name, found in form.errors.items()}
    for number, work in enumerate(form.works.forms):
        told |= {f"works-{number}-{name}": list(found) for name, found in work.errors.items()}
    return told


def test_a_table_that_nobody_knows_is_read_as_it_was_said(entered, schools, coordinator):
    batch, page = send(entered, TITLE, HEAD, *ROWS)
    assert "Указать, что в каком столбце" in page

    page = text_of(say(entered, batch))

    assert "по разметке «Мониторинг района»" in page
    assert "Изменить разметку" in page
    assert "Записать 2 результата" in page
    assert batch.expires_at - batch.created_at < timedelta(hours=2)
    batch.refresh_from_db()
    assert (batch.stage, batch.state, batch.format) == (Stage.REVIEW, State.DONE, "mapped")
    assert batch.expires_at - batch.created_at > timedelta(days=6)
    entered.post(
        reverse("assessments:import-confirm", args=[batch.pk]), {"seen": batch.fingerprint}
    )
    first = Result.objects.get(school=schools[0])
    assert (first.participants, first.counts) == (12, {"2": 1, "3": 5, "4": 4, "5": 2})
    assert (first.sitting.procedure.subject, first.sitting.academic_year) == ("Русский язык", 2026)
    assert first.changes.get().origin == ResultChange.Origin.IMPORT
    batch.refresh_from_db()
    assert (batch.stage, batch.upload.name) == (Stage.STORED, "")


def test_the_page_shows_the_table_and_what_it_seems_to_be(entered):
    batch, _page = send(entered, TITLE, HEAD, *ROWS)

    page = entered.get(address(batch))

    form = page.context["form"]
    assert {name: form.initial.get(name, "") for name in COLUMNS} == COLUMNS | {"column_1": ""}
    assert form.initial["header"] == 2
    assert form.works.forms[0].initial == {
        "kind": "VPR",
        "grade": 4,
        "subject": "Русский язык",
        "variant": "",
    }
    assert "Не загружайте таблицы с учениками" in text_of(page)
    assert page.context["rows"][0] == (1, TITLE, 8)
    assert page.context["rows"][3] == (4, ["2", "СОШ 2", "10", "0", "5", "3", "2", "Сидорова"], 1)


def test_the_next_file_of_the_same_header_is_read_by_itself(entered):
    batch, _page = send(entered, TITLE, HEAD, *ROWS)
    say(entered, batch)

    again, page = send(entered, TITLE, [], HEAD, [1, "СОШ 2", 4, 1, 1, 1, 1, ""], year="2027")

    assert "по разметке «Мониторинг района»" in page
    assert again.plan["counts"] == {"new": 1, "changed": 0, "same": 0}
    assert again.plan["works"][0]["academic_year"] == 2027
    assert again.mapping == ColumnMapping.objects.get()


@pytest.mark.parametrize(
    "rows",
    [
        [["Мониторинг по математике, 4 класс (ВПР)"], HEAD],
        [TITLE, [*HEAD[:3], 5, 4, 3, 2, "Учитель"]],
    ],
)
def test_another_header_is_asked_about_anew(entered, rows):
    batch, _page = send(entered, TITLE, HEAD, *ROWS)
    say(entered, batch)

    again, page = send(entered, *rows, *ROWS)

    assert (again.stage, again.state, again.mapping) == (Stage.READING, State.FAILED, None)
    assert "Указать, что в каком столбце" in page


MATHEMATICS = ["Мониторинг по математике, 5 класс (ВПР)"]


def test_under_another_heading_the_columns_are_offered_and_the_procedure_is_asked(entered):
    batch, _page = send(entered, TITLE, HEAD, *ROWS)
    say(entered, batch, column_2="", column_7="class")

    again, page = send(entered, MATHEMATICS, [], HEAD, *ROWS)
    assert "портал знает по разметке «Мониторинг района»" in page
    assert (again.stage, again.state) == (Stage.READING, State.FAILED)
    page = entered.get(address(again))

    form = page.context["form"]
    assert "Столбцы взяты из разметки «Мониторинг района»" in text_of(page)
    assert [form.initial.get(name, "") for name in ("column_1", "column_2", "column_7")] == [
        "school",
        "",
        "class",
    ]
    assert form.initial["header"] == 3
    assert form.works.forms[0].initial == {
        "kind": "VPR",
        "grade": 5,
        "subject": "Математика",
        "variant": "",
    }


def test_a_subject_is_not_taken_over_from_a_table_like_this_one(entered):
    batch, _page = send(entered, TITLE, HEAD, *ROWS)
    say(entered, batch)

    again, _page = send(entered, ["Итоги"], HEAD, *ROWS, name="итоги.xlsx")

    (work,) = entered.get(address(again)).context["form"].works.forms
    assert (work.initial["kind"], work.initial["subject"]) == ("VPR", "")


def test_two_tables_of_the_same_titles_are_both_read_by_themselves(entered):
    works = {"works-0-subject": "Математика", "works-0-grade": "5", "title": "Математика"}
    for heading, said in ((TITLE, {}), (MATHEMATICS, works)):
        batch, _page = send(entered, heading, HEAD, *ROWS)
        say(entered, batch, **said)

    for heading, title in ((TITLE, "Мониторинг района"), (MATHEMATICS, "Математика")):
        _again, page = send(entered, heading, HEAD, *ROWS)
        assert f"по разметке «{title}»" in page


def test_the_subjects_of_another_region_are_not_offered(entered):
    theirs = make_sitting(subject="Хакасский язык")
    theirs.region = make_municipality().region
    theirs.save()
    batch, _page = send(entered, TITLE, HEAD, *ROWS)

    page = text_of(entered.get(address(batch)))

    assert "Русский язык" in page
    assert "Хакасский язык" not in page


def test_what_is_wrong_with_the_columns_stands_at_the_columns(entered):
    batch, _page = send(entered, TITLE, HEAD, *ROWS)

    page = text_of(say(entered, batch, column_1=""))

    columns = page[page.index("Проверьте каждый столбец.") :]
    assert "Выберите столбец, по которому портал узнает школу" in columns


def test_what_another_municipality_has_said_is_not_used(entered, client):
    batch, _page = send(entered, TITLE, HEAD, *ROWS)
    say(entered, batch)
    client.force_login(make_user("COORDINATOR", make_municipality()))

    theirs, page = send(client, TITLE, HEAD, *ROWS)

    assert theirs.state == State.FAILED
    assert "Мониторинг района" not in page
    assert "Мониторинг района" not in text_of(client.get(address(theirs)))


def test_a_reader_that_knows_the_layout_comes_before_a_mapping(entered, municipality):
    rows = layouts.marks_rows(layouts.MARKS)
    batch = make_unknown_batch(*rows, municipality=municipality)
    say(entered, batch, header="8", column_0="school", column_1="")
    assert ColumnMapping.objects.get().columns["header"] == 8

    again, _page = send(entered, *rows)

    assert (again.format, again.mapping) == ("fis_oko_marks", None)


def test_a_mapping_is_corrected_and_the_file_read_anew(entered):
    batch, _page = send(entered, TITLE, HEAD, *ROWS)
    wrong = {"column_5": "level:5", "column_6": "level:4"}
    say(entered, batch, **wrong)
    assert entered.get(address(batch)).context["form"].initial["column_5"] == "level:5"

    say(entered, batch, title="Исправленная")

    batch.refresh_from_db()
    mapping = ColumnMapping.objects.get()
    assert (mapping.title, batch.mapping) == ("Исправленная", mapping)
    assert batch.plan["rows"]["new"][0]["after"]["counts"] == {"2": 1, "3": 5, "4": 4, "5": 2}


def test_a_corrected_header_row_is_what_the_next_file_is_read_by(entered):
    batch, _page = send(entered, TITLE, HEAD, ["", "", "", "", "", "", "", ""], *ROWS)
    say(entered, batch, header="1")
    say(entered, batch, header="2", title="Верная")

    again, page = send(entered, TITLE, HEAD, *ROWS)

    assert "по разметке «Верная»" in page
    assert again.plan["problem_count"] == 0


def test_what_was_said_of_a_file_itself_comes_before_what_was_said_later(entered, municipality):
    batch, _page = send(entered, TITLE, HEAD, *ROWS)
    say(entered, batch)
    own = ColumnMapping.objects.get()
    keys = mapped.headers_in(stages.book_of(batch))
    ColumnMapping.objects.create(
        municipality=municipality,
        title="Другая",
        header=next(key for key, found in keys.items() if found.header == 3),
        titles=own.titles,
        columns=own.columns,
        created_by=own.created_by,
        created_at=own.created_at + timedelta(seconds=1),
    )
    batch.refresh_from_db()

    read_again(batch, own, at=batch.created_at)
    carry_on(batch.pk)

    batch.refresh_from_db()
    assert batch.mapping == own


def test_answers_about_schools_outlive_a_corrected_mapping(entered, schools):
    stranger = [3, "Лесная школа", 3, 0, 1, 1, 1, ""]
    batch, _page = send(entered, TITLE, HEAD, stranger)
    say(entered, batch)
    batch.refresh_from_db()
    stages.answer(batch, {"schools": {"name:лесная школа": schools[0].pk}, "rows": ["|3"]})

    say(entered, batch)

    batch.refresh_from_db()
    assert batch.answers == {"schools": {"name:лесная школа": schools[0].pk}}
    assert batch.plan["counts"]["new"] == 1


def test_works_side_by_side_are_described_one_by_one(entered):
    head = ["Школа", *["Участников", 2, 3, 4, 5] * 2]
    batch, _page = send(
        entered,
        ["ВПР 4 класс", "Русский язык", "", "", "", "", "Математика"],
        head,
        ["СОШ 1", 12, 1, 5, 4, 2, 10, 0, 0, 5, 5],
    )
    form = entered.get(address(batch)).context["form"]
    assert [work.initial["subject"] for work in form.works.forms] == ["Русский язык", "Математика"]
    said = {name: form.initial.get(name, "") for name in form.fields}
    works = {
        f"works-{n}-{name}": value
        for n, work in enumerate(form.works.forms)
        for name, value in work.initial.items()
    }

    entered.post(address(batch), said | works | ALIKE | {"works-TOTAL_FORMS": "2", "title": "Две"})

    batch.refresh_from_db()
    assert batch.plan["counts"]["new"] == 2
    assert [work["title"] for work in batch.plan["works"]] == [
        "ВПР-4, русский язык",
        "ВПР-4, математика",
    ]


def test_one_more_procedure_is_asked_for_without_losing_what_was_typed(entered):
    batch, _page = send(entered, TITLE, HEAD, *ROWS)

    page = say(entered, batch, more="1", title="Моё название", column_7="mean")

    form = page.context["form"]
    assert len(form.works.forms) == 2
    assert not errors(page).get("title")
    assert (form["title"].value(), form["column_7"].value()) == ("Моё название", "mean")
    assert form.works.forms[0]["subject"].value() == "Русский язык"
    assert "of_3" in form.fields
    assert not ColumnMapping.objects.exists()


def test_a_procedure_that_stayed_blank_is_none(entered):
    batch, _page = send(entered, TITLE, HEAD, *ROWS)

    blank = {f"works-1-{name}": "" for name in WORK}
    say(entered, batch, **{"works-TOTAL_FORMS": "2"}, **blank, of_2="0", of_3="0")

    assert len(ColumnMapping.objects.get().columns["works"]) == 1


def test_a_blank_procedure_between_two_is_passed_over(entered):
    batch, _page = send(entered, TITLE, HEAD, *ROWS)
    third = {f"works-2-{name}": said for name, said in (WORK | {"subject": "Математика"}).items()}
    of = {"of_2": "all", **{f"of_{n}": "2" if n > 4 else "0" for n in (3, 4, 5, 6)}}

    say(entered, batch, **{"works-TOTAL_FORMS": "3"}, **third, **of)

    columns = ColumnMapping.objects.get().columns
    assert [work["subject"] for work in columns["works"]] == ["Русский язык", "Математика"]
    assert [c["work"] for c in columns["columns"]] == [None, None, 0, 0, 1, 1]


def test_another_header_row_is_looked_at_before_anything_is_stored(entered):
    batch, _page = send(entered, HEAD, ["", "", "", 4, 3, 2, 5, ""], *ROWS)

    page = say(entered, batch, show="1")

    assert page.context["form"].initial["column_3"] == "level:4"
    assert page.context["shown"] == 2
    assert not ColumnMapping.objects.exists()


def test_another_sheet_is_looked_at_before_anything_is_stored(entered, municipality):
    book = io.BytesIO()
    made = Workbook()
    made.active.title = "Титул"
    made.active.append(["Отчёт", "района"])
    made.active.append(["за год", 2026])
    made.create_sheet("Данные").append(HEAD)
    for row in ROWS:
        made["Данные"].append(row)
    made.save(book)
    upload = SimpleUploadedFile("два листа.xlsx", book.getvalue())
    entered.post(reverse("assessments:imports"), {"file": upload, "academic_year": "2026"})
    batch = ImportBatch.objects.get()

    page = say(entered, batch, sheet="Данные", shown="Титул")
    assert page.context["form"].sheet.name == "Данные"
    assert page.context["shown"] == 1
    assert not ColumnMapping.objects.exists()

    page = text_of(say(entered, batch, sheet="Данные", shown="Данные", header="1"))
    assert "Записать 2 результата" in page
    assert "Лист «Титул» не читался" in page


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"column_1": ""}, "__all__", "Выберите столбец, по которому портал узнает школу"),
        ({"column_7": "school"}, "column_7", "Это уже сказано о столбце B."),
        ({"column_7": "level:2"}, "column_7", "Это уже сказано о столбце D."),
        ({"column_3": "level:below"}, "column_3", "Такого уровня в шкале процедуры нет. Есть «2»"),
        ({"column_3": "level:9"}, "column_3", ""),
        ({"column_3": "surname"}, "column_3", ""),
        ({"column_7": "share_low"}, "column_7", "Доли портал посчитает"),
        ({"column_2": "", "column_3": ""}, "column_4", "Нужен столбец «Участников» или все"),
        (
            dict.fromkeys(COLUMNS, "") | {"column_1": "school"},
            "__all__",
            "ВПР-4, русский язык: выберите",
        ),
        ({"header": "0"}, "header", "Номер строки"),
        ({"header": "вторая"}, "header", "Номер строки"),
        ({"header": "99999999999999999999"}, "header", "Номер строки"),
        ({"header": "4"}, "header", "В таблице 4\u00a0строки."),
        ({"header": "40"}, "header", "В таблице 4\u00a0строки."),
        ({"title": ""}, "title", "Введите название."),
        ({"percent": "много"}, "percent", ""),
        ({"works-0-kind": ""}, "works-0-kind", "Выберите вид."),
        ({"works-0-kind": "OGE"}, "works-0-grade", "ОГЭ сдают только в 9 классе."),
        ({"works-0-grade": "12"}, "works-0-grade", ""),
        ({"works-0-subject": ""}, "works-0-subject", "Выберите предмет."),
        ({"works-0-subject": "Руский"}, "works-0-subject", "Предмета «Руский» в портале нет."),
        ({"works-0-variant": "база"}, "works-0-variant", "Уровень указывается только"),
        (
            {"works-TOTAL_FORMS": "2", **{f"works-1-{n}": said for n, said in WORK.items()}},
            "works-1-kind",
            "Эта процедура уже описана выше.",
        ),
        ({"works-TOTAL_FORMS": "2", "of_3": "1"}, "of_3", "Эта процедура не описана."),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_stored(entered, said, field, sentence):
    batch, _page = send(entered, TITLE, HEAD, *ROWS)

    page = say(entered, batch, **said)

    assert errors(page)[field][0].startswith(sentence)
    assert "Пока файл не прочитан" in text_of(page)
    assert not ColumnMapping.objects.exists()
    batch.refresh_from_db()
    assert batch.state == State.FAILED


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"column_3": "share_low"}, "column_3", "Нужны обе доли"),
        ({"column_3": "level_share:2"}, "column_3", "Нужен и столбец «Участников»"),
        ({"column_3": "mean"}, "__all__", "ВПР-4, русский язык: выберите хотя бы один"),
    ],
)
def test_shares_need_what_they_are_shares_of(entered, said, field, sentence):
    batch, _page = send(entered, TITLE, HEAD, *ROWS)
    nothing = dict.fromkeys(COLUMNS, "") | {"column_1": "school"}

    page = say(entered, batch, **nothing | said)

    assert errors(page)[field][0].startswith(sentence)


def test_all_levels_without_participants_are_enough(entered):
    batch, _page = send(entered, TITLE, HEAD, *ROWS)

    say(entered, batch, column_2="")

    batch.refresh_from_db()
    assert [row["after"]["participants"] for row in batch.plan["rows"]["new"]] == [12, 10]


def test_columns_beyond_the_table_are_nobody_s(entered):
    batch, _page = send(entered, TITLE, HEAD, *ROWS)

    page = say(entered, batch, column_1="", column_99="school", **{"column_-1": "login"})

    assert "__all__" in errors(page)


@pytest.mark.parametrize("total", ["", "x", "99999", "-1"])
def test_a_hostile_number_of_procedures_is_no_error_of_the_portal(entered, total):
    batch, _page = send(entered, TITLE, HEAD, *ROWS)

    for button in ({}, {"more": "1"}, {"show": "1"}):
        page = say(entered, batch, **{"works-TOTAL_FORMS": total}, **button)
        assert page.status_code == 200
        assert len(page.context["form"].works.forms) <= 8


def test_a_table_of_a_hundred_columns_is_shown_and_read_whole(entered):
    head = ["Школа", *(f"задание {n}" for n in range(94)), "Участников", 2, 3, 4, 5]
    batch, _page = send(entered, head, ["СОШ 1", *[1] * 94, 12, 1, 5, 4, 2])
    form = entered.get(address(batch)).context["form"]
    assert len(form.seen) == 100
    said = {name: form.initial.get(name, "") for name in form.fields}

    entered.post(address(batch), FORM | said | {"title": "Сто"})

    batch.refresh_from_db()
    assert batch.plan["counts"]["new"] == 1


def test_levels_that_the_portal_learned_of_may_be_chosen(entered, municipality):
    sitting = make_sitting(kind="KDR", subject="Читательская грамотность")
    Level.objects.create(scale=sitting.scale, code="zero", label="нулевой", order=9)
    batch, _page = send(entered, HEAD, *ROWS)

    page = entered.get(address(batch))

    numbers = dict(page.context["form"].fields["column_3"].choices)["Сколько учеников"]
    assert ("level:zero", "ученики: нулевой") in numbers


def test_the_cells_are_shown_to_those_who_write_for_the_municipality(
    client, head, director, municipality
):
    batch = make_unknown_batch(HEAD, *ROWS, municipality=municipality)

    for person in (head, director, make_user("COORDINATOR", make_municipality())):
        client.force_login(person)
        assert client.get(address(batch)).status_code == 404
        assert client.post(address(batch), FORM).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"stage": Stage.STORING, "state": State.QUEUED},
        {"stage": Stage.REVIEW, "state": State.DONE, "format": "fis_oko_marks"},
        {"stage": Stage.READING, "state": State.RUNNING},
        {"stage": Stage.DROPPED, "state": State.DONE},
        {"upload": ""},
    ],
)
def test_a_file_that_waits_for_nothing_is_not_mapped(entered, municipality, fields):
    batch = make_unknown_batch(HEAD, *ROWS, municipality=municipality, **fields)

    for answer in (entered.get(address(batch)), entered.post(address(batch), FORM)):
        assert answer.url == batch.get_absolute_url()
    assert not ColumnMapping.objects.exists()


def test_after_an_hour_the_cells_are_shown_to_nobody(entered, municipality):
    batch = make_unknown_batch(HEAD, *ROWS, municipality=municipality)
    hour_ago = batch.created_at - KEEP_UNKNOWN
    ImportBatch.objects.filter(pk=batch.pk).update(created_at=hour_ago)

    assert entered.get(address(batch)).status_code == 302
    assert "что в каком столбце" not in text_of(entered.get(batch.get_absolute_url()))


def test_the_file_of_a_mapped_table_goes_after_an_hour_and_what_was_read_stays(entered):
    batch, _page = send(entered, TITLE, HEAD, *ROWS)
    say(entered, batch)

    ending.forget_old(at=batch.created_at + KEEP_UNKNOWN - timedelta(seconds=1))
    batch.refresh_from_db()
    assert batch.upload
    ending.forget_old(at=batch.created_at + KEEP_UNKNOWN)

    batch.refresh_from_db()
    assert (batch.upload.name, batch.stage) == ("", Stage.REVIEW)
    assert "Изменить разметку" not in text_of(entered.get(batch.get_absolute_url()))
    assert "Учитель" not in str(batch.reading)
    assert "Петрова" not in str(batch.reading)


def test_what_was_read_before_is_gone_while_the_file_is_read_again(entered):
    batch, _page = send(entered, TITLE, HEAD, *ROWS)
    say(entered, batch)
    batch.refresh_from_db()

    assert read_again(batch, batch.mapping, at=batch.created_at)

    batch.refresh_from_db()
    assert (batch.stage, batch.state) == (Stage.READING, State.QUEUED)
    assert (batch.plan, batch.reading, batch.fingerprint) == ({}, None, "")
    assert not stages.confirm(batch, seen="", by=batch.uploaded_by, at=batch.created_at)


def test_a_file_that_was_stored_meanwhile_is_not_read_again(
    entered, municipality, coordinator, schools
):
    batch, _page = send(entered, TITLE, HEAD, *ROWS)
    say(entered, batch)
    mapping = ColumnMapping.objects.get()
    batch.refresh_from_db()
    stale = ImportBatch.objects.get(pk=batch.pk)
    stages.confirm(batch, seen=batch.fingerprint, by=coordinator, at=batch.created_at)

    assert not read_again(stale, mapping, at=batch.created_at)
    batch.refresh_from_db()
    assert batch.stage == Stage.STORING


def test_one_header_has_one_mapping_in_a_municipality(entered, municipality, coordinator):
    for title in ("первая", "вторая"):
        batch = make_unknown_batch(TITLE, HEAD, *ROWS, municipality=municipality)
        say(entered, batch, title=title)

    assert ColumnMapping.objects.get().title == "вторая"


def test_mapped_is_a_format_that_is_never_tried_by_itself():
    assert "mapped" not in FORMATS
    assert READERS["mapped"].TITLE == "Таблица по разметке"
    assert not READERS["mapped"].HAS_PUPILS


def run(path, *args):
    call_command("import_results", str(path), "--municipality=ilansky", "--year=2026", *args)


def test_the_command_reads_by_a_saved_mapping(entered, admin, tmp_path, capsys):
    batch, _page = send(entered, TITLE, HEAD, *ROWS)
    say(entered, batch)
    path = tmp_path / "следующий.xlsx"
    path.write_bytes(make_workbook(TITLE, HEAD, *ROWS).getvalue())

    run(path, "--format=mapped")

    assert "Таблица по разметке: новых 2" in capsys.readouterr().out
    assert Result.objects.count() == 2
    stored = ImportBatch.objects.get(stage=Stage.STORED)
    assert stored.mapping == ColumnMapping.objects.get()
    run(path, "--dry-run")
    assert "без изменений 2" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "sentence"),
    [(["--format=mapped"], "ещё не размечали"), ([], "Портал не узнал эту таблицу")],
)
def test_the_command_says_what_to_do_without_a_mapping(admin, tmp_path, capsys, options, sentence):
    path = tmp_path / "чужой.xlsx"
    path.write_bytes(make_workbook(TITLE, HEAD, *ROWS).getvalue())

    with pytest.raises(SystemExit) as left:
        run(path, *options)

    assert left.value.code == 1
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("amount", [1, 3])
def test_the_page_takes_as_many_queries_however_long_the_table(
    amount, entered, municipality, django_assert_num_queries
):
    rows = [[n, f"СОШ {n}", 12, 1, 5, 4, 2, ""] for n in range(amount)]
    batch = make_unknown_batch(TITLE, [*HEAD, *HEAD[:amount]], *rows, municipality=municipality)

    with django_assert_num_queries(10):
        entered.get(address(batch))
