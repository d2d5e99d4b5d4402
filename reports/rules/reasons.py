"""What stands below a sentence: the figures of its lines, and what other rules add. Pure."""

from schools.russian import NB

from .conflicts import Hit
from .lines import Key
from .phrases import HONESTLY, PLAIN
from .words import filled, sentence

MOST_ALSO, MOST_LINES = 2, 3
WITH_ONE = ("LT-1", "LT-2", "PR-2", "PR-3")


def reason(hit: Hit) -> str:
    return filled(hit.found.reason or hit.rule.reason, hit.values)


def reason_of(group: list[Hit], taken: list[Hit]) -> str:
    lead = group[0]
    told = "; ".join(list(dict.fromkeys(reason(hit) for hit in group))[:MOST_LINES])
    if len(group) > MOST_LINES:
        more = len(group) - MOST_LINES
        told += "; и ещё по одной строке" if more == 1 else f"; и ещё по {more}{NB}строкам"
    if not lead.found.reason:
        told = filled(lead.rule.head, lead.values) + told
    parts = [told, filled(lead.rule.tail, lead.values)]
    also = dict.fromkeys(_also(hit, {key for one in group for key in one.keys}) for hit in taken)
    parts += [words for words in also if words][:MOST_ALSO]
    if any(PLAIN in hit.values.get("peers_low", "") for hit in group) and PLAIN in told:
        parts.append(HONESTLY)
    if len(group) == 1 and lead.rule.code in WITH_ONE:
        parts.append(lead.values.get("one", ""))
    return " ".join(sentence(part) for part in parts if part)


def _also(hit: Hit, keys: set[Key]) -> str:
    """What is taken in of one line only, in a reason that speaks of others, names its line."""
    words = filled(hit.rule.also, hit.values)
    is_named = hit.values.get("p", "") in words
    if words and len(hit.keys) == 1 and hit.keys != keys and not is_named:
        return f"По строке «{hit.values['p']}» {words[:1].lower()}{words[1:]}"
    return words
