"""Figures of schools: which are asked for, how they are entered, and new measures."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile

from identification.measures import add_measure
from identification.methods.averages import CODE_LENGTH
from schools.models import Document, Figure, Measure
from tests.conftest import THEIRS
from tests.factories import (
    make_document,
    make_methodology,
    make_school,
    make_user,
    make_verdicts,
    make_workbook,
)
from tests.identification.pages import html, page, words_of
from tests.identification.test_matrix_page import BARE

LIST, NEW = "/identification/figures/", "/identification/measures/new/"
SOURCE = {"new_title": "Социальный паспорт", "new_number": "7", "new_date": "2026-05-20"}
CRITERION = {"measure": "social-share", "op": ">", "value": 30}
TITLE = "Выпускники 9 класса, не получившие аттестат"


@pytest.fixture
def schools(municipality):
    return [make_school(municipality=municipality, short_name=f"СОШ {n}") for n in (1, 2, 3)]


@pytest.fixture
def group(db):
    return Measure.objects.create(code="quality_group", title="Группа качества", unit="группа")


@pytest.fixture
def part(db):
    return Measure.objects.create(code="absences", title="Пропуски", unit="%")


def shown(client, user, measure) -> dict[str, str]:
    """name → value of every box, as the browser would send it back."""
    return boxes(html(client, user, f"{LIST}{measure.code}/"))


def boxes(content: str) -> dict[str, str]:
    found = {}
    for tag in re.findall(r"<input [^>]*>", content):
        told = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        found[told["name"]] = told.get("value", "")
    for name, options in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', content, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def send(client, user, measure, before, source=SOURCE, **rows):
    """`rows`: «name_of_box__key of a school» → what is typed there instead."""
    typed = {f"{key}-{name}": said for (key, name), said in _cells(rows)}
    client.force_login(user)
    return client.post(f"{LIST}{measure.code}/", before | typed | source)


def _cells(rows):
    for cell, said in rows.items():
        name, key = cell.rsplit("__", 1)
        yield (key, name), said


def at(school, **typed):
    return {f"{name}__{school.pk}": said for name, said in typed.items()}


def told(school):
    figure = Figure.objects.get(school=school)
    return figure.value, figure.numerator, figure.denominator, figure.label, figure.no_data


def faults(answer, school) -> list[str]:
    content = answer.content.decode()
    row = re.search(rf'<tr id="school-{school.pk}".*?</tr>', content, re.S)[0]
    return [words_of(one) for one in re.findall(r'class="op-error".*?<span>(.*?)</span>', row)]


def test_the_list_tells_what_methodologies_read_and_how_many_schools_have_it(
    client, head, municipality, schools, group, part
):
    cells = BARE | {"rows": "quality_group", "columns": "unnamed_group"}
    make_methodology(municipality, method="matrix", title="Матрица", parameters=cells)
    make_methodology(
        municipality,
        method="against_average",
        parameters={
            "criteria": [
                {
                    "procedure": {"kind": "EGE", "grade": 11, "subject": "Химия", "variant": None},
                    "figure": "mean",
                    "benchmark": "region",
                    "direction": "higher",
                }
            ],
            "misses_for_low": 1,
        },
    )
    year = {"measure": group, "academic_year": 2026}
    Figure.objects.create(school=schools[0], value=5, **year)
    Figure.objects.create(school=schools[1], no_data="unknown", **year)
    Figure.objects.create(school=schools[2], value=5, measure=group, academic_year=2025)
    closed = make_school(municipality=municipality, closed_on=date(2026, 1, 1))
    Figure.objects.create(school=closed, value=5, **year)
    Figure.objects.create(school=make_school(), value=5, **year)

    said = page(client, head, LIST)

    used, others = said[said.index("Нужны методикам") :].split("Другие показатели")
    assert used.split("Внесено ", 1)[1] == (
        "Группа качества группа Матрица 1 из 3, причин 1 "
        "unnamed_group показатель с этим кодом ещё не описан. — Матрица 0 из 3 "
    )
    assert others.split("Внесено ", 1)[1].startswith("Пропуски % — 0 из 3")


def test_a_group_is_entered_with_its_document_and_the_matrix_reads_it(
    client, coordinator, municipality, schools, group
):
    social = Measure.objects.create(code="social_group", title="Благополучие", unit="группа")
    methodology = make_methodology(municipality, method="matrix", parameters=BARE)
    typed = at(schools[0], value="4", label="низкий") | at(schools[1], no_data="no_graduates")

    answer = send(client, coordinator, group, shown(client, coordinator, group), **typed)

    assert answer.status_code == 302
    figure = Figure.objects.get(school=schools[0])
    assert told(schools[0]) == (4, None, None, "низкий", "")
    assert told(schools[1]) == (None, None, None, "", "no_graduates")
    assert not Figure.objects.filter(school=schools[2]).exists()
    assert (figure.academic_year, figure.source.reference) == (
        2026,
        "отчёт от 20.05.2026 №\xa07",
    )
    assert Document.objects.filter(municipality=municipality).count() == 1
    entry = figure.history.get()
    assert (entry.history_user, social.figures.count()) == (coordinator, 0)
    run = make_verdicts(municipality=municipality, methodology=methodology)
    assert run.verdicts.get(school=schools[0]).status == "low"
    assert f"{coordinator}" in page(client, coordinator, f"{LIST}quality_group/")


def test_a_share_is_typed_ready_or_as_two_numbers(client, coordinator, schools, part):
    typed = at(schools[0], value="12,5 %") | at(schools[1], numerator="2", denominator="16 000")

    send(client, coordinator, part, shown(client, coordinator, part), **typed)

    assert told(schools[0]) == (Decimal("12.50"), None, None, "", "")
    assert told(schools[1]) == (None, 2, 16_000, "", "")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"value": "много"}, "Введите число вместо «много», например 72,5."),
        ({"value": "101"}, "Доля бывает от 0 до 100 %."),
        ({"value": "5", "no_data": "hidden"}, "Указаны и значение, и причина. Оставьте что-то"),
        ({"value": "5", "numerator": "1", "denominator": "20"}, "Внесите либо значение, либо"),
        ({"numerator": "1"}, "Нужны оба числа: сколько и из скольких."),
        ({"numerator": "0", "denominator": "0"}, "«Из скольких» не бывает нулём."),
        ({"numerator": "3", "denominator": "2"}, "Часть больше целого."),
        ({"numerator": "1,5", "denominator": "2"}, "Введите целое число, не меньше нуля."),
        ({"numerator": "-1", "denominator": "2"}, "Введите целое число, не меньше нуля."),
    ],
)
def test_what_is_wrong_stands_at_its_row_and_nothing_is_stored(
    typed, said, client, coordinator, schools, part
):
    typed = at(schools[1], **typed) | at(schools[0], value="7,5")

    answer = send(client, coordinator, part, shown(client, coordinator, part), **typed)

    assert (answer.status_code, Figure.objects.count(), Document.objects.count()) == (200, 0, 0)
    assert (faults(answer, schools[0]), len(faults(answer, schools[1]))) == ([], 1)
    assert faults(answer, schools[1])[0].startswith(said)
    assert boxes(answer.content.decode())[f"{schools[0].pk}-value"] == "7,5"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"label": "низкий"}, "Подпись стоит без значения."),
        ({"value": "1000000000"}, "Слишком большое число."),
    ],
)
def test_a_group_is_a_number_that_may_have_a_label(
    typed, said, client, coordinator, schools, group
):
    answer = send(
        client, coordinator, group, shown(client, coordinator, group), **at(schools[0], **typed)
    )

    assert faults(answer, schools[0]) == [said]


def test_a_changed_value_needs_its_document(client, coordinator, schools, part):
    before, typed = shown(client, coordinator, part), at(schools[0], value="5")

    answer = send(client, coordinator, part, before, source={}, **typed)

    assert "Выберите документ, из которого взяты значения" in words_of(answer.content.decode())
    assert Figure.objects.count() == 0
    # nothing was changed, so no document is asked for
    assert send(client, coordinator, part, before, source={}).status_code == 302


def test_a_row_that_was_left_alone_stays_as_somebody_else_has_made_it(
    client, coordinator, municipality, schools, part
):
    order = make_document(municipality=municipality)
    figure = Figure.objects.create(
        measure=part, school=schools[0], academic_year=2026, value=3, source=order, source_row=9
    )
    before = shown(client, coordinator, part)
    Figure.objects.filter(pk=figure.pk).update(value=4)

    send(client, coordinator, part, before, **at(schools[1], value="8"))

    figure.refresh_from_db()
    assert (figure.value, figure.source, figure.source_row) == (4, order, 9)
    assert told(schools[1])[0] == 8
    # the row of the old document is not a row of the new one
    own = {"document": figure.history.model.objects.order_by("history_id").last().source_id}
    send(
        client,
        coordinator,
        part,
        shown(client, coordinator, part),
        own,
        **at(schools[0], value="5"),
    )
    figure.refresh_from_db()
    assert (figure.value, figure.source_id, figure.source_row) == (5, own["document"], None)


def test_the_second_of_two_editors_is_told_and_may_insist(client, coordinator, schools, part):
    other = make_user("COORDINATOR", schools[0].municipality, first_name="Анна", last_name="Лис")
    before = shown(client, coordinator, part)
    send(client, other, part, before, **at(schools[0], value="3"))
    typed = at(schools[0], value="4") | at(schools[1], value="8")

    own = {"document": Document.objects.get().pk}
    answer = send(client, coordinator, part, before, own, **typed)

    assert Figure.objects.count() == 1  # nothing of it was stored, not the other row either
    (fault,) = faults(answer, schools[0])
    assert fault.startswith("Пока вы вводили, здесь появилось другое: 3 (Анна Лис, ")
    assert fault.endswith("). Ваше осталось в полях: сохраните ещё раз, если верно оно.")
    again = send(client, coordinator, part, boxes(answer.content.decode()), own)
    assert (again.status_code, told(schools[0])[0], told(schools[1])[0]) == (302, 4, 8)
    history = Figure.objects.get(school=schools[0]).history.order_by("history_id")
    assert [(one.value, one.history_user) for one in history] == [(3, other), (4, coordinator)]


def test_two_who_write_the_same_do_not_disturb_each_other(client, coordinator, schools, part):
    before = shown(client, coordinator, part)

    send(client, coordinator, part, before, **at(schools[0], value="3"))
    own = {"document": Document.objects.get().pk}
    answer = send(client, coordinator, part, before, own, **at(schools[0], value="3"))

    assert (answer.status_code, Figure.objects.get().history.count()) == (302, 1)


def test_what_is_taken_away_has_a_reason(client, coordinator, schools, part):
    send(client, coordinator, part, shown(client, coordinator, part), **at(schools[0], value="3"))
    before, own = shown(client, coordinator, part), {"document": Document.objects.get().pk}

    refused = send(client, coordinator, part, before, own, **at(schools[0], value=""))
    assert faults(refused, schools[0]) == [
        "Чтобы убрать значение, выберите причину, например «нет информации»."
    ]
    send(client, coordinator, part, before, own, **at(schools[0], value="", no_data="unknown"))
    assert told(schools[0]) == (None, None, None, "", "unknown")


def test_schools_of_others_are_not_written(client, coordinator, foreign_school, schools, part):
    before = shown(client, coordinator, part)
    foreign = {f"{foreign_school.pk}-seen": "||||", f"{foreign_school.pk}-value": "5"}

    send(client, coordinator, part, before | foreign, **at(schools[0], value="5"))

    assert Figure.objects.get().school == schools[0]
    document = make_document(municipality=foreign_school.municipality, title=THEIRS)
    answer = send(
        client,
        coordinator,
        part,
        shown(client, coordinator, part),
        {"document": document.pk},
        **at(schools[1], value="5"),
    )
    assert (answer.status_code, THEIRS in answer.content.decode()) == (200, False)


def test_the_head_reads_the_figures_and_not_those_of_surveys(client, head, schools, part):
    Figure.objects.create(
        measure=part, school=schools[0], academic_year=2026, numerator=1, denominator=4
    )
    said = page(client, head, f"{LIST}absences/")
    assert "СОШ № 1 1 из 4, 25 % документ не указан" in said
    assert "Сохранить" not in said

    part.sensitive = True
    part.save()

    assert client.get(f"{LIST}absences/").status_code == 404
    assert "Пропуски" not in page(client, head, LIST)


def test_a_new_measure_is_entered_at_once_and_methodologies_may_choose_it(client, admin, schools):
    client.force_login(admin)

    answer = client.post(NEW, {"title": TITLE, "unit": "%", "direction": "lower"})

    measure = Measure.objects.get()
    assert (measure.code, measure.title, measure.unit, measure.direction) == (
        "vypuskniki-9-klassa-ne-poluchivshie-attestat",
        TITLE,
        "%",
        "lower",
    )
    assert answer.url == f"{LIST}{measure.code}/"
    assert client.get(answer.url).status_code == 200
    form = html(client, admin, "/identification/methodologies/new/?method=against_average")
    assert f'<option value="{measure.code}">{TITLE}</option>' in form


def test_a_measure_that_is_there_is_taken_as_it_is(client, admin, part):
    client.force_login(admin)

    answer = client.post(NEW, {"title": " ПРОПУСКИ ", "unit": "урок", "direction": "lower"})

    assert answer.url == f"{LIST}absences/"
    assert Measure.objects.values_list("title", "unit", "direction").get() == (
        "Пропуски",
        "%",
        "neither",
    )


def test_a_code_that_a_methodology_asks_for_is_described(client, admin, municipality):
    make_methodology(
        municipality,
        method="social_context",
        parameters={"criteria": [CRITERION], "hits_for_social": 1},
    )
    said = {"title": "Малообеспеченные семьи", "unit": "%", "direction": "neither"}
    assert f"{NEW}?code=social-share" in html(client, admin, LIST)

    client.post(NEW, said | {"code": "social-share"})
    client.post(NEW, said | {"title": "Другое", "code": "nobody-asks"})

    assert list(Measure.objects.order_by("pk").values_list("code", flat=True)) == [
        "social-share",
        "drugoe",
    ]


def test_what_is_known_only_as_an_average_is_no_measure_of_schools(client, admin, municipality):
    average = Measure.objects.create(code="srednee", title="Среднее")
    Figure.objects.create(measure=average, municipality=municipality, academic_year=2026, value=1)
    client.force_login(admin)

    answer = client.post(NEW, {"title": "Среднее", "direction": "neither"})

    assert "Так уже называется среднее значение." in answer.content.decode()
    assert client.get(f"{LIST}srednee/").status_code == 404
    # unless a methodology reads it of schools: the average of the district may come first
    make_methodology(
        municipality,
        method="social_context",
        parameters={"criteria": [CRITERION | {"measure": "srednee"}], "hits_for_social": 1},
    )
    assert client.get(f"{LIST}srednee/").status_code == 200
    assert client.post(NEW, {"title": "Среднее", "direction": "neither"}).status_code == 302


def test_long_titles_that_differ_at_the_end_are_two_measures(municipality):
    same = {"unit": "", "direction": "neither"}
    found = [
        add_measure(municipality, title=f"{TITLE}, по итогам {year} года", **same)[0]
        for year in (2025, 2026)
    ]

    assert len({one.code for one in found}) == 2
    assert [len(one.code) for one in found] == [CODE_LENGTH, CODE_LENGTH]


def upload(client, user, measure, *lines):
    file = make_workbook(*lines)
    file.name = "показатель.xlsx"
    client.force_login(user)
    return client.post(f"{LIST}{measure.code}/", {"fill": "1", "file": file})


def test_a_file_fills_the_boxes_and_stores_nothing(
    client, coordinator, municipality, schools, group
):
    named = make_school(municipality=municipality, short_name="Гимназия", login="edu203001")
    year = {"measure": group, "academic_year": 2026}
    Figure.objects.create(school=schools[1], no_data="unknown", **year)
    Figure.objects.create(school=schools[2], value=7, label="высокий", **year)

    answer = upload(
        client,
        coordinator,
        group,
        ("Школа", "Группа", "Уровень"),
        ("МБОУ «СОШ № 1»", 4, "низкий"),
        ("СОШ 2", "5"),
        ("edu203001", "Нет выпускников"),
        ("СОШ 99", 3),
        ("Итого", ""),
    )

    said = words_of(answer.content.decode())
    assert "Из файла заполнено: 3 строки." in said
    assert "Строка 5: школы «СОШ 99» в реестре нет." in said
    assert "Строка 1:" not in said
    assert Figure.objects.count() == 2
    found = boxes(answer.content.decode())
    assert send(client, coordinator, group, found).status_code == 302
    got = {school.pk: told(school) for school in (*schools, named)}
    assert list(got.values()) == [
        (4, None, None, "низкий", ""),
        (5, None, None, "", ""),
        (7, None, None, "высокий", ""),
        (None, None, None, "", "no_graduates"),
    ]


def test_a_file_tells_shares_by_one_number_or_by_two(client, coordinator, schools, part):
    rows = ("СОШ 1", 12.5), ("СОШ 2", 2, 16000), ("СОШ 3", 1), ("СОШ 3", 2)

    answer = upload(client, coordinator, part, *rows)
    send(client, coordinator, part, boxes(answer.content.decode()))

    said = words_of(answer.content.decode())
    assert "Строки 3, 4: школа «СОШ 3» названа не один раз." in said
    assert told(schools[0]) == (Decimal("12.50"), None, None, "", "")
    assert told(schools[1]) == (None, 2, 16_000, "", "")
    assert not Figure.objects.filter(school=schools[2]).exists()


def test_a_label_of_a_file_comes_back_with_what_is_wrong(client, coordinator, municipality):
    index = Measure.objects.create(code="index", title="Индекс", unit="балл")
    school = make_school(municipality=municipality, short_name="СОШ 1")
    assert f"{school.pk}-label" not in shown(client, coordinator, index)

    answer = upload(client, coordinator, index, ("СОШ 1", "семь", "средний"))
    answer = send(client, coordinator, index, boxes(answer.content.decode()))

    assert boxes(answer.content.decode())[f"{school.pk}-label"] == "средний"


def test_a_file_that_is_no_table_is_refused_at_the_field(client, coordinator, schools, part):
    client.force_login(coordinator)
    file = ContentFile(b"%PDF-1.7", "справка.pdf")

    answer = client.post(f"{LIST}absences/", {"fill": "1", "file": file})

    assert "Это документ PDF, а не таблица." in words_of(answer.content.decode())


@pytest.mark.parametrize("number", [1, 3])
def test_three_rows_take_as_many_queries_as_one(
    number, client, coordinator, django_assert_num_queries
):
    municipality = coordinator.memberships.get().municipality
    for n in range(number):
        measure = Measure.objects.create(code=f"m{n}", title=f"Показатель {n}")
        school = make_school(municipality=municipality)
        for each in Measure.objects.all():
            Figure.objects.create(measure=each, school=school, academic_year=2026, value=1)
        make_methodology(
            municipality,
            method="social_context",
            parameters={"criteria": [CRITERION | {"measure": measure.code}], "hits_for_social": 1},
        )
    client.force_login(coordinator)

    with django_assert_num_queries(12):
        client.get(LIST)
    with django_assert_num_queries(14):
        client.get(f"{LIST}m0/")
