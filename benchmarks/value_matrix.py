"""The matrix of 60 schools and 42 indicators against a hand-written template of the same cells.

The floor is a Django template that prints the same boxes, shares and distances from words that are
ready, without a question in it. Ours is the matrix: asked of the database, held against its
targets and printed. The whole answer of the page stands beside for information. Interleaved.

    DATABASE_URL=postgres://postgres@127.0.0.1/postgres python benchmarks/value_matrix.py [SCHOOLS]
"""

import os
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django

django.setup()

from django.db import connection, reset_queries
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import (
    CaptureQueriesContext,
    setup_databases,
    setup_test_environment,
    teardown_databases,
)
from django.urls import reverse

from roadmap.board import Board
from roadmap.columns import Gate, periods_seen, school_columns
from roadmap.matrix import Matrix
from roadmap.models import Level, Value
from tests.factories import AT, make_municipality, make_school, make_user
from tests.roadmap.making import (
    make_campaign,
    make_goal,
    make_indicator,
    make_period,
    make_programme,
    make_target,
)

ROUNDS, LIMIT, QUERIES, INDICATORS = 21, 3.0, 11, 42
BY_HAND = """<table class="op-table op-table-compact op-stack op-entry op-values">
{% for goal, rows in groups %}<tbody>
<tr class="op-group"><th colspan="63" scope="rowgroup">{{ goal }}</th></tr>
{% for row in rows %}<tr id="indicator-{{ row.key }}" data-row="{{ row.key }}">
<th scope="row"><span class="op-muted num">{{ row.number }}.</span>
<a href="{{ row.address }}">{{ row.title }}</a>
<input type="hidden" name="{{ row.key }}-versions" value="{{ row.versions }}"></th>
<td class="num" data-label="Цель">{{ row.goal }}</td>
{% for cell in row.cells %}<td class="op-in{{ cell.look }}" data-label="{{ cell.head }}"><input
class="form-control num" autocomplete="off" name="{{ cell.name }}" value="{{ cell.value }}"
aria-label="{{ row.label }}{{ cell.head }}"><span class="op-row-sub">{{ cell.words }}</span></td>
{% endfor %}<td class="op-s" data-label="Внесено"><span class="op-muted">{{ row.filled }}</span>
</td></tr>{% endfor %}</tbody>{% endfor %}</table>"""


def main(amount: int) -> int:
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        return measure(amount)
    finally:
        teardown_databases(databases, verbosity=0)


def measure(amount: int) -> int:
    client, person, programme = world(amount)
    template = engines["django"].from_string(BY_HAND)
    words = {"groups": ready(matrix_of(person, programme))}
    address = reverse("roadmap:matrix", args=[programme.pk])
    steps = {
        "by hand": lambda: template.render(words),
        "matrix": lambda: rows(matrix_of(person, programme)),
        "answer": lambda: client.get(address).content,
    }
    taken = {name: [] for name in steps}
    for number in range(ROUNDS + 1):  # the first round only warms
        for name, step in steps.items():
            reset_queries()
            began = time.perf_counter()
            said = step()
            if number:
                taken[name].append(1000 * (time.perf_counter() - began))
            assert len(said) > 100 * amount * INDICATORS
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    floor = median(taken["by hand"])
    print(f"{amount} x {INDICATORS}, n={ROUNDS}, {connection.vendor}, {len(asked)} queries")
    for name, spans in taken.items():
        ratio = median(spans) / floor
        print(f"  {name:8} {median(spans):6.1f} ms (from {min(spans):.1f}), {ratio:.2f} x by hand")
    return int(median(taken["matrix"]) > LIMIT * floor or len(asked) > QUERIES)


def world(amount: int):
    home = make_municipality()
    programme = make_programme(home)
    period = make_period(programme)
    person = make_user("COORDINATOR", home)
    schools = [make_school(municipality=home, short_name=f"СОШ {n}") for n in range(amount)]
    goals = [make_goal(programme) for _ in range(6)]
    for n in range(INDICATORS):
        one = make_indicator(
            programme,
            goal=goals[n * 6 // INDICATORS],
            kind="percent",
            level="school",
            title=f"Показатель школ с обычным длинным названием {n}",
            denominator="teachers",
        )
        make_target(one, period, 50)
        Value.objects.bulk_create(
            Value(
                indicator=one,
                period=period,
                school=school,
                numerator=(n + number) % 12,
                denominator=12,
                entered_at=AT,
            )
            for number, school in enumerate(schools)
        )
    make_campaign(programme, period, schools=schools, by=person)
    client = Client()
    client.force_login(person)
    return client, person, programme


def matrix_of(person, programme) -> Matrix:
    periods = periods_seen(person, programme.pk)
    first = periods[0]
    gate = Gate(first.programme, periods, person, keeps_home=first.keeps_home)
    columns = school_columns(first.programme, first, gate, person)
    board = Board(
        first.programme,
        columns,
        reader=person,
        periods=periods,
        levels=[Level.SCHOOL],
        keeps_home=gate.keeps_home,
    )
    return Matrix(board)


def rows(matrix: Matrix) -> str:
    context = {"matrix": matrix, "is_open": matrix.is_open}
    return "".join(
        render_to_string("roadmap/_matrix_rows.html", context | {"rows": own})
        for _goal, own in matrix.groups()
    )


def ready(matrix: Matrix) -> list:
    return [
        (
            str(goal),
            [
                {
                    "key": str(row.indicator.pk),
                    "number": row.indicator.number,
                    "title": row.indicator.title,
                    "address": row.indicator.get_absolute_url(),
                    "versions": row.versions,
                    "goal": row.goal,
                    "label": row.label + "",
                    "filled": row.filled,
                    # plain words: what the matrix has escaped beforehand is no gift to the floor
                    "cells": [
                        {
                            "head": head + "",
                            "name": name + "",
                            "value": value + "",
                            "look": look + "",
                            "words": words + "",
                        }
                        for head, name, value, look, _closed, _fault, words in row.cells
                    ],
                }
                for row in own
            ],
        )
        for goal, own in matrix.groups()
    ]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60))
