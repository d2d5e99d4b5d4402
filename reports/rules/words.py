"""Templates of reasons and sentences, and what no text may say. Pure.

A template is a row of clauses over the raw figures of `values`; a clause whose figure is not known
is left out. `{k:ученик,ученика,учеников}` is counted, `{n:школы,школ}` is the genitive after
«из», `{k:=прошёл,прошли}` a verb alone, `{score:2}` has two decimals.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from string import Formatter

from schools.russian import NB, agree, count, joined, num, out_of

REFUSED = re.compile(
    r"неудовлетворительн|отстающ|слабы|двоечн|допустил|завысил|необъективн|усилить|активизир|"
    r"обеспечить|принять меры|взять на контроль|повысить ответственность|качество до|"
    r"систематическ|своевременн|исчерпывающ|представить отчёт|пояснительн",
    re.I,
)
INFINITIVE = re.compile(r"[А-ЯЁ][а-яё]+(?:ть|ти|чь)(?:ся)?\b")
LONGEST = 25


class _Words(Formatter):
    def format_field(self, value, spec: str) -> str:
        if spec.startswith("="):
            return agree(value, spec[1:])
        if "," in spec:
            return (count if spec.count(",") == 2 else out_of)(value, spec)
        if spec.isdecimal():
            return num(value, int(spec))
        return joined(value) if isinstance(value, list | tuple) else str(value)


WORDS = _Words()


def filled(clauses: Iterable[str], values: Mapping) -> str:
    return "".join(
        WORDS.vformat(clause, (), values) for clause in clauses if _is_known(clause, values)
    )


def sentence(text: str) -> str:
    """With a capital letter and a full stop, once."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if not text or text[-1] in ".!?…" else f"{text}."


def faults(text: str) -> list[str]:
    """What the lint of the library refuses in a recommendation."""
    first = re.split(r"(?<=[.!?]) ", text)[0]
    found = []
    if not INFINITIVE.match(text):
        found.append("начните с действия: «Провести…», «Выбрать…»")
    if len(re.findall(r"\w[\w-]*", first)) > LONGEST:
        found.append(f"сократите первое предложение до {LONGEST} слов")
    if words := dict.fromkeys(word.lower() for word in _refused(text)):
        found.append(f"уберите {joined([f'«{word}»' for word in words])}")
    return found


def _refused(text: str) -> Iterator[str]:
    """Whole words, as they stand."""
    for stem in REFUSED.finditer(text):
        yield re.match(r"[\w-]*(?: \w+)*", text[stem.start() : stem.end()] + _rest(text, stem))[0]


def _rest(text: str, stem: re.Match) -> str:
    return re.match(r"[\w-]*", text[stem.end() :])[0]


def tied(text: str) -> str:
    """Figures stay with their words: «12 из 30», «5 человек»."""
    text = re.sub(r"(\d) (из) (\d)", rf"\1{NB}\2{NB}\3", text)
    return re.sub(r"(\d) (класс|балл)", rf"\1{NB}\2", text)


def _is_known(clause: str, values: Mapping) -> bool:
    names = [name for _, name, _, _ in WORDS.parse(clause) if name]
    return all(values.get(name) is not None for name in names)
