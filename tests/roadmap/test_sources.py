"""The registry of automatic values: each source tells what the portal knows, or why it does not."""

from datetime import date
from decimal import Decimal

import pytest

from reports.services import start_note
from reports.tasks import make_note
from roadmap import sources
from roadmap.facts import Told
from roadmap.ground import Ground
from roadmap.kinds import fits
from roadmap.sources import SOURCES, Source, fact_of, facts_of_schools, problems_of, register
from schools.models import Figure, Measure
from tests.factories import (
    make_document,
    make_municipality,
    make_protocol,
    make_result,
    make_school,
    make_sitting,
    make_user,
    make_verdicts,
)
from tests.roadmap.making import (
    make_indicator,
    make_meeting,
    make_period,
    make_programme,
    make_value,
)
from tests.roadmap.test_sets import count_teachers, give

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 1)
MATHS = {"kind": "OGE", "grade": 9, "subject": "Математика", "variant": None}


@pytest.fixture
def period():
    return make_period(make_programme(make_municipality()))


@pytest.fixture
def school(period):
    school = make_school(municipality=period.programme.municipality, short_name="СОШ 7")
    give(school, "low")
    return school


def ground_of(period, on=ON):
    return Ground.of(period.programme.municipality, period, on=on)


def ask(period, kind, source, parameters=None, **fields):
    """The fact of the municipality."""
    indicator = make_indicator(
        period.programme, kind=kind, source=source, source_parameters=parameters or {}, **fields
    )
    return fact_of(indicator, ground_of(period))


def ask_school(period, school, kind, source, parameters=None):
    indicator = make_indicator(
        period.programme,
        kind=kind,
        source=source,
        source_parameters=parameters or {},
        level="school",
    )
    ground = ground_of(period)
    then = [one for one in ground.schools if one.pk == school.pk]
    return facts_of_schools(indicator, ground, then)[school.pk]


@pytest.fixture
def contracts():
    """A source as another app registers it in its module `sources`."""

    def told(asked, schools):
        held = asked.ground.once("contracts", lambda: {"СОШ 7"})
        return {one.pk: Told(yes=one.name in held) for one in schools}

    yield register(Source(code="contracts", title="Договоры", told=told))
    del SOURCES["contracts"]


def test_a_source_of_another_app_is_computed_like_our_own(period, school, contracts):
    other = make_school(municipality=period.programme.municipality)
    give(other, "social")

    fact = ask(period, "percent", "contracts")

    assert (fact.numerator, fact.denominator) == (1, 2)
    assert fact.explanation.startswith("Договоры. ШНОР и ШНСУ: 2\xa0школы")
    assert ("contracts", "Договоры") in sources.choices()


def test_two_sources_of_one_code_are_stopped_as_the_portal_starts(contracts):
    with pytest.raises(ValueError, match="contracts"):
        register(contracts)


def test_every_source_can_be_asked_by_its_example(period, school):
    for code, source in SOURCES.items():
        assert problems_of(code, source.example) == []
        for kind in ("yes_no", "percent", "number"):
            fact = ask(period, kind, code, source.example)
            assert fact.explanation, code
            assert fits(kind, fact.reading), code


def test_a_source_and_parameters_that_are_not_known_are_told_in_words():
    assert problems_of("magic", {}) == ["Источник «magic» порталу не известен"]
    assert problems_of("set", {"set": "nobody"}, "everybody")[0] == (
        "Набор «everybody» порталу не известен"
    )
    assert len(problems_of("teachers", {"count": "drunk", "of": 1})) == 2


def test_dynamics_by_one_or_two_subjects_is_any_of_them(period, school):
    for subject, before, now in (("Математика", 5, 5), ("Русский язык", 2, 3)):
        for year, high in ((2025, before), (2026, now)):
            sitting = make_sitting(academic_year=year, kind="OGE", grade=9, subject=subject)
            make_result(school=school, sitting=sitting, participants=10, low_n=0, high_n=high)
    both = [MATHS, MATHS | {"subject": "Русский язык"}]
    rule = {"procedures": both, "figure": "share_high", "tolerance": 0}

    facts = {
        when: ask_school(period, school, "yes_no", "dynamics", rule | {"improved_when": when})
        for when in ("any", "all")
    }

    assert (facts["any"].yes, facts["all"].yes) == (True, False)
    assert "русский язык: было 2 из 10, 20\xa0%, стало 3 из 10, 30\xa0% (+10,00\xa0п." in (
        facts["any"].items[0].words
    )


@pytest.mark.parametrize(("figure", "part"), [("share_low", 3), ("share_high", 4), ("not_low", 9)])
def test_a_share_of_a_result_is_taken_from_counts(period, school, figure, part):
    sitting = make_sitting(kind="OGE", grade=9, subject="Математика")
    make_result(school=school, sitting=sitting, participants=12, low_n=3, high_n=4)

    fact = ask_school(
        period, school, "percent", "result", {"procedures": [MATHS], "figure": figure}
    )

    assert (fact.numerator, fact.denominator) == (part, 12)


def test_a_share_without_a_count_is_no_value_and_says_so(period, school):
    sitting = make_sitting(kind="OGE", grade=9, subject="Математика")
    make_result(school=school, sitting=sitting, share_low=2500, share_high=5000)

    fact = ask_school(
        period, school, "percent", "result", {"procedures": [MATHS], "figure": "share_low"}
    )

    assert fact.no_data == "unknown"
    assert "25\xa0%, число участников неизвестно" in fact.items[0].words


def test_a_gap_keeps_its_reason(period, school):
    sitting = make_sitting(kind="OGE", grade=9, subject="Математика")
    make_result(school=school, sitting=sitting, no_data="no_graduates")

    fact = ask_school(
        period, school, "percent", "result", {"procedures": [MATHS], "figure": "share_low"}
    )

    assert fact.no_data == "no_graduates"


def test_schools_with_an_adopted_programme_in_force_on_the_day(period, school):
    late = make_school(municipality=school.municipality)
    give(late, "low")
    make_programme(school=school)
    make_programme(school=late, starts_on=date(2026, 12, 1))
    make_programme(school=late, state="draft")

    fact = ask(period, "percent", "school_programme")

    assert (fact.numerator, fact.denominator) == (1, 2)


def test_teachers_of_a_subject_who_were_supported(period, school):
    silent = make_school(municipality=school.municipality, short_name="СОШ 8")
    give(silent, "low")
    count_teachers(school, "математика", teachers=4, supported=3)
    count_teachers(silent, "математика", teachers=5)

    fact = ask(period, "percent", "teachers", {"count": "supported", "subject": "математика"})

    assert (fact.numerator, fact.denominator) == (3, 4)
    assert [item.name for item in fact.items if item.state == "out"] == ["СОШ 8"]


def test_a_figure_of_schools_is_added_up(period, school):
    measure = Measure.objects.create(code="absences", title="Пропуски")
    for one, number in ((school, 5), (make_school(municipality=school.municipality), 7)):
        Figure.objects.create(
            measure=measure, school=one, academic_year=2026, numerator=number, denominator=50
        )

    fact = ask(period, "percent", "figure", {"measure": "absences"}, denominator="schools")

    assert (fact.numerator, fact.denominator) == (12, 100)


def test_a_document_counts_while_no_other_has_repealed_it(period):
    where = period.programme.municipality
    first = make_document(
        municipality=where, title="О рабочей группе", dated_on=date(2025, 3, 1), number="1"
    )
    asked = {"kind": "order", "words": "рабочей ГРУППЕ"}

    assert ask(period, "yes_no", "document", asked).yes
    assert not ask(period, "yes_no", "document", asked | {"when": "in_period"}).yes
    make_document(municipality=where, title="Отмена", dated_on=date(2026, 5, 1), repeals=first)
    assert ask(period, "yes_no", "document", asked).yes is False


def test_meetings_that_were_held_in_the_period_are_counted(period):
    where = period.programme.municipality
    for day, state in ((date(2026, 3, 1), "held"), (date(2026, 4, 1), "planned")):
        make_meeting(where, held_on=day, state=state)
    make_meeting(where, held_on=date(2025, 3, 1), state="held")

    assert ask(period, "number", "meetings").number == 1


def test_a_draft_protocol_is_not_yet_one(period):
    make_protocol(period.programme.municipality, academic_year=2026)

    assert ask(period, "yes_no", "protocol").yes is False


def test_the_municipal_programme_itself_is_found(period):
    assert ask(period, "yes_no", "programme").yes


def roll_up(period, whole, **parameters):
    whole.source_parameters = parameters
    return fact_of(whole, ground_of(period))


@pytest.mark.parametrize(
    ("kind", "told", "expected"),
    [
        ("percent", ({"yes": True}, {"yes": False}), (1, 2)),
        (
            "percent",
            ({"numerator": 3, "denominator": 4}, {"numerator": 1, "denominator": 6}),
            (4, 10),
        ),
        ("number", ({"yes": True}, {"yes": False}), Decimal(1)),
        ("number", ({"number": 5}, {"number": 7}), Decimal(12)),
        ("percent", ({"degree": "full"}, {"degree": "over_75"}), (1, 2)),
    ],
)
def test_values_of_schools_roll_up_by_their_kind(period, school, kind, told, expected):
    other = make_school(municipality=school.municipality)
    give(other, "social")
    whole = make_indicator(period.programme, kind=kind, source="roll_up")
    part = make_indicator(period.programme, level="school", pair=whole)
    for one, figures in zip((school, other), told, strict=True):
        make_value(part, period, one, state="accepted", **figures)

    fact = roll_up(period, whole)

    found = fact.number if kind == "number" else (fact.numerator, fact.denominator)
    assert found == expected


def test_values_that_nobody_has_checked_are_named_and_not_rolled_up(period, school):
    other = make_school(municipality=school.municipality, short_name="СОШ 8")
    give(other, "social")
    whole = make_indicator(period.programme, kind="percent", source="roll_up")
    part = make_indicator(period.programme, level="school", pair=whole)
    make_value(part, period, school, state="accepted")
    make_value(part, period, other, state="submitted")

    fact = roll_up(period, whole)

    assert (fact.numerator, fact.denominator) == (1, 1)
    assert [(item.name, item.words) for item in fact.items if item.state == "out"] == [
        ("СОШ №\xa08", "ждёт проверки")
    ]


def test_of_several_pairs_the_answer_is_taken_or_the_one_that_is_named(period, school):
    whole = make_indicator(period.programme, kind="percent", source="roll_up")
    share = make_indicator(period.programme, level="school", pair=whole, kind="percent")
    answer = make_indicator(period.programme, level="school", pair=whole)
    make_value(share, period, school, state="accepted", numerator=3, denominator=9)
    make_value(answer, period, school, state="accepted")

    assert roll_up(period, whole).denominator == 1
    assert roll_up(period, whole, which=str(share.pk)).denominator == 9


def test_flagged_classes_need_an_identification(period, school):
    fact = ask(period, "percent", "flagged", denominator="schools")

    assert fact.no_data == "unknown"


def test_parts_and_wholes_of_different_units_are_not_divided(period, school):
    fact = ask(period, "percent", "set", {"set": "low_legal"}, denominator="schools")

    assert fact.no_data == "unknown"
    assert "в\xa0разных единицах" in fact.formula


def test_a_note_of_the_year_is_told_by_reports(period, school):
    make_result(school=school)
    assert ask(period, "yes_no", "note").yes is False
    run = make_verdicts(municipality=period.programme.municipality)
    make_note(start_note(run, by=make_user()).pk)

    fact = ask(period, "yes_no", "note")

    assert fact.yes
    assert fact.items[0].link
