"""Which drafts go into the letter of a school, and what stands around them. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from schools.russian import school_year

from .recommending import Answers, Draft
from .rule import Addressee

MOST, PER_ADDRESSEE, PER_LINE, PER_RULE = 7, 3, 2, 2
PER_THEME = {"DQ": 2, "MG": 2, "PA": 1, "VO": 1}
NOT_OF_A_LINE = ("PA", "TS", "LV", "DQ", "SM", "MU")
# said in a letter that says something else, and alone no reason for one
OF_ALL_SCHOOLS = ("MU-5",)
# what the office asks of others is nothing that a school is to read
OF_THE_OFFICE = ("MU-8",)
VPR = "Результаты ВПР использованы для выбора мер поддержки и не служат оценкой педагогов."
DIFFERENT = (
    "Если ваши данные отличаются, сообщите в течение 5 рабочих дней: вывод будет пересмотрен."
)
ASK = "по вопросам обращайтесь к куратору или муниципальному координатору"
GUIDES = "Ориентиры показывают, заметен ли эффект; это не план по отметкам."


@dataclass(frozen=True)
class Letter:
    academic_year: int
    chosen: list[Draft]
    reserve: list[Draft]
    notes: list[str]  # what is not judged, and why
    closing: list[str]
    has_lines: bool = True  # somebody told results of the year

    @property
    def is_empty(self) -> bool:
        return not self.chosen

    @property
    def nothing(self) -> str:
        year = school_year(self.academic_year)
        if not self.has_lines:
            return (
                f"Результатов по предметам за {year} учебный год в портале нет, "
                f"поэтому рекомендаций по ним нет; {ASK}."
            )
        return f"По данным {year} учебного года рекомендаций нет; {ASK}."

    def by_addressee(self) -> Iterator[tuple[Addressee, list[tuple[int, Draft]]]]:
        """Numbered through, in the order in which they are printed."""
        number = 0
        for addressee in Addressee:
            drafts = [draft for draft in self.chosen if draft.addressee is addressee]
            if drafts:
                yield addressee, list(enumerate(drafts, start=number + 1))
            number += len(drafts)


def letter(answers: Answers) -> Letter:
    case = answers.case
    chosen = _chosen([one for one in answers.drafts if one.code not in OF_THE_OFFICE])
    if all(draft.code in OF_ALL_SCHOOLS for draft in chosen):
        chosen = []
    elif case.is_low:
        chosen = _with_methodists(chosen, answers.drafts)
    reserve = [draft for draft in answers.drafts if not any(draft is one for one in chosen)]
    closing = [VPR] if any(line.key.kind == "VPR" for line in case.told) else []
    if any(draft.effect.goal is not None for draft in chosen):
        closing.append(GUIDES)
    closing.append(DIFFERENT)
    return Letter(case.year, chosen, reserve, answers.notes, closing, bool(case.told))


def _chosen(drafts: list[Draft]) -> list[Draft]:
    chosen, counts = [], Counter()
    for draft in drafts:
        limits = _limits(draft)
        if len(chosen) < MOST and all(counts[name] < most for name, most in limits.items()):
            chosen.append(draft)
            counts.update(limits.keys())
    return chosen


def _limits(draft: Draft) -> dict:
    """What the draft is counted under, and how many may be."""
    theme = draft.rule.theme
    limits = {draft.addressee: PER_ADDRESSEE, draft.code: PER_RULE}
    limits[theme] = PER_THEME.get(theme, MOST)
    if theme not in NOT_OF_A_LINE:
        # of two subjects the weak one comes first
        lines = draft.lines[:1] if theme == "SB" else draft.lines
        limits |= {line.key: PER_LINE for line in lines}
    return limits


def _with_methodists(chosen: list[Draft], drafts: list[Draft]) -> list[Draft]:
    """A school on the list is told of at least one thing that is done for it."""
    ours = [
        draft
        for draft in drafts
        if draft.addressee is Addressee.METHODISTS and draft.code not in OF_THE_OFFICE
    ]
    if not ours or any(draft.addressee is Addressee.METHODISTS for draft in chosen):
        return chosen
    return [*chosen[: MOST - 1], ours[0]]
