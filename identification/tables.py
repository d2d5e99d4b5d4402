import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from schools.russian import NB, num, points, school_year

from .methods import METHODS
from .methods.statuses import NAMES
from .models import Methodology, Run

NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}


def number_unless(is_quiet) -> dict:
    """A number that a phone leaves out where it says nothing new."""
    return NUMBER | {"td": {"class": lambda record: "num op-quiet" if is_quiet(record) else "num"}}


def with_note(value, note) -> SafeString | str:
    """A second, smaller line of a cell."""
    if not note:
        return value
    return format_html('{}<span class="op-row-sub">{}</span>', value, note)


def listed_or_quiet(record) -> str:
    return "op-wide" if record.named_in or record.possibly_in else "op-quiet"


class SchoolTable(tables.Table):
    """The schools of a run by cluster. A heading sorts inside the clusters."""

    name = tables.Column(
        "Школа", linkify=lambda record: record.verdict.get_absolute_url(), order_by="name"
    )
    status = tables.TemplateColumn(
        verbose_name="Статус",
        template_name="identification/_status.html",
        orderable=False,
    )
    firm = tables.TemplateColumn(
        verbose_name="Устойчивость",
        template_name="identification/_firm_cell.html",
        order_by=("verdict__stability", "verdict__pupils_to_flip"),
        empty_values=(),
        attrs={"td": {"class": lambda record: "" if record.stability else "op-quiet"}},
    )
    listed = tables.Column(
        "Внешние перечни",
        accessor="named_in",
        empty_values=(),
        orderable=False,
        attrs={"td": {"class": listed_or_quiet}},
    )

    class Meta:
        template_name = "identification/_verdicts.html"
        empty_text = "Таких школ нет."

    @property
    def groups(self):
        """Clusters in their order, each with its rows, whatever the rows are sorted by."""
        found = {}
        for row in sorted(self.rows, key=lambda row: _cluster_order(row.record)):
            found.setdefault(row.record.cluster, []).append(row)
        return list(found.items())

    def render_listed(self, record):
        unsure = record.possibly_in and f"не{NB}установлено: {'; '.join(record.possibly_in)}"
        named = "; ".join(record.named_in)
        return with_note(named if named or unsure else "нет", unsure)


class RowTable(SchoolTable):
    """Of a method with a score."""

    described = "Индекс, место и статус школ по кластерам"

    lines = tables.Column("Линий", attrs=number_unless(lambda row: row.lines == row.all_lines))
    score = tables.Column("Индекс", accessor="verdict__score", attrs=NUMBER, empty_values=())
    place = tables.Column("Место", order_by="verdict__place", attrs=NUMBER, default="—")
    adjusted_score = tables.Column(
        "Индекс с поправкой",
        accessor="verdict__adjusted_score",
        attrs=number_unless(lambda row: row.verdict.score == row.verdict.adjusted_score),
        empty_values=(),
    )
    adjusted_place = tables.Column(
        "Место с поправкой",
        order_by="verdict__adjusted_place",
        attrs=number_unless(lambda row: not row.moved),
        default="—",
    )
    distance = tables.Column("До порога, баллов", empty_values=(), attrs=NUMBER)

    class Meta(SchoolTable.Meta):
        sequence = (
            *("name", "lines", "score", "place", "adjusted_score", "adjusted_place"),
            *("status", "distance", "firm", "listed"),
        )

    def render_lines(self, record):
        note = record.ceiling is not None and f"не{NB}больше {num(record.ceiling, 0)}"
        return with_note(f"{record.lines} из{NB}{record.all_lines}", note)

    def render_score(self, record):
        return points(record.verdict.score)

    def render_adjusted_score(self, record):
        return points(record.verdict.adjusted_score)

    def render_adjusted_place(self, value, record):
        if not record.moved:
            return value
        # the font has no arrows, the icons have
        arrow, word = ("up", "выше") if record.moved > 0 else ("down", "ниже")
        return format_html(
            '{}<span class="op-row-sub op-move"><i class="bi bi-arrow-{}" aria-hidden="true"></i>'
            '<span class="visually-hidden">{}</span> на{}{}</span>',
            value,
            arrow,
            word,
            NB,
            abs(record.moved),
        )

    def render_distance(self, record):
        if record.distance is None:
            return "—"
        if record.distance == 0:
            return "на пороге"
        word = "не хватает" if record.distance < 0 else "запас"
        return format_html('<span class="op-row-sub">{}</span>{}', word, num(record.away))


def lines_column(title: str) -> tables.Column:
    return tables.TemplateColumn(
        verbose_name=title,
        template_name="identification/_met_cell.html",
        order_by="met_count",
        empty_values=(),
        attrs={"td": {"class": lambda record: "op-wide" if record.met else "op-quiet"}},
    )


class LineTable(SchoolTable):
    """Of a method whose lines are met or not."""

    described = "Статус школ по кластерам и строки, которые подходят под правило"

    met = lines_column("Что подходит под правило")

    class Meta(SchoolTable.Meta):
        sequence = ("name", "status", "met", "firm", "listed")


class GroupTable(LineTable):
    described = "Статус школ по кластерам и группы, которые им даны"

    met = lines_column("Группы")


class SignTable(LineTable):
    described = "Статус школ по кластерам и замеченные признаки"

    met = lines_column("Что замечено")


def _cluster_order(row):
    return row.verdict.snapshot["cluster_order"], row.cluster


class RunTable(tables.Table):
    """Identifications of one municipality."""

    started = tables.DateTimeColumn(
        format="d.m.Y, H:i", verbose_name="Проведена", accessor="created_at", linkify=True
    )
    year = tables.Column("По результатам", accessor="academic_year")
    methodology = tables.Column("Методика")
    started_by = tables.Column("Кто провёл", default="портал")
    outcome = tables.Column(
        "Итог: школ с каждым статусом",
        empty_values=(),
        attrs={"td": {"class": lambda record: "op-wide" if record.error else ""}},
    )

    class Meta:
        model = Run
        fields = ()
        orderable = False
        empty_text = "Идентификаций ещё не было."

    def render_year(self, record):
        return with_note(
            school_year(record.academic_year), "репетиция" if record.is_rehearsal else ""
        )

    def render_outcome(self, record):
        shown = {"record": record}
        if record.state == Run.State.DONE:
            shown["found"] = list(self._found(record))
        return render_to_string("identification/_outcome.html", shown)

    @staticmethod
    def _found(run):
        """Of each status how many schools have it; what the method looks for, also if nobody."""
        given = dict.fromkeys((run.sought, *run.rule.gives))
        for status in given:
            found = 0 if status == "none" else getattr(run, f"found_{status}")
            if found or status == run.sought:
                yield NAMES[status], found

    def render_methodology(self, record):
        return with_note(record.methodology, f"редакция {record.methodology.version}")


class MethodologyTable(tables.Table):
    """Methodologies of one municipality, each in its newest version."""

    title = tables.Column("Методика", linkify=True)
    method = tables.Column("Метод")
    document = tables.Column("Документ", default="не указан")
    version = tables.Column("Редакция", attrs=NUMBER)
    used = tables.Column("Идентификаций", accessor="runs_count", default=0, attrs=NUMBER)
    last_run = tables.Column(
        "Последняя",
        linkify=lambda record: (
            reverse("identification:run", args=[record.last_run]) if record.last_run else None
        ),
        default="не было",
    )

    class Meta:
        model = Methodology
        fields = ()
        orderable = False
        empty_text = "Методик ещё нет. Без методики идентификацию провести нельзя."

    def render_method(self, record):
        return METHODS[record.method].title

    def render_version(self, record):
        return with_note(record.version, "" if record.frozen_at else "ещё не использована")

    def render_last_run(self, record):
        return f"по результатам {school_year(record.last_year)}"
