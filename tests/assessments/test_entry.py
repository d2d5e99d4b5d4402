"""The form of one result: every rule at its field, and two who enter at once."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse

from assessments.models import Result, ResultChange
from assessments.services import ensure_sitting
from schools.models import Enrolment
from tests.factories import AT, make_municipality, make_result, make_school, make_sitting, make_user

TWELVE = {"participants": "12", "2": "3", "3": "3", "4": "4", "5": "2"}


@pytest.fixture
def sitting(db):
    return make_sitting(academic_year=2026)


@pytest.fixture
def address(school, sitting):
    return reverse("assessments:entry", args=[school.pk, sitting.pk])


@pytest.fixture
def enter(client, coordinator, address, sitting):
    """Type into the form; marks are named by their code. The version is that of an empty row."""
    client.force_login(coordinator)

    def enter(*, address=address, **said):
        return client.post(address, typed(sitting, **said))

    return enter


def typed(sitting, **said):
    levels = {level.code: f"level_{level.pk}" for level in sitting.scale.levels.all()}
    return {"version": "0"} | {levels.get(name, name): value for name, value in said.items()}


def errors(response, sitting):
    """field → what it says; marks by their code."""
    codes = {f"level_{level.pk}": level.code for level in sitting.scale.levels.all()}
    return {codes.get(k, k): list(v) for k, v in response.context["form"].errors.items()}


def text_of(response):
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(words).split())


def test_counts_are_stored_and_the_shares_follow(enter, coordinator):
    response = enter(**TWELVE, mean="3,42", objectivity_control="on")

    assert response.status_code == 302
    result = Result.objects.get()
    assert result.counts == {"2": 3, "3": 3, "4": 4, "5": 2}
    assert (result.participants, result.low_n, result.high_n) == (12, 3, 6)
    assert (result.share_low, result.share_high, str(result.mean)) == (2500, 5000, "3.42")
    assert result.objectivity_control
    change = ResultChange.objects.get()
    assert (change.by, change.origin) == (coordinator, "form")


def test_a_number_quite_unlike_the_one_before_is_stored_and_told(enter):
    enter(participants="89", **{"4": "89"})

    page = enter(participants="9", version="1", **{"4": "9"})

    assert Result.objects.get().participants == 9
    *_first, _saved, told = get_messages(page.wsgi_request)
    assert str(told) == "Участников было 89, а теперь 9. Проверьте, нет ли ошибки."


def test_an_empty_box_beside_filled_ones_is_a_zero(enter):
    enter(participants="12", **{"4": "12"})

    assert Result.objects.get().counts == {"2": 0, "3": 0, "4": 12, "5": 0}


@pytest.mark.parametrize(
    ("low", "high", "kept"),
    [("7", "73", (700, 7300)), ("7,25", "72.5 %", (725, 7250)), ("0", "100", (0, 10_000))],
)
def test_shares_are_taken_with_a_comma_a_point_and_a_percent_sign(enter, low, high, kept):
    enter(share_low=low, share_high=high)

    result = Result.objects.get()
    assert (result.share_low, result.share_high, result.participants) == (*kept, None)


def test_a_third_of_two_rounded_shares_may_be_a_hundredth_over(enter):
    assert enter(share_low="66,67", share_high="33,34").status_code == 302


def test_a_reason_is_stored_alone(enter):
    enter(no_data="no_graduates")

    result = Result.objects.get()
    assert (result.no_data, result.share_low, result.participants) == ("no_graduates", None, None)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (
            TWELVE | {"participants": "10"},
            {"participants": ["Отметок 12, а участников 10. Исправьте одно из чисел."]},
        ),
        (
            TWELVE | {"participants": "13"},
            {"participants": ["Отметок 12, а участников 13. Исправьте одно из чисел."]},
        ),
        (
            TWELVE | {"participants": ""},
            {"participants": ["Укажите, сколько учеников участвовало. По уровням внесено: 12."]},
        ),
        ({"participants": "12"}, {"2": ["Разложите участников по отметкам."]}),
        (
            {"participants": "0", "2": "0"},
            {"participants": ["Если никто не участвовал, выберите причину «нет участников»."]},
        ),
        (TWELVE | {"2": "-3"}, {"2": ["Число учеников не бывает отрицательным."]}),
        (TWELVE | {"3": "три"}, {"3": ["Введите целое число учеников вместо «три»."]}),
        (TWELVE | {"3": "2,5"}, {"3": ["Введите целое число учеников вместо «2,5»."]}),
        (TWELVE | {"3": "1_0"}, {"3": ["Введите целое число учеников вместо «1_0»."]}),
        (
            {"participants": "99999999999", "2": "1"},
            {"participants": ["Столько учеников не бывает: не больше 9999."]},
        ),
        (
            {"share_low": "7", "share_high": ""},
            {"share_high": ["Нужны обе доли. Если таких учеников нет, введите 0."]},
        ),
        ({"share_low": "101", "share_high": "0"}, {"share_low": ["Доля бывает от 0 до 100\xa0%."]}),
        ({"share_low": "-1", "share_high": "0"}, {"share_low": ["Доля бывает от 0 до 100\xa0%."]}),
        (
            {"share_low": "40", "share_high": "64"},
            {"share_high": ["Вместе доли дают 104\xa0%, а целое — это 100\xa0%."]},
        ),
        (
            {"share_low": "0,07", "share_high": "0,73"},
            {
                "share_high": [
                    "Похоже, это часть единицы. Введите проценты: 73\xa0% вместо 0,73\xa0%."
                ]
            },
        ),
        (
            {"share_low": "x", "share_high": "1"},
            {"share_low": ["Введите число вместо «x», например 72,5."]},
        ),
        (
            {"share_low": "7,125", "share_high": "1"},
            {"share_low": ["Не больше двух знаков после запятой."]},
        ),
        (
            TWELVE | {"share_low": "25"},
            {
                "share_low": [
                    "Доли портал посчитает по числу учеников. Уберите доли или число учеников."
                ]
            },
        ),
        (
            TWELVE | {"no_data": "hidden"},
            {"no_data": ["Указаны и числа, и причина. Оставьте что-то одно."]},
        ),
        (
            {"no_data": "hidden", "mean": "3"},
            {"no_data": ["Указаны и числа, и причина. Оставьте что-то одно."]},
        ),
        (
            {},
            {"participants": ["Внесите число учеников, или доли, или причину, по которой их нет."]},
        ),
        ({"mean": "4"}, {"mean": ["Одной средней отметки мало: внесите число учеников или доли."]}),
        (TWELVE | {"mean": "6"}, {"mean": ["Средняя отметка бывает от 2 до 5."]}),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(enter, sitting, said, found):
    response = enter(**said)

    assert response.status_code == 200
    assert errors(response, sitting) == found
    assert Result.objects.count() == ResultChange.objects.count() == 0


def test_the_page_repeats_what_is_wrong_above_the_form_with_a_link_to_the_field(enter):
    page = enter(**TWELVE | {"participants": "10"}).content.decode()

    sentence = "Отметок 12, а участников 10. Исправьте одно из чисел."
    assert f'<a href="#id_participants">Участников: {sentence}</a>' in page
    assert page.count(sentence) == 2
    assert 'value="10"' in page


def test_more_participants_than_pupils_of_the_grade_are_refused(enter, sitting, school):
    Enrolment.objects.create(school=school, academic_year=2026, grade=4, pupils=11)

    response = enter(**TWELVE)

    assert errors(response, sitting) == {
        "participants": [
            "Участников 12, а в 4-х классах по карточке школы 11 учеников. "
            "Исправьте число или попросите администратора уточнить карточку."
        ]
    }


@pytest.mark.parametrize(("year", "grade", "pupils"), [(2025, 4, 1), (2026, 5, 1), (2026, 4, 12)])
def test_another_year_another_grade_and_as_many_pupils_are_no_obstacle(
    enter, school, year, grade, pupils
):
    Enrolment.objects.create(school=school, academic_year=year, grade=grade, pupils=pupils)

    assert enter(**TWELVE).status_code == 302


def test_points_of_the_exam_are_entered_by_bands(client, coordinator, school):
    sitting = ensure_sitting(
        kind="EGE", grade=11, subject="Математика", variant="профиль", academic_year=2026
    )
    client.force_login(coordinator)
    address = reverse("assessments:entry", args=[school.pk, sitting.pk])
    bands = {"below": "1", "to60": "3", "61-79": "2", "80+": "1"}

    wrong = client.post(address, typed(sitting, participants="8", **bands))
    right = client.post(address, typed(sitting, participants="7", mean="58,14", **bands))

    assert errors(wrong, sitting) == {
        "participants": ["По уровням внесено учеников: 7, а участников 8. Исправьте одно из чисел."]
    }
    assert right.status_code == 302
    result = Result.objects.get()
    assert (result.low_n, result.high_n, str(result.mean)) == (1, 3, "58.14")


def test_what_is_stored_stands_in_the_form_again(client, coordinator, school, sitting, enter):
    enter(share_low="7,25", share_high="73")
    address = reverse("assessments:entry", args=[school.pk, sitting.pk])

    form = client.get(address).context["form"]

    assert [form[name].value() for name in ("share_low", "share_high")] == ["7,25", "73"]
    assert form["version"].value() == 1


def test_saving_without_a_change_leaves_no_history(enter):
    enter(**TWELVE)

    assert enter(**TWELVE, version="1").status_code == 302
    assert ResultChange.objects.count() == 1


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        ({"share_low": "0", "share_high": "0"}, TWELVE, (12, "")),
        (
            {"share_low": "0", "share_high": "0"},
            {"no_data": "no_participants"},
            (None, "no_participants"),
        ),
        ({"no_data": "unknown"}, TWELVE, (12, "")),
        (TWELVE | {"mean": "3,42"}, {"no_data": "hidden"}, (None, "hidden")),
    ],
)
def test_what_stood_there_gives_way_to_what_is_typed_anew(enter, before, said, after):
    enter(**before)

    assert enter(**before | said, version="1").status_code == 302

    assert Result.objects.values_list("participants", "no_data").get() == after


def test_two_ways_typed_anew_are_asked_about_even_where_one_stood_there(enter, sitting):
    enter(share_low="0", share_high="0")

    response = enter(**TWELVE, share_low="1", share_high="0", version="1")

    assert list(errors(response, sitting)) == ["share_low"]


def test_the_comparison_with_the_journal_stays_when_a_hand_corrects_the_counts(
    enter, school, sitting
):
    journal = {"lower": 1, "same": 10, "higher": 1}
    make_result(school=school, sitting=sitting, journal=journal)

    enter(**TWELVE, version="1")

    assert Result.objects.get().journal == journal


@pytest.mark.parametrize(
    ("came_from", "page"),
    [
        ("?from=sitting", "/results/sittings/{sitting}/#school-{school}"),
        ("?from=overview", "/results/#school-{school}"),
        ("?from=https://elsewhere.example", "/results/schools/{school}/?year=2026"),
        ("", "/results/schools/{school}/?year=2026"),
    ],
)
def test_one_returns_to_where_one_came_from_and_is_told_what_was_saved(
    enter, address, school, sitting, came_from, page
):
    response = enter(address=address + came_from, **TWELVE)

    assert response.url == page.format(school=school.pk, sitting=sitting.pk)
    told = [str(message) for message in response.wsgi_request._messages]
    assert told == [
        f"Сохранено: {school.short_name}, ВПР-4, русский язык. "
        "Участников\xa0— 12, «2»\xa0— 3, «3»\xa0— 3, «4»\xa0— 4, «5»\xa0— 2."
    ]


# two editors


@pytest.fixture
def theirs(school, sitting):
    """The school coordinator has been quicker."""
    by = make_user("SCHOOL_COORDINATOR", school, first_name="Ольга", last_name="Петрова")
    counts = {"2": 1, "3": 5, "4": 4, "5": 2}
    return make_result(school=school, sitting=sitting, low_n=1, counts=counts, by=by)


def test_the_second_is_told_who_saved_what_and_nothing_is_overwritten(enter, theirs):
    response = enter(**TWELVE)

    page = text_of(response)
    assert "Пока вы вводили, результат сохранил другой человек. Что оставить?" in page
    assert "Ольга Петрова, 15.08.2026, 12:00" in page
    conflict = response.context["conflict"]
    assert [label for label, _value, changed in conflict["theirs"] if changed] == ["«2»", "«3»"]
    assert [value for _label, value, changed in conflict["mine"] if changed] == ["3", "3"]
    theirs.refresh_from_db()
    assert (theirs.low_n, theirs.version, ResultChange.objects.count()) == (1, 1, 1)


def test_who_saves_again_without_a_choice_is_told_to_choose(enter, theirs):
    asked = "Выберите, какие числа оставить, и сохраните ещё раз."

    assert asked not in text_of(enter(**TWELVE))
    assert asked in text_of(enter(**TWELVE, asked="1"))
    theirs.refresh_from_db()
    assert theirs.version == 1


def test_what_the_second_typed_is_not_lost(enter, theirs):
    form = enter(**TWELVE).context["form"]

    assert [field.value() for field in form.level_fields] == ["3", "3", "4", "2"]


def test_pressing_the_button_again_without_a_choice_asks_again(enter, theirs):
    enter(**TWELVE)

    assert "conflict" in enter(**TWELVE).context
    assert Result.objects.get().low_n == 1


def test_the_second_may_leave_what_the_first_has_entered(enter, theirs, school):
    response = enter(**TWELVE, keep="theirs")

    assert response.status_code == 302
    assert Result.objects.get().low_n == 1
    told = [str(message) for message in response.wsgi_request._messages]
    assert told == [
        f"{school.short_name}, ВПР-4, русский язык. Оставлено то, что уже было внесено."
    ]


def test_the_second_may_save_the_own_numbers_and_both_stay_in_the_history(enter, theirs):
    assert enter(**TWELVE, keep="1").status_code == 302

    assert Result.objects.get().low_n == 3
    changes = ResultChange.objects.order_by("version")
    assert [change.after["low_n"] for change in changes] == [1, 3]
    assert changes[1].before["low_n"] == 1


def test_a_choice_made_upon_a_version_that_has_passed_is_asked_again(
    enter, theirs, school, sitting
):
    make_result(school=school, sitting=sitting, low_n=2)

    response = enter(**TWELVE, keep="1")

    assert response.context["conflict"]["version"] == 2
    assert Result.objects.get().low_n == 2


def test_the_second_who_typed_the_same_is_not_bothered(enter, theirs):
    response = enter(participants="12", **{"2": "1", "3": "5", "4": "4", "5": "2"})

    assert response.status_code == 302
    assert ResultChange.objects.count() == 1


@pytest.mark.parametrize("keep", ["mine", "-1", "1; drop"])
def test_an_answer_that_nobody_offered_saves_nothing(enter, theirs, keep):
    enter(**TWELVE, keep=keep)

    assert Result.objects.get().low_n == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_the_button_at_the_same_moment_one_is_told():
    municipality = make_municipality()
    school = make_school(municipality=municipality)
    sittings = [make_sitting(academic_year=year) for year in range(2020, 2028)]
    people = [make_user("COORDINATOR", municipality), make_user("DIRECTOR", school)]
    barrier = Barrier(2, timeout=30)

    def press(n):
        client = Client()
        client.force_login(people[n])
        connection.ensure_connection()
        try:
            said = {"participants": "12", "2": str(n), "3": str(12 - n)}
            answers = []
            for sitting in sittings:
                address = reverse("assessments:entry", args=[school.pk, sitting.pk])
                form = typed(sitting, **said)
                barrier.wait()
                answers.append(client.post(address, form).status_code)
            return answers
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        pairs = list(zip(*pool.map(press, range(2)), strict=True))

    assert [sorted(pair) for pair in pairs] == [[200, 302]] * 8
    assert ResultChange.objects.count() == Result.objects.count() == 8


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
        ("outsider", 404),
    ],
)
def test_those_who_write_for_the_school_enter_and_others_find_no_such_page(
    request, client, person, status, address, sitting
):
    client.force_login(request.getfixturevalue(person))

    assert client.get(address).status_code == status
    answer = client.post(address, typed(sitting, no_data="hidden"))
    assert answer.status_code == (302 if status == 200 else 404)
    assert Result.objects.count() == (1 if status == 200 else 0)


def test_a_director_enters_for_the_branch_but_not_for_a_neighbour(
    client, director, branch, municipality, sitting
):
    client.force_login(director)
    neighbour = make_school(municipality=municipality)

    found = {
        each: client.get(reverse("assessments:entry", args=[each.pk, sitting.pk])).status_code
        for each in (branch, neighbour)
    }

    assert found == {branch: 200, neighbour: 404}


def test_nothing_is_entered_for_what_was_not_held(client, coordinator, school):
    sitting = ensure_sitting(kind="VPR", grade=4, subject="Музыка", academic_year=2026, held=False)
    client.force_login(coordinator)

    address = reverse("assessments:entry", args=[school.pk, sitting.pk])
    assert client.get(address).status_code == 404


def test_a_sitting_of_another_region_is_not_entered(client, coordinator, abroad, address, sitting):
    sitting.region = abroad.region
    sitting.save()
    client.force_login(coordinator)

    assert client.get(address).status_code == 404


def test_the_moment_of_a_change_is_the_server_s_not_the_form_s(enter):
    enter(**TWELVE, at="2020-01-01")

    assert ResultChange.objects.get().at > AT


def test_the_second_over_shares_that_became_counts_is_told_too(
    client, coordinator, school, sitting
):
    """Both opened a result that was known by its shares; the first has saved counts since."""
    result = make_result(school=school, sitting=sitting, share_low=2500, share_high=5000)
    make_result(school=school, sitting=sitting, participants=12, low_n=3, high_n=6)
    client.force_login(coordinator)
    address = reverse("assessments:entry", args=[school.pk, sitting.pk])
    mine = {"participants": "12", "2": "2", "3": "4", "4": "4", "5": "2"}
    shares = {"share_low": "25", "share_high": "50"}

    page = client.post(address, typed(sitting, version=result.version, **shares, **mine))

    assert page.context["form"].errors == {}
    assert page.context["conflict"]["version"] == result.version + 1
    assert Result.objects.get().low_n == 3
