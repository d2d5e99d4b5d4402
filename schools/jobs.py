"""Work done in the background. The row is the job; the message broker is only a doorbell."""

import logging
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from uuid import uuid4

from django.db import DatabaseError, connection, models
from django.db.models import F, Q
from django.utils import timezone

from .errors import PortalError

log = logging.getLogger(__name__)

HEARTBEAT = 5  # seconds; a thread of the worker beats, however long a step takes
STALE_AFTER = timedelta(seconds=25)  # five beats missed: nobody is there any more
MAX_ATTEMPTS = 3
BUG = "Работа прервалась из-за ошибки портала. Запись о ней есть в журнале администратора."
GAVE_UP = "Работа трижды прерывалась. Запустите её снова или обратитесь к администратору."


class JobLost(Exception):
    """Another worker has taken the job over: whatever this one still holds is void."""


class TrackedJob(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued", "В очереди"
        RUNNING = "running", "Выполняется"
        DONE = "done", "Готово"
        FAILED = "failed", "Не удалось"

    UNDER_WAY = (State.QUEUED, State.RUNNING)
    # states in which silence means that somebody is gone: who stands in line is silent as well
    SWEPT = UNDER_WAY

    state = models.CharField(
        "состояние", max_length=10, choices=State, default=State.QUEUED, editable=False
    )
    progress = models.PositiveSmallIntegerField("готово, %", default=0, editable=False)
    attempt = models.PositiveSmallIntegerField(default=0, editable=False)
    heartbeat_at = models.DateTimeField(default=timezone.now, editable=False)
    token = models.UUIDField(null=True, editable=False)
    error = models.TextField("почему не получилось", blank=True, editable=False)
    created_at = models.DateTimeField("создано", auto_now_add=True)

    class Meta:
        abstract = True

    @property
    def is_under_way(self):
        return self.state in self.UNDER_WAY

    @classmethod
    def ready(cls):
        """Those that may be begun now: a job that waits for others narrows it."""
        return cls._base_manager.all()

    @classmethod
    def claim(cls, pk: int):
        """One conditional update: of all who ask, one gets the job, the others get None."""
        token, now = uuid4(), timezone.now()
        silent = Q(state=cls.State.RUNNING, heartbeat_at__lt=now - STALE_AFTER)
        stale = silent & Q(attempt__lt=MAX_ATTEMPTS)
        free = cls.ready().filter(Q(state=cls.State.QUEUED) | stale, pk=pk)
        taken = free.update(
            state=cls.State.RUNNING,
            token=token,
            heartbeat_at=now,
            attempt=F("attempt") + 1,
            progress=0,
            error="",
        )
        return cls._base_manager.filter(pk=pk, token=token).first() if taken else None

    @classmethod
    def sweep(cls) -> list[int]:
        """Put back what went silent (a dead worker, a lost message); say what to ring for."""
        now = timezone.now()
        silent = cls._base_manager.filter(state__in=cls.SWEPT, heartbeat_at__lt=now - STALE_AFTER)
        # a job that kills every worker that takes it must not be tried for ever
        silent.filter(attempt__gte=MAX_ATTEMPTS).update(state=cls.State.FAILED, error=GAVE_UP)
        pks = list(silent.values_list("pk", flat=True))
        silent.filter(pk__in=pks).update(state=cls.State.QUEUED, token=None, heartbeat_at=now)
        return pks

    @classmethod
    def stop(cls, pk: int, sentence: str, **fields) -> bool:
        """A person stops it. Whoever works on it has lost it, and finds so at the next write."""
        going = cls._base_manager.filter(pk=pk, state__in=cls.UNDER_WAY)
        ended = {"state": cls.State.FAILED, "token": None, "error": sentence}
        return bool(going.update(**ended, **fields))

    @classmethod
    def queued_anew(cls, at) -> dict:
        """The fields of a job that ended and is to run once more, with all its attempts."""
        begun = {"progress": 0, "attempt": 0, "token": None, "error": ""}
        return begun | {"state": cls.State.QUEUED, "heartbeat_at": at}

    @contextmanager
    def running(self):
        """Record how the block ends. A PortalError is for the user; the rest is a bug and falls."""
        try:
            with self._beating():
                yield self
            if self.state != self.State.DONE:
                self.finish()
        except JobLost:
            return
        except PortalError as error:
            self._fail(str(error))
        except Exception:
            self._fail(BUG)
            raise

    def advance(self, done: int, total: int) -> None:
        """Tell the page how far we are. Outside a transaction, or nobody will see it."""
        self.write(progress=100 * done // total)

    def finish(self, **fields) -> None:
        """Call it in the transaction that stores the outcome: never one without the other.

        A worker that dies right after the commit leaves a job that is done, not one to do again.
        """
        self.write(state=self.State.DONE, progress=100, **fields)

    def write(self, **fields) -> None:
        """Every write is a heartbeat, and only the holder of the token writes.

        First in a transaction, it keeps the row locked: no one takes over before the commit.
        """
        if not self._mine().update(heartbeat_at=timezone.now(), **fields):
            raise JobLost
        for name, value in fields.items():
            setattr(self, name, value)

    def _mine(self):
        return type(self)._base_manager.filter(
            pk=self.pk, token=self.token, state=self.State.RUNNING
        )

    @contextmanager
    def _beating(self):
        stopped = Event()
        thread = Thread(target=self._beat_until, args=[stopped], daemon=True)
        thread.start()
        try:
            yield
        finally:
            stopped.set()
            thread.join()

    def _beat_until(self, stopped: Event) -> None:
        while not stopped.wait(HEARTBEAT):
            try:
                self._mine().update(heartbeat_at=timezone.now())
            except DatabaseError:
                # one beat missed is no harm: the next may get through
                log.exception("a heartbeat of %s %s was missed", type(self).__name__, self.pk)
        connection.close()

    def _fail(self, sentence: str) -> None:
        try:
            self.write(state=self.State.FAILED, error=sentence)
        except JobLost:
            return
