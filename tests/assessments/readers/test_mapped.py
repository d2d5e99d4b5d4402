from decimal import Decimal

import pytest

from assessments.readers import mapped
from assessments.readers.reading import Figures, Work
from schools.sheets import Book, Sheet
from tests.assessments.layouts import make_book

RUSSIAN = {"kind": "VPR", "grade": 4, "subject": "Русский язык", "variant": ""}
MATHEMATICS = RUSSIAN | {"subject": "Математика"}
HEAD = ["Школа", "Участников", "«2»", "«3»", "«4»", "«5»"]
MARKS = [("level", mark) for mark in "2345"]
SHARES = [("level_share", mark) for mark in "2345"]


def mapping(*meanings, header=1, works=(RUSSIAN,), percent="percent", sheet=""):
    """A meaning is a word, or (word, level), or (word, level, work). None: a column not read."""
    columns = []
    for place, said in enumerate(meanings):
        if said is None:
            continue
        means, *rest = (said,) if isinstance(said, str) else said
        level, work = (*rest, *("", 0)[len(rest) :])
        of = None if means in ("school", "login", "code", "class") else work
        columns.append({"place": place, "means": means, "level": level, "work": of})
    return {
        "sheet": sheet,
        "header": header,
        "columns": columns,
        "works": list(works),
        "percent": percent,
    }


COUNTS = mapping("school", "participants", *MARKS)
IN_PERCENT = mapping("school", "participants", *SHARES)
LOW_HIGH = mapping("school", "share_low", "share_high")


def read(told, *rows, head=HEAD, **facts):
    return mapped.read(make_book(head, *rows, **facts), told, academic_year=2026)


def figures(reading):
    assert not reading.problems
    return [line.figures for line in reading.lines]


def complaints(reading):
    return [(p.row, p.column, p.value, p.message) for p in reading.problems]


def test_counts_are_read_under_the_columns_that_were_named():
    reading = read(COUNTS, ["СОШ 1", 12, 1, 5, 4, 2], ["СОШ 2", "10", "", "5", "5", ""])

    first, second = reading.lines
    assert (first.row, first.name, first.work) == (
        2,
        "СОШ 1",
        Work("VPR", 4, "Русский язык", academic_year=2026),
    )
    assert first.figures == Figures(12, {"2": 1, "3": 5, "4": 4, "5": 2})
    assert second.figures == Figures(10, {"2": 0, "3": 5, "4": 5, "5": 0})
    assert (reading.problems, reading.notes, reading.header) == ([], [], (1,))


def test_shares_of_levels_are_restored_to_pupils():
    reading = read(IN_PERCENT, ["СОШ 1", 89, 12.36, "52,81", "26,97 %", 7.87])

    assert figures(reading) == [Figures(89, {"2": 11, "3": 47, "4": 24, "5": 7})]


def test_shares_may_be_parts_of_one():
    told = mapping("school", "participants", *SHARES, percent="fraction")

    reading = read(told, ["СОШ 1", 89, 0.12359550561797752, "0,5281", "26,97%", 0.0787])

    assert figures(reading) == [Figures(89, {"2": 11, "3": 47, "4": 24, "5": 7})]


def test_a_share_may_be_rounded_to_a_tenth_or_to_a_whole():
    reading = read(IN_PERCENT, ["СОШ 1", 89, 12.4, 52.8, 27, 7.9], ["СОШ 2", 12, 25, 42, 33, 0])

    assert figures(reading) == [
        Figures(89, {"2": 11, "3": 47, "4": 24, "5": 7}),
        Figures(12, {"2": 3, "3": 5, "4": 4, "5": 0}),
    ]
    assert reading.notes == []


def test_shares_too_coarse_to_tell_the_pupils_are_told_of():
    exact = ["СОШ 2", 890, 50, 50, 0, 0]

    reading = read(IN_PERCENT, ["СОШ 1", 889, 12, 53, 27, 8], exact)

    assert len(reading.lines) == 2
    assert reading.notes == [
        "Доли округлены так, что числа учеников восстановлены приблизительно: 1\u00a0строка."
    ]


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        (
            [89, 12.36, 52.81, 26.97, 5.62],
            (2, "B", "89", "По долям отметок участников 87. Проверьте доли и число участников."),
        ),
        (
            [10, 12.36, 40, 30, 20],
            (
                2,
                "C",
                "12.36",
                "Такой доли отметки «2» не бывает, если участников 10. "
                "Проверьте долю и число участников.",
            ),
        ),
        ([10, "много", 40, 30, 20], (2, "C", "много", "Доля отметки «2» — число от 0 до 100.")),
        ([10, 130, 0, 0, 0], (2, "C", "130", "Доля отметки «2» — число от 0 до 100.")),
        (
            [0, 25, 25, 25, 25],
            (2, "C", "25", "Участников нет, а доли отметок есть. Проверьте их."),
        ),
        (
            ["", 25, 25, 25, 25],
            (
                2,
                "C",
                "25",
                "Без числа участников доли не превратить в числа учеников. Впишите его.",
            ),
        ),
    ],
)
def test_shares_that_give_no_pupils_are_a_problem_to_look_at(cells, complaint):
    reading = read(IN_PERCENT, ["СОШ 1", *cells])

    assert complaints(reading) == [complaint]
    assert reading.lines == []


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ([12, "пять", 5, 4, 2], "C"),
        ([12, 1.5, 5, 4, 2], "C"),
        ([12, -1, 5, 4, 2], "C"),
        (["12 %", 1, 5, 4, 2], "B"),
    ],
)
def test_pupils_are_whole_numbers(cells, place):
    ((row, column, _value, message),) = complaints(read(COUNTS, ["СОШ 1", *cells]))

    assert (row, column) == (2, place)
    assert message.startswith("Нужно целое число учеников")


def test_low_and_high_shares_stay_shares():
    reading = read(LOW_HIGH, ["СОШ 1", 3.33, "70,4 %"], ["СОШ 2", 0, 100])

    assert figures(reading) == [
        Figures(share_low=333, share_high=7040),
        Figures(share_low=0, share_high=10_000),
    ]


def test_participants_beside_two_shares_are_not_stored_and_this_is_said():
    told = mapping("school", "participants", "share_low", "share_high")

    reading = read(told, ["СОШ 1", 12, 25, 50])

    assert figures(reading) == [Figures(share_low=2500, share_high=5000)]
    assert reading.notes == [
        "Участники без разбивки по отметкам не записываются, сохранены доли: 1\u00a0строка."
    ]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (["", 50], "Есть только одна доля из двух"),
        ([0.5, 60], "Это 0.5 % или 0.5 целого?"),
        ([25, "x"], "Нужна доля"),
        ([25, 130], "Доля больше 100 %"),
    ],
)
def test_a_share_that_cannot_be_is_a_problem(cells, message):
    reading = read(LOW_HIGH, ["СОШ 1", *cells])

    assert [p.message[: len(message)] for p in reading.problems] == [message]
    assert reading.lines == []


def test_without_a_column_of_participants_they_are_the_sum():
    told = mapping("school", *MARKS)

    assert figures(read(told, ["СОШ 1", 1, 5, 4, 2])) == [
        Figures(12, {"2": 1, "3": 5, "4": 4, "5": 2})
    ]


def test_a_mean_is_rounded_half_up():
    told = mapping("school", "participants", *MARKS, "mean")

    (told,) = figures(read(told, ["СОШ 1", 12, 1, 5, 4, 2, "3,585"], head=[*HEAD, "Средняя"]))

    assert told.mean == Decimal("3.59")


WITH_REASON = mapping("school", "participants", *MARKS, "reason")


@pytest.mark.parametrize(
    ("cells", "reason", "said"),
    [
        (["", "", "", "", "", "нет выпускников"], "no_graduates", "нет выпускников"),
        (["нет ступени", "", "", "", "", ""], "no_stage", "нет ступени"),
        (["-", "–", "", "", "", "Нет участников"], "no_participants", "Нет участников"),
        (["-", "-", "-", "-", "-", ""], "unknown", "-"),
        (["", "", "", "", "", ""], "unknown", ""),
        ([0, 0, 0, 0, 0, "не проводилась"], "not_held", "не проводилась"),
        ([0, 0, 0, 0, 0, ""], "no_participants", ""),
        ([0, "", "", "", "", ""], "no_participants", ""),
    ],
)
def test_where_there_is_no_number_there_is_a_reason(cells, reason, said):
    (line,) = read(WITH_REASON, ["СОШ 1", *cells], head=[*HEAD, "Причина"]).lines

    assert (line.figures, line.said) == (Figures(no_data=reason), said)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ([12, 1, 5, 4, 2, "нет ступени"], "Указаны и числа, и причина. Оставьте что-то одно."),
        (["", "", "", "", "", "карантин"], "Такой причины нет."),
        (["нет ступени", "", "", "", "", "не сдано"], "Названы две разные причины."),
    ],
)
def test_a_reason_that_cannot_be_is_a_problem(cells, message):
    reading = read(WITH_REASON, ["СОШ 1", *cells], head=[*HEAD, "Причина"])

    assert [p.message[: len(message)] for p in reading.problems] == [message]
    assert reading.lines == []


SIDE_BY_SIDE = mapping(
    "school",
    "participants",
    *[("level", mark, 0) for mark in "2345"],
    ("participants", "", 1),
    *[("level", mark, 1) for mark in "2345"],
    works=(RUSSIAN, MATHEMATICS),
)


def test_several_works_stand_side_by_side():
    head = ["Школа", *["Участников", 2, 3, 4, 5] * 2]

    first, second = read(
        SIDE_BY_SIDE, ["СОШ 1", 12, 1, 5, 4, 2, 10, "", "-", 5, 5], head=head
    ).lines

    assert (first.work.subject, second.work.subject) == ("Русский язык", "Математика")
    assert (first.column, second.column) == ("B", "G")
    assert first.figures.counts == {"2": 1, "3": 5, "4": 4, "5": 2}
    assert second.figures.counts == {"2": 0, "3": 0, "4": 5, "5": 5}


def test_a_gap_of_one_work_leaves_the_other():
    head = ["Школа", *["Участников", 2, 3, 4, 5] * 2]

    first, second = read(
        SIDE_BY_SIDE, ["СОШ 1", 12, 1, 5, 4, 2, "-", "", "", "", ""], head=head
    ).lines

    assert first.figures.participants == 12
    assert (second.figures, second.said) == (Figures(no_data="unknown"), "-")


def test_participants_may_be_common_to_all_works():
    told = mapping("school", None, "share_low", None, works=(RUSSIAN, MATHEMATICS))
    told["columns"] = [
        {"place": 0, "means": "school", "level": "", "work": None},
        {"place": 1, "means": "participants", "level": "", "work": None},
        *(
            {"place": 2 + n, "means": "level_share", "level": mark, "work": n // 4}
            for n, mark in enumerate("23452345")
        ),
    ]
    head = ["Школа", "Учеников", *[2, 3, 4, 5] * 2]

    first, second = read(told, ["СОШ 1", 4, 25, 75, 0, 0, "", "", "", ""], head=head).lines

    assert (first.column, second.column) == ("C", "G")
    assert first.figures == Figures(4, {"2": 1, "3": 3, "4": 0, "5": 0})
    assert second.figures == Figures(no_data="unknown")


def test_a_school_is_told_by_login_code_or_name():
    told = mapping("school", "login", "code", *MARKS)
    head = ["Школа", "Логин", "Код", 2, 3, 4, 5]
    rows = [
        ["МБОУ «СОШ № 1» (EDU203389)", "", "", 1, 1, 1, 1],
        ["", "edu203390", "", 1, 1, 1, 1],
        ["", "", 9306.0, 1, 1, 1, 1],
    ]

    lines = read(told, *rows, head=head).lines

    assert [(line.name, line.login, line.code) for line in lines] == [
        ("МБОУ «СОШ № 1»", "edu203389", ""),
        ("", "edu203390", ""),
        ("", "", "9306"),
    ]


def test_a_school_merged_over_its_classes_is_that_of_each_of_them():
    told = mapping("school", "class", *MARKS)
    head = ["Школа", "Класс", 2, 3, 4, 5]
    rows = [["СОШ 1", "4 А", 1, 1, 1, 1], ["", "4Б", 2, 2, 2, 2]]

    lines = read(told, *rows, head=head, merged=(((1, 0), (2, 0)),)).lines

    assert [(line.name, line.class_label) for line in lines] == [("СОШ 1", "4А"), ("СОШ 1", "4Б")]


def test_a_class_has_a_short_name():
    told = mapping("school", "class", *MARKS)

    reading = read(told, ["СОШ 1", "четвёртый «А» класс", 1, 1, 1, 1])

    assert complaints(reading)[0][:2] == (2, "B")
    assert reading.lines == []


def test_clusters_totals_districts_and_remarks_are_passed_over_and_told_of():
    reading = read(
        COUNTS,
        [1, 2, 3, 4, 5, 6],
        ["1 кластер"],
        ["СОШ 1", 12, 1, 5, 4, 2],
        ["НОШ 21"],
        ["Итого", 12, 1, 5, 4, 2],
        ["Иланский район(reg20_m012)", 12, 1, 5, 4, 2],
        ["Исполнитель: методист"],
    )

    assert [(line.name, line.figures.no_data) for line in reading.lines] == [
        ("СОШ 1", ""),
        ("НОШ 21", "unknown"),
    ]
    assert reading.notes == [
        "Это не школы, строки пропущены: «1 кластер», «Итого», «Иланский район» и "
        "«Исполнитель: методист»."
    ]


def test_numbers_without_a_school_are_a_problem():
    assert complaints(read(COUNTS, ["", 12, 1, 5, 4, 2])) == [
        (2, "A", "", "Не сказано, чьи это числа. Впишите школу или удалите строку.")
    ]


def test_a_formula_that_nobody_has_calculated_is_a_problem():
    reading = read(COUNTS, ["СОШ 1", 12, 1, 5, 4, ""], unvalued=frozenset({(1, 5)}))

    assert [(p.row, p.column) for p in reading.problems] == [(2, "F")]
    assert reading.lines == []


def test_other_sheets_are_told_of():
    first = Sheet("4А", [HEAD, ["СОШ 1", 12, 1, 5, 4, 2]])
    second = Sheet("Свод", [HEAD, ["СОШ 1", 10, 1, 5, 2, 2]])
    hidden = Sheet("Служебный", [["x"]], is_hidden=True)

    reading = mapped.read(
        Book((first, second, hidden)), COUNTS | {"sheet": "Свод"}, academic_year=2026
    )

    assert [(line.sheet, line.figures.participants) for line in reading.lines] == [("Свод", 10)]
    assert reading.notes == [
        "Лист «4А» не читался: в нём другая таблица. Загрузите его отдельным файлом.",
        "Скрытый лист «Служебный» не читался.",
    ]


@pytest.mark.parametrize(
    ("above", "year"),
    [
        ("ВПР 2025, русский язык, протокол от 12.03.2024", 2025),
        ("2018/2019 учебный год", 2019),
        ("2024–2025 уч. г., ВПР 2025", 2025),
        ("ВПР, 4 класс", 2026),
        ("Сравнение: 2024 и 2025", 2026),
        ("Программа на 2020–2024", 2026),
    ],
)
def test_the_one_year_that_the_table_names_is_its_year(above, year):
    rows = [[above], HEAD, ["СОШ 1", 12, 1, 5, 4, 2]]

    reading = mapped.read(make_book(*rows), COUNTS | {"header": 2}, academic_year=2026)

    assert reading.lines[0].work.academic_year == year
    told = f"Год взят из файла: {year - 1}/{year}."
    assert reading.notes == ([told] if year != 2026 else [])


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (COUNTS | {"sheet": "Нет такого"}, "Размеченной таблицы в файле нет."),
        (COUNTS | {"header": 9}, "Размеченной таблицы в файле нет."),
        (COUNTS | {"header": 0}, "Размеченной таблицы в файле нет."),
        (COUNTS | {"works": []}, "Размеченной таблицы в файле нет."),
        (mapping(*["school"] * 7), "Столбца G в таблице нет."),
        (
            COUNTS | {"columns": [{"place": -1, "means": "school", "level": "", "work": None}]},
            "Столбца -1 в таблице нет.",
        ),
        (mapping("school", ("level", "2", 3)), "Размеченной таблицы в файле нет."),
        (mapping(None, "participants", *MARKS), "В разметке не сказано, в каком столбце школы."),
    ],
)
def test_a_mapping_that_does_not_fit_gives_one_sentence_and_no_line(told, sentence):
    reading = read(told, ["СОШ 1", 12, 1, 5, 4, 2])

    assert [p.message[: len(sentence)] for p in reading.problems] == [sentence]
    assert reading.lines == []


def keys(*rows, name="", **facts):
    return mapped.headers_in(make_book(*rows, name=name, **facts))


def key_at(header, *rows, **facts):
    book = keys(*rows, **facts)
    return next(key for key, found in book.items() if found.header == header)


def test_the_next_table_of_the_kind_has_the_same_key():
    one = [["ВПР 2026, русский язык"], ["Дата: 20.04.2026"], ["ШКОЛА *", 2.0], ["СОШ 1", 5]]
    other = [["ВПР 2027,  русский язык"], [], ["Дата: 21.04.2027"], ["Школа", "2"], ["СОШ 9", 1]]

    key = key_at(3, *one)

    assert keys(*other)[key] == mapped.Found("", 4)


@pytest.mark.parametrize(
    "other",
    [
        [["ВПР 2026, математика"], HEAD],
        [["ВПР 2026, русский язык"], [*HEAD[:-1], "«6»"]],
        [["ВПР 2026, русский язык"], ["", *HEAD]],
        [HEAD],
    ],
)
def test_another_subject_or_other_columns_are_another_table(other):
    key = key_at(2, ["ВПР 2026, русский язык"], HEAD)

    assert key not in keys(*other, ["СОШ 1"])


def test_among_several_sheets_the_name_counts():
    rows = [HEAD, ["СОШ 1", 12, 1, 5, 4, 2]]
    book = Book((Sheet("РУ 4", rows), Sheet("МА 4", rows)))

    found = mapped.headers_in(book)

    assert mapped.Found("РУ 4", 1) in found.values()
    assert mapped.Found("МА 4", 1) in found.values()
    assert keys(*rows, name="Лист1").keys() == keys(*rows, name="TDSheet").keys()
