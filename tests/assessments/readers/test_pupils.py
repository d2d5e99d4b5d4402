"""Tables of pupils that no reader knows are told by their headings."""

import pytest

from assessments.readers import holds_pupils, turn_away_pupils
from schools.errors import PortalError
from schools.sheets import Book, Sheet
from tests.assessments import layouts

NOT_KEPT = "похоже, в её строках ученики"


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (layouts.collected_rows()[0], "Код"),
        (["Код участника", "Вариант", "1 (5б)", "Итого баллов"], "Код участника"),
        (["Код", "Вариант (часть 1)", "1 (1б)"], "Код"),
        (["логин школы", "номер обучающегося", "вариант", "балл за 1"], "номер обучающегося"),
        (["user", "code", "otc", "gender", "klass", "a-1-grade"], "gender"),
        (["№", "Код ОО", "Фамилия", "Имя", "Отчество", "Экзамен", "Текущие"], "Фамилия"),
        (["№", "ФИО", "Биология", "История"], "ФИО"),
        (["Школа", "Ф.И.О. учащегося", "Балл"], "Ф.И.О. учащегося"),
        (["Школа", "Фамилия, имя, отчество", "Балл"], "Фамилия, имя, отчество"),
    ],
)
def test_a_table_of_pupils_is_turned_away_and_told_why(headings, said):
    book = layouts.make_book(["Протокол"], [], headings, [1] * len(headings))

    with pytest.raises(PortalError, match=f"столбец «{said}»: {NOT_KEPT}"):
        turn_away_pupils(book)
    assert holds_pupils(book)


@pytest.mark.parametrize(
    "headings",
    [
        ["Школа", "ФИО директора", "Участников", 2, 3, 4, 5],
        ["Код", "Школа", "Участников", "Учитель"],
        ["Код ОО", "Школа", "Кол-во учеников", "Выпускников"],
        ["Школа", "Число обучающихся", "Сдали", "Не сдали"],
        ["Полное наименование", "Год сдачи", "Всего сдававших", "Набравших больше 220 баллов"],
    ],
)
def test_a_table_of_schools_is_none(headings):
    book = layouts.make_book(["ФИО"], headings)

    turn_away_pupils(book)
    assert not holds_pupils(book)


def test_pupils_on_a_sheet_that_nobody_sees_are_pupils():
    sheets = (
        Sheet("Школы", [["Школа", "Участников"], ["СОШ 1", 12]]),
        Sheet("Ученики", [["ФИО", "Класс"]], is_hidden=True),
    )

    assert holds_pupils(Book(sheets))
