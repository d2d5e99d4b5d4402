"""A whole link: what the site asks of programs, its redirects, the page at their end."""

from collections.abc import Callable
from time import monotonic, sleep
from urllib.parse import urljoin

from .addresses import Address, Refused, read_address
from .asking import OPEN_INTERNET, VERSION, Failed, Gate, ask
from .judging import GONE, REDIRECTS, REFUSED, Answer, Outcome, judged
from .robots import AGENT, Robots, robots_of

MAX_HOPS = 5
TOTAL = 20.0  # seconds for a link, with all its hops
PAUSE = 1.0  # seconds between two requests to one site
# answers to HEAD that say nothing about the page: it is asked for with GET
NOT_TO_HEAD = frozenset({400, 403, 404, 405, 406, 411, 501})


class Lookout:
    """Looks at links one after another and remembers what their sites asked for."""

    def __init__(
        self,
        *,
        home: str = "",
        gate: Gate = OPEN_INTERNET,
        total: float = TOTAL,
        pause: float = PAUSE,
        wait: Callable[[float], None] = sleep,
    ):
        self.agent = f"{AGENT}/{VERSION}" + (f" (+{home})" if home else "")
        self.gate, self.total, self.pause, self.wait = gate, total, pause, wait
        self.robots: dict[str, Robots] = {}
        self.asked_at: dict[str, float] = {}

    def look(self, url: str) -> Outcome:
        """Never raises: what went wrong is the outcome."""
        ends = monotonic() + self.total
        try:
            first = read_address(url, ports=self.gate.ports)
            last, answer = self._follow(first, ends)
        except Refused as why:
            return Outcome(REFUSED, str(why))
        except Failed as why:
            return Outcome(GONE, str(why))
        return judged(first, last, answer)

    def _follow(self, address: Address, ends: float) -> tuple[Address, Answer]:
        seen = [address.url]
        while True:
            self._ask_robots(address, ends)
            answer = self._page(address, ends)
            target = answer.headers.get("location", "")
            if answer.status not in REDIRECTS or not target:
                return address, answer
            address = self._next(address, target)
            if address.url in seen:
                raise Failed("адрес ведёт по кругу")
            if len(seen) > MAX_HOPS:
                raise Failed(f"больше {MAX_HOPS} переадресаций подряд")
            seen.append(address.url)

    def _next(self, address: Address, target: str) -> Address:
        # servers write letters of a path as they are, http.client reads them as Latin ones
        target = target.encode("latin-1", "replace").decode("utf-8", "replace")
        try:
            return read_address(urljoin(address.url, target.strip()), ports=self.gate.ports)
        except (Refused, ValueError) as why:
            raise Refused(f"переадресация на адрес, который не проверяется: {why}") from why

    def _page(self, address: Address, ends: float) -> Answer:
        """HEAD costs the site least; where it does not help, GET."""
        try:
            answer = self._ask(address, "HEAD", ends)
        except Failed:
            if monotonic() >= ends:
                raise
            return self._ask(address, "GET", ends)
        if answer.status in NOT_TO_HEAD or answer.status >= 500:
            return self._ask(address, "GET", ends)
        return answer

    def _ask_robots(self, address: Address, ends: float) -> None:
        if address.site not in self.robots:
            answer = self._robots_file(address, ends)
            if answer.status >= 500:
                raise Failed(f"ошибка сайта ({answer.status})")
            self.robots[address.site] = robots_of(answer)
        if not self.robots[address.site].allow(address.url):
            raise Refused("сайт просит программы эту страницу не открывать (robots.txt)")

    def _robots_file(self, address: Address, ends: float) -> Answer:
        """Redirects are followed as for a page; robots.txt of another site is read, not asked."""
        file = read_address(f"{address.site}/robots.txt", ports=self.gate.ports)
        for _hop in range(MAX_HOPS + 1):
            answer = self._ask(file, "GET", ends)
            target = answer.headers.get("location", "")
            if answer.status not in REDIRECTS or not target:
                return answer
            file = self._next(file, target)
        return Answer(404)

    def _ask(self, address: Address, method: str, ends: float) -> Answer:
        self._be_patient(address)
        if (seconds := ends - monotonic()) <= 0:
            raise Failed("сайт не ответил вовремя")
        numbers = self.gate.numbers(address)
        try:
            return ask(
                address,
                numbers,
                method=method,
                agent=self.agent,
                gate=self.gate,
                seconds=seconds,
            )
        finally:
            self.asked_at[address.host] = monotonic()

    def _be_patient(self, address: Address) -> None:
        robots = self.robots.get(address.site)
        pause = max(self.pause, robots.delay if robots else 0)
        since = monotonic() - self.asked_at.get(address.host, -pause)
        if since < pause:
            self.wait(pause - since)
