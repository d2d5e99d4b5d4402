"""Which school a line of a file means: by login, by code, by name, and never by a guess."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

from assessments.readers.reading import Line, MarkerLine
from schools.models import Municipality, SchoolAlias
from schools.naming import normalised
from schools.russian import joined, school_name

LOGIN, CODE, NAME = SchoolAlias.Kind.FIS_OKO, SchoolAlias.Kind.RIS_GIA, SchoolAlias.Kind.NAME
CALLED = {LOGIN: "логин", CODE: "код", NAME: "название"}
RENAMED = {"sch": "edu", "edu": "sch"}
ANSWERED = "answer"
LEFT_OUT = 0  # the answer «do not load»
OFFERED = 3
ALIKE = 0.5


class Match(NamedTuple):
    """`school` None: nobody knows; LEFT_OUT: told to pass over. `how` is a kind or ANSWERED."""

    school: int | None
    how: str = ""


class Alias(NamedTuple):
    """A way to call a school that the municipality did not know before this file."""

    kind: str
    key: str
    value: str
    school: int


@dataclass
class Directory:
    """All ways to call the schools of one municipality. Closed schools have old results too."""

    names: dict[int, str]
    meaning: dict[str, dict[str, set[int]]]
    answers: Mapping[str, int] = field(default_factory=dict)
    # may a name stand for a login that nobody knows? Not in a file of other places: every
    # district has its СОШ 3
    trusts_names: bool = True
    _found: dict[tuple, Match] = field(default_factory=dict)

    @classmethod
    def of(
        cls, municipality: Municipality, answers: Mapping[str, int] | None, *, trusts_names: bool
    ):
        """Two queries."""
        meaning = {kind: defaultdict(set) for kind in SchoolAlias.Kind.values}
        names = {}
        for pk, short, full in municipality.schools.values_list("pk", "short_name", "full_name"):
            names[pk] = short
            for name in filter(None, (short, full)):
                meaning[NAME][normalised(name)].add(pk)
        for kind, key, pk in municipality.aliases.values_list("kind", "key", "school_id"):
            meaning[kind][key].add(pk)
        known = {key: pk for key, pk in (answers or {}).items() if pk in names or pk == LEFT_OUT}
        return cls(names, meaning, known, trusts_names)

    def match(self, line: Line | MarkerLine) -> Match:
        told = line.login, getattr(line, "code", ""), line.name
        if told not in self._found:
            self._found[told] = self._match(line)
        return self._found[told]

    def _match(self, line) -> Match:
        if (answer := self.answers.get(key_of(line))) is not None:
            return Match(answer, ANSWERED)
        named = self._meant(NAME, line.name)
        for kind, value in ((LOGIN, line.login), (CODE, getattr(line, "code", ""))):
            if value and len(meant := self._meant(kind, value)) == 1:
                # the login of one school beside the name of another is a question, not an answer
                return Match(None) if named and not meant & named else Match(*meant, kind)
        has_login = line.login or getattr(line, "code", "")
        is_sure = len(named) == 1 and (self.trusts_names or not has_login)
        return Match(*named, NAME) if is_sure else Match(None)

    def owns(self, line: MarkerLine) -> bool:
        """Whether the login is that of one of our schools, whatever name stands beside it."""
        return bool(self._meant(LOGIN, line.login))

    def _meant(self, kind: str, value: str) -> set[int]:
        known, key = self.meaning[kind], normalised(value)
        if kind == LOGIN and key not in known:
            # until 2021 the login edu224145 was sch224145
            key = RENAMED.get(key[:3], key[:3]) + key[3:]
        return known.get(key, set()) if value else set()

    def why_unknown(self, line) -> str:
        """The sentence beside the question."""
        owner = self._meant(LOGIN, line.login) or self._meant(CODE, getattr(line, "code", ""))
        named = self._meant(NAME, line.name)
        if owner and named:
            first = school_name(self.names[min(owner)])
            return f"Логин принадлежит школе «{first}», а названа другая. Выберите, чья это строка."
        if len(named) == 1:
            return "Логина в реестре нет, а школа с таким названием есть. Она ли это?"
        if len(named) > 1:
            return "Так называются несколько школ. Выберите нужную."
        if line.name:
            return "Такой школы в реестре нет. Какая это?"
        return "Школы с таким логином или кодом в реестре нет. Какая это?"

    def would_learn(self, line) -> str:
        """The sentence beside the question: what an answer changes for the files to come."""
        taught = self.aliases_of(line, Match(-1, ANSWERED))
        if not taught:
            return "Ответ подействует только на этот файл."
        told = joined(f"{CALLED[alias.kind]} «{alias.value}»" for alias in taught)
        return f"Портал запомнит за выбранной школой {told}."

    def nearest(self, line) -> list[int]:
        """Schools whose names look like this one, the most alike first."""
        wanted = normalised(line.name)
        if not wanted:
            return []
        alike = defaultdict(float)
        for key, schools in self.meaning[NAME].items():
            ratio = likeness(wanted, key)
            for pk in schools:
                alike[pk] = max(alike[pk], ratio)
        ranked = sorted((pk for pk in alike if alike[pk] >= ALIKE), key=lambda pk: -alike[pk])
        return ranked[:OFFERED]

    def aliases_of(self, line, match: Match) -> list[Alias]:
        """What this line teaches: a chosen school's name or login, a new login of a known name."""
        told = ((LOGIN, line.login), (CODE, getattr(line, "code", "")), (NAME, line.name))
        if not match.school or match.how in (LOGIN, CODE):
            return []
        strong = [(kind, value) for kind, value in told if value and not self._meant(kind, value)]
        # a name beside a login is a matter of the file: only without one is it worth keeping
        return [
            Alias(kind, normalised(value), value, match.school)
            for kind, value in strong
            if kind != NAME or not (line.login or getattr(line, "code", ""))
        ]


def key_of(line) -> str:
    """What an answer is given about: every line that is told in the same way."""
    code = getattr(line, "code", "")
    if line.login:
        return f"{LOGIN}:{normalised(line.login)}"
    return f"{CODE}:{normalised(code)}" if code else f"{NAME}:{normalised(line.name)}"


def likeness(one: str, other: str) -> float:
    """Letters alike, but a number that differs means another school: СОШ 1 is not СОШ 11."""
    ratio = SequenceMatcher(None, one, other).ratio()
    numbers = [{word for word in name.split() if word.isdecimal()} for name in (one, other)]
    return ratio if numbers[0] == numbers[1] else ratio / 2
