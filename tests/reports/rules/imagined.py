"""Imaginary municipalities for the rules: frames written in a few words, no database."""

import pandas as pd

from assessments.naming import line_name
from reports.rules import Case, Facts, Letter
from reports.rules.facts import (
    ANSWERS,
    EXTERNAL,
    PAST,
    PLANS,
    REGION,
    RESULTS,
    SCHOOLS,
    SIGNS,
    SITES,
    STATUSES,
    SUPPORT,
    TASKS,
    TEACHERS,
    VERDICTS,
    methods,
)
from reports.rules.lines import Key

YEAR = 2026
NAMES = {
    "ВПР-4 рус": Key("VPR", 4, "Русский язык"),
    "ВПР-4 мат": Key("VPR", 4, "Математика"),
    "ВПР-5 рус": Key("VPR", 5, "Русский язык"),
    "ВПР-5 мат": Key("VPR", 5, "Математика"),
    "ВПР-8 мат": Key("VPR", 8, "Математика"),
    "КДР-4": Key("KDR", 4, "Читательская грамотность"),
    "ОГЭ рус": Key("OGE", 9, "Русский язык"),
    "ОГЭ мат": Key("OGE", 9, "Математика"),
    "ЕГЭ рус": Key("EGE", 11, "Русский язык"),
    "база": Key("EGE", 11, "Математика", "база"),
    "профиль": Key("EGE", 11, "Математика", "профиль"),
}
# n, k, h of the other schools of the cluster together, the same in all years
PEERS = {
    "ВПР-4 рус": (210, 19, 118),
    "ВПР-4 мат": (212, 15, 140),
    "ВПР-5 рус": (205, 29, 92),
    "ВПР-5 мат": (205, 25, 98),
    "ОГЭ рус": (180, 9, 99),
    "ОГЭ мат": (180, 27, 72),
    "ЕГЭ рус": (84, 1, 50),
    "база": (40, 2, 24),
    "профиль": (44, 5, 15),
}
PARTS = 3


class Town:
    """Grows by short calls; `facts` makes the frames."""

    def __init__(self, peers=True, year=YEAR):
        self.year = year
        self.frames = {"schools": [], "results": []}
        if peers:
            self.with_peers()

    def school(self, name="Школа", **fields) -> "Town":
        basic = {"kind_of_school": "secondary", "legal_status": "legal", "cluster": "сельские"}
        row = dict.fromkeys(SCHOOLS) | basic | {"school_id": name, "short_name": name} | fields
        self.frames["schools"].append(row)
        return self

    def with_peers(self, cluster="сельские", years=(YEAR - 2, YEAR - 1, YEAR), but=()) -> "Town":
        for part in range(PARTS):
            name = f"Сосед {part} {cluster}"
            self.school(name, cluster=cluster)
            for line, counts in PEERS.items():
                for year in years:
                    if line not in but:
                        self.result(name, line, *_part(counts, part), year=year)
        return self

    def result(self, school, line, n=None, k=None, h=None, *, year=None, **fields) -> "Town":
        key = NAMES[line] if isinstance(line, str) else line
        counts = {"participants": n, "low_n": k, "high_n": h}
        if n:
            counts |= {"share_low": round(10_000 * k / n), "share_high": round(10_000 * h / n)}
        row = {"school_id": school, "academic_year": year or self.year, **key._asdict()}
        self.frames["results"].append(dict.fromkeys(RESULTS) | row | counts | fields)
        return self

    def year_and_before(self, school, line, now, before=None, **fields) -> "Town":
        self.result(school, line, *now, **fields)
        if before:
            self.result(school, line, *before, year=self.year - 1)
        return self

    def shares(self, school, line, low, high, **fields) -> "Town":
        """In whole percents."""
        return self.result(school, line, share_low=100 * low, share_high=100 * high, **fields)

    def row(self, frame, **fields) -> "Town":
        self.frames.setdefault(frame, []).append(fields)
        return self

    def empty(self, *frames) -> "Town":
        """Kept, and nothing in them."""
        for frame in frames:
            self.frames.setdefault(frame, [])
        return self

    def pupils(self, school, year=None, **grades) -> "Town":
        """pupils("Школа", g4=12, g9=20)"""
        for grade, pupils in grades.items():
            row = {"school_id": school, "academic_year": year or self.year, "pupils": pupils}
            self.row("enrolment", grade=int(grade[1:]), **row)
        return self

    def verdict(self, school, status, *, reasons=(), year=None, **fields) -> "Town":
        blamed = [{"line": line_name(*NAMES[line]), "met": True} for line in reasons]
        row = dict.fromkeys(VERDICTS) | {"method": "share_below", "is_decided": True}
        row |= {"school_id": school, "academic_year": year or self.year, "status": status}
        return self.row("verdicts", **row | {"reasons": blamed} | fields)

    def group(self, school, quality, social, year=None, **fields) -> "Town":
        for measure, value in (("quality_group", quality), ("social_group", social)):
            row = {"measure": measure, "school_id": school, "value": value}
            self.row("measured", academic_year=year or self.year, **row | fields)
        return self

    def facts(self) -> Facts:
        columns = {
            "schools": SCHOOLS,
            "results": RESULTS,
            "not_held": methods.NOT_HELD,
            "measured": methods.MEASURED,
            "benchmarks": methods.BENCHMARKS,
            "enrolment": methods.ENROLMENT,
            "markers": methods.MARKERS,
            "verdicts": VERDICTS,
            "statuses": STATUSES,
            "signs": SIGNS,
            "external": EXTERNAL,
            "teachers": TEACHERS,
            "past": PAST,
            "support": SUPPORT,
            "region": REGION,
            "tasks": TASKS,
            "plans": PLANS,
            "answers": ANSWERS,
            "sites": SITES,
        }
        frames = {
            name: pd.DataFrame(
                [dict.fromkeys(columns.get(name, ())) | row for row in rows],
                columns=None if rows else columns.get(name, ["school_id"]),
                dtype=object,
            )
            for name, rows in self.frames.items()
        }
        return Facts(self.year, **frames)

    def case(self, school="Школа") -> Case:
        return Case.of(self.facts(), school)


def _part(counts, part):
    """The whole in three parts that add up to it."""
    return [number // PARTS + (part < number % PARTS) for number in counts]


def printed(letter: Letter) -> str:
    """As a director reads it."""
    told = [letter.nothing] if letter.is_empty else []
    for addressee, rows in letter.by_addressee():
        told.append(f"== {addressee}")
        for number, draft in rows:
            told += [
                f"{number}. {draft.text}  [{draft.code}, {draft.points}]",
                f"   Основание: {draft.reason}",
                f"   Срок: {draft.rule.term.in_words()}. Засчитывается, если {draft.counts_if}.",
                f"   {draft.effect.words}.",
            ]
    told += [f"— {note}" for note in letter.notes]
    told += letter.closing
    told.append("Резерв: " + ", ".join(f"{d.code} {d.points}" for d in letter.reserve))
    return "\n".join(told).replace("\u00a0", " ")
