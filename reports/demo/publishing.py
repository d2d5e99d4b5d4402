"""The orders that put the programmes in force, shown on the page of each municipality."""

from datetime import datetime

from django.db import transaction

from reports.publishing.services import Shown, publish_document, seen, suggested_slug, switch_page
from roadmap.models import Programme
from schools.models import Municipality, User


def publish_orders(*, at: datetime) -> None:
    """By the head; where something was published before, somebody works already."""
    for municipality in Municipality.objects.filter(publications=None).order_by("pk"):
        head = User.objects.filter(username=f"{municipality.slug}-rukovoditel").first()
        programmes = Programme.objects.municipal().in_force().filter(municipality=municipality)
        orders = [one.document for one in programmes.select_related("document") if one.document]
        if not (head and orders):
            continue
        with transaction.atomic():
            for order in orders:
                shown = Shown(
                    title=order.title,
                    kind_words=order.get_kind_display().capitalize(),
                    slug=suggested_slug(order, on=at.date()),
                )
                publish_document(order, shown, seen_as=seen(order), by=head, on=at.date(), at=at)
            switch_page(municipality, is_public=True, is_indexed=False)
