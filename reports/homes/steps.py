"""What a coordinator does next: in the order of the work; what is done is not on the list."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localtime

from assessments.collection import Tally
from identification.models import Methodology, Protocol, Run, Sign
from reports.models import Note
from roadmap.services.offering import waiting
from schools.models import Municipality
from schools.russian import count


@dataclass(frozen=True)
class Step:
    """A title, why, and where."""

    title: str
    text: str
    url: str
    button: str
    icon: str


def next_steps(
    municipality: Municipality,
    tally: Tally,
    run: Run | None,
    note: Note | None,
    remarks: int,
    *,
    is_stale: bool,
    methodology: Methodology | None,
    may_start: bool,
    asks_results: bool,
) -> Iterator[Step]:
    """`is_stale`: the run would read other data today, so nothing more is made of it.

    `asks_results`: the methodology reads them; where figures of schools decide, none are wanted.
    """
    if remarks:
        yield answer_remarks(remarks)
    if asks_results and (tally.missing or not (tally.expected or run)):
        yield enter_results(tally, run)
    if tally.unexplained:
        yield explain_gaps(tally)
    if not methodology:
        yield enter_methodology()
    elif not run and may_start:
        yield run_first(tally)
    elif not run and not asks_results:
        yield enter_measures()
    if is_stale:
        yield run_anew(run)
    if run and tally.questions:
        yield ask_schools(tally, run)
    yield from look_into_signs(municipality)
    if run and not is_stale:
        yield from decide_statuses(municipality, run.academic_year)
    if run:
        yield from give_follow_up(municipality, run.academic_year)
    if run and not note and not is_stale:
        yield make_note(run)


def decide_statuses(
    municipality: Municipality, academic_year: int, *, approves: bool = False
) -> Iterator[Step]:
    """While the year has no approved protocol, or a correction waits for its approval."""
    protocols = list(municipality.protocols.filter(academic_year=academic_year))
    draft = next((one for one in protocols if one.state == Protocol.State.DRAFT), None)
    if protocols and not draft:
        return
    if draft and approves:
        text, url = "Проект протокола ждёт утверждения.", draft.get_absolute_url()
    elif draft:
        text = "Проект протокола начат. Когда решены все школы, его утверждает руководитель."
        url = reverse("identification:group")
    else:
        text = "Сравнить методики и\xa0перечни, решить по\xa0каждой школе, подготовить протокол."
        url = reverse("identification:group")
    yield Step("Решение рабочей группы", text, url, "Открыть", "people")


def give_follow_up(municipality: Municipality, academic_year: int) -> Iterator[Step]:
    """Tasks that the last approved protocol of the year suggests and nobody has given yet."""
    approved = municipality.protocols.filter(
        state=Protocol.State.APPROVED, academic_year=academic_year
    )
    last = approved.select_related("document").order_by("-pk").first()
    if last and (left := waiting(last)):
        yield Step(
            f"Поставить поручения по\xa0протоколу: {left}",
            "Школам, которым назначена поддержка, нужны куратор, рекомендации и\xa0программа.",
            reverse("roadmap:offers", args=[last.pk]),
            "Выбрать",
            "list-check",
        )


def look_into_signs(municipality: Municipality) -> Iterator[Step]:
    """What schools have explained, or what was checked again, waits for the next step."""
    signs = Sign.objects.filter(school__municipality=municipality)
    for state, title, text in (
        (
            Sign.State.RECHECK,
            "Признаки ждут перепроверки",
            "Школа дала пояснение. Запишите, что сделано, чтобы перепроверить результаты.",
        ),
        (
            Sign.State.CONCLUDE,
            "Признаки ждут вывода комиссии",
            "Перепроверка проведена. Запишите, что решила комиссия.",
        ),
    ):
        if waiting := signs.in_state(state).count():
            url = f"{reverse('identification:signs')}?state={state}"
            yield Step(f"{title}: {waiting}", text, url, "Открыть", "search")


def answer_remarks(remarks: int) -> Step:
    return Step(
        f"Ответить школам: {count(remarks, 'сообщение,сообщения,сообщений')} об ошибках",
        "Школы нашли ошибки в подтверждённых результатах. Исправьте результат или ответьте.",
        reverse("assessments:remarks"),
        "Прочитать",
        "chat-left-text",
    )


def enter_measures() -> Step:
    return Step(
        "Внести показатели школ",
        "Методика читает не результаты процедур, а показатели. Пока их нет за этот год.",
        reverse("identification:figures"),
        "К показателям",
        "table",
    )


def enter_results(tally: Tally, run: Run | None) -> Step:
    left = f"осталось {tally.missing} из {tally.expected}"
    return Step(
        f"Внести результаты: {left}" if tally.expected else "Внести результаты года",
        "У каждого пустого места должна появиться цифра или причина."
        if tally.numbers or run
        else "Пока результатов нет, провести идентификацию нельзя.",
        reverse("assessments:overview"),
        "К результатам",
        "table",
    )


def explain_gaps(tally: Tally) -> Step:
    gaps = count(tally.unexplained, "результат,результата,результатов")
    return Step(
        f"Уточнить причину: {gaps} без объяснения",
        "Указано «нет информации». Если методика считает пропуск нулём, школа теряет баллы.",
        reverse("assessments:overview"),
        "Уточнить",
        "question-circle",
    )


def enter_methodology() -> Step:
    return Step(
        "Ввести методику",
        "Пока методики нет, идентификацию провести нельзя.",
        reverse("identification:list"),
        "Подробнее",
        "journal-text",
    )


def run_first(tally: Tally) -> Step:
    return Step(
        "Провести идентификацию",
        f"Результатов внесено: {tally.numbers}. Расчёт займёт несколько секунд."
        if tally.numbers
        else "Показатели школ внесены. Расчёт займёт несколько секунд.",
        reverse("identification:start"),
        "Начать",
        "play-circle",
    )


def run_anew(run: Run) -> Step:
    done = f"{localtime(run.finished_at):%d.%m.%Y}"
    return Step(
        "Провести идентификацию заново",
        f"После идентификации {done} изменились результаты или сведения о школах. "
        "Её выводы и справка останутся.",
        reverse("identification:start"),
        "Начать",
        "arrow-repeat",
    )


def ask_schools(tally: Tally, run: Run) -> Step:
    return Step(
        f"Спросить школы: {count(tally.questions, 'пара,пары,пар')} «0 и 0»",
        "Все получили «3» или никто не участвовал? От ответа зависит индекс с поправкой.",
        run.get_absolute_url() + "#questions",
        "Список вопросов",
        "chat-left-text",
    )


def make_note(run: Run) -> Step:
    return Step(
        "Сделать справку для руководителя",
        "Аналитическая справка в PDF и таблицы в Excel готовятся за минуту.",
        run.get_absolute_url(),
        "К идентификации",
        "file-earmark-text",
    )
