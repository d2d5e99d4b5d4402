"""Pages of letters: the list, one letter, one recommendation, the school's own, the year after."""

import pytest
from django.urls import reverse

from reports.models import Letter, PaperBatch, Recommendation
from reports.recommending.drafting import make_letters
from reports.recommending.sending import send_letter
from tests.factories import (
    AT,
    make_letter,
    make_recommendation,
    make_result,
    make_run,
    make_school,
    make_user,
    make_verdicts,
)
from tests.reports.recommending.rows import rows_of
from tests.reports.rules import twelve

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(db):
    return rows_of(twelve.weak())


@pytest.fixture
def methodist(run, client):
    user = make_user("COORDINATOR", run.municipality)
    client.force_login(user)
    return user


@pytest.fixture
def letter(run, methodist):
    make_letters(run, by=methodist, at=AT)
    return run.letters.get(school__short_name="Школа")


def page(response):
    assert response.status_code == 200
    return response.content.decode().replace("&nbsp;", " ").replace("\xa0", " ")


def shown(client, name, *args):
    return page(client.get(reverse(f"reports:{name}", args=args)))


def post(client, name, *args, **data):
    return client.post(reverse(f"reports:{name}", args=args), data, follow=True)


def test_letters_are_made_from_the_list(client, run, methodist):
    assert "Составить письма" in shown(client, "recommendations")

    told = page(post(client, "letters-make", run.pk))

    assert "Составлено 4 письма." in told
    assert "Отправлено 0 из 4 писем" in told


def test_whoever_sends_a_letter_of_an_earlier_year_is_told_that_there_are_newer_results(
    client, run, letter, methodist
):
    warning = "Есть результаты новее"
    assert warning not in shown(client, "letter", letter.pk)
    make_run(
        municipality=run.municipality,
        methodology=run.methodology,
        academic_year=run.academic_year + 1,
        state="done",
        finished_at=AT,
    )

    assert warning in shown(client, "letter", letter.pk)

    send_letter(letter, by=methodist, at=AT)
    assert warning not in shown(client, "letter", letter.pk)


def test_the_list_leads_to_the_letters(client, letter):
    told = shown(client, "recommendations")

    assert f'href="{letter.get_absolute_url()}"' in told
    assert reverse("reports:letter-pdf", args=[letter.pk]) in told


def test_the_list_is_filtered_by_what_a_letter_says(client, letter):
    url = reverse("reports:recommendations")

    assert "Найдено: 1 из 4" in page(client.get(url, {"name": "школа"}))
    assert "Найдено: 3 из 4" in page(client.get(url, {"what": "nothing"}))
    assert "Найдено: 0 из 4" in page(client.get(url, {"what": "objected"}))
    assert "Найдено: 1 из 4" in page(client.get(url, {"status": "low"}))


def test_data_that_have_changed_are_told_of_and_shown_before_they_are_taken(client, run, letter):
    run.municipality.schools.filter(short_name="Школа").get().enrolments.create(
        academic_year=run.academic_year, grade=9, pupils=60
    )

    assert "Данные изменились после составления" in shown(client, "recommendations")
    changes = shown(client, "letter-changes", letter.pk)
    assert "Появятся" in changes
    assert "писали 30 из 60" in changes
    assert "Письмо составлено заново." in page(post(client, "letter-renew", letter.pk))


def test_a_text_is_edited_without_a_script_and_the_lint_says_what_is_wrong(client, letter):
    one = letter.recommendations.get(rule="LT-1")
    data = {"edit-text": "Усилить контроль.", "edit-because": "Так проще"}

    refused = page(post(client, "recommendation-edit", one.pk, **data))
    assert "уберите «усилить»" in refused
    assert "Усилить контроль." in refused

    data["edit-text"] = "Провести одну встречу учителей."
    saved = page(post(client, "recommendation-edit", one.pk, **data))
    assert "Сохранено." in saved
    assert "Так проще" in saved
    assert "текст изменён" in shown(client, "letter", letter.pk)


def test_of_two_editors_the_second_keeps_what_was_typed_and_sees_the_other_text(client, letter):
    one = letter.recommendations.get(rule="LT-1")
    read = {"edit-seen": one.version, "edit-because": "Так проще"}
    first = read | {"edit-text": "Провести одну встречу учителей."}
    second = read | {"edit-text": "Выбрать две темы."}
    post(client, "recommendation-edit", one.pk, **first)

    told = page(post(client, "recommendation-edit", one.pk, **second))

    assert "Сейчас она такая: «Провести одну встречу учителей.»" in told
    assert "Выбрать две темы." in told
    one.refresh_from_db()
    assert f'name="edit-seen" value="{one.version}"' in told
    saved = page(post(client, "recommendation-edit", one.pk, **second | {"edit-seen": one.version}))
    assert "Сохранено." in saved


def test_a_director_reads_what_the_portal_sees_itself(client, letter, methodist):
    send_letter(letter, by=methodist, at=AT)
    client.force_login(make_user("DIRECTOR", letter.school))

    asked = {one.rule: one.pk for one in letter.recommendations.in_letter()}

    assert "портал видит: пока нет" in shown(client, "recommendation", asked["MG-1"])
    assert "отмечает школа" in shown(client, "recommendation", asked["LT-1"])


def test_a_director_marks_which_results_are_different(client, letter, methodist):
    send_letter(letter, by=methodist, at=AT)
    Letter.objects.filter(pk=letter.pk).update(sent_on="2100-01-11")
    client.force_login(make_user("DIRECTOR", letter.school))
    one = letter.recommendations.get(rule="LV-5")

    silent = page(post(client, "recommendation-object", one.pk, **{"object-text": "Не так"}))
    assert "Отметьте, какие результаты у школы другие." in silent

    told = {"object-text": "Не так", "object-lines": ["1"]}
    assert "Возражение отправлено." in page(post(client, "recommendation-object", one.pk, **told))
    asked = letter.recommendations.get(rule="DQ-2")
    assert len(asked.lines) == 1 < len(one.lines)


def test_one_is_added_and_one_is_exchanged(client, letter):
    out = letter.recommendations.get(rule="LT-1")
    other = letter.recommendations.filter(place="reserve").first()
    post(
        client,
        "recommendation-exchange",
        out.pk,
        **{"exchange-other": other.pk, "exchange-because": "Важнее"},
    )
    post(client, "recommendation-reject", other.pk, **{"reject-because": "Нет"})
    added = page(
        post(
            client,
            "letter-add",
            letter.pk,
            addressee="team",
            text="Провести встречу с новым учителем.",
            reason="Просьба школы",
            due_on="2026-10-01",
            counts_if="названа дата",
        )
    )

    assert "Провести встречу с новым учителем." in added
    assert "добавлена вручную" in added
    assert "Отклонено: 1" in added


def test_letters_that_were_looked_through_are_sent_together(client, run, letter):
    post(client, "letter-ready", letter.pk)
    assert "Отправить проверенные: 1" in shown(client, "recommendations")

    told = page(post(client, "letters-send", run.pk))

    assert "Отправлено: 1 письмо." in told
    assert Letter.objects.get(pk=letter.pk).state == "sent"


def test_a_letter_is_registered_on_its_page(client, letter):
    told = page(post(client, "letter-register", letter.pk, number="77", dated_on="2026-08-20"))

    assert "Письмо от 20.08.2026 № 77" in told


def test_a_director_reads_objects_and_marks(client, letter, methodist):
    director = make_user("DIRECTOR", letter.school)
    client.force_login(director)
    assert client.get(reverse("reports:letter", args=[letter.pk])).status_code == 404
    send_letter(letter, by=methodist, at=AT)
    Letter.objects.filter(pk=letter.pk).update(sent_on="2100-01-11")

    one = letter.recommendations.get(rule="LT-1")
    read = shown(client, "recommendation", one.pk)
    assert "Возразить: данные другие" in read
    assert "Изменить" not in read

    told = page(post(client, "recommendation-object", one.pk, **{"object-text": "Было 10"}))
    assert "возражение, срок остановлен" in told
    other = letter.recommendations.get(rule="LV-5")
    marked = page(
        post(client, "recommendation-mark", other.pk, **{"mark-answer": "done", "mark-text": "Да"})
    )
    assert "Записано." in marked
    assert "выполнена" in shown(client, "school-recommendations", letter.school_id)


def test_a_director_finds_what_is_asked_on_the_start_page(client, director, school, municipality):
    letter = make_letter(school, run=make_verdicts_of(municipality), sent_on=AT.date())
    make_recommendation(letter)
    make_recommendation(letter, text="Провести занятие РМО.", addressee="methodists")
    make_recommendation(letter, text="Выбрать одну тему.", state="done")
    client.force_login(director)

    home = page(client.get(reverse("reports:home")))

    assert "Назначить ученикам 9 класса одно занятие в неделю." in home
    assert "Провести занятие РМО." not in home
    assert "Выбрать одну тему." not in home


def test_a_coordinator_is_led_to_what_is_left_to_do(client, coordinator, school, municipality):
    run = make_verdicts_of(municipality)
    client.force_login(coordinator)
    assert "Составить рекомендации школам" in page(client.get(reverse("reports:home")))

    letter = make_letter(school, run=run, sent_on=AT.date())
    make_recommendation(letter, state="objected")

    assert "Ответить школам: 1 возражение" in page(client.get(reverse("reports:home")))


def test_a_school_never_sees_the_reserve_nor_how_its_letter_came_about(client, letter, methodist):
    reserve = letter.recommendations.filter(place="reserve").first()
    one = letter.recommendations.get(rule="LT-1")
    post(client, "recommendation-move", one.pk, **{"move-because": "ТАЙНА"})
    post(client, "recommendation-move", one.pk, **{"move-because": "ТАЙНА"})
    send_letter(letter, by=methodist, at=AT)
    client.force_login(make_user("DIRECTOR", letter.school))

    read = shown(client, "letter", letter.pk)
    own = shown(client, "recommendation", one.pk)

    assert reserve.text.replace("\xa0", " ") not in read
    assert client.get(reserve.get_absolute_url()).status_code == 404
    assert "ТАЙНА" not in own


def test_the_head_reads_and_sends_and_edits_nothing(client, letter, run):
    client.force_login(make_user("HEAD", run.municipality))
    one = letter.recommendations.get(rule="LT-1")

    assert "Отправить школе" in shown(client, "letter", letter.pk)
    assert client.get(reverse("reports:letter-add", args=[letter.pk])).status_code == 404
    edit = reverse("reports:recommendation-edit", args=[one.pk])
    assert client.post(edit, {"edit-text": "Провести встречу."}).status_code == 404
    assert "Письмо отправлено школе." in page(post(client, "letter-send", letter.pk))


def test_an_archive_is_made_watched_and_downloaded(
    client, run, letter, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        post(client, "batch-of-letters", run.pk)
    archive = PaperBatch.objects.get()

    assert "4 письма из 4, каждое в PDF и Word" in shown(client, "batch", archive.pk)
    answer = client.get(reverse("reports:batch-archive", args=[archive.pk]))
    assert b"".join(answer).startswith(b"PK")


def test_the_year_after_tells_what_was_done_and_what_came_of_it(client, run, letter):
    earlier = make_run(
        municipality=run.municipality, academic_year=2025, methodology=run.methodology
    )
    sent = make_letter(letter.school, run=earlier, sent_on=AT.date())
    make_recommendation(sent, state="done", outcome="same", outcome_words="В пределах колебаний.")

    told = shown(client, "recommendations-before")

    assert "Выполнено 1 из 1 (100 %)" in told
    assert "В пределах колебаний." in told


def test_a_run_on_signs_and_a_rehearsal_have_no_letters(client, run, methodist):
    rehearsal = make_run(
        municipality=run.municipality,
        methodology=run.methodology,
        state="done",
        origin="rehearsal",
    )

    told = page(post(client, "letters-make", rehearsal.pk))

    assert "Это репетиция" in told
    assert not Recommendation.objects.exists()


@pytest.mark.parametrize("schools", [1, 3])
def test_the_list_asks_as_much_for_three_schools_as_for_one(
    schools, client, coordinator, municipality, django_assert_num_queries
):
    for number in range(schools):
        make_school(municipality=municipality, short_name=f"СОШ {number}")
    run = make_verdicts_of(municipality)
    for school in municipality.schools.all():
        make_recommendation(make_letter(school, run=run, sent_on=AT.date()))
    client.force_login(coordinator)
    client.get(reverse("reports:recommendations"))

    with django_assert_num_queries(37):
        client.get(reverse("reports:recommendations"))


@pytest.mark.parametrize("amount", [1, 3])
def test_a_letter_asks_as_much_for_three_recommendations_as_for_one(
    amount, client, coordinator, municipality, school, django_assert_num_queries
):
    letter = make_letter(school, run=make_verdicts_of(municipality), sent_on=AT.date())
    for _ in range(amount):
        make_recommendation(letter)
    client.force_login(coordinator)
    client.get(letter.get_absolute_url())

    with django_assert_num_queries(12):
        client.get(letter.get_absolute_url())


def make_verdicts_of(municipality):
    for school in municipality.schools.all():
        make_result(school=school)
    return make_verdicts(municipality=municipality)
