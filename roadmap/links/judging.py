"""What the answers to a link mean, in words, and when to look at it again. Pure."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from .addresses import Address, is_same_page

ALIVE, MOVED, GONE, REFUSED = "alive", "moved", "gone", "refused"
WEEK = timedelta(days=7)
SOONER = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
REDIRECTS = frozenset({301, 302, 303, 307, 308})
STATUSES = {
    401: "сайт просит пароль",
    403: "сайт не пускает программы",
    404: "страницы нет",
    410: "страница удалена",
    429: "сайт просит спрашивать реже",
    451: "доступ ограничен",
}
# a person may see what a program may not
NOT_TO_PROGRAMS = frozenset({403, 429})
TYPES = {
    "text/html": "страница сайта",
    "application/xhtml+xml": "страница сайта",
    "application/pdf": "PDF",
    "application/msword": "документ Word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "документ Word",
    "application/vnd.ms-excel": "таблица Excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "таблица Excel",
    "application/vnd.oasis.opendocument.text": "документ ODT",
    "application/vnd.oasis.opendocument.spreadsheet": "таблица ODS",
    "application/zip": "архив ZIP",
    "text/plain": "текст",
}


@dataclass(frozen=True)
class Answer:
    """One answer of a server: what of it is of use."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)  # names in small letters
    body: bytes = b""


@dataclass(frozen=True)
class Outcome:
    link: str
    note: str = ""
    content_type: str = ""
    changed_on: date | None = None
    final_url: str = ""


def judged(first: Address, last: Address, answer: Answer) -> Outcome:
    """The answer at the end of all redirects."""
    status = answer.status
    if not 200 <= status < 300:
        told = STATUSES.get(status) or ("ошибка сайта" if status >= 500 else "отказ сайта")
        return Outcome(REFUSED if status in NOT_TO_PROGRAMS else GONE, f"{told} ({status})")
    told = {
        "content_type": content_type(answer),
        "changed_on": changed_on(answer),
        "final_url": "" if last == first else last.url,
    }
    if is_same_page(first, last):
        return Outcome(ALIVE, **told)
    root = last.path == "/" and first.path != "/"
    return Outcome(MOVED, "вместо страницы открывается главная" if root else "", **told)


def content_type(answer: Answer) -> str:
    return answer.headers.get("content-type", "").partition(";")[0].strip().lower()[:100]


def changed_on(answer: Answer) -> date | None:
    """By the clock of Moscow and of Kamchatka it may be another day: the site's own is Greenwich's.

    A page that is made anew for every reader is as old as the answer, which says nothing.
    """
    changed, now = (_moment(answer.headers.get(name)) for name in ("last-modified", "date"))
    if changed is None or (now and now - changed < timedelta(minutes=1)):
        return None
    return changed.date()


def _moment(text: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text or "")
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def type_in_words(mime: str) -> str:
    if mime.startswith("image/"):
        return "изображение"
    return TYPES.get(mime, mime)


def next_check(link: str, misses: int, at: datetime) -> datetime:
    """Weekly; what is not there is looked for sooner at first: sites have bad days."""
    if link == GONE and misses <= len(SOONER):
        return at + SOONER[max(0, misses - 1)]
    return at + WEEK
