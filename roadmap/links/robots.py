"""What a site asks of programs that read it (RFC 9309). Pure: the text is fetched by others."""

from urllib.robotparser import RobotFileParser

from .judging import Answer

AGENT = "OporaLinks"
MAX_DELAY = 10.0  # seconds: a site may ask for patience, not for a day of it


class Robots:
    def __init__(self, text: str = ""):
        self._parser = RobotFileParser()
        self._parser.parse(text.splitlines())

    def allow(self, url: str) -> bool:
        return self._parser.can_fetch(AGENT, url)

    @property
    def delay(self) -> float:
        asked = self._parser.crawl_delay(AGENT)
        return min(float(asked or 0), MAX_DELAY)


def robots_of(answer: Answer) -> Robots:
    """A site without the file asks for nothing."""
    return Robots(answer.body.decode("utf-8-sig", "replace") if answer.status == 200 else "")
