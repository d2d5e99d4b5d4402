"""Drafts of the rules as fields of rows. Nothing is asked of a database here."""

import hashlib
from collections import Counter
from dataclasses import asdict

from assessments.naming import line_name
from reports.models import Recommendation
from reports.rules import Addressee, Answers, Draft, Letter, letter
from reports.rules.publishing import published_reason

ADDRESSEES = {
    Addressee.TEAM: Recommendation.Addressee.TEAM,
    Addressee.TEACHERS: Recommendation.Addressee.TEACHERS,
    Addressee.PARENTS: Recommendation.Addressee.PARENTS,
    Addressee.METHODISTS: Recommendation.Addressee.METHODISTS,
}
IN_LETTER, RESERVE = Recommendation.Place.LETTER, Recommendation.Place.RESERVE


def rows_of(answers: Answers) -> tuple[Letter, list[dict]]:
    """The letter, and the fields of every recommendation: of those in it and of the reserve."""
    told, seen = letter(answers), Counter()
    rows = []
    for draft in answers.drafts:
        is_chosen = any(draft is one for one in told.chosen)
        key = _key(draft)
        seen[key] += 1
        # one rule may say the same of several subjects
        key = f"{key}:{seen[key]}" if seen[key] > 1 else key
        rows.append(_fields(draft) | {"key": key, "place": IN_LETTER if is_chosen else RESERVE})
    return told, rows


def _key(draft: Draft) -> str:
    """What it is about: figures may change, and it is still the same recommendation."""
    about = sorted(line_name(*line.key) for line in draft.lines) or [draft.text]
    return f"{draft.code}:{hashlib.sha256('+'.join(about).encode()).hexdigest()[:16]}"


def _fields(draft: Draft) -> dict:
    rule = draft.rule
    return {
        "rule": rule.code,
        "rule_version": rule.version,
        "lines": [line.key._asdict() | {"years": list(line.years)} for line in draft.lines],
        "values": draft.values,
        "reason": draft.reason,
        "published_reason": published_reason(draft),
        "text": draft.text,
        "addressee": ADDRESSEES[rule.addressee],
        "term": rule.term.in_words(),
        "counts_if": draft.counts_if,
        "seen_by": rule.check.value,
        "support": draft.support,
        "effect": asdict(draft.effect),
        "points": draft.points,
        "taken": list(draft.taken),
        "is_restricted": draft.is_restricted,
    }
