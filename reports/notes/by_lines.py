"""The note on the outcome of an identification by a method without a score: what goes into it."""

from identification.borders import why_not_told_of
from identification.by_lines import LineSummary, is_cut_short, lines_summary
from identification.heat import heat_tables
from identification.lists import lists_of
from identification.measures import rule_in_words
from identification.methods.matrix import Matrix
from identification.methods.signs import Signs
from identification.methods.statuses import NAMES as STATUS_NAMES
from identification.models import Run
from identification.outcome_lines import sheets as sheets_of
from schools.workbooks import Column, Sheet

from .about import about, about_sheet_rows, sources_of

ROWS = 34  # of a heat map on one page, with its caption
LONG = 24  # letters of a name that stays in one line


def sections(content: dict) -> list[tuple[str, str]]:
    """Code and title of those that there is something to say in."""
    heat = content["heat"]
    is_good = heat and heat[0][0].is_good
    found = [
        ("key", ""),
        ("rule", "Цель и правило"),
        ("results", content["summary"].finding),
        ("heat", "На сколько лучше порога" if is_good else "Сколько до порога"),
        ("border", "Насколько вывод устойчив"),
        ("conclusions", "Выводы и предложения"),
        ("limits", "Чего нет в данных"),
        ("lists", "Внешние перечни"),
    ]
    empty = {"heat"} if not heat else set()
    empty |= {"lists"} if not content["agreements"] else set()
    return [(code, title) for code, title in found if code not in empty]


def content(run: Run) -> dict:
    named_lists = lists_of(run.municipality, academic_year=run.academic_year)
    summary = lines_summary(run, run.verdicts.in_order(), named_lists)
    rows, rule = summary.rows, run.rule
    read, passed_over = summary.years
    told = about(run, [row.verdict.snapshot for row in rows])
    return (
        told
        | _sums(summary)
        | {
            "summary": summary,
            "lists": named_lists,
            "rule": rule_in_words(rule),
            "sought": STATUS_NAMES[summary.status],
            "found": summary.of(summary.status),
            "found_names": _names(summary.of(summary.status)),
            "border_names": _names(summary.border),
            "no_data_names": _names(summary.no_data),
            "is_of_low": "low" in rule.gives,
            "is_of_signs": isinstance(rule, Signs),
            "is_of_groups": isinstance(rule, Matrix),
            "years": read,
            "passed_over": passed_over,
            "is_cut_short": is_cut_short(rule, read),
            "heat": [
                (table, drawing)
                for table in heat_tables(summary)
                for drawing in table.drawings(fits_page=True, most_rows=ROWS)
            ],
            "agreements": [summary.beside(one) for one in named_lists if "low" in rule.gives],
            "wraps": " wraps" if max(len(row.name) for row in rows) > LONG else "",
            "sources": sources_of(
                run, [line.reason["source"] for row in rows for line in row.lines], named_lists
            ),
        }
    )


def sheets(content: dict) -> list[Sheet]:
    rows = about_sheet_rows(content, content["rule"])
    columns = [Column("Что", 28), Column("Сведения", 90)]
    found = sheets_of(content["summary"], content["lists"])
    return [*found, Sheet("О справке", columns, rows)]


def _names(rows) -> str:
    return ", ".join(row.name for row in rows)


def _sums(summary: LineSummary) -> dict:
    """How much is known, and how much of it in numbers of pupils."""
    lines = [line for row in summary.rows for line in row.of_stage]
    known = [line for line in lines if not line.is_gap]
    pupils = [line for line in known if line.reason["kind"]]
    return {
        "cells_all": len(lines),
        "cells": len(known),
        "counted": sum(bool(line.reason["participants"]) for line in pupils),
        "of_pupils": len(pupils),
        "small": sum(line.is_small for line in pupils),
        "has_vpr": any(line.reason["kind"] == "VPR" for line in lines),
        "not_told": why_not_told_of([row.verdict for row in summary.rows]),
    }
