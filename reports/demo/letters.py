"""Letters of recommendations of a demo: drafts everywhere, one that a director has, a year ago."""

from datetime import UTC, datetime

from identification.models import Run
from reports.homes.municipal import main_run
from reports.models import Letter, Recommendation
from reports.recommending.answering import mark
from reports.recommending.drafting import make_letters
from reports.recommending.sending import send_letter
from schools.models import Membership, Municipality, User

# the municipality whose letters of a year ago were sent and answered
LIVED = "strezhevoy"
SENT, ANSWERED = datetime(2022, 9, 1, 6, tzinfo=UTC), datetime(2023, 5, 30, 6, tzinfo=UTC)
ANSWERS = [
    ("done", "Занятия прошли по вторникам, помогла школа-партнёр."),
    ("partly", "Успели только в первом полугодии."),
    ("not_done", "Не хватило часов внеурочной деятельности."),
]


def write_letters(*, at: datetime) -> None:
    """Once: letters that are there are left to whoever works with them."""
    for municipality in Municipality.objects.order_by("pk"):
        run = main_run(municipality, municipality.academic_year)
        coordinator = User.objects.filter(username=f"{municipality.slug}-koordinator").first()
        if run is None or coordinator is None or run.letters.exists():
            continue
        if municipality.slug == LIVED:
            _live_through(main_run(municipality, municipality.academic_year - 1), by=coordinator)
        make_letters(run, by=coordinator, at=at)
        _send(run, f"{municipality.slug}-direktor", by=coordinator, at=at)


def _live_through(run: Run | None, *, by: User) -> None:
    if run is None or run.letters.exists():
        return
    make_letters(run, by=by, at=SENT)
    for letter in _letters(run):
        send_letter(letter, by=by, at=SENT)
    given = Recommendation.objects.filter(letter__run=run, state=Recommendation.State.SENT)
    rows = given.exclude(addressee=Recommendation.Addressee.METHODISTS)
    rows = rows.select_related("letter__school__municipality", "task").order_by("pk")
    for number, one in enumerate(rows):
        answer, text = ANSWERS[number % len(ANSWERS)]
        mark(one, answer=answer, text=text, by=by, at=ANSWERED)


def _send(run: Run, login: str, *, by: User, at: datetime) -> None:
    """To the school whose director the demo has: there is something to read and to answer."""
    schools = Membership.objects.filter(user__username=login).values("school")
    for letter in _letters(run).filter(school__in=schools):
        send_letter(letter, by=by, at=at)


def _letters(run: Run):
    return Letter.objects.filter(run=run).select_related("school__municipality")
