"""The rows of a school's programme, made and changed after the items of its template."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from roadmap.content import ACTIVITY, GOAL, INDICATOR, PERIOD, TARGET, WORK
from roadmap.edition_changes import items_of
from roadmap.models import Activity, Goal, Indicator, Period, Programme, Target, Work

MODELS = {
    "periods": (Period, PERIOD),
    "goals": (Goal, GOAL),
    "indicators": (Indicator, INDICATOR),
    "activities": (Activity, ACTIVITY),
    "works": (Work, WORK),
}
# field of an item → the noun that it points to
POINTERS = {"goal": "goals", "activity": "activities", "period": "periods"}


class Copies:
    """`content`: the school's part of the template's edition; rows know their item by `origin`."""

    def __init__(self, programme: Programme, content: Mapping):
        self.programme, self.content = programme, content
        self.rows = {noun: self._found(noun) for noun in MODELS}

    def _found(self, noun: str) -> dict:
        model = MODELS[noun][0]
        name = "activity__programme" if model is Work else "programme"
        rows = model.objects.filter(**{name: self.programme}, origin__isnull=False)
        return {row.origin_id: row for row in rows}

    def add(self, noun: str, ids: Iterable[int]) -> None:
        """With what hangs on it: targets of an indicator, works of an activity. What was dropped
        once stands again instead of standing twice.
        """
        items, model = items_of(self.content, noun), MODELS[noun][0]
        ids = list(ids)
        self._bring_owners(items[pk] for pk in ids)
        for pk in ids:
            if pk in self.rows[noun]:
                self._restore(noun, items[pk])
        places = self._places(noun)
        new = [self._made(noun, items[pk], places) for pk in ids if pk not in self.rows[noun]]
        model.objects.bulk_create(new)
        self.rows[noun] |= {row.origin_id: row for row in new}
        if noun == "indicators":
            self._whole(items)
            self._targets([items[pk] for pk in ids])
        elif noun == "activities":
            self._bring_works(ids)

    def drop(self, noun: str, pk: int, *, on: date) -> None:
        """Its values and tasks stay. Of goals and periods nothing is dropped."""
        row = self.rows[noun].get(pk)
        if row is not None and hasattr(row, "dropped_on"):
            row.dropped_on = on
            row.save(update_fields=["dropped_on"])

    def set_field(self, noun: str, pk: int, field: str) -> None:
        item, row = items_of(self.content, noun)[pk], self.rows[noun][pk]
        self._bring_owners([item])
        setattr(row, field, self._value(item, field))
        row.save(update_fields=[field])

    def set_target(self, pk: int, period: str) -> None:
        item, row = items_of(self.content, "indicators")[pk], self.rows["indicators"][pk]
        self._bring_owners([{"period": int(period)}])
        Target.objects.filter(indicator=row, period=self.rows["periods"][int(period)]).delete()
        told = item["targets"].get(period)
        if told:
            self._target(row, period, told).save()

    def _made(self, noun: str, item: Mapping, places: set[tuple]):
        """In the place it has in the template, unless the school has put something there."""
        model = MODELS[noun][0]
        row = model(origin_id=item["id"], **self._fields(noun, item))
        if model is not Work:
            row.programme = self.programme
        while self._place(row) in places:
            row.order = max(place[-1] for place in places) + 1
        places.add(self._place(row))
        return row

    def _fields(self, noun: str, item: Mapping) -> dict:
        names = [*MODELS[noun][1], *(name for name in POINTERS if name in item)]
        return {name: self._value(item, name) for name in names}

    def _value(self, item: Mapping, field: str):
        value = item[field]
        if field in POINTERS:
            return self.rows[POINTERS[field]][value]
        if field.endswith("_on"):
            return value and date.fromisoformat(value)
        return value

    def _places(self, noun: str) -> set[tuple]:
        model = MODELS[noun][0]
        if model is Work:
            rows = Work.objects.filter(activity__programme=self.programme)
            return set(rows.values_list("activity", "period", "order"))
        return set(model.objects.filter(programme=self.programme).values_list("order"))

    def _place(self, row) -> tuple:
        if isinstance(row, Work):
            return row.activity_id, row.period_id, row.order
        return (row.order,)

    def _bring_owners(self, items: Iterable[Mapping]) -> None:
        for item in items:
            for name, noun in POINTERS.items():
                if name in item and item[name] not in self.rows[noun]:
                    self.add(noun, [item[name]])

    def _bring_works(self, ids: list[int]) -> None:
        works = items_of(self.content, "works")
        mine = [pk for pk, work in works.items() if work["activity"] in set(ids)]
        self.add("works", [pk for pk in mine if pk not in self.rows["works"]])

    def _whole(self, items: Mapping) -> None:
        own, changed = self.rows["indicators"], []
        for pk, row in own.items():
            whole = items[pk]["whole"] if pk in items else None
            if whole in own and row.whole_id is None:
                row.whole = own[whole]
                changed.append(row)
        Indicator.objects.bulk_update(changed, ["whole"])

    def _targets(self, items: list[Mapping]) -> None:
        rows = self.rows["indicators"]
        new = [
            self._target(rows[item["id"]], period, told)
            for item in items
            for period, told in item["targets"].items()
            if int(period) in self.rows["periods"]
        ]
        Target.objects.bulk_create(new, ignore_conflicts=True)

    def _target(self, row: Indicator, period: str, told: Mapping) -> Target:
        fields = {name: told[name] for name in TARGET}
        fields["number"] = told["number"] and Decimal(told["number"])
        return Target(indicator=row, period=self.rows["periods"][int(period)], **fields)

    def _restore(self, noun: str, item: Mapping) -> None:
        """As the template has it now, in its old place."""
        row = self.rows[noun][item["id"]]
        if getattr(row, "dropped_on", None):
            for name, value in self._fields(noun, item).items():
                if name != "order":
                    setattr(row, name, value)
            row.dropped_on = None
            row.save()
