import pytest

from schools.file_names import LENGTH, told_apart, windows_name


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Справка, СОШ №\xa05.pdf", "Справка, СОШ № 5.pdf"),
        ('СОШ "Лидер"/1: <а|б>?.pdf', "СОШ Лидер 1 а б.pdf"),
        ("Справка, 2025/2026.pdf", "Справка, 2025-2026.pdf"),
        ("..\\..\\etc/passwd.pdf", "etc passwd.pdf"),
        ("../../x", "документ.x"),
        ("con.pdf", "con_.pdf"),
        ("Lpt1.2026.pdf", "Lpt1.2026_.pdf"),
        ("a\x00\u202eb\n.pdf", "a b.pdf"),
        (". .", "документ"),
        ("Иланский район", "Иланский район"),
    ],
    ids=[
        *("number", "signs", "year", "folders", "no ending", "device", "device with more"),
        *("unseen", "nothing", "folder"),
    ],
)
def test_windows_unpacks_it(name, told):
    assert windows_name(name) == told


def test_a_long_name_keeps_its_ending():
    name = windows_name("Ш" * 500 + ".pdf")

    assert (len(name), name[-4:]) == (LENGTH + 4, ".pdf")


def test_of_two_files_of_a_name_none_is_lost():
    taken = set()

    told = [told_apart(name, taken) for name in ("Школа.pdf", "школа.pdf", "Школа.pdf", "ш")]

    assert told == ["Школа.pdf", "школа (2).pdf", "Школа (3).pdf", "ш"]
