"""Sources that rest on the register of schools: programmes, teachers, figures, sizes of sets."""

from decimal import Decimal

from django.db.models import Q

from identification.methods.schema import Choice, Code, Title
from roadmap.facts import IN, OUT, PERCENT, Fact, Item, Told, nothing, ratio
from roadmap.models import Programme
from roadmap.sets import SETS
from schools.models import Figure
from schools.models.teachers import COUNTS, TeacherSupport
from schools.russian import school_year

from .registry import Asked, Source

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
    return {
        school.pk: _teachers(rows.get((asked.parameters["subject"].lower(), school.pk)), name)
        for school in schools
    }


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


OWN = (
    Source(
        code="school_programme",
        title="Школьная программа принята",
        told=programmes,
        in_words=lambda _parameters: "Школы, в\xa0которых действует принятая школьная программа.",
    ),
    Source(
        code="teachers",
        title="Педагоги: диагностика, поддержка, курсы",
        schema=(
            Choice(name="count", title="Что считается", options=COUNTED),
            Title(name="subject", title="Предмет", default="", nullable=True),
        ),
        told=teachers,
        in_words=_of_teachers,
        example={"count": "diagnosed"},
    ),
    Source(
        code="figure",
        title="Показатель из данных о школах",
        schema=(Code(name="measure", title="Показатель"),),
        told=figures,
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
        example={"set": "supported_legal"},
    ),
)
