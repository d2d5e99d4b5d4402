"""A file of results from the upload to the results, and back."""

import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from openpyxl import Workbook

from assessments.imports import ending, stages, storing, undoing
from assessments.imports.keeping import kept, restored
from assessments.imports.matching import Alias
from assessments.imports.settings import settings_of
from assessments.models import Benchmark, ImportBatch, Marker, Result, ResultChange, Sitting
from assessments.readers import FORMATS
from assessments.readers.reading import Work
from assessments.tasks import carry_on
from schools.errors import PortalError
from schools.models import SchoolAlias
from schools.sheets import Book, Sheet
from tests.factories import AT, make_lock, make_result, make_school, make_sitting

from . import layouts

Stage = ImportBatch.Stage


@pytest.fixture
def schools(municipality):
    """Three schools that the federal file knows by their logins."""
    return [
        make_school(municipality=municipality, short_name=f"СОШ {n}", login=f"edu20000{n}")
        for n in (1, 2, 3)
    ]


def marks(*schools, **where):
    """«Статистика по отметкам» of these (name, participants, shares)."""
    return layouts.make_file(layouts.marks_rows(*schools, **where))


FIRST = ("МБОУ «Иланская СОШ № 1»(edu200001)", "", 89, 12.36, 52.81, 26.97, 7.87)
SECOND = ("МБОУ «Иланская СОШ № 2»(edu200002)", "", 10, 30, 40, 20, 10)
STRANGER = ("МБОУ «Южно-Александровская СОШ № 5»(edu999999)", "", 10, 30, 40, 20, 10)


@pytest.fixture
def upload(municipality, coordinator):
    """Choose a file on the page: it is read at once."""

    def upload(file, year=2026, name="2849657.xlsx"):
        batch = stages.begin_import(
            municipality,
            ContentFile(file.getvalue(), name),
            academic_year=year,
            by=coordinator,
            at=AT,
        )
        return carried_on(batch)

    return upload


def carried_on(batch):
    carry_on(batch.pk)
    batch.refresh_from_db()
    return batch


@pytest.fixture
def confirm(coordinator):
    def confirm(batch):
        taken = stages.confirm(batch, seen=batch.fingerprint, by=coordinator, at=AT)
        if taken:
            carried_on(batch)
        return taken

    return confirm


def test_nothing_is_stored_before_the_confirmation(schools, upload):
    batch = upload(marks(FIRST, SECOND))

    assert (batch.stage, batch.format) == (Stage.REVIEW, "fis_oko_marks")
    assert batch.plan["counts"] == {"new": 2, "changed": 0, "same": 0}
    assert batch.plan["may_be_stored"]
    assert not Result.rows.exists()
    assert not Sitting.objects.exists()


def test_what_was_shown_is_stored_with_its_file_and_row(schools, upload, confirm, coordinator):
    batch = upload(marks(FIRST, SECOND))

    assert confirm(batch)

    first, second = Result.objects.order_by("school__short_name")
    assert first.counts == {"2": 11, "3": 47, "4": 24, "5": 7}
    assert (first.participants, first.low_n, first.high_n, first.share_low) == (89, 11, 31, 1236)
    assert (first.batch, second.batch) == (batch, batch)
    assert first.source_row + 1 == second.source_row
    assert first.changes.get().origin == ResultChange.Origin.IMPORT
    assert first.changes.get().by == coordinator
    assert (batch.stage, batch.reading, batch.upload.name) == (Stage.STORED, None, "")


def test_a_second_confirmation_changes_nothing(schools, upload, confirm):
    batch = upload(marks(FIRST, SECOND))
    confirm(batch)

    assert not confirm(batch)
    assert ResultChange.objects.count() == 2


def test_the_same_file_again_changes_nothing(schools, upload, confirm):
    confirm(upload(marks(FIRST, SECOND)))

    again = upload(marks(FIRST, SECOND))

    assert again.plan["counts"] == {"new": 0, "changed": 0, "same": 2}


def test_the_difference_is_shown_before(schools, upload, confirm):
    confirm(upload(marks(FIRST, SECOND)))
    third = ("СОШ № 3(edu200003)", "", 10, 10, 40, 40, 10)
    changed = (*SECOND[:3], 20, 40, 30, 10)

    batch = upload(marks(FIRST, changed, third))

    assert batch.plan["counts"] == {"new": 1, "changed": 1, "same": 1}
    (row,) = batch.plan["rows"]["changed"]
    assert (row["before"]["counts"]["2"], row["after"]["counts"]["2"]) == (3, 2)


def test_a_school_that_nobody_knows_is_a_question_with_the_nearest_names(
    municipality, schools, upload, confirm
):
    south = make_school(municipality=municipality, short_name="Южно-Александровская СОШ № 5")
    make_school(municipality=municipality, short_name="Южно-Александровская СОШ № 6")

    batch = upload(marks(FIRST, ("МБОУ Южно-Алексадровская СОШ № 5(edu999999)", *STRANGER[1:])))

    (stranger,) = batch.plan["strangers"]
    assert stranger["nearest"][0] == [south.pk, south.short_name]
    assert not batch.plan["may_be_stored"]
    assert not confirm(batch)
    assert not Result.rows.exists()


def test_an_answer_is_remembered_as_another_name_of_the_school(
    municipality, schools, upload, confirm
):
    batch = upload(marks(FIRST, STRANGER))
    (stranger,) = batch.plan["strangers"]

    stages.answer(batch, {"schools": {stranger["key"]: schools[2].pk}})
    confirm(batch)

    assert Result.objects.filter(school=schools[2]).count() == 1
    alias = SchoolAlias.objects.get(school=schools[2], value="edu999999")
    assert (alias.kind, alias.municipality) == ("fis_oko", municipality)
    assert upload(marks(STRANGER)).plan["strangers"] == []


def test_a_school_of_another_municipality_is_no_answer(schools, foreign_school, upload):
    batch = upload(marks(FIRST, STRANGER))
    (stranger,) = batch.plan["strangers"]

    stages.answer(batch, {"schools": {stranger["key"]: foreign_school.pk}})

    assert len(batch.plan["strangers"]) == 1


def test_strangers_may_be_left_out(schools, upload, confirm):
    batch = upload(marks(FIRST, STRANGER))
    (stranger,) = batch.plan["strangers"]

    stages.answer(batch, {"schools": {stranger["key"]: 0}})

    assert batch.plan["left_out"] == 1
    assert confirm(batch)
    assert Result.objects.get().school == schools[0]


def test_an_unknown_login_of_a_known_name_is_learnt(municipality, upload, confirm):
    school = make_school(municipality=municipality, short_name="Южно-Александровская СОШ № 5")

    confirm(upload(marks(STRANGER)))

    assert Result.objects.get().school == school
    assert school.aliases.get().value == "edu999999"


def test_the_login_of_one_school_beside_the_name_of_another_is_asked(municipality, schools, upload):
    make_school(municipality=municipality, short_name="Южно-Александровская СОШ № 5")

    batch = upload(marks(("МБОУ «Южно-Александровская СОШ № 5»(edu200001)", *STRANGER[1:])))

    (stranger,) = batch.plan["strangers"]
    assert "Логин принадлежит школе «СОШ" in stranger["why"]


def test_all_problems_come_at_once_and_a_row_may_be_left_out(schools, upload, confirm):
    wrong = (*SECOND[:3], 33, 40, 20, 10)
    batch = upload(marks(FIRST, wrong, ("СОШ № 3(edu200003)", "", "x", 10, 40, 40, 10)))
    assert {problem["row"] for problem in batch.plan["problems"]} == {13, 14}
    assert not confirm(batch)

    keys = {problem["key"] for problem in batch.plan["problems"]}
    stages.answer(batch, {"rows": keys})

    assert batch.plan["problems"] == []
    assert confirm(batch)
    assert Result.objects.get().school == schools[0]


def test_one_school_twice_is_a_problem(municipality, schools, upload):
    SchoolAlias.objects.create(
        municipality=municipality, school=schools[0], kind="fis_oko", value="sch224143"
    )

    batch = upload(marks(FIRST, ("СОШ № 1(sch224143)", *SECOND[1:])))

    (problem,) = batch.plan["problems"]
    assert "уже есть в строке" in problem["message"]


def test_what_is_confirmed_is_a_problem_unless_it_stays_as_it_is(schools, upload, confirm):
    confirm(upload(marks(FIRST, SECOND)))
    make_lock(school=schools[0])
    make_lock(school=schools[1])

    batch = upload(marks(FIRST, (*SECOND[:3], 20, 40, 30, 10)))

    (problem,) = batch.plan["problems"]
    assert problem["message"].startswith("Результат подтверждён координатором")


def test_what_moved_while_one_looked_is_shown_anew(schools, upload, confirm):
    batch = upload(marks(FIRST, SECOND))
    make_result(school=schools[0], sitting=make_sitting(), low_n=1)

    confirm(batch)

    assert batch.stage == Stage.REVIEW
    assert batch.error == storing.MOVED
    assert batch.plan["counts"] == {"new": 1, "changed": 1, "same": 0}
    assert Result.objects.get().low_n == 1
    assert confirm(batch)
    assert batch.stage == Stage.STORED


def test_an_import_is_undone_as_a_whole(schools, upload, confirm, coordinator):
    sitting = make_sitting()
    old = make_result(school=schools[0], sitting=sitting, low_n=1)
    batch = upload(marks(FIRST, SECOND))
    confirm(batch)

    undoing.undo_import(batch, by=coordinator, at=AT)

    result = Result.objects.get()
    assert (result.pk, result.low_n, result.version) == (old.pk, 1, 3)
    withdrawn = Result.rows.get(school=schools[1])
    assert withdrawn.is_withdrawn
    assert [change.origin for change in withdrawn.changes.all()] == ["import", "undo"]
    assert (batch.stage, batch.undone_by) == (Stage.UNDONE, coordinator)
    assert not Benchmark.objects.standing().exists()


def test_an_import_is_not_undone_once_somebody_has_edited_its_rows(
    schools, upload, confirm, coordinator
):
    batch = upload(marks(FIRST, SECOND))
    confirm(batch)
    make_result(school=schools[0], sitting=Sitting.objects.get(), low_n=1, by=coordinator)

    with pytest.raises(PortalError, match="с тех пор её результаты изменили"):
        undoing.undo_import(batch, by=coordinator, at=AT)

    batch.refresh_from_db()
    assert batch.stage == Stage.STORED
    assert Result.objects.count() == 2


def test_an_import_is_undone_once(schools, upload, confirm, coordinator):
    batch = upload(marks(FIRST))
    confirm(batch)
    undoing.undo_import(batch, by=coordinator, at=AT)

    with pytest.raises(PortalError, match="уже отменена"):
        undoing.undo_import(batch, by=coordinator, at=AT)

    assert ResultChange.objects.count() == 2


def test_after_an_undo_the_same_file_comes_in_again(schools, upload, confirm, coordinator):
    batch = upload(marks(FIRST))
    confirm(batch)
    undoing.undo_import(batch, by=coordinator, at=AT)

    again = upload(marks(FIRST))

    assert again.plan["counts"]["new"] == 1
    assert confirm(again)
    assert Result.objects.get().low_n == 11


def test_rows_of_country_region_and_municipality_are_kept_as_benchmarks(schools, upload, confirm):
    batch = upload(marks(FIRST))
    confirm(batch)

    levels = Benchmark.objects.latest(batch.municipality).values_list("level", flat=True)
    assert sorted(levels) == ["country", "municipality", "region"]


def test_a_file_of_the_class_register_leaves_the_marks(schools, upload, confirm):
    confirm(upload(marks(FIRST, work="ВПР 2024 Математика 4 класс", day="16.04.2024")))
    register = layouts.make_file(
        layouts.journal_wide_rows(
            ("СОШ № 1(edu200001)", 89, 11.24, 10, 79.78, 71, 8.99, 8),
        )
    )

    batch = upload(register)
    confirm(batch)

    result = Result.objects.get()
    assert result.counts == {"2": 11, "3": 47, "4": 24, "5": 7}
    assert result.journal == {"lower": 10, "same": 71, "higher": 8}


def test_a_blank_cell_takes_away_neither_numbers_nor_a_known_reason(municipality, upload, confirm):
    annex = layouts.make_file(layouts.annex_rows())
    batch = upload(annex, year=2019)
    for n, stranger in enumerate(batch.plan["strangers"]):
        school = make_school(municipality=municipality, short_name=f"Школа {n}")
        stages.answer(batch, {"schools": {stranger["key"]: school.pk}})
    gaps = batch.plan["gaps"]
    confirm(batch)
    told, numbers = Result.objects.filter(no_data="unknown")[:2]
    make_result(school=told.school, sitting=told.sitting, no_data="no_stage")
    make_result(school=numbers.school, sitting=numbers.sitting)

    again = upload(annex, year=2019)

    assert len(gaps) == 18
    assert again.plan["counts"] == {"new": 0, "changed": 0, "same": 105}
    assert again.plan["gaps"] == []


def test_a_federal_list_marks_our_schools_and_passes_over_the_others(schools, upload, confirm):
    ours = layouts.bias_row(2026, "edu200001", 1, 0, "", 1, school="МБОУ «СОШ № 1»")
    # the same name in another district
    theirs = layouts.bias_row(2026, "edu555555", 1, 1, 1, 1, school="МБОУ «СОШ № 1»")
    theirs[2] = "Канский район"

    batch = upload(layouts.make_file(layouts.bias_rows(ours, theirs)))
    assert batch.plan["strangers"] == []
    confirm(batch)

    assert Marker.objects.filter(school=schools[0]).count() == 2
    assert not Result.rows.exists()


def test_an_unknown_login_of_our_district_in_the_federal_list_is_asked_and_learnt(
    schools, upload, confirm
):
    row = layouts.bias_row(2026, "edu555555", 1, 0, 0, 0, school="МБОУ «СОШ № 1»")
    batch = upload(layouts.make_file(layouts.bias_rows(row)))
    (stranger,) = batch.plan["strangers"]
    assert stranger["nearest"][0][0] == schools[0].pk

    stages.answer(batch, {"schools": {stranger["key"]: schools[0].pk}})
    confirm(batch)

    assert Marker.objects.get().school == schools[0]
    assert schools[0].aliases.filter(value="edu555555").exists()


def test_a_marked_login_beside_another_name_is_asked(schools, upload):
    rows = layouts.bias_rows(layouts.bias_row(2026, "edu200001", 1, 0, 0, 0, school="СОШ № 3"))

    batch = upload(layouts.make_file(rows))

    assert len(batch.plan["strangers"]) == 1
    assert not batch.plan["may_be_stored"]


def test_in_a_file_of_another_district_a_name_does_not_stand_for_a_login(schools, upload):
    rows = layouts.marks_rows(("СОШ № 1(edu777777)", "", 10, 30, 40, 20, 10))
    rows = [
        ["Канский район(reg20_m013)", *row[1:]] if "reg20" in str(row[:1]) else row for row in rows
    ]

    batch = upload(layouts.make_file(rows))

    (stranger,) = batch.plan["strangers"]
    assert stranger["nearest"][0][0] == schools[0].pk


def test_a_file_with_pupils_is_not_kept(municipality, schools, upload):
    rows = layouts.individual_rows(
        layouts.pupils_of("СОШ № 1(edu200001)", 2), layouts.pupil(3, 4), layouts.pupil(5, 5)
    )

    batch = upload(layouts.make_file(rows))

    assert batch.format == "fis_oko_individual"
    assert batch.upload.name == ""
    assert not any(code in str(batch.reading) for code in layouts.PUPIL_CODES)


def test_a_workbook_with_pupils_on_another_sheet_is_not_kept(schools, upload):
    pupils = layouts.individual_rows(
        layouts.pupils_of("СОШ № 1(edu200001)", 1), layouts.pupil(3, 4)
    )
    workbook = Workbook()
    for title, rows in (("Отметки", layouts.marks_rows(FIRST)), ("Ученики", pupils)):
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append([cell if cell != "" else None for cell in row])
    workbook["Ученики"].sheet_state = "hidden"
    del workbook["Sheet"]
    file = io.BytesIO()
    workbook.save(file)

    batch = upload(file)

    assert (batch.format, batch.upload.name) == ("fis_oko_marks", "")


def test_a_file_that_cannot_be_read_says_so_and_is_not_kept(upload):
    batch = upload(io.BytesIO(b"PK\x03\x04 broken"))

    assert (batch.stage, batch.state) == (Stage.READING, ImportBatch.State.FAILED)
    assert batch.error.startswith("Файл повреждён")
    assert batch.upload.name == ""


def test_a_table_that_nobody_knows_waits_an_hour_for_an_explanation(upload):
    batch = upload(layouts.make_file([["Что", "Сколько"], ["яблоки", 3]]))

    assert batch.error == stages.UNKNOWN
    assert batch.upload
    ending.forget_old(at=batch.expires_at + timedelta(seconds=1))
    batch.refresh_from_db()
    assert (batch.stage, batch.upload.name) == (Stage.DROPPED, "")


def test_what_nobody_confirms_expires(schools, upload, confirm):
    batch = upload(marks(FIRST))

    ending.forget_old(at=AT + stages.KEEP)

    batch.refresh_from_db()
    assert (batch.stage, batch.reading, batch.upload.name) == (Stage.DROPPED, None, "")
    assert not confirm(batch)


def test_what_is_dropped_is_forgotten(schools, upload):
    batch = upload(marks(FIRST))

    assert ending.drop(batch)
    assert not ending.drop(batch)

    batch.refresh_from_db()
    assert (batch.reading, batch.upload.name) == (None, "")


def test_a_table_of_pupils_that_no_reader_knows_is_not_kept_for_anybody_to_map(upload, schools):
    batch = upload(layouts.make_file(layouts.collected_rows(), "Протокол"))

    assert (batch.stage, batch.state) == (Stage.READING, ImportBatch.State.FAILED)
    assert "в её строках ученики" in batch.error
    assert not batch.upload


def test_in_a_file_without_a_district_a_name_does_not_stand_for_a_login(schools, upload):
    rows = layouts.individual_rows(layouts.pupils_of("СОШ № 1(edu777777)", 1), layouts.pupil(3, 4))

    batch = upload(layouts.make_file(rows))

    assert [stranger["login"] for stranger in batch.plan["strangers"]] == ["edu777777"]


def test_shares_do_not_take_the_place_of_counts_they_agree_with(municipality, upload):
    school = make_school(municipality=municipality, short_name="СОШ 1")
    figures = layouts.annex_figures()["СОШ 1", 0]
    assert figures == ("0.73", "0.05")
    counts = {"2": 2, "3": 9, "4": 20, "5": 10}
    sitting = make_sitting(academic_year=2019)
    make_result(school=school, sitting=sitting, participants=41, low_n=2, high_n=30, counts=counts)

    batch = upload(layouts.make_file(layouts.annex_rows()), year=2019)

    assert [row for row in batch.plan["rows"]["changed"] if row["school"] == school.pk] == []
    assert batch.plan["counts"]["same"] == 1


def test_shares_that_contradict_counts_are_a_problem(municipality, upload):
    school = make_school(municipality=municipality, short_name="СОШ 1")
    make_result(school=school, sitting=make_sitting(academic_year=2019), counts={"2": 3, "3": 9})

    batch = upload(layouts.make_file(layouts.annex_rows()), year=2019)

    (problem,) = batch.plan["problems"]
    assert problem["message"].startswith("В портале внесено число учеников")


def test_a_journal_of_more_pupils_than_took_part_is_a_problem(schools, upload, confirm):
    confirm(upload(marks(SECOND, work="ВПР 2024 Математика 4 класс", day="16.04.2024")))

    batch = upload(
        layouts.make_file(
            layouts.journal_wide_rows(("СОШ № 2(edu200002)", 89, 11.24, 10, 79.78, 71, 8.99, 8))
        )
    )

    (problem,) = batch.plan["problems"]
    assert "Сравнение с журналом" in problem["message"]


def test_a_row_of_a_pupil_cannot_be_left_out(schools, upload):
    rows = layouts.individual_rows(
        layouts.pupils_of("СОШ № 1(edu200001)", 2), layouts.pupil(7, 4), layouts.pupil(5, 5)
    )

    batch = upload(layouts.make_file(rows))

    (problem,) = batch.plan["problems"]
    assert problem["key"] == ""
    stages.answer(batch, {"rows": [f"|{problem['row']}"]})
    assert len(batch.plan["problems"]) == 1


def test_a_subject_that_nobody_knows_is_told_with_the_one_it_resembles(schools, upload):
    make_sitting()

    batch = upload(marks(FIRST, work="ВПР 2026 Руский язык 4 класс"))

    (note,) = [note for note in batch.plan["notes"] if "ещё не было" in note]
    assert "Похожий предмет: «Русский язык»" in note


def test_a_known_subject_is_known_whatever_its_capitals(schools, upload, confirm):
    sitting = make_sitting()

    confirm(upload(marks(FIRST, work="ВПР 2026 русский ЯЗЫК 4 класс")))

    assert Result.objects.get().sitting == sitting


def test_a_file_of_benchmarks_alone_holds_no_procedure(upload, confirm):
    batch = upload(layouts.make_file(layouts.marks_rows()))

    confirm(batch)

    assert not Sitting.objects.exists()


def test_a_procedure_that_was_marked_as_not_held_meanwhile_is_shown_anew(
    schools, upload, confirm, municipality
):
    batch = upload(marks(FIRST))
    sitting = make_sitting()
    sitting.held = False
    sitting.save()

    confirm(batch)

    assert (batch.stage, batch.error) == (Stage.REVIEW, storing.MOVED)
    assert any("не проводилась" in note for note in batch.plan["notes"])
    assert confirm(batch)
    assert Result.objects.get().sitting.held


def test_one_school_on_two_sheets_of_one_work_is_a_problem(schools, upload):
    rows = [layouts.marks_rows(FIRST, day=day) for day in ("20.04.2026", "21.04.2026")]
    workbook = Workbook()
    for place, lines in enumerate(rows):
        sheet = workbook.create_sheet(f"день {place}")
        for line in lines:
            sheet.append([cell if cell != "" else None for cell in line])
    del workbook["Sheet"]
    file = io.BytesIO()
    workbook.save(file)

    batch = upload(file)

    (problem,) = batch.plan["problems"]
    assert "листа «день 0»" in problem["message"]


def test_a_region_that_two_sheets_of_one_work_tell_of_is_kept_once(schools, upload, confirm):
    workbook = Workbook()
    for place, (row, day) in enumerate(((FIRST, "20.04.2026"), (SECOND, "21.04.2026"))):
        sheet = workbook.create_sheet(f"день {place}")
        for line in layouts.marks_rows(row, day=day):
            sheet.append([cell if cell != "" else None for cell in line])
    del workbook["Sheet"]
    file = io.BytesIO()
    workbook.save(file)
    batch = upload(file)

    confirm(batch)

    assert (batch.stage, batch.error) == (Stage.STORED, "")
    assert Result.objects.count() == 2
    assert Benchmark.objects.filter(level="region").count() == 1


def test_two_spellings_of_one_unknown_school_are_remembered_once(municipality, upload, confirm):
    school = make_school(municipality=municipality, short_name="Школа у реки")
    head, *rest = layouts.annex_rows()
    numbers = rest[-1][1:]
    rows = [head, *rest[:2], ["Лесная «школа» №9", *numbers]]
    other = upload(layouts.make_file(rows), year=2019)
    (stranger,) = other.plan["strangers"]
    stages.answer(other, {"schools": {stranger["key"]: school.pk}})
    confirm(other)
    assert other.stage == Stage.STORED

    again = upload(layouts.make_file([*rows[:-1], ["ЛЕСНАЯ ШКОЛА 9", *numbers]]), year=2019)

    assert again.plan["strangers"] == []
    assert school.aliases.count() == 1


def test_names_that_a_file_taught_are_forgotten_with_it(schools, upload, confirm, coordinator):
    batch = upload(marks(FIRST, STRANGER))
    stages.answer(batch, {"schools": {batch.plan["strangers"][0]["key"]: schools[2].pk}})
    confirm(batch)

    undoing.undo_import(batch, by=coordinator, at=AT)

    assert not SchoolAlias.objects.filter(value="edu999999").exists()
    assert SchoolAlias.history.filter(value="edu999999", history_user=coordinator).count() == 2
    assert len(upload(marks(STRANGER)).plan["strangers"]) == 1


def test_of_two_files_over_each_other_both_may_be_taken_back(schools, upload, confirm, coordinator):
    first = upload(marks(FIRST))
    confirm(first)
    second = upload(marks((*FIRST[:3], 13.48, 51.69, 26.97, 7.87)))
    confirm(second)

    undoing.undo_import(second, by=coordinator, at=AT)
    undoing.undo_import(first, by=coordinator, at=AT)

    assert not Result.objects.exists()


def test_another_way_of_knowing_a_school_is_no_news(schools, upload, confirm):
    """Another file has taught the same login meanwhile: what is shown is still true."""
    batch = upload(marks(FIRST, STRANGER))
    answer = {"schools": {batch.plan["strangers"][0]["key"]: schools[2].pk}}
    stages.answer(batch, answer)
    other = upload(marks(STRANGER, work="ВПР 2026 Математика 4 класс"))
    stages.answer(other, answer)
    confirm(other)

    assert confirm(batch)

    assert (batch.stage, batch.error) == (Stage.STORED, "")


@pytest.mark.parametrize("amount", [1, 3])
def test_what_is_known_of_works_takes_as_many_queries_however_many(
    amount, municipality, django_assert_num_queries
):
    subjects = ("Русский язык", "Математика", "Физика")[:amount]
    for subject in subjects:
        make_sitting(subject=subject)
    held = [Work("VPR", 4, subject, "", 2026) for subject in subjects]
    others = [Work("VPR", 4, subject, "", 2025) for subject in subjects]

    with django_assert_num_queries(6):
        settings = settings_of([*held, *others], municipality.region)

    assert [bool(settings[work].sitting) for work in (*held, *others)] == (
        [True] * amount + [False] * amount
    )
    assert {len(setting.levels) for setting in settings.values()} == {4}


@pytest.mark.parametrize("amount", [1, 3])
def test_names_are_remembered_in_as_many_queries_however_many(
    amount, municipality, schools, coordinator, django_assert_num_queries
):
    aliases = [
        Alias("name", f"школа {n}", f"Школа {n}", school.pk)
        for n, school in enumerate(schools[:amount])
    ]
    known = SchoolAlias.objects.count()

    with django_assert_num_queries(3):
        taught = storing.remember(municipality, aliases, by=coordinator, at=AT)

    assert len(taught) == amount
    assert storing.remember(municipality, aliases, by=coordinator, at=AT) == []
    assert SchoolAlias.objects.count() == known + amount
    told = SchoolAlias.history.filter(history_user=coordinator)
    assert {(row.key, row.history_date) for row in told} == {(a.key, AT) for a in aliases}


def test_two_who_answer_different_questions_are_both_heard(schools, upload):
    batch = upload(marks(STRANGER, ("МБОУ «Лесная СОШ»(edu888888)", *STRANGER[1:])))
    other = ImportBatch.objects.get(pk=batch.pk)

    stages.answer(batch, {"schools": {"fis_oko:edu999999": schools[0].pk}})
    stages.answer(other, {"schools": {"fis_oko:edu888888": schools[1].pk}})

    assert other.plan["may_be_stored"]


def test_a_file_whose_storing_failed_may_be_dropped(schools, upload, coordinator):
    batch = upload(marks(FIRST))
    stages.confirm(batch, seen=batch.fingerprint, by=coordinator, at=AT)
    ImportBatch.objects.update(state=ImportBatch.State.FAILED)

    assert ending.drop(batch)

    batch.refresh_from_db()
    assert (batch.stage, batch.reading, batch.plan, batch.answers) == (Stage.DROPPED, None, {}, {})


def test_a_broken_reader_does_not_keep_the_file(upload, monkeypatch, schools):
    def read(book, *, academic_year):
        raise ZeroDivisionError

    monkeypatch.setattr(FORMATS["fis_oko_marks"], "read", read)

    with pytest.raises(ZeroDivisionError):
        upload(marks(FIRST))

    assert ImportBatch.objects.get().upload.name == ""


@pytest.mark.parametrize(
    ("code", "rows"),
    [
        ("fis_oko_marks", layouts.marks_rows(FIRST, STRANGER)),
        ("bias_list", layouts.bias_rows(layouts.bias_row(2026, "edu200001", 1, 0, "", 1))),
        ("shares_wide", layouts.annex_rows()),
    ],
)
def test_a_reading_is_kept_whole(code, rows):
    book = Book((Sheet("", [list(row) for row in rows]),))
    reading = FORMATS[code].read(book, academic_year=2026)

    assert reading.lines or reading.markers
    assert restored(kept(reading)) == reading


def test_answers_to_a_large_file_are_looked_at_in_the_background(schools, upload):
    batch = upload(marks(FIRST, STRANGER))

    stages.answer(batch, {"without_strangers": True}, at=AT)
    assert batch.is_under_way
    assert not batch.plan["may_be_stored"]
    carried_on(batch)

    assert (batch.stage, batch.plan["may_be_stored"], batch.plan["left_out"]) == ("review", True, 1)


def test_a_year_that_has_not_begun_is_refused(schools, upload):
    batch = upload(marks(FIRST, work="ВПР 2096 Русский язык 4 класс", day=""))

    assert any("ещё не начался" in problem["message"] for problem in batch.plan["problems"])
