"""Стрежевой: the rule of order № 546 on six invented schools."""

from datetime import date

from identification.models import Methodology
from schools.models import Document, Municipality

from .invented import BOTH, EXAMS, YEARS, fill
from .loading import Staff, make_document, make_municipality

# each half of the rule is met by a school, and two schools stand one pupil off its border
STAGED = {
    (2, ("VPR", 5, "Математика", "")): (14, 19, 8, 3),
    (5, ("VPR", 4, "Русский язык", "")): (2, 1, 1, 1),
    (5, ("VPR", 4, "Математика", "")): (2, 0, 1, 1),
}
SHARE_BELOW = {
    "procedures": [
        {"kind": kind, "grade": None, "subject": subject, "variant": variant}
        for kind, subject, variant in (
            *(("VPR", subject, None) for subject in BOTH),
            *(("OGE", subject, None) for subject in BOTH),
            ("EGE", "Русский язык", None),
            ("EGE", "Математика", "база"),
            ("EGE", "Математика", "профиль"),
        )
    ],
    "threshold": 30,
    "hits_last_year": 2,
    "hits_each_year": 1,
    "years": 2,
    "same_procedure": False,
    "min_participants": 0,
    "not_held": "skip",
    "statuses": [{"status": "low"}],
}
REMARK = (
    "Приказ называет ЕГЭ, ОГЭ и ВПР по русскому языку и математике, порог 30 % и оба условия. Что "
    "каждый класс ВПР и каждый уровень ЕГЭ по математике — отдельная процедура, что наименьшего "
    "числа участников нет и что год без процедур пропускается, в приказе не сказано: эти параметры "
    "предлагает портал. Школы и результаты придуманы для демонстрации."
)


def load(staff: Staff) -> Municipality:
    municipality = make_municipality(
        "strezhevoy",
        region="Томская область",
        name="Стрежевой",
        name_genitive="городского округа Стрежевой",
        authority="Управление образования администрации городского округа Стрежевой",
        head_title="Начальник управления образования",
        town="г. Стрежевой",
        time_zone="Asia/Tomsk",
        academic_year=YEARS[-1],
    )
    order = make_document(
        municipality,
        "О муниципальной программе повышения качества образования в школах с низкими "
        "и необъективными результатами",
        kind=Document.Kind.ORDER,
        number="546",
        dated_on=date(2023, 12, 15),
        issuer="Управление образования администрации городского округа Стрежевой",
    )
    _methodology(municipality, order)
    procedures = [("VPR", grade, subject, "") for grade in (4, 5, 6, 7, 8) for subject in BOTH]
    return fill(
        municipality,
        "Стрежевой",
        procedures + EXAMS,
        staff,
        seed=546,
        staged=STAGED,
        confirmed=procedures[0],
    )


def _methodology(municipality: Municipality, order: Document) -> None:
    Methodology.objects.get_or_create(
        municipality=municipality,
        slug="strezhevoy-share-below",
        version=1,
        defaults={
            "title": "Не менее 30 % участников не достигли минимума",
            "method": "share_below",
            "parameters": SHARE_BELOW,
            "remark": REMARK,
            "document": order,
        },
    )
