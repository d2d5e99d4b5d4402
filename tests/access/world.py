"""Two municipalities with tokens in every name, and a person in every situation."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from assessments.models import Benchmark, ImportBatch, Marker
from assessments.services import ensure_sitting
from identification.models import Run
from reports.batches.services import start_batch
from reports.models import PaperBatch
from reports.noting.files import file_of
from reports.services import start_note
from reports.tasks import make_note, make_papers
from schools.models import Figure, Measure, Municipality, School, User
from schools.services.invitations import invite
from tests.access.letters_world import make_letters
from tests.access.roadmap_world import make_roadmap
from tests.factories import (
    AT,
    make_batch,
    make_document,
    make_external_list,
    make_lock,
    make_municipality,
    make_order,
    make_protocol,
    make_region,
    make_remark,
    make_result,
    make_school,
    make_sign,
    make_sitting,
    make_unknown_batch,
    make_user,
    make_verdicts,
    publish,
)


@dataclass
class World:
    """A municipality with a school, its branch, and a neighbour that is not the school's affair."""

    municipality: Municipality
    school: School
    branch: School
    neighbour: School
    objects: dict = field(default_factory=dict)

    @property
    def tokens(self) -> dict[str, str]:
        """Whose token is which: of the municipality as a whole and of each school."""
        mark = self.municipality.slug
        return {
            "municipality": f"МУНИ-{mark}-Щ7",
            "school": f"СВОЯ-{mark}-Щ7",
            "branch": f"ФИЛИ-{mark}-Щ7",
            "neighbour": f"СОСЕ-{mark}-Щ7",
        }


def make_world(mark: str) -> World:
    region = make_region(name=f"Край {mark}")
    municipality = make_municipality(
        slug=mark,
        name=f"Район МУНИ-{mark}-Щ7",
        authority=f"Управление МУНИ-{mark}-Щ7",
        region=region,
        academic_year=2026,
        is_public=True,
    )
    make = {"municipality": municipality, "cluster": f"кластер МУНИ-{mark}-Щ7"}
    school = make_school(short_name=f"СОШ СВОЯ-{mark}-Щ7", login=f"edu1{mark}", **make)
    branch = make_school(parent=school, short_name=f"НОШ ФИЛИ-{mark}-Щ7", **make)
    neighbour = make_school(short_name=f"СОШ СОСЕ-{mark}-Щ7", **make)
    world = World(municipality, school, branch, neighbour)
    world.objects = _objects(world)
    return world


def _objects(world: World) -> dict:
    """What an address may be about, by the name that the policy gives it."""
    municipality, school = world.municipality, world.school
    coordinator = make_user("COORDINATOR", municipality)
    document = make_document(
        municipality=municipality, title=f"Приказ {world.tokens['municipality']}"
    )
    results = [
        make_result(school=each, low_n=n, by=coordinator, source_id=document.pk)
        for n, each in enumerate((school, world.branch, world.neighbour), start=2)
    ]
    _tell_beside(world, by=coordinator)
    run = make_verdicts(municipality=municipality)
    note = start_note(run, by=coordinator)
    make_note(note.pk)
    note.refresh_from_db()
    file_of(note, "docx")
    make_external_list(municipality, world.neighbour, applies_to_year=2026)
    administrator = make_user("ADMIN", municipality)
    invitation, token = invite(
        f"Приглашённый {world.tokens['municipality']}",
        role="HEAD",
        by=administrator,
        at=timezone.now(),
        municipality=municipality,
    )
    confirmed = make_sitting(subject="Окружающий мир")
    make_result(school=school, sitting=confirmed, by=coordinator)
    make_result(school=world.branch, sitting=confirmed, by=coordinator)
    lock = make_lock(sitting=confirmed, municipality=municipality, by=coordinator)
    remark = make_remark(
        school=school, sitting=confirmed, text=f"Ошибка {world.tokens['school']}", by=coordinator
    )
    person = make_user("DIRECTOR", world.neighbour, first_name=world.tokens["neighbour"])
    return {
        "school": school,
        "branch": world.branch,
        "neighbour": world.neighbour,
        "sitting": make_sitting(),
        "regional_sitting": ensure_sitting(
            kind="KDR",
            grade=6,
            subject=f"Предмет {world.tokens['municipality']}",
            academic_year=2026,
            region=municipality.region,
        ),
        "confirmed": confirmed,
        "lock": lock,
        "remark": remark,
        "year": 2026,
        "measure": _measure(world, document).code,
        "result": results[0],
        "branch_result": results[1],
        "neighbour_result": results[2],
        "run": run,
        "verdict": run.verdicts.get(school=school),
        "branch_verdict": run.verdicts.get(school=world.branch),
        "neighbour_verdict": run.verdicts.get(school=world.neighbour),
        "methodology": run.methodology,
        **_signs(world, run, by=coordinator),
        "protocol": make_protocol(
            municipality, by=coordinator, low=[school, world.branch, world.neighbour]
        ),
        "note": note,
        "note_kind": note.kind,
        "section_code": "results",
        "batch": make_batch(
            municipality=municipality, by=coordinator, name=f"{world.tokens['municipality']}.xlsx"
        ),
        "unknown_batch": make_unknown_batch(
            ["Заведующая", world.tokens["school"]],
            municipality=municipality,
            by=coordinator,
            name=f"{world.tokens['municipality']}.xlsx",
        ),
        "person": person,
        "membership": person.memberships.get(),
        "closed": make_school(
            municipality=municipality,
            short_name=f"Закрытая {world.tokens['neighbour']}",
            closed_on=date(2026, 6, 1),
            successor=world.neighbour,
        ),
        "invitation": invitation,
        "token": token,
        **_published(world, by=coordinator),
        **_archives(run, by=coordinator),
        **make_roadmap(world, by=coordinator),
        **make_letters(world, run, by=coordinator),
    }


def _published(world: World, by: User) -> dict:
    """An order that everybody may read, and one that is still to be shown."""
    title = f"Приказ {world.tokens['municipality']}"
    publication = publish(make_order(world.municipality, title=title), by=by)
    return {
        "page": world.municipality.slug,
        "publication": publication,
        "address": publication.slug,
        "ending": publication.ending,
        "publishable": make_order(world.municipality, title=title, dated_on=date(2026, 4, 1)),
    }


def _archives(run: Run, by: User) -> dict:
    """One that is made, one that is being made and one that did not come about."""
    about = {"academic_year": run.academic_year, "by": by, "on": AT.date(), "at": timezone.now()}
    made, _new = start_batch("why", run.municipality, run=run, **about)
    make_papers(made.pk)
    failed, _new = start_batch("why", run.municipality, run=run, **about)
    PaperBatch.stop(failed.pk, "Не получилось.")
    going, _new = start_batch("why", run.municipality, run=run, **about)
    region = run.municipality.region
    return {"papers": made, "failed_papers": failed, "going_papers": going, "region": region}


def _measure(world: World, document) -> Measure:
    """Common to both worlds, with a figure of each school that bears its token."""
    measure, _new = Measure.objects.get_or_create(code="group", defaults={"title": "Группа"})
    for kind in ("school", "branch", "neighbour"):
        Figure.objects.create(
            measure=measure,
            school=getattr(world, kind),
            academic_year=2026,
            value=5,
            label=world.tokens[kind],
            source=document,
        )
    return measure


def _signs(world: World, run: Run, by: User) -> dict:
    """Of the school one in every step, of the others one that waits for an explanation."""
    told = {
        name: f"Замечено {token}. Признак, требует дополнительного анализа."
        for name, token in world.tokens.items()
    }
    explained = {"explanation": "Болели", "explained_by": by, "explained_at": AT}
    checked = {"rechecked_on": AT.date(), "rechecked_by": by, "rechecked_at": AT}
    own = {"school": world.school, "run": run, "found": told["school"]}
    return {
        "sign": make_sign(**own),
        "explained": make_sign(**own, rule="jump-low", **explained),
        "rechecked": make_sign(**own, rule="reversal", **explained | checked),
        "branch_sign": make_sign(world.branch, run=run, found=told["branch"]),
        "neighbour_sign": make_sign(world.neighbour, run=run, found=told["neighbour"]),
    }


def _tell_beside(world: World, by: User) -> None:
    """What a federal file says beside the results: of the district, and of each school."""
    token, sitting = world.tokens["municipality"], make_sitting()
    stored = {"stage": ImportBatch.Stage.STORED, "stored_at": AT}
    batch = make_batch(municipality=world.municipality, by=by, name=f"{token}.xlsx", **stored)
    Benchmark.objects.create(
        batch=batch,
        sitting=sitting,
        level=Benchmark.Level.MUNICIPALITY,
        name=f"Район {token}",
        shares={"2": 1000, "3": 4000, "4": 3000, "5": 2000},
        source_row=9,
    )
    for school in (world.school, world.branch, world.neighbour):
        Marker.objects.create(batch=batch, school=school, sitting=sitting, source_row=2)


# who sees which tokens of the own world
MUNICIPAL = {"municipality", "school", "branch", "neighbour"}
OF_SCHOOL = {"municipality", "school", "branch"}


def make_people(ours: World, theirs: World) -> dict[str, tuple[User | None, set[str]]]:
    """name → (user, tokens that an answer to him or her may hold)."""

    def tokens(world, kinds):
        return {world.tokens[kind] for kind in kinds}

    municipality, school = ours.municipality, ours.school
    people = {
        "nobody": (None, set()),
        "admin": (make_user("ADMIN", municipality), tokens(ours, MUNICIPAL)),
        "head": (make_user("HEAD", municipality), tokens(ours, MUNICIPAL)),
        "coordinator": (make_user("COORDINATOR", municipality), tokens(ours, MUNICIPAL)),
        "region_operator": (make_user("REGION", municipality.region), tokens(ours, MUNICIPAL)),
        "curator": (make_user("CURATOR", school), tokens(ours, OF_SCHOOL)),
        "director": (make_user("DIRECTOR", school), tokens(ours, OF_SCHOOL)),
        "school_coordinator": (make_user("SCHOOL_COORDINATOR", school), tokens(ours, OF_SCHOOL)),
        "branch_director": (
            make_user("DIRECTOR", ours.branch),
            tokens(ours, {"municipality", "branch"}),
        ),
        "outsider": (make_user("ADMIN", theirs.municipality), tokens(theirs, MUNICIPAL)),
        "foreign_director": (make_user("DIRECTOR", theirs.school), tokens(theirs, OF_SCHOOL)),
        "superuser": (
            make_user(is_superuser=True, is_staff=True),
            tokens(ours, MUNICIPAL) | tokens(theirs, MUNICIPAL),
        ),
    }
    gone = make_user("ADMIN", municipality)
    gone.memberships.update(ended_at=AT)
    people["ended"] = gone, set()
    people["deactivated"] = make_user("ADMIN", municipality, is_active=False), set()
    return people
