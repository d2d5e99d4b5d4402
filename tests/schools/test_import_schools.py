"""The commands import_schools and add_municipality, as a script calls them."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from schools.models import Municipality, Region, School
from schools.readers import COLUMNS
from tests.factories import make_workbook

HEADER = list(COLUMNS.values())
GOOD = [["СОШ 1", "МБОУ «СОШ № 1»"], ["СОШ 2", "МБОУ «СОШ № 2»"]]


@pytest.fixture
def register_file(tmp_path):
    def write(*lines, name="register.xlsx"):
        path = tmp_path / name
        path.write_bytes(make_workbook(*lines).getvalue())
        return str(path)

    return write


def run(*args, code=0):
    """What the command prints, and that it ended with this code."""
    out, err = io.StringIO(), io.StringIO()
    if code:
        with pytest.raises(SystemExit) as ended:
            call_command(*args, stdout=out, stderr=err)
        assert ended.value.code == code
    else:
        call_command(*args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def load(path, *args, **more):
    return run("import_schools", path, "--municipality", "ilansky", *args, **more)


def test_a_register_is_loaded_and_told_in_words(municipality, register_file):
    out, err = load(register_file([*HEADER, "Телефон"], *GOOD))

    assert out.splitlines() == [
        "Столбец «Телефон» порталу не известен и пропущен.",
        "В файле 2\u00a0школы: новых 2, с изменениями 0, без изменений 0.",
        "Записано.",
    ]
    assert err == ""
    assert School.objects.count() == 2


def test_a_dry_run_stores_nothing(municipality, register_file):
    out, _err = load(register_file(HEADER, *GOOD), "--dry-run")

    assert out.splitlines()[-1] == "Это проверка, ничего не записано."
    assert not School.objects.exists()


def test_json_is_one_document_with_the_agreed_keys(municipality, register_file):
    file = register_file(HEADER, *GOOD)
    load(file)

    out, _err = load(file, "--json")

    document = json.loads(out)
    schools = document.pop("schools")
    assert document == {
        "format": "register",
        "rows": 2,
        "matched": 2,
        "created": 0,
        "updated": 0,
        "unchanged": 2,
        "stored": True,
        "problems": [],
        "notes": [],
        "unknown_columns": [],
    }
    assert schools[0] == {
        "school": "СОШ 1",
        "row": 2,
        "outcome": "unchanged",
        "full_name": "МБОУ «СОШ № 1»",
        "cluster": "",
        "kind": "СОШ",
        "legal_status": "юридическое лицо",
        "parent": None,
        "settlement": "",
        "fis_oko": [],
        "ris_gia": [],
        "names": [],
    }


def test_all_problems_are_printed_one_a_line_and_nothing_is_stored(municipality, register_file):
    file = register_file(HEADER, *GOOD, ["СОШ №1", "", "", "ДЮСШ"], ["", "МБОУ"])

    out, err = load(file, "--json", code=1)

    assert err.splitlines() == [
        "Строка 4, столбец «Краткое название», «СОШ №1»: Эта школа уже названа в строке 2. "
        "Оставьте одну строку.",
        "Строка 4, столбец «Полное название»: Нет полного названия новой школы.",
        "Строка 4, столбец «Вид», «ДЮСШ»: Такого вида портал не знает. Напишите: НОШ, ООШ, СОШ, "
        "гимназия, лицей, вечерняя школа или коррекционная школа.",
        "Строка 5, столбец «Краткое название»: Нет краткого названия школы.",
    ]
    assert json.loads(out)["stored"] is False
    assert {problem["row"] for problem in json.loads(out)["problems"]} == {4, 5}
    assert not School.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x00\x01\x02", "Это не таблица Excel и не текст CSV."),
        (b"PK\x03\x04 broken", "Файл повреждён или передан не целиком."),
        (b"<html><body>404</body></html>", "Это веб-страница"),
        ("Краткое название;Вид\nСОШ 1;СОШ".encode(), "В строке 1 нет столбца «Полное название»"),
        (b"1;" * 200, "Таблица больше 200 000 строк, 100 столбцов"),
    ],
)
def test_a_file_that_is_no_register_gets_one_sentence(municipality, tmp_path, content, sentence):
    path = tmp_path / "register.csv"
    path.write_bytes(content)

    out, err = load(str(path), code=1)

    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(sentence)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_is_a_register_too(municipality, tmp_path, encoding, delimiter):
    path = tmp_path / "register.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(
            [HEADER, ["=1+1", "МБОУ «Школа», с. Дальнее"]]
        )

    load(str(path))

    assert School.objects.get().short_name == "=1+1"


def test_an_unknown_municipality_or_file_is_refused(municipality, register_file):
    file = register_file(HEADER, *GOOD)

    _out, err = run("import_schools", file, "--municipality", "nowhere", code=2)
    assert err == "Муниципалитета «nowhere» в портале нет.\n"
    _out, err = load("/nowhere.xlsx", code=2)
    assert err == "Файла /nowhere.xlsx нет или его нельзя прочесть.\n"


def test_wrong_arguments_are_an_error_of_their_own():
    with pytest.raises(CommandError, match="--municipality"):
        call_command("import_schools", "file.xlsx")


def test_a_municipality_is_added_with_its_region(db):
    out, _err = run(
        "add_municipality", "irbit", "--name", "Ирбитское МО", "--region", "Урал", "--json"
    )

    assert json.loads(out) == {"slug": "irbit", "name": "Ирбитское МО", "region": "Урал"}
    assert Municipality.objects.get().region.name == "Урал"


def test_a_second_municipality_of_a_region_shares_it(municipality):
    run("add_municipality", "irbit", "--name", "Ирбит", "--region", municipality.region.name)

    assert Region.objects.count() == 1


@pytest.mark.parametrize(
    ("slug", "name", "sentence"),
    [
        ("ilansky", "Другой район", "Муниципалитет «ilansky» уже есть: Иланский район"),
        ("илан ский", "Район", "Поле «короткое имя»: Значение должно состоять только из лат"),
        ("other", " ", "Поле «название»: Это поле не может быть пустым."),
    ],
)
def test_a_wrong_municipality_leaves_nothing_behind(municipality, slug, name, sentence):
    _out, err = run("add_municipality", slug, "--name", name, "--region", "Новый", code=1)

    assert err.startswith(sentence)
    assert (Municipality.objects.count(), Region.objects.count()) == (1, 1)
