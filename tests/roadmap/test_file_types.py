"""Which files may prove something."""

import io
import zipfile
from itertools import count

import openpyxl
import pytest
from docx import Document
from PIL import Image

from roadmap.file_types import TYPES, checked_type, safe_name
from schools.errors import PortalError
from tests.roadmap.making import make_pdf

OPEN = "application/vnd.oasis.opendocument."
OFFICE = "application/vnd.openxmlformats-officedocument."


def archive(parts: dict, base: bytes = b"") -> bytes:
    file = io.BytesIO(base)
    with zipfile.ZipFile(file, "a") as kept:
        for name, content in parts.items():
            kept.writestr(name, content)
    return file.getvalue()


def word() -> bytes:
    file = io.BytesIO()
    Document().save(file)
    return file.getvalue()


def excel() -> bytes:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def slides() -> bytes:
    kind = f"{OFFICE}presentationml.presentation.main+xml"
    return archive({"[Content_Types].xml": f'<Types><Override ContentType="{kind}"/></Types>'})


def opened(kind: str, **more) -> bytes:
    return archive({"mimetype": OPEN + kind, "content.xml": "<x/>"} | more)


def picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (2, 2)).save(file, kind)
    return file.getvalue()


OF = {
    "pdf": make_pdf(),
    "docx": word(),
    "xlsx": excel(),
    "pptx": slides(),
    "odt": opened("text"),
    "ods": opened("spreadsheet"),
    "odp": opened("presentation"),
    "jpg": picture("JPEG"),
    "jpeg": picture("JPEG"),
    "png": picture("PNG"),
}
STRANGERS = {
    "a web page": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "a drawing that runs": b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
    "a program": b"MZ\x90\0" + bytes(300),
    "a program of Linux": b"\x7fELF" + bytes(300),
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "an archive": archive({"a.txt": "a"}),
    "an old document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "another archive": b"Rar!\x1a\x07\x00" + bytes(50),
    "a text": "Приказ".encode(),
    "a picture of another kind": picture("GIF"),
}


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(PortalError) as refused:
        checked_type(name, content)
    return str(refused.value)


@pytest.mark.parametrize("inside", OF)
@pytest.mark.parametrize("ending", TYPES)
def test_the_content_must_be_what_the_ending_says(ending, inside):
    name, fits = f"Приказ.{ending.upper()}", TYPES[ending][0] == TYPES[inside][0]

    if fits:
        assert checked_type(name, OF[inside]) == TYPES[ending][0]
    else:
        assert refusal(name, OF[inside])


@pytest.mark.parametrize("ending", TYPES)
@pytest.mark.parametrize("inside", STRANGERS)
def test_no_stranger_passes_under_an_allowed_ending(ending, inside):
    assert refusal(f"Приказ.{ending}", STRANGERS[inside])


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Приказ.exe", "Файлы .exe не принимаются. Подойдут PDF"),
        ("Приказ.html", "Файлы .html не принимаются"),
        ("Приказ.svg", "Файлы .svg не принимаются"),
        ("Приказ.pdf.exe", "Файлы .exe не принимаются"),
        ("Приказ", "У файла нет расширения"),
        ("Приказ.doc", "Сохраните документ как DOCX или PDF."),
        ("Приказ.docm", "В файле есть макросы"),
    ],
)
def test_an_ending_that_is_not_taken_is_told_what_to_do(name, sentence):
    assert sentence in refusal(name, OF["pdf"])


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b" \n"])
def test_an_empty_file_is_refused(content):
    assert refusal("Приказ.pdf", content) == "Файл пуст. Выберите другой."


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", archive({"word/vbaProject.bin": b"x"}, word())),
        ("a.xlsx", archive({"xl/VBAPROJECT.BIN": b"x"}, excel())),
        ("a.xlsx", archive({"xl/activeX/activeX1.bin": b"x"}, excel())),
        ("a.docx", archive({"[Content_Types].xml": f"{OFFICE}x.macroEnabled.main+xml"})),
        ("a.odt", opened("text", **{"Basic/Standard/Module1.xml": "<x/>"})),
        ("a.ods", opened("spreadsheet", **{"Scripts/python/a.py": "x"})),
    ],
    ids=count(1),
)
def test_macros_are_refused_under_any_ending(name, content):
    assert refusal(name, content).startswith("В файле есть макросы")


@pytest.mark.parametrize("ending", ["pdf", "png", "jpg"])
def test_an_archive_behind_a_paper_or_a_picture_is_found(ending):
    assert "спрятан архив" in refusal(f"a.{ending}", archive({"a.exe": b"MZ"}, OF[ending]))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"GIF89a" + make_pdf()),
        ("a.pdf", b"<html><script>" + make_pdf()),
        ("a.docx", b"MZ\x90\0" + bytes(60) + word()),
        ("a.pdf", make_pdf()[:60]),
        ("a.png", OF["png"][:-12]),
        ("a.png", OF["png"] + b"<?php"),
        ("a.jpg", OF["jpg"][:-2]),
        ("a.docx", word()[:500]),
        ("a.odt", opened("text")[:80]),
    ],
    ids=count(1),
)
def test_two_kinds_in_one_and_half_of_a_file_are_refused(name, content):
    assert refusal(name, content)


def test_an_archive_with_two_parts_of_one_name_is_refused():
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = archive({"word/document.xml": b"<other/>"}, word())

    assert "повреждён" in refusal("a.docx", twice)


def test_what_a_part_unpacks_to_is_read_to_a_limit():
    bomb = archive({"[Content_Types].xml": b" " * 50_000_000}, b"")

    assert "повреждён" in refusal("a.xlsx", bomb)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Приказ № 5.pdf", "Приказ № 5.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Документы\\приказ.pdf", "приказ.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ("\u200b\u2066.pdf", "документ.pdf"),
        ("....pdf", "документ.pdf"),
        ("й.pdf", "й.pdf"),
    ],
)
def test_a_name_stays_what_it_was_without_its_tricks(name, kept):
    assert safe_name(name) == kept


def test_a_long_name_keeps_its_ending():
    kept = safe_name("я" * 300 + ".docx")

    assert (len(kept), kept[-6:]) == (200, "я.docx")
