"""How a school stands, as its letter says it: what was decided comes before what methods say."""

from django.db.models import Max

from identification.models import Decision, Protocol, Run
from reports.homes.standing import reason_in_words
from reports.models import Letter

DECIDED = {
    True: "Рабочая группа отнесла школу к\xa0школам с\xa0низкими результатами",
    False: "Рабочая группа не\xa0отнесла школу к\xa0школам с\xa0низкими результатами",
}
BY_METHOD = {
    "low": "По\xa0методике «{}» у\xa0школы низкие результаты; статус назначает рабочая группа.",
    "at_risk": "По\xa0методике «{}» школа в\xa0зоне риска; статус назначает рабочая группа.",
}


def standing_in_words(letter: Letter) -> str:
    verdict = letter.run.verdicts.filter(school=letter.school_id).select_related("run").first()
    if verdict is None:
        return ""
    told = [_decided(letter, verdict.status)]
    if not told[0]:
        told = [BY_METHOD.get(verdict.status, "").format(letter.run.snapshot["title"])]
    if letter.run.rule.is_scored:
        told.append(reason_in_words(verdict))
    return " ".join(filter(None, told))


def newer_year(letter: Letter) -> int | None:
    """The last identified year, where a letter that is not sent yet speaks of an earlier one."""
    runs = Run.objects.of_standings().filter(municipality=letter.run.municipality_id)
    last = runs.aggregate(last=Max("academic_year"))["last"] if letter.is_open else None
    return last if last and last > letter.academic_year else None


def _decided(letter: Letter, status: str) -> str:
    decided = Decision.objects.filter(
        school=letter.school_id,
        status="low",
        protocol__academic_year=letter.academic_year,
        protocol__state=Protocol.State.APPROVED,
    )
    last = decided.select_related("protocol__document").order_by("-protocol_id", "-pk").first()
    # that nobody put a school on the list is news only where a method proposed it
    if last is None or not (last.assigned or status == "low"):
        return ""
    return f"{DECIDED[last.assigned]} ({last.protocol.document.reference})."
