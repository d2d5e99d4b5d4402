"""The twelve schools that the library is held to: figures n, k, h, and of the year before."""

from .imagined import YEAR, Town

ME = "Школа"


def add_weak(town: Town, name: str, **fields) -> Town:
    town.school(name, **fields)
    town.year_and_before(name, "ОГЭ мат", (30, 12, 5), (28, 10, 6))
    town.year_and_before(name, "ОГЭ рус", (30, 6, 9), (28, 5, 9))
    town.year_and_before(name, "ВПР-4 мат", (32, 5, 16), (30, 4, 15))
    return town.year_and_before(name, "ВПР-5 мат", (31, 10, 9), (30, 8, 9))


def strong() -> Town:
    town = add_weak(Town(), "Слабее", cluster="городские", group="А").school(ME, group="А")
    town.year_and_before(ME, "ВПР-4 рус", (48, 2, 34), (50, 2, 35))
    town.year_and_before(ME, "ВПР-4 мат", (48, 1, 38), (50, 2, 37))
    town.year_and_before(ME, "ОГЭ рус", (45, 0, 33), (44, 1, 31))
    town.year_and_before(ME, "ОГЭ мат", (45, 1, 27), (44, 2, 26))
    town.result(ME, "база", 8, 0, 6).result(ME, "профиль", 14, 0, 8).pupils(ME, g11=22)
    return town.verdict(
        ME,
        "leader",
        adjusted_status="leader",
        method="weighted_score",
        stability=0.96,
        place=1,
        adjusted_place=1,
        of=4,
    )


def weak() -> Town:
    town = add_weak(Town(), ME).empty("programmes", "curators", "partnerships")
    town.row(
        "teachers",
        school_id=ME,
        academic_year=YEAR,
        subject="Математика",
        teachers=4,
        diagnosed=1,
    )
    town.row("statuses", school_id=ME, kind="low", since=YEAR)
    return town.verdict(
        ME, "low", reasons=("ОГЭ мат", "ВПР-5 мат"), pupils_to_flip=5, stability=0.9
    )


def tiny() -> Town:
    town = Town().school(ME).empty("programmes")
    town.year_and_before(ME, "ОГЭ мат", (3, 1, 1), (2, 0, 1)).result(ME, "ОГЭ рус", 3, 0, 2)
    town.result(ME, "ВПР-4 рус", 4, 0, 2)
    town.year_and_before(ME, "ВПР-4 мат", (4, 0, 3), (3, 1, 1)).pupils(ME, g4=4, g9=3)
    return town.verdict(
        ME, "low", reasons=("ОГЭ мат",), pupils_to_flip=1, stability=0.61, is_decided=False
    )


def branch() -> Town:
    town = Town().school("Головная", cluster="городские")
    town.school(ME, legal_status="branch", parent_id="Головная", cluster="филиалы")
    town.school("Другой филиал", legal_status="branch", cluster="филиалы")
    town.year_and_before(ME, "ВПР-4 мат", (6, 3, 1), (7, 3, 1))
    town.year_and_before("Головная", "ВПР-4 мат", (40, 3, 24), (38, 4, 22))
    return town.verdict(ME, "none", pupils_to_flip=None)


def without_data() -> Town:
    town = Town().school(ME).pupils(ME, g4=27, g9=24)
    town.shares(ME, "ОГЭ мат", 0, 0)
    town.result(ME, "ОГЭ рус", no_data="not_given")
    town.result(ME, "ВПР-4 рус", no_data="not_given").result(ME, "ВПР-4 мат", no_data="not_given")
    return town.verdict(ME, "no_data")


def improving() -> Town:
    town = Town().school(ME).year_and_before(ME, "ОГЭ мат", (36, 4, 13), (34, 14, 8))
    town.verdict(ME, "low", year=YEAR - 1, reasons=("ОГЭ мат",))
    return town.empty("programmes").verdict(ME, "none", pupils_to_flip=5)


def jumping() -> Town:
    town = Town().school(ME)
    journal = {"lower": 2, "same": 23, "higher": 15}
    town.year_and_before(ME, "ВПР-5 мат", (40, 0, 34), (38, 12, 9), journal=journal)
    others = {"lower": 20, "same": 243, "higher": 37}
    for name in ("Первая", "Вторая", "Третья"):
        town.school(name, cluster="городские")
        town.result(name, "ВПР-5 мат", 300, 33, 133, journal=others)
    return town.verdict(
        ME,
        "leader",
        adjusted_status="leader",
        method="weighted_score",
        stability=0.95,
        place=1,
        adjusted_place=1,
        of=4,
    )


def two_subjects() -> Town:
    town = add_weak(Town(), "Слабее", cluster="городские", group="А").school(ME, group="А")
    town.year_and_before(ME, "ОГЭ рус", (40, 0, 30), (38, 1, 27))
    town.year_and_before(ME, "ОГЭ мат", (40, 14, 8), (38, 12, 9))
    return town.verdict(ME, "none", pupils_to_flip=9)


def primary() -> Town:
    town = Town().school(ME, kind_of_school="primary", receiving="СОШ № 7")
    town.year_and_before(ME, "ВПР-4 рус", (18, 1, 13), (17, 1, 11))
    town.year_and_before(ME, "ВПР-4 мат", (18, 0, 14), (17, 1, 11))
    for line in ("ОГЭ рус", "ОГЭ мат"):
        town.result(ME, line, no_data="no_stage")
    return town.verdict(
        ME,
        "low",
        reasons=("ВПР-4 рус", "ВПР-4 мат"),
        method="weighted_score",
        score="71.94",
        adjusted_score="89.30",
        adjusted_status="none",
        most=75,
        is_decided=False,
    )


def evening() -> Town:
    town = Town().school(ME, kind_of_school="evening").empty("programmes")
    town.year_and_before(ME, "ОГЭ мат", (14, 9, 1), (16, 11, 1))
    town.year_and_before(ME, "база", (12, 4, 1), (10, 3, 1)).pupils(ME, g11=12)
    return town.verdict(ME, "low", reasons=("ОГЭ мат", "база"), is_decided=False)


def resilient() -> Town:
    town = Town().school(ME, group="Б").school("Гость", group="Б", cluster="городские")
    town.group(ME, 9, 3).group(ME, 9, 3, year=YEAR - 1).group("Гость", 4, 3)
    town.verdict("Гость", "low", method="matrix")
    town.result(ME, "ВПР-4 рус", 21, 1, 14)
    town.result(ME, "ОГЭ рус", 16, 0, 11).result(ME, "ОГЭ мат", 16, 1, 9)
    return town.verdict(ME, "resilient", method="matrix")


def new() -> Town:
    town = Town().school(ME, opened_in=YEAR)
    town.result(ME, "ВПР-4 рус", 62, 6, 34)
    town.result(ME, "ВПР-5 рус", 55, 14, 20).result(ME, "ВПР-5 мат", 55, 8, 25)
    return town.verdict(ME, "none", pupils_to_flip=3)


# what must fire, what must not, the letter
EXPECTED = {
    strong: ("LD-1 LD-3", "LT LV HI DY DQ EG MG-1 VO-1", "LD-1 LD-3"),
    weak: (
        "LV-1 LV-5 LT-1 LT-2 LT-3 LT-4 LT-5 LT-6 SB-3 DY-5 PR-3 TS-1 PA-1 PA-4 MG-1 MU-2 MU-3",
        "DY-1 HI-1 SB-1 SB-2 SM LD",
        "LT-1 LV-5 MG-1 MU-2 PA-1 LT-2 MU-3",
    ),
    tiny: ("SM-1 SM-2 SM-3 MU-4", "LV-1 LT-1 DY SB VO PA-1 MG-1", "SM-1 SM-2 SM-3"),
    branch: ("SM-1 SM-4 LT-2", "LT-3 PR-3 DY-1 SM-5 LV-2", "SM-1 SM-4 LT-2"),
    without_data: ("DQ-1 DQ-3", "LV-1 LT SM-1 HI-2 DY", "DQ-1 DQ-3"),
    improving: ("DY-3 LD-4", "DY-1 LT-3 VO-5 LV-1 LV-2 MG-1", "LD-4"),
    jumping: ("VO-5 VO-4", "DY-3 LD-1 LD-3 HI-1", "VO-5"),
    two_subjects: ("SB-1 SB-4 LT-1 PA-1 LD-3", "SB-2 SB-3 LT-4 HI-1 DY-1", "SB-1 LT-1 PA-1 LD-3"),
    primary: ("PR-1 PR-4 MU-4 LV-1", "DQ-3 EG LT-3 PR-3", "PR-1 PR-4"),
    evening: ("SM-6 LT-1 LT-4 LV-1", "PA LV-5 LT-3 SB EG-1 DY-1", "SM-6 LT-1 LT-1"),
    resilient: ("LD-2", "LV-4 LT HI LD-1", "LD-2"),
    new: ("LT-3 LT-5", "DY LD-4 MG-6 LT-6 HI-1", "LT-3 LT-5"),
}
