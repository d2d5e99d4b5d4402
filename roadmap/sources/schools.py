"""Sources that rest on the register of schools: programmes, teachers, figures, sizes of sets."""

from decimal import Decimal

from django.db.models import Q

from identification.methods.schema import Choice, Code, Field, Title
from roadmap.facts import IN, OUT, PERCENT, Fact, Item, Told, nothing, ratio
from roadmap.models import Indicator, Programme
from roadmap.sets import MATHEMATICS, PRIMARY, RUSSIAN, SETS
from schools.models import Figure, Measure
from schools.models.teachers import COUNTS, TeacherSupport
from schools.russian import school_year

from .registry import AMOUNT, ANSWER, PART, Asked, Source

COUNTED = {name: TeacherSupport._meta.get_field(name).verbose_name for name in COUNTS}


def programmes(asked: Asked, schools) -> dict[int, Told]:
    """A school programme that is in force on the day."""
    held = asked.ground.once("programmes", lambda: _adopted(asked.ground))
    return {
        school.pk: Told(yes=True, words=held[school.pk][0], link=held[school.pk][1])
        if school.pk in held
        else Told(yes=False, words="принятой программы нет")
        for school in schools
    }


def _adopted(ground) -> dict[int, tuple[str, str]]:
    in_force = Programme.objects.in_force().filter(
        Q(starts_on=None) | Q(starts_on__lte=ground.on),
        Q(ends_on=None) | Q(ends_on__gte=ground.on),
        municipality=ground.municipality,
        kind=Programme.Kind.PROGRAMME,
        school__isnull=False,
    )
    rows = in_force.select_related("document").order_by("starts_on", "pk")
    return {row.school_id: (_named(row), row.get_absolute_url()) for row in rows}


def _named(programme: Programme) -> str:
    return f"{programme.title}, {programme.document}" if programme.document else programme.title


def teachers(asked: Asked, schools) -> dict[int, Told]:
    """Teachers of a school of whom something is told, of all that it has of the subject."""
    rows, name = asked.ground.teachers, asked.parameters["count"]
    subject = (asked.parameters["subject"] or "").lower()
    return {school.pk: _teachers(rows.get((subject, school.pk)), name) for school in schools}


def _teachers(row: TeacherSupport | None, name: str) -> Told:
    number = row and getattr(row, name)
    if number is None:
        return Told(no_data="not_given", words="сведений нет")
    return Told(part=number, whole=row.teachers, words=ratio(number, row.teachers))


def figures(asked: Asked, schools) -> dict[int, Told]:
    """A figure of a measure in the school year: a part of a whole, or a number."""
    ground, code = asked.ground, asked.parameters["measure"]
    rows = ground.once(f"figures {code}", lambda: _figures(ground, code))
    return {school.pk: rows[school.pk] for school in schools if school.pk in rows}


def _figures(ground, code: str) -> dict[int, Told]:
    rows = Figure.objects.filter(
        school__municipality=ground.municipality,
        measure__code=code,
        academic_year=ground.academic_year,
    ).select_related("source")
    return {
        row.school_id: Told(
            part=row.numerator,
            whole=row.denominator,
            number=row.value,
            no_data=row.no_data,
            words=row.source.title if row.source else "",
        )
        for row in rows
    }


def size(asked: Asked) -> Fact:
    """How many there are in a set; of an indicator in percent, of how many of its denominator."""
    part = asked.ground.counted(asked.parameters["set"])
    items = tuple(
        Item(
            name=member.name,
            state=OUT if member.number is None else IN,
            schools=tuple(school.pk for school in member.schools),
            words=_branches(member),
            number="" if member.number is None else str(member.number),
        )
        for member in part.members
    )
    year = school_year(asked.ground.academic_year)
    formula = f"{part.in_words} ({year} учебный год)."
    if asked.indicator.kind != PERCENT:
        if part.total is None:
            return nothing("not_given", formula, items)
        return Fact(number=Decimal(part.total), formula=formula, items=items)
    of = asked.ground.counted(asked.indicator.denominator or _whole_of(part.named.unit))
    if part.named.unit != of.named.unit:
        words = "Части и\xa0целое считаются в\xa0разных единицах: выберите наборы одного вида."
        return nothing("unknown", f"{formula} {words}", items)
    if not of.total or part.total is None:
        return nothing("no_participants" if of.total == 0 else "not_given", formula, items)
    formula = f"{formula} {of.in_words}. {ratio(part.total, of.total)}."
    return Fact(numerator=part.total, denominator=of.total, formula=formula, items=items)


def _whole_of(unit: str) -> str:
    return {"legal": "legal", "teacher": "teachers"}.get(unit, "schools")


def _branches(member) -> str:
    if len(member.schools) < 2 and member.schools[0].pk == member.schools[0].head:
        return ""
    return ", ".join(school.name for school in member.schools)


def _of_teachers(parameters: dict) -> str:
    whose = parameters["subject"] or "все педагоги"
    return f"Педагоги ({whose}): {COUNTED[parameters['count']]}, из\xa0общего числа."


def _subjects(indicator: Indicator) -> tuple[Field, ...]:
    """Those of which schools of the municipality tell, and the usual ones."""
    rows = TeacherSupport.objects.filter(school__municipality=indicator.programme.municipality_id)
    told = {subject.lower() for subject in rows.values_list("subject", flat=True).distinct()}
    named = indicator.source_parameters.get("subject")
    subjects = sorted((told | {MATHEMATICS, RUSSIAN, PRIMARY, named}) - {"", None})
    count, subject = TEACHERS
    return count, Choice(
        name=subject.name,
        title=subject.title,
        help="Если не\xa0выбрать, считаются все педагоги.",
        options={one: one for one in subjects},
        default=None,
        nullable=True,
    )


def _other_measure(indicator: Indicator, parameters: dict):
    measure = Measure.objects.filter(code=parameters["measure"]).first()
    if not measure:
        yield "Такого показателя в данных о школах нет"
    elif measure.sensitive and not indicator.is_narrow:
        yield (
            "Эти сведения видит узкий круг. Сначала отметьте это в самом показателе: "
            "«Сведения опросов»"
        )


def _other_unit(indicator: Indicator, parameters: dict):
    if indicator.kind != PERCENT:
        return
    part = SETS[parameters["set"]]
    whole = SETS.get(indicator.denominator or _whole_of(part.unit))
    if whole and whole.unit != part.unit:
        yield f"Процент берётся из набора «{whole.title}»: в нём считают в других единицах"


TEACHERS = (
    Choice(name="count", title="Что считается", options=COUNTED),
    Title(name="subject", title="Предмет", default="", nullable=True),
)
OWN = (
    Source(
        code="school_programme",
        title="Школьная программа принята",
        told=programmes,
        tells=(ANSWER,),
        about=(
            "Действует\xa0ли в\xa0школе принятая программа. В\xa0показателе муниципалитета\xa0— "
            "сколько таких школ или какую долю они составляют."
        ),
        in_words=lambda _parameters: "Школы, в\xa0которых действует принятая школьная программа.",
    ),
    Source(
        code="teachers",
        title="Педагоги: диагностика, поддержка, курсы",
        schema=TEACHERS,
        told=teachers,
        tells=(PART,),
        about=(
            "Сведения о\xa0педагогах, которые школы внесли за\xa0учебный год: сколько педагогов "
            "прошли диагностику, курсы, получили поддержку\xa0— из\xa0всех."
        ),
        offered=_subjects,
        in_words=_of_teachers,
        example={"count": "diagnosed"},
    ),
    Source(
        code="figure",
        title="Показатель из данных о школах",
        schema=(Code(name="measure", title="Показатель"),),
        told=figures,
        tells=(PART, AMOUNT),
        about=(
            "Число из\xa0раздела «Показатели школ» за\xa0учебный год. В\xa0показателе "
            "муниципалитета числа школ складываются."
        ),
        wrong=_other_measure,
        example={"measure": "absences"},
    ),
    Source(
        code="set",
        title="Сколько школ или педагогов в наборе",
        schema=(
            Choice(
                name="set",
                title="Набор",
                options={named.code: named.title for named in SETS.values()},
            ),
        ),
        place=size,
        tells=(PART, AMOUNT),
        about=(
            "Сколько школ, юридических лиц, педагогов или классов в\xa0наборе на\xa0последний день "
            "периода; в\xa0процентах\xa0— от\xa0набора, из\xa0которого берётся процент."
        ),
        wrong=_other_unit,
        example={"set": "supported_legal"},
    ),
)
