"""Letters of recommendations of a world, with its tokens; see world.py."""

from datetime import date

from django.utils import timezone

from reports.batches.services import start_batch
from reports.tasks import make_papers
from tests.factories import AT, make_letter, make_recommendation, make_verdicts

SENT = date(2026, 8, 20)


def make_letters(world, run, *, by) -> dict:
    """Of each school one that it has; of the school also the draft of a later run."""
    made = {}
    for kind, prefix in (("school", ""), ("branch", "branch_"), ("neighbour", "neighbour_")):
        letter = make_letter(getattr(world, kind), run=run, sent_on=SENT, by=by)
        made[f"{prefix}letter"] = letter
        made[f"{prefix}advice"] = _say(letter, world.tokens[kind])
    own = made["letter"], world.tokens["school"]
    made["promise"] = _say(*own, addressee="methodists")
    made["objected"] = _say(*own, state="objected")
    later = make_verdicts(municipality=world.municipality)
    draft = make_letter(world.school, run=later)
    told = {"draft_letter": draft, "drafts_run": later}
    told |= {"draft": _say(draft, own[1]), "reserve": _say(draft, own[1], place="reserve")}
    told["rejected"] = _say(draft, own[1], state="rejected")
    about = {"academic_year": run.academic_year, "on": AT.date(), "at": timezone.now()}
    archive, _new = start_batch("letters", run.municipality, run=run, by=by, **about)
    make_papers(archive.pk)
    return made | told | {"archive": archive}


def _say(letter, token, **fields):
    return make_recommendation(letter, text=f"Провести встречу {token}.", **fields)
