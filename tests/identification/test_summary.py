from decimal import Decimal
from types import SimpleNamespace

import pytest

from identification.lists import lists_of
from identification.repeats import compared
from identification.summary import in_words, place_words, run_summary
from tests.factories import PARAMETERS, make_result, make_school, make_verdicts


@pytest.fixture
def summary(ilansky, ilansky_run):
    lists = lists_of(ilansky, academic_year=2019)
    return run_summary(ilansky_run, ilansky_run.verdicts.in_order(), lists)


def row_of(summary, name):
    [row] = [row for row in summary.rows if row.name == name]
    return row


def names(rows):
    return [row.name.replace("\xa0", " ") for row in rows]


def test_the_main_figures_of_ilansky(summary):
    assert names(summary.low) == ["СОШ № 13", "СОШ № 5", "Прокопьевская ООШ", "Степановская НОШ"]
    assert names(summary.leaders) == ["СОШ № 1", "СОШ № 3", "Ельниковская СОШ"]
    assert names(summary.changed) == ["СОШ № 3", "НОШ № 21"]
    assert (summary.at_risk, summary.no_data, summary.knows_risk) == ((), (), False)
    assert summary.outcome == "низкие результаты — 4 из 15"
    assert summary.finding == "Ниже порога 72,50 — четыре школы"


def test_clusters_keep_the_order_of_the_municipality(summary):
    assert [(cluster, len(rows)) for cluster, rows in summary.clusters] == [
        ("городские школы", 3),
        ("сельские школы", 8),
        ("филиалы", 4),
    ]


def test_a_row_has_place_ceiling_and_distance_in_words(summary):
    shared = row_of(summary, "СОШ №\xa04")
    assert (shared.place, shared.adjusted_place, shared.moved) == ("4–5 из 8", "4 из 8", 0)
    assert (shared.lines, shared.all_lines, shared.ceiling) == (6, 7, 95)
    assert shared.distance == Decimal("0.65")

    primary = row_of(summary, "НОШ №\xa021")
    assert (primary.place, primary.adjusted_place, primary.moved) == ("6 из 8", "1 из 8", 5)
    assert (primary.ceiling, primary.distance, primary.is_below) == (75, 0, False)
    assert primary.changes_status

    full = row_of(summary, "СОШ №\xa05")
    assert (full.ceiling, full.distance, full.away, full.is_below) == (
        None,
        Decimal("-1.20"),
        Decimal("1.20"),
        True,
    )


def test_external_lists_stand_beside_the_verdicts(summary):
    assert row_of(summary, "СОШ №\xa05").named_in == [
        "Рособрнадзор, июнь 2020",
        "ЦОКО Красноярск, октябрь 2020",
    ]
    thirteen = row_of(summary, "СОШ №\xa013")
    assert (thirteen.named_in, thirteen.possibly_in) == ([], ["Рособрнадзор, июнь 2020"])


def test_the_agreement_with_each_list(ilansky, summary):
    first, second = (summary.beside(one) for one in lists_of(ilansky))

    assert first.list.words == "объявлено 7, названы 4"
    assert first.both == ("СОШ №\xa05", "Прокопьевская ООШ")
    assert sorted(first.only_named) == ["СОШ №\xa011", "СОШ №\xa04"]
    assert (first.only_found, first.open) == (("Степановская НОШ",), ("СОШ №\xa013",))
    assert second.list.words == "объявлено 5, названы 4"
    assert (second.only_found, second.open) == (("СОШ №\xa013",), ("Степановская НОШ",))


def test_schools_are_asked_about_zero_pairs_and_unexplained_gaps(summary):
    asked = {
        row.name.replace("\xa0", " "): (len(row.explanation.zero_pairs), len(row.unexplained))
        for row in summary.asked
    }

    assert asked == {
        "СОШ № 7": (2, 0),
        "СОШ № 4": (1, 1),
        "СОШ № 11": (1, 0),
        "СОШ № 13": (2, 0),
        "СОШ № 5": (2, 0),
        "Ельниковская СОШ": (1, 0),
        "Кучердаевская СОШ": (1, 3),
        "Прокопьевская ООШ": (2, 1),
        "Степановская НОШ": (1, 0),
    }
    assert names([row for row in summary.rows if row.name in summary.without_stage]) == [
        "НОШ № 21",
        "Прокопьевская ООШ",
        "Степановская НОШ",
    ]


def test_left_out_gaps_set_no_ceiling(ilansky, ilansky_run):
    ilansky_run.snapshot["parameters"]["gaps"] = "left_out"

    summary = run_summary(ilansky_run, ilansky_run.verdicts.in_order())

    assert {row.ceiling for row in summary.rows} == {None}


def test_a_school_under_the_threshold_counts_even_where_it_is_first(municipality, school):
    make_result(school=school, low_n=6, high_n=0)  # 90
    leader = {"status": "leader", "where": "place", "op": "<=", "value": 1}
    parameters = PARAMETERS | {"statuses": [leader, *PARAMETERS["statuses"]]}
    run = make_verdicts(municipality=municipality, parameters=parameters)

    summary = run_summary(run, run.verdicts.all())

    assert (len(summary.leaders), len(summary.low)) == (1, 0)
    assert summary.finding == "Ниже порога 95,00 — одна школа"


def test_the_threshold_itself_may_be_low_too(municipality, school):
    make_result(school=school)  # 95
    rule = {"status": "low", "where": "score", "op": "<=", "value": 95}
    run = make_verdicts(municipality=municipality, parameters=PARAMETERS | {"statuses": [rule]})

    assert run_summary(run, run.verdicts.all()).finding == "Не выше порога 95,00 — одна школа"


def test_nobody_below_and_no_threshold_are_said_too(municipality, school):
    make_result(school=school, low_n=0)
    run = make_verdicts(municipality=municipality)
    without = make_verdicts(municipality=municipality, parameters=PARAMETERS | {"statuses": []})

    assert run_summary(run, run.verdicts.all()).finding == "Ниже порога 95,00 школ нет"
    summary = run_summary(without, without.verdicts.all())
    assert summary.finding == "Индекс школ внутри кластеров"
    assert summary.rows[0].distance is None


def test_a_school_without_results_has_neither_place_nor_distance(municipality, school):
    make_result(school=make_school(municipality=municipality))
    run = make_verdicts(municipality=municipality)

    row = row_of(run_summary(run, run.verdicts.all()), school.short_name)

    assert (row.place, row.adjusted_place, row.moved, row.distance) == ("", "", 0, None)


def verdict(pk, place, *, cluster="сёла", kind="secondary", **fields):
    snapshot = {"cluster": cluster, "kind_of_school": kind, "municipality": "Район"}
    return SimpleNamespace(
        pk=pk, school_id=pk, place=place, snapshot=snapshot | {"short_name": f"СОШ {pk}"}, **fields
    )


@pytest.mark.parametrize(
    ("within", "words"),
    [
        ("cluster", ["1–2 из 2", "1–2 из 2", "1 из 1", ""]),
        ("kind", ["1 из 1", "1–2 из 2", "1–2 из 2", ""]),
        ("municipality", ["1–3 из 3", "1–3 из 3", "1–3 из 3", ""]),
    ],
)
def test_a_place_is_told_among_those_it_is_compared_with(within, words):
    verdicts = [
        verdict(1, 1, kind="primary"),
        verdict(2, 1),
        verdict(3, 1, cluster="город"),
        verdict(4, None),
    ]

    assert list(place_words(verdicts, {"rank_within": within}).values()) == words


def scored(pk, score, status="none"):
    names = {"none": "вне перечней", "low": "низкие результаты"}
    return verdict(
        pk,
        1,
        score=score and Decimal(score),
        status=status,
        get_status_display=lambda: names[status],
    )


def test_a_repeated_run_that_changes_nothing_says_so():
    same = [scored(1, "71.3", "low"), scored(2, None)]

    assert compared(same, list(same)) == "По сравнению с прошлым проведением изменений нет."


def test_what_a_repeated_run_changed_is_said_school_by_school():
    before = [scored(1, "71.3", "low"), scored(2, "80"), scored(3, "75"), scored(4, "90")]
    now = [scored(1, "72.8"), scored(2, "80"), scored(3, "75.1"), scored(5, "60")]

    assert compared(before, now).replace("\xa0", " ") == (
        "По сравнению с прошлым проведением изменилось: "
        "СОШ № 1: индекс был 71,30, стал 72,80, статус был «низкие результаты», "
        "стал «вне перечней»; СОШ № 3: индекс был 75,00, стал 75,10; "
        "добавилась СОШ № 5; больше нет СОШ № 4."
    )


def test_many_changes_are_counted():
    before, now = ([scored(n, score) for n in range(9)] for score in ("70", "71"))

    assert compared(before, now, most=2).endswith("; и ещё 7.")


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "одна школа"), (4, "четыре школы"), (10, "десять школ"), (21, "21 школа")],
)
def test_a_heading_counts_in_words(number, words):
    assert in_words(number) == words
