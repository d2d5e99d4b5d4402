"""The last year of the programme of Иланский район, lived through. All that happened is invented.

The order and its figures are facts; who entered what, and what came of it, is made up so that
each state of a value, a task, a submission and a school programme can be looked at.
"""

from datetime import date, datetime, timedelta

from django.db.models import F

from roadmap.kinds import Reading
from roadmap.models import Campaign, Evidence, Programme, Proof, Task, TaskEntry, Value
from roadmap.progress import asked_indicators
from roadmap.services.campaigns import open_entry, plan_campaign
from roadmap.services.computing import compute_values
from roadmap.services.desk import NewValue
from roadmap.services.editions import adopt_edition, save_edition
from roadmap.services.evidence import add_link
from roadmap.services.programmes import save_indicator
from roadmap.services.school_programmes import copy_template
from roadmap.services.submissions import send
from roadmap.services.tasks import NewTask, give_tasks, return_task, submit_task
from roadmap.services.teachers import COLUMNS, TeacherRow, store_teachers
from roadmap.services.values import accept_values, return_value, store_values, submit_values
from roadmap.services.works import make_tasks
from schools.models import Notification, Role, School, User

from .figures import SUBJECTS, municipal_reading

SLUG, YEAR = "ilansky", "2024"
INVENTED = "Придумано для демонстрации."
LINK = "https://example.org/{}"
DIRECTOR, COORDINATOR_OF_SCHOOL = "СОШ 5", "Прокопьевская ООШ"
# of each supported school: all teachers, and those of the three subjects
TEACHERS = {
    "СОШ 4": (18, 2, 3, 5),
    "СОШ 5": (21, 3, 3, 6),
    "СОШ 11": (16, 2, 2, 4),
    "Прокопьевская ООШ": (11, 1, 2, 3),
}
WHY_CORRECTED = "Справка об анализе бывает не на сайте: кроме ссылки, принимается и файл."


class Year:
    """The people and the rows that the story needs, found once."""

    def __init__(self, programme: Programme, *, at: datetime):
        self.programme, self.at, self.today = programme, at, at.date()
        self.period = programme.periods.get(label=YEAR)
        home = programme.municipality.slug
        names = {"koordinator": "coordinator", "direktor": "director", "shkola": "of_school"}
        for login, name in names.items():
            setattr(self, name, User.objects.get(username=f"{home}-{login}"))
        schools = School.objects.filter(municipality=programme.municipality).order_by("pk")
        self.schools = {school.short_name: school for school in schools}

    def live(self) -> None:
        self.adopt()
        self.do_the_roadmap()
        self.count_teachers()
        self.enter_municipal_values()
        self.copy_to_schools()
        campaign = self.collect()
        self.answer_as_director()
        self.answer_as_school(campaign)
        compute_values(self.programme, self.period, on=self.today, by=self.coordinator, at=self.at)
        self.give_current_tasks()

    def adopt(self) -> None:
        """The edition of the order, and the correction of its last August."""
        order = self.programme.document
        told = {"by": self.coordinator, "at": self.at}
        first = save_edition(self.programme, reason="", dated_on=order.dated_on, **told)
        first.document = order
        first.save(update_fields=["document"])
        adopt_edition(
            first,
            number=order.number,
            dated_on=order.dated_on,
            issuer=order.issuer,
            **told,
        )
        question = self.programme.indicators.get(number="20.1")
        question.proof = Proof.ANY
        save_indicator(question, {})
        save_edition(self.programme, reason=WHY_CORRECTED, dated_on=date(int(YEAR), 8, 26), **told)

    def do_the_roadmap(self) -> None:
        """All that the roadmap asked for in that year is done, each thing on its last day."""
        at = self.at.replace(year=int(YEAR), month=1, day=15)
        told = {"by": self.coordinator, "at": at}
        made = make_tasks(self.programme, self.period, with_past=True, on=at.date(), **told)
        for task in made:
            task.state, task.done_by = Task.State.DONE, self.coordinator
            task.done_at = datetime.combine(task.due_on, at.timetz())
        Task.objects.bulk_update(made, ["state", "done_by", "done_at"])
        TaskEntry.objects.bulk_create(
            TaskEntry(task=task, action=TaskEntry.Action.DONE, by=task.done_by, at=task.done_at)
            for task in made
        )
        Notification.objects.filter(created_at=at).update(read_at=F("created_at"))

    def count_teachers(self) -> None:
        for name, numbers in TEACHERS.items():
            rows = [
                TeacherRow(subject, _counts(number))
                for subject, number in zip(SUBJECTS, numbers, strict=True)
            ]
            store_teachers(self.schools[name], int(YEAR), rows, by=self.coordinator, at=self.at)

    def enter_municipal_values(self) -> None:
        """All four years by hand, but for what the portal computes of the last."""
        targets = self.programme.indicators.filter(level="municipality").prefetch_related(
            "targets__period"
        )
        store_values(
            [
                NewValue(one.pk, target.period_id, None, municipal_reading(one, target))
                for one in targets
                for target in one.targets.all()
                if not (one.source and target.period.label == YEAR)
            ],
            by=self.coordinator,
            at=self.at,
        )

    def copy_to_schools(self) -> None:
        """Two school programmes in force, the rest drafts."""
        supported = [self.schools[name] for name in TEACHERS]
        made = copy_template(
            self.programme, supported, by=self.coordinator, on=self.today, at=self.at
        )
        for programme in made:
            if programme.school.short_name in (DIRECTOR, "СОШ 4"):
                programme.state = Programme.State.IN_FORCE
                programme.save(update_fields=["state"])

    def collect(self) -> Campaign:
        campaign = plan_campaign(
            self.programme,
            self.period,
            title=f"Сбор показателей за {YEAR} год",
            entry_from=self.today - timedelta(days=14),
            entry_until=self.today + timedelta(days=7),
            processing_until=self.today + timedelta(days=21),
            schools=self.schools.values(),
            by=self.coordinator,
            at=self.at,
        )
        open_entry(campaign, by=self.coordinator, at=self.at)
        return campaign

    def answer_as_director(self) -> None:
        """One value in each state."""
        school = self.schools[DIRECTOR]
        values = self._enter(school, self.director)[:-1]
        sent = [value for value in values if value.indicator.number not in ("20.1", "33.1")]
        submit_values(sent, by=self.director, at=self.at)
        _first, *others, last = Value.objects.filter(pk__in=[value.pk for value in sent])
        seen = {value.pk: value.version for value in others}
        accept_values(seen, by=self.coordinator, at=self.at)
        return_value(
            last,
            version=last.version,
            comment=f"Приложите страницу с показателями за {YEAR} год. {INVENTED}",
            by=self.coordinator,
            at=self.at,
        )

    def answer_as_school(self, campaign: Campaign) -> None:
        """Everything is entered and sent; the coordinator has not looked yet."""
        school = self.schools[COORDINATOR_OF_SCHOOL]
        self._enter(school, self.of_school)
        send(campaign.submissions.get(school=school), by=self.of_school, at=self.at)

    def _enter(self, school: School, by: User) -> list[Value]:
        asked = list(asked_indicators(self.programme))
        store_values(
            [NewValue(one.pk, self.period.pk, school.pk, Reading(yes=True)) for one in asked],
            by=by,
            at=self.at,
        )
        values = list(
            Value.objects.filter(school=school, period=self.period, indicator__in=asked)
            .select_related("indicator__programme", "period", "school")
            .order_by("indicator__order")
        )
        for value in values:
            if value.indicator.proof != Proof.NONE:
                self._prove(value, f"Документ к показателю {value.indicator.number}", by)
        return values

    def _prove(self, owner, title: str, by: User) -> None:
        """A demo asks no stranger's server: its links are not looked at."""
        link = add_link(
            owner,
            url=LINK.format(f"dokument-{owner.pk}"),
            title=f"{title} (придуман)",
            by=by,
            at=self.at,
        )
        Evidence.objects.filter(pk=link.pk).update(check_at=None)

    def give_current_tasks(self) -> None:
        told = {"by": self.coordinator, "at": self.at}
        returned, sent = give_tasks(self._current(), **told)[2:4]
        for task, title in ((returned, "Протокол рабочей группы"), (sent, "График консультаций")):
            self._prove(task, title, self.director)
            submit_task(task, text=INVENTED, by=self.director, at=self.at)
        return_task(returned, text=f"В протоколе нет даты. {INVENTED}", **told)

    def _current(self) -> list[NewTask]:
        """Of these days: late, soon, returned and waiting for a check; and those of others."""
        school, other = self.schools[DIRECTOR], self.schools[COORDINATOR_OF_SCHOOL]
        return [
            self._task("Разместить на сайте приказ о проектной команде", -4, school, Proof.PAGE),
            self._task("Проверить сведения о педагогах за год", 5, school),
            self._task("Приложить протокол школьной рабочей группы", 3, school, Proof.ANY),
            self._task("Приложить график консультаций", 6, school, Proof.LINK),
            self._task("Утвердить школьную программу", 9, other, role=Role.SCHOOL_COORDINATOR),
            self._task("Назначить дату заседания рабочей группы", -2),
            self._task("Подготовить лист к квартальной планёрке", 4),
            self._task("Согласовать проект программы на новый срок", 12, role=Role.HEAD),
        ]

    def _task(self, title, days, school=None, proof=Proof.NONE, role="") -> NewTask:
        return NewTask(
            municipality=self.programme.municipality,
            school=school,
            title=title,
            details=INVENTED,
            due_on=self.today + timedelta(days=days),
            role=role or (Role.DIRECTOR if school else Role.COORDINATOR),
            proof=proof,
            key=f"demo:{title}"[:200],
        )


def _counts(teachers: int) -> dict:
    """Of whom seven in ten were looked at, and so on down."""
    counts = dict.fromkeys(COLUMNS)
    counts |= {
        "teachers": teachers,
        "diagnosed": teachers * 7 // 10,
        "deficit": teachers * 4 // 10,
        "supported": teachers * 6 // 10,
        "courses": teachers * 3 // 10,
    }
    return counts
