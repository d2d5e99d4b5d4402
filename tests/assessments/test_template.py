"""The workbook that the portal gives out, and what comes back from it."""

import io
from decimal import Decimal
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from assessments.readers import FORMATS, own_template
from assessments.readers.reading import Figures, Line, Work
from assessments.scales import standard_levels
from assessments.template import Form, SchoolRow, write_forms
from schools.sheets import read_book

RUSSIAN = Work("VPR", 4, "Русский язык", academic_year=2026)
EXAM = Work("EGE", 11, "Математика", "профиль", 2026)
DIAGNOSTIC = Work("KDR", 4, "Читательская грамотность", academic_year=2026)
SCHOOLS = [
    SchoolRow("СОШ 5", "сельские школы", "edu203389"),
    SchoolRow("НОШ 21", "сельские школы"),
    SchoolRow("СОШ 1", "городские школы", "edu203390"),
]


def form(work=RUSSIAN, schools=SCHOOLS, levels=None):
    levels = levels or standard_levels(work.kind, work.variant)
    return Form(work, "Иланский район. Ниже минимума: «2».", levels, schools)


def opened(*forms, **options):
    return load_workbook(io.BytesIO(write_forms(forms)), **options)


def columns(sheet):
    """heading → letter"""
    return {cell.value: cell.column_letter for cell in sheet[4]}


def typed(sheet, row, told):
    for heading, value in told.items():
        sheet[f"{columns(sheet)[heading]}{row}"] = value


def came_back(book):
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    read = read_book(file)
    assert [name for name, reader in FORMATS.items() if reader.recognises(read)] == ["own_template"]
    return own_template.read(read, academic_year=2026)


@pytest.mark.parametrize(
    ("work", "told", "figures"),
    [
        (
            RUSSIAN,
            {"Участников": 12, "«2»": 3, "«3»": 4, "«5»": 5},
            Figures(12, {"2": 3, "3": 4, "4": 0, "5": 5}),
        ),
        (
            EXAM,
            {
                "Участников": 7,
                "ниже минимального": 1,
                "от минимального до 60": 3,
                "61–79": 2,
                "80 и более": 1,
                "Средний балл": 58.43,
            },
            Figures(7, {"below": 1, "to60": 3, "61-79": 2, "80+": 1}, mean=Decimal("58.43")),
        ),
        (
            DIAGNOSTIC,
            {"Участников": 9, "недостаточный": 1, "пониженный": 2, "базовый": 3, "повышенный": 3},
            Figures(9, {"insufficient": 1, "reduced": 2, "basic": 3, "advanced": 3}),
        ),
        (RUSSIAN, {"Причина, если чисел нет": "не сдано"}, Figures(no_data="not_given")),
    ],
)
def test_what_is_typed_into_it_comes_back_exactly(work, told, figures):
    book = opened(form(work))
    typed(book.active, 6, told)

    reading = came_back(book)

    said = told.get("Причина, если чисел нет", "")
    assert reading.lines == [Line(6, work, figures, name="НОШ 21", said=said)]
    assert reading.problems == []
    assert reading.notes == ["Не заполнено: 2\xa0строки. То, что уже внесено, не изменится."]


def test_a_level_of_a_scale_of_one_s_own_comes_back_by_its_code():
    level = SimpleNamespace(is_low=True, is_high=False, from_score=None)
    levels = [
        SimpleNamespace(code=code, label=label, **vars(level))
        for code, label in (("1", "низкий"), ("basic", "Базовый"), ("3", "высокий [отлично]"))
    ]
    book = opened(form(DIAGNOSTIC, levels=levels))
    typed(book.active, 5, {"Участников": 6, "низкий [1]": 1, "Базовый": 2})
    typed(book.active, 5, {"высокий [отлично] [3]": 3})

    (line,) = came_back(book).lines

    assert line.figures == Figures(6, {"1": 1, "basic": 2, "3": 3})


def test_what_the_portal_knows_already_stands_in_it_and_comes_back_unchanged():
    known = [
        Figures(12, {"2": 3, "3": 4, "5": 5}),
        Figures(no_data="no_stage"),
        Figures(4, {"2": 4, "3": 0, "4": 0, "5": 0}),
    ]
    schools = [SchoolRow(f"СОШ {n}", figures=told) for n, told in enumerate(known)]

    lines = came_back(opened(form(schools=schools))).lines

    assert [line.figures for line in lines] == [
        Figures(12, {"2": 3, "3": 4, "4": 0, "5": 5}),
        *known[1:],
    ]


def test_a_level_that_nobody_reached_stands_in_it_as_a_zero():
    schools = [SchoolRow("СОШ 5", figures=Figures(12, {"2": 12})), SchoolRow("СОШ 7")]

    sheet = opened(form(schools=schools)).active

    assert [[cell.value for cell in row] for row in sheet["D5:H6"]] == [
        [12, 12, 0, 0, 0],
        [None] * 5,
    ]


def test_a_mean_is_asked_of_points_and_of_nothing_else():
    marks = [level._replace(from_score=15) for level in standard_levels("OGE")]
    headings = [list(columns(opened(one).active)) for one in (form(EXAM), form(levels=marks))]

    before = [told[: told.index("Причина, если чисел нет")] for told in headings]
    assert ["Средний балл" in told for told in before] == [True, False]
    names = ("Средний балл", "Средняя отметка")
    assert [[told.count(name) for name in names] for told in headings] == [[1, 0], [0, 1]]


def test_a_year_is_one_workbook_with_a_sheet_for_each_procedure():
    works = [RUSSIAN, EXAM, DIAGNOSTIC]
    book = opened(*map(form, works))
    for sheet in book:
        typed(sheet, 5, {"Участников": 4})

    lines = came_back(book).lines

    assert book.sheetnames == [
        "ВПР-4, русский язык",
        "ЕГЭ, математика (профиль)",
        "КДР-4, читательская грамотность",
    ]
    assert [(line.sheet, line.work) for line in lines] == list(
        zip(book.sheetnames, works, strict=True)
    )


def test_sheets_have_names_that_excel_takes_and_none_twice():
    subjects = ["История: [всеобщая] / России и мира", "История: [всеобщая] / России и края"]
    subjects += ["Родной язык'", "родной язык"]

    names = opened(*(form(RUSSIAN._replace(subject=subject)) for subject in subjects)).sheetnames

    assert names == [
        "ВПР-4, история   всеобщая    Ро",
        "ВПР-4, история   всеобщая   2",
        "ВПР-4, родной язык",
        "ВПР-4, родной язык 2",
    ]


# what spreadsheet programs are told


def test_only_cells_that_are_to_be_typed_are_unlocked():
    sheet = opened(form(EXAM)).active

    assert sheet.protection.sheet
    assert not sheet.protection.password
    free = {cell.column_letter for row in sheet for cell in row if not cell.protection.locked}
    assert {heading for heading, letter in columns(sheet).items() if letter in free} == {
        "Участников",
        "ниже минимального",
        "от минимального до 60",
        "61–79",
        "80 и более",
        "Средний балл",
        "Причина, если чисел нет",
    }
    assert all(cell.protection.locked for row in sheet["A1:N4"] for cell in row)


def test_a_confirmed_school_is_shown_and_locked():
    told = Figures(12, {"2": 3, "3": 4, "4": 4, "5": 1})
    schools = [SchoolRow("СОШ 5", figures=told, is_closed=True), SchoolRow("СОШ 7")]

    sheet = opened(form(schools=schools)).active

    assert all(cell.protection.locked for cell in sheet[5])
    assert not all(cell.protection.locked for cell in sheet[6])
    assert (sheet["D5"].value, sheet[f"{columns(sheet)['Проверка']}5"].value) == (
        12,
        "подтверждено",
    )


def test_what_may_be_typed_is_said_in_russian():
    sheet = opened(form(EXAM)).active

    rules = {
        (str(rule.sqref), rule.type, rule.formula1, rule.formula2, rule.showErrorMessage)
        for rule in sheet.data_validations.dataValidation
    }
    reasons = (
        '"нет ступени,нет выпускников,нет участников,не проводилась,не сдано,скрыто,нет информации"'
    )
    whole = {(f"{letter}5:{letter}7", "whole", "0", "9999", True) for letter in "DEFGH"}
    assert rules == whole | {
        ("I5:I7", "decimal", "0", "100", True),
        ("J5:J7", "list", reasons, None, True),
    }
    for rule in sheet.data_validations.dataValidation:
        assert rule.errorTitle.startswith(("Нуж", "Такой"))
        assert len(rule.errorTitle) <= 32
        assert "очистите ячейку" in rule.error
        assert len(rule.error) <= 225
        assert rule.allow_blank
        assert not rule.showDropDown  # which would hide the arrow


def test_shares_the_mean_of_marks_and_the_check_are_formulas_of_the_row():
    sheet = opened(form()).active

    found = {heading: sheet[f"{letter}6"].value for heading, letter in columns(sheet).items()}
    both = '=IF(AND($I6<>"",COUNT($D6:$H6)>0),"и числа, и причина",'
    agrees = 'IF(SUM($E6:$H6)=N($D6),"верно","в сумме "&SUM($E6:$H6)&", а не "&N($D6))'
    points = "2*N($E6)+3*N($F6)+4*N($G6)+5*N($H6)"
    assert {heading: said for heading, said in found.items() if str(said).startswith("=")} == {
        "Ниже минимума": '=IF(N($D6)>0,SUM($E6)/$D6,"")',
        "Высокий результат": '=IF(N($D6)>0,SUM($G6,$H6)/$D6,"")',
        "Средняя отметка": f'=IF(SUM($E6:$H6)>0,({points})/SUM($E6:$H6),"")',
        "Проверка": f'{both}IF(COUNT($D6:$H6)>0,{agrees},""))',
    }
    assert sheet[f"{columns(sheet)['Ниже минимума']}6"].number_format == "0.0%"


def test_a_row_whose_levels_do_not_make_the_participants_is_coloured():
    sheet = opened(form()).active

    ((place, (rule,)),) = [(str(p.sqref), p.rules) for p in sheet.conditional_formatting]

    assert place == "D5:M7"
    assert rule.formula == [
        'OR(AND($I5<>"",COUNT($D5:$H5)>0),AND(COUNT($D5:$H5)>0,SUM($E5:$H5)<>N($D5)))'
    ]
    assert rule.dxf.fill.bgColor.rgb == "00F8EBE6"


def test_it_is_set_for_the_screen_and_for_a4():
    sheet = opened(form(EXAM)).active

    assert sheet.freeze_panes == "C5"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    for cell in sheet[4]:
        # the longest word of a heading, in bold, with some air
        longest = max(map(len, cell.value.split()))
        assert sheet.column_dimensions[cell.column_letter].width >= longest + 2
    widths = sum(sheet.column_dimensions[letter].width for letter in columns(sheet).values())
    assert len(sheet["A3"].value) < widths  # a line of text finds room beside its cell


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://x","y")', "+7", "-1", "@SUM(1)", "#N/A", "\x0bСОШ 7"]
)
def test_what_people_have_written_is_never_a_formula(text):
    level = SimpleNamespace(code="2", label=text, is_low=True, is_high=False, from_score=None)
    schools = [SchoolRow(text, text, text)]
    content = write_forms(
        [Form(RUSSIAN._replace(subject=text), text, [level], schools), form(schools=schools)]
    )

    sheets = load_workbook(io.BytesIO(content)).worksheets
    formulas = [c for sheet in sheets for row in sheet for c in row if c.data_type == "f"]

    assert {cell.column_letter for cell in formulas} <= set("FGHIJKLM")
    assert all(cell.value.startswith(("=IF(N(", "=IF(SUM(", "=IF(AND(")) for cell in formulas)
    said = text.replace("\x0b", "")
    assert [sheets[0][place].value for place in ("A2", "A5", "B5", "C5")] == [said] * 4


def test_nobody_s_form_is_still_a_form():
    reading = came_back(opened(form(schools=[])))

    assert (reading.lines, reading.problems, reading.notes) == ([], [], [])


def test_sixty_schools_and_twenty_procedures_are_one_small_file():
    schools = [SchoolRow(f"СОШ {n}", "сельские школы", f"edu20{n}") for n in range(60)]
    works = [RUSSIAN._replace(subject=f"Предмет {n}") for n in range(20)]

    content = write_forms(form(work, schools) for work in works)

    assert len(content) < 300_000
    with ZipFile(io.BytesIO(content)) as archive:
        assert "xl/worksheets/sheet20.xml" in archive.namelist()
    assert len(read_book(io.BytesIO(content)).visible) == 20
