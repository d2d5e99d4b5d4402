"""Questions that a questionnaire may begin with: own wording, to be changed on the page.

The self-diagnosis follows the directions of support that Стрежевой's programme names; the climate
survey asks for counts of people, never for a person.
"""

from typing import NamedTuple


class Question(NamedTuple):
    title: str
    kind: str
    direction: str = "higher"
    unit: str = ""


class QuestionSet(NamedTuple):
    title: str
    about: str
    goals: dict[str, tuple[Question, ...]]
    sensitive: bool = False


SELF_DIAGNOSIS = QuestionSet(
    "Самодиагностика школы",
    "Школа отвечает дважды: до\xa0начала работы и\xa0по\xa0её\xa0итогам.",
    {
        "Управление качеством": (
            Question("Причины низких результатов названы в\xa0документе школы", "yes_no"),
            Question("Внутренняя оценка качества опирается на\xa0данные ВПР и\xa0ГИА", "yes_no"),
            Question("Школьная программа повышения качества выполнена", "degree"),
        ),
        "Педагоги": (
            Question("Педагоги прошли диагностику профессиональных дефицитов", "percent"),
            Question("Педагоги повысили квалификацию по\xa0своим дефицитам", "percent"),
            Question(
                "Уроки, посещённые с\xa0разбором, за\xa0год", "number", unit="урок,урока,уроков"
            ),
        ),
        "Ученики": (
            Question("Ученикам с\xa0риском неуспешности составлен план помощи", "percent"),
            Question("Ученики с\xa0риском занимаются дополнительно", "percent"),
        ),
        "Родители и\xa0партнёры": (
            Question(
                "Родители учеников с\xa0риском участвовали в\xa0мероприятиях школы", "percent"
            ),
            Question("С\xa0партнёром действует общий план работы", "yes_no"),
        ),
        "Ресурсы": (
            Question("Незанятые ставки педагогов", "number", "lower", "ставка,ставки,ставок"),
            Question("Кабинеты обеспечены тем, что нужно по\xa0программе", "degree"),
        ),
    },
)
CLIMATE = QuestionSet(
    "Психологический климат",
    "Сводные числа опроса. Группы меньше пяти человек портал не\xa0хранит, "
    "сведения видят только школа, координатор и\xa0руководитель.",
    {
        "Ученики": (
            Question("Ученики с\xa0высокой тревожностью", "percent", "lower"),
            Question("Ученики с\xa0положительным отношением к\xa0школе", "percent"),
            Question("Ученики с\xa0положительной мотивацией к\xa0учению", "percent"),
        ),
        "Педагоги": (
            Question("Педагоги с\xa0высоким риском выгорания", "percent", "lower"),
            Question("Педагоги со\xa0стабильным эмоциональным состоянием", "percent"),
        ),
    },
    sensitive=True,
)
QUESTION_SETS = {"self-diagnosis": SELF_DIAGNOSIS, "climate": CLIMATE}
