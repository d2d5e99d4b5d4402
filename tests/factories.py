"""Plain functions that make valid rows: `make_school(short_name="СОШ 7")`. All is optional."""

import io
from datetime import UTC, date, datetime, timedelta
from itertools import count

from django.core.files.base import ContentFile
from openpyxl import Workbook
from pypdf import PdfWriter

from assessments.models import (
    ImportBatch,
    Level,
    Procedure,
    Remark,
    Result,
    ResultLock,
    Scale,
    Sitting,
)
from assessments.results import NewResult, store_results
from identification.models import ExternalList, Methodology, Protocol, Run, Sign
from identification.tasks import identify_schools
from reports.models import Letter, Recommendation
from reports.publishing.services import Shown, publish_document, seen, suggested_slug
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

AT = datetime(2026, 8, 15, 9, tzinfo=UTC)
_numbers = count(1)
RUSSIAN = {"kind": "VPR", "grade": 4, "subject": "Русский язык", "variant": None}
PARAMETERS = {
    "base": 95,
    "lines": [{"procedure": RUSSIAN, "high": 5, "low": 10}],
    "gaps": "zero",
    "rank_within": "cluster",
    "statuses": [{"status": "low", "where": "score", "op": "<", "value": 95}],
}
MARKS = [("2", "«2»", True, False), ("3", "«3»", False, False)]
MARKS += [("4", "«4»", False, True), ("5", "«5»", False, True)]


def make_region(**fields):
    return Region.objects.create(**{"name": f"Край {next(_numbers)}"} | fields)


def make_municipality(**fields):
    n = next(_numbers)
    if "region" not in fields:
        fields["region"] = make_region()
    return Municipality.objects.create(**{"slug": f"m{n}", "name": f"Район {n}"} | fields)


def make_cluster(municipality, name="сельские школы", **fields):
    return Cluster.objects.get_or_create(municipality=municipality, name=name, defaults=fields)[0]


def make_school(*, cluster=None, login=None, **fields):
    if "municipality" not in fields:
        parent = fields.get("parent")
        fields["municipality"] = parent.municipality if parent else make_municipality()
    if "parent" in fields:
        fields["legal_status"] = School.LegalStatus.BRANCH
    school = School.objects.create(**{"short_name": f"СОШ {next(_numbers)}"} | fields)
    municipality = school.municipality
    if cluster:
        group = make_cluster(municipality, cluster)
        SchoolYear.objects.create(
            school=school, academic_year=2000, cluster=group, kind=school.kind
        )
    if login:
        SchoolAlias.objects.create(
            municipality=municipality, school=school, kind="fis_oko", value=login
        )
    return school


def make_user(role=None, reach=None, **fields):
    """A person with a role and what it reaches: a region, a municipality or a school."""
    user = User.objects.create_user(f"user{next(_numbers)}", **fields)
    if role:
        kind = reach._meta.model_name
        Membership.objects.create(user=user, role=role, **{kind: reach})
    return user


def make_document(**fields):
    return Document.objects.create(**{"title": f"Приказ {next(_numbers)}"} | fields)


def make_sitting(*, academic_year=2026, **procedure):
    fields = RUSSIAN | {"variant": ""} | procedure
    procedure, _new = Procedure.objects.get_or_create(**fields)
    scale, new = Scale.objects.get_or_create(procedure=procedure, from_year=2000)
    if new:
        Level.objects.bulk_create(
            Level(scale=scale, code=code, label=label, order=n, is_low=low, is_high=high)
            for n, (code, label, low, high) in enumerate(MARKS)
        )
    return Sitting.objects.get_or_create(
        procedure=procedure, academic_year=academic_year, defaults={"scale": scale}
    )[0]


def make_result(*, school, sitting=None, participants=12, low_n=3, high_n=6, by=None, **fields):
    """Counts; or `no_data="not_given"`; or `share_low=…, share_high=…` without counts."""
    where = {"school_id": school.pk, "sitting_id": (sitting or make_sitting()).pk}
    if "no_data" in fields or "share_low" in fields:
        said = NewResult(**where, **fields)
    else:
        said = NewResult.of_counts(
            **where, participants=participants, low_n=low_n, high_n=high_n, **fields
        )
    store_results([said], by=by or make_user(), at=AT, origin="form")
    return Result.objects.get(**where, period=said.period, class_label=said.class_label)


def make_methodology(municipality, **fields):
    return Methodology.objects.create(
        **{
            "municipality": municipality,
            "slug": f"method-{next(_numbers)}",
            "title": "Индекс по одной линии",
            "method": "weighted_score",
            "parameters": PARAMETERS,
        }
        | fields
    )


def make_run(*, municipality, parameters=PARAMETERS, **fields):
    """Queued. `make_verdicts` does it."""
    methodology = fields.pop("methodology", None) or make_methodology(
        municipality, parameters=parameters
    )
    return Run.objects.create(
        **{
            "municipality": municipality,
            "methodology": methodology,
            "academic_year": 2026,
            "snapshot": methodology.as_file(),
        }
        | fields
    )


def make_verdicts(*, municipality, **fields):
    """A run that is done."""
    run = make_run(municipality=municipality, **fields)
    identify_schools(run.pk)
    run.refresh_from_db()
    return run


def make_external_list(municipality, *schools, **fields):
    made = ExternalList.objects.create(
        **{
            "municipality": municipality,
            "issuer": "Рособрнадзор",
            "published_on": date(2026, 6, 1),
            "applies_to_year": 2026,
        }
        | fields
    )
    for school in schools:
        made.entries.create(school=school)
    return made


def make_protocol(municipality, *, by=None, academic_year=2026, **decisions):
    """A draft; `decisions`: status → schools that are given it."""
    by = by or make_user("COORDINATOR", municipality)
    protocol = Protocol.objects.create(
        municipality=municipality, academic_year=academic_year, created_by=by
    )
    for status, schools in decisions.items():
        for school in schools:
            protocol.decisions.create(
                school=school, status=status, assigned=True, decided_by=by, decided_at=AT
            )
    return protocol


def make_workbook(*lines) -> io.BytesIO:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


EMPTY_PLAN = {
    "counts": {"new": 0, "changed": 0, "same": 0},
    "may_be_stored": False,
    "left_out": 0,
    "lines": 0,
    "schools": 0,
    "by": {},
    "works": [],
    "benchmarks": 0,
    "markers": 0,
    "strangers": [],
    "stranger_count": 0,
    "problems": [],
    "problem_count": 0,
    "gaps": [],
    "gap_count": 0,
    "remembered": [],
    "notes": [],
    "rows": {"changed": [], "new": []},
}


def make_lock(*, sitting=None, school=None, municipality=None, by=None, **fields):
    """On a procedure in a municipality, or on a school of a year."""
    return ResultLock.objects.create(
        municipality=municipality or school.municipality,
        sitting=sitting,
        school=school,
        academic_year=fields.pop("academic_year", sitting.academic_year if sitting else 2026),
        locked_by=by or make_user(),
        locked_at=fields.pop("locked_at", AT),
        **fields,
    )


def make_remark(*, school, sitting, by=None, **fields):
    """What a school has reported of a result, open unless it is answered."""
    told = {"text": "Участников было 13", "at": AT} | fields
    return Remark.objects.create(school=school, sitting=sitting, by=by or make_user(), **told)


def make_batch(*, municipality, **fields):
    """A file that was read and waits to be stored."""
    return ImportBatch.objects.create(
        **{
            "municipality": municipality,
            "uploaded_by": fields.pop("by", None) or make_user(),
            "academic_year": 2026,
            "name": f"файл-{next(_numbers)}.xlsx",
            "size": 1024,
            "sha256": "0" * 64,
            "stage": ImportBatch.Stage.REVIEW,
            "state": ImportBatch.State.DONE,
            "plan": EMPTY_PLAN,
            "expires_at": AT + timedelta(days=7),
        }
        | fields
    )


def make_unknown_batch(*lines, **fields):
    """A file that no reader knows, still there for somebody to say what its columns are."""
    upload = ContentFile(make_workbook(*lines).getvalue(), "неизвестный.xlsx")
    stage = {"stage": ImportBatch.Stage.READING, "state": ImportBatch.State.FAILED, "plan": {}}
    return make_batch(**{"upload": upload} | stage | fields)


def make_sign(school, *, run, sitting=None, rule="jump-high", **fields):
    """Waits for the explanation of the school, unless fields say more."""
    found = "ВПР-4, русский язык, 2025/2026: высокие результаты — 20 из 25, 80 %. "
    return Sign.objects.create(
        **{
            "school": school,
            "run": run,
            "sitting": sitting or make_sitting(),
            "rule": rule,
            "found": f"{found}Признак, требует дополнительного анализа.",
            "found_at": AT,
        }
        | fields
    )


def make_letter(school, *, run, sent_on=None, by=None, **fields):
    """A draft with nothing in it; `sent_on` makes it one that the school has."""
    made = {"school": school, "run": run, "academic_year": run.academic_year, "made_at": AT}
    if sent_on:
        by = by or make_user()
        made |= {"state": "sent", "sent_on": sent_on, "sent_at": AT, "sent_by": by}
        made |= {"ready_at": AT, "ready_by": by}
    return Letter.objects.create(**made | fields)


def make_recommendation(letter, **fields):
    """To the team of the school, by a rule on one line; it follows the state of its letter."""
    line = {"kind": "OGE", "grade": 9, "subject": "Математика", "variant": "", "years": [2026]}
    is_given = letter.is_given
    return Recommendation.objects.create(
        **{
            "letter": letter,
            "key": f"LT-1:{next(_numbers)}",
            "rule": "LT-1",
            "rule_version": 1,
            "lines": [line],
            "values": {"n": 30, "k": 12},
            "reason": "ОГЭ, математика: ниже минимума 12 из 30.",
            "text": "Назначить ученикам 9 класса одно занятие в неделю.",
            "addressee": "team",
            "term": "до 1 октября",
            "due_on": date(letter.academic_year, 10, 1) if is_given else None,
            "counts_if": "названы число учеников и день недели",
            "effect": {"code": "E-L", "words": "Эффект виден", "k0": 12, "n0": 30, "years": 1},
            "points": 75,
            "state": "sent" if is_given else "draft",
        }
        | fields
    )


def make_pdf() -> bytes:
    """One blank page."""
    file, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(file)
    return file.getvalue()


def make_order(municipality, **fields):
    """Signed outside the portal: it has its number and day."""
    told = {"number": f"{next(_numbers)}-од", "dated_on": date(2026, 3, 9), "issuer": "Управление"}
    return make_document(municipality=municipality, **told | fields)


def publish(document, *, by=None, file="приказ.pdf", on=date(2026, 8, 15), at=AT, **shown):
    """As the form of the portal would, with what it suggests."""
    told = {
        "title": document.title,
        "kind_words": document.get_kind_display().capitalize(),
        "slug": suggested_slug(document, on=on),
        "file": file and (file, make_pdf()),
    }
    by = by or make_user("COORDINATOR", document.municipality)
    seen_as = seen(document)
    return publish_document(document, Shown(**told | shown), seen_as=seen_as, by=by, on=on, at=at)
