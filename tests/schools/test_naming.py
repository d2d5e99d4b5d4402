import csv
import random
from pathlib import Path

import pytest

from schools.naming import kind_in, natural_key, normalised

SOKOLOVSKAYA = "соколовская сош 4"


@pytest.mark.parametrize(
    "name",
    [
        "МБОУ «Соколовская СОШ № 4»",
        "Соколовская СОШ № 4",
        "соколовская сош №4",
        "МБОУ «Соколовская СОШ №\u00a04»(edu203389)",
        "МБОУ «Соколовская СОШ № 4» (sch224143)",
        "МБОУ «Соколовская СОШ № 4» edu203389",
        'МКОУ "Соколовская СОШ №4".',
        "МБОУ “Соколовская СОШ N 4”",
        "МБОУ „Соколовская СОШ No 4“",
        "  МБОУ\tСоколовская   СОШ-4 ",
        "МБOУ «Cоколовская COШ № 4»",  # C, O and M are Latin here
        "Муниципальное бюджетное общеобразовательное учреждение «Соколовская СОШ № 4»",
        "Муниципальное казённое общеобразовательное учреждение "
        "«Соколовская средняя общеобразовательная школа № 4»",
        "МБОУ «Соколовская СОШ № 4» – филиал МБОУ «Карапсельская СОШ № 13»",
        "Соколовская СОШ № 4 - филиал МБОУ «Карапсельская СОШ № 13» (edu203389)",
        "Соколовская СОШ № 4 (филиал МБОУ «Карапсельская СОШ № 13»)",
        "Соколовская СОШ № 4, филиал",
        "Филиал «Соколовская СОШ № 4»",
    ],
)
def test_one_school_has_one_key_however_it_is_written(name):
    assert normalised(name) == SOKOLOVSKAYA


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("СОШ 1", "СОШ 11"),
        ("СОШ 1", "ООШ 1"),
        ("Новогордская СОШ № 3", "Новгородская СОШ № 3"),
        ("МБОУ «Карапсельская СОШ № 13»", "Филиал МБОУ «Карапсельская СОШ № 13»"),
        ("Карапсельская СОШ № 13", "филиал муниципального учреждения Карапсельская СОШ № 13"),
        ("edu203389", "edu203388"),
        ("Южная СОШ", "Южно-Александровская СОШ"),
    ],
)
def test_what_differs_in_substance_keeps_its_own_key(one, other):
    assert normalised(one) != normalised(other)


@pytest.mark.parametrize(
    "name",
    [
        "МБОУ «Южно-Александровская СОШ № 5», филиал «Ельниковская СОШ»",
        "МБОУ «Южно-Александровская СОШ № 5» – филиал Ельниковская СОШ",
        "МБОУ «Южно-Александровская СОШ № 5» (филиал «Ельниковская СОШ») (edu203390)",
        "Муниципальное бюджетное учреждение «Южно-Александровская СОШ № 5», "
        "филиал «Ельниковская средняя общеобразовательная школа»",
        "МБОУ «СОШ № 5», филиал «Ельниковская СОШ» – филиал МБОУ «СОШ № 5»",
        "Ельниковская СОШ – филиал МБОУ «Южно-Александровская СОШ № 5»",
        "МБОУ «Ельниковская СОШ» – филиал МБОУ «Южно-Александровская СОШ № 5»",
        "Филиал «Ельниковская СОШ» – филиал",
    ],
)
def test_a_branch_is_called_by_its_own_name_on_whichever_side_of_its_head_it_stands(name):
    assert normalised(name) == "ельниковская сош"


@pytest.mark.parametrize(
    ("name", "schools"),
    [
        (f"{before}{branch}", ["Южно-Александровская СОШ № 5", "СОШ № 5", "Иланская СОШ № 2"])
        for before in (
            *("МБОУ «Южно-Александровская СОШ № 5»", "Южно-Александровская СОШ № 5"),
            *("МБОУ «СОШ № 5»", "СОШ № 5"),
        )
        for branch in (
            *(" (филиал в с. Ельники)", ", филиал в с. Ельники", " – филиал Ельники"),
            *(" – филиал № 1", ", филиал «Начальная школа»", " филиал Ельниковская СОШ"),
            *(" – филиал Иланской СОШ № 2", " – филиал СОШ № 5", ", филиал «Основная школа»"),
        )
    ]
    # without a legal form nobody knows which of the two is the branch
    + [("Ельниковская СОШ – филиал Иланская СОШ № 2", ["Ельниковская СОШ", "Иланская СОШ № 2"])],
)
def test_a_branch_without_a_name_that_is_certainly_its_own_is_no_known_school(name, schools):
    known = {normalised(school) for school in [*schools, "Начальная школа", "Основная школа"]}

    assert normalised(name) not in known


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("edu203389", "edu203389"),
        ("EDU203389", "edu203389"),
        ("9306", "9306"),
        ("Берёзовская СОШ", "березовская сош"),
        ("Бере\u0308зовская СОШ", "березовская сош"),
        ("Южно-Александровская СОШ № 5", "южно александровская сош 5"),
        ("Южно – Александровская СОШ №5", "южно александровская сош 5"),
        ("МБОУ", "мбоу"),
        ("№", "№"),
        ("", ""),
    ],
)
def test_keys_of_logins_codes_and_odd_names(name, key):
    assert normalised(name) == key


def test_every_variant_of_a_real_district_leads_to_one_school():
    """The documents of Иланский район write Новогордская in three ways, and СОШ № 20 as НОШ."""
    data = Path(__file__).parents[2] / "reports/demo/data/ilansky_schools.csv"
    with data.open(encoding="utf-8-sig", newline="") as file:
        schools = {
            row["short_name"]: {
                normalised(name)
                for name in (row["short_name"], row["full_name"], *row["aliases"].split(";"))
            }
            for row in csv.DictReader(file)
        }

    assert len(set.union(*schools.values())) == sum(map(len, schools.values())) == 31
    assert schools["Степановская НОШ"] == {
        *("степановская нош", "степановская сош 20", "степановская нош 20")
    }


def test_dressing_a_name_up_never_changes_its_key():
    dice = random.Random(6)
    names = ["Соколовская СОШ № 4", "Ельниковская СОШ", "НОШ № 21", "Лицей № 1", "Гаевская ООШ"]
    before = ["", "МБОУ ", "МКОУ ", "Муниципальное автономное общеобразовательное учреждение "]
    quotes = ["«»", '""', "“”", "„“", "‹›", "  "]
    behind = ["", "(edu203389)", " (sch1)", " – филиал МБОУ «Иланская СОШ № 2»", " edu1 "]

    for _throw in range(500):
        name = dice.choice(names)
        left, right = dice.choice(quotes)
        dressed = f"{dice.choice(before)}{left}{name}{right}{dice.choice(behind)}"
        for this, that in [(" ", "\u00a0"), ("№ ", "№"), ("е", "ё"), ("о", "o"), ("С", "C")]:
            if dice.random() < 0.3:
                dressed = dressed.replace(this, that)
        dressed = dice.choice([str, str.upper, str.lower])(dressed)
        assert normalised(dressed) == normalised(name), dressed


def test_a_key_is_its_own_key_and_fits_into_its_column():
    dice = random.Random(7)
    bits = [
        "филиал ",
        "Южная ",
        "МБОУ ",
        "СОШ",
        "№",
        "4",
        "«",
        "»",
        " – ",
        "(edu12)",
        "Ё",
        "-",
        "а1",
        " ",
        ",",
    ]

    for _throw in range(3000):
        name = "".join(dice.choices(bits, k=dice.randint(0, 12)))
        key = normalised(name)
        assert normalised(key) == key, name
    assert len(normalised("а1" * 150)) <= 300


def test_numbers_in_names_are_sorted_as_numbers():
    names = ["СОШ 41", "СОШ 2", "Лицей", "СОШ 1", "СОШ 11", "Гимназия 3"]

    assert sorted(names, key=natural_key) == [
        *("Гимназия 3", "Лицей", "СОШ 1", "СОШ 2", "СОШ 11", "СОШ 41")
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("НОШ 21", "primary"),
        ("МБОУ «Хайрюзовская НОШ № 21»", "primary"),
        ("Рудновская НШ-ДС", "primary"),
        ("Прокопьевская ООШ", "basic"),
        ("Основная общеобразовательная школа № 2", "basic"),
        ("СОШ №4", "secondary"),
        ("Гимназия № 1", "gymnasium"),
        ("Лицей", "lyceum"),
        ("Вечерняя школа", "evening"),
        ("Вечерняя СОШ № 1", "evening"),
        ("Коррекционная школа-интернат", "special"),
        ("Школа", ""),
    ],
)
def test_the_kind_is_read_from_the_name(name, kind):
    assert kind_in(name) == kind
