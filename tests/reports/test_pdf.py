import io
import shutil
import subprocess
import tempfile

import pikepdf
import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.db import transaction
from weasyprint.urls import FatalURLFetchingError

from reports import tasks
from reports.notes import papers
from reports.noting.files import file_of_composed
from reports.pdf import IncompletePaper, OwnFilesFetcher, fonts, render_pdf

from .conftest import make_ilansky_run

# without a test that says so no database is made, also for the paper below
pytestmark = pytest.mark.django_db
HTML = '<html lang="ru"><title>x</title><link rel="stylesheet" href="static:css/print.css">{}'


@pytest.fixture
def printed(settings, tmp_path):
    """Prints a template that is made of the given HTML."""

    def do(html):
        (tmp_path / "paper.html").write_text(HTML.format(html), encoding="utf-8")
        settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
        return render_pdf("paper.html", {})

    return do


@pytest.fixture(scope="module")
def note(django_db_setup, django_db_blocker):
    """Printed once for all tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        run = make_ilansky_run()
        pdf = file_of_composed(papers.compose(run), run.municipality, ".pdf")
        transaction.set_rollback(True)
    return pdf


def fonts_of(pdf: pikepdf.Pdf) -> dict[str, bool]:
    """Name of every font → whether it is embedded."""
    found = {}
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
            name = str(thing.FontName).partition("+")[2]
            found[name] = "/FontFile2" in thing or "/FontFile3" in thing
    return found


def tags_of(pdf: pikepdf.Pdf) -> set[str]:
    return {
        str(thing.S)
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and "/S" in thing and "/P" in thing
    }


def test_a_note_is_tagged_titled_and_in_russian_with_its_fonts_inside(note):
    with pikepdf.open(io.BytesIO(note)) as pdf:
        assert str(pdf.Root.Lang) == "ru"
        assert pdf.Root.MarkInfo.Marked
        assert {"/Document", "/H1", "/H2", "/Table", "/TH", "/Figure", "/P"} <= tags_of(pdf)
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"].startswith("Аналитическая справка о результатах")
        fonts = fonts_of(pdf)
        assert fonts
        assert all(name.startswith(("PT-Sans", "PT-Serif")) for name in fonts), fonts
        assert all(fonts.values())
        with pdf.open_outline() as outline:
            assert [item.title.split("\n")[0] for item in outline.root][:1] == [
                "Аналитическая справка"
            ]


def test_the_figure_says_what_it_shows(note):
    with pikepdf.open(io.BytesIO(note)) as pdf:
        alts = [
            str(thing.Alt)
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing
        ]

    assert len(alts) == 1
    assert "НОШ № 21 72,50 (с поправкой 91,25)".replace("№ ", "№\xa0") in alts[0]


def test_pages_are_numbered_from_the_second_and_all_are_drafts(note, tmp_path):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    (tmp_path / "note.pdf").write_bytes(note)
    command = ["pdftotext", "-layout", str(tmp_path / "note.pdf"), "-"]
    pages = subprocess.run(command, check=True, capture_output=True).stdout.decode().split("\f")

    # «ПРОЕКТ» is letterspaced, and read as letters apart
    heads = ["".join(page.strip().split("\n")[0].split()) for page in pages[:-1]]
    assert heads == ["ПРОЕКТ", *(f"{n}ПРОЕКТ" for n in range(2, len(heads) + 1))]


@pytest.mark.parametrize(
    "html",
    [
        '<img alt="" src="file:///etc/passwd">',
        '<img alt="" src="http://127.0.0.1/x.png">',
        '<link rel="stylesheet" href="static:no-such-file.css">',
        '<p style="background: url(static:no-such-file.png)">x',
    ],
)
def test_a_paper_with_something_missing_is_not_made(printed, html):
    with pytest.raises(IncompletePaper):
        printed(html)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x.png",
        "https://example.org/x.png",
        "file:///etc/passwd",
        "static:../../etc/passwd",
        "static:/etc/passwd",
        "static:no-such-file.css",
        "ftp://example.org/x",
    ],
)
def test_a_paper_loads_nothing_but_our_own_files(url):
    with pytest.raises((FatalURLFetchingError, SuspiciousFileOperation)):
        OwnFilesFetcher().fetch(url)


def test_a_drawing_inside_the_page_is_loaded():
    assert OwnFilesFetcher().fetch("data:text/plain,abc").read() == b"abc"


def test_a_font_that_is_not_there_is_missed(printed):
    with pytest.raises(IncompletePaper):
        printed("<style>@font-face { font-family: x; src: url(static:fonts/x.ttf) }</style><p>x")


def test_one_paper_after_another_has_its_fonts_inside(printed, monkeypatch):
    """Across a new reading of the fonts as well."""
    monkeypatch.setattr("reports.pdf.PAPERS", 2)

    papers = [printed("<p>Слово <b>слово</b>") for _time in range(5)]

    told = [fonts_of(pikepdf.open(io.BytesIO(paper))) for paper in papers]
    assert told == [told[0]] * 5
    assert len(told[0]) == 2
    assert all(told[0].values())


def test_a_worker_that_ends_leaves_no_fonts_on_the_disk(printed, monkeypatch, tmp_path):
    fonts.forget()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    printed("<p>Слово")
    there = [path.name for path in tmp_path.glob("weasyprint-*")]

    tasks.forget_fonts()

    assert len(there) == 1
    assert list(tmp_path.glob("weasyprint-*")) == []
