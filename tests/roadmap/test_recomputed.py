"""Automatic values recomputed by plain Python from what was told, verdict by verdict."""

import random
from datetime import date
from fractions import Fraction

import pytest

from roadmap.facts import NO, OUT, YES, Fact
from roadmap.models import Value
from roadmap.services.computing import compute_values
from tests.factories import AT, make_municipality, make_result, make_school, make_sitting
from tests.roadmap.making import make_indicator, make_period, make_programme
from tests.roadmap.test_sets import count_teachers, give

pytestmark = pytest.mark.django_db
PROCEDURES = [
    {"kind": "OGE", "grade": 9, "subject": "Математика"},
    {"kind": "OGE", "grade": 9, "subject": "Русский язык"},
]
SEEDS = range(4)


class Town:
    """What a random municipality has told, in plain dictionaries, and the same as rows."""

    def __init__(self, seed: int):
        chance = random.Random(seed)
        self.where = make_municipality()
        self.statuses, self.heads, self.marks, self.teachers = {}, {}, {}, {}
        schools = []
        for n in range(chance.randint(3, 9)):
            heads = [school for school in schools if not school.parent_id]
            parent = chance.choice(heads) if n and chance.random() < 0.3 else None
            school = make_school(municipality=self.where, **({"parent": parent} if parent else {}))
            schools.append(school)
            self.heads[school.pk] = (parent or school).pk
            self._tell(school, chance)

    def _tell(self, school, chance):
        kinds = {kind for kind in ("low", "social", "at_risk") if chance.random() < 0.5}
        self.statuses[school.pk] = kinds
        for kind in kinds:
            give(school, kind)
        for number, procedure in enumerate(PROCEDURES):
            for year in (2025, 2026):
                self._sit(school, number, procedure, year, chance)
        if chance.random() < 0.8:
            teachers = chance.randint(1, 30)
            diagnosed = chance.choice([None, chance.randint(0, teachers)])
            count_teachers(school, teachers=teachers, diagnosed=diagnosed)
            self.teachers[school.pk] = teachers, diagnosed

    def _sit(self, school, number, procedure, year, chance):
        sitting = make_sitting(academic_year=year, **procedure)
        told = chance.random()
        if told < 0.2:
            return
        if told < 0.35:
            make_result(school=school, sitting=sitting, no_data="no_graduates")
        elif told < 0.5:
            high = chance.randint(0, 10_000)
            make_result(school=school, sitting=sitting, share_low=0, share_high=high)
            self.marks[school.pk, number, year] = Fraction(high, 10_000)
        else:
            n = chance.randint(1, 12)
            high = chance.randint(0, n)
            low = chance.randint(0, n - high)
            make_result(school=school, sitting=sitting, participants=n, high_n=high, low_n=low)
            self.marks[school.pk, number, year] = Fraction(high, n)

    @property
    def supported(self):
        return [pk for pk, kinds in self.statuses.items() if kinds & {"low", "social"}]

    def improved(self, school, tolerance, when):
        """True, False, or None where nothing can be compared."""
        answers = []
        for number in range(len(PROCEDURES)):
            now, before = (self.marks.get((school, number, year)) for year in (2026, 2025))
            if now is not None and before is not None:
                answers.append(now - before > Fraction(tolerance, 100))
        if not answers:
            return None
        return all(answers) if when == "all" else any(answers)


def value_of(town, **fields) -> Value:
    period = make_period(make_programme(town.where))
    indicator = make_indicator(period.programme, **fields)
    compute_values(period.programme, period, on=date(2026, 11, 1), at=AT)
    return indicator.values.get()


def dynamics(tolerance, when):
    return {
        "source": "dynamics",
        "source_parameters": {
            "procedures": [one | {"variant": None} for one in PROCEDURES],
            "figure": "share_high",
            "tolerance": tolerance,
            "improved_when": when,
        },
    }


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("tolerance", "when"), [(0, "all"), (0, "any"), (10, "any")])
def test_positive_dynamics_school_by_school(seed, tolerance, when):
    town = Town(seed)
    answers = {pk: town.improved(pk, tolerance, when) for pk in town.supported}

    value = value_of(town, kind="percent", **dynamics(tolerance, when))

    known = [answer for answer in answers.values() if answer is not None]
    expected = (sum(known), len(known)) if known else (None, None)
    assert (value.numerator, value.denominator) == expected
    items = Fact.of_json(value.computation.fact).items
    states = {True: YES, False: NO, None: OUT}
    assert {item.schools[0]: item.state for item in items} == {
        pk: states[answer] for pk, answer in answers.items()
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_positive_dynamics_of_legal_entities(seed):
    town = Town(seed)
    entities = {}
    for pk in town.supported:
        entities.setdefault(town.heads[pk], []).append(town.improved(pk, 0, "all"))
    answers = [
        any(own) for all_of in entities.values() if (own := [a for a in all_of if a is not None])
    ]

    value = value_of(town, kind="percent", denominator="supported_legal", **dynamics(0, "all"))

    expected = (sum(answers), len(answers)) if answers else (None, None)
    assert (value.numerator, value.denominator) == expected
    assert len(value.computation.fact["items"]) == len(entities)


@pytest.mark.parametrize("seed", SEEDS)
def test_teachers_of_supported_schools_who_were_diagnosed(seed):
    town = Town(seed)
    told = [town.teachers[pk] for pk in town.supported if pk in town.teachers]
    told = [(teachers, some) for teachers, some in told if some is not None]

    value = value_of(
        town,
        kind="percent",
        denominator="teachers_supported",
        source="teachers",
        source_parameters={"count": "diagnosed"},
    )

    expected = (sum(some for _n, some in told), sum(n for n, _some in told))
    assert (value.numerator, value.denominator) == (expected if told else (None, None))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("code", ["low", "supported", "at_risk"])
def test_shares_of_schools_and_of_legal_entities(seed, code):
    town = Town(seed)
    kinds = {"low": {"low"}, "supported": {"low", "social"}, "at_risk": {"at_risk"}}[code]
    meant = [pk for pk, held in town.statuses.items() if held & kinds]
    entities = {town.heads[pk] for pk in meant}

    for unit, part, whole in (
        ("", meant, town.heads),
        ("_legal", entities, set(town.heads.values())),
    ):
        parameters = {"set": f"{code}{unit}"}
        value = value_of(town, kind="percent", source="set", source_parameters=parameters)
        assert (value.numerator, value.denominator) == (len(part), len(whole))
