"""The bridge: rows of the database say to the rules what the imaginary towns say."""

from datetime import date

import pytest

from assessments.models import Level, Scale, Sitting
from reports.recommending.facts import facts_of, fingerprint
from reports.rules import Case, letter, recommend
from schools.models import School
from tests.reports.rules import twelve
from tests.reports.rules.imagined import Town

from .rows import rows_of

pytestmark = pytest.mark.django_db
# kept by nobody yet: who curates a school, who its partners and its group are
NOT_KEPT = {"MU-2", "MU-3"}
BY_GROUP = (twelve.strong, twelve.two_subjects, twelve.resilient)


def answers_of(town, name="Школа"):
    run = rows_of(town)
    school = School.objects.get(municipality=run.municipality_id, short_name=name)
    return recommend(Case.of(facts_of(run), school.pk))


@pytest.mark.parametrize(
    "make",
    [pytest.param(one, id=one.__name__) for one in twelve.EXPECTED if one not in BY_GROUP],
)
def test_a_school_of_rows_is_told_what_the_imagined_one_is(make):
    fires, _never, _printed = twelve.EXPECTED[make]

    assert set(answers_of(make()).fired) == set(fires.split()) - NOT_KEPT


def test_without_groups_of_partners_a_leader_is_asked_to_share_inside_its_cluster():
    town = twelve.strong()
    for row in town.frames["schools"]:
        row["cluster"] = "сельские"

    answers = answers_of(town)

    assert set(answers.fired) == {"LD-1", "LD-3"}
    assert {draft.code for draft in letter(answers).chosen} == {"LD-1", "LD-3"}


def test_partners_and_curators_that_nobody_keeps_are_unknown_and_not_missing():
    facts = facts_of(rows_of(twelve.weak()))

    assert (facts.curators, facts.partnerships, facts.support) == (None, None, None)


def test_what_the_group_decided_stands_before_what_the_method_proposed():
    town = twelve.weak()
    for row in town.frames["verdicts"]:
        row["status"] = "none"
    run = rows_of(town)
    run.municipality.protocols.get().decisions.update(assigned=True)
    school = School.objects.get(municipality=run.municipality_id, short_name="Школа")

    verdict = Case.of(facts_of(run), school.pk).verdict

    assert (verdict["status"], verdict["is_decided"], verdict["stability"]) == ("low", True, None)


def test_a_scale_that_is_described_anew_and_says_the_same_is_no_other_scale():
    run = rows_of(twelve.two_subjects())
    school = School.objects.get(municipality=run.municipality_id, short_name="Школа")

    for sitting in Sitting.objects.filter(academic_year=run.academic_year):
        levels = list(sitting.scale.levels.all())
        again = Scale.objects.create(procedure=sitting.procedure, from_year=run.academic_year)
        for level in levels:
            fields = ("code", "label", "order", "is_low", "is_high")
            told = {name: getattr(level, name) for name in fields}
            Level.objects.create(scale=again, from_score=20, **told)
        Sitting.objects.filter(pk=sitting.pk).update(scale=again)

    assert all(line.before for line in Case.of(facts_of(run), school.pk).told)


@pytest.mark.parametrize("schools", [1, 3])
def test_a_municipality_is_read_in_a_fixed_number_of_queries(schools, django_assert_num_queries):
    town = Town(peers=False)
    for number in range(schools):
        name = f"Школа {number}"
        town.school(name).pupils(name, g9=30).verdict(name, "none")
        town.year_and_before(name, "ОГЭ мат", (30, 2, 5), (28, 1, 6))
    run = rows_of(town)

    with django_assert_num_queries(22):
        facts_of(run)


def test_the_same_figures_have_the_same_fingerprint_and_others_another():
    run = rows_of(twelve.two_subjects())
    first = fingerprint(facts_of(run))
    again = fingerprint(facts_of(run))
    School.objects.filter(short_name="Школа").update(opened_on=date(2025, 9, 1))

    assert (first == again, first == fingerprint(facts_of(run))) == (True, False)
