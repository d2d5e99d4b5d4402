"""Which documents may be shown to everybody, and which of those shown still are.

The second is asked at every visit and stored nowhere: a consent that has become void or a document
that has changed takes its publication off the page in the same moment.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from identification.models import ExternalList, Protocol
from reports.models import Note, Publication
from roadmap.models import Edition, Meeting, Programme
from schools.models import Approval, Document, SchoolStatus

Kind, State = Document.Kind, Approval.State
# without a number and a day these are drafts, whoever has agreed to them
ACTS = {Kind.ORDER, Kind.PROTOCOL, Kind.LIST}
OF_SCHOOL = "Это документ школы. Публикуются документы муниципалитета."
OF_STATUSES = "В\xa0нём решения о\xa0статусах школ. Публично статусы школ не\xa0показываются."
OF_RESULTS = "В\xa0справке результаты или статусы отдельных школ. Публично они не\xa0показываются."
OF_SCHOOLS = (
    "В\xa0справке названы школы. Уберите их из\xa0текста "
    "или не\xa0печатайте эти разделы, затем согласуйте её заново."
)
OF_LIST = "Это внешний перечень школ. Публично такие перечни не\xa0показываются."
OF_MEETING = "Это протокол заседания. Публично протоколы не\xa0показываются."
# such notes tell of the results of schools; of the others that of a programme may name none
NAMING = [Note.Kind.IDENTIFICATION, Note.Kind.MONITORING, Note.Kind.DYNAMICS, Note.Kind.PASSPORT]
NOT_PRINTED = "Подписанный PDF ещё готовится. Откройте страницу через минуту."
NO_REQUISITES = "Нет номера или даты."
NOT_AGREED = "Не\xa0согласован в\xa0портале, а\xa0номера и\xa0даты подписанного документа нет."
REPEALED = "Утратил силу."
APPROVAL = {
    State.RUNNING: "Ещё на\xa0согласовании.",
    State.RETURNED: "Возвращён с\xa0замечаниями.",
    State.VOID: "Изменился после согласования: согласуйте его заново.",
    State.WITHDRAWN: "Согласование отозвано.",
}
CHANGED = "Реквизиты документа изменились после публикации. Опубликуйте его заново."
NOT_THAT_CONSENT = (
    "Документ изменился: согласие, с\xa0которым он опубликован, больше не\xa0действует."
)


def documents(on: date) -> QuerySet[Document]:
    """With what the rules ask of each, in as many queries for one as for all."""
    newest = Approval.objects.filter(document=OuterRef("pk")).order_by("-started_at", "-pk")
    return (
        Document.objects.select_related("municipality")
        .annotate(
            newest_approval=Subquery(newest.values("pk")[:1]),
            newest_state=Subquery(newest.values("state")[:1]),
            is_of_note=Exists(Note.objects.filter(document=OuterRef("pk"))),
            **_bars("pk"),
        )
        .prefetch_related(Prefetch("repealed_by", acts_of(on), to_attr="repealing"))
    )


def _bars(document: str) -> dict:
    """What a document is that is not for everybody; `document`: where its key stands."""
    of = {"document": OuterRef(document)}
    decided = Q(**of) | Q(ended_document=OuterRef(document))
    notes = Note.objects.filter(**of)
    return {
        "is_of_protocol": Exists(Protocol.objects.filter(**of)),
        "is_of_meeting": Exists(Meeting.objects.filter(**of)),
        "is_of_list": Exists(ExternalList.objects.filter(**of)),
        "gives_statuses": Exists(SchoolStatus.objects.filter(decided)),
        "tells_results": Exists(notes.filter(kind__in=NAMING)),
        "names_schools": Exists(notes.filter(kind=Note.Kind.PROGRESS, names_schools=True)),
    }


def _barred(row: Document | Publication, kind: str) -> str:
    """Why nobody but the readers of the portal may see it; `row` was read with _bars."""
    if row.is_of_protocol or (row.gives_statuses and kind in (Kind.PROTOCOL, Kind.LIST)):
        return OF_STATUSES
    if row.is_of_meeting:
        return OF_MEETING
    if row.is_of_list and kind != Kind.ORDER:
        return OF_LIST
    if row.tells_results:
        return OF_RESULTS
    return OF_SCHOOLS if row.names_schools else ""


def acts_of(on: date) -> QuerySet[Document]:
    """What is dated by the day; of what nobody has dated it is taken that it is there."""
    return Document.objects.filter(Q(dated_on=None) | Q(dated_on__lte=on)).order_by("dated_on")


def publications(on: date) -> QuerySet[Publication]:
    """Those that nobody took back, with what tells whether they are still shown."""
    newest = Approval.objects.filter(document=OuterRef("document"))
    newest = newest.order_by("-started_at", "-pk").values("pk")
    return (
        Publication.objects.current()
        .select_related("municipality", "document", "approval", "programme", "published_by")
        .annotate(newest_approval=Subquery(newest[:1]), **_bars("document"))
        .prefetch_related(Prefetch("document__repealed_by", acts_of(on), to_attr="repealing"))
    )


def why_not(document: Document) -> str:
    """Why a document of `documents` may not be shown; empty: it may."""
    if document.school_id:
        return OF_SCHOOL
    if why := _barred(document, document.kind):
        return why
    if document.repealing:
        return REPEALED
    has_requisites = bool(document.number and document.dated_on)
    if document.newest_state is None:
        return "" if has_requisites else NOT_AGREED
    if document.newest_state != State.AGREED:
        return APPROVAL[document.newest_state]
    if document.kind in ACTS and not has_requisites:
        return NO_REQUISITES
    # what is frozen after it was shown would be another paper
    return NOT_PRINTED if document.is_of_note and not document.file else ""


def requisites(document: Document) -> dict:
    """What a publication copies of its document: when this changes, it is another document."""
    names = ("kind", "number", "issuer", "title", "url")
    day = document.dated_on and document.dated_on.isoformat()
    told = {name: getattr(document, name) for name in names}
    return told | {"dated_on": day, "file": document.file.name}


@dataclass(frozen=True)
class Standing:
    """`why_hidden`: empty while everybody sees it. `repealed_by`: it is seen as out of force."""

    why_hidden: str = ""
    repealed_by: Document | None = None

    @property
    def is_shown(self) -> bool:
        return not self.why_hidden


def standing(publication: Publication) -> Standing:
    """Of one of `publications`."""
    document = publication.document
    if document.school_id or document.municipality_id != publication.municipality_id:
        return Standing(OF_SCHOOL)
    if why := _barred(publication, document.kind):
        return Standing(why)
    agreed = publication.approval is None or publication.approval.state == State.AGREED
    if publication.newest_approval != publication.approval_id or not agreed:
        return Standing(NOT_THAT_CONSENT)
    if publication.said != requisites(document):
        return Standing(CHANGED)
    return Standing(repealed_by=next(iter(document.repealing), None))


def programme_of(document: Document) -> tuple[Programme, Edition | None] | None:
    """The programme that a document put in force: by the edition adopted with it, or as a whole."""
    adopted = Edition.objects.filter(document=document, adopted_on__isnull=False)
    edition = adopted.select_related("programme").order_by("-number").first()
    programme = edition.programme if edition else document.programmes.first()
    if programme is None or programme.school_id or programme.kind != Programme.Kind.PROGRAMME:
        return None
    if programme.state == Programme.State.DRAFT:
        return None
    has_editions = programme.editions.filter(adopted_on__isnull=False).exists()
    # what stands now may say more than the act that was signed
    if edition is None and has_editions:
        return None
    return programme, edition
