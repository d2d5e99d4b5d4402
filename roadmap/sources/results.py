"""Sources that rest on results: positive dynamics, a figure of a procedure, flagged classes."""

from decimal import Decimal

from django.urls import reverse

from assessments.naming import line_title, lowered
from identification.methods import method_of
from identification.methods.cells import keys_of
from identification.methods.dynamics import Dynamics
from identification.methods.facts import PROCEDURE
from identification.methods.indicators import FIGURES
from identification.methods.method import unknown, whole
from identification.methods.schema import Choice
from identification.methods.wording import procedure_title
from roadmap.facts import NUMBER, Told
from roadmap.models import Indicator
from schools.russian import compact, percent, signed
from schools.russian import figure as share_in_words

from .registry import AMOUNT, ANSWER, PART, Asked, Source

NOT_LOW = "not_low"
OF_A_RESULT = FIGURES | {NOT_LOW: "доля достигших минимума"}


def dynamics(asked: Asked, schools) -> dict[int, Told]:
    """Whether a school improved on the year before, by the rule of the method of that name."""
    facts = asked.ground.results
    verdicts = asked.ground.once(
        f"dynamics {sorted(asked.parameters.items(), key=str)}",
        lambda: method_of("dynamics", asked.parameters).judge(facts),
    )
    rows = verdicts[["school_id", "status", "reasons"]].itertuples(index=False)
    found = {school: (status, reasons) for school, status, reasons in rows}
    return {school.pk: _improved(*found[school.pk]) for school in schools if school.pk in found}


def _improved(status: str, reasons: list[dict]) -> Told:
    words = "; ".join(map(_compared, reasons))
    if status == "no_data":
        return Told(no_data=_reason(reasons), words=words, link=_link(reasons))
    return Told(yes=status == "improved", words=words, link=_link(reasons))


def _reason(reasons: list[dict]) -> str:
    """Why nothing is known of the year that is judged, or else of the one before."""
    for year in (reasons, [reason["before"] for reason in reasons]):
        for reason in year:
            if reason["no_data"]:
                return reason["no_data"]
    return "unknown"


def _link(reasons: list[dict]) -> str:
    result = next((reason["result"] for reason in reasons if reason["result"]), None)
    return reverse("assessments:result", args=[result]) if result else ""


def _compared(reason: dict) -> str:
    now, before = (_figure(side, reason["figure"]) for side in (reason, reason["before"]))
    change = ""
    if reason["change"] is not None:
        change = f" ({_step(reason)})"
    return f"{reason['title']}: было {before}, стало {now}{change}"


def _step(reason: dict) -> str:
    if reason["figure"] == "mean":
        return signed(reason["change"])
    return f"{signed(Decimal(reason['change']) / 100)}\xa0п.\xa0п."


def _figure(side: dict, figure: str) -> str:
    if side["value"] is None:
        return "нет данных"
    if figure == "mean":
        return signed(side["value"]).lstrip("+")
    return share_in_words(side[f"{figure[6:]}_n"], side["participants"], side["value"])


def result(asked: Asked, schools) -> dict[int, Told]:
    """A figure of the year's results: a share by counts of pupils, or a mean.

    Of several procedures the counts are added up; a share without a count is no share.
    """
    facts, figure = asked.ground.results, asked.parameters["figure"]
    keys = set(keys_of(asked.parameters["procedures"], facts))
    rows = asked.ground.once("results of the year", lambda: _of_the_year(facts))
    return {
        school.pk: _added([row for row in rows.get(school.pk, ()) if row["key"] in keys], figure)
        for school in schools
    }


def _of_the_year(facts) -> dict[int, list[dict]]:
    found: dict[int, list[dict]] = {}
    for row in facts.results.to_dict("records"):
        if row["academic_year"] == facts.academic_year:
            kind, grade, subject, variant = (row[name] for name in PROCEDURE)
            row["key"] = kind, grade, lowered(subject), variant
            found.setdefault(row["school_id"], []).append(row)
    return found


def _added(rows: list[dict], figure: str) -> Told:
    link = reverse("assessments:result", args=[whole(rows[0]["result_id"])]) if rows else ""
    told = [row for row in rows if not unknown(row["share_low"]) or not unknown(row["mean"])]
    if not told:
        reasons = (row["no_data"] for row in rows if row["no_data"])
        return Told(no_data=next(reasons, "unknown"), link=link)
    words = "; ".join(_told(row, figure) for row in told)
    if figure == "mean":
        return _mean(told, words, link)
    if any(unknown(row["participants"]) for row in told):
        return Told(no_data="unknown", words=words, link=link)
    part, n = (sum(side) for side in zip(*(_counts(row, figure) for row in told), strict=True))
    return Told(part=part, whole=n, words=words, link=link)


def _counts(row: dict, figure: str) -> tuple[int, int]:
    n, low, high = (int(row[name]) for name in ("participants", "low_n", "high_n"))
    return {"share_low": low, "share_high": high, NOT_LOW: n - low}[figure], n


def _mean(rows: list[dict], words: str, link: str) -> Told:
    """Of one procedure as it stands; of several, or of the municipality, by participants."""
    means = [(row["mean"], whole(row["participants"])) for row in rows if not unknown(row["mean"])]
    if not means:
        return Told(no_data="unknown", words=words, link=link)
    if len(means) > 1 and not all(n for _mean, n in means):
        return Told(no_data="unknown", words=words, link=link)
    pupils = sum(n or 1 for _mean, n in means)
    mean = sum(Decimal(str(mean)) * (n or 1) for mean, n in means) / pupils
    return Told(number=round(mean, 2), weight=pupils, words=words, link=link)


def _told(row: dict, figure: str) -> str:
    title = line_title(*(row[name] for name in PROCEDURE))
    if figure == "mean":
        return f"{title}: {'нет данных' if unknown(row['mean']) else compact(row['mean'])}"
    if unknown(row["participants"]):
        share = 10_000 - row["share_low"] if figure == NOT_LOW else row[figure]
        return f"{title}: {percent(int(share))}, число участников неизвестно"
    part, n = _counts(row, figure)
    return f"{title}: {part} из\xa0{n}"


def flagged(asked: Asked, schools) -> dict[int, Told]:
    """Classes over the limit of the identification, of the classes that were tested."""
    found = asked.ground.flagged
    return {
        school.pk: Told(
            part=sum(found[school.pk].values()),
            whole=len(found[school.pk]),
            words=_classes(found[school.pk]),
        )
        for school in schools
        if school.pk in found
    }


def _classes(over: dict[int, bool]) -> str:
    grades = [str(grade) for grade, is_over in sorted(over.items()) if is_over]
    return f"отмечены классы: {', '.join(grades)}" if grades else "отмеченных классов нет"


def _in_words(parameters: dict) -> str:
    titles = "; ".join(map(procedure_title, parameters["procedures"]))
    return f"{OF_A_RESULT[parameters['figure']].capitalize()}: {titles}."


def _not_a_number(indicator: Indicator, parameters: dict):
    """A mean is an amount, a share is a part: of which an indicator is, its kind says."""
    if parameters["figure"] == "mean" and indicator.kind != NUMBER:
        yield f"Средний балл — число, а вид показателя — «{indicator.get_kind_display()}»"


PROCEDURES = Dynamics.schema[0]
EXAMPLE = {"procedures": [{"kind": "OGE", "grade": 9, "subject": "Математика", "variant": None}]}
OWN = (
    Source(
        code="dynamics",
        title="Положительная динамика результатов",
        schema=Dynamics.schema,
        told=dynamics,
        tells=(ANSWER,),
        about=(
            "Стали\xa0ли результаты школы лучше, чем год назад, по\xa0выбранным процедурам. "
            "В\xa0показателе муниципалитета\xa0— сколько таких школ или какую долю они составляют."
        ),
        wrong=lambda _indicator, parameters: Dynamics.further_problems(parameters),
        in_words=lambda parameters: method_of("dynamics", parameters).in_words(),
        example=EXAMPLE | {"figure": "share_high", "tolerance": 0, "improved_when": "all"},
    ),
    Source(
        code="result",
        title="Результат оценочной процедуры",
        schema=(PROCEDURES, Choice(name="figure", title="Что берётся", options=OF_A_RESULT)),
        told=result,
        tells=(PART, AMOUNT),
        about=(
            "Доля участников или средний балл за\xa0учебный год. Участники нескольких процедур "
            "и\xa0школ складываются, средний балл считается по\xa0участникам."
        ),
        wrong=_not_a_number,
        in_words=_in_words,
        example=EXAMPLE | {"figure": "share_low"},
    ),
    Source(
        code="flagged",
        title="Доля отмеченных классов",
        told=flagged,
        tells=(PART,),
        about=(
            "Сколько классов, где проводились процедуры, отмечено при идентификации по\xa0доле "
            "не\xa0достигших минимума."
        ),
        in_words=lambda _parameters: (
            "Классы, в\xa0которых доля не\xa0достигших минимума не\xa0ниже порога методики, "
            "из\xa0классов, где проводились процедуры."
        ),
    ),
)
