"""Next year's question on what was recommended: did the figure move, and more than chance can?"""

from collections.abc import Iterator

from identification.models import Run
from reports.models import Letter, Recommendation
from reports.rules import Case, Facts
from reports.rules.follow_up import Answer, Counted, follow_up
from reports.rules.gates import title_of
from reports.rules.lines import Key, Line
from reports.rules.phrases import good_of

COUNTED = ("E-L", "E-C", "E-H", "E-K")
NO_FIGURE = "у рекомендации нет цифры, по которой он виден"
SEVERAL = "его покажет сумма нескольких лет"
NOT_HELD = "результата этого года нет"
NO_COUNT = "число участников не указано"
SCALE = "шкала изменилась"
SIGN = "по строке открыт признак, требующий дополнительного анализа"


def judge_effects(run: Run, facts: Facts) -> None:
    """Tell of every recommendation of the year before what the figures of this year show."""
    changed = []
    for one in answered_before(run):
        answer = effect_now(one, facts)
        told = {"outcome": answer.outcome.value, "outcome_words": answer.words}
        if any(getattr(one, name) != value for name, value in told.items()):
            for name, value in told.items():
                setattr(one, name, value)
            changed.append(one)
    Recommendation.objects.bulk_update(changed, ["outcome", "outcome_words"])


def answered_before(run: Run):
    rows = Recommendation.objects.answered().filter(
        letter__in=Letter.objects.given(),
        letter__academic_year=run.academic_year - 1,
        letter__school__municipality=run.municipality_id,
    )
    return list(rows.select_related("letter").order_by("pk"))


def effect_now(one: Recommendation, facts: Facts) -> Answer:
    if one.letter.school_id not in facts.school_rows:
        return follow_up(None, is_done=one.is_done, cause="школа закрыта")
    case = Case.of(facts, one.letter.school_id)
    told = next(_compared(one, case), NO_FIGURE)
    if isinstance(told, str):
        return follow_up(None, is_done=one.is_done, cause=told)
    return follow_up(told, is_done=one.is_done)


def _compared(one: Recommendation, case: Case) -> Iterator[Counted | str]:
    effect = one.effect
    if not one.lines or effect.get("code") not in COUNTED or effect.get("k0") is None:
        return
    if effect["years"] > 1 or len(one.lines[0]["years"]) > 1:
        yield SEVERAL
        return
    line = case.line(_key_next_year(one))
    yield _why_not(one, case, line) or _counted(one, line)


def _key_next_year(one: Recommendation) -> Key:
    """The next pupils of the same grade; of «the same children» a grade higher."""
    key = Key.of(one.lines[0])
    if one.effect["code"] != "E-C" or key.kind != "VPR":
        return key
    return Key("OGE", 9, key.subject) if key.grade == 8 else key.of_grade(key.grade + 1)


def _why_not(one: Recommendation, case: Case, line: Line | None) -> str:
    if line is None or line.no_data:
        return NOT_HELD
    if not line.counted:
        return NO_COUNT
    if line.key in case.signed | case.marked:
        return SIGN
    before = line.before
    is_same_line = line.key.grade == one.lines[0]["grade"]
    return SCALE if is_same_line and (before is None or before.scale != line.scale) else ""


def _counted(one: Recommendation, line: Line) -> Counted:
    effect = one.effect
    now = line.h if one.is_high else line.k
    keeps = effect["code"] in ("E-K", "E-C")
    good = good_of(line.key.kind)
    figures = effect["k0"], effect["n0"], now, line.n
    return Counted(
        title_of(line),
        *figures,
        is_high=one.is_high,
        good=good,
        keeps=keeps,
        are_same_children=effect["code"] == "E-C",
    )
