"""A verdict by given groups, in words that follow from the table."""

import pytest

from identification.models import Verdict
from reports.demo import irbit
from schools.models import Figure, Measure
from tests.factories import make_methodology, make_school, make_verdicts
from tests.identification.pages import page


@pytest.fixture
def told(municipality):
    """(groups) → the page of «почему», by the rules of Irbit without names of levels."""
    measures = [Measure.objects.create(code=code, title=code) for code in irbit.MEASURES]

    def run(*groups):
        school = make_school(municipality=municipality)
        for measure, group in zip(measures, groups, strict=True):
            Figure.objects.create(measure=measure, school=school, academic_year=2026, value=group)
        methodology = make_methodology(municipality, method="matrix", parameters=irbit.PARAMETERS)
        return make_verdicts(municipality=municipality, methodology=methodology).verdicts.get()

    return run


def test_it_is_said_which_group_decided_and_which_would_have_decided_otherwise(
    client, coordinator, told
):
    said = page(client, coordinator, told(5, 2).get_absolute_url())

    assert "Под правило подходят" not in said
    assert (
        "Группа качества — 5 (ниже среднего); группа по индексу социального благополучия — 2 "
        "(низкий). Статус «низкие результаты» дал столбец «Группа качества» при любой группе "
        "в другом. Набор статусов был бы другим, если бы в столбце «Группа качества» стояла "
        "любая группа, кроме 3, 4 и 5, либо в столбце «Группа по индексу социального благополучия» "
        "стояла группа 6, 7, 8, 9 или 10."
    ) in said


def test_a_place_that_no_rule_names_says_so(client, coordinator, told):
    said = page(client, coordinator, told(6, 3).get_absolute_url())

    assert "Такой клетки правила не называют." in said
    assert "стояла любая группа, кроме 1, 2 и 6." in said


def test_every_status_of_a_school_is_shown_and_counted(client, coordinator, told):
    verdict = told(5, 6)

    said = page(client, coordinator, verdict.get_absolute_url())
    assert "низкие результаты условия не использованы Группа качества" in said
    assert "Статус «условия не использованы» дали оба столбца вместе." in said
    outcome = page(client, coordinator, verdict.run.get_absolute_url())
    assert "низкие результаты 1 из 1" in outcome
    assert "условия не использованы 1 из 1" in outcome
    url = verdict.run.get_absolute_url()
    for status in ("low", "underused"):
        assert "Найдено: 1 из 1" in page(client, coordinator, url, status=status)
    assert "Найдено: 0 из 1" in page(client, coordinator, url, status="none")


def test_the_advice_is_of_groups_not_of_marks(client, coordinator, told):
    said = page(client, coordinator, told(3, 2).get_absolute_url())

    assert "Сверьте группы в таблице с документом" in said
    assert "Сверьте числа в таблице с протоколами" not in said
    assert "Прежде всего это касается" not in said


def test_of_a_score_the_first_status_stands_for_those_that_lie_inside_it():
    both = ["low", "at_risk"]

    assert Verdict(status="low", statuses=both, score=60).given == ["low"]
    assert Verdict(status="low", statuses=both).given == both
    assert Verdict(status="none", statuses=[]).given == ["none"]
