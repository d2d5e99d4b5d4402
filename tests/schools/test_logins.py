import pytest

from schools.logins import login_from


@pytest.mark.parametrize(
    ("name", "login"),
    [
        ("Петрова Анна Сергеевна", "petrova.as"),
        ("Щербакова-Юн Юлия Олеговна", "shcherbakova-yun.yo"),
        ("Подъячева Ёлка", "podyacheva.e"),
        ("Хуснутдинов Ильяс оглы Рашид", "khusnutdinov.io"),
        ("Директор", "direktor"),
        ("«»", "user"),
        ("", "user"),
    ],
)
def test_a_login_is_surname_and_initials_in_latin_letters(name, login):
    assert login_from(name) == login


def test_a_long_surname_is_cut():
    assert login_from("А" * 100 + " Б") == "a" * 30 + ".b"
