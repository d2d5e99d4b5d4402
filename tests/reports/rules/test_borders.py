"""Every rule fires on its case, and is silent one step below its border and below its gate."""

import pytest

from reports.rules import RULES, recommend

from . import borders_of_facts, borders_of_results

ROWS = [*borders_of_results.ROWS, *borders_of_facts.ROWS]
NAMED = [pytest.param(*row, id=row[0]) for row in ROWS]


def fired(town):
    return recommend(town.case()).fired


def test_every_rule_that_works_has_its_case_here():
    assert sorted(row[0] for row in ROWS) == sorted(
        rule.code for rule in RULES if not rule.is_declared_only
    )


@pytest.mark.parametrize(("code", "at", "below", "gated"), NAMED)
def test_it_fires_at_its_border(code, at, below, gated):
    assert code in fired(at())


@pytest.mark.parametrize(("code", "at", "below", "gated"), NAMED)
def test_it_is_silent_one_step_below(code, at, below, gated):
    assert code not in fired(below())


@pytest.mark.parametrize(("code", "at", "below", "gated"), [p for p in NAMED if p.values[3]])
def test_it_is_silent_below_its_smallest_sample(code, at, below, gated):
    assert code not in fired(gated())


def test_a_rule_that_is_only_declared_says_what_it_waits_for():
    declared = [rule for rule in RULES if rule.is_declared_only]

    assert [rule.code for rule in declared if not rule.waits_for] == []
    assert len(RULES) == 91
