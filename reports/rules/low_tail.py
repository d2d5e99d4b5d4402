"""LT: the low tail."""

from collections import defaultdict
from collections.abc import Iterator

from .case import Case
from .chance import more
from .facts import key_of, records
from .gates import on_lines, passed
from .lines import EXAMS, THRESHOLD, Line
from .phrases import years_in_words
from .rule import Addressee, Check, Found, Gate, Rule, Silence
from .terms import by, quarter, within

ALL = ("VPR", "KDR", *EXAMS)
NEAR = 2
SOME, PART = 3, 15
CLASS = 20
LAST_GRADE = 8
FIRST_PART = (
    "Определить по входной работе, кому в {grade} классе трудны задания первой части, "
    "и назначить им одно занятие в неделю."
)
BY_DIAGNOSTICS = (
    "Выбрать по результатам диагностики до пяти умений, которые не даются большинству, "
    "и в течение четверти возвращаться к ним на уроках."
)


def weak_exam(line: Line) -> bool:
    return line.low_reaches(THRESHOLD)


def of_the_harder_exam(line: Line) -> str:
    """The word «базовая» would be misread beside the two levels of mathematics."""
    return FIRST_PART if line.key.variant == "профиль" else ""


def of_diagnostics(line: Line) -> str:
    return BY_DIAGNOSTICS if line.key.kind == "KDR" else ""


def behind_peers(line: Line) -> bool:
    return not line.low_reaches(THRESHOLD) and line.is_behind()


def near_the_threshold(case: Case) -> Iterator[Found | Silence]:
    if case.verdict.get("method") != "share_below":
        return
    for answer in on_lines(ALL, Gate.SUM, weak_exam)(case):
        if isinstance(answer, Silence) or answer.lines[0].shared:
            yield answer if isinstance(answer, Silence) else Silence("T3", answer.lines[0])
        elif answer.lines[0].pupils_to_threshold() <= NEAR:
            yield Found({"x": answer.lines[0].pupils_to_threshold()}, answer.lines)


def goes_on_with_them(line: Line) -> bool:
    counted = line.counted and line.key.grade <= LAST_GRADE
    return counted and line.k >= SOME and line.low_reaches(PART)


def in_several_grades(case: Case) -> Iterator[Found | Silence]:
    by_subject = defaultdict(list)
    for line in case.told:
        if line.key.kind != "VPR":
            continue
        answer = passed(case, line, Gate.SUM, needs_peers=True)
        if isinstance(answer, Line) and answer.can_count_gap and answer.gap_low >= 1:
            by_subject[answer.subject].append(answer)
    for subject, lines in by_subject.items():
        if len(lines) > 1 and any(line.more_low() for line in lines):
            listed = [f"{line.k} из {line.n}" for line in lines]
            years = {year for line in lines for year in line.years}
            span = f" за {years_in_words(years)}" if len(years) > 1 else ""
            told = {"subject": subject.capitalize(), "grades": [x.key.grade for x in lines]}
            told["span"] = span
            yield Found(told | {"listed": listed}, tuple(lines))


def without_certificate(case: Case) -> Iterator[Found]:
    for grade in (9, 11):
        figure = case.measured(f"no_certificate_{grade}")
        if figure.get("numerator"):
            told = {"k": figure["numerator"], "n": figure["denominator"], "grade": grade}
            yield Found(told, grade=grade)


def classes_apart(case: Case) -> Iterator[Found]:
    """A class against the rest of its parallel. The class is never named."""
    for line in case.told:
        if not line.counted:
            continue
        classes = [row for row in _classes(case) if key_of(row) == line.key]
        if any(_is_apart(row, line) for row in classes):
            yield Found(lines=(line,))


def _classes(case: Case) -> list[dict]:
    rows = case.facts.memo.get("classes")
    if rows is None:
        rows = [row for row in records(case.facts.results) if row.get("class_label")]
        case.facts.memo["classes"] = rows
    here = (case.school_id, case.year)
    return [row for row in rows if (row["school_id"], row["academic_year"]) == here]


def _is_apart(row: dict, line: Line) -> bool:
    n, k = row["participants"], row["low_n"]
    if None in (n, k) or min(n, line.n - n) < CLASS:
        return False
    return more(k, n, line.k - k, line.n - n)


LOW = ("{p}{years}: ниже минимума {low}", ", {peers_low}")
RULES = (
    Rule(
        code="LT-1",
        addressee=Addressee.TEACHERS,
        points=75,
        gate=Gate.SUM,
        find=on_lines(EXAMS, Gate.SUM, weak_exam, says=of_the_harder_exam),
        reason=LOW,
        sentence="Определить по входной работе, кому в {grade} классе трудна базовая часть, "
        "и назначить им одно занятие в неделю.",
        term=by(1, 10),
        counts_if="названы число учеников и день недели",
        check=Check.SCHOOL,
        effect="E-L",
        forms=("ШП", "МКП"),
    ),
    Rule(
        code="LT-2",
        addressee=Addressee.TEACHERS,
        points=60,
        gate=Gate.SUM,
        find=on_lines(("VPR", "KDR"), Gate.SUM, weak_exam, says=of_diagnostics),
        reason=LOW,
        sentence="Выбрать по отчёту ФИС ОКО «Выполнение заданий» до пяти трудных заданий "
        "{by_subject} и в течение четверти повторить эти темы.",
        term=by(1, 10),
        counts_if="названо до пяти тем",
        check=Check.SCHOOL,
        effect="E-C",
        forms=("РМО",),
    ),
    Rule(
        code="LT-3",
        addressee=Addressee.TEACHERS,
        points=55,
        gate=Gate.SUM,
        find=on_lines(ALL, Gate.SUM, behind_peers, needs_peers=True),
        reason=(
            "{p}{years}: ниже минимума {low_bare}",
            "; при доле {of_peers} было бы на {gap} меньше",
            ", {peers_plain_low}",
        ),
        sentence="Предложить тем, кому трудна базовая часть, занятия группами до пяти человек.",
        term=by(15, 10),
        counts_if="названы число групп и дата первого занятия",
        check=Check.SCHOOL,
        effect="E-L",
        forms=("ШП", "МКП"),
    ),
    Rule(
        code="LT-4",
        addressee=Addressee.TEAM,
        points=50,
        gate=Gate.SUM,
        find=near_the_threshold,
        reason=(
            "{p}{years}: ниже минимума {low}. До порога 30\u00a0% — {x:ученик,ученика,учеников}; "
            "вывод мог сложиться случайно",
        ),
        sentence="Планировать помощь всем, кому трудна базовая часть, а не только тем, "
        "кто у самой границы.",
        term=by(1, 10),
        counts_if="названо число учеников, которым помогают",
        check=Check.SCHOOL,
        effect="E-L",
        also=("До порога 30\u00a0% — {x:ученик,ученика,учеников}: вывод мог сложиться случайно",),
    ),
    Rule(
        code="LT-5",
        addressee=Addressee.TEACHERS,
        points=50,
        gate=Gate.YEAR,
        find=on_lines(("VPR",), Gate.YEAR, goes_on_with_them),
        reason=("{p}: трудности у {k} из {n}",),
        tail=("В {then} учебном году это {next} класс",),
        sentence="Рассказать учителям {next} класса, какие умения остались трудными, — "
        "без фамилий, по темам.",
        term=within(10),
        counts_if="названа дата разговора",
        check=Check.SCHOOL,
        effect="E-C",
        also=("Дети перешли в {next} класс: темы нужны и его учителям",),
    ),
    Rule(
        code="LT-6",
        addressee=Addressee.TEAM,
        points=50,
        gate=Gate.SUM,
        find=in_several_grades,
        reason=(
            "{subject}{span}: ниже минимума больше, чем у {of_peers}, сразу в {grades} классах "
            "({listed})",
        ),
        sentence="Рассмотреть на одном заседании ШМО работы всех классов {by_subject}: "
        "какое умение не даётся из класса в класс.",
        term=quarter(1),
        counts_if="названо умение",
        check=Check.SCHOOL,
        effect="E-L",
        forms=("РМО",),
    ),
    Rule(
        code="LT-7",
        addressee=Addressee.TEAM,
        points=85,
        find=without_certificate,
        reads=("no_certificate_9", "no_certificate_11"),
        reason=("Без аттестата после {grade} класса: {k} из {n}",),
        sentence="Назначить консультации тем, кто сдаёт в дополнительный период, "
        "и сообщить им даты.",
        term=within(5, in_summer=True),
        counts_if="названы даты консультаций",
        check=Check.SCHOOL,
        effect="E-F",
        effect_words="Эффект виден, если экзамен в дополнительный период сдан",
        forms=("ШП",),
    ),
    Rule(
        code="LT-8",
        addressee=Addressee.TEAM,
        points=45,
        find=classes_apart,
        reason=("{p}: результаты классов параллели различаются больше, чем случайно",),
        sentence="Выяснить внутри школы, чем различались условия: пропуски, замены уроков, "
        "состав. Сведения о классе за пределы школы не передавать.",
        term=by(1, 11),
        counts_if="условия названы одной фразой",
        check=Check.SCHOOL,
        effect="E-L",
        is_restricted=True,
    ),
)
