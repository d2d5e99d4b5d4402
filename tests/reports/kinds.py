"""Municipalities that have something to tell in every kind of note, and how a note is read."""

import re
from datetime import date

from django.template import engines
from django.utils.safestring import mark_safe

from assessments.results import NewResult, store_results
from reports.notes.section import Composed
from roadmap.models import Activity, Indicator, Level, SiteFinding, Value
from schools.models import Enrolment, SchoolStatus, TeacherSupport
from schools.typography import bind
from tests.factories import (
    AT,
    make_document,
    make_municipality,
    make_school,
    make_sitting,
    make_user,
)
from tests.roadmap.making import (
    make_activity,
    make_campaign,
    make_goal,
    make_indicator,
    make_link,
    make_period,
    make_programme,
    make_site_check,
    make_target,
    make_task,
    make_value,
    make_work,
)

from .test_identification_note import GLYPHS, NB, WRONG, words_of

YEAR, ON = 2026, date(2026, 11, 24)
SECRET = 7531  # a number that stands in figures of a narrow circle and nowhere else
HOSTILE = "<script>alert(1)</script> {{ settings }} =cmd()"
FRAME = """{% extends "print/frame.html" %}
{% block title %}{{ note.kind_title }}{% endblock %}
{% block description %}{{ note.description }}{% endblock %}
{% block body %}<h1>{{ note.kind_title }}</h1><p class="subject">{{ note.subject }}</p>
{% for title, html in sections %}<h2><span class="n">{{ forloop.counter }}</span>{{ title }}</h2>
{{ html }}{% endfor %}{% endblock %}"""


def html_of(note: Composed) -> str:
    sections = [(one.title, mark_safe(one.html)) for one in note.sections]
    frame = engines["django"].from_string(FRAME)
    return bind(frame.render({"note": note, "sections": sections}))


def words_in(note: Composed) -> str:
    return words_of(html_of(note))


def cells_of(note: Composed) -> str:
    """All that stands in the tables behind."""
    return "\n".join(str(cell) for sheet in note.sheets for row in sheet.rows for cell in row)


def section(note: Composed, code: str) -> str:
    (found,) = [one.html for one in note.sections if one.code == code]
    return words_of(bind(found))


def read_well(note: Composed) -> None:
    """Nothing is missing or unfinished, every table and figure is numbered once and in order."""
    html = html_of(note)
    words = re.sub(r"\d\d\.\d\d\.\d{4}", "дата", words_of(html))
    assert [words[m.start() - 30 : m.end() + 30] for m in WRONG.finditer(words)] == []
    assert {c for c in words if ord(c) not in GLYPHS} == set()
    for kind in ("caption", "figcaption"):
        noun = "Таблица" if kind == "caption" else "Рисунок"
        numbers = [int(n) for n in re.findall(rf"<{kind}><b>{noun}{NB}(\d*)</b>", html)]
        assert numbers == list(range(1, len(numbers) + 1))
    told = len(re.findall(r"<caption><b>", html))
    assert {int(n) for n in re.findall(r"таблиц[аеуы] (\d+)", words)} <= set(range(1, told + 1))
    codes = [one.code for one in note.sections]
    assert len(codes) == len(set(codes))


def make_lively(schools=4, *, names=None, **fields):
    """Two years of results, statuses, a programme that is under way, teachers, sites."""
    municipality = make_municipality(
        **{"name": "Район Верхний", "name_genitive": "Верхнего района", "academic_year": YEAR}
        | fields
    )
    order = make_document(municipality=municipality, number="12-од", dated_on=date(2026, 1, 12))
    made = [
        make_school(
            municipality=municipality,
            short_name=names[n] if names else f"СОШ {n + 1}",
            cluster="сёла",
        )
        for n in range(schools)
    ]
    by = make_user("COORDINATOR", municipality)
    tell_results(list(enumerate(made)), by)
    for n, school in enumerate(made):
        Enrolment.objects.create(school=school, academic_year=YEAR, grade=4, pupils=40 + n)
        TeacherSupport.objects.create(
            school=school, academic_year=YEAR, teachers=20, diagnosed=14, deficit=6
        )
    for school in made[: max(1, schools // 2)]:
        give_status(school, document=order)
    make_under_way(municipality, made, order, by)
    make_rounds(municipality, made, by)
    return municipality


def give_status(school, kind="low", **fields):
    told = {"since": YEAR, "source": "решение", "given_on": date(2026, 8, 20)}
    return SchoolStatus.objects.create(school=school, kind=kind, **told | fields)


def tell_results(schools, by, years=(YEAR - 1, YEAR)):
    """Of the first school more pupils are below the minimum than the year before."""
    rows = [
        NewResult.of_counts(
            school_id=school.pk,
            sitting_id=make_sitting(academic_year=year, grade=grade, subject=subject).pk,
            participants=40,
            low_n=(4 if year < YEAR else 20) if n == 0 else 5 + (n + grade) % 3,
            high_n=12,
        )
        for year in years
        for grade in (4, 5)
        for subject in ("Русский язык", "Математика")
        for n, school in schools
    ]
    store_results(rows, by=by, at=AT, origin="form")


def make_under_way(municipality, schools, order, by):
    """A pair of indicators, one of a narrow circle, one nobody entered; tasks of every outcome."""
    programme = make_programme(municipality, document=order, title="Программа поддержки")
    before = make_period(programme, YEAR - 1)
    period = make_period(programme, YEAR)
    goal = make_goal(programme)
    accepted = {"state": Value.State.ACCEPTED}
    whole = make_indicator(
        programme, goal=goal, kind="percent", denominator="schools", title="Доля школ с программой"
    )
    make_target(whole, period, number=80)
    make_value(whole, before, numerator=1, denominator=4, **accepted)
    make_value(whole, period, numerator=2, denominator=4, **accepted)
    part = make_indicator(
        programme, goal=goal, pair=whole, level=Level.SCHOOL, title="Программа есть", proof="any"
    )
    narrow = make_indicator(
        programme, goal=goal, level=Level.SCHOOL, kind="number", sensitive=True, title="Тревожность"
    )
    make_indicator(programme, goal=goal, title="Никем не внесено")
    for school in schools:
        make_value(part, period, school, **accepted)
        make_value(narrow, period, school, number=SECRET, **accepted)
    make_target(part, period)
    activity = make_activity(programme, goal=goal)
    make_activity(programme, goal=goal, kind=Activity.Kind.DOCUMENT, title="Приказ о команде")
    work = make_work(activity, period)
    told = {"work": work, "due_on": date(2026, 10, 10)}
    make_task(municipality, state="done", done_by=by, done_at=AT, **told)
    make_task(municipality, schools[0], title="Опоздало", **told)
    make_task(municipality, title="Впереди", work=work, due_on=date(2026, 12, 10))
    make_task(municipality, title="Отменено", state="cancelled", **told)
    make_campaign(programme, period, schools=schools, by=by)
    make_link(by=by, value=whole.values.get(period=period))
    return programme


def make_rounds(municipality, schools, by):
    """Two rounds of looking at sites: something came, something is gone, something is not seen."""
    titles = ("Приказ о команде", "Текст программы")
    first = make_site_check(municipality, schools=schools, titles=titles, by=by)
    first.findings.update(found=SiteFinding.Found.NO, at=AT)
    second = first.__class__.objects.create(
        municipality=municipality,
        title="Осень",
        held_on=date(2026, 10, 10),
        created_by=by,
        created_at=AT,
    )
    SiteFinding.objects.bulk_create(
        SiteFinding(check_round=second, school=row.school, requirement=row.requirement)
        for row in first.findings.select_related("school", "requirement")
    )
    rows = list(second.findings.order_by("pk"))
    SiteFinding.objects.filter(pk__in=[row.pk for row in rows[: len(schools)]]).update(
        found=SiteFinding.Found.YES, at=AT
    )
    return second


def indicator_of(municipality, title) -> Indicator:
    return Indicator.objects.get(programme__municipality=municipality, title=title)
