"""A methodology file: out, in again, and all that may be wrong with one."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from identification.models import Methodology
from schools.models import Document
from tests.factories import (
    AT,
    PARAMETERS,
    make_document,
    make_methodology,
    make_municipality,
    make_user,
)

FILE = {
    "slug": "index",
    "title": "Индекс",
    "method": "weighted_score",
    "version": 1,
    "document": {"title": "О программе", "number": "63-од", "date": "2021-03-09"},
    "parameters": PARAMETERS,
}
PAGE = "/identification/methodologies/import/"


@pytest.fixture
def stored(tmp_path):
    """Writes a document into a file; the path for the command."""

    def write(document, name="methodology.json"):
        path = tmp_path / name
        path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
        return str(path)

    return write


def bring(path, municipality, **options):
    call_command("import_methodology", path, municipality=municipality.slug, **options)


def exported(municipality, capsys, **options) -> str:
    capsys.readouterr()
    call_command("export_methodology", municipality=municipality.slug, **options)
    return capsys.readouterr().out


def test_what_was_exported_is_imported_and_exported_the_same(
    municipality, abroad, tmp_path, capsys
):
    order = make_document(
        municipality=municipality, number="63-од", dated_on=AT.date(), title="О программе"
    )
    make_methodology(municipality, slug="index", version=3, document=order)
    first = exported(municipality, capsys, methodology="index")
    path = tmp_path / "methodology.json"
    path.write_text(first, "utf-8")

    bring(str(path), abroad)

    assert exported(abroad, capsys, methodology="index") == first
    assert json.loads(first) == municipality.methodologies.get().as_file()
    assert abroad.methodologies.get().document != order


def test_a_file_that_says_nothing_new_changes_nothing(municipality, stored, capsys):
    bring(stored(FILE), municipality)
    bring(stored(FILE), municipality, json=True)

    assert json.loads(capsys.readouterr().out.partition("\n")[2])["stored"] is False
    assert (Methodology.objects.count(), Document.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "paper",
    [
        {"title": "О программе", "number": None, "date": None},
        {"title": "О программе"},
        {"title": "Названо иначе, чем в портале", "number": "63-од", "date": "2021-03-09"},
    ],
)
def test_a_paper_told_in_other_words_makes_no_version_every_time(paper, municipality, stored):
    make_document(
        municipality=municipality, number="63-од", dated_on=date(2021, 3, 9), title="О программе"
    )
    for _time in range(3):
        bring(stored(FILE | {"document": paper}), municipality)

    assert municipality.methodologies.count() == 1


def test_a_changed_file_of_a_known_name_is_the_next_version(municipality, stored, capsys):
    bring(stored(FILE), municipality)
    bring(stored(FILE | {"parameters": PARAMETERS | {"base": 90}}), municipality)

    versions = municipality.methodologies.order_by("version")
    assert [(one.version, one.parameters["base"]) for one in versions] == [(1, 95), (2, 90)]
    assert json.loads(exported(municipality, capsys, version=1)) == FILE
    assert json.loads(exported(municipality, capsys))["version"] == 2


def test_all_that_is_wrong_with_a_file_is_told_at_once_and_nothing_is_stored(
    municipality, stored, capsys
):
    broken = {
        "slug": "индекс",
        "title": "",
        "method": "weighted_score",
        "version": 0,
        "document": {"title": "", "date": "2021-13-09", "page": 3},
        "parameters": PARAMETERS | {"gaps": [], "weights": 1},
        "author": "кто-то",
    }

    with pytest.raises(SystemExit) as refused:
        bring(stored(broken), municipality, json=True)

    answer = json.loads(capsys.readouterr().out)
    assert refused.value.code == 1
    assert answer == {
        "stored": False,
        "problems": [
            "Ключ «author» в файле методики не известен.",
            "Короткое имя (slug) состоит из латинских букв, цифр и дефисов, до 60 знаков.",
            "Название (title) — текст до 200 знаков.",
            "Редакция (version) — целое число от 1.",
            "Ключ «page» документа не известен.",
            "Название документа (title) — текст до 500 знаков.",
            "Дата документа (date) — день вида 2021-03-09 или null.",
            "Параметр «weights» методике не известен.",
            "«Линия без результатов» (gaps): нужно одно из значений: zero, left_out.",
        ],
    }
    assert (Methodology.objects.count(), Document.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "это не методика в формате JSON."),
        (b"[1]", "методика — это набор «имя: значение»."),
        (b'{"slug": "a", "slug": "b"}', "Ключ «slug» стоит дважды."),
        (b"[" * 100_000, "это не методика в формате JSON."),
        (b" " * 200_001, "Файл слишком большой"),
        (rb'{"title": "\u0000"}', "это не методика в формате JSON."),
        (rb'{"title": "\ud800"}', "это не методика в формате JSON."),
    ],
)
def test_a_file_of_another_shape_is_refused(content, said, municipality, tmp_path, capsys):
    path = tmp_path / "methodology.json"
    path.write_bytes(content)

    with pytest.raises(SystemExit):
        bring(str(path), municipality)

    assert said in capsys.readouterr().err


def test_a_file_that_is_not_there_is_named(municipality, capsys):
    with pytest.raises(SystemExit, match="2"):
        bring("/нет/такого.json", municipality)

    assert "Файл «/нет/такого.json» не открыть" in capsys.readouterr().err


@pytest.mark.parametrize("options", [{"methodology": "other"}, {"version": 7}])
def test_what_is_not_there_is_not_exported(options, municipality, capsys):
    make_methodology(municipality, slug="index")

    with pytest.raises(SystemExit, match="2"):
        exported(municipality, capsys, **options)

    assert "нет." in capsys.readouterr().err


def test_the_page_gives_the_file_and_takes_it_back(client, admin, municipality):
    methodology = make_methodology(municipality, slug="index")
    client.force_login(admin)
    answer = client.get(reverse("identification:methodology-file", args=[methodology.pk]))
    other = make_municipality(slug="other")
    theirs = make_user("ADMIN", other)
    client.force_login(theirs)

    sent = client.post(PAGE, {"file": SimpleUploadedFile("a.json", answer.content)})

    assert answer["Content-Disposition"] == 'attachment; filename="index-1.json"'
    brought = other.methodologies.get()
    assert sent.url == brought.get_absolute_url()
    assert brought.as_file() == methodology.as_file()
    assert (brought.edited_by, brought.edited_at is None) == (theirs, False)


def test_the_page_tells_all_problems_of_a_file(client, admin, municipality):
    client.force_login(admin)
    file = SimpleUploadedFile("a.json", json.dumps(FILE | {"version": 0, "x": 1}).encode())

    content = client.post(PAGE, {"file": file}).content.decode()

    assert "Ключ «x» в файле методики не известен." in content
    assert "Редакция (version) — целое число от 1." in content
    assert not Methodology.objects.exists()
