"""What every paper on a run or a verdict says of itself."""

from collections.abc import Sequence

from django.conf import settings

from identification.models import Run
from schools.models import School
from schools.russian import school_year

DEMO = "Демонстрация: для решений о школах эти показатели не предназначены"


def about(run: Run, snapshots: Sequence[dict]) -> dict:
    """`snapshots`: of the schools that are told of."""
    branches = sum(row["legal_status"] == School.LegalStatus.BRANCH for row in snapshots)
    return {
        "run": run,
        "municipality": run.municipality,
        "methodology": run.methodology,
        "basis": run.methodology.document,
        "school_year": school_year(run.academic_year),
        "total": len(snapshots),
        "branches": branches,
        "legal": len(snapshots) - branches,
        "author": run.municipality.authority or run.municipality.name,
        "trace": foot(made_of(run), run.fingerprint),
        "demo": DEMO if settings.DEMO else "",
        "approval": ["Муниципальный координатор", run.municipality.head_title or "Руководитель"],
    }


def made_of(run: Run) -> str:
    return " · ".join(
        [
            f"идентификация по результатам {school_year(run.academic_year)} учебного года",
            f"методика «{run.methodology.title}», редакция {run.snapshot['version']}",
        ]
    )


def foot(made: str, fingerprint: str) -> str:
    """The line at the foot of every page: what the paper was made of."""
    parts = ["Опора", made, f"данные {fingerprint[:12]}"]
    return " · ".join(filter(None, parts)) + (f"\n{DEMO}" if settings.DEMO else "")


def sources_of(run: Run, titles: Sequence[str], named_lists: Sequence) -> list[str]:
    """Where every figure comes from: documents of the results, and those that name schools."""
    papers = [one.document.reference for one in named_lists if one.document]
    basis = [run.methodology.document.reference] if run.methodology.document else []
    return list(dict.fromkeys([*basis, *filter(None, titles), *papers]))


def about_sheet_rows(content: dict, rules: str) -> list[list]:
    """The last sheet of every workbook."""
    run, methodology = content["run"], content["methodology"]
    rows = [
        ["Муниципалитет", content["municipality"].name],
        ["Учебный год", content["school_year"]],
        ["Методика", f"{methodology.title}, редакция {run.snapshot['version']}"],
        ["Правила статусов", rules or "нет"],
        ["Примечание к методике", methodology.remark],
        ["Источники", "; ".join(content["sources"])],
        ["Проведение идентификации", run.pk],
        ["Отпечаток данных", run.fingerprint],
    ]
    if content["demo"]:
        rows.append(["Демонстрация", content["demo"]])
    return rows
