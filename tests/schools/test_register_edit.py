"""The register as its administrator keeps it: who may, what is explained at the field."""

from datetime import date

import pytest
from django.urls import reverse

from schools.history import version_of
from schools.models import Membership, School, SchoolAlias
from tests.factories import make_school

from .pages import page, press

WRITING_PAGES = ["edit", "year", "close"]


def card(school, **changes):
    """What the form of the card sends, as it was shown and with changes."""
    return {
        "short_name": school.short_name,
        "full_name": school.full_name,
        "legal_status": school.legal_status,
        "parent": school.parent_id or "",
        "settlement": school.settlement,
        "name": "",
        "fis_oko": "edu203389",
        "ris_gia": "",
        "version": version_of(school),
    } | changes


@pytest.mark.parametrize("name", WRITING_PAGES)
@pytest.mark.parametrize(
    "who", ["head", "coordinator", "director", "curator", "region_operator", "outsider"]
)
def test_only_the_administrator_keeps_the_register(who, name, request, client, school):
    user = request.getfixturevalue(who)

    assert page(client, user, name, school.pk).status_code == 404
    assert press(client, user, name, school.pk, **card(school, settlement="х")).status_code == 404
    assert page(client, user, "create").status_code == 404
    assert page(client, user, "import").status_code == 404
    assert page(client, user, "import-template").status_code == 404
    assert School.objects.get(pk=school.pk).settlement == ""


@pytest.mark.parametrize("name", WRITING_PAGES)
def test_an_administrator_keeps_only_the_own_schools(name, client, admin, foreign_school):
    assert page(client, admin, name, foreign_school.pk).status_code == 404


def test_an_administrator_elsewhere_adds_no_school_here(client, admin, abroad):
    Membership.objects.create(user=admin, role="COORDINATOR", municipality=abroad)
    client.force_login(admin)
    client.post(reverse("schools:place"), {"municipality": abroad.pk})

    assert page(client, admin, "create").status_code == 404


def test_a_new_school_gets_its_cluster_by_name(client, admin, municipality):
    response = press(
        client,
        admin,
        "create",
        short_name="НОШ 21",
        full_name="МБОУ «НОШ № 21»",
        kind="primary",
        cluster_name="Новый кластер",
        legal_status="legal",
        name="Хайрюзовская НОШ\nХайрюзовская СОШ",
        fis_oko="edu1",
    )

    school = School.objects.get()
    assert response.url == school.get_absolute_url()
    assert (school.municipality, school.years.get().cluster.name) == (
        municipality,
        "Новый кластер",
    )
    assert school.aliases.count() == 3
    assert school.history.get().history_user == admin


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"short_name": "СОШ №8"}, "short_name", "Так уже называется школа «СОШ 8»"),
        ({"short_name": "Восьмая"}, "short_name", "Так уже называется школа «СОШ 8»"),
        ({"fis_oko": "EDU8"}, "fis_oko", "«EDU8» уже значит школу «СОШ 8»."),
        ({"name": "МБОУ «Восьмая»"}, "name", "«МБОУ «Восьмая»» уже значит школу «СОШ 8»."),
        ({"legal_status": "branch"}, "parent", "Укажите головную школу филиала."),
        ({"short_name": ""}, "short_name", "Обязательное поле."),
        ({"fis_oko": "e" * 301}, "fis_oko", "Строка длиннее 300 знаков"),
    ],
)
def test_what_is_wrong_on_the_card_is_explained_at_the_field(
    client, admin, municipality, school, changes, field, sentence
):
    other = make_school(municipality=municipality, short_name="СОШ 8", login="edu8")
    SchoolAlias.objects.create(
        municipality=municipality, school=other, kind="name", value="Восьмая"
    )
    before = version_of(school)

    response = press(client, admin, "edit", school.pk, **card(school, **changes))

    assert response.context["form"].errors[field][0].startswith(sentence)
    assert version_of(school) == before


def test_a_legal_entity_has_no_head_school_and_a_head_school_is_no_branch(
    client, admin, municipality, school, branch
):
    other = make_school(municipality=municipality)

    errors = (
        press(client, admin, "edit", school.pk, **card(school, parent=other.pk))
        .context["form"]
        .errors
    )
    assert errors["parent"][0].startswith("У юридического лица нет головной школы.")
    errors = (
        press(
            client, admin, "edit", school.pk, **card(school, legal_status="branch", parent=other.pk)
        )
        .context["form"]
        .errors
    )
    assert errors["legal_status"][0].startswith("У школы есть свои филиалы: Ельниковская СОШ.")


def test_a_foreign_head_school_and_successor_are_no_choice(client, admin, school, foreign_school):
    response = press(
        client,
        admin,
        "edit",
        school.pk,
        **card(school, legal_status="branch", parent=foreign_school.pk),
    )
    assert "parent" in response.context["form"].errors

    response = press(
        client, admin, "close", school.pk, closed_on="2026-08-31", successor=foreign_school.pk
    )
    assert "successor" in response.context["form"].errors


def test_the_second_editor_is_told_what_the_first_one_changed(client, admin, school):
    seen = version_of(school)
    first = card(school, settlement="с. Первое", version=seen)
    press(client, admin, "edit", school.pk, **first)

    response = press(
        client, admin, "edit", school.pk, **card(school, settlement="с. Второе", version=seen)
    )

    school.refresh_from_db()
    assert school.settlement == "с. Первое"
    content = response.content.decode()
    assert "Пока вы вводили, карточку изменили." in content
    assert "населённый пункт: не указано → с. Первое" in content

    version = response.context["form"]["version"].value()
    press(client, admin, "edit", school.pk, **card(school, settlement="с. Второе", version=version))
    school.refresh_from_db()
    assert school.settlement == "с. Второе"


def test_the_year_page_moves_a_school_from_the_chosen_year_on(client, admin, school):
    press(
        client,
        admin,
        "year",
        school.pk,
        cluster_name="Городские школы",
        kind="secondary",
        teachers=31,
        grade_4=12,
        grade_9=0,
        version=version_of(school),
    )

    assert list(school.years.values_list("academic_year", "cluster__name", "teachers")) == [
        (2000, "сельские школы", None),
        (2026, "Городские школы", 31),
    ]
    assert list(school.enrolments.values_list("academic_year", "grade", "pupils")) == [
        (2026, 4, 12)
    ]
    shown = page(client, admin, "year", school.pk).context["form"].initial
    assert (shown["cluster_name"], shown["grade_4"]) == ("Городские школы", 12)


def test_the_second_editor_of_a_year_is_told_too(client, admin, school):
    seen = version_of(school)
    told = {"cluster_name": "Город", "kind": "secondary", "version": seen}
    press(client, admin, "year", school.pk, **told)

    response = press(client, admin, "year", school.pk, **told | {"cluster_name": "Село"})

    assert "сельские школы → Город" in response.content.decode()
    assert not school.municipality.clusters.filter(name="Село").exists()


def test_a_school_is_closed_with_a_successor_and_opened_again(client, admin, school):
    heir = make_school(municipality=school.municipality, short_name="СОШ 77")

    press(client, admin, "close", school.pk, closed_on="2026-08-31", successor=heir.pk)

    content = page(client, admin, "detail", school.pk).content.decode()
    assert "Школа закрыта 31.08.2026." in content
    assert heir.get_absolute_url() in content
    press(client, admin, "reopen", school.pk)
    school.refresh_from_db()
    assert (school.closed_on, school.successor) == (None, None)


@pytest.mark.parametrize(
    ("closed_on", "sentence"),
    [("2099-01-01", "Эта дата ещё не наступила"), ("1990-01-01", "Школа открыта 01.09.2000")],
)
def test_the_day_of_closing_is_possible(client, admin, school, closed_on, sentence):
    School.objects.update(opened_on=date(2000, 9, 1))

    response = press(client, admin, "close", school.pk, closed_on=closed_on)

    assert response.context["form"].errors["closed_on"][0].startswith(sentence)


def test_a_school_with_branches_is_not_closed_on_the_page_either(client, admin, school, branch):
    response = press(client, admin, "close", school.pk, closed_on="2026-08-31")

    assert "У школы есть открытые филиалы: Ельниковская СОШ." in response.content.decode()
    assert School.objects.open().count() == 2


@pytest.mark.parametrize("who", ["coordinator", "director", "outsider"])
def test_only_the_administrator_opens_a_school_again(who, request, client, school):
    School.objects.update(closed_on=date(2020, 8, 31))
    user = request.getfixturevalue(who)

    assert page(client, user, "reopen", school.pk).status_code == 404
    assert press(client, user, "reopen", school.pk).status_code == 404
    assert not School.objects.open().exists()
