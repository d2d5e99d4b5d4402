"""Editions and approvals of a world, with its tokens; see world.py."""

from datetime import date

from roadmap.services.editions import save_edition
from schools.services.approvals import NewStep, start_approval
from tests.factories import AT, make_document


def make_approvals(world, made: dict, *, by) -> dict:
    """One that waits for the head, one of a school, and a paper that nobody was asked about."""
    municipality, tokens = world.municipality, world.tokens
    document = make_document(municipality=municipality, title=f"Приказ {tokens['municipality']}")
    own = make_document(
        municipality=municipality, school=world.school, title=f"Приказ {tokens['school']}"
    )
    steps = [NewStep(role="HEAD")]
    approval, school_approval = (
        start_approval(each, steps, content_hash="1", by=by, at=AT) for each in (document, own)
    )
    told = {"reason": "Август", "dated_on": date(2026, 8, 20), "by": by, "at": AT}
    edition = save_edition(made["programme"], **told)
    edition.document = document
    edition.save()
    return {
        "approval": approval,
        "approval_step": approval.steps.get(),
        "school_approval": school_approval,
        "paper": make_document(municipality=municipality, title=f"Лист {tokens['municipality']}"),
        "edition": edition,
        "school_edition": save_edition(made["school_programme"], **told),
    }
