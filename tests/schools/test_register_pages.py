"""The register as it is read: who sees which schools, and what the pages say."""

from datetime import date

import pytest
from django.urls import reverse

from schools.models import Document, Enrolment, Figure, Measure, Membership, School
from tests.factories import make_cluster, make_school, make_user

from .pages import page

READERS = ["admin", "head", "coordinator", "region_operator"]


def names_in(response):
    return [row.record.short_name for row in response.context["table"].rows]


def test_schools_stand_by_cluster_and_number(client, coordinator, district):
    response = page(client, coordinator, "list")

    assert names_in(response) == ["СОШ 1", "СОШ 41", "СОШ 2", "СОШ 11", "Степановская НОШ"]
    assert response.content.decode().count('class="op-group"') == 3
    assert "Кластер не&nbsp;указан" in response.content.decode()


def test_legal_entities_and_branches_are_counted_apart(client, head, district):
    content = page(client, head, "list").content.decode()

    assert (
        "4 юридических лица и&nbsp;1 филиал, 5 школ вместе с&nbsp;филиалами".replace(
            " школ ", "\u00a0школ "
        ).replace("1 филиал", "1\u00a0филиал")
        in content
    )


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"search": "сош №2"}, ["СОШ 2"]),
        ({"search": "степановская"}, ["Степановская НОШ"]),
        ({"kind": "primary"}, ["Степановская НОШ"]),
        ({"legal_status": "branch"}, ["Степановская НОШ"]),
        ({"state": "closed"}, ["СОШ 99"]),
        ({"state": "all", "search": "99"}, ["СОШ 99"]),
        ({"cluster": "0"}, []),
    ],
)
def test_the_list_is_filtered(client, coordinator, district, query, names):
    make_school(municipality=district, short_name="СОШ 99", closed_on=date(2020, 8, 31))

    response = page(client, coordinator, "list", **query)

    assert names_in(response) == names
    assert f"Найдено: {len(names)}&nbsp;из&nbsp;6" in response.content.decode()


def test_the_list_is_filtered_by_a_cluster(client, coordinator, district):
    cluster = district.clusters.get(name="городские школы")

    assert names_in(page(client, coordinator, "list", cluster=cluster.pk)) == ["СОШ 1", "СОШ 41"]


def test_the_cluster_is_that_of_the_chosen_year(client, admin, district):
    school = School.objects.get(short_name="СОШ 2")
    school.years.create(
        academic_year=2026, kind="secondary", cluster=district.clusters.get(name="городские школы")
    )
    client.force_login(admin)

    for year, neighbours in [(2025, ["СОШ 2", "СОШ 11"]), (2026, ["СОШ 1", "СОШ 2", "СОШ 41"])]:
        client.post(reverse("schools:place"), {"academic_year": year})
        cluster = names_in(page(client, admin, "list", search="сош"))
        assert [name for name in cluster if name in neighbours] == neighbours


@pytest.mark.parametrize("reader", READERS)
def test_municipal_people_see_the_schools_of_the_place(
    reader, request, client, school, branch, foreign_school
):
    user = request.getfixturevalue(reader)

    assert set(names_in(page(client, user, "list"))) == {school.short_name, branch.short_name}
    assert page(client, user, "detail", foreign_school.pk).status_code == 404


@pytest.mark.parametrize("reader", ["director", "school_coordinator", "curator"])
def test_school_people_see_theirs_and_the_branches(
    reader, request, client, municipality, school, branch
):
    user = request.getfixturevalue(reader)
    other = make_school(municipality=municipality)

    assert set(names_in(page(client, user, "list"))) == {school.short_name, branch.short_name}
    assert page(client, user, "detail", other.pk).status_code == 404


def test_a_curator_of_two_municipalities_sees_both_schools(client, curator, school, foreign_school):
    Membership.objects.create(user=curator, role="CURATOR", school=foreign_school)

    assert set(names_in(page(client, curator, "list"))) == {
        school.short_name,
        foreign_school.short_name,
    }


def test_the_head_school_is_not_named_to_a_branch_that_may_not_see_it(client, school, branch):
    director = make_user("DIRECTOR", branch)

    for response in (page(client, director, "list"), page(client, director, "detail", branch.pk)):
        assert school.short_name not in response.content.decode()


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_as_much_for_three_schools_as_for_one(
    size, client, coordinator, municipality, django_assert_num_queries
):
    for n in range(size):
        school = make_school(municipality=municipality, cluster="город", login=f"edu{n}")
        Enrolment.objects.create(school=school, academic_year=2026, grade=4, pupils=20)
        make_school(parent=school)
    client.force_login(coordinator)

    with django_assert_num_queries(12):
        client.get(reverse("schools:list"))


@pytest.mark.parametrize("size", [1, 3])
def test_the_card_asks_as_much_for_three_rows_as_for_one(
    size, client, coordinator, municipality, django_assert_num_queries
):
    school = make_school(municipality=municipality)
    for n in range(size):
        cluster = make_cluster(municipality, f"кластер {n}")
        school.years.create(academic_year=2020 + n, cluster=cluster, kind="secondary")
        school.aliases.create(municipality=municipality, kind="fis_oko", value=f"edu{n}")
        school.enrolments.create(academic_year=2026, grade=4 + n, pupils=20)
        make_school(parent=school)
        Figure.objects.create(
            school=school,
            measure=Measure.objects.create(code=f"m{n}", title=f"Показатель {n}"),
            academic_year=2026,
            value=n,
            source=Document.objects.create(title=f"Отчёт {n}"),
        )
    client.force_login(coordinator)

    with django_assert_num_queries(19):
        client.get(reverse("schools:detail", args=[school.pk]))


def test_a_figure_stands_with_its_document_or_its_reason(client, director, school):
    report = Document.objects.create(title="Отчёт за 2020 год", kind="report")
    group = Measure.objects.create(code="quality-group", title="Группа качества")
    social = Measure.objects.create(code="social-group", title="Группа благополучия")
    Figure.objects.create(
        school=school, measure=group, academic_year=2020, value=5, label="н/с", source=report
    )
    Figure.objects.create(school=school, measure=social, academic_year=2020, no_data="unknown")

    content = page(client, director, "detail", school.pk).content.decode()

    assert "5 (н/с)" in content
    assert "нет информации" in content
    assert "Отчёт за 2020 год" in content


def test_figures_of_surveys_are_for_those_who_work_with_the_school(
    client, director, curator, school
):
    stress = Measure.objects.create(code="stress", title="Тревожность", sensitive=True)
    Figure.objects.create(school=school, measure=stress, academic_year=2026, value=7)

    seen = [
        "Тревожность" in page(client, user, "detail", school.pk).content.decode()
        for user in (director, curator)
    ]
    assert seen == [True, False]
