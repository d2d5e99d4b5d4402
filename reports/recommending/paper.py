"""The letter to a school as a paper: the same blocks are set as PDF and as DOCX."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils import timezone

from reports.models import Letter, Recommendation
from reports.notes.about import DEMO
from reports.protocols.making import RENDERERS
from reports.protocols.paper import Letterhead, Paper, Section, Signature, Table, Text
from reports.rules.letters import DIFFERENT
from schools.file_names import windows_name
from schools.models import School, User
from schools.russian import in_words, school_name, school_year

from .calendar import objections_until
from .standing import standing_in_words

HEADS = ["№", "Рекомендация", "Основание", "Срок", "Засчитывается, если"]
WIDTHS = [5, 34, 29, 13, 19]
GUIDE_HEADS, GUIDE_WIDTHS = ["№", "Сейчас", "Ориентир"], [5, 25, 70]
SENDS = (
    "Направляем рекомендации. У\xa0каждой указаны основание, срок и\xa0признак, "
    "по\xa0которому её выполнение будет засчитано."
)
Addressee = Recommendation.Addressee


def file_of(letter: Letter, suffix: str, *, reader: User | None = None) -> bytes:
    """`reader`: who asks; without one it goes from hand to hand, and what is for the narrow circle
    alone stays out.
    """
    rows = letter.recommendations.in_letter()
    given = rows.filter(is_restricted=False) if reader is None else rows.told_to(reader)
    with timezone.override(letter.school.municipality.time_zone):
        return RENDERERS[suffix](paper_of(letter, list(given)))


def file_name(letter: Letter, suffix: str) -> str:
    """Of a download, and inside an archive."""
    name, year = school_name(letter.school.short_name), school_year(letter.academic_year)
    return windows_name(f"Рекомендации, {name}, {year}.{suffix}")


def paper_of(letter: Letter, given: list[Recommendation]) -> Paper:
    municipality, school = letter.school.municipality, letter.school
    year = school_year(letter.academic_year)
    parts = ["Опора", f"рекомендации по\xa0результатам {year} учебного года"]
    parts.append(f"данные {letter.fingerprint[:12]}")
    return Paper(
        title=f"Рекомендации: {school.full_name or school_name(school.short_name)}",
        description=f"Письмо школе с\xa0адресными рекомендациями за\xa0{year} учебный год",
        author=municipality.authority or municipality.name,
        trace=" · ".join(parts) + (f"\n{DEMO}" if settings.DEMO else ""),
        is_draft=not letter.is_given,
        blocks=list(_blocks(letter, given)),
    )


def _blocks(letter: Letter, given: list[Recommendation]) -> Iterator:
    municipality, document = letter.school.municipality, letter.document
    year = school_year(letter.academic_year)
    yield Letterhead(
        organisation=municipality.authority or municipality.name,
        addressee=_addressee(letter.school),
        subject=f"О\xa0рекомендациях по\xa0результатам {year} учебного года",
        number=document.number if document else "",
        dated_on=document.dated_on if document else letter.sent_on,
    )
    standing = standing_in_words(letter)
    yield Text(f"{standing} {SENDS if given else letter.nothing}".strip())
    if given:
        numbered = list(enumerate(given, start=1))
        yield Table(1, "Рекомендации по\xa0адресатам", HEADS, _rows(numbered), WIDTHS, style="recs")
        if guides := [(n, one) for n, one in numbered if one.effect.get("k0") is not None]:
            rows = [[str(n), _now(one), f"{one.effect['words']}."] for n, one in guides]
            caption = "Исходные значения и\xa0ориентиры: это не\xa0план по\xa0отметкам"
            yield Table(2, caption, GUIDE_HEADS, rows, GUIDE_WIDTHS, style="guides")
    if letter.notes:
        yield Section("Примечания")
        yield from (Text(note) for note in letter.notes)
    yield Text(" ".join(_closing(letter)))
    yield Signature(municipality.head_title or "Руководитель управления образования")


def _closing(letter: Letter) -> list[str]:
    """Of a sent letter with the day until which the school may object."""
    if not letter.sent_on:
        return letter.closing
    until = in_words(objections_until(letter.sent_on))
    said = f"Если ваши данные отличаются, сообщите об\xa0этом в\xa0портале до\xa0{until}"
    return [said if one == DIFFERENT else one for one in letter.closing]


def _addressee(school: School) -> list[str]:
    """A branch has no director of its own: whoever heads it knows from which school."""
    name = school.full_name or school_name(school.short_name)
    is_branch = school.legal_status == School.LegalStatus.BRANCH
    named = name if "«" in name else f"«{name}»"
    return ["Руководителю филиала" if is_branch else "Директору школы", named]


def _rows(numbered: Iterable[tuple[int, Recommendation]]) -> list[list[str]]:
    rows, last = [], None
    for n, one in numbered:
        if one.addressee != last:
            rows.append([one.get_addressee_display()])
            last = one.addressee
        support = f"\nПоможет: {one.support}." if one.support else ""
        term = one.due_words or "—"
        rows.append([str(n), one.wording + support, one.reason, term, one.counts_if])
    return rows


def _now(one: Recommendation) -> str:
    return f"{one.looked_at} {one.effect['k0']}\xa0из\xa0{one.effect['n0']}"
