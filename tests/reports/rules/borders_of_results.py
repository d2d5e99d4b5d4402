"""Rules on results: a case that fires, the step below its border, and one below its gate."""

from .imagined import NAMES, YEAR, Town

ME = "Школа"


def line(name, now, before=None, **fields):
    return Town().school(ME).year_and_before(ME, name, now, before, **fields)


def pair(maths, russian):
    return line("ОГЭ мат", maths).result(ME, "ОГЭ рус", *russian)


def judged(name, now, status="low", **fields):
    return line(name, now).verdict(ME, status, reasons=(name,), **fields)


def younger(first, second, then, now):
    """The same children a grade or more later."""
    return Town().school(ME).result(ME, first, *then, year=YEAR - 1).result(ME, second, *now)


def three_weak(third):
    town = line("ОГЭ мат", (30, 12, 5)).result(ME, "ОГЭ рус", 30, 6, 9)
    return town.result(ME, "ВПР-4 мат", *third)


def by_mean(mean, mean1="3.2", n=20):
    town = Town().school(ME).result(ME, "ОГЭ мат", n, 2, 9, mean=mean)
    town.result(ME, "ОГЭ мат", n, 2, 9, year=YEAR - 1, mean=mean1)
    for year in (YEAR, YEAR - 1):
        row = NAMES["ОГЭ мат"]._asdict() | {"place": "region", "figure": "mean", "value": "3.6"}
        town.row("benchmarks", academic_year=year, **row)
    return town


def reading(n, k, h):
    town = line("КДР-4", (n, k, h))
    for part in range(3):
        town.result(f"Сосед {part} сельские", "КДР-4", 40, 4, 28)
    return town


def classes(*rows):
    town = Town().school(ME)
    totals = [sum(column) for column in zip(*rows, strict=True)]
    town.result(ME, "ВПР-5 мат", *totals)
    for number, row in enumerate(rows):
        town.result(ME, "ВПР-5 мат", *row, class_label=f"5{number}")
    return town


def three_years(now, before, first):
    return line("ОГЭ мат", now, before).result(ME, "ОГЭ мат", *first, year=YEAR - 2)


def leading(now, before):
    town = line("ОГЭ рус", now, before).school("Другая")
    return town.result("Другая", "ОГЭ рус", 30, 10, 3)


def off_the_list(was, now=(36, 4, 13)):
    town = line("ОГЭ мат", now, (36, 5, 8)).verdict(ME, was, year=YEAR - 1)
    return town.verdict(ME, "none", pupils_to_flip=5)


def levels(base, profile, pupils, year=YEAR, town=None):
    town = town or Town().school(ME)
    town.result(ME, "база", *base, year=year).result(ME, "профиль", *profile, year=year)
    return town.pupils(ME, year=year, g11=pupils)


def two_years_of_levels(base, profile, pupils):
    return levels(base, profile, pupils, YEAR - 1, levels(base, profile, pupils))


# code, fires, one step below its border, below its gate
ROWS = [
    (
        "LV-1",
        lambda: judged("ОГЭ мат", (30, 12, 5)),
        lambda: judged("ОГЭ мат", (30, 12, 5), "none"),
        lambda: judged("ОГЭ мат", (9, 4, 1)),
    ),
    (
        "LV-2",
        lambda: judged("ОГЭ мат", (30, 8, 5), "none", pupils_to_flip=2),
        lambda: judged("ОГЭ мат", (30, 8, 5), "none", pupils_to_flip=3),
        None,
    ),
    ("LV-3", lambda: by_mean("3.5"), lambda: by_mean("3.6"), lambda: by_mean("3.5", n=9)),
    (
        "LV-4",
        lambda: Town().school(ME).group(ME, 5, 5),
        lambda: Town().school(ME).group(ME, 6, 5),
        None,
    ),
    (
        "LV-5",
        lambda: three_weak((32, 4, 16)),
        lambda: three_weak((32, 3, 16)),
        lambda: three_weak((9, 3, 3)),
    ),
    (
        "LT-1",
        lambda: line("ОГЭ мат", (30, 9, 5)),
        lambda: line("ОГЭ мат", (30, 8, 5)),
        lambda: line("ОГЭ мат", (9, 9, 0)),
    ),
    (
        "LT-2",
        lambda: line("ВПР-5 мат", (30, 9, 5)),
        lambda: line("ВПР-5 мат", (30, 8, 5)),
        lambda: line("ВПР-5 мат", (9, 9, 0)),
    ),
    (
        "LT-3",
        lambda: line("ВПР-5 мат", (40, 9, 10)),
        lambda: line("ВПР-5 мат", (40, 8, 10)),
        lambda: line("ВПР-5 мат", (9, 2, 1)),
    ),
    (
        "LT-4",
        lambda: judged("ОГЭ мат", (40, 13, 5)),
        lambda: judged("ОГЭ мат", (40, 14, 5)),
        lambda: judged("ОГЭ мат", (9, 3, 1)),
    ),
    (
        "LT-5",
        lambda: line("ВПР-5 рус", (20, 3, 5)),
        lambda: line("ВПР-5 рус", (21, 3, 5)),
        lambda: line("ВПР-5 рус", (9, 3, 2), (9, 3, 2)),
    ),
    (
        "LT-6",
        lambda: line("ВПР-4 мат", (32, 5, 16)).result(ME, "ВПР-5 мат", 31, 5, 9),
        lambda: line("ВПР-4 мат", (32, 5, 16)).result(ME, "ВПР-5 мат", 31, 4, 9),
        lambda: line("ВПР-4 мат", (9, 5, 2)).result(ME, "ВПР-5 мат", 31, 10, 9),
    ),
    (
        "LT-8",
        lambda: classes((25, 10, 8), (25, 2, 9)),
        lambda: classes((25, 5, 8), (25, 2, 9)),
        lambda: classes((19, 10, 8), (31, 2, 9)),
    ),
    (
        "HI-1",
        lambda: line("ВПР-4 рус", (28, 2, 11)),
        lambda: line("ВПР-4 рус", (28, 2, 12)),
        lambda: line("ВПР-4 рус", (9, 0, 1)),
    ),
    (
        "HI-2",
        lambda: line("ОГЭ мат", (10, 1, 0)),
        lambda: line("ОГЭ мат", (10, 1, 1)),
        lambda: line("ОГЭ мат", (9, 1, 0)),
    ),
    (
        "HI-4",
        lambda: line("ВПР-5 мат", (15, 3, 8)),
        lambda: line("ВПР-5 мат", (15, 3, 7)),
        lambda: line("ВПР-5 мат", (14, 3, 8)),
    ),
    ("HI-5", lambda: reading(30, 4, 16), lambda: reading(30, 4, 17), lambda: reading(9, 2, 1)),
    (
        "DY-1",
        lambda: line("ОГЭ рус", (26, 6, 9), (25, 2, 9)),
        lambda: line("ОГЭ рус", (26, 5, 9), (25, 2, 9)),
        lambda: line("ОГЭ рус", (26, 12, 9), (9, 0, 3)),
    ),
    (
        "DY-2",
        lambda: line("ОГЭ рус", (26, 2, 10), (25, 2, 15)),
        lambda: line("ОГЭ рус", (26, 2, 11), (25, 2, 15)),
        lambda: line("ОГЭ рус", (26, 2, 3), (9, 0, 9)),
    ),
    (
        "DY-3",
        lambda: line("ОГЭ мат", (36, 9, 13), (34, 14, 8)),
        lambda: line("ОГЭ мат", (36, 10, 13), (34, 14, 8)),
        lambda: line("ОГЭ мат", (36, 0, 13), (9, 8, 0)),
    ),
    (
        "DY-4",
        lambda: three_years((30, 9, 9), (30, 5, 8), (30, 4, 8)),
        lambda: three_years((30, 8, 9), (30, 5, 8), (30, 4, 8)),
        lambda: three_years((30, 9, 9), (30, 5, 8), (9, 0, 3)),
    ),
    (
        "DY-5",
        lambda: younger("ВПР-4 мат", "ВПР-5 мат", (30, 4, 12), (31, 9, 9)),
        lambda: younger("ВПР-4 мат", "ВПР-5 мат", (30, 4, 12), (31, 8, 9)),
        lambda: younger("ВПР-4 мат", "ВПР-5 мат", (9, 0, 4), (10, 6, 1)),
    ),
    (
        "SB-1",
        lambda: pair((40, 10, 8), (40, 0, 30)),
        lambda: pair((40, 9, 8), (40, 0, 30)),
        lambda: pair((40, 10, 8), (9, 0, 6)),
    ),
    (
        "SB-2",
        lambda: pair((40, 4, 8), (40, 5, 20)),
        lambda: pair((40, 4, 8), (40, 4, 20)),
        lambda: pair((9, 0, 3), (40, 5, 20)),
    ),
    (
        "SB-3",
        lambda: pair((40, 14, 8), (40, 5, 20)),
        lambda: pair((40, 14, 8), (40, 4, 20)),
        lambda: pair((40, 14, 8), (9, 5, 2)),
    ),
    (
        "SB-4",
        lambda: pair((40, 14, 8), (40, 0, 27)),
        lambda: pair((40, 14, 8), (40, 0, 26)),
        lambda: pair((40, 14, 8), (9, 0, 9)),
    ),
    (
        "VO-1",
        lambda: line("ВПР-4 мат", (40, 0, 32)).result(ME, "ОГЭ мат", 40, 14, 8),
        lambda: line("ВПР-4 мат", (40, 0, 31)).result(ME, "ОГЭ мат", 40, 14, 8),
        lambda: line("ВПР-4 мат", (9, 0, 9)).result(ME, "ОГЭ мат", 40, 14, 8),
    ),
    (
        "VO-2",
        lambda: younger("ВПР-8 мат", "ОГЭ мат", (30, 4, 12), (30, 9, 9)),
        lambda: younger("ВПР-8 мат", "ОГЭ мат", (30, 4, 12), (30, 8, 9)),
        lambda: younger("ВПР-8 мат", "ОГЭ мат", (19, 1, 8), (20, 12, 3)),
    ),
    (
        "VO-5",
        lambda: line("ВПР-5 мат", (40, 7, 30), (38, 12, 9)),
        lambda: line("ВПР-5 мат", (40, 8, 30), (38, 12, 9)),
        lambda: line("ВПР-5 мат", (40, 0, 34), (19, 8, 3)),
    ),
    (
        "EG-1",
        lambda: levels((8, 0, 6), (14, 0, 8), 23),
        lambda: levels((8, 0, 6), (14, 0, 8), 22),
        None,
    ),
    (
        "EG-2",
        lambda: line("профиль", (13, 2, 3)),
        lambda: line("профиль", (14, 2, 3)),
        lambda: line("профиль", (9, 5, 1)),
    ),
    (
        "EG-3",
        lambda: two_years_of_levels((10, 0, 7), (2, 0, 1), 12),
        lambda: two_years_of_levels((10, 0, 6), (2, 0, 1), 12),
        lambda: two_years_of_levels((9, 0, 9), (2, 0, 1), 12),
    ),
    (
        "EG-4",
        lambda: line("профиль", (13, 2, 3)),
        lambda: line("профиль", (14, 2, 3)),
        lambda: line("профиль", (9, 5, 1)),
    ),
    (
        "EG-5",
        lambda: line("профиль", (5, 0, 0), (5, 1, 0)),
        lambda: line("профиль", (5, 0, 1), (5, 1, 0)),
        lambda: line("профиль", (5, 0, 0), (4, 1, 0)),
    ),
    (
        "PR-2",
        lambda: line("ВПР-4 рус", (30, 6, 14)),
        lambda: line("ВПР-4 рус", (30, 5, 14)),
        lambda: line("ВПР-4 рус", (9, 6, 1)),
    ),
    (
        "PR-3",
        lambda: line("ВПР-4 мат", (32, 5, 14)),
        lambda: line("ВПР-4 мат", (32, 4, 14)),
        lambda: line("ВПР-4 мат", (9, 5, 1)),
    ),
    (
        "PA-1",
        lambda: line("ОГЭ мат", (30, 9, 5)),
        lambda: line("ОГЭ мат", (30, 7, 5)),
        lambda: line("ОГЭ мат", (9, 9, 0)),
    ),
    (
        "PA-4",
        lambda: younger("ВПР-4 мат", "ВПР-5 мат", (30, 4, 12), (31, 9, 9)),
        lambda: younger("ВПР-4 мат", "ВПР-5 мат", (30, 4, 12), (31, 8, 9)),
        lambda: younger("ВПР-4 мат", "ВПР-5 мат", (9, 0, 4), (10, 6, 1)),
    ),
    (
        "LD-3",
        lambda: leading((40, 0, 30), (38, 1, 27)),
        lambda: leading((40, 0, 24), (38, 1, 27)),
        lambda: leading((40, 0, 30), (9, 0, 9)),
    ),
    ("LD-4", lambda: off_the_list("low"), lambda: off_the_list("at_risk"), None),
]
