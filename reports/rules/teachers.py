"""TS: support of teachers. Counts per subject, never persons, and ВПР in no condition."""

from collections.abc import Callable, Iterator

from assessments.naming import lowered

from .case import Case
from .gates import passed
from .lines import Line
from .rule import Addressee, Check, Found, Gate, Rule, Silence
from .terms import by, quarter, within

ASKED, BURNT = 5, 30


def without_diagnostics(case: Case) -> Iterator[Found | Silence]:
    rows = case.teachers()
    for line in case.told:
        if rows is None or not line.key.is_exam:
            continue
        answer = passed(case, line, Gate.SUM)
        if not isinstance(answer, Line) or not answer.counted or not answer.is_in_trouble():
            continue
        row = next((r for r in rows if lowered(r["subject"]) == line.subject), None)
        if row is None:
            yield Silence("T9", line)
        elif row["diagnosed"] is not None and 2 * row["diagnosed"] < row["teachers"]:
            yield Found(_told(row, "diagnosed", "teachers"), (answer,))


def counted(holds: Callable[[dict], bool], *names: str) -> Callable[[Case], Iterator[Found]]:
    """Of all teachers together where they are counted, else of each subject."""

    def find(case: Case) -> Iterator[Found]:
        rows = case.teachers() or []
        together = [row for row in rows if not row["subject"]]
        for row in together or rows:
            if None not in [row[name] for name in names] and holds(row):
                yield Found(_told(row, *names))

    return find


def _told(row: dict, *names: str) -> dict:
    subject = row["subject"]
    of = f"{subject[:1].upper()}{subject[1:]}: " if subject else ""
    return {name: row[name] for name in names} | {"of_subject": of}


def vacancies(case: Case) -> Iterator[Found]:
    vacant = case.measured("vacancies").get("value")
    if vacant:
        yield Found({"vacant": vacant})


def burnout(case: Case) -> Iterator[Found]:
    figure = case.measured("burnout")
    high, asked = figure.get("numerator"), figure.get("denominator")
    if None not in (high, asked) and asked >= ASKED and 100 * high >= BURNT * asked:
        yield Found({"high": high, "asked": asked})


RULES = (
    Rule(
        code="TS-1",
        addressee=Addressee.TEAM,
        points=45,
        gate=Gate.SUM,
        find=without_diagnostics,
        reason=(
            "{of_subject}диагностику {diagnosed:=прошёл,прошли} {diagnosed} из {teachers}; "
            "{p} — ниже минимума {k} из {n}",
        ),
        sentence="Предложить учителям предмета декабрьскую диагностику; результат получает "
        "сам учитель.",
        term=by(20, 12),
        counts_if="число прошедших диагностику выросло",
        check=Check.AUTO,
        effect="E-T",
        effect_words="Эффект виден, если диагностику прошли больше учителей",
        forms=("ИОМ",),
    ),
    Rule(
        code="TS-2",
        addressee=Addressee.TEAM,
        points=50,
        find=counted(lambda row: row["deficit"] > row["supported"], "deficit", "supported"),
        reason=(
            "{of_subject}затруднения {deficit:=назвал,назвали} {deficit}, "
            "помощь {supported:=получает,получают} {supported}",
        ),
        sentence="Согласовать с каждым, кто назвал затруднение, одну форму помощи: курсы, ИОМ "
        "или наставничество.",
        term=by(1, 11),
        counts_if="помощь получают все, кто назвал затруднение",
        check=Check.AUTO,
        effect="E-T",
        forms=("КПК", "ИОМ", "НАСТ"),
    ),
    Rule(
        code="TS-3",
        addressee=Addressee.TEACHERS,
        points=40,
        find=counted(lambda row: row["iom"] >= 1 and not row["iom_done"], "iom", "iom_done"),
        reason=("{of_subject}ИОМ {iom:=начал,начали} {iom}, завершили {iom_done}",),
        sentence="Пересмотреть маршрут вместе с методистом: оставить два шага, которые выполнимы "
        "в этом полугодии.",
        term=quarter(1),
        counts_if="разговор с методистом состоялся",
        check=Check.CURATOR,
        effect="E-T",
        effect_words="Эффект виден, если завершён хотя бы один маршрут",
        forms=("ИОМ",),
    ),
    Rule(
        code="TS-4",
        addressee=Addressee.TEAM,
        points=50,
        find=counted(lambda row: row["young"] > row["mentored"], "young", "mentored"),
        reason=("{of_subject}учителей со стажем до трёх лет {young}, с наставником {mentored}",),
        sentence="Подобрать наставника и освободить обоим один общий час в неделю.",
        term=by(15, 9),
        counts_if="наставник есть у каждого молодого учителя",
        check=Check.AUTO,
        effect="E-T",
        effect_words="Эффект виден, если наставник есть у каждого молодого учителя",
        forms=("ШМП", "НАСТ"),
    ),
    Rule(
        code="TS-5",
        addressee=Addressee.METHODISTS,
        points=65,
        find=vacancies,
        reads=("vacancies",),
        reason=("На начало года {vacant:вакансия,вакансии,вакансий} учителя",),
        sentence="Предложить школе учителя соседней школы на часть ставки или общий онлайн-урок "
        "до закрытия вакансии.",
        term=within(10),
        counts_if="вакансия закрыта или назначены даты уроков",
        check=Check.AUTO,
        effect="E-F",
        effect_words="Эффект виден, если вакансия закрыта",
        forms=("РЦ", "ШП"),
    ),
    Rule(
        code="TS-6",
        addressee=Addressee.TEACHERS,
        points=35,
        find=counted(lambda row: row["courses"] >= 1 and not row["shown"], "courses", "shown"),
        reason=(
            "{of_subject}курсы {courses:=завершил,завершили} {courses}, "
            "опыт коллегам ещё не показывали",
        ),
        sentence="Показать коллегам один приём с курсов на уроке или на ШМО.",
        term=quarter(3),
        counts_if="приём показан",
        check=Check.AUTO,
        effect="E-T",
        effect_words="Эффект виден, если опыт показал хотя бы один учитель",
        forms=("РМО", "СП"),
    ),
    Rule(
        code="TS-7",
        addressee=Addressee.TEAM,
        points=45,
        find=burnout,
        reads=("burnout",),
        reason=("Высокий риск выгорания у {high} из {asked} опрошенных",),
        sentence="Снять с учителей один отчёт, который дублирует данные портала, и пригласить "
        "психолога центра ППМС.",
        term=quarter(1),
        counts_if="назван отчёт, который сняли",
        check=Check.SCHOOL,
        effect="E-F",
        effect_words="Эффект виден, если в следующем опросе таких ответов стало меньше",
        forms=("ППС",),
        is_restricted=True,
    ),
)
