"""The entry grid of 60 schools against a hand-written template of the same cells.

The floor is a Django template that prints the same boxes, shares and choices from words that are
ready, without a question in it. Ours is the grid: asked of the database, made into rows and
printed. The whole answer of the page, with its session, rights and frame, stands beside for
information. Interleaved.

    DATABASE_URL=postgres://postgres@127.0.0.1/postgres python benchmarks/entry_grid.py [SCHOOLS]
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

from assessments.grid import REASONS, Grid
from assessments.models import Sitting
from tests.factories import (
    AT,
    make_municipality,
    make_result,
    make_school,
    make_sitting,
    make_user,
)

ROUNDS, LIMIT, QUERIES = 41, 3.0, 12
BY_HAND = """<table class="op-table op-table-compact op-stack op-entry">
{% for cluster, rows in groups %}<tbody>
<tr class="op-group"><th colspan="11" scope="rowgroup">{{ cluster }}</th></tr>
{% for row in rows %}<tr id="school-{{ row.key }}" data-row="{{ row.key }}">
<th scope="row"><a href="{{ row.address }}">{{ row.name }}</a>
<input type="hidden" name="{{ row.key }}-version" value="{{ row.version }}"></th>
{% for box in row.boxes %}<td class="num op-in" data-label="{{ box.head }}"><input
class="form-control num" inputmode="numeric" autocomplete="off" name="{{ box.name }}"
value="{{ box.value }}" aria-label="{{ row.name }}, {{ box.head }}"></td>{% endfor %}
{% for share in row.shares %}<td class="num" data-label="{{ share.head }}"><span class="op-fig">
<span>{{ share.count }}</span> <b>{{ share.share }}</b></span></td>{% endfor %}
<td class="num" data-label="Средняя отметка"><span class="op-fig"><b>{{ row.mean }}</b></span></td>
<td data-label="Нет данных"><select class="form-select" name="{{ row.key }}-no_data"
aria-label="{{ row.name }}, причина, по которой чисел нет">{% for code, label in reasons %}
<option value="{{ code }}">{{ label }}</option>{% endfor %}</select></td>
<td class="op-s" data-label="Состояние"><span class="op-got"><i class="bi bi-check2"
aria-hidden="true"></i> {{ row.words }}</span></td></tr>{% endfor %}</tbody>{% endfor %}</table>"""


def main(amount: int) -> int:
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        return measure(amount)
    finally:
        teardown_databases(databases, verbosity=0)


def measure(amount: int) -> int:
    client, person, home, sitting = world(amount)
    template = engines["django"].from_string(BY_HAND)
    words = {"groups": ready(grid_of(sitting, home, person)), "reasons": REASONS}
    address = reverse("assessments:grid", args=[sitting.pk])
    steps = {
        "by hand": lambda: template.render(words),
        "grid": lambda: rows(grid_of(sitting, home, person)),
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
            assert len(said) > 500 * amount
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(address)
    floor = median(taken["by hand"])
    print(f"{amount} schools, n={ROUNDS}, {connection.vendor}, {len(asked)} queries")
    for name, spans in taken.items():
        ratio = median(spans) / floor
        print(f"  {name:8} {median(spans):6.1f} ms (from {min(spans):.1f}), {ratio:.2f} x by hand")
    return int(median(taken["grid"]) > LIMIT * floor or len(asked) > QUERIES)


def world(amount: int):
    home, sitting = make_municipality(), make_sitting()
    person = make_user("COORDINATOR", home)
    for n in range(amount):
        school = make_school(
            municipality=home, short_name=f"СОШ {n}", cluster=f"кластер {n * 3 // amount}"
        )
        make_result(
            school=school, sitting=sitting, counts={"2": 3, "3": 3, "4": 4, "5": 2}, by=person
        )
    client = Client()
    client.force_login(person)
    return client, person, home, Sitting.objects.select_related("procedure", "scale").get()


def grid_of(sitting, home, person) -> Grid:
    return Grid(sitting, home, reader=person, at=AT)


def rows(grid: Grid) -> str:
    groups = grid.groups({}, {})
    entry = reverse("assessments:entry", args=[0, grid.sitting.pk]).split("/0/")
    choices = render_to_string("assessments/_grid_reasons.html", {"reasons": REASONS})
    context = {"grid": grid, "reasons": REASONS, "entry": entry, "choices": choices}
    return "".join(
        render_to_string("assessments/_grid_rows.html", context | {"rows": rows})
        for _cluster, rows in groups
    )


def ready(grid: Grid) -> list:
    return [
        (
            cluster,
            [
                {
                    "key": row.key + "",
                    "name": row.name + "",
                    "version": row.version,
                    "mean": row.mean,
                    "words": row.words,
                    "address": reverse("assessments:entry", args=[row.key, grid.sitting.pk]),
                    # plain words: what the grid has escaped beforehand is no gift to the floor
                    "boxes": [
                        {"head": head + "", "name": name + "", "value": value}
                        for head, name, value, *_ in row.cells
                    ],
                    "shares": [
                        {"head": head + "", "count": count, "share": share}
                        for _side, head, count, share, _quiet in row.shares
                    ],
                }
                for row in rows
            ],
        )
        for cluster, rows in grid.groups({}, {})
    ]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60))
