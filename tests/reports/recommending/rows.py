"""The imaginary towns of the rules as rows of the database, as far as the portal keeps them."""

from datetime import date

from assessments.results import NewResult, store_results
from identification.models import Protocol, Run, Verdict
from schools.models import Enrolment, School, SchoolStatus, TeacherSupport
from tests.factories import (
    AT,
    make_document,
    make_methodology,
    make_municipality,
    make_protocol,
    make_school,
    make_sitting,
    make_user,
)
from tests.reports.rules.imagined import Town

KINDS = {"legal": {}, "branch": {"legal_status": "branch"}}
NUMBERS = ("participants", "low_n", "high_n")
PROCEDURE = {"kind": "OGE", "grade": 9, "subject": "Математика", "variant": None}
PARAMETERS = {
    "share_below": {"procedures": [PROCEDURE]},
    "matrix": {"rows": "quality_group", "columns": "social_group", "cells": []},
}
SCORED = {"base": 65, "lines": [], "gaps": "zero", "rank_within": "cluster", "statuses": []}


def rows_of(town: Town) -> Run:
    """The schools of the town, their figures, and a run with the verdicts that it names."""
    municipality = make_municipality(academic_year=town.year)
    schools = _schools(town, municipality)
    _results(town, schools)
    for row in town.frames.get("enrolment", ()):
        Enrolment.objects.create(**row | {"school_id": schools[row["school_id"]].pk})
    for row in town.frames.get("teachers", ()):
        TeacherSupport.objects.create(**row | {"school_id": schools[row["school_id"]].pk})
    for row in town.frames.get("statuses", ()):
        SchoolStatus.objects.create(
            school=schools[row["school_id"]],
            kind=row["kind"],
            since=row["since"],
            source="протокол",
            given_on=date(town.year, 9, 1),
        )
    return _runs(town, municipality, schools)


def _schools(town: Town, municipality) -> dict[str, School]:
    schools = {}
    for row in sorted(town.frames["schools"], key=lambda one: bool(one["parent_id"])):
        opened = row["opened_in"] and date(row["opened_in"] - 1, 9, 1)
        parent = schools.get(row["parent_id"])
        schools[row["school_id"]] = make_school(
            municipality=municipality,
            short_name=row["short_name"],
            kind=row["kind_of_school"],
            cluster=row["cluster"],
            opened_on=opened,
            **({"parent": parent} if parent else {}),
        )
    return schools


def _results(town: Town, schools: dict[str, School]) -> None:
    told = []
    for row in town.frames["results"]:
        sitting = make_sitting(
            academic_year=row["academic_year"],
            **{name: row[name] for name in ("kind", "grade", "subject", "variant")},
        )
        where = {"school_id": schools[row["school_id"]].pk, "sitting_id": sitting.pk}
        where |= {"journal": row["journal"]} if row["journal"] else {}
        if row["no_data"]:
            told.append(NewResult(**where, no_data=row["no_data"]))
        elif row["participants"]:
            told.append(NewResult.of_counts(**where, **{name: row[name] for name in NUMBERS}))
        else:
            shares = {name: row[name] for name in ("share_low", "share_high")}
            told.append(NewResult(**where, **shares))
    store_results(told, by=make_user(), at=AT, origin="import")


def _runs(town: Town, municipality, schools: dict[str, School]) -> Run:
    verdicts = town.frames.get("verdicts", [])
    years = sorted({row["academic_year"] for row in verdicts} | {town.year})
    method = verdicts[-1]["method"] if verdicts else "share_below"
    methodology = make_methodology(
        municipality, method=method, parameters=PARAMETERS.get(method, SCORED)
    )
    runs = {}
    for year in years:
        runs[year] = Run.objects.create(
            municipality=municipality,
            methodology=methodology,
            academic_year=year,
            snapshot=methodology.as_file(),
            state=Run.State.DONE,
            finished_at=AT,
        )
        own = [row for row in verdicts if row["academic_year"] == year]
        Verdict.objects.bulk_create(_verdict(runs[year], row, schools) for row in own)
        _decide(municipality, year, [row for row in own if row["is_decided"]], schools)
    return runs[town.year]


def _verdict(run: Run, row: dict, schools: dict[str, School]) -> Verdict:
    school = schools[row["school_id"]]
    names = ("score", "adjusted_score", "place", "adjusted_place", "pupils_to_flip", "stability")
    weights = {"weight": 5, "low_weight": 10, "no_data": ""}
    return Verdict(
        run=run,
        school=school,
        snapshot={"short_name": school.short_name, "cluster": "сельские"},
        status=row["status"],
        adjusted_status=row["adjusted_status"] or "",
        reasons=[reason | weights for reason in row["reasons"]],
        **{name: row[name] for name in names},
    )


def _decide(municipality, year: int, decided: list[dict], schools: dict[str, School]) -> None:
    if not decided:
        return
    protocol = make_protocol(municipality, academic_year=year)
    for row in decided:
        protocol.decisions.create(
            school=schools[row["school_id"]],
            status="low",
            assigned=row["status"] == "low",
            decided_by=protocol.created_by,
            decided_at=AT,
        )
    Protocol.objects.filter(pk=protocol.pk).update(
        state=Protocol.State.APPROVED,
        approved_at=AT,
        approved_by=protocol.created_by,
        document=make_document(municipality=municipality, kind="protocol"),
    )
