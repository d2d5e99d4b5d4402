"""What every municipality of the demo is loaded with. Done twice, it is done once."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.contrib.auth.hashers import make_password

from schools.models import (
    Cluster,
    Document,
    Membership,
    Municipality,
    Region,
    School,
    SchoolAlias,
    SchoolYear,
    User,
)
from schools.naming import normalised

DATA = Path(__file__).with_name("data")
PASSWORD = "opora-demo-2026"  # the demo prints it: nothing of a demo is secret
# the moment at which the demo's history begins; a clock would make every demo another one
AT = datetime(2026, 8, 15, 6, 0, tzinfo=UTC)
FIRST_YEAR = 2015


def table(name: str) -> Iterator[dict]:
    with (DATA / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def make_municipality(slug: str, *, region: str, **fields) -> Municipality:
    region, _new = Region.objects.get_or_create(name=region)
    municipality, _new = Municipality.objects.get_or_create(
        slug=slug, defaults={"region": region} | fields
    )
    return municipality


def make_document(municipality: Municipality | None, title: str, **fields) -> Document:
    document, _new = Document.objects.get_or_create(
        municipality=municipality, title=title, defaults=fields
    )
    return document


def make_clusters(municipality: Municipality, *names: str) -> dict[str, Cluster]:
    return {
        name: Cluster.objects.get_or_create(
            municipality=municipality, name=name, defaults={"order": order}
        )[0]
        for order, name in enumerate(names, start=1)
    }


def make_school(
    municipality: Municipality,
    short_name: str,
    *,
    cluster: Cluster | None = None,
    aliases: tuple[str, ...] = (),
    logins: tuple[str, ...] = (),
    **fields,
) -> School:
    school, new = School.objects.get_or_create(
        municipality=municipality, short_name=short_name, defaults=fields
    )
    if new and cluster:
        SchoolYear.objects.create(
            school=school, academic_year=FIRST_YEAR, cluster=cluster, kind=school.kind
        )
    for kind, values in (("name", aliases), ("fis_oko", logins)):
        for value in values:
            SchoolAlias.objects.get_or_create(
                municipality=municipality,
                kind=kind,
                key=normalised(value),
                defaults={"school": school, "value": value},
            )
    return school


class Staff:
    """The people of a demo. They have no names of persons: documents give some, a demo none."""

    def __init__(self):
        self.password = make_password(PASSWORD)

    def appoint(self, login: str, role: str, *reaches, title: str) -> User:
        """One person with a role over each of `reaches`."""
        user, _new = User.objects.get_or_create(
            username=login, defaults={"password": self.password, "first_name": title}
        )
        for reach in reaches:
            place = {reach._meta.model_name: reach}
            Membership.objects.get_or_create(
                user=user, role=role, **place, defaults={"starts_on": AT.date()}
            )
        return user

    def appoint_all(self, municipality: Municipality, *, school: School, second: School) -> User:
        """A person per role; returns the coordinator, who loads the results."""
        slug = municipality.slug
        self.appoint(f"{slug}-admin", "ADMIN", municipality, title="Администратор")
        self.appoint(f"{slug}-rukovoditel", "HEAD", municipality, title="Руководитель")
        coordinator = self.appoint(
            f"{slug}-koordinator", "COORDINATOR", municipality, title="Координатор"
        )
        self.appoint(f"{slug}-direktor", "DIRECTOR", school, title="Директор")
        self.appoint(f"{slug}-shkola", "SCHOOL_COORDINATOR", second, title="Школьный координатор")
        self.appoint(f"{slug}-kurator", "CURATOR", school, second, title="Куратор")
        return coordinator


def printed(user: User) -> dict:
    """A person as the demo prints it: the role and what it reaches first."""
    membership = user.memberships.order_by("pk").first()
    school = membership.school
    municipality = school.municipality if school else membership.municipality
    return {
        "role": membership.role,
        "login": user.username,
        "password": PASSWORD,
        "municipality": municipality and municipality.slug,
        "school": school and school.short_name,
    }
