"""Looking at the sites of schools twice a year."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from roadmap.models import SiteCheck, SiteFinding
from roadmap.services import sites
from roadmap.services.sites import NewFinding, record_findings
from roadmap.site_board import board_of
from schools.errors import PortalError
from schools.models import SchoolStatus
from tests.factories import AT, make_school, make_user
from tests.roadmap.making import make_link, make_site_check

DAY = date(2026, 9, 10)
TITLES = ("Страница о программе", "Приказ о команде")


@pytest.fixture
def check(municipality, school):
    return make_site_check(municipality, schools=[school], titles=TITLES)


def findings(check, school):
    return list(check.findings.filter(school=school).order_by("requirement__order"))


def record(check, school, *found, by, note=None):
    told = zip(findings(check, school), found, strict=True)
    return record_findings(
        check, [NewFinding(row.pk, row.found, one, note) for row, one in told], by=by, at=AT
    )


def found_at(check, school):
    return [row.found for row in findings(check, school)]


def page(client, user, url, **data):
    client.force_login(user)
    answer = client.post(url, data, follow=True) if data else client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


# what is looked for


def titles(municipality):
    return [one.title for one in municipality.site_requirements.filter(dropped_on=None)]


def test_the_usual_list_to_begin_with(municipality):
    sites.add_usual_requirements(municipality)
    sites.add_usual_requirements(municipality)

    assert titles(municipality) == list(sites.USUAL)


def test_the_list_is_put_in_order_added_to_and_dropped_from(municipality):
    first, second = (sites.add_requirement(municipality, title=one) for one in TITLES)

    sites.move_requirement(second, up=True)
    sites.move_requirement(second, up=True)
    assert titles(municipality) == [*reversed(TITLES)]

    sites.drop_requirement(second, on=DAY)
    assert titles(municipality) == [first.title]
    assert sites.add_requirement(municipality, title=TITLES[1].upper()) == second
    assert titles(municipality) == list(TITLES)
    with pytest.raises(PortalError, match="уже есть"):
        sites.add_requirement(municipality, title=TITLES[1])


def test_the_page_of_the_list(client, municipality, coordinator, head):
    url = reverse("roadmap:site-requirements")
    assert "Взять обычный перечень" in page(client, coordinator, url)
    page(client, coordinator, reverse("roadmap:site-requirements-usual"), ok=1)
    page(client, coordinator, url, title="Отчёт о\nсамообследовании")
    last = municipality.site_requirements.last()
    assert last.title == "Отчёт о самообследовании"

    assert "Такое требование уже есть." in page(client, coordinator, url, title=last.title)
    assert "Напишите, что должно быть" in page(client, coordinator, url, title=" ")
    said = page(client, coordinator, reverse("roadmap:site-requirement", args=[last.pk]), do="drop")
    assert "Исключено" in said
    assert "Исключить" not in page(client, head, url)


# a round


def test_a_round_looks_at_supported_schools_for_what_is_required_now(
    client, municipality, school, coordinator
):
    other = make_school(municipality=municipality)
    SchoolStatus.objects.create(
        school=school, kind="low", since=2026, source="приказ", given_on=DAY
    )
    url = reverse("roadmap:site-check-create")
    assert "Перечень требований пуст" in page(client, coordinator, url)
    sites.add_usual_requirements(municipality)

    form = client.get(url).context["form"]
    assert form["schools"].initial == [school.pk]
    assert form["title"].initial.startswith("Мониторинг сайтов, ")
    assert other in form.fields["schools"].queryset
    said = page(client, coordinator, url, title="Осень", held_on="2026-09-10", schools=[school.pk])

    check = SiteCheck.objects.get()
    assert "Просмотрено: 0&nbsp;из&nbsp;6" in said
    assert (check.held_on, check.created_by) == (DAY, coordinator)
    assert {row.school for row in check.findings.all()} == {school}
    assert "Выберите хотя бы одну школу." in page(
        client, coordinator, url, title="Осень", held_on="2026-09-10"
    )


def test_what_is_found_says_who_and_when(check, school, coordinator):
    recorded = record(check, school, "yes", "", by=coordinator)

    first, second = findings(check, school)
    assert (recorded.stored, first.found, first.by, first.at) == (1, "yes", coordinator, AT)
    assert (second.found, second.at) == ("", None)
    assert record(check, school, "yes", "", by=coordinator).stored == 0


def test_what_somebody_else_found_in_between_stays(check, school, coordinator, admin):
    opened = findings(check, school)
    record(check, school, "yes", "", by=admin)

    recorded = record_findings(
        check,
        [NewFinding(opened[0].pk, "", "no"), NewFinding(opened[1].pk, "", "no")],
        by=coordinator,
        at=AT,
    )

    assert (recorded.stored, recorded.conflicts) == (1, {opened[0].pk})
    assert found_at(check, school) == ["yes", "no"]


def test_a_finding_of_another_round_is_not_touched(check, school, municipality, coordinator):
    other = make_site_check(municipality, schools=[school])
    stray = other.findings.get()

    recorded = record_findings(check, [NewFinding(stray.pk, "", "no")], by=coordinator, at=AT)

    assert recorded.stored == 0
    assert found_at(other, school) == [""]


def test_a_closed_round_is_changed_only_when_it_is_opened_again(check, school, coordinator):
    sites.close_round(check, at=AT)
    with pytest.raises(PortalError, match="Мониторинг закончен"):
        record(check, school, "yes", "yes", by=coordinator)
    with pytest.raises(PortalError, match="уже закончен"):
        sites.close_round(check, at=AT)

    sites.reopen_round(check)
    assert record(check, school, "yes", "yes", by=coordinator).stored == 2


def test_directors_are_told_once_what_is_missing(check, school, municipality, coordinator):
    director, other = make_user("DIRECTOR", school), make_school(municipality=municipality)
    well = make_user("DIRECTOR", other)
    requirement = findings(check, school)[0].requirement
    SiteFinding.objects.create(
        check_round=check, school=other, requirement=requirement, found="yes", at=AT
    )
    record(check, school, "no", "partly", by=coordinator)

    for _time in range(2):
        sites.close_round(check, at=AT)
        sites.reopen_round(check)

    told = director.notifications.get()
    assert told.title == "сайт школы: не\xa0хватает 2 из\xa02"
    assert told.text == "Страница о программе; Приказ о команде (есть не\xa0всё)"
    assert told.url == reverse("roadmap:school-sites", args=[school.pk])
    assert not well.notifications.exists()


def test_whoever_ends_a_round_early_is_told_how_much_nobody_looked_at(
    client, check, school, coordinator
):
    record(check, school, "yes", "", by=coordinator)

    said = page(client, coordinator, reverse("roadmap:site-check-close", args=[check.pk]), x="")

    assert "Не просмотрено: 1 клетка." in said.replace("\xa0", " ")


# the table


def test_the_table_is_filled_in_by_one_button(client, check, school, coordinator):
    first, second = findings(check, school)

    said = page(
        client,
        coordinator,
        check.get_absolute_url(),
        **{f"finding-{first.pk}-": "yes", f"finding-{second.pk}-": "no"},
    )

    assert found_at(check, school) == ["yes", "no"]
    assert "Сохранено: 2\xa0отметки." in said
    assert "<b>1</b>&nbsp;из&nbsp;2" in said


@pytest.mark.parametrize("box", ["finding-{pk}-maybe", "finding-x-", "finding-{pk}"])
def test_a_box_of_another_make_is_passed_over(client, check, school, coordinator, box):
    first, _second = findings(check, school)

    page(client, coordinator, check.get_absolute_url(), **{box.format(pk=first.pk): "yes"})
    page(client, coordinator, check.get_absolute_url(), **{f"finding-{first.pk}-": "maybe"})

    assert found_at(check, school) == ["", ""]


def test_on_the_page_a_mark_of_somebody_else_stays_and_is_shown(
    client, check, school, coordinator, admin
):
    first, _second = findings(check, school)
    record(check, school, "yes", "", by=admin)

    said = page(client, coordinator, check.get_absolute_url(), **{f"finding-{first.pk}-": "no"})

    assert "отметку поставил другой человек" in said
    assert "op-changed" in said
    assert found_at(check, school) == ["yes", ""]


def test_each_round_is_compared_with_the_one_before(check, school, municipality, coordinator):
    record(check, school, "no", "yes", by=coordinator)
    requirements = municipality.site_requirements.filter(dropped_on=None)
    again = sites.begin_round(
        municipality,
        title="Февраль",
        held_on=date(2027, 2, 10),
        schools=[school, make_school(municipality=municipality)],
        by=coordinator,
        at=AT,
    )
    record(again, school, "yes", "yes", by=coordinator)

    board = board_of(again)

    row = next(row for row in board.rows if row.school == school)
    assert board.before == check
    assert [cell.was for cell in row.cells] == ["нет", ""]
    assert (row.present, row.was_present, len(row.compared)) == (2, 1, 2)
    assert (board.seen, board.whole, board.complete) == (2, 4, 1)
    assert [told[1:] for told in board.totals] == [(1, 1), (1, 1)]
    assert len(board.requirements) == requirements.count()
    assert board_of(check).before is None
    record(again, school, "", "yes", by=coordinator)
    row = next(row for row in board_of(again).rows if row.school == school)
    assert (row.present, row.was_present, len(row.compared)) == (1, 1, 1)


def test_the_table_asks_as_often_for_one_school_as_for_three(
    client, municipality, school, coordinator, django_assert_num_queries
):
    client.force_login(coordinator)
    for schools in (1, 3):
        more = [make_school(municipality=municipality) for _n in range(schools - 1)]
        check = make_site_check(municipality, schools=[school, *more], titles=TITLES)
        client.get(check.get_absolute_url())
        with django_assert_num_queries(QUERIES if schools == 1 else QUERIES + 1):
            assert client.get(check.get_absolute_url()).status_code == 200


# without a round before it there is one question less
QUERIES = 11


def test_the_table_in_excel(client, check, school, coordinator):
    record(check, school, "yes", "partly", by=coordinator, note="нет подписи")
    make_link(by=coordinator, finding=findings(check, school)[0], url="https://school.example/x")
    client.force_login(coordinator)

    answer = client.get(reverse("roadmap:site-check-workbook", args=[check.pk]))

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    table, found = ([*sheet.values] for sheet in book)
    assert table[1][1:] == ("есть", "есть не всё", 1, 2)
    assert found[1][1:5] == (
        "Страница о программе",
        "есть",
        "нет подписи",
        "https://school.example/x",
    )


# one school


def test_a_school_is_filled_in_with_notes_and_links_and_then_the_next(
    client, municipality, coordinator
):
    schools = [make_school(municipality=municipality, short_name=f"СОШ {n}") for n in (2, 10)]
    check = make_site_check(municipality, schools=schools, titles=TITLES)
    url = reverse("roadmap:site-check-school", args=[check.pk, schools[0].pk])
    client.force_login(coordinator)

    answer = client.post(
        url,
        filled(check, schools[0], next="1")
        | {
            "finding-0-found": "yes",
            "finding-0-url": "school.example/program",
            "finding-1-found": "partly",
            "finding-1-note": "нет подписи",
        },
    )

    assert answer.url == reverse("roadmap:site-check-school", args=[check.pk, schools[1].pk])
    first, second = findings(check, schools[0])
    assert (first.found, second.found, second.note) == ("yes", "partly", "нет подписи")
    assert first.evidence.get().url == "https://school.example/program"
    last = client.post(answer.url, filled(check, schools[1], next="1"))
    assert last.url == check.get_absolute_url()


def filled(check, school, **more):
    rows = findings(check, school)
    told = {"finding-TOTAL_FORMS": len(rows), "finding-INITIAL_FORMS": len(rows)}
    for n, row in enumerate(rows):
        told |= {
            f"finding-{n}-id": row.pk,
            f"finding-{n}-seen": row.found,
            f"finding-{n}-found": row.found,
            f"finding-{n}-note": row.note,
            f"finding-{n}-url": "",
        }
    return told | more


def test_a_row_of_another_school_is_not_taken(client, municipality, school, coordinator):
    both = [school, make_school(municipality=municipality)]
    check = make_site_check(municipality, schools=both, titles=TITLES)
    other = findings(check, both[1])[0]
    url = reverse("roadmap:site-check-school", args=[check.pk, school.pk])
    told = filled(check, school) | {"finding-0-id": other.pk, "finding-0-found": "yes"}
    client.force_login(coordinator)

    assert client.post(url, told).status_code == 404
    assert not check.findings.exclude(found="").exists()


def test_a_link_that_is_refused_stays_in_its_box_with_why(client, check, school, coordinator):
    url = reverse("roadmap:site-check-school", args=[check.pk, school.pk])
    told = filled(check, school) | {"finding-0-found": "yes", "finding-1-url": "ftp://a.example/"}

    said = page(client, coordinator, url, **told)

    assert "Такая ссылка не подойдёт" in said
    assert "ftp://a.example/" in said
    assert found_at(check, school) == ["yes", ""]
    told = filled(check, school) | {"finding-0-found": "no", "finding-1-url": ""}
    page(client, coordinator, url, **told)
    assert found_at(check, school) == ["no", ""]


def test_who_comes_second_sees_what_the_first_found(client, check, school, coordinator, admin):
    told = filled(check, school) | {"finding-0-found": "no"}
    record(check, school, "yes", "", by=admin)
    url = reverse("roadmap:site-check-school", args=[check.pk, school.pk])

    said = page(client, coordinator, url, **told)

    assert "отметил: «есть»" in said
    assert found_at(check, school) == ["yes", ""]
    again = told | {"finding-0-seen": "yes"}
    page(client, coordinator, url, **again)
    assert found_at(check, school) == ["no", ""]


def test_a_director_sees_the_own_findings_and_what_is_missing(
    client, check, school, municipality, coordinator, director, foreign_school
):
    record(check, school, "yes", "no", by=coordinator, note="обещают к октябрю")
    make_link(by=coordinator, finding=findings(check, school)[0], url="https://school.example/x")
    url = reverse("roadmap:school-sites", args=[school.pk])

    said = page(client, director, url)

    assert "Чего не&nbsp;хватает: 1" in said
    assert "обещают к октябрю" in said
    assert "school.example" in said
    assert check.get_absolute_url() not in said
    assert client.get(reverse("roadmap:school-sites", args=[foreign_school.pk])).status_code == 404


def test_a_school_reads_its_rounds_side_by_side(client, check, school, municipality, director):
    make_site_check(municipality, schools=[school], held_on=date(2027, 2, 1))
    url = reverse("roadmap:school-sites", args=[school.pk])

    said = page(client, director, url)

    assert "По&nbsp;мониторингам" in said
    assert "10.09.2026" in said
    assert "01.02.2027" in said


def test_the_list_of_rounds(client, check, school, coordinator, head):
    record(check, school, "yes", "no", by=coordinator)
    url = reverse("roadmap:site-checks")

    said = page(client, head, url)

    assert "2&nbsp;из&nbsp;2" in said
    assert "1&nbsp;из&nbsp;2, 50\xa0%" in said
    assert "Начать мониторинг" not in said
    assert "Начать мониторинг" in page(client, coordinator, url)
