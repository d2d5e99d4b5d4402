import pytest

from reports.publishing.slugs import LENGTH, free_slug, printable, slug_of


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("приказ 63-од", "prikaz-63-od"),
        ("Аналитическая справка за 2025/2026 год", "analiticheskaya-spravka-za-2025-2026-god"),
        ("Объём щуки, съёмка", "obem-shchuki-semka"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("../../etc/passwd", "etc-passwd"),
        ("2026", "dokument-2026"),
        ("«№»", "dokument"),
        ("", "dokument"),
    ],
    ids=["order", "note", "letters", "tags", "folders", "year", "signs", "nothing"],
)
def test_an_address_can_be_read_aloud(words, slug):
    assert slug_of(words) == slug


def test_a_long_title_is_cut_between_words():
    slug = slug_of("поддержка школ с низкими результатами " * 10)

    assert len(slug) <= LENGTH
    assert slug.endswith(("podderzhka", "shkol", "s", "nizkimi", "rezultatami"))


def test_one_endless_word_is_cut_anyway():
    assert len(slug_of("я" * 500)) == LENGTH


def test_the_next_free_address():
    assert free_slug("prikaz", {"prikaz", "prikaz-2"}) == "prikaz-3"


def test_signs_that_are_not_seen_go():
    assert printable("а\x00б\u202eв\n г ") == "а б в г"
