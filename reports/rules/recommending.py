"""From the figures of a school to drafts; the same figures give the same drafts. Pure.

Rules on data and on signs come first: a line whose data wait makes the other rules wait, and an
open sign silences comparisons of its line.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from . import catalogue
from .case import Case
from .conflicts import Hit, offers, settled
from .effects import Effect, effect_of
from .gaps import DATA_FIRST
from .gates import said
from .levels import is_near
from .lines import Key, Line
from .phrases import figures
from .reasons import reason, reason_of
from .rule import Addressee, Found, Rule, Silence
from .small import is_tiny
from .words import filled, sentence, tied

OPENS_A_SIGN = ("VO-1", "VO-2", "VO-5")
CONCLUDED = "VO-7"
SILENT_WITH_A_SIGN = ("DY", "SB", "HI", "LD")
NEVER_WAIT = ("LV-1", "SM-2", "LT-7")
ALIKE = ("MU-8",)  # of several lists one request
OF_ONE_LINE = ("LT", "HI", "DY", "SB", "VO", "EG", "PR")
LOOKS_BACK = (*OF_ONE_LINE, "LV")
WORSE = "worse"
MOST_GAP, BONUS, NO_FORM = 10, 10, 20


@dataclass(frozen=True)
class Draft:
    """What one recommendation says, and on what; the day of its term comes with the letter."""

    rule: Rule
    reason: str
    text: str
    values: dict
    lines: tuple[Line, ...]
    effect: Effect
    points: int
    taken: tuple[str, ...]  # codes of the rules that it has taken in
    support: str = ""  # a form that is on offer, and when
    is_restricted: bool = False

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def addressee(self) -> Addressee:
        return self.rule.addressee

    @property
    def counts_if(self) -> str:
        return filled((self.rule.counts_if,), self.values)


@dataclass(frozen=True)
class Answers:
    """`fired`: the codes of all rules that fired, before they settled among themselves."""

    case: Case
    drafts: list[Draft]
    silences: list[Silence]
    fired: list[str]
    told: list[str]  # sentences that are news and ask for nothing

    @property
    def notes(self) -> list[str]:
        return [*self.told, *said(self.silences, {line.key for line in self.case.told})]


def recommend(case: Case, *, objected: Iterable[Key] = ()) -> Answers:
    """`objected`: lines to whose figures the school has objected; they wait."""
    hits, silences = _all_hits(case, frozenset(objected))
    hits = [hit for hit in hits if not _made_it_worse(case, hit)]
    fired = [hit.rule.code for hit in hits]
    told = [sentence(reason(hit)) for hit in hits if not hit.rule.sentence]
    left = [hit for hit in settled(hits, case) if hit.rule.sentence]
    drafts = [_draft(case, group) for group in _grouped(left)]
    drafts.sort(key=lambda draft: (-draft.points, *draft.rule.order))
    return Answers(case, drafts, silences, fired, told)


def _made_it_worse(case: Case, hit: Hit) -> bool:
    """It was done last year on this line, and the figure fell: a year without the same advice."""
    past = case.facts.rows("past", case.school_id, year=case.year - 1) or []
    done = [row for row in past if row["is_done"] and row["outcome"] == WORSE]
    return any(row["code"] == hit.rule.code and row["line"] in hit.keys for row in done)


def _all_hits(case: Case, objected: frozenset[Key]) -> tuple[list[Hit], list[Silence]]:
    hits, silences = _evaluated(catalogue.of_themes("DQ"), case)
    waiting = objected | {k for hit in hits if hit.rule.code in DATA_FIRST for k in hit.keys}
    silences += [Silence("T6", _blank(key)) for key in waiting]
    calm = case.but(waiting)
    signs, quiet = _evaluated(catalogue.of_themes("VO"), calm)
    opened = {key for hit in signs if hit.rule.code in OPENS_A_SIGN for key in hit.keys}
    # on some somebody has concluded already, and of a few nothing is compared
    opened -= {key for hit in signs if hit.rule.code == CONCLUDED for key in hit.keys}
    opened = set() if is_tiny(case) else opened
    signed = opened | case.signed
    silences += quiet + [Silence("T8", _blank(key)) for key in signed]
    hits += signs
    quiet_case = case.but(waiting | signed, doubted=opened)
    for rule in catalogue.RULES:
        if rule.theme in ("DQ", "VO"):
            continue
        seen = quiet_case if rule.theme in SILENT_WITH_A_SIGN else calm
        found, quiet = _evaluated([rule], case if rule.code in NEVER_WAIT else seen)
        found = [hit for hit in found if not (rule.code == "PA-3" and hit.keys & signed)]
        hits, silences = hits + found, silences + quiet
    return hits, silences


def _evaluated(rules: Iterable[Rule], case: Case) -> tuple[list[Hit], list[Silence]]:
    hits, silences = [], []
    for rule in rules:
        for answer in rule.find(case) if rule.find else ():
            if isinstance(answer, Silence):
                silences.append(answer)
            else:
                hits.append(Hit(rule, answer, _values(answer)))
    return hits, silences


def _values(found: Found) -> dict:
    """The raw figures, and their phrases; what the rule tells itself comes last."""
    own = figures(found.lines[0]) if found.lines else {}
    return own | ({"grade": found.grade} if found.grade else {}) | found.values


def _grouped(hits: list[Hit]) -> list[list[Hit]]:
    """One sentence is one point, on however many lines, the largest gap first."""
    groups = defaultdict(list)
    for number, hit in enumerate(hits):
        apart = 0 if hit.rule.code in ALIKE or hit.rule.theme == "DQ" else number
        apart = 0 if len(hit.found.lines) == 1 else apart
        groups[hit.rule.code, _text(hit), apart].append(hit)
    return [sorted(group, key=_gap_of, reverse=True) for group in groups.values()]


def _text(hit: Hit) -> str:
    return tied(filled((hit.found.sentence or hit.rule.sentence,), hit.values))


def _gap_of(hit: Hit) -> int:
    """How far from the peers, in pupils or in hundredths of a percent."""
    line = hit.found.lines[0] if hit.found.lines else None
    if line is None or line.peers is None or not (line.counted or line.shared):
        return 0
    if hit.rule.theme in ("HI", "LD"):
        return abs(line.gap_high) if line.can_count_gap else abs(line.peers.high - line.high)
    return _gap(line) if line.can_count_gap else line.low - line.peers.low


def _gap(line: Line) -> int:
    return line.gap_low if line.can_count_gap else 0


def _draft(case: Case, group: list[Hit]) -> Draft:
    lead = group[0]
    rule, found = lead.rule, lead.found
    lines = tuple(dict.fromkeys(line for hit in group for line in hit.found.lines))
    offer = next(iter(offers(case, rule.forms, found)), None)
    values = lead.values | ({"others": [hit.values for hit in group[1:]]} if group[1:] else {})
    taken = [one for hit in group for one in hit.taken]
    values |= {"taken": [one.values for one in taken]} if taken else {}
    return Draft(
        rule=rule,
        reason=tied(reason_of(group, taken)),
        text=_text(lead),
        values=values,
        lines=lines,
        effect=_effect(rule, lines),
        points=_points(case, lead, has_offer=offer is not None),
        taken=tuple(dict.fromkeys(one.rule.code for one in taken)),
        support=_support(offer),
        is_restricted=any(_is_restricted(case, one) for one in (*group, *taken)),
    )


def _is_restricted(case: Case, hit: Hit) -> bool:
    read = {*hit.rule.reads, *hit.found.reads}
    return hit.rule.is_restricted or not case.facts.secret.isdisjoint(read)


def _effect(rule: Rule, lines: tuple[Line, ...]) -> Effect:
    lead = lines[0] if lines else None
    return effect_of(
        rule.effect, lead, words=rule.effect_words, among=len(lines), high=rule.code == "LD-3"
    )


def _support(offer: dict | None) -> str:
    if offer is None:
        return ""
    return ", ".join(filter(None, (offer["title"], offer.get("when"))))


def _points(case: Case, hit: Hit, *, has_offer: bool) -> int:
    rule, line = hit.rule, hit.found.lines[0] if hit.found.lines else None
    points = rule.points
    if line is not None and (rule.theme in OF_ONE_LINE or rule.code == "PA-1"):
        points += min(MOST_GAP, max(0, _gap(line))) + BONUS * line.key.is_exam
        points += BONUS * is_near(case, line)
        points -= BONUS * line.shared
    if rule.theme in LOOKS_BACK or rule.code == "PA-1":
        points += BONUS * _held_last_year(case, hit)
    if rule.needs_form and case.facts.support is not None and not has_offer:
        points -= NO_FORM
    return points


def _held_last_year(case: Case, hit: Hit) -> bool:
    earlier, _ = _evaluated([hit.rule], case.earlier)
    if len(hit.found.lines) != 1:
        return bool(earlier)
    return any(hit.keys & one.keys for one in earlier)


def _blank(key: Key) -> Line:
    return Line(key, ())
