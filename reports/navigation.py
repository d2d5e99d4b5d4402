"""What stands above every page: where the user is, and the steps of the cycle that exist.

A context processor: `portal` is lazy, an answer without a template pays for nothing.
"""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from assessments.models import Result, Sitting
from identification.models import Run
from roadmap.models import Programme, Task
from roadmap.querysets import held_by
from schools.middleware import years_around
from schools.models import Municipality, Role, School, SchoolStatus
from schools.querysets import PUBLISHING_ROLES
from schools.russian import count, school_name, school_year

from .homes.standing import newest_verdict
from .models import Letter, Note
from .pages import ADVICE, GOALS, INDICATORS, MEASURES, NOTES, PUBLISHING, STATES, THERE


@dataclass(frozen=True)
class Section:
    title: str
    url: str
    is_current: bool
    state: str = ""
    count: int = 0

    @property
    def words(self):
        return THERE[self.title] if self.state == "done" else STATES.get(self.state, "")


class Portal:
    def __init__(self, request):
        self.theme = "dark" if request.COOKIES.get("theme") == "dark" else "light"
        self.contrast = request.COOKIES.get("contrast") == "high"
        self.request = request
        self.sections = self.stations = self.municipalities = []
        self.where = self.role = ""
        if request.user.is_authenticated:
            self._look_around(request.place)

    def _look_around(self, place):
        user = self.request.user
        self.held = memberships = held_by(user)
        administered = {m.municipality_id for m in memberships if m.role == Role.ADMIN}
        self.keeps_people = place.municipality and (
            user.is_superuser or place.municipality.pk in administered
        )
        published = {m.municipality_id for m in memberships if m.role in PUBLISHING_ROLES}
        self.publishes = place.municipality and (
            user.is_superuser or place.municipality.pk in published
        )
        self.role = (
            "Администратор портала"
            if user.is_superuser
            else ", ".join(dict.fromkeys(Role(m.role).label.capitalize() for m in memberships))
        )
        self.municipalities = place.municipalities
        school = place.school and _named(place.schools)
        self.where = place.municipality or school or ""
        self.school_year = school_year(place.academic_year)
        self.stations = self._stations(place)
        self.sections = self._sections(place)
        if self.where:
            title = f"Уведомления: {self.unread}" if self.unread else "Уведомления"
            self.sections.append(self._section(title, "schools:notifications"))

    @property
    def years(self):
        """Years with results, years in which statuses began, and those around now, newest first."""
        place = self.request.place
        home = place.municipality or place.school.municipality
        told = Result.objects.filter(sitting=OuterRef("pk"), school__municipality=home)
        held = Sitting.objects.filter(Exists(told))
        given = SchoolStatus.objects.filter(school__municipality=home).order_by()
        years = set(
            held.order_by()
            .values_list("academic_year", flat=True)
            .union(given.values_list("since", flat=True))
        )
        years |= {place.academic_year, home.academic_year, home.academic_year + 1}
        years |= years_around(timezone.localdate())
        return [(year, school_year(year)) for year in sorted(years, reverse=True)]

    def _section(self, title, name, *args, app="", also=(), state="", count=0):
        match = self.request.resolver_match
        here = match.namespace if match else ""
        # the home page and the notes are both of `reports`
        current = match and (match.view_name in (name, *also) or (app and here == app))
        return Section(title, reverse(name, args=args), bool(current), state, count)

    def _sections(self, place):
        sections = [self._section("Главная", "reports:home")]
        if self.where:
            sections.append(self._section("Школы", "schools:list"))
            sections.append(self._section("Поручения", "roadmap:tasks", count=self.waiting))
        if self.publishes:
            sections.append(self._section("Публикация", "reports:publishing", also=PUBLISHING))
        if self.keeps_people:
            sections.append(self._section("Люди", "schools:people"))
        return sections

    def _stations(self, place):
        if place.municipality:
            there = self._what_there_is(place)
            return [
                self._section("Цели", "roadmap:programmes", also=GOALS, state=there["aimed"]),
                self._section(
                    "Показатели", "roadmap:indicators", also=INDICATORS, state=there["measured"]
                ),
                self._section(
                    "Сбор данных",
                    "assessments:overview",
                    app="assessments",
                    state=there["collected"],
                ),
                self._section(
                    "Идентификация",
                    "identification:list",
                    app="identification",
                    state=there["identified"],
                ),
                self._section("Анализ", "reports:notes", also=NOTES, state=there["analysed"]),
                self._section(
                    "Рекомендации", "reports:recommendations", also=ADVICE, state=there["advised"]
                ),
                self._section("Меры", "roadmap:task-list", also=MEASURES, state=there["acted"]),
            ]
        return list(self._stations_of_school(place)) if place.school else []

    def _stations_of_school(self, place):
        school, year = place.school, place.academic_year
        verdict = newest_verdict(school, year)
        acted, aimed, advised = self._what_a_school_has(school)
        yield self._section(
            "Цели", "roadmap:programmes", also=GOALS, state="done" if aimed else "ahead"
        )
        yield self._section(
            "Показатели",
            "roadmap:school-indicators",
            school.pk,
            also=INDICATORS,
            state="under-way" if aimed else "ahead",
        )
        yield self._section(
            "Сбор данных",
            "assessments:school",
            school.pk,
            app="assessments",
            state="done" if verdict else "under-way",
        )
        if verdict:
            yield self._section(
                "Идентификация",
                "identification:why",
                verdict,
                app="identification",
                state="done",
            )
        if advised:
            yield self._section(
                "Рекомендации",
                "reports:school-recommendations",
                school.pk,
                also=ADVICE,
                state="done",
            )
        yield self._section(
            "Меры", "roadmap:tasks", also=MEASURES, state="under-way" if acted else "ahead"
        )

    def _what_a_school_has(self, school) -> tuple[bool, bool, bool]:
        """Tasks, a programme in force that supports it, letters; with them what waits."""
        asked = Task.objects.filter(school=OuterRef("pk"))
        aimed = Programme.objects.in_force().filter(municipality=school.municipality_id)
        advised = Letter.objects.given().filter(school=OuterRef("pk"))
        found = [Exists(rows) for rows in (asked, aimed, advised)]
        own = School.objects.filter(pk=school.pk)
        told = own.values_list(self._unread(), self._waiting(), *found).get()
        self.unread, self.waiting, *has = told
        return tuple(has)

    def _unread(self):
        unread = self.request.user.notifications.unread().order_by().values("user")
        return Coalesce(Subquery(unread.annotate(n=Count("pk")).values("n")), 0)

    def _waiting(self, **where):
        """How many tasks are the reader's to do or to look through."""
        tasks = Task.objects.waiting_for(self.request.user, self.held).filter(**where).order_by()
        counted = tasks.annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(counted), 0)

    def _what_there_is(self, place):
        year = place.academic_year
        results = Result.objects.with_marks().filter(
            school__municipality=OuterRef("pk"), sitting__academic_year=year
        )
        done = Run.objects.standing().filter(municipality=OuterRef("pk"), academic_year=year)
        notes = Note.objects.filter(
            municipality=OuterRef("pk"), academic_year=year, state=Note.State.DONE
        )
        letters = Letter.objects.filter(school__municipality=OuterRef("pk"), academic_year=year)
        asked = Task.objects.filter(municipality=OuterRef("pk"))
        aimed = Programme.objects.municipal().in_force().filter(municipality=OuterRef("pk"))
        results, runs, papers, drafts, given, acted, aims, self.unread, self.waiting = (
            Municipality.objects.filter(pk=place.municipality.pk)
            .values_list(
                Exists(results),
                Exists(done),
                Exists(notes),
                Exists(letters.filter(state__in=Letter.OPEN)),
                Exists(letters.given()),
                Exists(asked),
                Exists(aimed),
                self._unread(),
                self._waiting(municipality=place.municipality),
            )
            .get()
        )
        return {
            "aimed": "done" if aims else "ahead",
            "measured": "under-way" if aims else "ahead",
            "collected": "done" if runs else "under-way",
            "identified": "done" if runs else "under-way" if results else "ahead",
            "analysed": "done" if papers else "under-way" if runs else "ahead",
            "advised": "under-way" if drafts else "done" if given else "ahead",
            "acted": "under-way" if acted else "ahead",
        }


def portal(request):
    return {"portal": SimpleLazyObject(lambda: Portal(request))}


def _named(schools) -> str:
    """A head school speaks for its branches; of several schools it is said how many they are."""
    reached = {one.pk for one in schools}
    heads = [one for one in schools if one.parent_id not in reached]
    if len(heads) > 1:
        return count(len(heads), "школа,школы,школ")
    return school_name(heads[0].short_name)
