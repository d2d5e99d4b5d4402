"""Figures of a line as the words of a reason: raw numbers, and phrases made of them. Pure."""

from assessments.naming import by_subject, line_title, lowered
from schools.russian import NB, count, joined, percent, school_year, share

from .lines import ENOUGH, Line, Peers, fewest

FORMS = "ученик,ученика,учеников"
MOST_NAMED, LONGEST = 3, 90
FEW = 50  # below so many a pupil is a visible part of a percent
WHERE = {
    "cluster": ("у других школ кластера", "других школ кластера"),
    "municipality": ("у других школ муниципалитета", "других школ муниципалитета"),
}
OF_WHOM = {"cluster": "кластера", "municipality": "муниципалитета", "region": "региона"}
PLAIN = "в среднем"
HONESTLY = "Среднее — по школам без учёта их размера"


def good_of(kind: str) -> str:
    """What the better ones have; diagnostics know levels, and two of them are good."""
    return "базовый и повышенный уровень" if kind == "KDR" else "высокий результат"


def named(titles: list[str]) -> str:
    """Three of them, shortened, and how many more there are."""
    told = [shortened(title) for title in titles[:MOST_NAMED]]
    more = len(titles) - len(told)
    return f"{', '.join(told)} и{NB}ещё {more}" if more else joined(told)


def shortened(title: str) -> str:
    """«Доля обучающихся…»: a long title of a document is known by its beginning."""
    words = title.strip().rstrip(".")
    if len(words) > LONGEST:
        words = f"{words[:LONGEST].rsplit(' ', 1)[0].rstrip(' ,;:—–-')}…"
    return f"«{words}»"


def pupils_of(n: int) -> str:
    return count(n, FORMS)


def titled(line: Line) -> str:
    """With its years, where several were added up."""
    return f"{line_title(*line.key)}{span_of(line)}"


def span_of(line: Line) -> str:
    return f" за{NB}{years_in_words(line.years)}" if len(line.years) > 1 else ""


def years_in_words(years) -> str:
    names = [school_year(year) for year in sorted(years)]
    return f"{joined(names)} годы" if len(names) > 1 else f"{names[0]} год"


def figures(line: Line) -> dict:
    """What a template may name of a line; None is a clause left out."""
    values = {
        "p": line_title(*line.key),
        "subject": lowered(line.key.subject),
        "by_subject": by_subject(line.key.subject),
        "good": good_of(line.key.kind),
        "grade": line.key.grade,
        "next": line.key.grade + 1 if line.key.grade else None,
        "then": school_year(max(line.years) + 1) if line.years else None,
        "years": span_of(line),
    }
    if line.counted:
        values |= _counted(line)
    elif line.shared:
        values |= _shared(line)
    if line.peers:
        values |= _beside_peers(line.peers)
    if line.can_count_change:
        values |= {"k1": line.before.k, "n1": line.before.n, "h1": line.before.h}
        values["rise"] = abs(line.rise_low)
    return values


def _counted(line: Line) -> dict:
    values = {"n": line.n, "k": line.k, "h": line.h}
    for name, part in (("low", line.k), ("high", line.h)):
        shown = f"{part} из {line.n}"
        values[name] = shown if line.n < ENOUGH else f"{shown} ({share(part, line.n)})"
        values[f"{name}_bare"] = shown
    if line.n < FEW:
        values["one"] = f"1{NB}ученик — {share(1, line.n)}"
    if line.can_count_gap:
        values |= {"N": line.peers.n, "K": line.peers.k, "H": line.peers.h}
        values |= {"gap": abs(line.gap_low), "gap_high": abs(line.gap_high)}
    return values


def _shared(line: Line) -> dict:
    """Shares stand alone, with the fewest pupils that they can mean."""
    values = {"low": percent(line.share_low), "high": percent(line.share_high or 0)}
    least = fewest(line.share_low, line.share_high or 0) if line.share_low else None
    if least:
        values["low"] += f" (не менее чем {least[0]} из {least[1]})"
    return values | {"low_bare": values["low"], "high_bare": values["high"]}


def _beside_peers(peers: Peers) -> dict:
    low, high = (percent((part + 50) // 100 * 100) for part in (peers.low, peers.high))
    if peers.n:
        where, of = WHERE[peers.where]
        return {"peers_low": f"{where} {low}", "peers_high": f"{where} {high}", "of_peers": of}
    of = OF_WHOM[peers.where]
    others = count(peers.schools, "другой школе,другим школам,другим школам")
    mean = f"{PLAIN} по\xa0{others} {of}"
    low, high = f"{mean} {low}", f"{mean} {high}"
    return {
        name.format(side): text
        for side, text in (("low", low), ("high", high))
        for name in ("peers_{}", "peers_plain_{}")
    }
