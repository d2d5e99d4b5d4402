"""The other rules: a case that fires, the step below its border, and one below its gate."""

from .borders_of_results import ME, judged, line
from .imagined import NAMES, YEAR, Town

OTHERS = 3


def school(**fields):
    return Town().school(ME, **fields)


def measured(measure, **figure):
    return school().row("measured", measure=measure, school_id=ME, academic_year=YEAR, **figure)


def absent(k, n=200):
    town = measured("absent_pupils", numerator=k, denominator=n)
    for part in range(3):
        row = {"measure": "absent_pupils", "school_id": f"Сосед {part} сельские"}
        town.row("measured", academic_year=YEAR, numerator=10, denominator=300, **row)
    return town


def specialists(number, k=6, n=30):
    town = line("ВПР-4 рус", (n, k, 14))
    for measure in ("speech_therapists", "special_teachers"):
        row = {"measure": measure, "school_id": ME, "academic_year": YEAR}
        town.row("measured", value=number, **row)
    return town


def teachers(subject="Математика", **counts):
    counts = {"teachers": 5} | counts
    return school().row("teachers", school_id=ME, academic_year=YEAR, subject=subject, **counts)


def diagnosed(number, n=30):
    town = teachers(teachers=4, diagnosed=number)
    return town.result(ME, "ОГЭ мат", n, n // 2, 5)


def journal(side, number, whole=40):
    town = Town(peers=False).school(ME)
    for part in range(OTHERS):
        others = {"lower": 20, "same": 243 + (part == 0), "higher": 37 - (part == 0)}
        town.school(f"Остальные {part}")
        town.result(f"Остальные {part}", "ВПР-5 мат", 300, 33, 133, journal=others)
    own = {"lower": 0, "same": whole - number, "higher": 0, side: number}
    return town.result(ME, "ВПР-5 мат", 40, 5, 20, journal=own)


def marker(year, last):
    town = school()
    for name, when in ((ME, year), ("Сосед 0 сельские", last)):
        key = NAMES["ВПР-5 мат"]._asdict()
        town.row("markers", school_id=name, academic_year=when, **key, source="Перечень ВПР")
    return town


def sign(conclusion):
    key = NAMES["ВПР-5 мат"]._asdict()
    return school().row("signs", school_id=ME, academic_year=YEAR, conclusion=conclusion, **key)


def low(**fields):
    return school().empty("programmes", "curators", "partnerships").verdict(ME, "low", **fields)


def low_since(year):
    return low().row("statuses", school_id=ME, kind="low", since=year, until=None)


def partner(days):
    row = {"partner": "СОШ 3", "ends_on": "1 октября 2026 г.", "days_left": days}
    return low().row("partnerships", school_id=ME, **row)


def unfair(adjusted, kind="primary"):
    town = school(kind_of_school=kind).result(ME, "ВПР-4 рус", 18, 0, 13)
    scores = {"score": "71.94", "adjusted_score": "89.30", "most": 75}
    row = scores | {"method": "weighted_score", "adjusted_status": adjusted, "is_decided": False}
    return town.verdict(ME, "low", **row)


def leader(stability, adjusted="leader"):
    row = {"place": 1, "adjusted_place": 1, "of": 4, "adjusted_status": adjusted}
    return school().verdict(ME, "leader", stability=stability, **row)


def in_hardship(before):
    return school().group(ME, 7, 4).group(ME, *before, year=YEAR - 1)


def branch(k, n=6):
    town = Town().school("Головная").school(ME, legal_status="branch", parent_id="Головная")
    town.year_and_before(ME, "ВПР-4 мат", (n, k, 1), (7, 1, 1) if n == 6 else None)
    return town.year_and_before("Головная", "ВПР-4 мат", (40, 3, 24), (38, 4, 22))


def evening(**fields):
    return school(kind_of_school="evening").verdict(ME, "low", is_decided=False, **fields)


def common(schools):
    town = line("ОГЭ мат", (30, 12, 5))
    for number in range(schools - 1):
        town.school(f"Ещё {number}", cluster="городские")
        town.result(f"Ещё {number}", "ОГЭ мат", 30, 12, 5)
    return town


def wrong_sums(schools):
    town = school().result(ME, "ОГЭ мат", 20, 12, 12)
    for number in range(schools - 1):
        town.school(f"Ещё {number}").result(f"Ещё {number}", "ОГЭ мат", 20, 12, 12)
    return town


def list_of(declared, named):
    row = {"issuer": "ЦОКО", "academic_year": YEAR, "declared_count": declared}
    return low().row("external", named_count=named, **row)


def missed(*years):
    town = school()
    for year in years:
        row = {"school_id": ME, "academic_year": year, "code": "LT-1", "is_done": False}
        town.row("past", text="Сделать один шаг.", **row)
    return town


def tasks(*are_long):
    town = school()
    for number, is_long in enumerate(are_long):
        row = {"title": f"Поручение {number}", "due_on": "12.10.2026", "is_long": is_long}
        town.row("tasks", school_id=ME, **row)
    return town


def answers(*states, **fields):
    town = school()
    for number, state in enumerate(states):
        row = {"title": f"Показатель {number}", "state": state, "lacks_proof": False} | fields
        town.row("answers", school_id=ME, **row)
    return town


def own_assessment(said, k=12):
    town = judged("ОГЭ мат", (30, k, 5)) if k else line("ОГЭ мат", (30, 0, 5))
    row = {"title": "В ВСОКО есть показатели качества", "state": "part", "yes": said}
    return town.row("answers", school_id=ME, lacks_proof=False, **row)


def plan(town=None, words="повысить качество обучения", *, goals=3, indicators=5, lines=()):
    row = {"goals": goals, "indicators": indicators, "lines": list(lines), "words": words}
    return (town or judged("ОГЭ мат", (30, 12, 5))).row("plans", school_id=ME, activities=4, **row)


def head_of(status, words):
    town = school().school("Ельниковская СОШ", parent_id=ME, legal_status="branch")
    return plan(town.verdict("Ельниковская СОШ", status), words)


def families(k, n=40, state="part"):
    return answers(
        state,
        title="Доля родителей, которые участвуют во встречах",
        numerator=k,
        denominator=n,
        goal="не менее 70 %",
    )


def beside_the_region(counts, known=True):
    town = line("ЕГЭ рус", counts)
    row = NAMES["ЕГЭ рус"]._asdict() | {"academic_year": YEAR, "n": 5000, "h": 3000}
    return town.row("region", **row) if known else town


# code, fires, one step below its border, below its gate
ROWS = [
    (
        "HI-3",
        lambda: beside_the_region((30, 1, 14)),
        lambda: beside_the_region((30, 1, 15)),
        lambda: beside_the_region((9, 1, 0)),
    ),
    (
        "MG-2",
        lambda: plan(),
        lambda: plan(words="подготовка к экзамену по математике"),
        lambda: plan(judged("ОГЭ мат", (30, 12, 5), status="none")),
    ),
    ("MG-3", lambda: answers("part", "part", "got"), lambda: answers("part", "open"), None),
    ("MG-4", lambda: tasks(False, False, False), lambda: tasks(False, False), None),
    (
        "MG-5",
        lambda: answers("got", lacks_proof=True),
        lambda: answers("got"),
        None,
    ),
    (
        "MG-7",
        lambda: plan(goals=6),
        lambda: plan(goals=5, indicators=10),
        None,
    ),
    (
        "MG-8",
        lambda: school().row("sites", school_id=ME, title="Программа школы"),
        lambda: school().empty("sites"),
        None,
    ),
    (
        "MG-9",
        lambda: own_assessment(False),
        lambda: own_assessment(True),
        lambda: own_assessment(False, k=0),
    ),
    (
        "SM-5",
        lambda: head_of("at_risk", "занятия для 9 класса"),
        lambda: head_of("none", "занятия для 9 класса"),
        lambda: head_of("low", "занятия в ельниковской школе"),
    ),
    (
        "PA-5",
        lambda: families(20),
        lambda: families(30, state="got"),
        lambda: families(3, n=9),
    ),
    (
        "LT-7",
        lambda: measured("no_certificate_9", numerator=1, denominator=20),
        lambda: measured("no_certificate_9", numerator=0, denominator=20),
        None,
    ),
    (
        "VO-3",
        lambda: journal("lower", 6),
        lambda: journal("lower", 5),
        lambda: journal("lower", 9, 19),
    ),
    (
        "VO-4",
        lambda: journal("higher", 9),
        lambda: journal("higher", 8),
        lambda: journal("higher", 15, 19),
    ),
    (
        "PA-3",
        lambda: journal("lower", 6),
        lambda: journal("lower", 5),
        lambda: journal("lower", 9, 19),
    ),
    ("VO-6", lambda: marker(YEAR, YEAR), lambda: marker(YEAR - 1, YEAR), None),
    ("VO-7", lambda: sign("confirmed"), lambda: sign(""), None),
    (
        "DQ-1",
        lambda: school().shares(ME, "ОГЭ мат", 0, 0),
        lambda: school().result(ME, "ОГЭ мат", 12, 0, 0),
        None,
    ),
    (
        "DQ-2",
        lambda: school().shares(ME, "ОГЭ мат", 18, 40),
        lambda: school().result(ME, "ОГЭ мат", 12, 2, 5),
        None,
    ),
    (
        "DQ-3",
        lambda: school().result(ME, "ОГЭ мат", no_data="not_given").pupils(ME, g9=1),
        lambda: school().result(ME, "ОГЭ мат", no_data="no_graduates").pupils(ME, g9=1),
        lambda: school().result(ME, "ОГЭ мат", no_data="not_given").pupils(ME, g9=0),
    ),
    (
        "DQ-4",
        lambda: line("ОГЭ мат", (21, 2, 9)).pupils(ME, g9=20),
        lambda: line("ОГЭ мат", (20, 2, 9)).pupils(ME, g9=20),
        None,
    ),
    (
        "DQ-5",
        lambda: line("ОГЭ мат", (13, 2, 5)).pupils(ME, g9=20),
        lambda: line("ОГЭ мат", (14, 2, 5)).pupils(ME, g9=20),
        lambda: line("ОГЭ мат", (5, 2, 1)).pupils(ME, g9=9),
    ),
    (
        "DQ-6",
        lambda: line("ОГЭ мат", (20, 11, 10)),
        lambda: line("ОГЭ мат", (20, 10, 10)),
        None,
    ),
    (
        "DQ-7",
        lambda: school(kind_of_school="primary").result(ME, "ОГЭ мат", 20, 1, 9),
        lambda: school(kind_of_school="basic").result(ME, "ОГЭ мат", 20, 1, 9),
        None,
    ),
    ("PR-1", lambda: unfair("none"), lambda: unfair("low"), None),
    (
        "PR-4",
        lambda: school(kind_of_school="primary").result(ME, "ВПР-4 рус", 5, 1, 3),
        lambda: school(kind_of_school="primary").result(ME, "ВПР-4 рус", 5, 0, 3),
        lambda: school(kind_of_school="primary").result(ME, "ВПР-4 рус", 4, 1, 3),
    ),
    ("PR-5", lambda: specialists(0), lambda: specialists(1), lambda: specialists(0, 6, 9)),
    ("SM-1", lambda: line("ОГЭ мат", (9, 1, 3)), lambda: line("ОГЭ мат", (10, 1, 3)), None),
    (
        "SM-2",
        lambda: judged("ОГЭ мат", (9, 3, 3), is_decided=False),
        lambda: judged("ОГЭ мат", (10, 3, 3), is_decided=False),
        None,
    ),
    (
        "SM-3",
        lambda: school().pupils(ME, g1=5, g2=5),
        lambda: school().pupils(ME, g1=5, g2=6),
        None,
    ),
    ("SM-4", lambda: branch(3), lambda: branch(2), lambda: branch(3, n=9)),
    ("SM-6", lambda: evening(), lambda: low(is_decided=False), None),
    ("TS-1", lambda: diagnosed(1), lambda: diagnosed(2), lambda: diagnosed(1, n=9)),
    (
        "TS-2",
        lambda: teachers(deficit=2, supported=1),
        lambda: teachers(deficit=2, supported=2),
        None,
    ),
    ("TS-3", lambda: teachers(iom=1, iom_done=0), lambda: teachers(iom=1, iom_done=1), None),
    ("TS-4", lambda: teachers(young=2, mentored=1), lambda: teachers(young=2, mentored=2), None),
    ("TS-5", lambda: measured("vacancies", value=1), lambda: measured("vacancies", value=0), None),
    ("TS-6", lambda: teachers(courses=1, shown=0), lambda: teachers(courses=1, shown=1), None),
    (
        "TS-7",
        lambda: measured("burnout", numerator=3, denominator=10),
        lambda: measured("burnout", numerator=2, denominator=10),
        lambda: measured("burnout", numerator=4, denominator=4),
    ),
    ("MG-1", lambda: low(), lambda: low().row("programmes", school_id=ME), None),
    ("MG-6", lambda: low_since(YEAR - 2), lambda: low_since(YEAR - 1), None),
    ("PA-2", lambda: absent(12), lambda: absent(11), lambda: absent(19, 19)),
    ("LD-1", lambda: leader(0.8), lambda: leader(0.79), None),
    ("LD-2", lambda: in_hardship((7, 4)), lambda: in_hardship((7, 5)), None),
    ("MU-1", lambda: common(3), lambda: common(2), None),
    ("MU-2", lambda: low(), lambda: low().row("curators", school_id=ME), None),
    ("MU-3", lambda: partner(60), lambda: partner(61), None),
    (
        "MU-4",
        lambda: low(stability=0.79, is_decided=False),
        lambda: low(stability=0.8, is_decided=False),
        None,
    ),
    ("MU-5", lambda: wrong_sums(3), lambda: wrong_sums(2), None),
    ("MU-8", lambda: list_of(5, 4), lambda: list_of(4, 4), None),
    ("MU-9", lambda: missed(YEAR - 1, YEAR - 2), lambda: missed(YEAR - 1, YEAR - 3), None),
]
