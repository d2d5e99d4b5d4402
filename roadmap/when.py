"""Words about time, as orders write them: «май-июнь 2021», «раз в четверть», «по графику».

Pure. Every word must be understood, or nothing is: a deadline is never guessed.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from schools.russian import NB, NOMINATIVE

# as they stand after «в», «с», «до» or a day
MONTHS = tuple(
    (name, rf"{name[:-1]}[ьйяею]" if name[-1] in "ьй" else rf"{name}[аеу]?") for name in NOMINATIVE
)
# what is asked for «по окончании» is due this long after the end
AFTERWARDS = timedelta(days=14)


@dataclass(frozen=True)
class Span:
    """From a day of a month to a day of a month, in the year said or in every year of a period."""

    start: tuple[int, int] | None
    end: tuple[int, int]
    label: str
    year: int | None = None
    start_year: int | None = None
    after: timedelta = timedelta(0)


@dataclass(frozen=True)
class Moment:
    """One thing said about time. What is exact wins over «раз в четверть» said beside it."""

    spans: tuple[Span, ...] = ()
    exact: bool = False
    whole: bool = False
    undated: bool = False


# they end about these days, since each school sets its own holidays
SCHOOL_QUARTERS = (
    Span((1, 1), (3, 31), f"III{NB}четверть"),
    Span((4, 1), (5, 31), f"IV{NB}четверть"),
    Span((9, 1), (10, 31), f"I{NB}четверть"),
    Span((11, 1), (12, 31), f"II{NB}четверть"),
)
QUARTERS = (
    Span((1, 1), (3, 31), f"I{NB}квартал"),
    Span((4, 1), (6, 30), f"II{NB}квартал"),
    Span((7, 1), (9, 30), f"III{NB}квартал"),
    Span((10, 1), (12, 31), f"IV{NB}квартал"),
)
HALF_YEARS = (Span((1, 1), (6, 30), f"I{NB}полугодие"), Span((7, 1), (12, 31), f"II{NB}полугодие"))
YEAR = (Span((1, 1), (12, 31), "год"),)
SCHOOL_YEAR = (Span((9, 1), (5, 31), "учебный год"),)
EVERY_MONTH = tuple(Span((n, 1), (n, 31), name) for n, (name, _) in enumerate(MONTHS, start=1))

MONTH = "(?:" + "|".join(pattern for _, pattern in MONTHS) + ")"
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
NUMBERED = r"(?P<n>iv|i{1,3}|[1-4])(?:-?(?:й|ый|ой|ий|е|ое|ом|м))?"
NO_LESS = r"(?:не (?:реже|менее)(?: чем)? )?"
ONCE = rf"{NO_LESS}(?:(?:1|один|одного) раза? в|раза? в|кажд(?:ый|ую|ое)|в кажд(?:ый|ую|ом))"
TWICE = rf"{NO_LESS}(?:2|два|двух) раза? в год"
FOUR_TIMES = rf"{NO_LESS}(?:4|четыре|четырех) раза? в год"
AFTER = r"(?:по (?:окончании|завершении|итогам)|в конце)(?: кажд(?:ой|ого))?(?: учебной)?"
PLAN = r"(?:(?:индивидуальн|отдельн|учебн|план)\w* )?(?:план\w*|график\w*|плану?-графику?)"


def _recurs(spans, **changes):
    return Moment(tuple(replace(span, **changes) for span in spans))


FREQUENT = (
    (rf"{ONCE} (?:учебную )?четверть|ежечетвертно", _recurs(SCHOOL_QUARTERS)),
    (rf"{ONCE} квартал|ежеквартально|{FOUR_TIMES}", _recurs(QUARTERS)),
    (rf"{ONCE} полугоди[ею]|по полугодиям|{TWICE}|дважды в год", _recurs(HALF_YEARS)),
    (rf"{ONCE} месяц|ежемесячно", _recurs(EVERY_MONTH)),
    (rf"{ONCE} (?:календарный )?год|ежегодно", _recurs(YEAR)),
    (
        rf"{AFTER} четверт(?:и|ей)(?:,? ?(?:и )?(?:учебного )?года)?",
        _recurs(SCHOOL_QUARTERS, after=AFTERWARDS),
    ),
    (rf"{AFTER} квартал(?:а|ов)", _recurs(QUARTERS, after=AFTERWARDS)),
    (rf"{AFTER} полугоди[яй]", _recurs(HALF_YEARS, after=AFTERWARDS)),
    (rf"{AFTER} учебного года", _recurs(SCHOOL_YEAR, after=AFTERWARDS)),
    (rf"{AFTER} (?:календарного )?года", _recurs(YEAR, after=AFTERWARDS)),
    (r"в течение учебного года", _recurs(SCHOOL_YEAR)),
    (
        r"(?:в течение|весь|до конца) (?:всего )?(?:календарн\w+ )?(?:год|период)а?",
        Moment(whole=True),
    ),
    (
        r"постоянно|систематически|регулярно|по необходимости|по мере необходимости|по запрос[уам]+"
        rf"|(?:по|в соответствии с|согласно) {PLAN}(?: \w+(?: \w+)?)?",
        Moment(undated=True),
    ),
)


def read(words: str) -> list[Moment] | None:
    """What is said about time; None where a word is not understood."""
    text = _plain(words)
    if not text:
        return None
    whole = _frequent(text)
    if whole:
        return [whole]
    said = []
    for piece in re.split(r"[;,:]| и (?!года)", text):
        if not piece.strip():
            continue
        moment = _frequent(piece.strip()) or _dated(piece.strip())
        if moment is None:
            return None
        said.append(moment)
    return _with_years(said) or None


def _plain(words: str) -> str:
    text = words.lower().replace("ё", "е").replace("\xa0", " ")
    text = re.sub(r"\s*[-–—]\s*", "-", text)
    text = re.sub(r"((?:19|20)\d\d)\s*(?:гг?\.|году|годах|года|год|гг?\b)", r"\1", text)
    return re.sub(r"\s+", " ", text).strip(" ().;,:")


def _frequent(text: str) -> Moment | None:
    for pattern, moment in FREQUENT:
        if re.fullmatch(pattern, text):
            return moment
    return None


def _dated(text: str) -> Moment | None:
    for pattern, make in DATED:
        found = re.fullmatch(pattern, text)
        if found:
            try:
                return Moment((make(found.groupdict()),), exact=True)
            except ValueError:
                return None
    return None


def _with_years(said: list[Moment]) -> list[Moment]:
    """«Июнь, ноябрь 2021»: a year said once is meant for what stands before it, then after it."""
    year = None
    for moments in (reversed(range(len(said))), range(len(said))):
        for n in moments:
            if not said[n].exact:
                continue
            (span,) = said[n].spans
            if span.year:
                year = span.year
            elif year:
                said[n] = replace(said[n], spans=(replace(span, year=year),))
    return said


def _month(word: str) -> int:
    return next(n for n, (_, pattern) in enumerate(MONTHS, 1) if re.fullmatch(pattern, word))


def _year(word: str | None) -> int | None:
    return int(word) if word else None


def _day(day: str, month: int, year: int | None = None) -> tuple[int, int]:
    date(year or 2024, month, int(day))
    return month, int(day)


def _months(said: dict) -> Span:
    first, last = _month(said["first"]), _month(said.get("last") or said["first"])
    label = MONTHS[first - 1][0] + (f"–{MONTHS[last - 1][0]}" if last != first else "")
    year = _year(said["year"])
    return Span((first, 1), (last, 31), label, year, _year(said.get("start_year")))


def _days(said: dict) -> Span:
    last = _month(said["month"])
    first = _month(said["first_month"]) if said.get("first_month") else last
    year = _year(said["year"])
    start, end = _day(said["first"], first, year), _day(said["last"], last, year)
    return Span(start, end, _dotted(start) + "–" + _dotted(end), year)


def _until(said: dict) -> Span:
    year = _year(said["year"])
    end = _day(said["day"], _month(said["month"]), year)
    return Span(None, end, f"до {_dotted(end)}" if said.get("until") else _dotted(end), year)


def _end_of_month(said: dict) -> Span:
    month = _month(said["month"])
    return Span(None, (month, 31), f"до конца месяца: {MONTHS[month - 1][0]}", _year(said["year"]))


def _numeric(said: dict) -> Span:
    year = _year(said["year"])
    end = _day(said["day"], int(said["month"]), year)
    return Span(None, end, f"до {_dotted(end)}" if said.get("until") else _dotted(end), year)


def _part(parts):
    def make(said: dict) -> Span:
        n = ROMAN[said["n"]]
        if n > len(parts):
            raise ValueError(n)
        return replace(parts[n - 1], year=_year(said["year"]))

    return make


def _dotted(day: tuple[int, int]) -> str:
    return f"{day[1]:02}.{day[0]:02}"


Y = r"(?: (?P<year>(?:19|20)\d\d))?"
UNTIL = r"(?:(?P<until>до|к|не позднее|не позже|в срок до|срок до) )?"
IN = r"(?:(?:в|с|во) )?"
DATED = (
    (rf"{IN}(?P<first>{MONTH}){Y}", _months),
    (
        rf"{IN}(?P<first>{MONTH})(?: (?P<start_year>20\d\d))?(?:-| по )(?P<last>{MONTH}){Y}",
        _months,
    ),
    (rf"{UNTIL}(?P<day>\d\d?) (?P<month>{MONTH}){Y}", _until),
    (rf"(?:до|к) конц[ау] (?P<month>{MONTH}){Y}", _end_of_month),
    (rf"{UNTIL}(?P<day>\d\d?)\.(?P<month>\d\d?)(?:\.(?P<year>20\d\d))?", _numeric),
    (
        rf"(?:с )?(?P<first>\d\d?)(?: (?P<first_month>{MONTH}))?(?:-| по )(?P<last>\d\d?)"
        rf" (?P<month>{MONTH}){Y}",
        _days,
    ),
    (rf"{IN}{NUMBERED} квартале?{Y}", _part(QUARTERS)),
    (rf"{IN}{NUMBERED} полугоди[ие]{Y}", _part(HALF_YEARS)),
)
