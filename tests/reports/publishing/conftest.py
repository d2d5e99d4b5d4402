import pytest

from schools.services.approvals import NewStep, agree, content_hash, start_approval
from tests.factories import AT, make_order


@pytest.fixture
def open_page(municipality):
    """The page of our municipality is on."""
    municipality.is_public = True
    municipality.save()
    return municipality


@pytest.fixture
def order(open_page):
    return make_order(open_page, title="О поддержке школ", number="63-од")


@pytest.fixture
def agreed(open_page, coordinator, head):
    """A note without a number, agreed on in the portal."""
    note = make_order(open_page, title="О результатах", kind="note", number="", dated_on=None)
    approve(note, by=coordinator, head=head)
    return note


def begin(document, *, by, head, at=AT, text=1):
    steps = [NewStep(head)]
    return start_approval(document, steps, content_hash=content_hash(text), by=by, at=at)


def approve(document, *, by, head, **fields):
    approval = begin(document, by=by, head=head, **fields)
    agree(approval.steps.get(), by=head, at=AT)
    approval.refresh_from_db()
    return approval
