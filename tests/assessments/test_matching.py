"""How much one name of a school is like another."""

import pytest

from assessments.imports.matching import ALIKE, Directory, likeness
from assessments.readers.reading import Figures, Line, Work
from schools.naming import normalised

WORK = Work("VPR", 5, "Математика", academic_year=2026)


def alike(one, other):
    return likeness(normalised(one), normalised(other))


@pytest.mark.parametrize(
    ("name", "meant", "not_meant"),
    [
        ("СОШ 1", "СОШ № 1", "СОШ 11"),
        ("Школа 11", "СОШ 11", "Школа 1"),
        ("Сколовская СОШ 4", "Соколовская СОШ 4", "Соколовская СОШ 14"),
        ("Соколовская школа № 4", "Соколовская СОШ № 4", "Соколовская школа № 5"),
        ("Ельниковская школа", "Ельниковская СОШ", "Ельниковская школа № 2"),
    ],
)
def test_a_number_that_differs_weighs_more_than_letters_that_do(name, meant, not_meant):
    assert alike(name, meant) > alike(name, not_meant)


def test_of_two_names_with_different_numbers_neither_is_offered_for_the_other():
    for one, other in (("СОШ 1", "СОШ 11"), ("Иланская СОШ 1", "Иланская СОШ 41")):
        assert max(alike(one, other), alike(other, one)) < ALIKE


def test_a_number_inside_a_word_is_no_number_of_a_school():
    assert alike("edu203389", "edu203388") > ALIKE


@pytest.mark.django_db
def test_a_misspelt_name_offers_the_schools_with_its_number_the_most_alike_first():
    names = {1: "Соколовская СОШ 4", 2: "Соколовская СОШ 14", 3: "Соколовская НОШ 4", 4: "Лицей"}
    known = {normalised(name): {pk} for pk, name in names.items()}
    directory = Directory(names, {"name": known, "fis_oko": {}, "ris_gia": {}})

    offered = directory.nearest(Line(2, WORK, Figures(), name="МБОУ «Сколовская СОШ № 4»"))

    assert offered == [1, 3]
