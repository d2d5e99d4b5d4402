"""From words about time to dated windows, and from the cell of a document to its works. Pure."""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from roadmap.when import Moment, Span, read
from roadmap.workdays import workday_on_or_before

NOT_SAID = "Срок не указан: его назначает координатор."
NO_DATE = "Даты в документе нет: её назначает координатор."
NOT_READ = "Портал не понял срок «{}»: дату назначает координатор."
NO_PERIOD = "У этапа нет дат: срок назначает координатор."
NOTHING_HERE = "В этом периоде таких дат нет."
OUTSIDE = "Срок не попадает в период: проверьте год."


@dataclass(frozen=True)
class Window:
    starts_on: date | None
    due_on: date
    label: str

    @property
    def on_workday(self) -> "Window":
        due_on = workday_on_or_before(self.due_on)
        return replace(
            self, starts_on=self.starts_on and min(self.starts_on, due_on), due_on=due_on
        )


@dataclass(frozen=True)
class Timetable:
    """Dated windows in order. `note` says why there are none, or what is odd about them."""

    windows: tuple[Window, ...] = ()
    note: str = ""

    @property
    def on_workdays(self) -> tuple[Window, ...]:
        """As tasks have them: a deadline on a day off is moved to the workday before it."""
        return tuple(one.on_workday for one in self.windows)


def timetable(words: str, first: date | None, last: date | None) -> Timetable:
    """The windows that the words mean in a period. What is not understood gives no date."""
    if not words.strip():
        return Timetable(note=NOT_SAID)
    said = read(words)
    if said is None:
        return Timetable(note=NOT_READ.format(words.strip()))
    # «два раза в год: июнь и декабрь» means June and December
    said = [moment for moment in said if moment.exact] or said
    if all(moment.undated for moment in said):
        return Timetable(note=NO_DATE)
    if first is None or last is None:
        said = [moment for moment in said if moment.exact and moment.spans[0].year]
        if not said:
            return Timetable(note=NO_PERIOD)
    windows = {window for moment in said for window in _windows(moment, first, last)}
    ordered = tuple(sorted(windows, key=lambda window: (window.due_on, window.label)))
    return Timetable(ordered, _note(ordered, first, last))


def _note(windows: tuple[Window, ...], first: date | None, last: date | None) -> str:
    if not windows:
        return NOTHING_HERE
    if first and last and any(w.due_on < first or _start(w) > last for w in windows):
        return OUTSIDE
    return ""


def _start(window: Window) -> date:
    return window.starts_on or window.due_on


def _windows(moment: Moment, first: date | None, last: date | None) -> list[Window]:
    if moment.whole:
        return _years(first, last)
    return [window for span in moment.spans for window in _of_span(span, first, last)]


def _of_span(span: Span, first: date | None, last: date | None) -> list[Window]:
    """A span whose year is said happens once; otherwise whenever its end falls in the period."""
    if span.year:
        return [_window(span, span.year, None)]
    years = range(first.year, last.year + 1)
    return [_window(span, year, first) for year in years if first <= day_of(span.end, year) <= last]


def _window(span: Span, year: int, first: date | None) -> Window:
    end = day_of(span.end, year)
    start = span.start and day_of(
        span.start, span.start_year or (year if span.start <= span.end else year - 1)
    )
    if span.after:
        return Window(end, end + span.after, _label(span.label, start, end))
    label = _label(span.label, start, end)
    if start and first:
        start = max(start, first)
    return Window(start, end, label)


def _label(label: str, start: date | None, end: date) -> str:
    """The years belong to the words: «май–июнь 2021», «декабрь–январь 2021/2022»."""
    if label[-1].isdigit():
        return f"{label}.{end.year}"
    if start and start.year != end.year:
        return f"{label} {start.year}/{end.year}"
    return f"{label} {end.year}"


def _years(first: date, last: date) -> list[Window]:
    """«В течение года»: a period of a year as it is, a longer one year by year."""
    if (last - first).days <= 366:
        return [Window(first, last, "в течение периода")]
    return [
        Window(
            max(first, date(year, 1, 1)),
            min(last, date(year, 12, 31)),
            f"в течение {year} года",
        )
        for year in range(first.year, last.year + 1)
    ]


def day_of(month_day: tuple[int, int], year: int) -> date:
    """The 31st of a shorter month is its last day."""
    month, day = month_day
    return date(year, month, min(day, monthrange(year, month)[1]))


_LINE = "\x1e"
# a line of its own, or a verbal noun with a capital letter where no sentence has ended
_BEGINS = re.compile(
    rf"{_LINE}|(?<=[^«\s(]) (?=(?!Управление|Учреждение|Положение)"
    rf"(?:[А-ЯЁ][а-яё]*(?:ние|ция|отка|овка|верка)|Анализ|Мониторинг|Работа|Заседания)\b)"
)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_INLINE = re.compile(
    r"(?<=\s)(?:не реже|раз в|ежемесячно|ежеквартально|ежегодно|постоянно|в течение).*$"
)


def works_of_cell(text: str) -> list[tuple[str, str]]:
    """The works of a document's cell and the words about the time of each.

    Words in brackets end the works that stand before them, and count for all of these; brackets
    that do not speak of time belong to the text. Nothing of the cell is lost.
    """
    # a line that goes on with a small letter or a bracket is the same work
    text = re.sub(r"\s*\n\s*(?:[-–•*]\s*|\d+[.)]\s*)?(?=[А-ЯЁ])", _LINE, text.strip())
    text = re.sub(r"[^\S\x1e]+", " ", text)
    works, since = [], 0
    for found in _BRACKETS.finditer(text):
        if read(found[1]) is None:
            continue
        works += [(work, found[1].strip(" ;,")) for work in _split(text[since : found.start()])]
        since = found.end()
    for work in _split(text[since:]):
        works.append(_with_inline_time(work))
    return works


def _split(text: str) -> list[str]:
    """Where the typist left out the line ends; quoted themes stay with their work."""
    parts, since = [], 0
    for found in _BEGINS.finditer(text):
        before = text[: found.start()]
        if before.count("«") == before.count("»") and before.count("(") == before.count(")"):
            parts.append(text[since : found.start()])
            since = found.end()
    parts.append(text[since:])
    parts = [part.replace(_LINE, " ").strip(" ;,.") for part in parts]
    return [part for part in parts if part]


def _with_inline_time(work: str) -> tuple[str, str]:
    found = _INLINE.search(work)
    if found and read(found[0]) is not None:
        return work[: found.start()].strip(" ,;:–-"), found[0]
    return work, ""
