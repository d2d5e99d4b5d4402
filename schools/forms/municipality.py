from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django import forms

from schools.models import Municipality

MOSCOW, WINTER = "Europe/Moscow", datetime(2026, 1, 1, tzinfo=UTC)
# the zones of Russia, west to east; another one that is set already stays among them
CITIES = {
    "Europe/Kaliningrad": "Калининград",
    "Europe/Moscow": "Москва",
    "Europe/Samara": "Самара",
    "Asia/Yekaterinburg": "Екатеринбург",
    "Asia/Omsk": "Омск",
    "Asia/Krasnoyarsk": "Красноярск",
    "Asia/Irkutsk": "Иркутск",
    "Asia/Yakutsk": "Якутск",
    "Asia/Vladivostok": "Владивосток",
    "Asia/Magadan": "Магадан",
    "Asia/Kamchatka": "Камчатка",
}


class MunicipalityForm(forms.ModelForm):
    time_zone = forms.ChoiceField(label="Часовой пояс")

    class Meta:
        model = Municipality
        fields = [
            *("name", "name_genitive", "authority", "head_title", "town"),
            *("academic_year", "august_day", "time_zone"),
        ]
        help_texts = {
            "name_genitive": "Как в справке: «школы Иланского района».",
            "town": "Как в приказах: г. Иланский.",
            "august_day": "В этот день августа в 3:00 портал проведёт идентификацию сам.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        zones = dict.fromkeys([*CITIES, self.instance.time_zone])
        self.fields["time_zone"].choices = [(zone, _words(zone)) for zone in zones]


def _words(zone: str) -> str:
    """«Красноярск, МСК+4»."""
    hours = int((_offset(zone) - _offset(MOSCOW)).total_seconds() // 3600)
    return f"{CITIES.get(zone, zone)}, МСК{hours:+d}" if hours else f"{CITIES.get(zone, zone)}, МСК"


def _offset(zone: str):
    return WINTER.astimezone(ZoneInfo(zone)).utcoffset()
