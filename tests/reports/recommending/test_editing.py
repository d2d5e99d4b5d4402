"""The draft in the hands of a methodologist: words, places, additions, the lint."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from reports.models import Recommendation
from reports.recommending import editing
from schools.errors import PortalError
from tests.factories import AT

pytestmark = pytest.mark.django_db
GOOD = "Провести одну встречу учителей двух классов."


@pytest.fixture
def one(letter):
    return letter.recommendations.get(rule="LT-1")


def test_the_rule_s_words_are_kept_beside_the_changed_ones_with_who_when_and_why(one, methodist):
    before = one.text
    editing.change_words(one, text=GOOD, because="Так просила школа", by=methodist, at=AT)
    one.refresh_from_db()
    entry = one.entries.get()

    assert (one.text, one.wording, one.edited_because) == (before, GOOD, "Так просила школа")
    assert (entry.by, entry.at, entry.text) == (methodist, AT, "Так просила школа")
    assert before in entry.before
    assert GOOD in entry.after


def test_a_term_may_be_set_by_hand_and_is_then_a_day(one, methodist):
    due = date(2026, 11, 20)
    editing.change_words(one, text=one.text, due_on=due, because="Каникулы", by=methodist, at=AT)
    one.refresh_from_db()

    assert (one.edited_text, one.term_words) == ("", "до\xa020.11.2026")


def test_words_typed_as_the_rule_has_them_are_no_change(one, methodist):
    editing.change_words(one, text=one.text, because="", wants_task=True, by=methodist, at=AT)
    one.refresh_from_db()

    assert (one.edited_text, one.wants_task, one.entries.count()) == ("", True, 0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Напишите рекомендацию"),
        ("Усилить контроль.", "уберите «усилить»"),
        ("Контроль занятий.", "начните с действия"),
        ("Провести " + "очень " * 30 + "долгую встречу.", "до 25 слов"),
        ("Провести занятия для слабых учеников.", "уберите «слабых»"),
    ],
)
def test_the_lint_of_the_library_holds_for_people_too(one, methodist, text, said):
    with pytest.raises(PortalError, match=said):
        editing.change_words(one, text=text, because="Так лучше", by=methodist, at=AT)


def test_a_change_without_a_reason_is_refused_by_us_and_by_the_database(one, methodist):
    with pytest.raises(PortalError, match="почему"):
        editing.change_words(one, text=GOOD, because=" ", by=methodist, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.filter(pk=one.pk).update(edited_text=GOOD)


def test_one_of_the_letter_is_exchanged_for_one_of_the_reserve(letter, one, methodist):
    other = letter.recommendations.filter(place="reserve").first()
    size = letter.recommendations.in_letter().count()

    editing.exchange(one, other, because="Важнее", by=methodist, at=AT)

    places = dict(letter.recommendations.values_list("pk", "place"))
    assert (places[one.pk], places[other.pk]) == ("reserve", "letter")
    assert letter.recommendations.in_letter().count() == size


def test_a_letter_never_holds_more_than_seven(letter, methodist):
    for one in letter.recommendations.filter(place="reserve"):
        if letter.recommendations.in_letter().count() < editing.MOST:
            editing.move(one, place="letter", because="Важно", by=methodist, at=AT)
    left = letter.recommendations.filter(place="reserve").first()
    told = {"reason": "Просьба", "counts_if": "названа дата", "due_on": date(2026, 10, 1)}

    with pytest.raises(PortalError, match="уже 7 рекомендаций"):
        editing.move(left, place="letter", because="Важно", by=methodist, at=AT)
    with pytest.raises(PortalError, match="уже 7 рекомендаций"):
        editing.add(letter, text=GOOD, addressee="team", **told, by=methodist, at=AT)


def test_what_is_rejected_leaves_the_letter_with_a_reason_and_may_come_back(letter, one, methodist):
    editing.reject(one, because="Уже делают", by=methodist, at=AT)
    assert one not in letter.recommendations.in_letter()

    editing.restore(one, by=methodist, at=AT)

    assert one in letter.recommendations.in_letter()
    assert [entry.action for entry in one.entries.all()] == ["rejected", "restored"]


def test_a_methodologist_adds_one_without_a_rule(letter, one, methodist):
    editing.reject(one, because="Заменим", by=methodist, at=AT)
    added = editing.add(
        letter,
        text=GOOD,
        reason="Просьба школы",
        addressee="teachers",
        due_on=date(2026, 10, 1),
        counts_if="названа дата.",
        by=methodist,
        at=AT,
    )

    assert (added.rule, added.added_by, added.counts_if) == ("", methodist, "названа дата")
    assert added in letter.recommendations.in_letter()


def test_a_letter_that_is_ready_is_changed_only_after_it_was_taken_back(letter, one, methodist):
    editing.mark_ready(letter, by=methodist, at=AT)
    with pytest.raises(PortalError, match="верните письмо"):
        editing.reject(one, because="Уже делают", by=methodist, at=AT)

    editing.take_back(letter)
    editing.reject(one, because="Уже делают", by=methodist, at=AT)

    assert Recommendation.objects.get(pk=one.pk).state == "rejected"


def test_a_letter_is_registered_and_registered_again(letter):
    editing.register(letter, number="77", dated_on=date(2026, 8, 20))
    letter.refresh_from_db()
    editing.register(letter, number="78", dated_on=date(2026, 8, 21))
    letter.refresh_from_db()

    assert letter.document.reference == "письмо от 21.08.2026 №\xa078"
    assert letter.document.school == letter.school


def test_of_two_editors_the_second_is_told_what_the_first_wrote(one, methodist):
    read = one.version
    editing.change_words(one, text=GOOD, because="Раз", seen=read, by=methodist, at=AT)
    late = Recommendation.objects.get(pk=one.pk)

    with pytest.raises(editing.Conflict, match="Провести одну встречу"):
        editing.change_words(
            late, text="Выбрать две темы.", because="Два", seen=read, by=methodist, at=AT
        )

    late.refresh_from_db()
    assert late.wording == GOOD


def test_what_was_made_anew_meanwhile_is_told_and_not_lost_in_an_error(one, methodist):
    Recommendation.objects.filter(pk=one.pk).delete()

    with pytest.raises(PortalError, match="Обновите страницу"):
        editing.change_words(one, text=GOOD, because="Раз", by=methodist, at=AT)
