"""Files of results, built to the layouts that were seen, with their quirks. Invented figures.

A function gives the rows of a sheet; `make_book` puts rows at once before a reader,
`make_file` makes a workbook of them, to be read from its bytes.
"""

import csv
import io
from pathlib import Path

from openpyxl import Workbook

from schools.sheets import Book, Sheet

ANNEX = Path(__file__).parents[2] / "reports/demo/data/ilansky_results_2019.csv"
WORK = "ВПР 2026 Русский язык 4 класс"
DISTRICT = "Иланский муниципальный район(reg20_m012)"
OURS = "МБОУ «Иланская СОШ № 1»(edu203389)"
# what no reading may ever hold
NAMES = ("Канарейкин", "Пётр", "Желтопёрович")
PUPIL_CODES = ("70011", "70012", "70013", "70014", "70015", "70016")


def make_book(*rows, name="", **facts) -> Book:
    return Book((Sheet(name, [list(row) for row in rows], **facts),))


def make_file(rows, name="Лист1", *, merged=(), hidden=()) -> io.BytesIO:
    """`hidden`: names of further sheets that nobody sees."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = name[:31]  # Excel keeps no more
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row])
    for extent in merged:
        sheet.merge_cells(extent)
    for title in hidden:
        workbook.create_sheet(title).sheet_state = "hidden"
        workbook[title]["A1"] = "служебное"
    file = io.BytesIO()
    workbook.save(file)
    file.seek(0)
    return file


def above(title, work=WORK, day="20.04.2026"):
    """The seven rows above every table of ФИС ОКО. The date is a text."""
    subject = " ".join(work.split()[2:-2])
    return [
        [title],
        [],
        [work],
        ["Предмет:", subject],
        ["Максимальный первичный балл:", 24],
        ["Дата:", day],
        [],
    ]


def marks_rows(*schools, work=WORK, day="20.04.2026"):
    """«Статистика по отметкам». Integers head the marks, a trailing column is empty."""
    return [
        *above("Статистика по отметкам", work, day),
        ["Группы участников", "Кол-во ОО", "Кол-во участников", 2, 3, 4, 5, ""],
        ["Вся выборка", 35589, 1722202, 5.06, 32.92, 44.33, 17.69, ""],
        ["Красноярский край", 560, 30216, 13.44, 40.06, 33.5, 13.0, ""],
        [DISTRICT, 47, 3162, 10.5, 39.5, 35.0, 15.0, ""],
        *map(list, schools),
    ]


# 11 + 47 + 24 + 7 = 89, and the percentages give 100.01
MARKS = [OURS, "", 89, 12.36, 52.81, 26.97, 7.87, ""]


def journal_wide_rows(*schools, work="ВПР 2024 Математика 4 класс", day="16.04.2024"):
    """«Сравнение отметок …» of 2024. There is no row of the country."""
    moves = (
        "Понизили (Отметка < Отметка по журналу)",
        "Подтвердили (Отметка = Отметке по журналу)",
        "Повысили (Отметка > Отметка по журналу)",
    )
    columns = [f"{move} {what}" for move in moves for what in ("%", "Кол-во участников")]
    return [
        *above("Сравнение отметок с отметками по журналу", work, day),
        ["Группы участников", "Кол-во участников(всего)", *columns],
        ["Красноярский край", 30000, 20.0, 6000, 70.0, 21000, 10.0, 3000],
        [DISTRICT, 400, 25.0, 100, 62.5, 250, 12.5, 50],
        *map(list, schools),
    ]


JOURNAL = [OURS, 89, 22.47, 20, 67.42, 60, 10.11, 9]


def journal_long_rows(*groups, work="ВПР 2021 Математика 4 класс", day="15.03.2021"):
    """The same of 2021, each move in a row. A group is (name, (n, %), (n, %), (n, %), total)."""
    words = (
        "Понизили (Отметка < Отметка по журналу) %",
        "Подтвердили (Отметка = Отметке по журналу) %",
        "Повысили (Отметка > Отметка по журналу) %",
    )
    rows = above("Сравнение отметок с отметками по журналу", work, day)
    rows.append(["Группы участников", "Кол-во участников", "%"])
    for name, *moves, total in groups:
        rows.append([name, "", ""])
        rows += [[word, *move] for word, move in zip(words, moves, strict=True)]
        rows.append(["Всего", total, 100])
    return rows


def pupil(mark, journal, *, school="", code=PUPIL_CODES[0], variant="17"):
    """Tasks have codes like 4К1 and 12.2, what was not tried is a letter X."""
    return [school, "", "", code, "4А", variant, 2, "X", "Х", 1, 12, mark, journal]


def individual_rows(*lines, work=WORK, day="20.04.2026"):
    """«Индивидуальные результаты»: lines of groups and of pupils."""
    tasks = ["1 (2б)", "2 (1б)", "4К1 (3б)", "12.2 (1б)"]
    head = ["ОО", "Муниципалитет", "Название ОО", "Код участника", "Класс", "Вариант"]
    return [
        *above("Индивидуальные результаты", work, day)[:-1],
        ["Уровень сложности задания", "", "", "", "", "", "Б", "Б", "П", "Б"],
        [*head, *tasks, "Первичный балл", "Отметка", "Отметка по журналу"],
        *lines,
    ]


def pupils_of(name, participants):
    """All of it stands in one cell."""
    return [f"{name} | Кол-во участников: {participants}"]


def collected_rows():
    """What a region gets of the forms that its schools have filled: points, and no marks."""
    who = ["Пользователь", "Код региона", "Регион", "Муниципалитет", "Школа", "Дата загрузки"]
    head = [*who, "Код", "Вариант", "1 (1б)", "17К1 (2б)", "Наименование класса", "Пол"]
    told = ["edu203389", 22, "reg220000 | Край", "reg22_m045 | Район", "edu203389 | СОШ"]
    return [
        [*head, "Отметка за предыдущий триместр/ четверть", "Итого баллов"],
        [*told, "09.03.2022 08:03:00", PUPIL_CODES[0], 2, 0, "X", "10", "м", 4, 7],
    ]


def protocol(subject, *pupils, heading="Оценка", title="Протокол проверки результатов"):
    """One subject of a РИС ГИА protocol. A pupil is (code of the school, mark)."""
    head = [
        *("№", "Код ОО", "Класс", "Код ППЭ", "Аудитория", "Код МСУ"),
        *("Фамилия", "Имя", "Отчество"),
        *("Задания с кратким ответом", "Задания с развёрнутым ответом", "Первичный балл", heading),
    ]
    rows = [
        [float(n), code, "9А", 501.0, 12.0, 46.0, *NAMES, "+1-20", "2(2)0(3)", 21.0, mark]
        for n, (code, mark) in enumerate(pupils, start=1)
    ]
    return [[title], [subject], head, *rows, ["Средние", *[""] * 10, 19.4, 3.6], []]


def bias_rows(*rows):
    head = ["Год", "Логин", "Муниципалитет", "ОО", "4 РУ", "4 МА", "5 РУ", "5 МА"]
    return [[*head, "Количество маркеров"], *rows]


def bias_row(year, login, *signs, total=None, school="МБОУ «СОШ № 3»"):
    total = sum(sign == 1 for sign in signs) if total is None else total
    return [year, login, "Иланский район", school, *signs, total]


# Приложение 1 of order 63-од: headings over two to six columns, the score without a heading
ANNEX_LINES = (
    *(("ВПР", "4", "Русский язык", ""), ("ВПР", "4", "Математика", "")),
    *(("ОГЭ", "9", "Русский язык", ""), ("ОГЭ", "9", "Математика", "")),
    *(("ЕГЭ", "11", "Русский язык", ""), ("ЕГЭ", "11", "Математика", "база")),
    ("ЕГЭ", "11", "Математика", "профиль"),
)
ANNEX_HEADINGS = [
    ["ОУ", "ВПР, 4 класс", *[""] * 3, "ОГЭ, 9 класс", *[""] * 3, "ЕГЭ, 11 класс", *[""] * 5, ""],
    [
        "",
        *("Русский язык", "", "Математика", "", "Русский язык", "", "Математика", ""),
        *("Русский язык", "", "Математика, база", "", "Математика, профиль", "", ""),
    ],
    ["", *["4, 5", "2"] * 7, ""],
]
ANNEX_MERGED = (
    *("B1:E1", "F1:I1", "J1:O1", "A1:A3"),
    *("B2:C2", "D2:E2", "F2:G2", "H2:I2", "J2:K2", "L2:M2", "N2:O2"),
)
CLUSTERS = {
    "1 кластер": ("СОШ 1", "СОШ 2", "СОШ 41"),
    "2 кластер": (
        *("СОШ 3", "СОШ 4", "СОШ 5", "СОШ 7", "СОШ 9", "СОШ 11", "СОШ 13"),
        "НОШ 21",
    ),
    "3 кластер": (
        *("Степановская НОШ", "Ельниковская СОШ", "Кучердаевская СОШ", "Прокопьевская ООШ"),
    ),
}
# where the annex has no numbers it has a dash, and sometimes nothing
DASHES = {
    **{(school, line): "-" for school in ("НОШ 21", "Степановская НОШ") for line in range(2, 7)},
    **{("Прокопьевская ООШ", line): "-" for line in range(4, 7)},
}


def annex_figures() -> dict[tuple, tuple[str, str]]:
    """(school, line of the annex) → the two shares, as they are printed."""
    with ANNEX.open(encoding="utf-8-sig", newline="") as file:
        return {
            (row["school"], ANNEX_LINES.index(tuple(row[n] for n in WHICH))): (
                row["share_high"],
                row["share_low"],
            )
            for row in csv.DictReader(file)
        }


WHICH = ("procedure", "grade", "subject", "variant")


def annex_rows(as_cell=float):
    """The whole Приложение 1 with the printed figures; the score is a formula's value."""
    figures = annex_figures()
    rows = [*ANNEX_HEADINGS]
    for cluster, schools in CLUSTERS.items():
        rows.append([cluster])
        for school in schools:
            cells = []
            for line in range(7):
                gap = DASHES.get((school, line), "")
                shares = figures.get((school, line))
                cells += map(as_cell, shares) if shares else (gap, gap)
            rows.append([school, *cells, 82.5])
    return rows


TEMPLATE = "ВПР · 4 класс · Русский язык · 2025/2026 учебный год"
MARKS_OF_TEMPLATE = ("«2»", "«3»", "«4»", "«5»")


def template_rows(*rows, work=TEMPLATE, levels=MARKS_OF_TEMPLATE, before=(), after=()):
    """The portal's own template as another program saves it: what can be seen, nothing else."""
    head = ["Кластер", "Школа", "Логин", "Участников", *levels, *before, "Причина, если чисел нет"]
    head += ["Ниже минимума", "Высокий результат", "Средний балл", "Проверка", *after]
    return [[work], ["Иланский район."], ["Заполните белые ячейки."], head, *rows]


def template_row(school, *figures, login="", reason=""):
    return ["сельские школы", school, login, *figures, reason]
