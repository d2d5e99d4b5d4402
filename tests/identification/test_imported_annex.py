"""The annex of order 63-од comes in as a workbook, and the printed scores come out."""

import csv
import json

from django.core.management import call_command

from tests.assessments import layouts
from tests.factories import make_user

from .test_identify_command import GOLDEN, identify


def test_the_annex_from_a_workbook_gives_the_printed_scores(capsys, tmp_path, ilansky_schools):
    municipality, _order = ilansky_schools
    make_user("ADMIN", municipality)
    file = tmp_path / "Приложение 1.xlsx"
    file.write_bytes(layouts.make_file(layouts.annex_rows()).getvalue())

    call_command("import_results", file, municipality=municipality.slug, year=2019, json=True)

    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["matched"], told["created"], told["problems"]) == (105, 105, 105, [])
    answer = identify(capsys, municipality=municipality.slug)
    with (GOLDEN / "ilansky_annex1_scores.csv").open(encoding="utf-8-sig") as printed:
        scores = {row["school"]: float(row["integral_score"]) for row in csv.DictReader(printed)}
    assert {v["school"]: v["score"] for v in answer["verdicts"]} == scores
