"""The social passports of the invented schools of Мотыгинский район, and the rule on them."""

from identification.models import Methodology
from schools.models import Document, Figure, Measure, Municipality

from .loading import make_document

SLUG = "motygino-social-context"
MEASURES = {
    "poor_families": "Учащиеся из малообеспеченных семей",
    "single_parents": "Учащиеся из неполных семей",
    "special_needs": "Учащиеся с ограниченными возможностями здоровья",
    "other_language": "Учащиеся, для которых русский язык не родной",
}
# of each school all pupils, then how many of them; None: the school did not tell
PASSPORTS = [
    (814, (96, 150, 33, 20)),
    (572, (120, 149, 29, 12)),
    (528, (190, 158, 61, 40)),
    (132, (44, 30, 15, 0)),
    (81, (20, 19, 9, 2)),
    (20, (8, 4, 1, None)),
]
LIMITS = {"poor_families": 30, "single_parents": 25, "special_needs": 10, "other_language": 10}
PARAMETERS = {
    "criteria": [{"measure": code, "op": ">=", "value": limit} for code, limit in LIMITS.items()],
    "hits_for_social": 2,
}
REMARK = (
    "Правило, границы и социальные паспорта придуманы для демонстрации: показать, как находят "
    "школы со сложными социальными условиями. Ни в одном документе района их нет."
)


def load(municipality: Municipality, academic_year: int) -> None:
    document = make_document(
        municipality,
        "Социальные паспорта придуманы для демонстрации",
        kind=Document.Kind.OTHER,
        issuer="генератор демонстрационных данных",
    )
    Methodology.objects.get_or_create(
        municipality=municipality,
        slug=SLUG,
        version=1,
        defaults={
            "title": "Сложные социальные условия",
            "method": "social_context",
            "parameters": PARAMETERS,
            "remark": REMARK,
        },
    )
    measures = [_measure(code) for code in MEASURES]
    schools = municipality.schools.order_by("pk")
    for row, (school, (whole, parts)) in enumerate(zip(schools, PASSPORTS, strict=True), start=1):
        for measure, part in zip(measures, parts, strict=True):
            told = {"numerator": part, "denominator": whole}
            Figure.objects.get_or_create(
                measure=measure,
                school=school,
                academic_year=academic_year,
                defaults={"source": document, "source_row": row}
                | ({"no_data": "not_given"} if part is None else told),
            )


def _measure(code: str) -> Measure:
    measure, _new = Measure.objects.get_or_create(
        code=code,
        defaults={"title": MEASURES[code], "unit": "%", "direction": Measure.Direction.NEITHER},
    )
    return measure
