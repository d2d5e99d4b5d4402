"""The register file against the register: what is planned, what is refused, what is stored."""

from datetime import UTC, date, datetime

import pytest

from schools.errors import PortalError
from schools.models import Cluster, School, SchoolAlias
from schools.readers import COLUMNS, read_register
from schools.services.register import ChangedMeanwhile
from schools.services.register_file import import_register
from schools.services.register_plan import plan_register
from tests.factories import make_school

AT = datetime(2050, 8, 15, 12, tzinfo=UTC)
YEAR = 2026
FIRST = {"short_name": "СОШ 1", "full_name": "МБОУ «Иланская СОШ № 1»"}


def file_of(*rows):
    lines = [[row.get(name, "") for name in COLUMNS] for row in rows]
    return read_register([list(COLUMNS.values()), *lines])


def plan_of(municipality, *rows):
    return plan_register(municipality, file_of(*rows), academic_year=YEAR)


def store(municipality, *rows):
    return import_register(municipality, file_of(*rows), academic_year=YEAR, by=None, at=AT)


def problems(plan):
    return [(problem.row, problem.column, problem.message) for problem in plan.problems]


def test_new_schools_come_with_all_that_is_told(municipality):
    branch = {"short_name": "Ельниковская СОШ", "full_name": "Ельниковская СОШ – филиал"}

    plan = store(
        municipality,
        branch | {"parent": "СОШ №1", "cluster": "филиалы"},
        FIRST | {"cluster": "Город", "fis_oko": "edu1; edu2", "names": "Иланская СОШ № 1"},
    )

    assert plan.counts == {"created": 2, "updated": 0, "unchanged": 0}
    schools = School.objects.described_in(2019).order_by("short_name")
    assert [(s.short_name, str(s.parent or ""), s.cluster_name, s.kind) for s in schools] == [
        ("Ельниковская СОШ", "СОШ 1", "филиалы", "secondary"),
        ("СОШ 1", "", "Город", "secondary"),
    ]
    assert [cluster.name for cluster in Cluster.objects.all()] == ["филиалы", "Город"]
    assert list(SchoolAlias.objects.values_list("kind", "value")) == [
        ("fis_oko", "edu1"),
        ("fis_oko", "edu2"),
        ("name", "Иланская СОШ № 1"),
    ]


def test_another_plan_than_the_one_that_was_seen_is_not_carried_out(municipality):
    seen = plan_of(municipality, FIRST).fingerprint
    make_school(municipality=municipality, short_name=FIRST["short_name"])
    how = {"academic_year": YEAR, "by": None, "at": AT}

    with pytest.raises(ChangedMeanwhile):
        import_register(municipality, file_of(FIRST), **how, seen=seen)

    assert School.objects.get().full_name == ""
    now = plan_of(municipality, FIRST).fingerprint
    assert import_register(municipality, file_of(FIRST), **how, seen=now).counts["updated"] == 1


def test_the_same_file_twice_changes_nothing(municipality):
    row = FIRST | {"cluster": "Город", "fis_oko": "edu1", "settlement": "г. Иланский"}
    store(municipality, row)
    history = School.history.count()

    plan = store(municipality, row)

    assert plan.counts == {"created": 0, "updated": 0, "unchanged": 1}
    assert School.history.count() == history


def test_a_change_is_told_before_it_is_made(municipality):
    store(municipality, FIRST | {"cluster": "Город", "fis_oko": "edu1"})

    plan = plan_of(
        municipality,
        {
            "short_name": "СОШ № 1",
            "settlement": "г. Иланский",
            "cluster": "Село",
            "kind": "лицей",
            "fis_oko": "edu1; edu2",
        },
    )

    assert plan.rows[0].changes == [
        ("Краткое название", "СОШ 1", "СОШ № 1"),
        ("Населённый пункт", "", "г. Иланский"),
        ("Кластер", "Город", "Село"),
        ("Вид", "СОШ", "лицей"),
        ("Логины ФИС ОКО", "", "edu2"),
    ]


def test_a_move_holds_from_the_year_of_the_import_on(municipality):
    store(municipality, FIRST | {"cluster": "Город"})

    store(municipality, FIRST | {"cluster": "Село", "kind": "лицей"})

    then = {year: School.objects.described_in(year).get() for year in (YEAR - 1, YEAR)}
    assert [(s.cluster_name, s.kind_then) for s in then.values()] == [
        ("Город", "secondary"),
        ("Село", "lyceum"),
    ]
    assert then[YEAR].kind == "lyceum"


def test_an_empty_cell_takes_nothing_away(municipality):
    store(municipality, FIRST | {"settlement": "г. Иланский", "fis_oko": "edu1"})

    assert plan_of(municipality, {"short_name": "СОШ 1"}).counts["unchanged"] == 1


def test_a_legal_entity_becomes_a_branch_and_back(municipality):
    other = {"short_name": "СОШ 2", "full_name": "МБОУ «СОШ № 2»"}
    store(municipality, FIRST, other)

    store(municipality, {"short_name": "СОШ 2", "parent": "СОШ 1"})
    assert School.objects.get(short_name="СОШ 2").parent.short_name == "СОШ 1"

    store(municipality, {"short_name": "СОШ 2", "legal_status": "юридическое лицо"})
    assert School.objects.get(short_name="СОШ 2").parent is None


def test_what_only_the_register_can_tell_is_told_with_row_and_column(municipality, branch):
    school = branch.parent
    SchoolAlias.objects.create(
        municipality=municipality, school=school, kind="name", value="Южно-Александровская"
    )
    make_school(municipality=municipality, short_name="СОШ 8", closed_on=date(2020, 8, 31))

    plan = plan_of(
        municipality,
        {"short_name": "СОШ 77"},
        FIRST | {"fis_oko": "edu203389"},
        {"short_name": "Южно-Александровская", "full_name": "Школа"},
        {"short_name": "Филиал 1", "full_name": "Филиал", "legal_status": "филиал"},
        {"short_name": "Филиал 2", "full_name": "Филиал", "parent": "СОШ 99"},
        {"short_name": "Филиал 3", "full_name": "Филиал", "parent": "Ельниковская СОШ"},
        {"short_name": "Филиал 4", "full_name": "Филиал", "parent": "СОШ 8"},
        {"short_name": school.short_name, "parent": "СОШ 1"},
    )

    assert problems(plan) == [
        (2, "Полное название", "Нет полного названия новой школы."),
        (3, "Логины ФИС ОКО", told_of(school)),
        (
            4,
            "Краткое название",
            f"Так уже называется школа «{school}». Напишите её краткое название.",
        ),
        (5, "Головная школа", "Для филиала нужна головная школа."),
        (
            6,
            "Головная школа",
            "Такой школы нет ни в файле, ни в реестре. Напишите краткое название.",
        ),
        (7, "Головная школа", "Эта школа сама филиал. Укажите юридическое лицо."),
        (8, "Головная школа", "Эта школа закрыта 31.08.2020."),
        (
            9,
            "Правовой статус",
            "У школы есть филиал «Ельниковская СОШ», поэтому сама она филиалом быть не может.",
        ),
    ]
    assert plan.counts == {"created": 0, "updated": 0, "unchanged": 0}


def told_of(school):
    return f"Это уже значит школу «{school}». Уберите из строки или с её карточки."


def test_a_file_with_a_problem_stores_nothing(municipality):
    with pytest.raises(PortalError, match="Ничего не записано"):
        store(municipality, FIRST | {"cluster": "Город"}, {"short_name": "СОШ 2"})

    assert not School.objects.exists()
    assert not Cluster.objects.exists()


def test_a_school_that_is_called_one_thing_and_described_as_another_is_pointed_out(municipality):
    plan = plan_of(municipality, {"short_name": "Степановская НОШ", "full_name": "МБОУ «СОШ № 20»"})

    assert plan.problems == []
    assert [note.message for note in plan.notes] == [
        "В полном названии СОШ, а вид школы — НОШ. Проверьте, что это не описка."
    ]


def test_schools_of_others_do_not_meet_ours(municipality, foreign_school):
    plan = plan_of(
        municipality,
        {"short_name": foreign_school.short_name, "full_name": "Школа", "fis_oko": "edu100001"},
    )

    assert (plan.problems, plan.matched) == ([], 0)


def test_a_plan_asks_as_much_for_three_rows_as_for_one(municipality, django_assert_num_queries):
    files = [file_of(*({"short_name": f"СОШ {n}"} for n in range(size))) for size in (1, 3)]
    for file in files:
        with django_assert_num_queries(2):
            plan_register(municipality, file, academic_year=YEAR)


def test_a_head_school_may_become_a_branch_when_the_file_moves_its_branches(municipality, branch):
    plan = plan_of(
        municipality,
        FIRST,
        {"short_name": branch.parent.short_name, "parent": "СОШ 1"},
        {"short_name": branch.short_name, "parent": "СОШ 1"},
    )

    assert problems(plan) == []
