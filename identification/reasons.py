"""A line of a method without a score, in words: its figure, what it is held against. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.naming import REASONS
from assessments.shares import SMALL
from identification.methods.cells import WHOLE
from identification.methods.wording.signs import NEUTRAL
from identification.methods.wording.signs import RULES as SIGNS
from schools.russian import NB, compact, count, figure, joined, percent, school_year, share

from .year_on_year import COUNTS, change_in_words, turns_by_its_own_year

COMPARED = {
    (">=", True): "не ниже",
    (">=", False): "ниже",
    (">", True): "выше",
    (">", False): "не выше",
    ("<=", True): "не выше",
    ("<=", False): "выше",
    ("<", True): "ниже",
    ("<", False): "не ниже",
}
# nominative, genitive, and after «при»
LIMITS = {
    "region": ("среднее по региону", "среднего по региону", "среднем по региону"),
    "municipality": (
        *("среднее по муниципалитету", "среднего по муниципалитету"),
        "среднем по муниципалитету",
    ),
    "zero": ("норма", "нормы", "норме"),
    "before": ("прошлый результат", "прошлого результата", "прошлом результате"),
    "lowest": ("граница нижней части списка", "границы нижней части", "границе нижней части"),
    "": ("порог", "порога", "пороге"),
}
WHOSE = {
    "share_low": {"": "с результатом ниже минимума"} | dict.fromkeys(("VPR", "OGE"), f"с{NB}«2»"),
    "share_high": {"": "с высоким результатом"}
    | dict.fromkeys(("VPR", "OGE"), f"с{NB}«4» и{NB}«5»"),
}
FIGURES = {
    "share_low": "ниже минимума",
    "share_high": "высокие результаты",
    "mean": "средний балл",
    "measure": "",
}
PUPILS = "ученика,ученика,учеников"


@dataclass(frozen=True)
class Line:
    """One line of a verdict; `reason` is kept with it as it is."""

    reason: Mapping

    @property
    def title(self) -> str:
        return self.reason["title"]

    @property
    def school_year(self) -> str:
        return school_year(self.reason["academic_year"])

    @property
    def what(self) -> str:
        """«ниже минимума»: what the figure counts; nothing for a measure, its title tells it."""
        return SIGNS.get(self.reason.get("rule")) or FIGURES.get(self.reason["figure"], "")

    @property
    def value(self) -> str:
        """«12 из 30, 40 %», «3,85», «72 % (число участников неизвестно)»."""
        reason, value = self.reason, self.reason["value"]
        if value is None:
            return f"нет данных: {REASONS.get(reason['no_data'], REASONS['unknown'])}"
        if counted := COUNTS.get(reason["figure"]):
            return figure(reason[counted], reason["participants"], value)
        if reason.get("label"):
            if "groups" not in reason:
                return reason["label"]
            group = f"{reason.get('unit') or ''} {compact(Decimal(str(value)))}".strip()
            return f"{group} ({reason['label']})"
        if reason.get("denominator"):
            of = f"{compact(reason['numerator'])} из {compact(reason['denominator'])}"
            return f"{of}, {percent(_part(reason['numerator'], reason['denominator']))}"
        return self._in_unit(value)

    @property
    def is_gap(self) -> bool:
        return self.reason["value"] is None

    @property
    def met(self) -> bool | None:
        return self.reason["met"]

    @property
    def limit(self) -> str:
        """«порог 30 %», «среднее по региону 12,5 %», «группы 3 или 4»; "" where it is not known."""
        if self.before:
            return f"{self._limits[0]} ({self.before.school_year}): {self.before.value}"
        if self.met and "groups" in self.reason:
            return self._groups_named
        return f"{self._limits[0]} {self._limit}" if self._limit else ""

    @property
    def before(self) -> "Line | None":
        """The result that this one is held against, where it is one of the same school."""
        told = self.reason.get("before")
        return Line(told | {"figure": self.reason["figure"]}) if told else None

    @property
    def answer(self) -> str:
        """«не ниже порога»: how the figure stands to what it is held against."""
        if self.met is None:
            return self.unheard
        if "groups" in self.reason:
            return "" if self.met else "такой клетки правила не называют"
        if self.is_change_too_small:
            return change_in_words(self.reason)
        word = COMPARED.get((self.reason["op"], self.met))
        return f"{word} {self._limits[1]}" if word else ""

    @property
    def is_change_too_small(self) -> bool:
        """Better than before, and yet not by as much as the rule asks."""
        change = self.reason.get("change")
        if self.met is not False or not change or not self.reason["op"]:
            return False
        return change > 0 if self.reason["op"] == ">" else change < 0

    @property
    def unheard(self) -> str:
        """Why the line says nothing."""
        if self.reason.get("too_few"):
            return "участников меньше, чем нужно по методике"
        return "" if self.is_gap else "сравнить не с чем"

    @property
    def told(self) -> str:
        """«ОГЭ, математика, 2025/2026: 12 из 30, 40 % при пороге 30 %»."""
        if found := self.reason.get("found"):
            return found.removesuffix(NEUTRAL).rstrip(" .")
        if "groups" in self.reason:
            return f"{self.title}: {self.value}"
        limit = self.before.value if self.before else self._limit
        against = f" при {self._limits[2]} {limit}" if limit else ""
        return f"{self.title}, {self.school_year}: {self.value}{against}"

    @property
    def one_pupil(self) -> str:
        """«1 ученик = 8 %»; of a mean, which no percent measures, how few there were."""
        n = self.reason["participants"]
        if self.reason["figure"] == "mean":
            return count(n, "участник,участника,участников") if self.is_small else ""
        return f"1{NB}ученик = {share(1, n)}" if n else ""

    @property
    def is_small(self) -> bool:
        n = self.reason["participants"]
        return bool(n) and n < SMALL

    @property
    def turn(self) -> str:
        """«на 2 ученика меньше с «2»»: what would turn this line round."""
        reason, pupils = self.reason, self.reason["pupils"]
        if not pupils or self.met is None:
            return ""
        if not self.counts_one_side:
            return f"другие отметки у{NB}{count(pupils, 'ученика,учеников,учеников')}"
        fewer = self.met == (reason["op"] in (">", ">="))
        return (
            f"на{NB}{count(pupils, PUPILS)} {'меньше' if fewer else 'больше'} "
            f"{whose(reason['figure'], reason['kind'])}"
        )

    @property
    def counts_one_side(self) -> bool:
        """Low or high results of its own year alone turn it round."""
        if self.reason["figure"] not in WHOSE:
            return False
        return not self.reason.get("before") or turns_by_its_own_year(self.reason)

    @property
    def excess(self) -> int | None:
        """Hundredths of a percent beyond the limit, to the side where the line is met."""
        reason = self.reason
        if reason["figure"] not in COUNTS or None in (reason["value"], reason["limit"]):
            return None
        over = reason["value"] - reason["limit"]
        return over if reason["op"] in (">", ">=") else -over

    @property
    def _groups_named(self) -> str:
        """Of a table of groups: which of them the rule names."""
        groups = self.reason["groups"]
        if not groups:
            return "подходит любая группа"
        return f"{'группы' if len(groups) > 1 else 'группа'} {joined(groups, 'или')}"

    @property
    def _limits(self) -> tuple[str, str, str]:
        reason = self.reason
        if reason.get("before"):
            return LIMITS["before"]
        return LIMITS["lowest" if "equal_or_worse" in reason else reason.get("average_of", "")]

    @property
    def _limit(self) -> str:
        limit = self.reason.get("limit")
        if limit is None:
            return ""
        if self.reason["figure"] in COUNTS:
            return percent(limit)
        return self._in_unit(limit)

    def _in_unit(self, value) -> str:
        unit = self.reason.get("unit") or ""
        number = compact(round(Decimal(str(value)), 2))
        return f"{number}{NB}{unit}" if unit else number


def _part(numerator: int, denominator: int) -> int:
    """Hundredths of a percent, half up."""
    return (2 * numerator * WHOLE + denominator) // (2 * denominator)


def whose(figure: str, kind: str) -> str:
    """«с «2»»: the pupils that a share counts."""
    return WHOSE[figure].get(kind, WHOSE[figure][""])


def lines_of(reasons: Sequence[Mapping]) -> tuple[Line, ...]:
    """A reason of another kind (a cell of a matrix) may lack what lines have."""
    return tuple(Line(reason) for reason in reasons)


def years_of(reasons: Sequence[Mapping]) -> tuple[list[int], list[int]]:
    """School years that were read, the newest first, and those between that were passed over."""
    told = [*reasons, *(before for reason in reasons if (before := reason.get("before")))]
    read = sorted({reason["academic_year"] for reason in told}, reverse=True)
    whole = range(read[0], read[-1], -1) if read else ()
    return read, [year for year in whole if year not in read]
