"""The operators of the regions: one person reads all municipalities of a region."""

from schools.models import Region

from .loading import Staff

LOGINS = {
    "Красноярский край": "krasnoyarsk-region",
    "Республика Татарстан": "tatarstan-region",
    "Свердловская область": "sverdlovsk-region",
    "Томская область": "tomsk-region",
}


def load(staff: Staff) -> None:
    for region in Region.objects.filter(name__in=LOGINS):
        staff.appoint(LOGINS[region.name], "REGION", region, title="Региональный оператор")
