"""The passport of a school: its figures are those of the rows, its sentences hold."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import quote

import pytest
from django.db.models import Sum
from django.urls import reverse

from assessments.models import Level, Marker, Result, Scale
from assessments.results import NewResult, store_results
from identification.methods.wording.signs import FEDERAL_LIST
from reports.notes import passport
from reports.notes.kinds import passport_of
from roadmap.models import Task
from schools.models import Figure, Measure, SchoolStatus
from schools.russian import share
from tests.factories import (
    AT,
    make_batch,
    make_letter,
    make_methodology,
    make_municipality,
    make_recommendation,
    make_result,
    make_run,
    make_school,
    make_sign,
    make_sitting,
    make_user,
    make_verdicts,
)
from tests.roadmap.making import make_indicator, make_target, make_task, make_value

from .kinds import ON, SECRET, YEAR, cells_of, html_of, make_lively, section, words_in


@pytest.fixture
def lively(db):
    return make_lively()


@pytest.fixture
def school(lively):
    """More of its pupils are below the minimum than the year before."""
    return lively.schools.order_by("pk").first()


def compose(school, **fields):
    return passport.compose(school, YEAR, ON, **fields)


def test_pupils_below_the_minimum_are_those_of_the_results(school):
    rows = Result.objects.filter(school=school, sitting__academic_year=YEAR)
    sums = rows.aggregate(below=Sum("low_n"), taken=Sum("participants"))

    words = section(compose(school), "summary")

    part = share(sums["below"], sums["taken"]).replace("\xa0", " ")
    assert f"Ниже минимума — {sums['below']} из {sums['taken']} участий ({part})" in words


def test_only_what_is_more_than_chance_is_named(school, lively):
    calm = lively.schools.order_by("pk").last()

    grown, same = (section(compose(one), "summary") for one in (school, calm))

    assert "учеников ниже минимума стало больше: ВПР-4, математика; ВПР-4, русский язык" in grown
    assert "нигде не изменилась сверх случайных колебаний (4 сравнения)" in same


def test_a_procedure_with_another_scale_is_not_compared(school):
    sitting = make_sitting(academic_year=YEAR, grade=4)
    scale = Scale.objects.create(procedure=sitting.procedure, from_year=YEAR)
    Level.objects.create(scale=scale, code="1", label="ниже", order=1, is_low=True)
    type(sitting).objects.filter(pk=sitting.pk).update(scale=scale)

    note = compose(school)

    assert "стало больше: ВПР-4, математика" in section(note, "summary")
    assert "сменилась шкала" in section(note, "limits")
    assert "не сравнивали: ВПР-4, русский язык." in section(note, "limits")


def test_a_pair_of_zeros_is_a_question_and_not_a_success(db):
    school = make_school()
    make_result(school=school, share_low=0, share_high=0)

    note = compose(school)

    assert "0 %*" in section(note, "results")
    assert "обе доли равны нулю, а число участников не известно" in section(note, "limits")
    assert "Ниже минимума нет никого" not in section(note, "summary")


def test_a_mean_without_shares_is_told_as_well(db):
    school = make_school()
    where = {"school_id": school.pk, "sitting_id": make_sitting(grade=11, kind="EGE").pk}
    told = [NewResult(**where, mean=Decimal("58.30"))]
    store_results(told, by=make_user(), at=AT, origin="form")

    words = section(compose(school), "results")

    assert "только средний результат: ЕГЭ, русский язык — 58,30." in words


def test_the_mean_around_gives_away_no_other_school(db):
    municipality = make_municipality()
    mine, theirs = (make_school(municipality=municipality, cluster="сёла") for _n in range(2))
    make_result(school=mine, participants=40, low_n=4)
    make_result(school=theirs, participants=40, low_n=33)

    html = html_of(compose(mine))

    assert "среднее по школам" not in html
    assert "33" not in words_in(compose(mine))


def test_a_status_stands_with_its_year_and_document(school):
    words = section(compose(school), "summary")

    assert (
        "Школа получает поддержку: низкие результаты с 2025/2026 учебного года "
        "(приказ от 12.01.2026 № 12-од)" in words
    )


def test_what_was_decided_stands_apart_from_what_a_method_says(school, lively):
    SchoolStatus.objects.all().delete()
    make_verdicts(municipality=lively)

    words = section(compose(school), "summary")

    assert "Статуса, который даёт право на поддержку, у школы нет." in words
    assert "«Индекс по одной линии» — низкие результаты. Статус присваивает не методика" in words


def test_targets_are_told_with_the_distance_and_without_the_narrow_ones(school):
    words = section(compose(school), "programme")

    assert "Внесено 1 из 1 показателя; цель достигнута по 1 из 1 показателя с целью." in words
    assert "Нет подтверждения, которого требует программа, по показателю 2." in words
    assert "Показателей, открытых узкому кругу: 1; в паспорт они не входят." in words
    assert "Тревожность" not in words + cells_of(compose(school))


def test_a_target_that_was_missed_stands_in_a_table_with_what_lacks(school, lively):
    indicator = make_indicator(
        lively.programmes.get(), kind="number", level="school", title="Число курсов"
    )
    period = indicator.programme.periods.get(label=str(YEAR))
    make_target(indicator, period, number=5)
    make_value(indicator, period, school, number=3, state="accepted")

    words = section(compose(school), "programme")

    assert "цель достигнута по 1 из 2 показателей с целью." in words
    assert f"{indicator.number}. Число курсов 5 3 до цели: 2" in words


def test_what_a_survey_told_of_a_school_is_in_no_passport(school, lively):
    measure = Measure.objects.create(code="burnout", title="Выгорание", sensitive=True)
    told = {"measure": measure, "academic_year": YEAR}
    Figure.objects.create(school=school, value=SECRET, **told)
    make_verdicts(
        municipality=lively,
        methodology=make_methodology(
            lively,
            method="ranking",
            parameters={
                "indicators": [{"measure": "burnout", "direction": "lower"}],
                "lowest_part": 25,
                "hits_for_low": 1,
            },
        ),
    )

    note = compose(school)

    assert str(SECRET) not in html_of(note) + cells_of(note)
    assert "сведения, открытые узкому кругу" in section(note, "verdicts")


def test_late_tasks_are_named_and_cancelled_ones_are_not(school):
    make_task(school=school, title="Снято", state="cancelled", due_on=date(2026, 9, 1))
    done = {"done_by": school.municipality.tasks.exclude(done_by=None).first().done_by}
    make_task(school=school, title="Сделано", state="done", done_at=AT, **done)

    words = section(compose(school), "duties")

    late = Task.objects.filter(school=school).overdue(ON)
    assert [task.title for task in late] == ["Опоздало"]
    assert "На 24.11.2026 просрочено 1 поручение" in words
    assert "Опоздало 10.10.2026 просрочено" in words
    assert "Снято" not in words


def test_the_site_is_told_as_of_the_last_round(school):
    words = section(compose(school), "duties")

    assert "мониторинг от 10.10.2026: есть 2 из 2 требований." in words


@dataclass
class Advice:
    text: str
    term: str = ""


def test_recommendations_stand_in_it_where_there_are_any(school):
    advice = [Advice("Разобрать задания.", "до 1 октября")]

    assert "advice" not in [one.code for one in compose(school).sections]
    words = section(compose(school, advice=advice), "advice")
    assert "Разобрать задания. Срок: до 1 октября." in words


def test_what_nobody_looked_for_is_not_said_to_be_absent(school):
    words = words_in(compose(school))

    assert "Признаки необычных результатов за последние три года не искали." in words
    assert "не замечено" not in words


def test_without_an_identification_it_says_so(school):
    words = section(compose(school), "verdicts")

    assert words.startswith("Идентификация за 2025/2026 учебный год не проводилась")


def test_a_change_with_an_open_sign_is_told_with_its_warning(school):
    run = make_run(municipality=school.municipality, academic_year=YEAR)
    told = Result.objects.filter(school=school, sitting__academic_year=YEAR)
    for result in told:
        make_sign(school, run=run, sitting=result.sitting, rule="jump-low")

    words = section(compose(school), "summary")

    changed = words.partition("стало больше: ")[2].partition(". Эта разница больше случайных")[0]
    assert changed
    named = words.partition("открыт признак")[0].rpartition("по процедур")[2]
    assert changed in named


def test_a_mark_of_the_federal_list_is_told_once(school):
    sitting = make_sitting(academic_year=YEAR)
    batch = make_batch(municipality=school.municipality, stage="stored", stored_at=AT)
    Marker.objects.create(batch=batch, school=school, sitting=sitting, source_row=2)
    alone = section(compose(school), "verdicts")
    run = make_run(municipality=school.municipality, academic_year=YEAR)
    make_sign(school, run=run, sitting=sitting, rule=FEDERAL_LIST, found="Отмечено в перечне.")

    beside = section(compose(school), "verdicts")

    assert "Федеральный перечень отметил результаты школы за 2025/2026" in alone
    assert "Отмечено в перечне. Состояние: ждёт пояснения школы." in beside
    assert "Федеральный перечень отметил" not in beside


@pytest.mark.parametrize("role", ["DIRECTOR", "CURATOR"])
def test_whoever_sees_the_school_takes_its_passport_of_the_year_in_the_header(school, role, client):
    client.force_login(make_user(role, school))
    place = reverse("reports:passport-pdf", args=[school.pk])
    button = f'href="{place}"'
    assert button in client.get(school.get_absolute_url()).content.decode()

    client.post(reverse("schools:place"), {"academic_year": YEAR - 1})
    answer = client.get(place)

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert quote(f"{YEAR - 2}-{YEAR - 1}.pdf") in answer["Content-Disposition"]


def test_a_director_finds_the_passport_on_the_start_page(school, client):
    client.force_login(make_user("DIRECTOR", school))

    told = client.get(reverse("reports:home")).content.decode()

    assert reverse("reports:passport-pdf", args=[school.pk]) in told


def test_what_was_taken_back_is_recommended_no_more(school):
    run = make_verdicts(municipality=school.municipality)
    letter = make_letter(school, run=run, sent_on=AT.date())
    make_recommendation(letter, text="Провести одну встречу.")
    make_recommendation(letter, text="Снятое дело.", state="withdrawn")

    told = words_in(passport_of(school, run.academic_year, ON))

    assert "Провести одну встречу." in told
    assert "Снятое дело." not in told
