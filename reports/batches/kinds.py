"""The papers that are made for all schools at once: for whom, and how one of them is made."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from identification.models import Verdict
from reports.models import Letter, PaperBatch
from reports.recommending.paper import file_name, file_of
from reports.services import passport_name, passport_paper, why_name, why_paper
from schools.errors import PortalError
from schools.models import School

NO_VERDICT = "Итога идентификации за\xa0этот учебный год у\xa0школы нет."


Files = list[tuple[str, bytes]]


@dataclass(frozen=True)
class Kind:
    """`make`: names of files and what is in them. `papers`: «справка,справки,справок»."""

    papers: str
    schools: Callable[[PaperBatch], QuerySet[School]]
    make: Callable[[School, PaperBatch], Files]
    is_regional: bool = True


def verdicts_of(batch: PaperBatch) -> QuerySet[Verdict]:
    """Of the run it is about; of a region those of all that count as an outcome of the year."""
    if batch.run_id:
        return Verdict.objects.filter(run=batch.run_id)
    return Verdict.objects.of_standings().filter(
        run__academic_year=batch.academic_year, school__municipality__region=batch.region_id
    )


def schools_with_verdicts(batch: PaperBatch) -> QuerySet[School]:
    return School.objects.filter(pk__in=verdicts_of(batch).values("school"))


def make_why(school: School, batch: PaperBatch) -> Files:
    """What the last run said that was there when the batch was begun."""
    verdict = (
        verdicts_of(batch)
        .filter(school=school, run__created_at__lte=batch.created_at)
        .select_related("school", "run__municipality", "run__methodology__document")
        .order_by("-run__created_at", "-run__pk")
        .first()
    )
    if verdict is None:
        raise PortalError(NO_VERDICT)
    return [(why_name(verdict), why_paper(verdict))]


def schools_of_the_year(batch: PaperBatch) -> QuerySet[School]:
    there = School.objects.open_in(batch.academic_year)
    if batch.region_id:
        return there.filter(municipality__region=batch.region_id)
    return there.filter(municipality=batch.municipality_id)


def make_passport(school: School, batch: PaperBatch) -> Files:
    year = batch.academic_year
    return [(passport_name(school, year), passport_paper(school, year, on=batch.on))]


def schools_with_letters(batch: PaperBatch) -> QuerySet[School]:
    return School.objects.filter(pk__in=Letter.objects.filter(run=batch.run_id).values("school"))


def make_letter(school: School, batch: PaperBatch) -> Files:
    """As it stands when its turn comes, sent or not."""
    letters = Letter.objects.select_related("school__municipality", "run__methodology", "document")
    letter = letters.get(run=batch.run_id, school=school)
    return [(file_name(letter, suffix), file_of(letter, suffix)) for suffix in ("pdf", "docx")]


KINDS: dict[str, Kind] = {
    PaperBatch.Kind.WHY: Kind("справка,справки,справок", schools_with_verdicts, make_why),
    PaperBatch.Kind.PASSPORTS: Kind(
        "паспорт,паспорта,паспортов", schools_of_the_year, make_passport
    ),
    PaperBatch.Kind.LETTERS: Kind(
        "письмо,письма,писем", schools_with_letters, make_letter, is_regional=False
    ),
}
