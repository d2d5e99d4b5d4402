"""The start pages of a municipality's people: coordinator, head, administrator."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from assessments.models import Result, Sitting
from identification.models import Run, Verdict
from reports.models import Note
from schools.models import Membership, Municipality, NoDataReason, Role, School
from schools.russian import count, out_of


@dataclass(frozen=True)
class Step:
    """What to do next: a title, why, and where."""

    title: str
    text: str
    url: str
    button: str
    icon: str = "arrow-right-circle"


@dataclass(frozen=True)
class Collected:
    """How far the results of a year are in: schools × procedures that were held."""

    expected: int
    numbers: int
    reasons: int
    unexplained: int
    zero_pairs: int

    @property
    def missing(self):
        return self.expected - self.numbers - self.reasons


def collected(municipality: Municipality, academic_year: int) -> Collected:
    results = Result.objects.main().of_year(academic_year)
    of_ours = results.filter(school__municipality=municipality, school__closed_on=None)
    sittings = Sitting.objects.filter(
        pk__in=of_ours.values("sitting"), held=True, academic_year=academic_year
    )
    found = of_ours.filter(sitting__held=True).aggregate(
        numbers=Count("pk", filter=Q(no_data="")),
        reasons=Count("pk", filter=~Q(no_data="")),
        unexplained=Count("pk", filter=Q(no_data=NoDataReason.UNKNOWN)),
        zero_pairs=Count("pk", filter=Q(participants=None, share_low=0, share_high=0)),
    )
    schools = municipality.schools.open_in(academic_year).count()
    return Collected(expected=schools * sittings.count(), **found)


def last_run(municipality: Municipality, academic_year: int) -> Run | None:
    runs = municipality.runs.filter(academic_year=academic_year, state=Run.State.DONE)
    return runs.select_related("methodology__document").first()


def coordinator(municipality: Municipality, academic_year: int) -> dict:
    state = collected(municipality, academic_year)
    run = last_run(municipality, academic_year)
    note = run and run.notes.filter(state=Note.State.DONE).first()
    return {
        "collected": state,
        "run": run,
        "note": note,
        "steps": list(_steps(municipality, state, run, note)),
        "low": _of_status(run, "low"),
        "leaders": _of_status(run, "leader"),
        "judged": run.verdicts.count() if run else 0,
        "runs": municipality.runs.select_related("methodology")[:5],
    }


def head(municipality: Municipality, academic_year: int) -> dict:
    notes = municipality.notes.filter(state=Note.State.DONE).select_related("run")
    run = last_run(municipality, academic_year)
    return {
        "collected": collected(municipality, academic_year),
        "run": run,
        "low": _of_status(run, "low"),
        "leaders": _of_status(run, "leader"),
        "judged": run.verdicts.count() if run else 0,
        "runs": municipality.runs.select_related("methodology")[:5],
        "notes": notes[:5],
        "lists": municipality.external_lists.annotate(named=Count("entries")),
    }


def administrator(municipality: Municipality) -> dict:
    schools = municipality.schools.open()
    inside = Q(municipality=municipality) | Q(school__municipality=municipality)
    members = Membership.objects.current().filter(inside)
    return {
        "people": members.values("user").distinct().count(),
        "roles": [
            {"label": Role(row["role"]).label.capitalize(), "n": row["n"]}
            for row in members.order_by("role").values("role").annotate(n=Count("user"))
        ],
        "invitations": municipality.invitation_set.filter(used_at=None, withdrawn_at=None).count(),
        "legal": schools.legal().count(),
        "branches": schools.filter(legal_status=School.LegalStatus.BRANCH).count(),
        "without_cluster": schools.filter(years=None).count(),
        "without_login": schools.exclude(aliases__kind="fis_oko").count(),
        "methodologies": municipality.methodologies.newest().select_related("document"),
    }


def _of_status(run: Run | None, status: str) -> list[Verdict]:
    if not run:
        return []
    return list(run.verdicts.filter(status=status).in_order())


def _steps(municipality, state: Collected, run, note):
    """In the order of the work; what is done is not on the list."""
    overview, start = reverse("assessments:overview"), reverse("identification:list")
    if state.missing or not state.expected:
        title = f"Внести результаты: осталось {state.missing} из {state.expected}"
        yield Step(
            title if state.expected else "Внести результаты года",
            "Пока результатов нет, провести идентификацию нельзя."
            if not state.numbers
            else "У каждого пустого места должна появиться цифра или причина.",
            overview,
            "К результатам",
            "table",
        )
    if state.unexplained:
        yield Step(
            "Уточнить причину: "
            + count(state.unexplained, "результат,результата,результатов")
            + " без объяснения",
            "По приказу каждый такой пропуск стоит школе баллов так же, как нулевой результат.",
            overview,
            "Уточнить",
            "question-circle",
        )
    if not municipality.methodologies.exists():
        yield Step(
            "Ввести методику",
            "Пока методики нет, идентификацию провести нельзя.",
            start,
            "Подробнее",
            "journal-text",
        )
    elif not run and state.numbers:
        yield Step(
            "Провести идентификацию",
            f"Результаты внесены: {state.numbers}. Расчёт займёт несколько секунд.",
            reverse("identification:start"),
            "Начать",
            "play-circle",
        )
    if run and state.zero_pairs:
        pairs = count(state.zero_pairs, "пара,пары,пар")
        yield Step(
            f"Спросить школы: {pairs} «0 и 0»",
            "Все получили «3» или никто не участвовал? От ответа зависит индекс с поправкой.",
            run.get_absolute_url() + "#questions",
            "Список вопросов",
            "chat-left-text",
        )
    if run and not note:
        yield Step(
            "Сделать справку для руководителя",
            "Аналитическая справка в PDF и таблицы в Excel готовятся за минуту.",
            run.get_absolute_url(),
            "К идентификации",
            "file-earmark-text",
        )


def region(municipalities) -> list[dict]:
    """Municipalities side by side, each in its own working year; no order by result."""
    rows = []
    found = municipalities.annotate(
        legal=Count("schools", filter=Q(schools__legal_status="legal", schools__closed_on=None)),
        branches=Count(
            "schools", filter=Q(schools__legal_status="branch", schools__closed_on=None)
        ),
    ).order_by("name")
    runs = _last_runs(found)
    results = _numbers(found)
    for municipality in found:
        run = runs.get(municipality.pk)
        rows.append(
            {
                "municipality": municipality,
                "run": run,
                "numbers": results.get((municipality.pk, municipality.academic_year), 0),
                "schools": out_of(run.judged, "школы,школ") if run else "",
            }
        )
    return rows


def _last_runs(municipalities) -> dict[int, Run]:
    """The last finished run of each municipality's working year."""
    runs = Run.objects.filter(municipality__in=municipalities, state=Run.State.DONE).annotate(
        low=Count("verdicts", filter=Q(verdicts__status="low")), judged=Count("verdicts")
    )
    years = {municipality.pk: municipality.academic_year for municipality in municipalities}
    return {
        run.municipality_id: run
        for run in runs.order_by("created_at", "pk")
        if run.academic_year == years[run.municipality_id]
    }


def _numbers(municipalities) -> dict[tuple, int]:
    results = Result.objects.main().filter(no_data="", school__municipality__in=municipalities)
    counted = results.values_list("school__municipality", "sitting__academic_year").annotate(
        n=Count("pk")
    )
    return {(municipality, year): n for municipality, year, n in counted.order_by()}
