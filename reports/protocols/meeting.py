"""The protocol of a meeting: its questions, what was heard, what was decided and who does it."""

from django.conf import settings
from django.utils import timezone

from reports.notes.about import DEMO
from roadmap.models import Meeting, Task
from schools.approval_sheet import last_sheet
from schools.russian import school_name

from .making import RENDERERS
from .paper import Field, Paper, Section, Signature, Table, Text, Title

NOT_WRITTEN = "Решение не\xa0записано."


def file_of_meeting(meeting: Meeting, suffix: str) -> bytes:
    with timezone.override(meeting.municipality.time_zone):
        return RENDERERS[suffix](paper_of_meeting(meeting))


def paper_of_meeting(meeting: Meeting) -> Paper:
    municipality, document = meeting.municipality, meeting.document
    trace = f"Опора · {meeting.title}, {meeting.held_on:%d.%m.%Y}"
    return Paper(
        title=f"Протокол заседания рабочей группы: {municipality}, {meeting.held_on:%d.%m.%Y}",
        description=f"{meeting.title}: {municipality}",
        author=municipality.authority or municipality.name,
        trace=trace + (f"\n{DEMO}" if settings.DEMO else ""),
        is_draft=document is None,
        blocks=blocks(meeting),
        approval=meeting.document and last_sheet(meeting.document),
    )


def blocks(meeting: Meeting) -> list:
    municipality, document = meeting.municipality, meeting.document
    items = list(meeting.items.prefetch_related("tasks__school"))
    return [
        Title(
            organisation=municipality.authority or municipality.name,
            kind="Протокол",
            subject=f"заседания муниципальной рабочей группы «{meeting.title}»",
            town=municipality.town,
            number=document.number if document else "",
            dated_on=meeting.held_on,
        ),
        *([Field("Место", [meeting.place])] if meeting.place else []),
        Field("Присутствовали", meeting.attended.splitlines()),
        Section("Повестка"),
        *(Text(f"{item.order}. {_asked(item)}") for item in items),
        *(block for item in items for block in _question(item)),
        *_tasks([task for item in items for task in item.tasks.all()]),
        Signature("Председатель"),
        Signature("Секретарь"),
    ]


def _asked(item) -> str:
    return f"{item.topic}. Докладчик: {item.speaker}" if item.speaker else item.topic


def _question(item):
    yield Section(item.topic, str(item.order))
    if item.heard:
        yield Text(item.heard, lead="Слушали:", is_item=False)
    yield Text("", lead="Решили:", is_item=False)
    for number, line in enumerate(item.decided.splitlines() or [NOT_WRITTEN], start=1):
        yield Text(f"{item.order}.{number}. {line}" if item.decided else line)


def _tasks(tasks: list[Task]):
    """The decisions as tasks, in one table at the end: what, who, by when."""
    if not tasks:
        return
    yield Table(
        number=1,
        caption="Поручения по\xa0решениям заседания",
        heads=["Что сделать", "Кто отвечает", "Срок"],
        rows=[
            [task.title, _whom(task), f"{task.due_on:%d.%m.%Y}"]
            for task in tasks
            if task.state != Task.State.CANCELLED
        ],
        widths=[55, 30, 15],
    )


def _whom(task: Task) -> str:
    who = str(task.assignee) if task.assignee_id else task.get_role_display()
    return f"{who}, {school_name(task.school.short_name)}" if task.school_id else who
