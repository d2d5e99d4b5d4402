"""The roll-up: a municipal value made of the values of schools, as the document pairs them."""

from identification.methods.schema import Choice, Field, Title
from roadmap.facts import Told
from roadmap.models import Indicator, Value

from .registry import Asked, Source

# whose figures count: what was checked, and what the portal itself worked out
COUNTED = {Value.State.ACCEPTED}
WAITING = {
    Value.State.DRAFT: "ещё черновик",
    Value.State.SUBMITTED: "ждёт проверки",
    Value.State.RETURNED: "возвращено школе",
}


def roll_up(asked: Asked, schools) -> dict[int, Told]:
    """What schools answered to the indicator of schools that is paired with this one."""
    of_schools = asked.ground.once("pairs", lambda: _pairs(asked))
    pair = _which(of_schools.get(asked.indicator.pk, []), asked.parameters["which"])
    if not pair:
        missing = Told(no_data="unknown", words="показатель школ не\xa0указан")
        return dict.fromkeys((school.pk for school in schools), missing)
    values = asked.ground.once("values of schools", lambda: _values(asked))
    return {school.pk: _told(values.get((pair.counted_as, school.pk))) for school in schools}


def _pairs(asked: Asked) -> dict[int, list[Indicator]]:
    found: dict[int, list[Indicator]] = {}
    rows = Indicator.objects.current().filter(
        programme=asked.indicator.programme_id, pair__isnull=False
    )
    for row in rows.order_by("order"):
        found.setdefault(row.pair_id, []).append(row)
    return found


def _which(pairs: list[Indicator], named: str | None) -> Indicator | None:
    """The one that is named; else the one of yes and no; else the first."""
    if named:
        return next((pair for pair in pairs if str(pair.pk) == named), None)
    answers = [pair for pair in pairs if pair.kind == Indicator.Kind.YES_NO]
    return next(iter(answers or pairs), None)


def _values(asked: Asked) -> dict[tuple[int, int], Value]:
    rows = Value.objects.filter(
        indicator__programme=asked.indicator.programme_id,
        period=asked.ground.period,
        school__isnull=False,
    )
    return {(row.indicator_id, row.school_id): row for row in rows}


def _told(value: Value | None) -> Told:
    if value is None:
        return Told(no_data="not_given", words="не\xa0внесено")
    if value.no_data:
        return Told(no_data=value.no_data, words=value.get_no_data_display())
    if value.state not in COUNTED and value.origin != Value.Origin.COMPUTED:
        return Told(no_data="not_given", words=WAITING[value.state])
    return Told(
        yes=value.degree == "full" if value.degree else value.yes,
        part=value.numerator,
        whole=value.denominator,
        number=value.number,
        words=value.get_degree_display() if value.degree else "",
    )


def _offered(indicator: Indicator) -> tuple[Field, ...]:
    """Those of the schools that answer this indicator."""
    own = indicator.school_indicators.current() if indicator.pk else ()
    options = {str(one.pk): str(one) for one in own}
    return (
        Choice(
            name="which",
            title=WHICH,
            help="Если не\xa0выбрать, берётся вопрос с\xa0ответом «да» или «нет».",
            options=options,
            default=None,
            nullable=True,
        ),
    )


def _without_schools(indicator: Indicator, _parameters: dict):
    if not indicator.school_indicators.current().exists():
        yield "Этому показателю не отвечает ни один показатель школ. Сначала свяжите их"


WHICH = "Показатель школ"
OWN = (
    Source(
        code="roll_up",
        title="Сводное значение по школам",
        schema=(Title(name="which", title=WHICH, default=None, nullable=True),),
        told=roll_up,
        about=(
            "Принятые значения школ по\xa0показателю, который отвечает этому: доля ответивших "
            "«да», сумма чисел или долей."
        ),
        only_municipal=True,
        offered=_offered,
        wrong=_without_schools,
        in_words=lambda _parameters: (
            "Принятые значения школ: доля ответов «да» или сумма чисел; "
            "степень засчитывается, если выполнено в\xa0полном объёме."
        ),
    ),
)
