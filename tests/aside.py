"""Two at once: what another connection does beside a transaction of the test."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection


class Aside:
    """Does things on a connection of its own, beside a transaction of the test."""

    def __enter__(self):
        self.pool = ThreadPoolExecutor(1)
        # each thread has a connection of its own: it is named there, not here
        self.pool.submit(lambda: connection.ensure_connection()).result()
        return self.pool.submit

    def __exit__(self, *_error):
        self.pool.submit(lambda: connection.close()).result()
        self.pool.shutdown()
