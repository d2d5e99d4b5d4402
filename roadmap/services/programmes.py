"""The frame of a programme is written: a programme, its indicators and their targets."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Max

from roadmap.models import Indicator, Period, Target
from schools.errors import PortalError


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


def drop_indicator(indicator: Indicator, *, on: date) -> None:
    """Its values stay. What others are part of cannot go before them."""
    if indicator.parts.current().exists() or indicator.school_indicators.current().exists():
        raise PortalError(
            "Сначала исключите показатели, которые в\xa0него входят или ему отвечают."
        )
    Indicator.objects.filter(pk=indicator.pk, dropped_on=None).update(dropped_on=on)
