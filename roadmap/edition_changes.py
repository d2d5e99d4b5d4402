"""What changed between two editions of a programme, line by line, in words. Pure.

The content of an edition is what roadmap.services.editions keeps: lists of items by their noun,
each with the key of its living row, so that a line that was only moved or renumbered stays itself.
What hangs on a line that came or went is told with it and not once more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .targets import Aim, Measured, in_words

ADDED, DROPPED, CHANGED = "added", "dropped", "changed"
# noun → its singular, and the forms of «добавлен», «исключён»
NOUNS = {
    "periods": ("Период", "Добавлен период", "Исключён период"),
    "goals": ("Задача", "Добавлена задача", "Исключена задача"),
    "indicators": ("Показатель", "Добавлен показатель", "Исключён показатель"),
    "activities": ("Мероприятие", "Добавлено мероприятие", "Исключено мероприятие"),
    "works": ("Работа", "Добавлена работа", "Исключена работа"),
}
HEADINGS = {
    "programme": "О\xa0программе",
    "periods": "Периоды",
    "goals": "Задачи",
    "indicators": "Показатели",
    "activities": "Мероприятия",
    "works": "Работы по\xa0мероприятиям",
}
FIELDS = {
    "programme": {
        "title": "название",
        "purpose": "цель",
        "starts_on": "начало",
        "ends_on": "окончание",
    },
    "periods": {"label": "название", "starts_on": "начало", "ends_on": "окончание"},
    "goals": {"number": "номер", "title": "название"},
    "indicators": {
        "number": "номер",
        "title": "формулировка",
        "goal": "задача",
        "kind": "вид",
        "unit": "единица",
        "direction": "направление",
        "level": "кто отвечает",
        "proof": "подтверждение",
        "method": "способ сбора",
    },
    "activities": {
        "number": "номер",
        "title": "формулировка",
        "goal": "задача",
        "level": "чьё",
        "responsible": "кто отвечает",
        "proved_by": "подтверждающие документы",
    },
    "works": {"text": "что сделать", "period": "период", "when": "срок", "whom": "кому"},
}
# an item of one noun belongs to one of another: it comes and goes with it
OWNERS = {"works": ("activity", "activities")}
NOTHING = "нет"
SHORT = 120


@dataclass(frozen=True)
class Change:
    """One line. `field`: of what was changed; of a target «target-<period>»."""

    noun: str
    id: int
    action: str
    name: str
    field: str = ""
    label: str = ""
    before: str = ""
    after: str = ""

    @property
    def key(self) -> str:
        return f"{self.noun}:{self.id}:{self.action}:{self.field}"

    @property
    def words(self) -> str:
        """«Показатель 4, цель на 2022: 80 → 100», «Исключён показатель 5. …»."""
        if self.action != CHANGED:
            return f"{NOUNS[self.noun][1 if self.action == ADDED else 2]} {self.name}"
        what = f"{NOUNS[self.noun][0]} {self.name}: {self.label}" if self.noun in NOUNS else ""
        return f"{what or self.label.capitalize()}: {self.before} → {self.after}"


def changes(before: Mapping, after: Mapping, labels: Mapping[str, Mapping]) -> list[Change]:
    """`labels`: field → code → how a person reads it."""
    found = _fields(
        "programme", 0, "", before, after, Reader(before, labels), Reader(after, labels)
    )
    for noun in NOUNS:
        found += _of_noun(noun, before, after, labels)
    return found


def grouped(found: list[Change]) -> list[tuple[str, list[Change]]]:
    """Under the headings of a programme, in its order."""
    groups = {noun: [one for one in found if one.noun == noun] for noun in HEADINGS}
    return [(HEADINGS[noun], lines) for noun, lines in groups.items() if lines]


def items_of(content: Mapping, noun: str) -> dict[int, Mapping]:
    return {item["id"]: item for item in content.get(noun, ())}


class Reader:
    """How the values of one edition are told."""

    def __init__(self, content: Mapping, labels: Mapping[str, Mapping]):
        self.labels = labels
        self.named = {
            "goal": {pk: _name(one) for pk, one in items_of(content, "goals").items()},
            "period": {pk: one["label"] for pk, one in items_of(content, "periods").items()},
        }

    def told(self, item: Mapping, field: str) -> str:
        value = item.get(field)
        if value in (None, ""):
            return NOTHING
        if field in self.named:
            return self.named[field].get(value, NOTHING)
        if field.endswith("_on"):
            return ".".join(reversed(value.split("-")))
        return str(self.labels.get(field, {}).get(value, value))

    def target(self, item: Mapping, period: str) -> str:
        told = item.get("targets", {}).get(period)
        if told is None:
            return NOTHING
        number = None if told["number"] is None else Decimal(told["number"])
        aim = Aim(told["kind"], told["op"], number, told["words"])
        return in_words(aim, Measured(item["kind"], item["direction"], item.get("unit", "")))


def _of_noun(noun: str, before: Mapping, after: Mapping, labels: Mapping) -> list[Change]:
    old, new = items_of(before, noun), items_of(after, noun)
    readers = Reader(before, labels), Reader(after, labels)
    found = []
    for pk in [*new, *(pk for pk in old if pk not in new)]:
        if pk not in old or pk not in new:
            whole, action = (after, ADDED) if pk in new else (before, DROPPED)
            item, other = (new[pk], before) if pk in new else (old[pk], after)
            if _stays(noun, item, other):
                found.append(Change(noun, pk, action, _told_name(noun, item, whole)))
            continue
        name = _told_name(noun, new[pk], after)
        found += _fields(noun, pk, name, old[pk], new[pk], *readers)
        if noun == "indicators":
            found += _targets(pk, name, old[pk], new[pk], *readers)
    return found


def _stays(noun: str, item: Mapping, other: Mapping) -> bool:
    """Whether what it belongs to is in the other edition too: else it is told with its owner."""
    if noun not in OWNERS:
        return True
    field, owners = OWNERS[noun]
    return item[field] in items_of(other, owners)


def _fields(noun, pk, name, old, new, was: Reader, now: Reader) -> list[Change]:
    pairs = {
        field: (was.told(old, field), now.told(new, field))
        for field in FIELDS[noun]
        if old.get(field) != new.get(field)
    }
    return [
        Change(noun, pk, CHANGED, name, field, FIELDS[noun][field], _quoted(a), _quoted(b))
        for field, (a, b) in pairs.items()
        if a != b
    ]


def _targets(pk, name, old, new, was: Reader, now: Reader) -> list[Change]:
    """Compared as they are read: a target that is told the same way is the same."""
    found = []
    for period in dict.fromkeys([*old.get("targets", {}), *new.get("targets", {})]):
        a, b = was.target(old, period), now.target(new, period)
        if a != b:
            label = now.named["period"].get(int(period)) or was.named["period"].get(int(period))
            told = f"цель на\xa0период «{label}»"
            found.append(Change("indicators", pk, CHANGED, name, f"target-{period}", told, a, b))
    return found


def _told_name(noun: str, item: Mapping, content: Mapping) -> str:
    if noun == "periods":
        return f"«{item['label']}»"
    if noun == "works":
        owner = items_of(content, "activities").get(item["activity"])
        of = f" (мероприятие {owner['number']})" if owner and owner.get("number") else ""
        return f"«{_short(item['text'])}»{of}"
    return _short(_name(item))


def _name(item: Mapping) -> str:
    number = item.get("number")
    return f"{number}. {item['title']}" if number else f"«{item['title']}»"


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT].rsplit(' ', 1)[0]}…"


def _quoted(text: str) -> str:
    """A wording is quoted, a number or a word is not."""
    return f"«{text}»" if " " in text and not text.startswith("«") else text
