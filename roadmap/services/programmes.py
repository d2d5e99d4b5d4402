"""The frame of a programme is written: a programme, its indicators and their targets."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import F, Max

from roadmap.models import Goal, Indicator, Period, Programme, Target
from schools.errors import PortalError
from schools.russian import count

# what hangs on a goal or a period, and keeps it from being removed
HANGING = {
    "indicators": "показатель,показателя,показателей",
    "activities": "мероприятие,мероприятия,мероприятий",
    "targets": "цель,цели,целей",
    "values": "значение,значения,значений",
    "works": "работа,работы,работ",
    "campaigns": "сбор показателей,сбора показателей,сборов показателей",
    "copies": "копия в\xa0школьных программах,копии в\xa0школьных программах,"
    "копий в\xa0школьных программах",
}


def why_not_removed(row: Goal | Period) -> str:
    """What hangs on it, also what was dropped; empty: nobody would miss it."""
    found = [
        count(there, forms)
        for name, forms in HANGING.items()
        if hasattr(row, name) and (there := getattr(row, name).count())
    ]
    if not found:
        return ""
    return f"«{row}» нельзя удалить, за\xa0этой строкой стоит: {', '.join(found)}."


@transaction.atomic
def arrange(
    kind: type[Goal | Period],
    programme: Programme,
    rows: Sequence[Goal | Period],
    *,
    removed: Sequence[Goal | Period] = (),
) -> None:
    """Goals or periods as a page has them, in its order; what it did not show comes after.

    Who hangs something on a row in between is waited for, and the row stays.
    """
    own = kind.objects.filter(programme=programme)
    for row in own.select_for_update().filter(pk__in=[one.pk for one in removed]):
        if why := why_not_removed(row):
            raise PortalError(why)
        row.delete()
    others = own.exclude(pk__in=[row.pk for row in rows if row.pk])
    rows = [*rows, *others]
    last = own.aggregate(last=Max("order"))["last"] or 0
    own.update(order=F("order") + last + len(rows))
    for order, row in enumerate(rows, start=1):
        row.programme, row.order = programme, order
        row.save()


def save_indicator(indicator: Indicator, targets: Mapping[Period, dict | None]) -> Indicator:
    """The last of its programme if it is new. A period without a target loses the one it had."""
    with transaction.atomic():
        if indicator.order is None:
            last = indicator.programme.indicators.aggregate(last=Max("order"))["last"]
            indicator.order = (last or 0) + 1
        indicator.save()
        for period, told in targets.items():
            if told is None:
                indicator.targets.filter(period=period).delete()
            else:
                Target.objects.update_or_create(indicator=indicator, period=period, defaults=told)
    return indicator


def choose_source(indicator: Indicator, code: str, parameters: Mapping) -> None:
    """What was computed until now stays; the next round computes anew.

    Without a source (an empty code) people enter the values from now on, also over computed ones.
    """
    indicator.source, indicator.source_parameters = code, dict(parameters)
    indicator.save(update_fields=["source", "source_parameters"])


def drop_indicator(indicator: Indicator, *, on: date) -> None:
    """Its values stay. What others are part of cannot go before them."""
    if indicator.parts.current().exists() or indicator.school_indicators.current().exists():
        raise PortalError(
            "Сначала исключите показатели, которые в\xa0него входят или ему отвечают."
        )
    Indicator.objects.filter(pk=indicator.pk, dropped_on=None).update(dropped_on=on)
