"""Which rules give way to which, and which are taken in by others. Pure."""

from dataclasses import dataclass, field, replace

from .case import Case
from .gaps import DATA_FIRST
from .rule import Found, Rule

LINE, GRADE, SCHOOL = "line", "grade", "school"
OF_MANY = ("MU-5", "MU-8")
COME = "Прийти на занятие РМО {lesson} с двумя работами, где видна трудность."
# one that gives way is dropped
EXCLUDES = (
    (("PR-1", "SM-2", "SM-6", "MU-4"), ("LV-1", "MG-1", "MG-2"), SCHOOL),
    (("DQ-1",), ("DQ-2",), LINE),
    (("SM-1",), ("LV", "HI", "DY", "SB", "VO", "LT-3", "LT-6"), SCHOOL),
    (("LT-1", "LT-2"), ("LT-3", "HI-1", "HI-2", "HI-3"), LINE),
    (("SB-3",), ("SB-1", "SB-2"), GRADE),
    (("DY-1",), ("DY-2", "DY-4", "HI-1"), LINE),
    # a sign on which somebody has concluded stands in nobody's way
    (("VO-7",), ("VO-1", "VO-2", "VO-3", "VO-4", "VO-5"), LINE),
    (("VO-5",), ("DY-3",), LINE),
    (("PR-2", "PR-3"), ("LT-3",), LINE),
    (("PR-4",), ("LT-5",), GRADE),
    (("DY-2",), ("LD-3",), LINE),
    (("LV-5",), ("HI-5",), SCHOOL),  # one habit for all subjects in a quarter is enough
    (("EG-1",), ("EG-2", "EG-3", "EG-4", "EG-5"), SCHOOL),
    (("MG-1",), ("MG-2", "MG-7"), SCHOOL),
)
# one that is taken in leaves its reason
TAKES_IN = (
    (("PR-1", "SM-2", "SM-6"), ("MU-4",), SCHOOL),
    (("LT-2",), ("PR-2", "PR-3"), LINE),
    (("LT-1", "LT-2"), ("LT-4", "DY-1"), LINE),
    (("LT-3", "PR-2", "PR-3"), ("DY-1",), LINE),
    (("LV-5",), ("SB-3", "LT-3"), SCHOOL),
    (("LT-2", "DY-5"), ("LT-5",), LINE),
    # the same advice on the same figures
    (("LD-4",), ("DY-3",), LINE),
    (("EG-4",), ("PA-1",), GRADE),
    (("MG-1",), ("LV-1",), SCHOOL),
    (("MG-4",), ("MG-3", "MG-5"), SCHOOL),
    (("MG-6",), ("LV-1", "MG-3"), SCHOOL),
)


@dataclass
class Hit:
    """A rule that fires, before rules have settled among themselves."""

    rule: Rule
    found: Found
    values: dict
    taken: list["Hit"] = field(default_factory=list)

    @property
    def keys(self) -> set:
        return {line.key for line in self.found.lines}

    @property
    def grades(self) -> set:
        own = {self.found.grade} if self.found.grade else set()
        return own | {key.grade for key in self.keys}


def settled(hits: list[Hit], case: Case) -> list[Hit]:
    """What a school waits for it is asked itself, where one instruction for many stands alone."""
    left = _settled(_without_gaps_of_many(hits), case)
    own = [hit for hit in hits if hit.rule.code in DATA_FIRST]
    if own and all(hit.rule.code in OF_MANY for hit in left if hit.rule.sentence):
        return [*_settled(own, case), *[hit for hit in left if not hit.rule.sentence]]
    return left


def _settled(hits: list[Hit], case: Case) -> list[Hit]:
    for winners, losers, scope in EXCLUDES:
        strong = [hit for hit in hits if hit.rule.code in winners]
        hits = [
            hit
            for hit in hits
            if not (_is(hit, losers) and any(_meet(hit, s, scope) for s in strong))
        ]
    for winners, losers, scope in TAKES_IN:
        for strong in [hit for hit in hits if hit.rule.code in winners]:
            taken = [hit for hit in hits if _is(hit, losers) and _meet(hit, strong, scope)]
            strong.taken += [one for hit in taken for one in (hit, *hit.taken)]
            hits = [hit for hit in hits if all(hit is not one for one in taken)]
    return _with_lessons_of_methodists(hits, case)


def _without_gaps_of_many(hits: list[Hit]) -> list[Hit]:
    """Many equal letters about data become one instruction."""
    many = {hit.values.get("of_rule") for hit in hits if hit.rule.code == "MU-5"}
    return [hit for hit in hits if hit.rule.code not in many or not hit.found.lines]


def _with_lessons_of_methodists(hits: list[Hit], case: Case) -> list[Hit]:
    """Where a common lesson is dated, the school is asked to come to it."""
    common = {key for hit in hits if hit.rule.code == "MU-1" for key in hit.keys}
    for hit in hits:
        if hit.rule.code in ("LT-3", "DY-1") and hit.keys & common:
            dated = [row for row in offers(case, ("РМО",), hit.found) if row.get("when")]
            if dated:
                hit.values["lesson"] = dated[0]["when"]
                hit.found = replace(hit.found, sentence=COME)
    return hits


def offers(case: Case, forms: tuple[str, ...], found: Found) -> list[dict]:
    """What the municipality has in force for the subject, in the order of the rule."""
    rows = case.facts.rows("support", None) or []
    subjects = {"", *(line.subject for line in found.lines)}
    fitting = [row for row in rows if (row.get("subject") or "").lower() in subjects]
    return [row for form in forms for row in fitting if row["form"] == form]


def _is(hit: Hit, names: tuple[str, ...]) -> bool:
    return hit.rule.code in names or hit.rule.theme in names


def _meet(one: Hit, other: Hit, scope: str) -> bool:
    if one is other:
        return False
    if scope == LINE:
        return bool(one.keys & other.keys)
    return scope == SCHOOL or bool(one.grades & other.grades)
