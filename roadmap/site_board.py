"""A round of looking at sites as a table: schools down, requirements across, the round before."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q

from schools.models import School
from schools.naming import natural_key
from schools.russian import school_name

from .models import Evidence, SiteCheck, SiteFinding, SiteRequirement

Found = SiteFinding.Found


@dataclass
class Cell:
    finding: SiteFinding
    before: SiteFinding | None = None
    links: int = 0
    is_conflict: bool = False

    @property
    def field(self) -> str:
        """The name of its box tells what stood in it when the page was opened."""
        return f"finding-{self.finding.pk}-{self.finding.found}"

    @property
    def was(self) -> str:
        """What the round before found, where it was something else."""
        if not self.before or not self.before.found or self.before.found == self.finding.found:
            return ""
        return self.before.get_found_display()


@dataclass
class Row:
    school: School
    cells: list[Cell] = field(default_factory=list)

    @property
    def name(self) -> str:
        return school_name(self.school.short_name)

    @property
    def present(self) -> int:
        return sum(cell.finding.found == Found.YES for cell in self.cells)

    @property
    def seen(self) -> int:
        return sum(bool(cell.finding.found) for cell in self.cells)

    @property
    def missing(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.finding.found in (Found.NO, Found.PARTLY)]

    @property
    def compared(self) -> list[Cell]:
        """What was looked for both times: only that can be compared."""
        told = [cell for cell in self.cells if cell.before and cell.before.found]
        return [cell for cell in told if cell.finding.found]

    @property
    def was_present(self) -> int:
        return sum(cell.before.found == Found.YES for cell in self.compared)


@dataclass
class Board:
    check: SiteCheck
    before: SiteCheck | None
    requirements: list[SiteRequirement]
    rows: list[Row]

    @property
    def whole(self) -> int:
        return sum(len(row.cells) for row in self.rows)

    @property
    def seen(self) -> int:
        return sum(row.seen for row in self.rows)

    @property
    def complete(self) -> int:
        """Schools on whose sites all is there."""
        return sum(row.present == len(row.cells) for row in self.rows)

    @property
    def totals(self) -> list[tuple[SiteRequirement, int, int]]:
        """Of each requirement: on how many sites it is, of how many looked at."""
        told = []
        for n, requirement in enumerate(self.requirements):
            found = [row.cells[n].finding.found for row in self.rows]
            told.append((requirement, found.count(Found.YES), len(found) - found.count("")))
        return told


def round_before(check: SiteCheck) -> SiteCheck | None:
    others = SiteCheck.objects.filter(municipality=check.municipality_id).exclude(pk=check.pk)
    earlier = Q(held_on__lt=check.held_on) | Q(held_on=check.held_on, pk__lt=check.pk)
    return others.filter(earlier).order_by("-held_on", "-pk").first()


def board_of(check: SiteCheck, *, school: School | None = None, conflicts=frozenset()) -> Board:
    """The same few queries however many schools and requirements there are."""
    before = round_before(check)
    then = {}
    if before:
        then = {(row.school_id, row.requirement_id): row for row in before.findings.all()}
    proofs = Evidence.objects.standing().filter(finding__check_round=check)
    links = dict(proofs.order_by().values_list("finding").annotate(Count("pk")))
    found = check.findings.select_related("school", "requirement", "by")
    if school:
        found = found.filter(school=school)
    requirements, rows = {}, {}
    for finding in sorted(found, key=_in_order):
        requirements.setdefault(finding.requirement_id, finding.requirement)
        row = rows.setdefault(finding.school_id, Row(finding.school))
        row.cells.append(
            Cell(
                finding,
                then.get((finding.school_id, finding.requirement_id)),
                links.get(finding.pk, 0),
                finding.pk in conflicts,
            )
        )
    return Board(check, before, list(requirements.values()), list(rows.values()))


def rounds_of(school: School, checks) -> list[tuple[SiteRequirement, list[tuple]]]:
    """What was found at one school over the rounds: requirements down, rounds across."""
    found = defaultdict(dict)
    for row in SiteFinding.objects.filter(school=school).select_related("requirement"):
        found[row.requirement][row.check_round_id] = row
    ordered = sorted(found, key=lambda one: (one.order, one.pk))
    return [(one, [(check, found[one].get(check.pk)) for check in checks]) for one in ordered]


def _in_order(finding: SiteFinding) -> tuple:
    return (
        natural_key(finding.school.short_name),
        finding.school_id,
        finding.requirement.order,
        finding.requirement_id,
    )
