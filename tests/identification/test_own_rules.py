"""Rules that no document holds: typed on the page, without code, and then run."""

import pytest

from identification.tasks import identify_schools
from schools.models import Figure, Measure
from tests.factories import make_result, make_school, make_sitting
from tests.identification.methodology_pages import created
from tests.identification.pages import page

MATHEMATICS = {"kind": "OGE", "grade": 9, "subject": "Математика", "variant": None}
RUSSIAN = MATHEMATICS | {"subject": "Русский язык"}
BIOLOGY = MATHEMATICS | {"subject": "Биология"}
PHYSICS = MATHEMATICS | {"subject": "Физика"}
HISTORY = MATHEMATICS | {"subject": "История"}
CHEMISTRY = MATHEMATICS | {"subject": "Химия"}
EXAM = {"kind": "EGE", "grade": 11, "subject": "Русский язык", "variant": None}


def sitting(procedure, year=2026):
    fields = procedure | {"variant": procedure["variant"] or ""}
    return make_sitting(academic_year=year, **fields)


def told(school, procedure, year=2026, **figures):
    make_result(school=school, sitting=sitting(procedure, year), **figures)


def outcome(client, user, methodology) -> dict[str, str]:
    """Identify on the page; school → status."""
    client.force_login(user)
    data = {"methodology": methodology.pk, "academic_year": 2026}
    client.post("/identification/start/", data)
    run = methodology.runs.get()
    identify_schools(run.pk)
    return {v.snapshot["short_name"]: v.status for v in run.verdicts.all()}


@pytest.fixture
def schools(municipality):
    names = ("СОШ 1", "СОШ 2", "СОШ 3", "СОШ 4")
    return [
        make_school(municipality=municipality, short_name=name, cluster="все") for name in names
    ]


def test_a_quarter_of_twos_in_two_of_three_subjects(client, admin, schools):
    """«Доля «2» не менее 25 % по двум из трёх предметов ОГЭ»."""
    for school, lows in zip(schools, [(3, 3, 0), (3, 2, 2), (0, 0, 0), (12, 0, 0)], strict=True):
        for procedure, low in zip((MATHEMATICS, RUSSIAN, BIOLOGY), lows, strict=True):
            told(school, procedure, participants=12, low_n=low, high_n=0)

    methodology = created(
        client,
        admin,
        "share_below",
        {
            "procedures": [MATHEMATICS, RUSSIAN, BIOLOGY],
            "threshold": 25,
            "hits_last_year": 2,
            "hits_each_year": None,
            "years": 1,
            "same_procedure": False,
            "min_participants": 0,
            "not_held": "skip",
            "statuses": [{"status": "low"}],
        },
    )

    assert outcome(client, admin, methodology) == {
        "СОШ 1": "low",
        "СОШ 2": "none",
        "СОШ 3": "none",
        "СОШ 4": "none",
    }


def test_the_lowest_quarter_by_three_of_six_indicators(client, admin, schools):
    """«Нижний квартиль района по трём из шести показателей»."""
    six = [MATHEMATICS, RUSSIAN, BIOLOGY, PHYSICS, HISTORY, CHEMISTRY]
    for number, school in enumerate(schools):
        for n, procedure in enumerate(six):
            # the first is last in three, the second in two, the third in one
            last = number == (0 if n < 3 else 1 if n < 5 else 2)
            high = 0 if last else 3 + number
            told(school, procedure, participants=12, low_n=0, high_n=high)

    methodology = created(
        client,
        admin,
        "ranking",
        {
            "indicators": [{"procedure": one, "figure": "share_high"} for one in six],
            "lowest_part": 25,
            "hits_for_low": 3,
            "statuses": [{"status": "low"}],
        },
    )

    assert outcome(client, admin, methodology) == {
        "СОШ 1": "low",
        "СОШ 2": "none",
        "СОШ 3": "none",
        "СОШ 4": "none",
    }


def test_a_school_of_which_too_little_is_known_is_told_so_and_so_is_a_silent_indicator(
    client, admin, schools
):
    for number, school in enumerate(schools):
        told(school, EXAM, participants=12, low_n=0, high_n=6, mean=60 + number)
        if number:
            told(school, MATHEMATICS, participants=12, low_n=number, high_n=0)
    Measure.objects.create(code="absences", title="Пропуски", unit="%")
    indicators = [
        {"procedure": EXAM, "figure": "mean"},
        {"procedure": MATHEMATICS, "figure": "share_low"},
        {"measure": "absences", "direction": "lower"},
    ]
    parameters = {"indicators": indicators, "lowest_part": 25, "hits_for_low": 2}
    parameters["statuses"] = [{"status": "low"}]
    methodology = created(client, admin, "ranking", parameters)

    assert outcome(client, admin, methodology)["СОШ 1"] == "no_data"
    run = methodology.runs.get()
    assert "Значений нет ни у одной школы: Пропуски." in page(client, admin, run.get_absolute_url())
    said = page(client, admin, run.verdicts.get(school=schools[0]).get_absolute_url())
    assert (
        "Данные за этот год есть по 1 из 3 показателей, а для статуса «низкие результаты» "
        "нужно не меньше 2. Поэтому о статусе школы ничего сказать нельзя."
    ) in said
    assert "ОГЭ, математика: нет данных" in said


@pytest.mark.parametrize(
    ("procedure", "figure", "typed", "bounds"),
    [
        (EXAM, "mean", "167", "от 0 до 100"),
        (EXAM | {"subject": "Математика", "variant": "база"}, "mean", "60", "от 2 до 5"),
        (RUSSIAN, "mean", "7", "от 2 до 5"),
        (RUSSIAN, "mean", "1,5", "от 2 до 5"),
        (RUSSIAN, "share_low", "101", "от 0 до 100"),
    ],
)
def test_an_average_that_cannot_be_is_refused_at_its_box(
    procedure, figure, typed, bounds, client, admin, municipality
):
    criterion = {"procedure": procedure, "figure": figure, "benchmark": "region"}
    created(
        client,
        admin,
        "against_average",
        {
            "criteria": [criterion | {"direction": "higher"}],
            "misses_for_low": 1,
            "years": 1,
            "statuses": [{"status": "low"}],
        },
    )
    [one] = client.get("/identification/averages/").context["form"].wanted

    answer = client.post(
        "/identification/averages/", {one.name: typed, "new_source": "Сборник ЦОКО"}
    )

    assert answer.context["form"].errors[one.name] == [f"Нужно число {bounds}."]
    assert not Figure.objects.exists()


def test_below_the_average_of_the_region_two_years_running(client, admin, schools):
    """«Средний балл ЕГЭ ниже регионального два года подряд»; the averages are typed too."""
    means = [(60, 61), (60, 71), (72, 61), (72, 71)]  # the year before, the year that is judged
    for school, pair in zip(schools, means, strict=True):
        for year, mean in zip((2025, 2026), pair, strict=True):
            told(school, EXAM, year, participants=12, low_n=0, high_n=6, mean=mean)
    methodology = created(
        client,
        admin,
        "against_average",
        {
            "criteria": [
                {
                    "procedure": EXAM,
                    "figure": "mean",
                    "benchmark": "region",
                    "direction": "higher",
                }
            ],
            "misses_for_low": 1,
            "years": 2,
            "statuses": [{"status": "low"}],
        },
    )
    page = client.get("/identification/averages/")
    names = [one.name for one in page.context["form"].wanted]

    client.post(
        "/identification/averages/",
        dict(zip(names, ("70,5", "71,25"), strict=True)) | {"new_source": "Сборник ЦОКО"},
    )

    assert [name[-4:] for name in names] == ["2026", "2025"]
    assert outcome(client, admin, methodology) == {
        "СОШ 1": "low",
        "СОШ 2": "none",
        "СОШ 3": "none",
        "СОШ 4": "none",
    }
    reasons = methodology.runs.get().verdicts.get(school=schools[0]).reasons
    assert [(r["academic_year"], r["value"], r["limit"], r["average_source"]) for r in reasons] == [
        (2026, 61, 70.5, "Сборник ЦОКО"),
        (2025, 60, 71.25, "Сборник ЦОКО"),
    ]
