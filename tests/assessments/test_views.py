"""Pages of results: who sees which, what they say, and what they cost."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from assessments.collection import tally_of_year
from assessments.models import Procedure, Result, Sitting
from assessments.services import ensure_sitting
from tests.factories import (
    make_document,
    make_municipality,
    make_result,
    make_school,
    make_sitting,
    make_user,
)

from ..conftest import OURS, THEIRS


@pytest.fixture
def sitting(db):
    return make_sitting()


def show(client, user, name, *args, **asked):
    client.force_login(user)
    return client.get(reverse(f"assessments:{name}", args=args), asked)


def text_of(response):
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(words).split())


# the year of a municipality


def test_the_overview_counts_numbers_reasons_questions_and_what_is_left(
    client, coordinator, municipality, school, sitting
):
    others = [make_school(municipality=municipality) for _ in range(3)]
    make_result(school=school, sitting=sitting)
    make_result(school=others[0], sitting=sitting, no_data="unknown")
    make_result(school=others[1], sitting=sitting, share_low=0, share_high=0)

    board = show(client, coordinator, "overview").context["board"]

    assert board.tally.words == "внесено 2 из\xa04, причин 1"
    assert board.tally.rest == "осталось внести 1"
    assert (board.tally.unexplained, board.tally.questions) == (1, 1)
    assert [column.tally for column in board.columns] == [board.tally]


def test_the_matrix_says_shares_a_reason_a_question_or_offers_to_enter(
    client, coordinator, municipality, school, sitting
):
    others = [make_school(municipality=municipality) for _ in range(4)]
    make_result(school=school, sitting=sitting)
    make_result(school=others[0], sitting=sitting, no_data="no_graduates")
    make_result(school=others[1], sitting=sitting, share_low=0, share_high=0)
    make_result(school=others[2], sitting=sitting, share_low=700, share_high=7300)

    response = show(client, coordinator, "overview")

    text = text_of(response)
    assert "50 % 6 из 12 ниже мин. 3 из 12" in text
    assert "73 % ниже мин. 7 %" in text
    assert "нет выпускников" in text
    assert "«0 и 0»" in text
    entry = reverse("assessments:entry", args=[others[3].pk, sitting.pk])
    assert f'href="{entry}?from=overview"' in response.content.decode()


def test_clusters_and_numbers_order_the_schools(client, coordinator, municipality, sitting):
    for name, cluster in (("СОШ 11", "а"), ("СОШ 2", "а"), ("СОШ 1", "б"), ("СОШ 3", None)):
        school = make_school(municipality=municipality, short_name=name, cluster=cluster)
        make_result(school=school, sitting=sitting)

    groups = show(client, coordinator, "overview").context["board"].groups

    assert [(c, [row.school.short_name for row in rows]) for c, rows in groups] == [
        ("а", ["СОШ 2", "СОШ 11"]),
        ("б", ["СОШ 1"]),
        ("", ["СОШ 3"]),
    ]


def test_a_procedure_of_which_nobody_here_has_told_stands_apart(
    client, coordinator, school, foreign_school, sitting
):
    make_result(school=foreign_school, sitting=sitting)
    ensure_sitting(kind="VPR", grade=5, subject="История", academic_year=2026, held=False)

    board = show(client, coordinator, "overview").context["board"]

    assert list(board.columns) == []
    assert [str(one.procedure) for one in board.untouched] == ["ВПР-4, русский язык"]
    assert [str(one.procedure) for one in board.not_held] == ["ВПР-5, история"]


def test_a_school_that_closed_before_the_year_s_end_is_not_waited_for(
    client, coordinator, municipality, school, sitting
):
    make_result(school=school, sitting=sitting)
    make_school(municipality=municipality, closed_on="2025-12-31")

    board = show(client, coordinator, "overview").context["board"]

    assert board.tally.expected == 1


def test_another_year_has_its_own_page(client, coordinator, school, sitting):
    make_result(school=school, sitting=sitting)
    client.force_login(coordinator)
    client.post(reverse("schools:place"), {"academic_year": "2019"})

    response = client.get(reverse("assessments:overview"))

    assert list(response.context["board"].columns) == []
    assert "Результатов за 2018/2019 учебный год пока нет" in text_of(response)


@pytest.mark.parametrize("person", ["director", "school_coordinator", "curator"])
def test_people_of_a_school_are_led_to_its_page(request, client, person, school):
    response = show(client, request.getfixturevalue(person), "overview")

    assert response.url == reverse("assessments:school", args=[school.pk])


def test_who_has_no_place_finds_no_overview(client, db):
    assert show(client, make_user(), "overview").status_code == 404


@pytest.mark.parametrize(
    ("person", "writes"),
    [("coordinator", True), ("admin", True), ("head", False), ("region_operator", False)],
)
def test_only_writers_are_offered_to_enter(
    request, client, person, writes, municipality, school, sitting
):
    make_result(school=make_school(municipality=municipality), sitting=sitting)

    page = show(client, request.getfixturevalue(person), "overview").content.decode()

    entry = reverse("assessments:entry", args=[school.pk, sitting.pk])
    assert (entry in page) is writes
    assert (reverse("assessments:sitting-create") in page) is writes


@pytest.mark.parametrize("amount", [1, 3])
def test_the_overview_of_three_schools_costs_what_that_of_one_does(
    amount, client, coordinator, municipality, django_assert_num_queries
):
    for number in range(amount):
        school = make_school(municipality=municipality, cluster=f"кластер {number}")
        for n in range(amount):
            make_result(school=school, sitting=make_sitting(subject=f"Предмет {n}"))
    client.force_login(coordinator)

    with django_assert_num_queries(14):
        client.get(reverse("assessments:overview"))


# one procedure


def rows(response):
    return [row.record for row in response.context["table"].rows]


def test_a_sitting_shows_every_school_and_what_it_told(
    client, coordinator, municipality, school, foreign_school, sitting
):
    gap, silent = (make_school(municipality=municipality) for _ in range(2))
    make_result(school=school, sitting=sitting, participants=9, low_n=1, high_n=2)
    make_result(school=gap, sitting=sitting, no_data="hidden")
    make_result(school=foreign_school, sitting=sitting)

    response = show(client, coordinator, "sitting", sitting.pk)

    assert [(cell.school, bool(cell.result)) for cell in rows(response)] == [
        (school, True),
        (gap, True),
        (silent, False),
    ]
    text = text_of(response)
    assert "1 из 9, 11,11 %" in text
    assert "малая выборка: 1 ученик = 11 %" in text
    assert "скрыто" in text
    assert "внесено 1 из 3, причин 1, осталось внести 1" in text
    assert THEIRS not in text


def test_ten_participants_are_no_small_sample(client, coordinator, school, sitting):
    make_result(school=school, sitting=sitting, participants=10, low_n=1, high_n=2)

    response = show(client, coordinator, "sitting", sitting.pk)

    # the filter offers these words to everybody
    assert "малая выборка:" not in text_of(response)


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("nothing", ["СОШ 5"]),
        ("numbers", ["СОШ 1", "СОШ 2", "СОШ 3"]),
        ("reason", ["СОШ 4"]),
        ("question", ["СОШ 2"]),
        ("small", ["СОШ 3"]),
        ("", ["СОШ 1", "СОШ 2", "СОШ 3", "СОШ 4", "СОШ 5"]),
    ],
)
def test_schools_are_found_by_what_they_told(
    client, coordinator, municipality, sitting, state, found
):
    schools = [make_school(municipality=municipality, short_name=f"СОШ {n}") for n in range(1, 6)]
    make_result(school=schools[0], sitting=sitting)
    make_result(school=schools[1], sitting=sitting, share_low=0, share_high=0)
    make_result(school=schools[2], sitting=sitting, participants=9)
    make_result(school=schools[3], sitting=sitting, no_data="hidden")
    make_result(school=schools[4], sitting=make_sitting(academic_year=2025))

    response = show(client, coordinator, "sitting", sitting.pk, state=state)

    assert [cell.school.short_name for cell in rows(response)] == found
    assert (response.context["found"], response.context["whole"]) == (len(found), 5)


def test_schools_are_found_by_their_cluster(client, coordinator, municipality, sitting):
    town = make_school(municipality=municipality, cluster="городские школы")
    make_school(municipality=municipality, cluster="сельские школы")
    cluster = town.years.get().cluster_id

    response = show(client, coordinator, "sitting", sitting.pk, cluster=cluster)

    assert [cell.school for cell in rows(response)] == [town]


def test_a_period_or_class_told_apart_has_its_own_row(client, coordinator, school, sitting):
    make_result(school=school, sitting=sitting)
    make_result(school=school, sitting=sitting, period="additional", class_label="4А")

    response = show(client, coordinator, "sitting", sitting.pk)

    assert [cell.is_main for cell in rows(response)] == [True, False]
    assert "класс 4А, дополнительный период" in text_of(response)
    assert response.context["tally"].expected == 1


def test_a_director_sees_the_own_school_and_branch_in_a_sitting(
    client, director, municipality, school, branch, sitting
):
    make_result(school=make_school(municipality=municipality), sitting=sitting)

    response = show(client, director, "sitting", sitting.pk)

    assert {cell.school for cell in rows(response)} == {school, branch}


def test_a_sitting_of_another_region_is_not_found(client, coordinator, abroad, sitting):
    sitting.region = abroad.region
    sitting.save()

    assert show(client, coordinator, "sitting", sitting.pk).status_code == 404


def test_a_sitting_that_was_not_held_says_so_and_asks_for_nothing(client, coordinator, school):
    sitting = ensure_sitting(kind="VPR", grade=4, subject="Музыка", academic_year=2026, held=False)

    response = show(client, coordinator, "sitting", sitting.pk)

    assert "не проводилась, результатов по ней не ждут" in text_of(response)
    assert [cell.may_enter for cell in rows(response)] == [False]


@pytest.mark.parametrize("amount", [1, 3])
def test_a_sitting_of_three_schools_costs_what_that_of_one_does(
    amount, client, coordinator, municipality, sitting, django_assert_num_queries
):
    for number in range(amount):
        school = make_school(municipality=municipality, cluster=f"кластер {number}")
        make_result(school=school, sitting=sitting, source_id=make_document().pk)
    client.force_login(coordinator)

    with django_assert_num_queries(18):
        client.get(reverse("assessments:sitting", args=[sitting.pk]), {"state": "numbers"})


# one school


def test_a_school_shows_the_chosen_year_and_what_is_still_expected(
    client, director, municipality, school, sitting
):
    missing = make_sitting(subject="Математика")
    make_result(school=make_school(municipality=municipality), sitting=missing)
    make_result(school=school, sitting=sitting)
    make_result(school=school, sitting=make_sitting(academic_year=2025))

    response = show(client, director, "school", school.pk)

    cells = response.context["cells"]
    assert {(cell.sitting, bool(cell.result), cell.may_enter) for cell in cells} == {
        (sitting, True, True),
        (missing, False, True),
    }
    assert response.context["tally"].words == "внесено 1 из\xa02"


def test_years_are_compared_in_pupils(client, director, school):
    for year, low, high in ((2024, 1, 9), (2025, 5, 6), (2026, 3, 7)):
        make_result(
            school=school, sitting=make_sitting(academic_year=year), low_n=low, high_n=high - 3
        )

    response = show(client, director, "school", school.pk)

    assert response.context["years"] == [
        (2024, "2023/2024"),
        (2025, "2024/2025"),
        (2026, "2025/2026"),
    ]
    (course,) = response.context["courses"]
    assert [result.low_n for result in course.results] == [1, 5, 3]
    assert course.changes == [
        "ниже минимума на\xa02\xa0ученика меньше",
        "с высоким результатом на\xa01\xa0ученика больше",
    ]


def test_where_only_shares_are_known_years_are_compared_in_points_of_a_percent(
    client, director, school
):
    for year, low, high in ((2024, 700, 7300), (2026, 1025, 7300)):
        make_result(
            school=school,
            sitting=make_sitting(academic_year=year),
            share_low=low,
            share_high=high,
        )
    make_result(school=school, sitting=make_sitting(academic_year=2025), no_data="not_held")

    (course,) = show(client, director, "school", school.pk).context["courses"]

    assert course.changes == [
        "ниже минимума на\xa03,25\xa0п.\xa0п. больше",
        "с высоким результатом столько же",
    ]


def test_one_year_alone_is_not_compared(client, director, school, sitting):
    make_result(school=school, sitting=sitting)

    assert show(client, director, "school", school.pk).context["courses"] == []


def test_later_years_than_the_chosen_one_stay_out(client, director, school):
    make_result(school=school, sitting=make_sitting(academic_year=2027))

    response = show(client, director, "school", school.pk)

    assert (response.context["cells"], response.context["years"]) == ([], [])


@pytest.mark.parametrize("name", ["school", "result"])
@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("coordinator", 200),
        ("head", 200),
        ("region_operator", 200),
        ("director", 200),
        ("curator", 200),
        ("outsider", 404),
    ],
)
def test_a_school_and_its_results_are_for_those_who_see_the_school(
    request, client, name, person, status, school, sitting
):
    result = make_result(school=school, sitting=sitting)
    pk = school.pk if name == "school" else result.pk

    assert show(client, request.getfixturevalue(person), name, pk).status_code == status


@pytest.mark.parametrize("amount", [1, 3])
def test_a_school_with_three_procedures_costs_what_one_with_one_does(
    amount, client, director, school, django_assert_num_queries
):
    for n in range(amount):
        for year in (2025, 2026):
            make_result(
                school=school,
                sitting=make_sitting(subject=f"Предмет {n}", academic_year=year),
                source_id=make_document().pk,
            )
    client.force_login(director)

    with django_assert_num_queries(20):
        client.get(reverse("assessments:school", args=[school.pk]))


# one result


def test_a_result_tells_its_levels_its_source_and_its_history(client, coordinator, school, sitting):
    document = make_document(kind="order", number="63-од", title="О результатах")
    make_result(
        school=school,
        sitting=sitting,
        counts={"2": 3, "3": 3, "4": 4, "5": 2},
        source_id=document.pk,
        source_row=7,
    )
    by = make_user("COORDINATOR", school.municipality, first_name="Анна", last_name="Ким")
    result = make_result(
        school=school, sitting=sitting, low_n=2, counts={"2": 2, "3": 4, "4": 4, "5": 2}, by=by
    )

    response = show(client, coordinator, "result", result.pk)

    text = text_of(response)
    assert "«2» 2 17 % ниже минимума «3» 4 33 % между ними «4» 4" in text
    assert "Внесено вручную, документ не указан." in text
    assert "Анна Ким , в форме 15.08.2026, 12:00 «2»: 3 2 «3»: 3 4" in text
    assert "Внесено: участников — 12, «2» — 3, «3» — 3, «4» — 4, «5» — 2" in text


def test_a_result_names_its_document_and_row(client, coordinator, school, sitting):
    document = make_document(kind="order", number="63-од", title="О результатах")
    result = make_result(school=school, sitting=sitting, source_id=document.pk, source_row=7)

    text = text_of(show(client, coordinator, "result", result.pk))

    assert "О результатах, приказ № 63-од, строка 7." in text


def test_from_numbers_to_a_reason_the_history_tells_both_whole(
    client, coordinator, school, sitting
):
    make_result(school=school, sitting=sitting, share_low=0, share_high=0)
    result = make_result(school=school, sitting=sitting, no_data="no_participants")

    history = show(client, coordinator, "result", result.pk).context["history"]

    (line,) = history[0][1]
    assert line.before == (
        "ниже минимума\xa0— 0\xa0% (число участников неизвестно), "
        "высокий результат\xa0— 0\xa0% (число участников неизвестно)"
    )
    assert (line.label, line.after) == ("", "нет данных\xa0— нет участников")


def test_two_zeros_are_a_question_in_the_words_of_the_scale(client, coordinator, school, sitting):
    exam = ensure_sitting(kind="EGE", grade=11, subject="Русский язык", academic_year=2026)
    marks = make_result(school=school, sitting=sitting, share_low=0, share_high=0)
    points = make_result(school=school, sitting=exam, share_low=0, share_high=0)

    pages = [text_of(show(client, coordinator, "result", r.pk)) for r in (marks, points)]

    assert "Все результаты — «3», или никто не участвовал?" in pages[0]
    assert "Все результаты — «от минимального до 60», или никто не участвовал?" in pages[1]


@pytest.mark.parametrize("name", ["overview", "sitting", "school", "result", "entry"])
def test_pages_with_vpr_say_what_its_results_are_for(client, coordinator, school, sitting, name):
    result = make_result(school=school, sitting=sitting)
    args = {
        "overview": [],
        "sitting": [sitting.pk],
        "school": [school.pk],
        "result": [result.pk],
        "entry": [school.pk, sitting.pk],
    }

    text = text_of(show(client, coordinator, name, *args[name]))

    assert "Для оценки школ и учителей они не предназначены." in text
    assert OURS in text


# a new procedure


NEW = {"kind": "VPR", "grade": "5", "subject": "  окружающий  мир ", "held": "yes"}


@pytest.fixture
def add(client, coordinator):
    client.force_login(coordinator)

    def add(**said):
        return client.post(reverse("assessments:sitting-create"), {"academic_year": "2026"} | said)

    return add


def test_a_described_procedure_is_added_and_leads_to_its_page(add):
    response = add(**NEW, held_on="2026-04-21")

    sitting = Sitting.objects.get()
    assert response.url == reverse("assessments:sitting", args=[sitting.pk])
    assert str(sitting.procedure) == "ВПР-5, окружающий мир"
    assert sitting.procedure.subject == "Окружающий мир"
    assert (sitting.academic_year, sitting.held, str(sitting.held_on)) == (2026, True, "2026-04-21")


def test_what_is_there_already_is_led_to_and_not_doubled(add, sitting):
    response = add(procedure=sitting.procedure_id, held="yes")

    assert response.url == reverse("assessments:sitting", args=[sitting.pk])
    assert (Sitting.objects.count(), Procedure.objects.count()) == (1, 1)


def test_a_subject_is_written_as_it_was_before(add, sitting):
    add(kind="VPR", grade="4", subject="русский язык", held="yes")

    assert (Sitting.objects.count(), Procedure.objects.count()) == (1, 1)


def test_a_procedure_that_did_not_take_place_is_told_as_such(add):
    add(**NEW | {"held": "no"})

    assert not Sitting.objects.get().held


def test_what_others_have_held_is_not_unsaid(add, sitting):
    response = add(procedure=sitting.procedure_id, held="no")

    sitting.refresh_from_db()
    assert sitting.held
    assert [str(message) for message in response.wsgi_request._messages] == [
        "ВПР-4, русский язык: в 2025/2026 учебном году она уже отмечена как проведённая."
    ]


@pytest.mark.parametrize("held", ["yes", "no"])
def test_what_a_region_adds_is_seen_nowhere_in_another_region(add, abroad, held):
    add(**NEW | {"subject": f"Предмет {OURS}", "held": held})
    client, stranger = Client(), make_user("COORDINATOR", abroad)

    pages = [show(client, stranger, name) for name in ("overview", "sitting-create")]

    assert [OURS in page.content.decode() for page in pages] == [False, False]
    sitting = Sitting.objects.get()
    assert show(client, stranger, "sitting", sitting.pk).status_code == 404
    procedure = {"procedure": sitting.procedure_id, "held": "yes", "academic_year": "2026"}
    client.post(reverse("assessments:sitting-create"), procedure)
    assert Sitting.objects.get() == sitting


def test_the_region_that_added_a_procedure_has_it_in_its_own_lists(add, municipality):
    add(**NEW | {"subject": f"Предмет {OURS}"})
    client = Client()
    neighbour = make_user("COORDINATOR", make_municipality(region=municipality.region))

    pages = [show(client, neighbour, name) for name in ("overview", "sitting-create")]

    assert [f"предмет {OURS}" in page.content.decode() for page in pages] == [True, True]


def test_the_page_does_not_hold_for_all_what_was_not_held(add, municipality):
    common = ensure_sitting(kind="VPR", grade=4, subject="Музыка", academic_year=2026, held=False)

    add(procedure=common.procedure_id, held="yes")

    common.refresh_from_db()
    assert not common.held
    own = Sitting.objects.get(region=municipality.region)
    assert (own.procedure, own.held) == (common.procedure, True)


def test_where_a_region_has_its_own_sitting_the_common_one_is_not_shown(
    client, coordinator, add, school
):
    common = ensure_sitting(kind="VPR", grade=4, subject="Музыка", academic_year=2026, held=False)
    add(procedure=common.procedure_id, held="yes")
    own = Sitting.objects.get(held=True)
    make_result(school=school, sitting=own)

    board = show(client, coordinator, "overview").context["board"]
    cells = show(client, coordinator, "school", school.pk).context["cells"]

    assert ([column.sitting for column in board.columns], board.not_held) == ([own], [])
    assert [cell.sitting for cell in cells] == [own]


def test_what_the_region_holds_itself_is_counted_once(
    client, coordinator, add, municipality, school
):
    add(**NEW)
    own = Sitting.objects.get()
    described = {name: getattr(own.procedure, name) for name in ("kind", "grade", "subject")}
    for sitting in (own, ensure_sitting(**described, academic_year=2026)):
        make_result(school=school, sitting=sitting)

    board = show(client, coordinator, "overview").context["board"]

    assert [column.sitting for column in board.columns] == [own]
    assert board.tally == tally_of_year(municipality, 2026)
    assert board.tally.words == "внесено 1 из\xa01"


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"held": "yes"}, "procedure", "Выберите процедуру из списка или опишите новую."),
        (NEW | {"subject": " "}, "subject", "Введите предмет."),
        (NEW | {"grade": ""}, "grade", "Выберите класс."),
        (NEW | {"kind": ""}, "kind", "Выберите вид."),
        (NEW | {"kind": "OGE"}, "grade", "ОГЭ сдают только в 9 классе."),
        (
            NEW | {"variant": "база"},
            "variant",
            "Уровень указывается только для математики на ЕГЭ.",
        ),
        (
            NEW | {"kind": "EGE", "grade": "11", "subject": "Математика"},
            "variant",
            "Выберите уровень: база или профиль.",
        ),
        (
            NEW | {"held": "no", "held_on": "2026-04-21"},
            "held_on",
            "Если процедура не проводилась, дата не нужна.",
        ),
        (
            NEW | {"held_on": "2025-08-31"},
            "held_on",
            "Для 2025/2026 учебного года дата бывает с 01.09.2025 по 31.12.2026: "
            "осенью пишут работы за прошедший год.",
        ),
    ],
)
def test_what_is_wrong_with_a_new_procedure_is_said_at_its_field(add, said, field, words):
    response = add(**said)

    assert response.context["form"].errors == {field: [words]}
    assert Sitting.objects.count() == 0


def test_a_year_that_cannot_be_is_refused(add):
    response = add(**NEW | {"academic_year": "abc"})

    assert (response.status_code, Sitting.objects.count()) == (200, 0)


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("coordinator", 200),
        ("admin", 200),
        ("superuser", 200),
        ("head", 404),
        ("region_operator", 404),
        ("director", 404),
        ("curator", 404),
    ],
)
def test_procedures_are_added_by_those_who_write_for_the_municipality(
    request, client, person, status, municipality
):
    response = show(client, request.getfixturevalue(person), "sitting-create")
    answer = client.post(reverse("assessments:sitting-create"), NEW | {"academic_year": "2026"})

    assert response.status_code == status
    assert answer.status_code == (302 if status == 200 else 404)
    assert Sitting.objects.count() == (1 if status == 200 else 0)


def test_no_page_writes_anything_when_it_is_read(client, coordinator, school, sitting):
    show(client, coordinator, "entry", school.pk, sitting.pk)

    assert Result.objects.count() == 0


# the year of a row


def test_a_row_leads_to_its_school_in_the_year_of_the_row(client, coordinator, school):
    result = make_result(school=school, sitting=make_sitting(academic_year=2019))
    there = f"{reverse('assessments:school', args=[school.pk])}?year=2019"

    pages = [("sitting", result.sitting_id), ("result", result.pk)]
    pages.append(("entry", school.pk, result.sitting_id))

    for name, *args in pages:
        assert f'href="{there}"' in show(client, coordinator, name, *args).content.decode(), name


def test_the_year_of_the_address_stands_on_the_page_and_in_its_header_and_is_not_kept(
    client, director, school
):
    make_result(school=school, sitting=make_sitting(academic_year=2019))

    then = text_of(show(client, director, "school", school.pk, year="2019"))
    now = text_of(show(client, director, "school", school.pk))

    assert "Учебный год: 2018/2019" in then
    assert "2018/2019 учебный год: внесено 1 из 1" in then
    assert "Учебный год: 2025/2026" in now


@pytest.mark.parametrize("year", ["", "abc", "1999", "2101", "20190", "²⁰¹⁹", "-201"])
def test_a_year_that_is_none_is_passed_over(client, director, school, year):
    page = show(client, director, "school", school.pk, year=year)

    assert "Учебный год: 2025/2026" in text_of(page)


# what a mean is called


@pytest.mark.parametrize(
    ("kind", "grade", "name", "other"),
    [
        ("VPR", 4, "средняя отметка", "средний балл"),
        ("EGE", 11, "средний балл", "средняя отметка"),
    ],
)
def test_marks_have_a_mean_mark_and_points_a_mean_score(
    client, coordinator, school, kind, grade, name, other
):
    for year in (2025, 2026):
        sitting = ensure_sitting(kind=kind, grade=grade, subject="Русский язык", academic_year=year)
        make_result(school=school, sitting=sitting, share_low=None, share_high=None, mean=4)

    board = text_of(show(client, coordinator, "overview"))
    years = text_of(show(client, coordinator, "school", school.pk))

    assert f"только {name}" in board
    assert f"{name} 4,00" in years
    assert other not in (board + years).casefold()
