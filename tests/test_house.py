"""The rules of the house that a machine can check."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINE = ["schools", "assessments", "identification", "roadmap", "mentoring", "reports"]
PURE = [
    "roadmap/file_types.py",
    "schools/russian.py",
    "schools/naming.py",
    "schools/typography.py",
    *(f"roadmap/{name}.py" for name in ("due", "ical", "month", "schedule", "timeline")),
    *(f"roadmap/{name}.py" for name in ("when", "workdays")),
    *(f"schools/sheets{name}.py" for name in ("", "_cells", "_child", "_guard")),
    "assessments/grades.py",
    "assessments/imports/districts.py",
    "assessments/naming.py",
    "assessments/rules.py",
    "assessments/absences.py",
    "assessments/scales.py",
    "assessments/shares.py",
    "assessments/template.py",
    *(
        f"identification/{name}.py"
        for name in ("advice", "borders", "by_lines", "heat", "outcome_lines", "reasons", "repeats")
    ),
    "identification/ways.py",
    *(f"roadmap/{name}.py" for name in ("facts", "sets")),
    *(f"roadmap/{name}.py" for name in ("degrees", "kinds", "readings", "targets")),
    "assessments/heads.py",
    "identification/differences.py",
    "identification/external.py",
    "identification/level_change.py",
    "identification/pictures.py",
    "identification/opinions.py",
    "identification/matrix.py",
    "identification/outcome.py",
    "identification/summary.py",
    "identification/terms.py",
    "identification/why.py",
    *(
        f"reports/notes/{name}.py"
        for name in ("firmness", "lines", "listing", "losses", "participants")
    ),
    *(f"reports/notes/{name}.py" for name in ("places", "rules", "standings")),
    *(f"reports/notes/{name}.py" for name in ("changes", "movement", "parts", "section", "spans")),
    "reports/notes/dynamics/cohorts.py",
    "reports/notes/dynamics/comparability.py",
    "reports/notes/monitoring/helping.py",
    "reports/notes/passport/results.py",
    "reports/notes/progress/duties.py",
    "reports/notes/sites/findings.py",
    *(f"reports/notes/{name}.py" for name in ("cleaning", "differences", "dress", "numbering")),
    "reports/notes/plain.py",
    "reports/noting/sheets.py",
    *(f"reports/protocols/{name}.py" for name in ("paper", "wording")),
]
PURE += ["roadmap/edition_changes.py", "roadmap/school_part.py"]
PURE += ["reports/publishing/slugs.py", "schools/file_names.py"]
PURE_FOLDERS = [
    "assessments/readers",
    "identification/methods",
    "reports/rules",
    "roadmap/readers",
    "schools/charts",
    "roadmap/links",
]
SOURCES = [
    path
    for app in (*LINE, "config")
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
]
TEMPLATES = list((ROOT / "templates").rglob("*.html"))


def imported(path):
    """The modules a file imports, in the words of the file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def place(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("app", LINE)
def test_an_app_imports_only_from_those_at_its_left(app):
    forbidden = {*LINE[LINE.index(app) + 1 :], "config"}

    wrong = [
        (place(path), module)
        for path in (ROOT / app).rglob("*.py")
        for module in imported(path)
        if module.split(".")[0] in forbidden
    ]

    assert wrong == []


def test_what_is_pure_imports_no_django_no_model_and_no_setting():
    folders = [path for folder in PURE_FOLDERS for path in (ROOT / folder).rglob("*.py")]
    wrong = [
        (place(path), module)
        for path in (*folders, *(ROOT / name for name in PURE))
        for module in imported(path)
        if re.search(r"django|models|config|settings|celery", module)
    ]

    assert wrong == []


def test_services_are_asked_by_nobody_s_request_and_queue_nothing():
    wrong = [
        place(path)
        for path in SOURCES
        if (path.name in {"results.py", "staging.py", "frames.py"} or "services" in place(path))
        and (
            re.search(r"\brequest\b", path.read_text("utf-8"))
            # roadmap.services.tasks is about the tasks of people, and is a service itself
            or any(re.search(r"(?<!services\.)tasks$", module) for module in imported(path))
        )
    ]

    assert wrong == []


def test_files_and_functions_stay_small():
    files = [place(p) for p in SOURCES if len(p.read_text("utf-8").splitlines()) > 250]
    functions = [
        (place(path), node.name)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 40
    ]

    assert (files, functions) == ([], [])


def test_every_component_says_what_it_shows_and_what_it_wants():
    pieces = [p for p in TEMPLATES if p.parent.name == "components" or p.name.startswith("_")]

    assert [
        place(p)
        for p in pieces
        if "Context:" not in re.split("#}|endcomment", p.read_text("utf-8"))[0]
    ] == []


def test_a_sentence_of_a_component_is_typed_in_the_component_only():
    texts = {place(path): path.read_text("utf-8") for path in TEMPLATES}

    found = [name for name, text in texts.items() if "Для оценки школ и учителей они" in text]

    assert found == ["templates/components/vpr_note.html"]


def test_no_template_needs_what_the_csp_forbids():
    inline = re.compile(
        r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|javascript:|https?://(?!www.w3.org)"
    )

    assert [place(p) for p in TEMPLATES if inline.search(p.read_text("utf-8"))] == []


def test_html_is_trusted_in_one_place():
    trusting = re.compile(r"mark_safe\(|\|safe\b|autoescape off")
    files = [*SOURCES, *TEMPLATES]

    assert [place(p) for p in files if trusting.search(p.read_text("utf-8"))] == [
        "schools/templatetags/portal.py"
    ]


def test_history_is_protected():
    cascading = [place(p) for p in SOURCES if "CASCADE" in p.read_text("utf-8")]

    assert cascading == []


@pytest.mark.parametrize("sheet", ["theme", "print"])
def test_a_class_has_one_home_in_a_style_sheet(sheet):
    """Two things of one name spoil each other's pages, and no test of pages sees it."""
    text = (ROOT / f"static/css/{sheet}.css").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("@", " "))]
    alone = Counter(name for line in lines for name in re.findall(r"(?:^|\} )\.([\w-]+) \{", line))

    assert len(alone) > 20
    assert {name for name, times in alone.items() if times > 1} == set()
