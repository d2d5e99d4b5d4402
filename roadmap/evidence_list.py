"""What proves one thing, as its page shows it, and what else the same file or link proves."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from roadmap.forms.evidence import EvidenceForm
from roadmap.links.addresses import readable
from roadmap.links.judging import type_in_words
from roadmap.models import Evidence
from roadmap.services.evidence import (
    FIELDS,
    Owner,
    municipality_of,
    proof_of,
    waits_for_check,
    why_closed,
)
from schools.models import Municipality, User
from schools.russian import joined, out_of, school_name

OWNERS = (
    "task__school",
    "task__municipality",
    "value__school",
    "value__period",
    "value__indicator__programme__municipality",
    "finding__school",
    "finding__requirement",
    "finding__check_round__municipality",
)
SHOWN = ("added_by", "withdrawn_by", *OWNERS)
WORDS = {
    "value": "показателю,показателям",
    "task": "поручению,поручениям",
    "finding": "требованию к сайту,требованиям к сайтам",
}


@dataclass
class Item:
    evidence: Evidence
    others: list[Evidence] = field(default_factory=list)

    @property
    def also(self) -> str:
        """«Этот файл приложен ещё к 4 показателям и 1 поручению.»"""
        kinds = {
            words: len({_thing(other) for other in self.others if getattr(other, f"{name}_id")})
            for name, words in WORDS.items()
        }
        told = joined(out_of(n, words) for words, n in kinds.items() if n)
        what = "Этот файл приложен" if self.evidence.is_file else "Эта ссылка приложена"
        return f"{what} ещё к\xa0{told}." if told else ""

    @property
    def kind(self) -> str:
        return type_in_words(self.evidence.link_type)

    @property
    def address(self) -> str:
        return readable(self.evidence.url)

    @property
    def final_address(self) -> str:
        return readable(self.evidence.final_url)


def evidence_of(owner: Owner, *, user: User, form: EvidenceForm | None = None) -> dict:
    """The context of roadmap/_evidence.html for one task, value or finding."""
    own = owner.evidence.select_related(*SHOWN)
    may_write = type(owner).objects.editable_by(user).filter(pk=owner.pk).exists()
    may_add = may_write and not why_closed(owner, by=user)
    return {
        "owner": owner,
        "kind": FIELDS[type(owner)],
        "items": items_of(own, municipality=municipality_of(owner), user=user),
        "may_add": may_add,
        "may_withdraw": may_add and not waits_for_check(owner),
        "form": form or (EvidenceForm(proof=proof_of(owner)) if may_add else None),
    }


def items_of(rows, *, municipality: Municipality, user: User) -> list[Item]:
    """With what else of the municipality the same files and links stand behind, as far as the
    user may see it.
    """
    items = [Item(evidence) for evidence in rows]
    sums = {item.evidence.sha256 for item in items} - {""}
    urls = {item.evidence.url for item in items} - {""}
    if not items:
        return items
    same = defaultdict(list)
    seen = Evidence.objects.visible_to(user).standing().of_municipality(municipality)
    for other in seen.filter(Q(sha256__in=sums) | Q(url__in=urls)).select_related(*OWNERS):
        same[other.sha256 or other.url].append(other)
    for item in items:
        one = item.evidence
        item.others = [
            other for other in same[one.sha256 or one.url] if _place(other) != _place(one)
        ]
    return items


def title_of(owner: Owner, *, with_school: bool = True) -> str:
    """What is proved, and by whom."""
    kind = FIELDS[type(owner)]
    if kind == "task":
        told = owner.title
    elif kind == "value":
        told = f"{owner.indicator}, {owner.period}"
    else:
        told = str(owner.requirement)
    if not owner.school or not with_school:
        return told
    return f"{school_name(owner.school.short_name)}: {told}"


def _place(evidence: Evidence) -> tuple:
    return evidence.value_id, evidence.task_id, evidence.finding_id


def _thing(evidence: Evidence) -> tuple:
    """Values of one indicator are one indicator."""
    if evidence.value_id:
        return "value", evidence.value.indicator_id
    return _place(evidence)
