"""«Что, если» stores nothing; a rehearsal is stored and never is the outcome of the year."""

import pytest
from django.urls import reverse

from identification.differences import Standing, difference, lines
from identification.models import Methodology, Run, Verdict
from identification.tasks import identify_schools
from reports.homes.municipal import main_run
from schools.models import Figure, Measure
from tests.factories import (
    PARAMETERS,
    RUSSIAN,
    make_methodology,
    make_result,
    make_school,
    make_sitting,
    make_user,
    make_verdicts,
)
from tests.identification.methodology_pages import boxes_of, errors_of
from tests.identification.pages import page, status, words_of

MATHEMATICS = RUSSIAN | {"subject": "Математика"}
SHARE = {
    "procedures": [RUSSIAN, MATHEMATICS],
    "threshold": 50,
    "hits_last_year": 1,
    "hits_each_year": None,
    "years": 1,
    "same_procedure": False,
    "min_participants": 0,
    "not_held": "skip",
    "statuses": [{"status": "low"}],
}


@pytest.fixture
def schools(municipality):
    """Twos of twelve: in Russian and in mathematics."""
    told = {"СОШ 1": (6, 0), "СОШ 2": (0, 3), "СОШ 3": (0, 0), "СОШ 4": (0, 4)}
    for name, lows in told.items():
        school = make_school(municipality=municipality, short_name=name, cluster="все")
        for subject, low in zip(("Русский язык", "Математика"), lows, strict=True):
            sitting = make_sitting(subject=subject)
            make_result(school=school, sitting=sitting, low_n=low, high_n=0)
    return municipality.schools


@pytest.fixture
def methodology(municipality, schools):
    return make_methodology(municipality, method="share_below", parameters=SHARE, title="Доля")


def ask(client, user, methodology, **changes):
    client.force_login(user)
    url = reverse("identification:what-if", args=[methodology.pk])
    return client.post(url, boxes_of(client.get(url)) | changes)


def test_who_would_enter_and_leave_and_by_which_lines(client, head, methodology):
    changes = {"p-threshold": "25", "p-procedures-row": ["1"]}

    answer = ask(client, head, methodology, **changes)

    said = words_of(answer.content.decode())
    for words in (
        "«Процедуры»: убрано «ВПР-4, русский язык»",
        "«Порог, % участников»: было 50, стало 25",
        "Низкие результаты. Вошли бы 2: СОШ № 2 и СОШ № 4; вышла бы 1: СОШ № 1.",
        "СОШ № 1 низкие результаты вне перечней "
        "ВПР-4, русский язык, 2025/2026: 6 из 12, 50 %, строки больше нет",
        "СОШ № 2 вне перечней низкие результаты "
        "ВПР-4, математика, 2025/2026: 3 из 12, 25 %, граница была 50 %, стала 25 %",
        "Сравнили 4 школы",
    ):
        assert words in said
    assert "СОШ № 3" not in said[: said.index("Сравнили")]


def test_nothing_is_stored_by_any_button(client, coordinator, methodology):
    before = Methodology.objects.values().get()

    for button in ({}, {"add": "procedures"}, {"remove": "procedures-0"}, {"p-threshold": "много"}):
        ask(client, coordinator, methodology, **button)

    assert Methodology.objects.values().get() == before
    assert not Run.objects.exists()


def test_who_would_be_left_without_data_is_named(client, head, methodology, schools):
    bare = make_school(municipality=methodology.municipality, short_name="СОШ 9")
    make_result(school=bare, sitting=make_sitting(subject="Математика"), low_n=0)

    answer = ask(client, head, methodology, **{"p-procedures-row": ["0"]})

    assert "Нет данных. Вошла бы 1: СОШ № 9." in words_of(answer.content.decode())


def test_the_same_rule_changes_nothing(client, head, methodology):
    said = words_of(ask(client, head, methodology).content.decode())

    assert "Правило то же, что действует сейчас." in said
    assert "Статусы всех школ остались бы теми же." in said


def test_a_year_without_results_is_told(client, head, methodology):
    make_result(
        school=methodology.municipality.schools.first(),
        sitting=make_sitting(academic_year=2020, subject="Химия"),
    )

    said = words_of(ask(client, head, methodology, year="2020").content.decode())

    assert "2019/2020 учебный год: что изменилось бы" in said
    assert "Статусы всех школ остались бы теми же." in said


def test_what_is_wrong_stands_at_its_field(client, head, methodology):
    answer = ask(client, head, methodology, **{"p-threshold": "101"})

    assert errors_of(answer) == ["Нужно число не больше 100."]


def test_the_administrator_carries_the_changes_over_into_the_form(client, admin, methodology):
    client.force_login(admin)
    url = reverse("identification:what-if", args=[methodology.pk])
    boxes = boxes_of(client.get(url)) | {"p-threshold": "25", "carry": "1"}

    edit = client.post(reverse("identification:methodology-edit", args=[methodology.pk]), boxes)

    shown = boxes_of(edit)
    assert (shown["p-threshold"], shown["title"]) == ("25", "Доля")
    assert Methodology.objects.get().parameters == SHARE


@pytest.mark.parametrize(("base", "said"), [(80, "индекс был 95,00, стал 80,00")])
def test_a_score_says_how_it_moved(base, said, client, head, municipality, school):
    make_result(school=school, low_n=3, high_n=6)
    methodology = make_methodology(municipality, parameters=PARAMETERS)

    answer = ask(client, head, methodology, **{"p-base": str(base)})

    assert said in words_of(answer.content.decode())


def test_a_rehearsal_is_stored_and_marked_and_is_not_the_outcome_of_the_year(
    client, coordinator, director, municipality, school
):
    make_result(school=school, low_n=6, high_n=0)
    methodology = make_methodology(municipality)
    client.force_login(coordinator)

    client.post(reverse("identification:rehearse", args=[methodology.pk]))
    run = Run.objects.get()
    identify_schools(run.pk)

    run.refresh_from_db()
    assert (run.state, run.origin, run.is_rehearsal) == ("done", "rehearsal", True)
    assert (main_run(municipality, 2026), list(Run.objects.standing())) == (None, [])
    said = page(client, coordinator, run.get_absolute_url())
    assert "Это репетиция" in said
    assert "Подготовить справку" not in said
    assert "репетиция" in page(client, coordinator, "/identification/")
    # those of the school are told outcomes only
    verdict = Verdict.objects.get()
    assert status(client, coordinator, verdict.get_absolute_url()) == 200
    assert status(client, director, verdict.get_absolute_url()) == 404
    assert "низкие результаты" not in page(client, director, "/")


def test_a_rehearsal_under_way_is_not_given_to_who_asks_for_the_outcome(
    client, coordinator, municipality, school
):
    make_result(school=school)
    methodology = make_methodology(municipality)
    client.force_login(coordinator)

    for _ in range(2):
        client.post(reverse("identification:rehearse", args=[methodology.pk]))
        data = {"methodology": methodology.pk, "academic_year": 2026}
        client.post("/identification/start/", data)

    assert sorted(Run.objects.values_list("origin", flat=True)) == ["hand", "rehearsal"]


def test_no_note_is_made_of_a_rehearsal(client, coordinator, municipality, school):
    make_result(school=school)
    run = make_verdicts(municipality=municipality, origin="rehearsal")
    client.force_login(coordinator)

    client.post(reverse("reports:note-create", args=[run.pk]))

    assert not run.notes.exists()
    assert "Это репетиция" in page(client, coordinator, run.get_absolute_url())


def test_a_run_is_held_against_the_one_of_the_year_before(client, head, methodology, schools):
    same = {"municipality": methodology.municipality, "methodology": methodology}
    for name, low in (("СОШ 1", 0), ("СОШ 2", 12)):
        sitting = make_sitting(academic_year=2025)
        make_result(school=schools.get(short_name=name), sitting=sitting, low_n=low, high_n=0)
    make_verdicts(**same, academic_year=2025)

    now = make_verdicts(**same)

    assert (
        "2024/2025 учебный год, редакция 1. Низкие результаты: вошла 1 — СОШ № 1; "
        "вышла 1 — СОШ № 2." in page(client, head, now.get_absolute_url())
    )


def test_lines_that_did_not_change_are_told_where_the_rule_changed():
    line = {"title": "ОГЭ", "figure": "share_low", "value": 2500, "low_n": 3, "participants": 12}
    before = Standing("СОШ 1", "low", ("low",), reasons=[line | {"met": True, "limit": 2500}])
    now = Standing("СОШ 1", "none", (), reasons=[line | {"met": True, "limit": 2500}])

    assert lines(before, now) == ["ОГЭ: 3 из 12, 25\xa0%"]


def test_statuses_beside_the_first_one_are_compared_too():
    before = Standing("СОШ 1", "leader", ("leader", "low"))
    now = Standing("СОШ 1", "leader", ("leader",))

    found = difference({1: before}, {1: now, 2: now})

    assert [(m.status, m.entered, m.left) for m in found.moves] == [("low", (), ("СОШ 1",))]
    assert found.whole == 1


@pytest.mark.parametrize("role", ["HEAD", "COORDINATOR"])
def test_averages_are_entered_by_who_writes_and_read_by_the_head(role, client, municipality):
    criterion = {
        "procedure": {"kind": "EGE", "grade": 11, "subject": "Химия", "variant": None},
        "figure": "mean",
        "benchmark": "region",
        "direction": "higher",
    }
    make_methodology(
        municipality,
        method="against_average",
        parameters={"criteria": [criterion], "misses_for_low": 1},
    )
    user = make_user(role, municipality)
    client.force_login(user)
    answer = client.get("/identification/averages/")
    name = answer.context["form"].wanted[0].name
    data = {name: "61,5", "new_source": "Сборник ЦОКО"}

    assert "ЕГЭ, химия, средний балл 2025/2026 среднее по региону, балл" in words_of(
        answer.content.decode()
    )
    sent = client.post("/identification/averages/", data)

    if role == "HEAD":
        assert (sent.status_code, Figure.objects.count()) == (404, 0)
        return
    figure = Figure.objects.get()
    assert (figure.municipality, figure.region, figure.value) == (municipality, None, 61.5)
    assert figure.history.get().history_user == user
    # without a source nothing is changed; taken away, it is not known
    refused = client.post("/identification/averages/", {name: "62"})
    assert "Укажите, откуда значения" in refused.content.decode()
    client.post("/identification/averages/", {name: "", "source": figure.source_id})
    figure.refresh_from_db()
    assert (figure.value, figure.no_data, figure.history.count()) == (None, "unknown", 2)
    assert Measure.objects.get().unit == "балл"
