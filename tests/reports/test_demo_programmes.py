"""Every row of the documents' tables stands in the portal, with its targets."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import transaction

from reports.demo.loading import table
from reports.demo.programmes import leninogorsk
from reports.demo.programmes.motygino import numbered
from reports.demo.services import load_demo
from roadmap.board import Board
from roadmap.columns import Column
from roadmap.models import Activity, Indicator, Level, Period, Programme, Target, Work
from roadmap.sets import SETS
from roadmap.sources import problems_of
from schools.models import Document, SchoolStatus, User

COLUMNS = ("baseline", "start_target", "final_target")
YEARS = ("2021", "2022", "2023", "2024")


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Loaded once for all: what a test changes is taken back by its savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def programme_of(demo, db):
    return lambda slug: Programme.objects.get(municipality__slug=slug, school=None)


def targets_of(indicator):
    """Of a period: the words of the document, or its number."""
    return {
        target.period.label: target.words or target.number
        for target in indicator.targets.select_related("period")
    }


def wanted(text):
    return {"да": Decimal(1)}.get(text) or Decimal(text)


def test_ilansky_has_51_indicators_in_six_goals_with_targets_of_four_years(programme_of):
    programme = programme_of("ilansky")
    rows = list(table("ilansky_indicators"))
    municipal = programme.indicators.filter(level=Level.MUNICIPALITY).select_related("goal")

    assert programme.goals.count() == 6
    assert [
        (one.number, one.goal.number, one.title, one.get_kind_display(), targets_of(one))
        for one in municipal
    ] == [
        (
            row["n"],
            row["goal"],
            row["title"],
            {"числовой": "число"}.get(row["unit"], row["unit"]),
            {year: wanted(row[f"target_{year}"]) for year in YEARS},
        )
        for row in rows
    ]
    assert len(rows) == 51


def test_overlapping_parts_stand_under_their_whole(programme_of):
    programme = programme_of("ilansky")

    for whole, parts in (
        ("36", ["37", "38", "39", "40", "41", "42"]),
        ("43", ["44", "45"]),
    ):
        found = programme.indicators.get(number=whole).parts
        assert list(found.values_list("number", flat=True)) == parts


def test_a_share_of_schools_is_asked_of_each_school(programme_of):
    asked = programme_of("ilansky").indicators.filter(level=Level.SCHOOL)

    assert [(one.pair.number, one.kind) for one in asked] == [
        (number, Indicator.Kind.YES_NO) for number in ("4", "5", "6", "7", "20", "33", "48")
    ]


def test_the_odd_percent_of_ilansky_has_its_remark(programme_of):
    indicator = programme_of("ilansky").indicators.get(number="48")

    assert list(targets_of(indicator).values()) == [1, 2, 4, 6]
    assert "число школ" in indicator.remark


def test_21_activities_of_ilansky_say_what_is_done_each_year(programme_of):
    programme = programme_of("ilansky")
    rows = list(table("ilansky_roadmap"))
    activities = list(programme.activities.all())

    assert len(rows) == 21
    assert [(one.title, one.responsible, one.proved_by) for one in activities] == [
        (row["title"], row["responsible"], row["proved_by"]) for row in rows
    ]
    for activity, row in zip(activities, rows, strict=True):
        for year in YEARS:
            works = activity.works.filter(period__label=year)
            lines = row[year].splitlines()
            assert works.count() == len(lines)
            for work, line in zip(works, lines, strict=True):
                assert work.text in line
                assert work.when in line


def test_works_of_schools_are_given_to_schools(programme_of):
    works = Work.objects.filter(activity__programme=programme_of("ilansky"))

    assert works.filter(whom=Work.Whom.SCHOOLS, period__label="2021").count() == 2
    assert works.filter(whom=Work.Whom.SUPPORTED, period__label="2024").count() == 2


def test_the_schools_that_stand_in_both_lists_are_supported(programme_of):
    programme = programme_of("ilansky")
    supported = SchoolStatus.objects.filter(school__municipality=programme.municipality)

    assert {(one.school.short_name, one.kind, one.since) for one in supported} == {
        (name, SchoolStatus.Kind.LOW, 2021)
        for name in ("СОШ 4", "СОШ 5", "СОШ 11", "Прокопьевская ООШ")
    }


def test_strezhevoy_has_19_indicators_in_three_stages(programme_of):
    programme = programme_of("strezhevoy")
    rows = list(table("strezhevoy_indicators"))
    stages = list(programme.periods.all())

    assert [(stage.label, stage.kind, stage.is_baseline) for stage in stages] == [
        ("Исходные", Period.Kind.STAGE, True),
        ("Стартовый", Period.Kind.STAGE, False),
        ("Итоговый", Period.Kind.STAGE, False),
    ]
    assert len(rows) == 19
    for indicator, row in zip(programme.indicators.all(), rows, strict=True):
        assert (indicator.number, indicator.title) == (row["n"], row["title"])
        assert indicator.sensitive == (row["sensitive"] == "yes")
        texts = zip(
            stages, (row["baseline"], row["start_target"], row["final_target"]), strict=True
        )
        assert targets_of(indicator) == {
            stage.label: 1 if text == "да" else text for stage, text in texts if text
        }


@pytest.mark.parametrize(
    ("number", "stage", "kind", "op", "figure"),
    [
        ("1.1", "Стартовый", Target.Kind.VALUE, ">=", 50),
        ("2.1", "Исходные", Target.Kind.WORDS, ">=", None),
        ("2.1", "Итоговый", Target.Kind.DELTA, ">=", 4),
        ("4.3", "Стартовый", Target.Kind.DELTA, ">=", 2),
        ("5.3", "Итоговый", Target.Kind.VALUE, ">=", 3),
    ],
)
def test_targets_of_strezhevoy_are_understood(programme_of, number, stage, kind, op, figure):
    targets = Target.objects.filter(indicator__programme=programme_of("strezhevoy"))

    target = targets.get(indicator__number=number, period__label=stage)

    assert (target.kind, target.op, target.number) == (kind, op, figure)


def test_the_programme_of_strezhevoy_has_no_end_and_its_order_repeals_another(programme_of):
    programme = programme_of("strezhevoy")

    assert programme.years == "с\xa02023 года, постоянно"
    assert str(programme.document.repeals) == "приказ от 10.05.2023 №\xa0222"
    assert Document.objects.filter(repealed_by=programme.document).count() == 1


def test_leninogorsk_has_nine_criteria_against_averages_and_zero(programme_of):
    programme = programme_of("leninogorsk")
    found = {
        one.number: {(target.kind, target.op, target.number) for target in one.targets.all()}
        for one in programme.indicators.prefetch_related("targets")
    }

    region = {(Target.Kind.AVERAGE_REGION, ">=", None)}
    zero, yes = {(Target.Kind.VALUE, "=", 0)}, {(Target.Kind.VALUE, ">=", 1)}
    assert found == {
        **dict.fromkeys("12", zero),
        **dict.fromkeys("3456", region),
        **dict.fromkeys("78", yes),
        "9": {(Target.Kind.AVERAGE_MUNICIPALITY, "<", None)},
    }
    titles = {row["n"]: row["criterion"] for row in table("leninogorsk_criteria")}
    assert dict(programme.indicators.values_list("number", "title")) == titles


def test_the_criteria_of_leninogorsk_are_held_against_the_averages_that_the_portal_knows(
    programme_of,
):
    """Of the region 71 and 49 points and 20 %; of the district 1370 lessons of 147 000."""
    programme = programme_of("leninogorsk")
    period = programme.periods.first()
    schools = programme.municipality.schools.filter(short_name__in=leninogorsk.SUPPORTED)
    columns = [Column(period, one, one.short_name) for one in schools.order_by("-short_name")]
    reader = User.objects.get(username="leninogorsk-koordinator")
    board = Board(programme, columns, reader=reader, periods=[period])

    found = {
        (column.head, one.number): board.standing(one, column)[:2]
        for column in columns
        for one in board.indicators
    }

    goals = {"1": 0, "2": 0, "3": 71, "4": 49, "6": 20, "7": 1, "8": 1}
    goals["9"] = Fraction(137_000, 147_000)
    absences = board.indicators[-1]
    assert board.aim_in_words(absences, period) == "ниже среднего по\xa0муниципалитету (0,93\xa0%)"
    reached = {"СОШ 10": "2", "Зеленорощинская СОШ": "12"}
    assert found == {
        (school, number): (
            goals.get(number),
            None if number in "578" else number in reached[school],
        )
        for school in reached
        for number in "123456789"
    }


def test_motygino_has_61_indicators_of_two_levels_in_pairs(programme_of):
    programme = programme_of("motygino")
    rows = dict(numbered(list(table("motygino_indicators"))))
    indicators = programme.indicators.select_related("pair", "goal")

    assert [(one.number, one.level, one.title) for one in indicators] == [
        (number, row["level"], row["indicator"]) for number, row in rows.items()
    ]
    levels = [one.level for one in indicators]
    assert (levels.count("municipality"), levels.count("school")) == (19, 42)
    for one in indicators:
        assert one.goal.title == rows[one.number]["section"]
        if one.is_of_schools:
            assert one.pair.number == rows[one.number]["pair"]
        suspected = rows[one.number]["suspected_error"]
        assert suspected[1:] in one.remark
        assert bool(suspected or rows[one.number]["denominator"]) == bool(one.remark)


def test_every_action_and_document_of_motygino_serves_its_pairs(programme_of):
    programme = programme_of("motygino")
    found = {}
    for one in programme.activities.prefetch_related("indicators"):
        pairs = found.setdefault((one.level, one.kind, one.title), set())
        pairs |= {indicator.number[:3] for indicator in one.indicators.all()}

    rows = list(table("motygino_actions"))
    assert {(row["level"], row["kind"], row["text"]) for row in rows} == set(found)
    for row in rows:
        assert set(row["pair"].split(";")) <= found[row["level"], row["kind"], row["text"]]


def test_the_six_steps_of_motygino_are_the_degrees_of_the_portal(programme_of):
    programme = programme_of("motygino")
    steps = [row["label"].removeprefix("реализован ") for row in table("motygino_completion_scale")]
    degrees = programme.indicators.filter(kind=Indicator.Kind.DEGREE)

    assert set(degrees.values_list("number", flat=True)) == {"1.2", "1.2.1"}
    assert len(steps) == 6


def test_programmes_are_loaded_once(programme_of):
    load_demo()

    assert Programme.objects.filter(school=None).count() == 4
    assert Activity.objects.filter(programme=programme_of("ilansky")).count() == 21


def test_what_the_portal_knows_is_asked_in_words_that_it_understands(programme_of):
    known = {}
    for slug in ("ilansky", "motygino"):
        for one in programme_of(slug).indicators.exclude(source=""):
            assert problems_of(one.source, one.source_parameters) == []
            known.setdefault(slug, {}).setdefault(one.source, []).append(one.number)

    assert known["ilansky"] == {
        "roll_up": ["4", "5", "6", "7", "20", "33", "48"],
        "dynamics": ["8", "9", "10", "11", "12", "13", "14", "15"],
        "note": ["18"],
        "school_programme": ["19"],
        "teachers": ["25", "28", "29", "30"],
    }
    assert len(known["motygino"]["dynamics"]) == 11
    assert len(known["motygino"]["result"]) == 17


def test_denominators_are_sets_of_the_portal(programme_of):
    programme_of("ilansky")

    used = Indicator.objects.exclude(denominator="").values_list("denominator", flat=True)

    assert set(used) - set(SETS) == set()
    assert set(used) >= {"schools", "supported", "maths_supported", "flagged_classes", "teachers"}


def test_the_note_of_the_year_is_an_indicator_that_the_portal_itself_answers(programme_of):
    """«Справка о результатах процедуры мониторинга ШНОР и ШНСУ», which names them each year."""
    one = programme_of("ilansky").indicators.get(number="18")

    assert (one.kind, one.source, one.source_parameters) == (Indicator.Kind.YES_NO, "note", {})
