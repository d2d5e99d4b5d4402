"""The tables of an order: read, looked through line by line, stored whole or not at all."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction

from roadmap.models import OrderDraft, Programme
from roadmap.readers.drafts import DraftActivity, DraftIndicator, Order
from roadmap.readers.order import read_order
from roadmap.readers.text import Unreadable, measured, rows_of_text
from roadmap.services.order_rows import write_order
from schools.errors import PortalError
from schools.models import Municipality, User
from schools.sheets import read_book
from schools.word import read_tables

DOCUMENTS = (".docx", ".doc", ".rtf", ".pdf")
NOTHING = "Вставьте таблицу или выберите файл."
STORED = "Эти таблицы уже записаны в\xa0программу. Обновите страницу."
NOBODY_CHOSEN = "Не\xa0выбрано ни\xa0одной строки: записывать нечего."
NO_KIND = "Строка {}: выберите вид показателя или пропустите строку."


def read_text(text: str) -> Order:
    return _read(lambda: rows_of_text(text))


def read_file(file: BinaryIO) -> Order:
    """Of a workbook all visible sheets, of a document all tables, each begun by its headings."""
    if str(file.name).lower().endswith(DOCUMENTS):
        tables = read_tables(file)
    else:
        tables = [sheet.rows for sheet in read_book(file).visible]
    return _read(lambda: measured([row for table in tables for row in [*table, [""]]]))


def _read(rows_of) -> Order:
    try:
        order = read_order(rows_of())
    except Unreadable as error:
        raise PortalError(str(error)) from error
    if not order.lines:
        raise PortalError(order.problems[0])
    return order


def keep_draft(
    order: Order, *, municipality: Municipality, title: str, by: User, at: datetime
) -> OrderDraft:
    return OrderDraft.objects.create(
        municipality=municipality,
        title=title[:300],
        content=order.as_json(),
        created_by=by,
        created_at=at,
    )


def change_line(draft: OrderDraft, line: DraftIndicator | DraftActivity) -> None:
    """The line of the same row becomes this one."""
    with transaction.atomic():
        draft = _waiting(draft)
        order = Order.of_json(draft.content)
        lines = {
            name: tuple(line if one.row == line.row else one for one in getattr(order, name))
            for name in ("indicators", "activities")
        }
        draft.content = replace(order, **lines).as_json()
        draft.save(update_fields=["content"])


def choose_lines(draft: OrderDraft, rows: Collection[int]) -> None:
    """The others are skipped."""
    with transaction.atomic():
        draft = _waiting(draft)
        every = (line.row for line in Order.of_json(draft.content).lines)
        draft.skipped = [row for row in every if row not in rows]
        draft.save(update_fields=["skipped"])


def store_draft(
    draft: OrderDraft,
    *,
    programme: Programme | None,
    title: str = "",
    by: User,
    at: datetime,
) -> Programme:
    """The chosen lines go into a programme, or into a new one of that title, in one transaction."""
    with transaction.atomic():
        draft = _waiting(draft)
        order = chosen(draft)
        _check(order)
        programme = programme or _new_programme(draft.municipality, title, order)
        write_order(programme, order)
        draft.programme, draft.stored_by, draft.stored_at = programme, by, at
        draft.save(update_fields=["programme", "stored_by", "stored_at"])
    return programme


def drop_draft(draft: OrderDraft) -> None:
    with transaction.atomic():
        _waiting(draft).delete()


def chosen(draft: OrderDraft) -> Order:
    """The order without the lines that are skipped."""
    order, skipped = Order.of_json(draft.content), set(draft.skipped)
    return replace(
        order,
        indicators=tuple(one for one in order.indicators if one.row not in skipped),
        activities=tuple(one for one in order.activities if one.row not in skipped),
    )


def _waiting(draft: OrderDraft) -> OrderDraft:
    """As it is now, and so until we are done."""
    now = OrderDraft.objects.select_for_update().filter(pk=draft.pk, stored_at=None).first()
    if now is None:
        raise PortalError(STORED)
    return now


def _check(order: Order) -> None:
    if not order.lines:
        raise PortalError(NOBODY_CHOSEN)
    for one in order.indicators:
        if not one.kind:
            raise PortalError(NO_KIND.format(one.row))


def _new_programme(municipality: Municipality, title: str, order: Order) -> Programme:
    years = [label for label in order.periods if label.isdigit()]
    dates = {}
    if years:
        dates = {"starts_on": date(int(years[0]), 1, 1), "ends_on": date(int(years[-1]), 12, 31)}
    return Programme.objects.create(municipality=municipality, title=title, **dates)
