from django import template
from django.conf import settings
from django.utils.safestring import mark_safe

from schools import russian
from schools.models import NoDataReason

DEMO = (
    "Демонстрация: показатели взяты из\xa0опубликованных документов или придуманы. "
    "Для\xa0решений о\xa0школах они не\xa0предназначены."
)

register = template.Library()
for russian_filter in (
    russian.points,
    russian.signed,
    russian.percent,
    russian.school_year,
    russian.plural,
    russian.count,
    russian.out_of,
    russian.agree,
    russian.joined,
    russian.school_name,
    russian.share,
    russian.num,
    russian.compact,
    russian.ordinal,
    russian.in_words,
    russian.month_of,
):
    register.filter(russian_filter)


@register.filter
def svg(chart: str):
    """A drawing of schools/charts.py, which escapes every word it is given."""
    return mark_safe(chart)


@register.filter
def section(html: str):
    """A section of a note: of our own templates, or cleaned by reports.notes.cleaning."""
    return mark_safe(html)


@register.simple_tag
def demo_sentence():
    """A tag, not a context processor: the page of a broken request has no context."""
    return DEMO if settings.DEMO else ""


@register.simple_tag
def figure(reason: dict, side: str):
    """«3 из 12, 25 %» of one side (high or low) of a reason, or why there is nothing."""
    if reason["no_data"]:
        return f"нет данных: {NoDataReason(reason['no_data']).label}"
    return russian.figure(reason[f"{side}_n"], reason["participants"], reason[f"share_{side}"])
