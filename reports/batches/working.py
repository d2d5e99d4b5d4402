"""What a worker does with a batch: some of its papers, and at the end the archive."""

import logging
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

from django.core.files.storage import default_storage
from django.utils import timezone

from reports.models import PaperBatch, PaperItem
from schools.errors import PortalError
from schools.file_names import told_apart, windows_name
from schools.files import write_whole, written_whole
from schools.jobs import JobLost, TrackedJob

from .kinds import KINDS

log = logging.getLogger(__name__)
State = TrackedJob.State
# papers that a worker makes before other jobs get their turn
CHUNK = 5
LEFT_OUT = "Не вошли.txt"
NONE_MADE = "Ни\xa0один документ не\xa0получился. Почему, сказано ниже у\xa0каждой школы."


def make_some(batch_id: int) -> bool:
    """Whether others are still waiting. A paper that fails, whatever the reason, is one paper."""
    for _ in range(CHUNK):
        item = PaperItem.claim_next(batch_id)
        if item is None:
            return False
        try:
            with item.running():
                make_item(item)
        except Exception:
            log.exception("paper %s of batch %s was not made", item.pk, batch_id)
        _show_life(batch_id)
    return PaperItem.ready().filter(batch=batch_id, state=State.QUEUED).exists()


def make_item(item: PaperItem) -> None:
    """Under names that are this attempt's own: one that was taken over spoils nobody's files."""
    batch, files = item.batch, []
    for number, (name, content) in enumerate(KINDS[batch.kind].make(item.school, batch)):
        place = f"batches/{batch.pk}/{item.token}.{number}"
        write_whole(Path(default_storage.path(place)), content)
        files.append((windows_name(name), place))
    try:
        item.finish(files=files)
    except JobLost:
        _drop(place for _name, place in files)
        raise


def put_together(batch: PaperBatch, *, at: datetime) -> None:
    """Streamed from disk to disk. Whoever stops the batch stops it at the next paper."""
    items = list(batch.items.select_related("school__municipality").order_by("pk"))
    made = [item for item in items if item.state == State.DONE]
    left_out = [item for item in items if item.state != State.DONE]
    if not made:
        raise PortalError(NONE_MADE)
    place = f"batches/{batch.pk}/{batch.token}.zip"
    path, before = Path(default_storage.path(place)), batch.archive.name
    with written_whole(path) as file, ZipFile(file, "w", ZIP_STORED) as archive:
        taken: set[str] = set()
        for number, item in enumerate(made):
            batch.advance(number, len(made))
            for name, source in item.files:
                _pack(archive, item, source, told_apart(_folder(batch, item) + name, taken))
        if left_out:
            archive.writestr(LEFT_OUT, _left_out(batch, left_out))
    try:
        batch.finish(archive=place, finished_at=at)
    except JobLost:
        path.unlink(missing_ok=True)
        raise
    _drop([before, *([] if left_out else _places(made))])


def _pack(archive: ZipFile, item: PaperItem, place: str, name: str) -> None:
    try:
        archive.write(default_storage.path(place), name)
    except FileNotFoundError:
        # its files go when a batch is stopped; with the batch still ours it is a bug
        item.batch.refresh_from_db()
        if item.batch.is_under_way:
            raise
        raise JobLost from None


def _places(items: Iterable[PaperItem]) -> list[str]:
    return [place for item in items for _name, place in item.files]


def _drop(places: Iterable[str]) -> None:
    """What the archive holds now; papers stay as long as others may be added to them."""
    for place in filter(None, places):
        Path(default_storage.path(place)).unlink(missing_ok=True)


def _folder(batch: PaperBatch, item: PaperItem) -> str:
    """Of a region each municipality has its folder."""
    return "" if batch.municipality_id else f"{windows_name(str(item.school.municipality))}/"


def _left_out(batch: PaperBatch, items: Iterable[PaperItem]) -> str:
    """As the Notepad of Windows opens it."""
    lines = [f"Не вошли в архив: {batch}", ""]
    for item in items:
        where = f" ({item.school.municipality})" if batch.region_id else ""
        lines.append(f"{item.school}{where}: {item.error}".replace("\xa0", " "))
    return "\ufeff" + "\r\n".join([*lines, ""])


def _show_life(batch_id: int) -> None:
    """While papers are made the batch itself is waiting, and not forgotten."""
    waiting = PaperBatch.objects.filter(pk=batch_id, state=State.QUEUED)
    waiting.update(heartbeat_at=timezone.now())
