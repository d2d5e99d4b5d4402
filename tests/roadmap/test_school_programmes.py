"""School programmes: a copy of the template once, then line by line what changed in it."""

from concurrent.futures import wait
from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse

from roadmap.models import Activity, Goal, Indicator, Programme, Target, Work
from roadmap.services.editions import save_edition
from roadmap.services.school_programmes import (
    copy_template,
    keep_ours,
    offers,
    take_over,
    tell_of_edition,
)
from schools.errors import PortalError
from schools.models import SchoolStatus
from tests.aside import Aside
from tests.factories import AT, make_school
from tests.identification.pages import page
from tests.roadmap.making import (
    make_activity,
    make_goal,
    make_indicator,
    make_period,
    make_programme,
    make_target,
    make_work,
)

TODAY = date(2026, 8, 20)


@pytest.fixture
def template(municipality):
    """Of two levels: an indicator and an activity of the municipality, the same of schools."""
    template = make_programme(municipality, title="Образец")
    period, _empty = make_period(template), make_goal(template, title="Пустая")
    goal = make_goal(template, title="Школа")
    make_indicator(template, title="Муниципальный")
    own = make_indicator(template, title="Школьный", level="school", goal=goal, kind="percent")
    make_indicator(template, title="Часть", level="school", goal=goal, whole=own)
    make_target(own, period, number=80)
    make_work(make_activity(template, title="Семинар"), period)
    activity = make_activity(template, title="Педсовет", level="school", goal=goal)
    make_work(activity, period, text="Провести", whom="supported")
    return template


def copied(template, *schools, by):
    return copy_template(template, schools, by=by, on=TODAY, at=AT)


@pytest.fixture
def own(template, school, coordinator):
    (programme,) = copied(template, school, by=coordinator)
    return programme


def next_edition(template, by):
    return save_edition(template, reason="Август", dated_on=TODAY, by=by, at=AT)


def told(programme):
    fresh = Programme.objects.select_related("template", "template_edition").get(pk=programme.pk)
    return [one.change.words.replace("\xa0", " ") for one in offers(fresh)]


def take(programme, words):
    fresh = Programme.objects.select_related("template", "template_edition").get(pk=programme.pk)
    (key,) = [o.change.key for o in offers(fresh) if words in o.change.words.replace("\xa0", " ")]
    take_over(programme, key, on=TODAY)


def test_a_copy_has_what_schools_answer_for_and_keeps_the_link(own, template, school):
    assert (own.template, own.template_edition.number, own.state) == (template, 1, "draft")
    assert [one.title for one in own.goals.all()] == ["Школа"]
    first, part = own.indicators.all()
    assert (first.title, part.title, part.whole) == ("Школьный", "Часть", first)
    assert first.origin == template.indicators.get(title="Школьный")
    target = first.targets.get()
    assert (target.number, target.period.origin) == (80, template.periods.get())
    work = Work.objects.get(activity__programme=own)
    assert (work.text, work.whom, work.role) == ("Провести", "school", "DIRECTOR")
    assert work.activity.origin.title == "Педсовет"


def test_a_school_has_one_copy_and_keeps_what_it_changed(own, template, school, coordinator):
    Target.objects.filter(indicator__programme=own).update(number=90)
    other = make_school(municipality=template.municipality)

    (new,) = copied(template, school, other, by=coordinator)

    assert new.school == other
    assert Target.objects.get(indicator__programme=own).number == 90
    assert template.editions.count() == 1


def test_a_template_without_anything_of_schools_is_not_copied(municipality, school, coordinator):
    with pytest.raises(PortalError, match="копировать нечего"):
        copied(make_programme(municipality), school, by=coordinator)
    with pytest.raises(PortalError, match="только программа муниципалитета"):
        copied(make_programme(school=school), school, by=coordinator)

    assert not Programme.objects.filter(template__isnull=False).exists()


def test_what_a_school_wrote_otherwise_is_no_change_of_the_template(own):
    own.indicators.update(title="По-своему")

    assert told(own) == []


def test_a_new_edition_is_offered_line_by_line(own, template, coordinator, director):
    indicator = template.indicators.get(title="Школьный")
    indicator.targets.update(number=100)
    template.indicators.filter(title="Муниципальный").update(title="Не для школ")
    new = make_indicator(template, title="Новый", level="school")
    make_target(new, template.periods.get(), number=1)
    template.activities.filter(title="Педсовет").update(dropped_on=TODAY)
    edition = next_edition(template, coordinator)
    tell_of_edition(edition, at=AT)

    assert told(own) == [
        "Добавлена задача 1. Пустая",
        "Показатель 2. Школьный: цель на период «2026»: 80 % → 100 %",
        "Добавлен показатель 4. Новый",
        "Исключено мероприятие 2. Педсовет",
    ]
    assert director.notifications.filter(title="Образец программы изменён").count() == 1

    take(own, "80 % → 100 %")
    take(own, "Новый")
    assert Target.objects.get(indicator__programme=own, indicator__kind="percent").number == 100
    copy = own.indicators.get(title="Новый")
    assert (copy.goal.title, copy.targets.get().number) == ("Пустая", 1)
    assert told(own) == ["Исключено мероприятие 2. Педсовет"]

    take(own, "Педсовет")
    assert Activity.objects.get(programme=own).dropped_on == TODAY
    own.refresh_from_db()
    assert own.template_edition == edition


def test_the_rest_stays_as_the_school_has_it_until_the_template_changes_again(
    own, template, coordinator
):
    template.indicators.filter(title="Школьный").update(title="Иначе")
    own.indicators.filter(title="Школьный").update(title="По-своему")
    next_edition(template, coordinator)
    fresh = Programme.objects.select_related("template", "template_edition").get(pk=own.pk)
    assert [one.own for one in offers(fresh)] == ["По-своему"]

    keep_ours(own)

    assert told(own) == []
    assert Indicator.objects.filter(programme=own, title="По-своему").exists()
    with pytest.raises(PortalError, match="уже нет"):
        take_over(own, "indicators:1:changed:title", on=TODAY)
    template.indicators.filter(title="Иначе").update(title="Ещё иначе")
    next_edition(template, coordinator)
    assert len(told(own)) == 1


def test_what_came_back_into_the_template_stands_again_once(own, template, coordinator):
    template.activities.filter(title="Педсовет").update(dropped_on=TODAY)
    next_edition(template, coordinator)
    take(own, "Педсовет")
    template.activities.filter(title="Педсовет").update(dropped_on=None, title="Совет")
    next_edition(template, coordinator)

    take(own, "Совет")

    activity = Activity.objects.get(programme=own)
    assert (activity.title, activity.dropped_on) == ("Совет", None)


def test_a_line_of_the_school_s_own_keeps_its_place(own, template, coordinator):
    make_goal(own, title="Своя", order=3)
    make_indicator(template, title="Новый", level="school", goal=make_goal(template, order=3))
    next_edition(template, coordinator)

    take(own, "Добавлен показатель")

    assert list(own.goals.values_list("title", "order")) == [
        ("Школа", 2),
        ("Своя", 3),
        ("Задача 3", 4),
    ]
    assert Goal.objects.filter(programme=own, origin=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_template_that_two_copy_at_once_is_copied_once(template, school, coordinator):
    with Aside() as aside:
        with transaction.atomic():
            copied(template, school, by=coordinator)
            waiting = aside(copied, template, school, by=coordinator)
            assert not wait([waiting], timeout=0.5).done
        assert waiting.result(timeout=20) == []

    assert Programme.objects.filter(template=template).count() == 1


# the pages


def test_the_supported_schools_get_their_programmes_on_one_page(
    client, template, school, coordinator, director
):
    SchoolStatus.objects.create(school=school, kind="low", since=2026, given_on=TODAY)
    url = reverse("roadmap:school-programmes", args=[template.pk])
    assert "есть у 0 из 1 поддерживаемой школы" in page(client, coordinator, url)
    assert "Выберите хотя бы одну школу" in client.post(url).content.decode()

    client.post(url, {"schools": [school.pk]})

    assert "есть у 1 из 1 поддерживаемой школы" in page(client, coordinator, url)
    assert school.short_name in page(client, director, url)
    assert "Создать по образцу" not in page(client, director, url)


def test_a_director_takes_a_change_over(client, own, template, coordinator, director):
    template.indicators.filter(title="Школьный").update(title="Иначе")
    next_edition(template, coordinator)
    url = reverse("roadmap:template-changes", args=[own.pk])
    assert "«Школьный» → «Иначе»" in page(client, director, url) or "Школьный → Иначе" in page(
        client, director, url
    )
    key = offers(Programme.objects.get(pk=own.pk))[0].change.key
    assert "В образце есть изменения" in page(client, director, own.get_absolute_url())

    client.post(reverse("roadmap:template-take", args=[own.pk]), {"key": key})

    assert "Изменений нет" in page(client, director, url)
    assert "В образце есть изменения" not in page(client, director, own.get_absolute_url())
    assert own.indicators.filter(title="Иначе").exists()
