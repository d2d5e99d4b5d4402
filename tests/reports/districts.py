"""Municipalities of every shape, with generated results: what a note must read well for."""

from datetime import date

from assessments.results import NewResult, store_results
from reports.demo.generator import Invented, generate_results
from tests.factories import (
    AT,
    make_external_list,
    make_methodology,
    make_municipality,
    make_school,
    make_sitting,
    make_user,
    make_verdicts,
)

from .conftest import LINES, parameters_of

MANY_LINES = [
    ("VPR", grade, s, "") for grade in (4, 5, 6, 7, 8) for s in ("Русский язык", "Математика")
]
MANY_LINES += LINES[2:5] + LINES[6:]
LOW = {"status": "low", "where": "score", "op": "<", "value": 75}
AT_RISK = {"status": "at_risk", "where": "score", "op": "<", "value": 78}
LEADER = {"status": "leader", "where": "place", "op": "<=", "value": 1}
LAST = {"status": "low", "where": "share_of_cluster", "op": ">", "value": 75}


def weighted(lines):
    """Parameters with another weight for every line."""
    parameters = parameters_of(lines, base=50, statuses=[LOW, AT_RISK, LEADER])
    for number, line in enumerate(parameters["lines"]):
        line["high"], line["low"] = 2 + number % 3, 4 + number % 2
    return parameters


def make_district(
    schools=6, *, names=None, clusters=("сёла",), parameters=None, same=False, gaps=(), **fields
):
    """`clusters`: given in turn; `gaps`: (school, line) without a result; `same`: all tie."""
    municipality = make_municipality(
        **{"name": "Муниципальный округ Верхний", "academic_year": 2024} | fields
    )
    parameters = parameters or parameters_of(LINES, statuses=[LOW, AT_RISK, LEADER])
    sittings = [
        make_sitting(
            academic_year=2024,
            **line["procedure"] | {"variant": line["procedure"]["variant"] or ""},
        )
        for line in parameters["lines"]
    ]
    made = [
        make_school(
            municipality=municipality,
            short_name=names[n] if names else f"СОШ {n + 1}",
            cluster=clusters[n % len(clusters)] if clusters else None,
        )
        for n in range(schools)
    ]
    rows = [
        _result(made[row.school], sittings[row.procedure], row, (row.school, row.procedure) in gaps)
        for row in _generated(schools, len(sittings), same)
    ]
    store_results(rows, by=make_user(), at=AT, origin="import")
    methodology = make_methodology(municipality, parameters=parameters)
    return make_verdicts(municipality=municipality, methodology=methodology, academic_year=2024)


def _generated(schools, procedures, same):
    invented = [
        Invented(1 if same else 9 + 7 * (n % 9), strength=(n % 5 - 2) / 2) for n in range(schools)
    ]
    frame = generate_results(invented, procedures=procedures, years=1, seed=1)
    if same:
        frame[["participants", "n0", "n1", "n2", "n3"]] = [10, 2, 4, 3, 1]
    return frame.itertuples()


def _result(school, sitting, row, is_gap):
    where = {"school_id": school.pk, "sitting_id": sitting.pk}
    if is_gap or not row.participants:
        return NewResult(**where, no_data="no_participants")
    return NewResult.of_counts(
        **where, participants=row.participants, low_n=row.n0, high_n=row.n2 + row.n3
    )


def one_school():
    return make_district(1, clusters=())


def sixty_schools():
    return make_district(60, clusters=("сельские школы",))


def two_large_clusters():
    return make_district(70, clusters=("городские школы", "сельские школы"))


def nobody_is_low():
    rules = [LOW | {"value": 40}, LEADER]
    return make_district(6, parameters=parameters_of(LINES, statuses=rules))


def everybody_is_low():
    return make_district(6, parameters=parameters_of(LINES, statuses=[LOW | {"value": 99}]))


def all_tie():
    return make_district(5, same=True)


def many_lines_of_different_weights():
    return make_district(12, clusters=("город", "сёла"), parameters=weighted(MANY_LINES))


def gaps_are_left_out():
    parameters = parameters_of(LINES, gaps="left_out", rank_within="kind", statuses=[LOW, LEADER])
    return make_district(8, parameters=parameters, gaps={(0, 2), (0, 3), (5, 6)})


def places_decide():
    return make_district(8, parameters=parameters_of(LINES, statuses=[LAST, LEADER]))


def no_status_is_given():
    return make_district(4, parameters=parameters_of(LINES, statuses=[]))


def a_school_is_silent():
    return make_district(5, gaps={(2, line) for line in range(len(LINES))})


def one_line():
    return make_district(4, parameters=parameters_of(LINES[:1], base=95, statuses=[LOW, LEADER]))


HOSTILE = [
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "Школа имени Героя Советского Союза, почётного гражданина района, лётчика-испытателя А. А. Б.",
    "Ш" * 100,
    "СОШ & Ко «{{ run }}» {% now %}",
]


def hostile_names():
    run = make_district(5, names=HOSTILE, clusters=("<b>сёла</b>", "=1+1"))
    school = run.municipality.schools.get(short_name=HOSTILE[0])
    make_external_list(
        run.municipality,
        school,
        issuer="<i>ЦОКО</i>",
        applies_to_year=2024,
        published_on=date(2024, 6, 1),
        declared_count=3,
    )
    return run


DISTRICTS = [
    one_school,
    sixty_schools,
    two_large_clusters,
    nobody_is_low,
    everybody_is_low,
    all_tie,
    many_lines_of_different_weights,
    gaps_are_left_out,
    places_decide,
    no_status_is_given,
    a_school_is_silent,
    one_line,
    hostile_names,
]
