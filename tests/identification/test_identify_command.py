import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from identification.models import Methodology, Run, Verdict
from tests.factories import PARAMETERS, RUSSIAN, make_methodology, make_municipality, make_result

GOLDEN = Path(__file__).parent.parent / "data"
# computed by hand from the annex: adjusted score, place by the order, place with the adjustment
ADJUSTED = {
    **{"СОШ 1": ("82.5", 1, 1), "СОШ 2": ("78.6", 2, 2), "СОШ 41": ("75.45", 3, 3)},
    **{"СОШ 3": ("84", 1, 2), "СОШ 9": ("83.05", 2, 3), "СОШ 7": ("73.25", 3, 5)},
    **{"СОШ 4": ("74.51", 4, 4), "СОШ 11": ("73.15", 4, 6), "НОШ 21": ("91.25", 6, 1)},
    **{"СОШ 13": ("71.75", 7, 7), "СОШ 5": ("71.3", 8, 8), "Ельниковская СОШ": ("85", 1, 1)},
    "Кучердаевская СОШ": ("79.53", 2, 2),
    "Прокопьевская ООШ": ("70.83", 3, 3),
    "Степановская НОШ": ("70.78", 4, 4),
}


def identify(capsys, *, municipality, year=2019, **options):
    call_command("identify", municipality=municipality, year=year, json=True, **options)
    return json.loads(capsys.readouterr().out)


def stored():
    return Run.objects.count(), Verdict.objects.count()


def test_the_printed_scores_come_out_of_the_database_as_json(capsys, ilansky):
    answer = identify(capsys, municipality="ilansky-63")

    with (GOLDEN / "ilansky_annex1_scores.csv").open(encoding="utf-8-sig") as file:
        printed = {row["school"]: float(row["integral_score"]) for row in csv.DictReader(file)}
    assert len(printed) == 15
    assert {v["school"]: v["score"] for v in answer["verdicts"]} == printed
    assert {
        v["school"]: (v["adjusted_score"], v["place"], v["adjusted_place"])
        for v in answer["verdicts"]
    } == {school: (float(score), *places) for school, (score, *places) in ADJUSTED.items()}


def test_the_json_is_the_interface_that_other_programs_rely_on(capsys, ilansky):
    answer = identify(capsys, municipality="ilansky-63", methodology="ilansky-weighted-score")

    run, verdicts = Run.objects.get(), answer.pop("verdicts")
    assert answer == {
        "municipality": "ilansky-63",
        "academic_year": 2019,
        "methodology": "ilansky-weighted-score",
        "method": "weighted_score",
        "run": run.pk,
    }
    first, *_others, last = verdicts
    reasons = first.pop("reasons")
    assert first == {
        "school": "СОШ 1",
        "cluster": "городские школы",
        "score": 82.5,
        "adjusted_score": 82.5,
        "place": 1,
        "adjusted_place": 1,
        "status": "leader",
        "statuses": ["leader"],
        "pupils_to_flip": None,
        "stability": None,
    }
    assert reasons[:2] == [
        {
            "line": "ВПР 4 русский язык",
            "no_data": "",
            "share": "high",
            "value": 0.73,
            "weight": 5,
            "contribution": 3.65,
        },
        {
            "line": "ВПР 4 русский язык",
            "no_data": "",
            "share": "low",
            "value": 0.05,
            "weight": -10,
            "contribution": -0.5,
        },
    ]
    assert len({reason["line"] for reason in reasons}) == 7
    assert (last["school"], last["status"]) == ("Степановская НОШ", "low")
    assert last["reasons"][-1] == {
        "line": "ЕГЭ 11 математика профиль",
        "no_data": "no_stage",
        "share": "high",
        "value": None,
        "weight": 5,
        "contribution": 0,
    }


def test_the_terms_of_every_school_add_up_to_its_score(capsys, ilansky):
    call_command("identify", municipality="ilansky-63", year=2019, json=True)

    for verdict in json.loads(capsys.readouterr().out)["verdicts"]:
        terms = sum(reason["contribution"] for reason in verdict["reasons"])
        assert 65 + terms == pytest.approx(verdict["score"])


def test_a_rule_without_weights_has_the_same_keys_and_shares_as_parts_of_one(
    capsys, municipality, school
):
    make_result(school=school, low_n=4)
    parameters = {
        **{"procedures": [RUSSIAN], "threshold": 30, "hits_last_year": 1, "hits_each_year": None},
        **{"years": 1, "same_procedure": False, "min_participants": 0, "not_held": "skip"},
        "statuses": [{"status": "low"}],
    }
    make_methodology(municipality, method="share_below", parameters=parameters)

    (verdict,) = identify(capsys, municipality="ilansky", year=2026)["verdicts"]

    assert (verdict["score"], verdict["place"], verdict["statuses"]) == (None, None, ["low"])
    (reason,) = verdict["reasons"]
    assert {"line", "value", "weight", "contribution"} <= reason.keys()
    assert (reason["value"], reason["limit"]) == (0.3333, 0.3)
    assert (reason["weight"], reason["contribution"]) == (None, None)


def test_the_list_is_printed_for_people_too(capsys, ilansky):
    call_command("identify", municipality="ilansky-63", year=2019)

    out = capsys.readouterr().out
    assert "Идентификация по результатам 2018/2019 учебного года, Иланский район" in out
    assert (
        "  8   71,30  СОШ 5: низкие результаты\n"
        "     ВПР-4, русский язык: +0,90; ВПР-4, математика: " in out
    )


def test_of_a_rule_without_a_score_the_list_tells_what_is_met(capsys, municipality, school):
    make_result(school=school, low_n=4)
    parameters = {
        **{"procedures": [RUSSIAN], "threshold": 30, "hits_last_year": 1, "hits_each_year": None},
        **{"years": 1, "same_procedure": False, "min_participants": 0, "not_held": "skip"},
        "statuses": [{"status": "low"}],
    }
    make_methodology(municipality, method="share_below", parameters=parameters)

    call_command("identify", municipality="ilansky", year=2026)

    _head, first, reasons = capsys.readouterr().out.replace("\xa0", " ").splitlines()
    assert first == f"{school.short_name}: низкие результаты"
    assert reasons.strip() == "ВПР-4, русский язык, 2025/2026: 4 из 12, 33,33 % при пороге 30 %"


def refused(code=1, **options) -> str:
    before, said = stored(), io.StringIO()
    with pytest.raises(SystemExit) as refusal:
        call_command("identify", **{"municipality": "ilansky", "year": 2026} | options, stderr=said)
    assert refusal.value.code == code
    assert stored() == before
    return said.getvalue().removesuffix("\n")


def test_an_unknown_municipality_is_refused(db):
    assert refused(2, municipality="nowhere") == "Муниципалитета «nowhere» в портале нет."


def test_a_year_that_cannot_be_is_refused(municipality):
    assert refused(2, year=19) == (
        "Учебный год называют годом, в котором он заканчивается: от 2000 до 2100."
    )


def test_a_year_without_results_is_refused_and_nothing_is_stored(municipality, school):
    make_result(school=school, no_data="not_given")
    methodology = make_methodology(municipality)

    sentence = refused(year=2026)

    assert sentence == (
        f"За 2025/2026 учебный год у муниципалитета «{municipality}» нет ни одного результата. "
        "Сначала внесите их."
    )
    methodology.refresh_from_db()
    assert methodology.frozen_at is None


def test_results_of_schools_that_are_closed_do_not_count(municipality, school):
    make_result(school=school)
    make_methodology(municipality)
    school.closed_on = "2026-06-01"
    school.save()

    assert "нет ни одного результата" in refused()


def test_a_municipality_without_a_methodology_is_refused(db):
    make_municipality(slug="irbit", name="Ирбитское МО")

    assert refused(municipality="irbit") == (
        "Для муниципалитета «Ирбитское МО» методика ещё не введена, "
        "поэтому идентификацию провести нельзя."
    )


def test_an_unknown_methodology_is_refused(municipality):
    make_methodology(municipality)

    assert refused(2, methodology="nothing") == (
        f"Методики «nothing» у муниципалитета «{municipality}» нет."
    )


def test_a_methodology_without_a_parameter_is_refused_with_all_problems(municipality, school):
    make_result(school=school)
    broken = {name: value for name, value in PARAMETERS.items() if name not in ("gaps", "base")}
    make_methodology(municipality, parameters=broken, title="Индекс")

    assert refused() == (
        "Методика «Индекс» заполнена не до конца. Нет параметра «base». Нет параметра «gaps»."
    )
    assert Methodology.objects.get().frozen_at is None


def test_wrong_arguments_are_told_apart_from_a_refusal(db):
    with pytest.raises(CommandError, match="--year"):
        call_command("identify", "--municipality", "ilansky", "--year", "прошлый")


def test_a_run_of_the_command_is_an_ordinary_run(municipality, school):
    make_result(school=school)
    make_methodology(municipality)

    call_command("identify", municipality="ilansky", year=2026)

    run = Run.objects.get()
    assert (run.state, run.origin, run.started_by) == ("done", "hand", None)
    assert run.verdicts.get().score == Decimal("95.00")
    assert run.methodology.frozen_at is not None
