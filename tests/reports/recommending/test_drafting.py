"""Letters are made once, and made anew they keep what people wrote."""

import json
import re
from datetime import timedelta

import pytest

from assessments.models import Result
from reports.models import Letter, Recommendation
from reports.recommending.drafting import make_letters, renew_letter
from reports.recommending.editing import change_words, move, reject
from reports.recommending.sending import send_letter
from reports.rules.letters import MOST
from schools.errors import PortalError
from tests.factories import AT, make_letter, make_recommendation, make_run, make_user
from tests.reports.rules import twelve

from .rows import rows_of

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)
NUMBER = re.compile(r"\d+(?:[,.]\d+)?")


def worsen(run, low_n=16):
    """The figures of the weak school change: ОГЭ, математика."""
    result = Result.objects.get(
        school__short_name="Школа",
        school__municipality=run.municipality_id,
        sitting__academic_year=run.academic_year,
        sitting__procedure__kind="OGE",
        sitting__procedure__subject="Математика",
    )
    share = round(10_000 * low_n / result.participants)
    Result.objects.filter(pk=result.pk).update(low_n=low_n, share_low=share)


def codes(letter):
    return sorted(letter.recommendations.in_letter().values_list("rule", flat=True))


def test_every_school_has_a_letter_also_one_that_is_asked_for_nothing(run, methodist):
    outcome = make_letters(run, by=methodist, at=AT)
    empty = [one for one in run.letters.all() if not one.recommendations.in_letter()]

    assert outcome.made == run.letters.count() == 4
    assert all(one.nothing.endswith("муниципальному координатору.") for one in empty)


def test_made_twice_they_are_made_once(run, methodist):
    make_letters(run, by=methodist, at=AT)
    rows = list(Recommendation.objects.values())

    outcome = make_letters(run, by=methodist, at=LATER)

    assert (outcome.made, outcome.renewed) == (0, 0)
    assert list(Recommendation.objects.values()) == rows


def test_the_letter_of_the_weak_school_is_that_of_the_library(letter):
    # without curators and partners, whom nobody keeps yet, the next in order take their places
    assert {"LT-1", "LV-5", "MG-1", "PA-1", "LT-2"} <= set(codes(letter))
    assert len(codes(letter)) <= MOST


def test_what_a_person_wrote_stays_and_the_figures_below_it_move(run, letter, methodist):
    one = letter.recommendations.get(rule="LT-1")
    told = "Назначить два занятия в неделю ученикам, которым трудна базовая часть."
    change_words(one, text=told, because="Договорились со школой", by=methodist, at=AT)
    worsen(run)

    renew_letter(Letter.objects.get(pk=letter.pk), by=methodist, at=LATER)
    one.refresh_from_db()

    assert one.wording == told
    assert one.values["k"] == 16
    assert "16" in one.reason


def test_what_nobody_touched_follows_the_figures(run, letter, methodist):
    worsen(run, low_n=0)

    renew_letter(letter, by=methodist, at=LATER)

    assert "LT-1" not in set(letter.recommendations.values_list("rule", flat=True))


def test_what_somebody_worked_on_is_told_to_have_no_reason_any_more(run, letter, methodist):
    one = letter.recommendations.get(rule="LT-1")
    told = "Назначить два занятия в неделю ученикам, которым трудна базовая часть."
    change_words(one, text=told, because="Договорились", by=methodist, at=AT)
    worsen(run, low_n=0)

    renew_letter(Letter.objects.get(pk=letter.pk), by=methodist, at=LATER)
    one.refresh_from_db()

    assert one.state == Recommendation.State.REJECTED
    assert one.entries.last().text == "По новым данным основания для неё больше нет."


def test_what_was_rejected_or_put_aside_stays_where_it_was_put(run, letter, methodist):
    rejected = letter.recommendations.get(rule="LT-1")
    aside = letter.recommendations.get(rule="LV-5")
    reject(rejected, because="Уже делают", by=methodist, at=AT)
    move(aside, place="reserve", because="Не сейчас", by=methodist, at=AT)
    worsen(run)

    renew_letter(Letter.objects.get(pk=letter.pk), by=methodist, at=LATER)
    rejected.refresh_from_db()
    aside.refresh_from_db()

    assert (rejected.state, aside.place) == ("rejected", "reserve")
    assert letter.recommendations.in_letter().count() <= MOST


def test_a_letter_that_was_looked_through_is_a_draft_again_once_figures_move(
    run, letter, methodist
):
    Letter.objects.filter(pk=letter.pk).update(state="ready", ready_at=AT, ready_by=methodist)
    worsen(run)

    renew_letter(Letter.objects.get(pk=letter.pk), by=methodist, at=LATER)
    letter.refresh_from_db()

    assert (letter.state, letter.ready_by) == (Letter.State.DRAFT, None)


def test_what_is_sent_is_never_made_anew(run, letter, methodist):
    send_letter(letter, by=methodist, at=AT)
    before = list(letter.recommendations.values())
    worsen(run)

    outcome = make_letters(run, by=methodist, at=LATER)

    assert outcome.sent == 1
    assert list(letter.recommendations.values()) == before
    with pytest.raises(PortalError, match="уже отправлено"):
        renew_letter(Letter.objects.get(pk=letter.pk), by=methodist, at=LATER)


def test_a_rehearsal_and_a_run_that_is_not_done_give_no_letters(run):
    for fields in ({"state": "running"}, {"state": "done", "origin": "rehearsal"}):
        other = make_run(municipality=run.municipality, methodology=run.methodology, **fields)
        with pytest.raises(PortalError):
            make_letters(other, by=None, at=AT)

    assert not Letter.objects.exists()


def test_every_number_of_a_text_is_among_its_values(run, methodist):
    make_letters(run, by=methodist, at=AT)

    for one in Recommendation.objects.all():
        known = set(NUMBER.findall(json.dumps(one.values, ensure_ascii=False)))
        # grades, years and the names of lines are told of every line; thirty is the threshold
        known |= set(NUMBER.findall(json.dumps(one.lines))) | {"30", "1"}
        said = one.reason.replace("\xa0", " ")
        assert set(NUMBER.findall(said)) - known == set(), (one.rule, said, one.values)


def test_last_years_recommendation_of_the_same_line_is_its_predecessor(run, methodist):
    school = run.municipality.schools.get(short_name="Школа")
    earlier = make_run(
        municipality=run.municipality, academic_year=2025, methodology=run.methodology
    )
    sent = make_letter(school, run=earlier, sent_on=AT.date())
    line = {"kind": "OGE", "grade": 9, "subject": "Математика", "variant": "", "years": [2025]}
    other = {**line, "subject": "Русский язык"}
    before = make_recommendation(sent, lines=[line], key="LT-1:a")
    make_recommendation(sent, lines=[other], key="LT-1:b")

    make_letters(run, by=methodist, at=AT)
    letter = run.letters.get(school=school)

    assert letter.recommendations.get(rule="LT-1").previous == before
    assert letter.recommendations.get(rule="LT-2").previous is None


def test_what_a_letter_gains_when_it_is_made_anew_has_its_predecessor_too(run, letter, methodist):
    earlier = make_run(
        municipality=run.municipality, academic_year=2025, methodology=run.methodology
    )
    sent = make_letter(letter.school, run=earlier, sent_on=AT.date())
    gained = letter.recommendations.get(rule="LT-1")
    before = make_recommendation(sent, lines=gained.lines, rule="LT-1")
    gained.delete()

    renew_letter(letter, by=methodist, at=LATER)

    assert letter.recommendations.get(rule="LT-1").previous == before


@pytest.mark.parametrize("name", ["strong", "without_data", "tiny", "primary"])
def test_a_letter_of_rows_is_the_letter_of_the_library(name):
    make = getattr(twelve, name)
    town = make()
    if name == "strong":
        for row in town.frames["schools"]:
            row["cluster"] = "сельские"
    run = rows_of(town)
    make_letters(run, by=make_user(), at=AT)
    letter = run.letters.get(school__short_name="Школа")

    assert codes(letter) == sorted(twelve.EXPECTED[make][2].split())


def test_where_only_shares_are_known_no_pupil_is_counted(ilansky_run):
    make_letters(ilansky_run, by=None, at=AT)
    every = Recommendation.objects.filter(letter__run=ilansky_run)
    codes_of_all = set(every.values_list("rule", flat=True))
    told = every.get(letter__school__short_name="СОШ 41", rule="LT-1")

    assert not {code for code in codes_of_all if code[:2] in ("SB", "DY", "VO", "LD", "EG")}
    assert {"LT-1", "PR-2", "PR-3", "HI-1", "DQ-1"} <= codes_of_all
    assert [one.rule for one in every if one.effect["goal"] is not None] == []
    assert "не менее чем 2 из 5" in told.reason.replace("\xa0", " ")


def test_no_letter_of_ilansky_is_longer_than_a_director_reads(ilansky_run):
    make_letters(ilansky_run, by=None, at=AT)

    sizes = [one.recommendations.in_letter().count() for one in ilansky_run.letters.all()]

    assert len(sizes) == 15
    assert max(sizes) <= MOST
    assert min(sizes) == 0


def test_two_zeros_tell_what_the_index_would_be_if_nobody_took_part(ilansky_run):
    make_letters(ilansky_run, by=None, at=AT)
    asked = Recommendation.objects.get(letter__school__short_name="СОШ 5", rule="DQ-1")

    assert "Сейчас индекс 71,30; если никто не сдавал, с поправкой 73,82." in asked.reason
