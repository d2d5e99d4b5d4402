"""Signs in neutral Russian sentences, and the rule on them. Pure.

A sign says what was seen in figures. It never says what somebody has done.
"""

from collections.abc import Mapping
from decimal import Decimal

from schools.russian import NB, compact, count, figure, percent, school_year

from . import procedure_title

FEDERAL_LIST = "federal-list"
BELOW_REGISTER = "below-register"
JUMP_LOW, JUMP_HIGH = "jump-low", "jump-high"
COHORT_LOW, COHORT_HIGH = "cohort-low", "cohort-high"
REVERSAL = "reversal"
OVER_ENROLMENT = "over-enrolment"
UNEQUAL_COUNTS = "unequal-counts"
RULES = {
    FEDERAL_LIST: "федеральный перечень",
    BELOW_REGISTER: "отметки ниже журнала",
    JUMP_LOW: "доля низких: скачок за год",
    JUMP_HIGH: "доля высоких: скачок за год",
    COHORT_LOW: "доля низких: скачок у той же параллели",
    COHORT_HIGH: "доля высоких: скачок у той же параллели",
    REVERSAL: "ВПР-4 высокие, ОГЭ низкий",
    OVER_ENROLMENT: "участников больше, чем учеников",
    UNEQUAL_COUNTS: "сравнили с журналом больше, чем участвовало",
}
NEUTRAL = "Признак, требует дополнительного анализа."
WHAT = {"share_low": "не достигли минимума", "share_high": "высокие результаты"}
PEOPLE = "участника,участников,участников"
PUPILS = "ученик,ученика,учеников"


def sentence(rule: str, figures: Mapping) -> str:
    """What was seen, of whom it was seen, and that it is only a sign.

    `figures`: those of the procedure, with what the rule puts beside them.
    """
    where = f"{figures['title']}, {school_year(figures['academic_year'])}"
    return f"{where}: {SAID[rule](figures)}. {NEUTRAL}"


def _listed(_figures: Mapping) -> str:
    return f"результаты отмечены в{NB}федеральном перечне"


def _below(figures: Mapping) -> str:
    value = round(figures["value"] * 100)
    own = figure(figures["numerator"], figures["denominator"], value)
    return (
        f"отметка ниже, чем в{NB}журнале,{NB}— у{NB}{own}; "
        f"по{NB}муниципалитету{NB}— {percent(figures['average'])}"
    )


def _jump(figures: Mapping) -> str:
    before = figures["before"]
    year = school_year(before["academic_year"])
    return (
        f"{WHAT[figures['figure']]}{NB}— {_share(figures, figures['figure'])}; "
        f"в{NB}{year}{NB}— {_share(before, figures['figure'])}"
    )


def _cohort(figures: Mapping) -> str:
    before = figures["before"]
    return (
        f"{WHAT[figures['figure']]}{NB}— {_share(figures, figures['figure'])}; у{NB}той же "
        f"параллели годом раньше ({before['title']}){NB}— {_share(before, figures['figure'])}"
    )


def _reversal(figures: Mapping) -> str:
    before = figures["before"]
    then = f"{before['title']}, {school_year(before['academic_year'])}"
    return (
        f"не достигли минимума{NB}— {_share(figures, 'share_low')}, "
        f"по{NB}муниципалитету{NB}— {percent(figures['average'])}; у{NB}той же параллели ({then}) "
        f"высокие результаты{NB}— {_share(before, 'share_high')}, "
        f"по{NB}муниципалитету{NB}— {percent(before['average'])}"
    )


def _over(figures: Mapping) -> str:
    return (
        f"участников {figures['participants']}, а{NB}в{NB}{figures['grade']}-х классах "
        f"по{NB}карточке школы {count(figures['limit'], PUPILS)}"
    )


def _unequal(figures: Mapping) -> str:
    compared = count(figures["value"], PUPILS)
    return f"с{NB}журналом сравнили отметки: {compared}, а{NB}участников {figures['participants']}"


def _share(figures: Mapping, name: str) -> str:
    counted = "low_n" if name == "share_low" else "high_n"
    return figure(figures[counted], figures["participants"], figures[name])


SAID = {
    FEDERAL_LIST: _listed,
    BELOW_REGISTER: _below,
    JUMP_LOW: _jump,
    JUMP_HIGH: _jump,
    COHORT_LOW: _cohort,
    COHORT_HIGH: _cohort,
    REVERSAL: _reversal,
    OVER_ENROLMENT: _over,
    UNEQUAL_COUNTS: _unequal,
}


def in_words(rule: dict) -> str:
    signs = "; ".join(_rules(rule))
    least = count(rule["signs_for_status"], "признака,признаков,признаков")
    sentences = [
        f"Процедуры: {'; '.join(map(procedure_title, rule['procedures']))}",
        f"Признаки: {signs}",
        f"Сравнивается число учеников, если участников не{NB}менее {rule['min_participants']}: "
        "о меньших группах и о долях без числа участников правило ничего не говорит",
        f"Статус «признаки необъективности» получает школа, у которой не{NB}менее {least}",
        "Признак — не вывод: он требует дополнительного анализа",
    ]
    return ". ".join(sentences) + "."


def _rules(rule: dict):
    if years := rule["markers_years"]:
        last = "за последний год" if years == 1 else f"за последние {_years(years)}"
        yield f"результаты школы отмечены в федеральном перечне {last}"
    if (excess := rule["lower_excess"]) is not None:
        yield (
            "доля отметок ниже, чем в журнале, больше, чем по муниципалитету, более чем "
            f"на{NB}{_points(excess)}"
        )
    for change, what in (("jump", "за год"), ("cohort", "у той же параллели за год")):
        for side, share in (("low", "не достигших минимума"), ("high", "высоких результатов")):
            if (points := rule[f"{change}_{side}"]) is not None:
                yield f"доля {share} изменилась {what} более чем на{NB}{_points(points)}"
    if (points := rule["reversal"]) is not None:
        yield (
            "доля высоких результатов ВПР-4 была больше, чем по муниципалитету, а через пять лет "
            "в той же параллели доля не достигших минимума на ОГЭ тоже больше, и то и другое "
            f"более чем на{NB}{_points(points)}"
        )
    if rule["over_enrolment"]:
        yield "участников больше, чем учеников в классах"
    if rule["unequal_counts"]:
        yield "с журналом сравнили отметок больше, чем было участников"


def _points(points) -> str:
    return f"{compact(Decimal(str(points)))}{NB}п.{NB}п."


def _years(years: int) -> str:
    return count(years, "год,года,лет")
