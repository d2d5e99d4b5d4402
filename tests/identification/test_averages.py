"""Averages of region and district: two who enter them at once."""

import pytest

from schools.models import Figure
from tests.factories import make_methodology, make_user
from tests.identification.pages import words_of

AVERAGES = "/identification/averages/"
EXAMS = ("Химия", "Физика")


@pytest.fixture
def names(client, coordinator, municipality):
    """Of the boxes, chemistry before physics."""
    criteria = [
        {
            "procedure": {"kind": "EGE", "grade": 11, "subject": subject, "variant": None},
            "figure": "mean",
            "benchmark": "region",
            "direction": "higher",
        }
        for subject in EXAMS
    ]
    make_methodology(
        municipality,
        method="against_average",
        parameters={"criteria": criteria, "misses_for_low": 1},
    )
    return [row.one.name for row in form_of(client, coordinator).rows]


def form_of(client, user):
    client.force_login(user)
    return client.get(AVERAGES).context["form"]


def seen(form):
    return {row.seen_name: row.seen for row in form.rows}


def send(client, user, before, values):
    client.force_login(user)
    return client.post(AVERAGES, before | values | {"new_source": "Сборник ЦОКО"})


def stored():
    return sorted(Figure.objects.values_list("value", flat=True))


def test_the_second_of_two_editors_of_averages_is_told_and_may_insist(
    client, coordinator, municipality, names
):
    other = make_user("COORDINATOR", municipality, first_name="Анна", last_name="Лис")
    chemistry, physics = names
    before = seen(form_of(client, coordinator))
    send(client, other, before, {chemistry: "61,5", physics: ""})

    answer = send(client, coordinator, before, {chemistry: "62", physics: "58"})

    said = words_of(answer.content.decode())
    assert stored() == [61.5]  # nothing of it, not the other average either
    assert "пока вы вводили, значение изменил другой человек" in said
    assert "Пока вы вводили, здесь появилось другое: 61,5 (Анна Лис, " in said
    after = seen(answer.context["form"])
    again = send(client, coordinator, after, {chemistry: "62", physics: "58"})
    assert (again.status_code, stored()) == (302, [58, 62])


def test_an_average_left_alone_stays_as_somebody_else_has_made_it(
    client, coordinator, municipality, names
):
    other = make_user("COORDINATOR", municipality)
    chemistry, physics = names
    before = seen(form_of(client, coordinator))
    send(client, other, before, {chemistry: "61,5", physics: ""})

    answer = send(client, coordinator, before, {chemistry: "", physics: "58"})

    assert (answer.status_code, stored()) == (302, [58, 61.5])
