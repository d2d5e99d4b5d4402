"""Мотыгинский район: the dynamics that regulation 179-17 looks for, on six invented schools.

Beside it stands a rule on their social passports, which are invented like the rule itself.
"""

from datetime import date

from identification.models import Methodology
from schools.models import Document, Municipality

from . import social
from .invented import BOTH, EXAMS, YEARS, fill
from .loading import Staff, make_document, make_municipality

COMPARED = [
    ("KDR", 4, "Читательская грамотность", ""),
    ("KDR", 6, "Читательская грамотность", ""),
    ("KDR", 8, "Естественно-научная грамотность", ""),
    *EXAMS,
]
PARAMETERS = {
    "procedures": [
        {"kind": kind, "grade": grade, "subject": subject, "variant": variant or None}
        for kind, grade, subject, variant in COMPARED
    ],
    "figure": "share_high",
    "tolerance": 5,
    "improved_when": "any",
}
REMARK = (
    "Положение называет процедуры и показатели, но не говорит, какое изменение считать "
    "положительной динамикой. Для демонстрации сравнивается доля высоких результатов, и она должна "
    "вырасти более чем на 5 процентных пунктов хотя бы по одной процедуре. Уровень ЕГЭ по "
    "математике взят профильный. Школы и результаты придуманы для демонстрации."
)


def load(staff: Staff) -> Municipality:
    municipality = make_municipality(
        "motygino",
        region="Красноярский край",
        name="Мотыгинский район",
        name_genitive="Мотыгинского района",
        authority="Управление образования Мотыгинского района",
        head_title="Руководитель управления образования",
        town="пгт Мотыгино",
        time_zone="Asia/Krasnoyarsk",
        academic_year=YEARS[-1],
    )
    order = make_document(
        municipality,
        "Положение о мониторинге работы со школами с низкими результатами и школами, "
        "работающими в неблагоприятных социальных условиях",
        kind=Document.Kind.ORDER,
        number="179-17",
        dated_on=date(2021, 11, 29),
        issuer="Управление образования Мотыгинского района",
    )
    Methodology.objects.get_or_create(
        municipality=municipality,
        slug="motygino-dynamics",
        version=1,
        defaults={
            "title": "Положительная динамика результатов",
            "method": "dynamics",
            "parameters": PARAMETERS,
            "remark": REMARK,
            "document": order,
        },
    )
    procedures = [*(("VPR", 4, subject, "") for subject in BOTH), *COMPARED]
    fill(municipality, "Мотыгинский район", procedures, staff, seed=179)
    social.load(municipality, YEARS[-1])
    return municipality
