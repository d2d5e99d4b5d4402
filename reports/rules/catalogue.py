"""All rules, in the order of themes: one file per theme."""

from . import (
    dynamics,
    exam_choice,
    gaps,
    high_results,
    leaders,
    levels,
    low_tail,
    management,
    municipality,
    objectivity,
    parents,
    primary,
    small,
    subjects,
    teachers,
)
from .rule import Rule

MODULES = (
    *(gaps, objectivity, levels, low_tail, high_results, dynamics, subjects, exam_choice),
    *(primary, small, teachers, management, parents, leaders, municipality),
)
RULES: tuple[Rule, ...] = tuple(rule for module in MODULES for rule in module.RULES)


def of_themes(*themes: str) -> list[Rule]:
    return [rule for rule in RULES if rule.theme in themes]


def rule(code: str) -> Rule:
    return next(one for one in RULES if one.code == code)
