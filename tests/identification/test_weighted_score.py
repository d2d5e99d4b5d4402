"""The tables printed in order 63-од are the golden data."""

import csv
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from identification.methods import METHODS, method_of
from identification.methods.facts import RESULTS, SCHOOLS, Facts
from identification.models import Methodology

ROOT = Path(__file__).parent.parent.parent
DEMO, GOLDEN = ROOT / "reports" / "demo" / "data", ROOT / "tests" / "data"
KINDS = {"ВПР": "VPR", "ОГЭ": "OGE", "ЕГЭ": "EGE"}
NUMBERS = ["participants", "low_n", "high_n", "share_low", "share_high"]


def line(kind, grade, subject, variant=None, *, high=5, low=10):
    procedure = {"kind": kind, "grade": grade, "subject": subject, "variant": variant}
    return {"procedure": procedure, "high": high, "low": low}


LINES = [
    line("VPR", 4, "Русский язык"),
    line("VPR", 4, "Математика"),
    line("OGE", 9, "Русский язык"),
    line("OGE", 9, "Математика"),
    line("EGE", 11, "Русский язык"),
    line("EGE", 11, "Математика", "база"),
    line("EGE", 11, "Математика", "профиль"),
]
ONE = [line("VPR", 4, "Русский язык")]
PARAMETERS = {"base": 65, "gaps": "zero", "rank_within": "cluster", "statuses": []}


def table(name, folder=DEMO):
    with (folder / f"ilansky_{name}.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def ilansky():
    """The frame of the district in 2019; the name of a school is its id."""
    register = pd.DataFrame(table("schools")).rename(columns={"kind": "kind_of_school"})
    register["municipality"] = "Иланский район"
    rows = pd.DataFrame(
        {
            "short_name": row["school"],
            "kind": KINDS[row["procedure"]],
            "grade": int(row["grade"]),
            "subject": row["subject"],
            "variant": row["variant"],
            "share_high": int(Decimal(row["share_high"]) * 10_000),
            "share_low": int(Decimal(row["share_low"]) * 10_000),
        }
        for row in table("results_2019")
    )
    frame = register.merge(rows.astype(object), how="left", on="short_name")
    return frame.rename(columns={"short_name": "school_id"})


def results(*shares, cluster="сёла"):
    """Schools 1, 2, 3 … of one line: (high, low) in hundredths of a percent, None for a gap."""
    rows = [
        (n, cluster, "VPR", 4, "Русский язык", "", None, None, None, *(pair or (None, None)))
        for n, pair in enumerate(shares, start=1)
    ]
    names = ["school_id", "cluster", "kind", "grade", "subject", "variant"]
    columns = [*names, "participants", "low_n", "high_n", "share_high", "share_low"]
    return pd.DataFrame(rows, columns=columns).astype(object)


def facts_of(frame, year=2019):
    """A frame with a row per school and result, or an empty one."""
    told = frame[frame["kind"].notna()].assign(academic_year=year, no_data="")
    return Facts(
        academic_year=year,
        schools=frame.reindex(columns=SCHOOLS).drop_duplicates("school_id"),
        results=told.reindex(columns=RESULTS).astype(object),
    )


def verdicts(frame, **parameters):
    parameters = {"base": 65, "lines": LINES, "gaps": "zero", "rank_within": "cluster"} | parameters
    method = method_of("weighted_score", {"statuses": []} | parameters)
    rows = method.judge(facts_of(frame)).to_dict("records")
    return {row["school_id"]: row for row in rows}


def test_the_printed_scores_are_recovered_for_all_fifteen_schools():
    found = {school: row["score"] for school, row in verdicts(ilansky()).items()}

    printed = {
        row["school"]: Decimal(row["integral_score"]) for row in table("annex1_scores", GOLDEN)
    }
    assert len(printed) == 15
    assert found == printed


def test_equal_scores_share_a_place_within_their_cluster():
    found = verdicts(ilansky())

    places = {school: row["place"] for school, row in found.items() if school.startswith("СОШ")}
    assert places == {
        **{"СОШ 1": 1, "СОШ 2": 2, "СОШ 41": 3},
        **{"СОШ 3": 1, "СОШ 9": 2, "СОШ 7": 3, "СОШ 4": 4, "СОШ 11": 4, "СОШ 13": 7, "СОШ 5": 8},
    }


@pytest.mark.parametrize(
    ("within", "first", "second"),
    [("municipality", "Ельниковская СОШ", "СОШ 3"), ("kind", "НОШ 21", "Степановская НОШ")],
)
def test_schools_may_be_ranked_in_wider_circles(within, first, second):
    found = verdicts(ilansky(), rank_within=within)

    assert (found[first]["place"], found[second]["place"]) == (1, 2)


def test_a_primary_school_is_sixth_by_the_order_and_first_when_gaps_are_left_out():
    school = verdicts(ilansky())["НОШ 21"]

    assert (school["score"], school["place"]) == (Decimal("72.50"), 6)
    assert (school["adjusted_score"], school["adjusted_place"]) == (Decimal("91.25"), 1)


def test_gaps_left_out_make_the_adjusted_score_the_score():
    found = verdicts(ilansky(), gaps="left_out")

    assert found["НОШ 21"]["score"] == Decimal("91.25")
    assert found["НОШ 21"]["place"] == 1
    assert found["СОШ 1"]["score"] == Decimal("82.50")


@pytest.mark.parametrize(
    ("share", "score"), [(10, "65.01"), (30, "65.02"), (9, "65.00"), (50, "65.03")]
)
def test_half_of_a_hundredth_is_rounded_up(share, score):
    found = verdicts(results((share, 0)), lines=ONE)  # 5 · 0.001 = 0.005

    assert found[1]["score"] == Decimal(score)


def test_scores_are_rounded_before_they_are_ranked():
    found = verdicts(results((7300, 0), (7301, 0), (7000, 0)), lines=ONE)  # 68.65, 68.6505

    assert [found[n]["place"] for n in (1, 2, 3)] == [1, 1, 3]


def test_a_school_without_a_single_result_has_no_score_and_no_place():
    found = verdicts(results((7300, 0), None), lines=ONE, statuses=(LOW,))

    school = found[2]
    assert (school["score"], school["adjusted_score"], school["place"]) == (None, None, None)
    assert (school["status"], school["statuses"]) == ("no_data", [])


def test_a_school_outside_the_clusters_is_still_ranked():
    found = verdicts(results((7300, 0), cluster=None), lines=ONE)

    assert found[1]["place"] == 1


LOW = {"status": "low", "where": "score", "op": "<", "value": 66}
LEADER = {"status": "leader", "where": "place", "op": "<=", "value": 1}
LAST = {"status": "at_risk", "where": "share_of_cluster", "op": ">", "value": 60}


def test_a_school_gets_every_status_that_applies_and_bears_the_first():
    frame = results((9000, 0), (4000, 0), (1000, 0))  # 69.5, 67, 65.5

    found = verdicts(frame, lines=ONE, statuses=(LOW, LEADER, LAST))

    assert [found[n]["statuses"] for n in (1, 2, 3)] == [
        ["leader"],
        ["at_risk"],
        ["low", "at_risk"],
    ]
    assert [found[n]["status"] for n in (1, 2, 3)] == ["leader", "at_risk", "low"]


def test_the_limit_itself_is_not_below_the_limit():
    rule = LOW | {"value": 75.45}

    found = verdicts(ilansky(), statuses=(rule,))

    assert found["СОШ 41"]["score"] == Decimal("75.45")
    assert found["СОШ 41"]["status"] == "none"
    assert found["СОШ 7"]["status"] == "low"


def test_every_line_gives_its_reasons():
    school = verdicts(ilansky())["НОШ 21"]

    first, *_others, last = school["reasons"]
    assert first["line"] == "ВПР 4 русский язык"
    assert (first["value"], first["weight"], first["limit"]) == (0.75, 5, 5)
    assert first["contribution"] == pytest.approx(first["value"] * 5 - first["share_low"] / 1000)
    assert (last["line"], last["value"], last["contribution"]) == (
        "ЕГЭ 11 математика профиль",
        None,
        0,
    )
    total = 65 + sum(reason["contribution"] for reason in school["reasons"])
    assert total == pytest.approx(float(school["score"]))


def test_weights_and_a_base_need_not_be_whole():
    found = verdicts(
        results((5000, 1000), None),
        base=60.5,
        lines=[line("VPR", 4, "Русский язык", high=2.675, low=0.5)],
    )

    assert found[1]["score"] == Decimal("61.79")  # 60.5 + 1.3375 − 0.05 = 61.7875
    assert found[1]["reasons"][0]["contribution"] == 1.2875


def test_every_method_can_be_chosen():
    assert set(METHODS) == {name for name, _ in Methodology._meta.get_field("method").choices}


def test_a_line_without_a_grade_is_a_line_of_every_grade_that_is_not_named():
    rows = [(grade, 5000, 1000) for grade in (4, 5, 6)]
    frame = pd.concat(
        results((high, low)).assign(grade=grade) for grade, high, low in rows
    ).reset_index(drop=True)
    lines = [line("VPR", None, "русский язык", high=2, low=3), *ONE]

    school = verdicts(frame, lines=lines)[1]

    weights = {reason["grade"]: reason["weight"] for reason in school["reasons"]}
    assert weights == {4: 5, 5: 2, 6: 2}
    # 65 + 5·0,5 − 10·0,1 + 2 · (2·0,5 − 3·0,1)
    assert school["score"] == Decimal("67.90")
    rule = method_of("weighted_score", PARAMETERS | {"lines": lines}).in_words()
    assert "Каждая линия прибавляет долю" in rule


def test_a_line_without_a_grade_that_nobody_was_tested_in_gives_no_score():
    frame = results((5000, 1000))
    found = verdicts(frame, lines=[line("VPR", None, "Физика")])

    assert (found[1]["status"], found[1]["score"]) == ("no_data", None)
