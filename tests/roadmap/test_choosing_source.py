"""Where a value comes from: which sources an indicator may have, and what may be asked of them."""

import pytest
from django.urls import reverse

from roadmap.models import Indicator
from roadmap.sources import SOURCES, suiting
from schools.models import Figure, Measure
from tests.factories import make_municipality, make_school, make_sitting, make_user

from .making import make_indicator, make_period, make_programme, make_value

pytestmark = pytest.mark.django_db


@pytest.fixture
def municipality():
    return make_municipality()


@pytest.fixture
def programme(municipality):
    return make_programme(municipality)


@pytest.fixture
def coordinator(municipality):
    return make_user("COORDINATOR", municipality)


@pytest.fixture
def choose(client, coordinator):
    client.force_login(coordinator)

    def post(indicator, source="", **data):
        address = reverse("roadmap:indicator-source", args=[indicator.pk])
        answer = client.post(address, {"source": source} | data, follow=True)
        indicator.refresh_from_db()
        return answer

    return post


def stored(indicator):
    indicator.refresh_from_db()
    return indicator.source, indicator.source_parameters


def codes(indicator):
    return {source.code for source in suiting(indicator)}


def test_every_source_says_what_it_counts():
    assert [code for code, source in SOURCES.items() if not source.about] == []


@pytest.mark.parametrize(
    ("kind", "level", "fitting", "not_fitting"),
    [
        ("yes_no", "municipality", {"dynamics", "document", "note"}, {"set", "teachers", "result"}),
        ("percent", "municipality", {"dynamics", "set", "roll_up"}, {"document", "note"}),
        ("number", "municipality", {"dynamics", "meetings", "result"}, set()),
        ("yes_no", "school", {"dynamics", "school_programme"}, {"document", "set", "teachers"}),
        (
            "percent",
            "school",
            {"teachers", "result", "flagged"},
            {"dynamics", "set", "note", "roll_up"},
        ),
        ("degree", "municipality", set(), {"dynamics", "set", "roll_up", "document"}),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_only_sources_that_can_tell_such_a_figure_are_offered(
    programme, kind, level, fitting, not_fitting
):
    found = codes(make_indicator(programme, kind=kind, level=level))

    assert fitting <= found
    assert not found & not_fitting


def test_the_page_explains_each_source_and_names_the_chosen_one(client, programme, coordinator):
    indicator = make_indicator(programme, source="school_programme")
    client.force_login(coordinator)

    text = client.get(reverse("roadmap:indicator-source", args=[indicator.pk])).content.decode()

    assert all(source.about in text for source in suiting(indicator))
    assert text.count("выбран</b>") == 1
    assert "Вносить вручную" in text


def test_a_source_with_its_parameters_is_stored_and_told_on_the_page(choose, programme):
    make_sitting(academic_year=2026, kind="OGE", grade=9, subject="Математика")
    indicator = make_indicator(programme, kind="percent", level="school")

    answer = choose(
        indicator,
        "result",
        **{
            "p-procedures-row": "0",
            "p-procedures-0-value": "OGE|9||Математика",
            "p-figure": "not_low",
        },
    )

    maths = {"kind": "OGE", "grade": 9, "subject": "Математика", "variant": None}
    assert stored(indicator) == ("result", {"procedures": [maths], "figure": "not_low"})
    assert "Доля достигших минимума: ОГЭ, математика" in answer.content.decode()


def test_a_row_is_added_without_losing_what_was_typed(choose, programme):
    indicator = make_indicator(programme, kind="percent", level="school")

    answer = choose(
        indicator,
        "result",
        add="procedures",
        **{
            "p-procedures-row": "0",
            "p-procedures-0-value": "OGE|9||Математика",
            "p-figure": "share_low",
        },
    )

    assert stored(indicator) == ("", {})
    form = answer.context["form"]
    assert len(form.tables["procedures"].forms) == 2
    assert form.plain["figure"].value() == "share_low"


@pytest.mark.parametrize(
    ("kind", "source", "typed", "said"),
    [
        ("percent", "teachers", {"p-count": "drunk"}, "Нужно одно из значений"),
        ("percent", "figure", {"p-measure": "nothing"}, "Такого показателя"),
        ("percent", "set", {"p-set": ""}, "Выберите одно из значений"),
        ("percent", "set", {"p-set": "low_legal"}, "в нём считают в других единицах"),
        ("percent", "roll_up", {}, "не отвечает ни один показатель школ"),
        ("percent", "result", {"p-figure": "mean"}, "Нужна хотя бы одна строка"),
        (
            "percent",
            "result",
            {
                "p-procedures-row": "0",
                "p-procedures-0-value": "OGE|9||Математика",
                "p-figure": "mean",
            },
            "Средний балл — число",
        ),
        ("percent", "teachers", {"p-count": "courses", "p-subject": "магия"}, "Нужно одно из"),
    ],
    ids=["count", "measure", "no-set", "unit", "no-pair", "no-procedure", "mean", "subject"],
)
def test_what_cannot_be_counted_is_refused_and_said(choose, programme, kind, source, typed, said):
    indicator = make_indicator(programme, kind=kind, denominator="schools")

    answer = choose(indicator, source, **typed)

    assert stored(indicator) == ("", {})
    assert said in answer.content.decode().replace("\xa0", " ")


def test_a_source_that_cannot_tell_such_a_figure_is_not_found(choose, programme):
    indicator = make_indicator(programme, kind="percent", level="school")

    assert choose(indicator, "document", **{"p-kind": "order"}).status_code == 404
    assert choose(indicator, "magic").status_code == 404


def test_figures_of_surveys_go_to_an_indicator_of_the_narrow_circle_only(choose, programme):
    measure = Measure.objects.create(code="anxiety", title="Тревожность", sensitive=True)
    Figure.objects.create(
        measure=measure,
        school=make_school(municipality=programme.municipality),
        academic_year=2026,
        numerator=6,
        denominator=20,
    )
    wide = make_indicator(programme, kind="percent", level="school")
    narrow = make_indicator(programme, kind="percent", level="school", sensitive=True)

    assert "видит узкий круг" in choose(wide, "figure", **{"p-measure": "anxiety"}).text
    choose(narrow, "figure", **{"p-measure": "anxiety"})

    assert stored(wide) == ("", {})
    assert stored(narrow) == ("figure", {"measure": "anxiety"})


def test_a_roll_up_is_of_those_who_answer_this_indicator(choose, programme):
    whole = make_indicator(programme, kind="percent")
    own = make_indicator(programme, level="school", pair=whole)
    other = make_indicator(programme, level="school", pair=make_indicator(programme))

    assert "Нужно одно из" in choose(whole, "roll_up", **{"p-which": str(other.pk)}).text
    choose(whole, "roll_up", **{"p-which": str(own.pk)})

    assert stored(whole) == ("roll_up", {"which": str(own.pk)})


def test_a_copy_of_a_template_has_no_source_of_its_own(client, programme, coordinator):
    template = make_indicator(programme)
    school = make_school(municipality=programme.municipality)
    own = make_programme(school=school, template=programme)
    copy = make_indicator(own, origin=template, level="school")
    client.force_login(coordinator)

    assert client.get(reverse("roadmap:indicator-source", args=[copy.pk])).status_code == 404


def test_without_its_source_a_computed_value_is_entered_by_hand(
    choose, client, programme, coordinator
):
    period = make_period(programme)
    indicator = make_indicator(programme, source="programme")
    value = make_value(indicator, period, origin="computed", state="accepted", version=1)
    address = reverse("roadmap:value", args=[value.pk])
    client.force_login(coordinator)
    client.post(address, {"yes": "нет", "version": "1"})
    value.refresh_from_db()
    assert value.yes is True

    choose(indicator, "")
    client.post(address, {"yes": "нет", "version": "1"})

    value.refresh_from_db()
    assert (value.yes, value.origin) == (False, "entered")
    assert stored(indicator) == ("", {})


def test_the_kind_does_not_change_under_a_source_that_cannot_tell_it(
    client, programme, coordinator
):
    indicator = make_indicator(programme, source="school_programme", level="school")
    client.force_login(coordinator)
    data = {"goal": indicator.goal_id, "title": "Доля", "kind": "percent", "level": "school"}
    data |= {"direction": "higher", "proof": "none"}

    answer = client.post(reverse("roadmap:indicator-edit", args=[indicator.pk]), data)

    assert "Сначала измените источник" in answer.text.replace("\xa0", " ")
    assert Indicator.objects.get(pk=indicator.pk).kind == "yes_no"
