"""A sign on its way: a run notices it, the school explains, somebody looks again and concludes."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessments.models import ImportBatch, Marker
from identification.models import Run, Sign
from identification.signs import conclude, explain, listed_years, recheck
from schools.errors import PortalError
from schools.models import Enrolment, SchoolStatus
from tests.factories import (
    AT,
    make_batch,
    make_methodology,
    make_result,
    make_school,
    make_sign,
    make_sitting,
    make_user,
    make_verdicts,
)
from tests.identification.pages import page, status

ANY = {"kind": "VPR", "grade": None, "subject": "Русский язык", "variant": None}
PARAMETERS = {"procedures": [ANY], "min_participants": 10}
LATER = AT + timedelta(days=1)


@pytest.fixture
def methodology(municipality):
    return make_methodology(
        municipality, title="Признаки", method="signs", parameters=PARAMETERS, slug="signs"
    )


@pytest.fixture
def director(school):
    return make_user("DIRECTOR", school)


@pytest.fixture
def sign(municipality, school, methodology):
    """Of a run on signs, waiting for the school."""
    make_result(school=school, participants=12)
    Enrolment.objects.create(school=school, academic_year=2026, grade=4, pupils=12)
    return make_sign(school, run=make_verdicts(municipality=municipality, methodology=methodology))


def low_journal(school, lower=20, whole=20, **fields):
    journal = {"lower": lower, "same": whole - lower, "higher": 0}
    return make_result(school=school, participants=20, journal=journal, **fields)


def run_of(municipality, methodology, **fields):
    return make_verdicts(municipality=municipality, methodology=methodology, **fields)


def explained(sign, by):
    explain(sign, explanation="Болели", by=by, at=AT)
    sign.refresh_from_db()
    return sign


def rechecked(sign, by):
    recheck(
        explained(sign, by),
        recheck_kind="works",
        rechecked_on=date(2026, 9, 1),
        recheck="Сверили",
        by=by,
        at=AT,
    )
    sign.refresh_from_db()
    return sign


# a run


@pytest.fixture
def unusual(municipality, school):
    """All of one school are below their mark in the register, none of the other."""
    low_journal(school)
    low_journal(make_school(municipality=municipality), lower=0)


def test_a_run_on_signs_leaves_a_row_for_every_sign(municipality, school, methodology, unusual):
    run = run_of(municipality, methodology)

    sign = Sign.objects.get()
    assert (sign.school, sign.run, sign.rule) == (school, run, "below-register")
    assert sign.sitting == make_sitting()
    assert "у\xa020 из 20, 100\xa0%" in sign.found
    assert sign.found.endswith("Признак, требует дополнительного анализа.")
    assert run.verdicts.get(school=school).status == "biased_signs"


def test_a_run_by_another_method_leaves_none(municipality, unusual):
    make_verdicts(municipality=municipality)

    assert not Sign.objects.exists()


def test_a_rehearsal_asks_no_school(municipality, methodology, director, unusual):
    run_of(municipality, methodology, origin=Run.Origin.REHEARSAL)

    assert not Sign.objects.exists()
    assert not director.notifications.exists()


def test_results_that_only_have_a_journal_are_read_by_signs_and_by_no_other_method(
    municipality, school, methodology
):
    make_result(school=school, participants=20)
    other = make_school(municipality=municipality)
    index = make_methodology(municipality)
    before = run_of(municipality, index)
    sitting = make_sitting(grade=5)
    for each, lower in ((school, 20), (other, 0)):
        result = make_result(school=each, sitting=sitting)
        # the journal came alone
        type(result).objects.filter(pk=result.pk).update(
            **dict.fromkeys(("participants", "low_n", "high_n", "share_low", "share_high")),
            journal={"lower": lower, "same": 20 - lower, "higher": 0},
        )

    run_of(municipality, methodology)

    assert [(s.school, s.sitting.procedure.grade) for s in Sign.objects.all()] == [(school, 5)]
    assert run_of(municipality, index).fingerprint == before.fingerprint


def test_a_mark_of_a_federal_list_is_a_sign_with_or_without_a_result(
    municipality, school, methodology
):
    make_result(school=make_school(municipality=municipality))
    stored = {"stage": ImportBatch.Stage.STORED, "stored_at": AT}
    batch = make_batch(municipality=municipality, **stored)
    old, new = make_sitting(academic_year=2024), make_sitting(grade=5)
    for sitting in (old, new, make_sitting(academic_year=2023)):
        Marker.objects.create(batch=batch, school=school, sitting=sitting, source_row=2)

    run_of(municipality, methodology)

    assert {sign.sitting for sign in Sign.objects.all()} == {old, new}
    assert {sign.rule for sign in Sign.objects.all()} == {"federal-list"}
    assert listed_years([school.pk], 2026) == {school.pk: [2024, 2026]}


def test_a_later_run_keeps_what_a_school_has_explained(
    municipality, school, methodology, unusual, director
):
    first = run_of(municipality, methodology)
    before = explained(Sign.objects.get(), director)
    make_result(school=school, sitting=make_sitting(grade=5), participants=20)

    second = run_of(municipality, methodology)

    sign = Sign.objects.get()
    assert first != second == sign.run
    assert (sign.explanation, sign.explained_by) == ("Болели", director)
    assert (sign.found, sign.found_at) == (before.found, before.found_at)


def test_until_it_is_explained_a_sign_tells_the_newest_figures(
    municipality, school, methodology, unusual, director
):
    run_of(municipality, methodology)
    low_journal(school, lower=19)
    run_of(municipality, methodology)
    assert "19 из 20" in Sign.objects.get().found

    explained(Sign.objects.get(), director)
    low_journal(school, lower=18)
    run_of(municipality, methodology)
    assert "19 из 20" in Sign.objects.get().found


def test_what_is_not_found_any_more_is_gone_and_may_come_back(
    municipality, school, methodology, unusual, director
):
    run_of(municipality, methodology)
    low_journal(school, lower=0)
    second = run_of(municipality, methodology)

    sign = Sign.objects.get()
    assert (sign.state, sign.gone_in) == ("gone", second)
    with pytest.raises(PortalError, match="больше не находится"):
        explain(sign, explanation="Болели", by=director, at=AT)

    low_journal(school)
    run_of(municipality, methodology)
    assert Sign.objects.get().state == "explain"


def test_a_run_of_another_methodology_or_year_takes_no_sign_away(
    municipality, school, methodology, unusual
):
    run_of(municipality, methodology)
    make_result(school=school, sitting=make_sitting(academic_year=2027), participants=20)
    enrolment = {"academic_year": 2027, "grade": 4, "pupils": 20}
    Enrolment.objects.create(school=school, **enrolment)
    run_of(municipality, methodology, academic_year=2027)
    other = make_methodology(
        municipality, method="signs", parameters=PARAMETERS | {"lower_excess": None}
    )
    low_journal(school, lower=0)
    run_of(municipality, other)

    assert Sign.objects.get(rule="below-register").state == "explain"


# who is told


def test_the_director_is_told_once_of_all_signs_of_a_run(
    municipality, school, methodology, unusual, director
):
    low_journal(school, sitting=make_sitting(grade=5))
    low_journal(make_school(municipality=municipality), sitting=make_sitting(grade=5), lower=0)
    coordinator = make_user("SCHOOL_COORDINATOR", school)

    run_of(municipality, methodology)
    run_of(municipality, methodology)

    told = director.notifications.get()
    assert told.title == "результаты школы: 2 признака, нужно пояснение"
    assert told.url == reverse("identification:school-signs", args=[school.pk])
    assert not coordinator.notifications.exists()


def test_of_a_branch_the_director_of_its_head_school_is_told(
    municipality, school, methodology, director
):
    branch = make_school(parent=school)
    low_journal(branch)
    low_journal(school, lower=0)

    run_of(municipality, methodology)

    assert director.notifications.get().url.endswith(f"/schools/{branch.pk}/signs/")


def test_coordinators_are_told_when_a_school_has_explained(sign, director, coordinator, head):
    explain(sign, explanation="Болели", by=director, at=AT)

    told = coordinator.notifications.get()
    assert told.url == sign.get_absolute_url()
    assert not head.notifications.exists()


# the steps


def test_each_step_says_who_and_when(sign, director, coordinator, head):
    sign = rechecked(sign, coordinator)
    conclude(sign, conclusion="doubtful", conclusion_note="Не объясняет", by=head, at=LATER)

    sign.refresh_from_db()
    assert sign.state == "done"
    assert (sign.concluded_by, sign.concluded_at) == (head, LATER)
    assert (sign.rechecked_by, sign.rechecked_on) == (coordinator, date(2026, 9, 1))
    assert not SchoolStatus.objects.exists()  # a status is given by a protocol only


def test_a_step_that_was_given_is_not_written_over(sign, director, coordinator):
    mine, other = Sign.objects.get(pk=sign.pk), Sign.objects.get(pk=sign.pk)
    explain(mine, explanation="Первый", by=director, at=AT)

    with pytest.raises(PortalError, match="Пояснение уже"):
        explain(other, explanation="Второй", by=coordinator, at=LATER)

    sign.refresh_from_db()
    assert (sign.explanation, sign.explained_by) == ("Первый", director)
    assert coordinator.notifications.count() == 1


def test_no_step_is_left_out(sign, coordinator):
    told = {"recheck_kind": "works", "rechecked_on": date(2026, 9, 1), "recheck": "Сверили"}
    with pytest.raises(PortalError, match="ждёт пояснения школы"):
        recheck(sign, **told, by=coordinator, at=AT)
    with pytest.raises(PortalError, match="ждёт пояснения школы"):
        conclude(sign, conclusion="confirmed", conclusion_note="Да", by=coordinator, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sign.objects.update(conclusion="confirmed", concluded_at=AT, concluded_by=coordinator)


def test_who_comes_second_on_the_page_is_told_and_loses_no_word(
    client, sign, director, coordinator
):
    explain(sign, explanation="Первый", by=director, at=AT)
    client.force_login(coordinator)

    answer = client.post(
        reverse("identification:sign-explain", args=[sign.pk]), {"explanation": "Мой текст"}
    )

    said = answer.content.decode()
    assert "Пояснение уже записал(а)" in said
    assert "Мой текст" in said
    assert "Первый" in said


# the pages


def post(client, user, name, sign, **data):
    client.force_login(user)
    return client.post(reverse(f"identification:{name}", args=[sign.pk]), data)


@pytest.mark.parametrize(
    ("written", "kept"),
    [("Болели\x07\r\n\r\nдвое\x0b", "Болели\n\nдвое"), ("\x07", "")],
)
def test_a_text_keeps_its_lines_and_no_sign_that_paper_does_not_show(
    written, kept, client, sign, director
):
    client.force_login(director)
    url = reverse("identification:sign-explain", args=[sign.pk])

    answer = client.post(url, {"explanation": written})

    sign.refresh_from_db()
    assert sign.explanation == kept
    assert (sign.state == Sign.State.EXPLAIN) is (kept == "")
    assert kept or "Напишите пояснение." in answer.content.decode()


def test_the_whole_way_through_the_pages(client, sign, school, director, coordinator, head):
    own = reverse("identification:school-signs", args=[school.pk])
    assert "Нужно пояснение: 1" in page(client, director, own)
    assert "Отправить пояснение" in page(client, director, sign.get_absolute_url())

    post(client, director, "sign-explain", sign, explanation="Болели")
    assert "Отправить" not in page(client, director, sign.get_absolute_url())
    assert "Записать перепроверку" not in page(client, head, sign.get_absolute_url())
    post(
        client,
        coordinator,
        "sign-recheck",
        sign,
        recheck_kind="observer",
        rechecked_on="2026-09-01",
        recheck="Наблюдатель нарушений не отметил",
    )
    assert "Записать вывод" in page(client, head, sign.get_absolute_url())
    post(
        client,
        head,
        "sign-conclude",
        sign,
        conclusion="confirmed",
        conclusion_note="Объяснено",
    )

    said = page(client, director, sign.get_absolute_url())
    for word in ("Болели", "Независимый наблюдатель", "01.09.2026"):
        assert word in said
    assert "Вывод комиссии: результаты подтверждены" in said


@pytest.mark.parametrize(
    ("step", "needed"),
    [
        ("sign-explain", "Напишите пояснение."),
        ("sign-recheck", "Укажите дату."),
        ("sign-conclude", "Выберите вывод."),
    ],
)
def test_nothing_of_a_step_may_be_left_out(client, sign, coordinator, step, needed):
    if step != "sign-explain":
        sign = (explained if step == "sign-recheck" else rechecked)(sign, coordinator)
    state = sign.state

    assert needed in post(client, coordinator, step, sign).content.decode()
    sign.refresh_from_db()
    assert sign.state == state


def test_every_page_says_that_a_sign_is_no_conclusion(client, sign, school, coordinator):
    for url in (
        reverse("identification:signs"),
        reverse("identification:school-signs", args=[school.pk]),
        sign.get_absolute_url(),
        sign.run.get_absolute_url(),
        sign.run.verdicts.get(school=school).get_absolute_url(),
    ):
        said = page(client, coordinator, url)
        assert "Признак — не вывод" in said
        assert "фальсифик" not in said.lower()


def test_the_list_is_filtered_by_state_rule_and_year(client, sign, school, coordinator):
    make_sign(school, run=sign.run, rule="reversal", sitting=make_sitting(academic_year=2025))
    explained(sign, coordinator)
    url = reverse("identification:signs")

    assert "Найдено: 2 из 2" in page(client, coordinator, url)
    for query in ({"state": "recheck"}, {"rule": "jump-high"}, {"year": 2026}):
        said = page(client, coordinator, url, **query)
        assert "Найдено: 1 из 2" in said, query
        assert "2024/2025" not in said.split("Найдено")[1]


def test_the_list_names_the_federal_lists_of_three_years(
    client, sign, municipality, school, coordinator
):
    municipality.academic_year = 2026
    municipality.save()
    stored = {"stage": ImportBatch.Stage.STORED, "stored_at": AT}
    batch = make_batch(municipality=municipality, **stored)
    for year in (2023, 2024, 2025):
        sitting = make_sitting(academic_year=year)
        Marker.objects.create(batch=batch, school=school, sitting=sitting, source_row=2)

    for url in (
        reverse("identification:signs"),
        reverse("identification:school-signs", args=[school.pk]),
        sign.get_absolute_url(),
    ):
        assert "в федеральных перечнях 2024, 2025" in page(client, coordinator, url)


@pytest.mark.parametrize("name", ["signs", "school-signs"])
def test_a_list_asks_as_often_for_one_sign_as_for_three(
    client, sign, school, coordinator, django_assert_num_queries, name
):
    url = reverse(f"identification:{name}", args=[] if name == "signs" else [school.pk])
    page(client, coordinator, url)
    for signs in (1, 3):
        with django_assert_num_queries(QUERIES[name]):
            assert status(client, coordinator, url) == 200
        for grade in (5, 6) if signs == 1 else ():
            make_sign(school, run=sign.run, sitting=make_sitting(grade=grade))


QUERIES = {"signs": 17, "school-signs": 15}


def test_the_start_pages_lead_to_what_is_to_be_done(
    client, sign, municipality, school, director, coordinator
):
    municipality.academic_year = 2026
    municipality.save()
    home = reverse("reports:home")
    assert "Дать пояснение" in page(client, director, home)
    assert "Признаки ждут" not in page(client, coordinator, home)

    explained(sign, director)
    assert "Дать пояснение" not in page(client, director, home)
    assert "Признаки ждут перепроверки: 1" in page(client, coordinator, home)

    told = {"recheck_kind": "works", "rechecked_on": date(2026, 9, 1), "recheck": "Сверили"}
    recheck(sign, **told, by=coordinator, at=AT)
    assert "Признаки ждут вывода комиссии: 1" in page(client, coordinator, home)
