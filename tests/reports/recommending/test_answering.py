"""What a school says: objections stop the term, marks say what came of it."""

from datetime import date, timedelta

import pytest

from reports.models import Recommendation
from reports.recommending.answering import concede, mark, object_to, uphold
from reports.recommending.drafting import made_of, make_letters
from reports.recommending.facts import facts_of
from reports.recommending.objections import objected_lines
from reports.recommending.sending import send_letter
from schools.errors import PortalError
from schools.models import Notification
from tests.factories import AT, make_letter, make_recommendation, make_run

pytestmark = pytest.mark.django_db
WHY = "В ведомости 10 человек ниже минимума, а не 12."


@pytest.fixture
def sent(letter, methodist):
    Recommendation.objects.filter(letter=letter, rule="LT-1").update(wants_task=True)
    send_letter(letter, by=methodist, at=AT)
    return letter


@pytest.fixture
def one(sent):
    found = Recommendation.objects.select_related("letter__school__municipality", "task")
    return found.get(letter=sent, rule="LT-1")


def test_an_objection_stops_the_term_and_asks_for_the_figures(sent, one, director_of, methodist):
    object_to(one, text=WHY, by=director_of, at=AT)
    one.refresh_from_db()
    asked = sent.recommendations.get(rule="DQ-2")

    assert one.state == "objected"
    assert (asked.state, asked.place, asked.due_on) == ("sent", "after", date(2026, 8, 21))
    assert "ОГЭ, математика" in asked.reason
    assert asked not in sent.recommendations.in_letter()
    assert Notification.objects.filter(user=methodist, title__startswith="Возражение").exists()


def test_two_objections_to_one_line_ask_for_its_figures_once(sent, one, director_of):
    other = sent.recommendations.select_related("letter__school__municipality").get(rule="PA-1")
    Recommendation.objects.filter(pk=other.pk).update(lines=one.lines)
    other.refresh_from_db()

    object_to(one, text=WHY, by=director_of, at=AT)
    object_to(other, text=WHY, by=director_of, at=AT)

    assert sent.recommendations.filter(rule="DQ-2").count() == 1


def test_after_five_working_days_it_is_too_late(one, director_of):
    with pytest.raises(PortalError, match="Возразить можно было до"):
        object_to(one, text=WHY, by=director_of, at=AT + timedelta(days=8))


def test_the_line_waits_in_what_is_worked_out_meanwhile(run, one, director_of):
    object_to(one, text=WHY, by=director_of, at=AT)

    told = made_of(run, facts_of(run), one.letter.school_id)[one.letter.school_id]

    assert "LT-1" not in {row["rule"] for row in told.rows}
    assert any("отложен до уточнения данных" in note for note in told.fields["notes"])


def test_what_stays_in_force_has_its_term_anew_with_its_task(one, director_of, methodist):
    object_to(one, text=WHY, by=director_of, at=AT)
    late = AT + timedelta(days=30)

    uphold(one, text="Проверили: 12 из 30", by=methodist, at=late)
    one.refresh_from_db()

    assert (one.state, one.due_on) == ("accepted", date(2026, 10, 5))
    assert one.task.due_on == one.due_on
    assert Notification.objects.filter(
        user=director_of, title="Возражение рассмотрено, рекомендация в\xa0силе"
    ).exists()


def test_where_the_school_was_right_nothing_is_asked_any_more(one, director_of, methodist):
    object_to(one, text=WHY, by=director_of, at=AT)

    concede(one, text="Вы правы", by=methodist, at=AT)
    one.refresh_from_db()

    assert (one.state, one.task.state) == ("withdrawn", "cancelled")


@pytest.mark.parametrize("answer", ["done", "partly", "not_done", "withdrawn"])
def test_a_school_says_what_came_of_it_and_may_say_it_anew(one, director_of, answer):
    mark(one, answer="not_done", text="Не хватило часов", by=director_of, at=AT)
    mark(one, answer=answer, text="Провели", by=director_of, at=AT)
    one.refresh_from_db()

    assert one.state == answer
    assert [entry.action for entry in one.entries.all()] == ["sent", "marked", "marked"]


def test_what_is_done_reports_its_task_as_well(one, director_of):
    mark(one, answer="done", text="Вторник и четверг", by=director_of, at=AT)
    one.task.refresh_from_db()

    assert one.task.state == "submitted"


@pytest.mark.parametrize(
    ("answer", "text", "said"),
    [
        pytest.param("not_done", " ", "что помешало", id="no-word"),
        pytest.param("done", "а" * 301, "300 знаков", id="too-long"),
        pytest.param("sent", "", "Выберите", id="no-answer"),
    ],
)
def test_an_answer_that_says_nothing_is_refused(one, director_of, answer, text, said):
    with pytest.raises(PortalError, match=said):
        mark(one, answer=answer, text=text, by=director_of, at=AT)


def test_what_is_withdrawn_is_not_answered(one, director_of, methodist):
    object_to(one, text=WHY, by=director_of, at=AT)
    concede(one, text="Вы правы", by=methodist, at=AT)

    with pytest.raises(PortalError, match="снята"):
        mark(one, answer="done", by=director_of, at=AT)


def test_not_done_two_years_running_becomes_a_question_of_ours(run, sent, one, director_of):
    mark(one, answer="not_done", text="Не хватило часов", by=director_of, at=AT)
    school, code = sent.school, one.rule
    before = make_run(municipality=run.municipality, methodology=run.methodology, state="done")
    type(before).objects.filter(pk=before.pk).update(academic_year=run.academic_year - 1)
    before.refresh_from_db()
    old = make_letter(school, run=before, sent_on=AT.date())
    make_recommendation(old, rule=code, state="not_done")

    facts = facts_of(run)

    assert list(facts.past["code"]) == [code]
    assert make_letters(run, by=None, at=AT).sent == 1


def test_of_several_lines_the_school_names_those_that_are_different(sent, one, director_of, run):
    lines = [*one.lines, {**one.lines[0], "subject": "Русский язык"}]
    Recommendation.objects.filter(pk=one.pk).update(lines=lines)
    one.refresh_from_db()

    object_to(one, text=WHY, lines=[1], by=director_of, at=AT)

    asked = sent.recommendations.get(rule="DQ-2")
    assert [line["subject"] for line in asked.lines] == ["Русский язык"]
    assert "математика" not in asked.reason


@pytest.mark.parametrize("answer", [uphold, concede])
def test_with_the_answer_nobody_waits_for_figures_any_more(
    sent, one, director_of, methodist, answer
):
    object_to(one, text=WHY, by=director_of, at=AT)

    answer(one, text="Проверили", by=methodist, at=AT)

    asked = sent.recommendations.get(rule="DQ-2")
    assert (asked.state, asked.entries.last().text) == ("withdrawn", "Возражение рассмотрено.")


def test_while_the_answer_is_awaited_the_task_is_not_late(one, director_of):
    object_to(one, text=WHY, by=director_of, at=AT)
    one.task.refresh_from_db()

    assert one.task.due_on == one.due_on + timedelta(days=30)


def test_the_term_is_told_anew_in_words_and_as_a_day(one, director_of, methodist):
    object_to(one, text=WHY, by=director_of, at=AT)

    uphold(one, text="Проверили", by=methodist, at=AT + timedelta(days=50))
    one.refresh_from_db()

    assert (one.term, one.due_on) == ("в течение 15\xa0рабочих дней", date(2026, 10, 23))


def test_what_became_needless_is_no_task_either(one, director_of):
    mark(one, answer="withdrawn", text="Класс закрыт", by=director_of, at=AT)
    one.task.refresh_from_db()

    assert one.task.state == "cancelled"


def test_a_history_never_says_the_opposite_of_what_was_done(one, director_of, methodist):
    object_to(one, text=WHY, by=director_of, at=AT)
    uphold(one, text="Проверили", by=methodist, at=AT)
    mark(one, answer="done", by=director_of, at=AT)

    assert [entry.change for entry in one.entries.all()] == [
        ("", ""),
        ("", ""),
        ("", ""),
        ("", "выполнена"),
    ]


def test_a_second_objection_to_the_same_figures_asks_for_them_once_more(
    sent, one, director_of, methodist
):
    other = sent.recommendations.select_related("letter__school__municipality").get(rule="PA-1")
    Recommendation.objects.filter(pk=other.pk).update(lines=one.lines)
    other.refresh_from_db()
    object_to(one, text=WHY, by=director_of, at=AT)
    uphold(one, text="Проверили", by=methodist, at=AT)

    object_to(other, text=WHY, by=director_of, at=AT)

    assert sent.recommendations.get(rule="DQ-2").state == "sent"


def test_only_the_results_that_the_school_named_wait(run, sent, one, director_of):
    lines = [*one.lines, {**one.lines[0], "subject": "Русский язык"}]
    Recommendation.objects.filter(pk=one.pk).update(lines=lines)
    one.refresh_from_db()

    object_to(one, text=WHY, lines=[1], by=director_of, at=AT)

    (waiting,) = objected_lines(run).values()
    assert {key.subject for key in waiting} == {"Русский язык"}


def test_a_day_set_by_hand_is_the_day_of_its_task_again(one, director_of, methodist):
    day = date(2026, 10, 10)
    Recommendation.objects.filter(pk=one.pk).update(
        due_on=day, is_due_by_hand=True, edited_because="Каникулы"
    )
    one.refresh_from_db()
    object_to(one, text=WHY, by=director_of, at=AT)

    uphold(one, text="Проверили", by=methodist, at=AT)
    one.task.refresh_from_db()

    assert one.task.due_on == day
