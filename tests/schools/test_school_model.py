"""Nothing of the register points into another municipality."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from schools.models import School, SchoolAlias, SchoolYear
from tests.factories import make_cluster


def refusals(row):
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    return refused.value.message_dict


@pytest.mark.parametrize(
    ("field", "said", "words"),
    [
        ("parent", {"legal_status": "branch"}, "Головная школа"),
        ("successor", {"closed_on": "2026-08-31"}, "Правопреемник"),
    ],
)
def test_a_school_is_tied_to_schools_of_its_own_municipality(
    municipality, school, foreign_school, field, said, words
):
    ours, theirs = (
        School(municipality=municipality, short_name="СОШ 9", **said, **{field: other})
        for other in (school, foreign_school)
    )

    ours.full_clean()
    assert refusals(theirs) == {field: [f"{words} относится к другому муниципалитету."]}


def test_the_cluster_of_a_year_is_of_the_municipality_of_the_school(municipality, school, abroad):
    ours, theirs = (
        SchoolYear(school=school, academic_year=2026, kind=school.kind, cluster=make_cluster(place))
        for place in (municipality, abroad)
    )

    ours.full_clean()
    assert refusals(theirs) == {"cluster": ["Кластер относится к другому муниципалитету."]}


def test_an_alias_is_of_the_municipality_of_the_school(municipality, school, abroad):
    ours, theirs = (
        SchoolAlias(school=school, municipality=place, kind="name", value="Пятая")
        for place in (municipality, abroad)
    )

    ours.full_clean()
    assert refusals(theirs) == {"municipality": ["Школа относится к другому муниципалитету."]}


def test_the_admin_tells_it_at_the_field(client, superuser, municipality, foreign_school):
    client.force_login(superuser)
    empty = {f"{name}-TOTAL_FORMS": 0 for name in ("aliases", "years")}
    empty |= {f"{name}-INITIAL_FORMS": 0 for name in ("aliases", "years")}
    said = {"municipality": municipality.pk, "short_name": "СОШ 9", "kind": "secondary"}
    said |= {"legal_status": "branch", "parent": foreign_school.pk}

    response = client.post(reverse("admin:schools_school_add"), said | empty)

    errors = response.context["adminform"].form.errors
    assert errors == {"parent": ["Головная школа относится к другому муниципалитету."]}


def test_a_new_school_of_the_admin_brings_its_alias_and_its_year(client, superuser, municipality):
    client.force_login(superuser)
    counts = {f"{name}-TOTAL_FORMS": 1 for name in ("aliases", "years")}
    counts |= {f"{name}-INITIAL_FORMS": 0 for name in ("aliases", "years")}
    said = {"municipality": municipality.pk, "short_name": "СОШ 9", "kind": "secondary"}
    said |= {"legal_status": "legal", "aliases-0-kind": "name", "aliases-0-value": "Девятая"}
    said |= {"aliases-0-municipality": municipality.pk, "years-0-academic_year": 2026}
    said |= {"years-0-kind": "secondary", "years-0-cluster": make_cluster(municipality).pk}

    client.post(reverse("admin:schools_school_add"), said | counts)

    school = School.objects.get(short_name="СОШ 9")
    assert (school.aliases.count(), school.years.count()) == (1, 1)
