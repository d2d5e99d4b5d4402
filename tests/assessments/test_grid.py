"""The entry grid: many schools at one procedure, saved at once or row by row."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from assessments.models import WITHDRAWN, Result, ResultChange
from assessments.results import NewResult, store_results
from assessments.rows import unsaved_words
from assessments.services import ensure_sitting
from schools.models import Enrolment
from tests.factories import (
    AT,
    make_document,
    make_lock,
    make_municipality,
    make_result,
    make_school,
    make_sitting,
    make_user,
)

TWELVE = {"participants": "12", "2": "3", "3": "3", "4": "4", "5": "2"}
THEIRS = {"2": 1, "3": 5, "4": 4, "5": 2}


@pytest.fixture
def sitting(db):
    return make_sitting()


@pytest.fixture
def neighbour(municipality):
    return make_school(municipality=municipality, short_name="СОШ 41", cluster="городские школы")


@pytest.fixture
def address(sitting):
    return reverse("assessments:grid", args=[sitting.pk])


@pytest.fixture
def send(client, coordinator, address, sitting):
    """Rows by school; boxes of levels by their code. `part`: as the script of the page does."""
    client.force_login(coordinator)

    def send(said, *, part=False, version=0, **more):
        headers = {"X-Rows-Only": "yes"} if part else {}
        return client.post(address, typed(sitting, said, version) | more, headers=headers)

    return send


def typed(sitting, said, version=0):
    levels = {level.code: f"level_{level.pk}" for level in sitting.scale.levels.all()}
    return {
        f"{school.pk}-{levels.get(name, name)}": value
        for school, row in said.items()
        for name, value in ({"version": str(version)} | row).items()
    }


def shown(client, address):
    """school → row of the page."""
    page = client.get(address)
    return {row.school: row for row in rows_of(page)}


def rows_of(page):
    return [row for _cluster, rows in page.context["groups"] for row in rows]


def boxes(row):
    return [value for _head, _name, value, *_rest in row.cells]


def shares(row):
    return [(count, share) for _side, _head, count, share, _quiet in row.shares]


def faults(page):
    """school → what is said of its row."""
    return {row.school: [said for _id, _head, said in row.faults] for row in rows_of(page)}


def text_of(response):
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(words).split())


def told(response):
    return [str(message) for message in response.wsgi_request._messages]


# what stands there


def test_all_schools_of_the_municipality_stand_under_their_clusters(
    client, coordinator, address, school, neighbour, branch, foreign_school
):
    client.force_login(coordinator)

    groups = client.get(address).context["groups"]

    assert [(name, [row.school for row in rows]) for name, rows in groups] == [
        ("городские школы", [neighbour]),
        ("сельские школы", [school]),
        ("", [branch]),
    ]


def test_a_director_has_the_own_school_and_its_branches(
    client, director, address, school, branch, neighbour
):
    client.force_login(director)

    assert set(shown(client, address)) == {school, branch}


def test_who_keeps_two_municipalities_has_the_grid_of_the_chosen_one(
    client, superuser, address, school, foreign_school
):
    client.force_login(superuser)

    assert list(shown(client, address)) == [school]


def test_counts_stand_in_the_boxes_and_their_shares_beside(
    client, coordinator, address, school, sitting
):
    make_result(school=school, sitting=sitting, low_n=1, high_n=6, counts=THEIRS, by=coordinator)
    client.force_login(coordinator)

    row = shown(client, address)[school]

    assert boxes(row) == ["12", "1", "5", "4", "2"]
    assert shares(row) == [("1\xa0из\xa012,", "8,33\xa0%"), ("6\xa0из\xa012,", "50\xa0%")]
    assert (row.mean, row.words, row.version) == ("3,58", "вы, 15.08", "1")


def test_shares_without_a_count_are_shown_and_their_boxes_are_empty(
    client, coordinator, address, school, sitting
):
    make_result(school=school, sitting=sitting, share_low=700, share_high=7300)
    client.force_login(coordinator)

    row = shown(client, address)[school]

    assert boxes(row) == [""] * 5
    assert shares(row) == [("", "7\xa0%"), ("", "73\xa0%")]
    assert row.note == "только доли"


def test_the_state_tells_who_wrote_last(client, coordinator, director, address, sitting, school):
    make_result(school=school, sitting=sitting, by=director)
    client.force_login(coordinator)
    assert shown(client, address)[school].words == "школа, 15.08"

    client.force_login(director)
    assert shown(client, address)[school].words == "вы, 15.08"

    make_result(school=school, sitting=sitting, low_n=1, by=coordinator)
    assert shown(client, address)[school].words == "управление, 15.08"

    make_result(school=school, sitting=sitting, low_n=2, source_id=make_document().pk)
    assert shown(client, address)[school].words == "из документа"


def test_points_have_a_mean_and_marks_have_none_to_type(client, coordinator, school, address):
    sitting = ensure_sitting(
        kind="EGE", grade=11, subject="Математика", variant="профиль", academic_year=2026
    )
    client.force_login(coordinator)

    points = client.get(reverse("assessments:grid", args=[sitting.pk])).context["grid"]
    marks = client.get(address).context["grid"]

    assert [column.head for column in points.columns][-1] == "Средний балл"
    assert [column.head for column in marks.columns][-1] == "«5»"


@pytest.mark.parametrize("amount", [1, 3])
def test_the_grid_of_three_schools_costs_what_that_of_one_does(
    amount, client, coordinator, municipality, sitting, address, django_assert_num_queries
):
    for number in range(amount):
        school = make_school(municipality=municipality, cluster=f"кластер {number}")
        make_result(school=school, sitting=sitting, by=make_user("DIRECTOR", school))
        make_lock(school=school)
    client.force_login(coordinator)

    with django_assert_num_queries(12):
        client.get(address)


# saving


def test_good_rows_are_stored_as_the_form_stores_them(send, school, neighbour, coordinator):
    response = send({school: TWELVE, neighbour: {"no_data": "no_graduates"}})

    assert response.status_code == 302
    assert told(response) == ["Сохранено: 2\xa0строки."]
    result = Result.objects.get(school=school)
    assert result.counts == {"2": 3, "3": 3, "4": 4, "5": 2}
    assert (result.share_low, result.share_high, result.mean) == (2500, 5000, None)
    assert Result.objects.get(school=neighbour).no_data == "no_graduates"
    changes = ResultChange.objects.values_list("by", "origin")
    assert list(changes) == [(coordinator.pk, "grid")] * 2


def test_wrong_rows_come_back_with_what_was_typed_and_the_others_are_stored(
    send, school, neighbour, branch, sitting
):
    page = send(
        {
            school: TWELVE | {"participants": "10"},
            neighbour: TWELVE,
            branch: {"participants": "5", "2": "пять"},
        }
    )

    assert page.status_code == 200
    assert set(Result.objects.values_list("school", flat=True)) == {neighbour.pk}
    assert faults(page) == {
        neighbour: [],
        school: ["Отметок 12, а участников 10. Исправьте одно из чисел."],
        branch: ["Введите целое число учеников вместо «пять»."],
    }
    assert page.context["summary"] == "Не\xa0сохранены 2\xa0строки из\xa03. Остальная сохранена."
    rows = {row.school: row for row in rows_of(page)}
    assert boxes(rows[school]) == ["10", "3", "3", "4", "2"]
    assert boxes(rows[branch]) == ["5", "пять", "", "", ""]


def test_what_is_wrong_is_tied_to_its_box_and_to_the_summary(send, school):
    page = send({school: TWELVE | {"participants": "10"}}).content.decode()

    fault = f"fault-{school.pk}-participants"
    box = re.search(rf'<input[^>]* id="{fault}-box"[^>]*>', page)[0]
    assert f'aria-describedby="{fault}"' in box
    assert 'aria-invalid="true"' in box
    assert f'<a href="#{fault}-box">' in page
    assert page.count(f'id="{fault}"') == 1


@pytest.mark.parametrize(
    ("failed", "of", "words"),
    [
        (2, 15, "Не\xa0сохранены 2\xa0строки из\xa015. Остальные 13 сохранены."),
        (1, 2, "Не\xa0сохранена 1\xa0строка из\xa02. Остальная сохранена."),
        (5, 5, "Не\xa0сохранены 5\xa0строк из\xa05."),
    ],
)
def test_the_summary_counts_in_russian(failed, of, words):
    assert unsaved_words(failed, of) == words


def test_a_row_left_untouched_is_not_written_even_if_somebody_has_changed_it_since(
    send, school, neighbour, sitting
):
    make_result(school=school, sitting=sitting, counts=THEIRS, low_n=1)
    as_it_was = {"participants": "12"} | {code: str(n) for code, n in THEIRS.items()}
    make_result(school=school, sitting=sitting, no_data="hidden")

    response = send({school: as_it_was | {"version": "1"}, neighbour: TWELVE})

    assert response.status_code == 302
    assert Result.objects.get(school=school).no_data == "hidden"
    assert ResultChange.objects.filter(result__school=school).count() == 2


def test_nothing_changed_is_nothing_written(send, school, sitting):
    send({school: TWELVE})

    response = send({school: TWELVE}, version=1)

    assert told(response)[-1] == "Изменений нет: всё уже записано."
    assert ResultChange.objects.count() == 1


def test_shares_stay_shares_until_counts_are_typed(send, school, sitting):
    make_result(school=school, sitting=sitting, share_low=700, share_high=7300)

    send({school: dict.fromkeys(TWELVE, "")}, version=1)
    assert Result.objects.get().share_high == 7300

    send({school: TWELVE}, version=1)
    result = Result.objects.get()
    assert (result.participants, result.share_high) == (12, 5000)


def test_a_mean_typed_beside_shares_leaves_them(client, coordinator, school):
    sitting = ensure_sitting(kind="EGE", grade=11, subject="Русский язык", academic_year=2026)
    make_result(school=school, sitting=sitting, share_low=725, share_high=7300)
    client.force_login(coordinator)

    body = typed(sitting, {school: {"mean": "58,14"}}, version=1)
    client.post(reverse("assessments:grid", args=[sitting.pk]), body)

    result = Result.objects.get()
    assert (result.share_low, result.share_high, str(result.mean)) == (725, 7300, "58.14")


@pytest.mark.parametrize(
    ("before", "row", "after"),
    [
        ({"no_data": "unknown"}, TWELVE | {"no_data": "unknown"}, (12, "")),
        ({"counts": THEIRS}, {"no_data": "hidden"}, (None, "hidden")),
        ({"share_low": 0, "share_high": 0}, {"no_data": "hidden"}, (None, "hidden")),
    ],
)
def test_what_stood_there_gives_way_to_what_is_typed_anew(
    send, school, sitting, before, row, after
):
    make_result(school=school, sitting=sitting, **before)

    assert send({school: row}, version=1).status_code == 302
    assert Result.objects.values_list("participants", "no_data").get() == after


def test_what_the_grid_does_not_ask_stays(send, school, sitting):
    journal = {"lower": 1, "same": 10, "higher": 1}
    make_result(
        school=school, sitting=sitting, counts=THEIRS, journal=journal, objectivity_control=True
    )

    send({school: TWELVE}, version=1)

    result = Result.objects.get()
    assert (result.journal, result.objectivity_control, result.low_n) == (journal, True, 3)


def test_a_mean_of_marks_follows_the_new_counts(send, school, sitting):
    make_result(school=school, sitting=sitting, counts=THEIRS, low_n=1, mean=4)

    send({school: TWELVE}, version=1)

    assert str(Result.objects.get().mean) == "3.42"


def test_more_participants_than_pupils_are_refused_here_too(send, school):
    Enrolment.objects.create(school=school, academic_year=2026, grade=4, pupils=11)

    page = send({school: TWELVE})

    assert faults(page)[school][0].startswith("Участников 12, а в 4-х классах")


@pytest.mark.parametrize(
    ("typed_number", "said"),
    [
        ("12,5", "Введите целое число учеников вместо «12,5»."),
        ("-3", "Число учеников не бывает отрицательным."),
        ("abc", "Введите целое число учеников вместо «abc»."),
        ("1000000000", "Столько учеников не бывает: не больше 9999."),
        (
            "<script>alert(1)</script>" * 12,
            "Введите целое число учеников вместо «<script>alert(1)</sc…».",
        ),
        ("٣", "Введите целое число учеников вместо «٣»."),
    ],
)
def test_wrong_numbers_are_explained_at_their_box(send, school, typed_number, said):
    page = send({school: TWELVE | {"3": typed_number}})

    assert faults(page)[school] == [said]
    assert "<script>alert" not in page.content.decode()
    assert Result.objects.count() == 0


def test_thousands_may_stand_apart(send, school):
    send({school: {"participants": "1 200", "3": "1\xa0200"}})

    assert Result.objects.get().participants == 1200


def test_of_a_box_sent_twice_the_last_counts(client, coordinator, school, sitting, address):
    client.force_login(coordinator)
    body = typed(sitting, {school: TWELVE})
    name = f"{school.pk}-participants"

    client.post(address, body | {name: ["99", "12"]})

    assert Result.objects.get().participants == 12


def test_a_foreign_school_in_the_rows_is_passed_over(send, school, foreign_school):
    response = send({foreign_school: TWELVE, school: TWELVE})

    assert response.status_code == 302
    assert set(Result.objects.values_list("school", flat=True)) == {school.pk}


@pytest.mark.parametrize("version", ["", "-1", "abc", "9" * 30, "1; drop", "7"])
def test_a_version_that_nobody_was_shown_stores_nothing(send, school, version):
    page = send({school: TWELVE | {"version": version}})

    assert page.status_code == 200
    assert Result.objects.count() == 0
    (said,) = faults(page)[school]
    assert said.startswith("Строка пришла без номера версии")


def test_a_row_without_its_boxes_changes_nothing(send, school, sitting):
    make_result(school=school, sitting=sitting)

    assert send({school: {}}, version=1).status_code == 302
    assert ResultChange.objects.count() == 1


# row by row


def test_one_row_is_saved_and_only_it_comes_back(send, school, neighbour):
    answer = send({school: TWELVE}, part=True)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("data-row=") == 1
    assert f'name="{school.pk}-version" value="1"' in page
    assert "вы, " in text_of(answer)
    assert Result.objects.get().school == school


def test_a_wrong_row_comes_back_with_its_explanation(send, school):
    answer = send({school: TWELVE | {"participants": "13"}}, part=True)

    assert "Отметок 12, а участников 13." in text_of(answer)
    assert "<html" not in answer.content.decode()
    assert Result.objects.count() == 0


# two editors


@pytest.fixture
def theirs(school, sitting):
    by = make_user("SCHOOL_COORDINATOR", school, first_name="Ольга", last_name="Петрова")
    return make_result(school=school, sitting=sitting, low_n=1, counts=THEIRS, by=by)


def test_the_second_is_told_who_saved_what_and_nothing_is_overwritten(send, theirs, neighbour):
    page = send({theirs.school: TWELVE, neighbour: TWELVE})

    assert "Уже внесено: Ольга Петрова, 15.08.2026, 12:00" in text_of(page)
    assert page.context["summary"] == "Не\xa0сохранена 1\xa0строка из\xa02. Остальная сохранена."
    (row,) = page.context["faulty"]
    assert [label for label, _value, changed in row.conflict["theirs"] if changed] == ["«2»", "«3»"]
    assert boxes(row) == ["12", "3", "3", "4", "2"]
    assert Result.objects.get(school=theirs.school).low_n == 1


def test_the_second_leaves_theirs_or_writes_the_own(send, theirs):
    school = theirs.school

    assert send({school: TWELVE | {"keep": "theirs"}}).status_code == 302
    assert Result.objects.get().low_n == 1

    assert send({school: TWELVE | {"keep": "1"}}).status_code == 302
    assert Result.objects.get().low_n == 3
    lows = ResultChange.objects.order_by("version").values_list("after__low_n", flat=True)
    assert list(lows) == [1, 3]


def test_a_choice_made_upon_a_version_that_has_passed_is_asked_again(send, theirs, sitting):
    make_result(school=theirs.school, sitting=sitting, low_n=2)

    page = send({theirs.school: TWELVE | {"keep": "1"}})

    (row,) = page.context["faulty"]
    assert row.conflict["version"] == 2
    assert Result.objects.get().low_n == 2


def test_who_types_over_what_an_undone_file_has_taken_back_is_told(send, theirs, coordinator):
    gone = NewResult(theirs.school_id, theirs.sitting_id, no_data=WITHDRAWN)
    store_results([gone], by=coordinator, at=AT, origin="undo")

    page = send({theirs.school: TWELVE}, version=1)

    (row,) = page.context["faulty"]
    assert row.conflict["theirs"] == [("нет данных", "отозвано", True)]
    assert send({theirs.school: TWELVE | {"keep": "0"}}, version=1).status_code == 302
    assert Result.objects.get().low_n == 3


@pytest.mark.parametrize("keep", ["mine", "-1", "1; drop"])
def test_an_answer_that_nobody_offered_saves_nothing(send, theirs, keep):
    send({theirs.school: TWELVE | {"keep": keep}})

    assert Result.objects.get().low_n == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_leave_the_same_row_at_once_one_is_told():
    municipality = make_municipality()
    school = make_school(municipality=municipality)
    sittings = [make_sitting(academic_year=year) for year in range(2020, 2028)]
    people = [make_user("COORDINATOR", municipality), make_user("DIRECTOR", school)]
    barrier = Barrier(2, timeout=30)

    def leave(n):
        client = Client(headers={"X-Rows-Only": "yes"})
        client.force_login(people[n])
        connection.ensure_connection()
        try:
            answers = []
            for sitting in sittings:
                row = {"participants": "12", "2": str(n), "3": str(12 - n)}
                body = typed(sitting, {school: row})
                barrier.wait()
                address = reverse("assessments:grid", args=[sitting.pk])
                answers.append(b"op-versions" in client.post(address, body).content)
            return answers
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        pairs = list(zip(*pool.map(leave, range(2)), strict=True))

    assert [sorted(pair) for pair in pairs] == [[False, True]] * 8
    assert ResultChange.objects.count() == Result.objects.count() == 8


# what is confirmed


@pytest.fixture
def lock(sitting, municipality):
    by = make_user("COORDINATOR", municipality, first_name="Анна", last_name="Ким")
    return make_lock(sitting=sitting, municipality=municipality, by=by)


def test_a_confirmed_row_says_who_confirmed_it_and_has_no_boxes(
    client, director, address, school, lock
):
    client.force_login(director)

    page = client.get(address)

    assert "подтверждено Анна Ким, 15.08" in text_of(page)
    assert f'name="{school.pk}-participants"' not in page.content.decode()


def test_what_was_confirmed_while_one_typed_stays_and_the_typed_is_told(send, school, lock):
    page = send({school: TWELVE})

    assert Result.objects.count() == 0
    assert faults(page)[school] == [
        "Пока вы\xa0вводили, результат подтвердили. Не\xa0записано: участников\xa0— 12, "
        "«2»\xa0— 3, «3»\xa0— 3, «4»\xa0— 4, «5»\xa0— 2."
    ]


def test_a_school_confirmed_for_its_year_is_closed_alone(
    client, coordinator, address, school, neighbour
):
    make_lock(school=school)
    client.force_login(coordinator)

    rows = shown(client, address)

    assert (rows[school].is_locked, rows[neighbour].is_locked) == (True, False)


@pytest.mark.parametrize(
    ("person", "way"),
    [
        ("coordinator", "Чтобы исправить подтверждённый результат, нажмите на название школы:"),
        ("director", "нажмите на название школы и сообщите о ней координатору."),
    ],
)
def test_where_all_is_confirmed_there_is_no_button_but_the_way_to_a_correction(
    request, client, person, way, municipality, address, school, sitting
):
    client.force_login(request.getfixturevalue(person))
    assert 'type="submit">Сохранить<' in client.get(address).content.decode()
    make_lock(sitting=sitting, municipality=municipality)

    page = client.get(address)

    assert 'type="submit">Сохранить<' not in page.content.decode()
    assert "grid.js" not in page.content.decode()
    assert "Все результаты этой таблицы подтверждены." in text_of(page)
    assert way in text_of(page)


def test_where_some_is_confirmed_the_button_stays_and_the_way_is_told(
    client, coordinator, address, school, neighbour
):
    make_lock(school=school)
    client.force_login(coordinator)

    page = client.get(address)

    assert 'type="submit">Сохранить<' in page.content.decode()
    assert "Подтверждено: 1 строка. Чтобы исправить" in text_of(page)


# what may be a slip

TWO = {"participants": "2", "2": "0", "3": "1", "4": "1", "5": "0"}
SLIP = "Участников было 12, а теперь 2. Проверьте, нет ли ошибки."


def test_a_row_that_falls_by_more_than_half_is_stored_and_asked_about(send, school, sitting):
    make_result(school=school, sitting=sitting, counts=THEIRS)

    answer = send({school: TWO}, part=True, version=1)

    assert Result.objects.get().participants == 2
    assert SLIP in text_of(answer)
    assert "data-doubt" in answer.content.decode()
    assert 'data-state="stored"' in answer.content.decode()


def test_the_whole_page_names_the_school_whose_numbers_are_unlike(send, school, neighbour, sitting):
    make_result(school=school, sitting=sitting, counts=THEIRS)

    response = send({school: TWO | {"version": "1"}, neighbour: TWO})

    assert told(response) == ["Сохранено: 2\xa0строки.", f"{school.short_name}. {SLIP}"]


def test_what_was_refused_is_not_asked_about(send, school, sitting, theirs):
    answer = send({school: TWO | {"2": "1"}}, part=True, version=1)

    assert "Отметок 3, а участников 2." in text_of(answer)
    assert "Проверьте" not in text_of(answer)


# who may


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("coordinator", 200),
        ("admin", 200),
        ("director", 200),
        ("school_coordinator", 200),
        ("superuser", 200),
        ("head", 404),
        ("curator", 404),
        ("region_operator", 404),
    ],
)
def test_those_who_write_have_a_grid_and_others_find_no_such_page(
    request, client, person, status, address, school
):
    client.force_login(request.getfixturevalue(person))

    assert client.get(address).status_code == status
    assert client.post(address).status_code == (302 if status == 200 else 404)


def test_there_is_no_grid_of_what_was_not_held_or_is_another_region_s(
    client, coordinator, school, abroad, sitting, address
):
    idle = ensure_sitting(kind="VPR", grade=4, subject="Музыка", academic_year=2026, held=False)
    sitting.region = abroad.region
    sitting.save()
    client.force_login(coordinator)

    assert client.get(reverse("assessments:grid", args=[idle.pk])).status_code == 404
    assert client.get(address).status_code == 404


def test_the_pages_around_lead_to_the_grid(client, coordinator, school, sitting, address):
    make_result(school=school, sitting=sitting)
    client.force_login(coordinator)

    pages = [
        reverse("assessments:sitting", args=[sitting.pk]),
        reverse("assessments:overview"),
        reverse("assessments:school", args=[school.pk]),
    ]

    assert [f'href="{address}"' in client.get(page).content.decode() for page in pages] == [
        True
    ] * 3


def test_the_grid_of_a_large_town_comes_back_as_one_form(send, municipality, school):
    others = [make_school(municipality=municipality) for _n in range(150)]

    assert send(dict.fromkeys([school, *others], TWELVE)).status_code == 302
    assert Result.objects.count() == 151
