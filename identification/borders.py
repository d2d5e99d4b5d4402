"""How firm a verdict is, in words, and which verdicts stand on the border. Pure."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from schools.russian import NB, num, percent

# of five repetitions with the same pupils one would end in another status: who decides should know
FIRM = Decimal("0.8")
# one mark of one pupil is a matter of a day
CLOSE = 1
# below it the other outcome is the likelier one
EVEN = Decimal("0.5")
# more pupils than that are no accident: the way to a status that a school has not is no news
NEAR = 5
DRAWS_IN_WORDS = "Если бы работы писали другие дети той же подготовки"
ONLY_SHARES = (
    "Устойчивость не рассчитывается: известны только доли, а число участников — нет. "
    "Поэтому нельзя сказать и сколько учеников отделяет школу от другого статуса."
)
NOT_BY_MARKS = (
    "Устойчивость не рассчитывается: вывод зависит не только от числа отметок, "
    "но и от среднего балла или показателя школы."
)
BY_MEASURES = "Устойчивость не рассчитывается: вывод зависит от показателей школы, а не от отметок."
BY_GROUPS = (
    "Устойчивость не рассчитывается: статус следует из групп, взятых из документа, а не из отметок."
)
NOT_DRAWN = (
    "Устойчивость не рассчитывается: вывод зависит от перечня, журнала или карточки школы, "
    "либо сравнить отметки не с чем."
)
IN_STATUS = {
    "low": "школа осталась бы в списке",
    "at_risk": "школа осталась бы в зоне риска",
    "leader": "школа осталась бы лидером",
    "none": "школа осталась бы вне перечней",
}


def is_on_the_border(pupils_to_flip: int | None, stability: Decimal | None) -> bool:
    """One pupil, or one of five repetitions, and the status would be another."""
    by_pupils = pupils_to_flip is not None and pupils_to_flip <= CLOSE
    return by_pupils or (stability is not None and stability < FIRM)


def pupils_away(verdict) -> int | None:
    """Pupils to another status, where it is worth telling."""
    pupils = verdict.pupils_to_flip
    is_far = pupils is not None and pupils > NEAR and verdict.status == "none"
    return None if is_far else pupils


def border_in_words(pupils_to_flip: int | None, stability: Decimal | None) -> str:
    """Why it is a border: chance first, for it says more than one pupil."""
    if stability is not None and stability < EVEN:
        return (
            "То есть другой статус вероятнее этого, и опираться на один этот вывод нельзя; "
            "рабочая группа видит эту пометку."
        )
    if stability is not None and stability < FIRM:
        return "Это граница, а не уверенный вывод; рабочая группа видит эту пометку."
    if is_on_the_border(pupils_to_flip, stability):
        return (
            "Но статус изменила бы отметка одного ученика, поэтому школа на грани; "
            "рабочая группа видит эту пометку."
        )
    return ""


def in_percent(stability: Decimal | None) -> str:
    return "" if stability is None else percent(round(stability * 10_000))


def stability_in_words(stability: Decimal | None, status: str) -> str:
    """«…, школа осталась бы в списке в 87 случаях из 100.»; nothing where it is not known."""
    if stability is None:
        return ""
    stays = IN_STATUS.get(status, "статус школы остался бы прежним")
    return f"{DRAWS_IN_WORDS}, {stays} {_cases(Decimal(stability))}."


def stability_of(verdict) -> Decimal | None:
    """Of a school without data nothing was concluded that could be firm."""
    return None if verdict.status == "no_data" else verdict.stability


def why_not_told_of(verdicts: Iterable) -> str:
    """The same of a whole run; "" where of some school it can be said."""
    judged = [verdict for verdict in verdicts if verdict.status != "no_data"]
    if any(v.stability is not None or v.pupils_to_flip is not None for v in judged):
        return ""
    return next(filter(None, (why_not_told(verdict.reasons) for verdict in judged)), "")


def why_not_told(reasons: Sequence[dict]) -> str:
    """Why nobody can say how firm it is. Lines without numbers hide nothing."""
    known = [reason for reason in reasons if not reason["no_data"]]
    if not known:
        return ""
    if any("rule" in reason for reason in known):
        return NOT_DRAWN
    if any("groups" in reason for reason in known):
        return BY_GROUPS
    if all(reason.get("figure") == "measure" for reason in known):
        return BY_MEASURES
    by_marks = all(reason.get("figure", "share_low").startswith("share") for reason in known)
    return ONLY_SHARES if by_marks else NOT_BY_MARKS


def _cases(stability: Decimal) -> str:
    hundredth = stability * 100
    if stability == 1:
        return "во всех случаях, которые проверил портал"
    if hundredth >= Decimal("99.5"):
        return f"более чем в{NB}99{NB}случаях из{NB}100"
    if hundredth < 1:
        return f"менее чем в{NB}одном случае из{NB}100"
    cases = int(num(hundredth, 0))
    word = "случае" if cases % 10 == 1 and cases != 11 else "случаях"
    return f"в{NB}{cases}{NB}{word} из{NB}100"
