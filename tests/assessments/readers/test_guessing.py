import pytest

from assessments.readers.guessing import MOST_WORKS, columns_seen, guess, meaning
from tests.assessments.layouts import make_book

SUBJECTS = ("Русский язык", "Математика", "Окружающий мир")


def guessed(*rows, said="", header=0, **facts):
    return guess(make_book(*rows, **facts), header=header, subjects=SUBJECTS, said=said)


def meanings(told):
    return [(c["place"], c["means"], c["level"], c["work"]) for c in told["columns"]]


@pytest.mark.parametrize(
    ("title", "means"),
    [
        ("Школа", ("school", "")),
        ("ОО", ("school", "")),
        ("Наименование образовательной организации", ("school", "")),
        ("Логин", ("login", "")),
        ("Код ОО", ("code", "")),
        ("Участников", ("participants", "")),
        ("Кол-во участников", ("participants", "")),
        ("Писали работу", ("participants", "")),
        (2.0, ("level", "2")),
        ("«5»", ("level", "5")),
        ("Отметка 3", ("level", "3")),
        ("кол-во «4»", ("level", "4")),
        ("кол-во 2", ("level", "2")),
        ('"2"', ("level", "2")),
        ("на 2", ("level", "2")),
        ("на «5»", ("level", "5")),
        ("на отметку 4", None),
        ("отм. 2", ("level", "2")),
        ("Количество двоек", ("level", "2")),
        ("двойки", ("level", "2")),
        ("троек", ("level", "3")),
        ("четвёрок", ("level", "4")),
        ("кол-во пятёрок", ("level", "5")),
        ("доля двоек", ("level_share", "2")),
        ("писали", ("participants", "")),
        ("участвовало", ("participants", "")),
        ("доля «2»", ("level_share", "2")),
        ("«2», %", ("level_share", "2")),
        ("% 3", ("level_share", "3")),
        ("4 и 5", ("share_high", "")),
        (4.5, ("share_high", "")),
        ("Качество знаний", ("share_high", "")),
        ("Ниже порога", ("share_low", "")),
        ("недостаточный", ("level", "insufficient")),
        ("ниже минимального", ("level", "below")),
        ("Средний балл", ("mean", "")),
        ("Ср. отметка", ("mean", "")),
        ("Причина отсутствия", ("reason", "")),
        ("Класс", ("class", "")),
        ("Учитель", None),
        ("", None),
        (True, None),
        (7, None),
    ],
)
def test_a_title_tells_what_is_below_it(title, means):
    assert meaning(title) == means


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ("Итоги ВПР по русскому, 4 класс", "Русский язык"),
        ("Итоги ВПР по русскому языку, 4 класс", "Русский язык"),
        ("Окр. мир", ""),
        ("Итоги района", ""),
    ],
)
def test_a_subject_may_be_named_without_its_second_word(said, subject):
    (work,) = guessed([said], ["Школа", "Участников", 2, 3, 4, 5])["works"]

    assert work["subject"] == subject


def test_a_plain_table_is_understood_whole():
    told = guessed(
        ["Результаты ВПР по математике, 5 класс"],
        [],
        ["№", "Школа", "Участников", 2, 3, 4, 5, "Средний балл"],
        [1, "СОШ 1", 12, 1, 5, 4, 2, 3.58],
    )

    assert told["header"] == 3
    assert told["works"] == [{"kind": "VPR", "grade": 5, "subject": "Математика", "variant": ""}]
    assert meanings(told) == [
        (1, "school", "", None),
        (2, "participants", "", 0),
        *((n, "level", str(n - 1), 0) for n in (3, 4, 5, 6)),
        (7, "mean", "", 0),
    ]


def test_marks_with_parts_below_them_are_shares():
    told = guessed(["Школа", "Участников", 2, 3, 4, 5], ["СОШ 1", 89, 12.36, 52.81, 26.97, 7.87])

    assert {c["means"] for c in told["columns"][2:]} == {"level_share"}
    assert told["percent"] == "percent"


def test_two_beside_four_and_five_is_the_low_share():
    told = guessed(["ОО", "доля «2»", "доля 4 и 5"], ["СОШ 1", 0.03, 0.7])

    assert meanings(told)[1:] == [(1, "share_low", "", 0), (2, "share_high", "", 0)]
    assert told["percent"] == "fraction"


def test_shares_beside_counts_are_left_out():
    head = ["Школа", "Участников", "«2»", "% 2", "«3»", "% 3", "«4»", "«5»", "Качество, %"]

    told = guessed(head, ["СОШ 1", 12, 1, 8.33, 5, 41.67, 4, 2, 50])

    assert [c["place"] for c in told["columns"]] == [0, 1, 2, 4, 6, 7]


def test_works_side_by_side_are_told_from_each_other():
    told = guessed(
        ["ОУ", "Русский язык", "", "", "", "", "Математика", "", "", "", ""],
        ["", *["Участников", 2, 3, 4, 5] * 2],
        ["СОШ 1", 12, 1, 5, 4, 2, 10, 0, 0, 5, 5],
        said="ВПР 4 класс.xlsx",
    )

    assert told["header"] == 2
    assert [(w["kind"], w["grade"], w["subject"]) for w in told["works"]] == [
        ("VPR", 4, "Русский язык"),
        ("VPR", 4, "Математика"),
    ]
    assert meanings(told)[0] == (0, "school", "", None)
    assert [c["work"] for c in told["columns"][1:]] == [0] * 5 + [1] * 5


@pytest.mark.parametrize("below", [range(1, 8), (7, 3, "СОШ № 5", 4, 2, 12, 5)])
def test_a_row_of_numbers_is_no_header_though_there_are_marks_among_them(below):
    told = guessed(["№ п/п", "Район", "ОО", "Сдававших", "Двоек, чел", "Год", "Балл"], [*below])

    assert told["header"] == 1


@pytest.mark.parametrize("shares", [(4.5, 2), ("4, 5", "2"), (2, 3, 4, 5)])
def test_marks_in_the_lowest_row_of_the_headings_are_a_header(shares):
    told = guessed(["Школа", "Математика", "", ""], ["", *shares], ["СОШ 1", 50, 10, 20, 20])

    assert told["header"] == 2


def test_what_is_not_understood_is_left_open():
    told = guessed(["Отчёт"], ["Учитель", "Кабинет"], ["Петрова", 12])

    assert told["header"] == 2
    assert told["columns"] == []
    assert told["works"] == [{"kind": "", "grade": 0, "subject": "", "variant": ""}]


def test_the_level_of_mathematics_is_told():
    told = guessed(["ЕГЭ, математика, профильный уровень"], ["ОО", "Участников"], ["СОШ 1", 12])

    assert told["works"] == [
        {"kind": "EGE", "grade": 11, "subject": "Математика", "variant": "профиль"}
    ]


def test_a_wide_table_tells_of_no_more_works_than_a_person_would_describe():
    book = make_book(["Школа", *[2, 3, 4, 5] * 24], ["СОШ 1", *[1] * 96])

    told = guess(book, subjects=SUBJECTS)

    assert len(told["works"]) == MOST_WORKS
    assert max(c["place"] for c in told["columns"]) == 4 * MOST_WORKS
    assert len(columns_seen(book.sheets[0], 1)) == 97


def test_columns_are_shown_with_all_their_headings_and_what_is_in_them():
    (sheet,) = make_book(
        ["ОУ", "ВПР", "", ""], ["", 2, "4, 5", ""], ["СОШ 1", 1, 3, ""], ["СОШ 2", "", 5, ""]
    ).sheets

    assert columns_seen(sheet, 2) == [
        (0, "ОУ", ("СОШ 1", "СОШ 2")),
        (1, "ВПР: 2", ("1",)),
        (2, "ВПР: 4, 5", ("3", "5")),
    ]


@pytest.mark.parametrize("rows", [[["x"]], [[""], ["x"]], [[1, 2, 3]], [[True, None, ""], [""]]])
def test_any_table_gets_an_answer(rows):
    told = guessed(*rows)

    assert 0 < told["header"] <= len(rows)
