from django.contrib.syndication.views import Feed
from django.urls import reverse

from .shelf import Shelf
from .slugs import printable

LENGTH = 50


class PublishedFeed(Feed):
    """RSS of what a municipality has published, the newest first."""

    language = "ru"

    def __init__(self, shelf: Shelf):
        self.shelf = shelf

    def title(self):
        return printable(f"{self.shelf.municipality.name}: опубликованные документы")

    def description(self):
        return printable(self.shelf.municipality.authority or self.shelf.municipality.name)

    def link(self):
        return reverse("public:municipality", args=[self.shelf.municipality.slug])

    def feed_url(self):
        return reverse("public:feed", args=[self.shelf.municipality.slug])

    def items(self):
        return self.shelf.papers[:LENGTH]

    def item_title(self, item):
        return item.publication.title

    def item_description(self, item):
        words = printable(f"{item.publication.kind_words} {item.requisites}")
        return f"{words}. Утратил силу." if item.is_repealed else words

    def item_link(self, item):
        return item.publication.get_absolute_url()

    def item_guid(self, item):
        """Of the act of publishing: what is published anew is told anew."""
        return f"{item.publication.municipality.slug}-{item.publication.pk}"

    item_guid_is_permalink = False

    def item_pubdate(self, item):
        return item.publication.published_at
