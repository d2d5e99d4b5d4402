"""The tables behind a note as they are kept in its row, to be written as XLSX at any time. Pure."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from math import isfinite

from schools.workbooks import Column, Sheet


def packed(sheets: Iterable[Sheet]) -> list[dict]:
    return [
        {
            "title": sheet.title,
            "columns": [[column.title, column.width, column.format] for column in sheet.columns],
            "rows": [[_packed(value) for value in row] for row in sheet.rows],
        }
        for sheet in sheets
    ]


def unpacked(told: Iterable[dict]) -> list[Sheet]:
    return [
        Sheet(
            sheet["title"],
            [Column(*column) for column in sheet["columns"]],
            [[_unpacked(value) for value in row] for row in sheet["rows"]],
        )
        for sheet in told
    ]


def _packed(value):
    """Excel knows numbers as floats, so a Decimal loses nothing that it would have kept."""
    if isinstance(value, (Decimal, float)):
        return float(value) if isfinite(value) else None
    if isinstance(value, datetime):
        return {"moment": value.replace(tzinfo=None).isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value if value is None or isinstance(value, (bool, int)) else str(value)


def _unpacked(value):
    if not isinstance(value, dict):
        return value
    if "day" in value:
        return date.fromisoformat(value["day"])
    return datetime.fromisoformat(value["moment"])
