import random

import pytest

from schools.errors import PortalError
from schools.readers import COLUMNS, RegisterRow, read_register
from schools.sheets import Problem

HEADER = list(COLUMNS.values())


def line(**values):
    """A line of the file: `line(short_name="СОШ 1")`."""
    return [values.get(name, "") for name in COLUMNS]


def problems(*lines, header=HEADER):
    return read_register([header, *lines]).problems


def test_a_full_row_is_read_as_it_stands():
    file = read_register(
        [
            HEADER,
            line(
                short_name=" СОШ\u00a05 ",
                full_name="МБОУ «Южно-Александровская СОШ № 5»",
                cluster="сельские школы",
                kind="СОШ",
                legal_status="юридическое лицо",
                settlement="с. Южно-Александровка",
                fis_oko="edu203389; sch224143",
                ris_gia=9306.0,
                names="Южно-Александровская СОШ № 5;Южно-Александровская сош №5; СОШ 5",
            ),
        ]
    )

    assert (file.problems, file.unknown_columns) == ([], [])
    assert file.rows == [
        RegisterRow(
            row=2,
            short_name="СОШ 5",
            full_name="МБОУ «Южно-Александровская СОШ № 5»",
            cluster="сельские школы",
            kind="secondary",
            legal_status="legal",
            settlement="с. Южно-Александровка",
            fis_oko=("edu203389", "sch224143"),
            ris_gia=("9306",),
            names=("Южно-Александровская СОШ № 5", "СОШ 5"),
        )
    ]


def test_the_header_is_searched_for_and_its_order_is_free():
    file = read_register(
        [
            ["Реестр школ района"],
            [],
            ["№", "ПОЛНОЕ  НАЗВАНИЕ", "Телефон", "краткое название:", ""],
            [1, "МБОУ «СОШ № 1»", "5-12-34", "СОШ 1", ""],
            [],
            [2, "МБОУ «СОШ № 2»"],
        ]
    )

    assert file.unknown_columns == ["№", "Телефон"]
    assert file.rows[0] == RegisterRow(row=4, short_name="СОШ 1", full_name="МБОУ «СОШ № 1»")
    assert file.problems == [Problem(6, "Краткое название", "", "Нет краткого названия школы.")]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ([], "нет строки заголовков"),
        ([["Школа", "Кластер"]], "нет строки заголовков"),
        ([["Реестр"], ["Краткое название", "Вид"]], "В строке 2 нет столбца «Полное название»"),
        ([["Полное название"]], "В строке 1 нет столбца «Краткое название»"),
        ([HEADER], "нет ни одной школы"),
        ([HEADER, *([["СОШ"]] * 5001)], "больше 5000 школ"),
    ],
)
def test_what_is_no_register_is_refused_in_one_sentence(cells, sentence):
    with pytest.raises(PortalError, match=sentence):
        read_register(cells)


def test_all_problems_are_told_at_once_with_row_and_column():
    found = problems(
        line(short_name="СОШ 1", kind="ДЮСШ", legal_status="самостоятельная"),
        line(full_name="МБОУ «Без краткого»"),
        line(short_name="сош №1", fis_oko="edu1"),
        line(short_name="СОШ 2", fis_oko="EDU1", names="СОШ 1"),
        line(short_name="СОШ 3", legal_status="юр. лицо", parent="СОШ 2"),
        line(short_name="СОШ 4", parent="СОШ № 4"),
        line(short_name="С" * 101),
    )

    assert [(problem.row, problem.column, problem.value) for problem in found] == [
        (2, "Вид", "ДЮСШ"),
        (2, "Правовой статус", "самостоятельная"),
        (3, "Краткое название", ""),
        (4, "Краткое название", "сош №1"),
        (5, "Логины ФИС ОКО", "EDU1"),
        (5, "Другие названия", "СОШ 1"),
        (6, "Головная школа", "СОШ 2"),
        (7, "Головная школа", "СОШ № 4"),
        (8, "Краткое название", "С" * 101),
    ]
    assert found[3].message == "Эта школа уже названа в строке 2. Оставьте одну строку."
    assert found[5].message == "Это уже значит школу «СОШ 1» (строка 2)."


def test_a_column_that_stands_twice_is_a_problem():
    assert problems(["СОШ 1"], header=[*HEADER, "Вид"]) == [
        Problem(1, "Вид", "Вид", "Столбец стоит дважды. Оставьте один из них.")
    ]


@pytest.mark.parametrize(
    ("said", "kind"),
    [("сош", "secondary"), ("Начальная общеобразовательная школа", "primary"), ("", "")],
)
def test_the_kind_may_be_spelt_out_or_left_open(said, kind):
    assert read_register([HEADER, line(short_name="Школа", kind=said)]).rows[0].kind == kind


@pytest.mark.parametrize("name", ["=1+1", "@СУММ(A1)", "+7 школа", "-"])
def test_what_looks_like_a_formula_is_a_name(name):
    assert read_register([HEADER, line(short_name=name)]).rows[0].short_name == name


def test_whatever_stands_in_the_cells_the_reader_answers_with_rows_or_problems():
    dice = random.Random(9)
    bits = ["", "СОШ 1", "филиал", 7, 9306.0, 1.5, True, "\x00\x07", ";;;", "а" * 400, "«»", None]

    for _throw in range(500):
        lines = [dice.choices(bits, k=dice.randint(0, 12)) for _line in range(dice.randint(1, 6))]
        try:
            file = read_register([HEADER, *lines])
        except PortalError:
            continue
        assert all(problem.column in HEADER and problem.row >= 2 for problem in file.problems)
        assert file.problems or all(
            0 < len(row.short_name) <= 100 and row.short_name.isprintable() for row in file.rows
        )
