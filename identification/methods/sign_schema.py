"""The parameters of the rules on signs: each with where its number comes from. Pure."""

from .schema import Number, Procedure, Rows, Switch

OFF = "Пусто — такого признака нет."
OURS = f"Число предложил портал. {OFF}"
MOST = 100


def points(name: str, title: str, value: int, help: str = OURS) -> Number:
    """A rule that holds beyond so many percentage points, or is switched off."""
    return Number(
        name=name,
        title=title,
        default=value,
        initial=value,
        nullable=True,
        least=0,
        most=MOST,
        places=2,
        unit="п. п.",
        help=help,
    )


SCHEMA = (
    Rows(
        name="procedures",
        title="Процедуры",
        row="процедура",
        least=1,
        columns=(Procedure(name="", title="Процедура"),),
        help="Без класса — все классы, каждый сам по себе.",
    ),
    Number(
        name="min_participants",
        title="Участников не меньше",
        default=20,
        initial=20,
        least=1,
        most=1000,
        help="О меньших группах признаки ничего не говорят. Меньше 20 участников мало, чтобы "
        "судить о распределении: рекомендации ФИОКО 2026 года, с. 13, в пересказе.",
    ),
    Number(
        name="markers_years",
        title="Федеральный перечень, лет",
        default=3,
        initial=3,
        least=1,
        most=5,
        nullable=True,
        help=f"За сколько последних лет помнить отметки перечня. {OURS}",
    ),
    points("lower_excess", "Ниже журнала чаще, чем по муниципалитету, на", 20),
    points(
        "jump_low",
        "Доля низких изменилась за год на",
        20,
        "Рекомендации ФИОКО 2026 года, с. 8, в пересказе, считают заметным рост на 10 п. п.; для "
        f"одной школы это часто случайность, поэтому портал предлагает 20. {OFF}",
    ),
    points("jump_high", "Доля высоких изменилась за год на", 25),
    points("cohort_low", "Доля низких той же параллели изменилась за год на", 20),
    points("cohort_high", "Доля высоких той же параллели изменилась за год на", 30),
    points("reversal", "ВПР-4 выше, а ОГЭ ниже муниципалитета на", 10),
    Switch(
        name="over_enrolment",
        title="Участников больше, чем учеников",
        default=True,
        initial=True,
    ),
    Switch(
        name="unequal_counts",
        title="С журналом сравнили больше, чем участвовало",
        default=True,
        initial=True,
    ),
    Number(
        name="signs_for_status",
        title="Признаков для статуса",
        default=1,
        initial=1,
        least=1,
        most=60,
        help="Число предложил портал.",
    ),
)
