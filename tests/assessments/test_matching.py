"""How much one name of a school is like another."""

import pytest

from assessments.imports.matching import ALIKE, Directory, Match, likeness
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


@pytest.mark.parametrize(
    ("known", "told"), [("edu224145", "sch224145"), ("sch224145", "edu224145")]
)
def test_a_school_kept_its_number_when_the_logins_were_renamed(known, told):
    directory = Directory({7: "СОШ 7"}, {"name": {}, "fis_oko": {known: {7}}, "ris_gia": {}})

    line = Line(2, WORK, Figures(), told, name="МБОУ «СОШ № 7»")

    assert directory.match(line) == Match(7, "fis_oko")
    assert directory.aliases_of(line, directory.match(line)) == []
    assert directory.match(Line(2, WORK, Figures(), "ksh224145")) == Match(None)


def test_a_login_that_is_written_as_in_the_register_comes_first():
    logins = {"edu224145": {7}, "sch224145": {8}}
    directory = Directory({7: "СОШ 7", 8: "СОШ 8"}, {"name": {}, "fis_oko": logins, "ris_gia": {}})

    assert directory.match(Line(2, WORK, Figures(), "sch224145")) == Match(8, "fis_oko")
