"""Non-breaking spaces where Russian typesetting wants them. Pure: HTML in, HTML out.

Only the text between tags is touched, and only spaces of it: what was escaped stays escaped, and
no tag is added: WeasyPrint breaks a line in odd places where a tie meets the edge of a span.
"""

import re

from .russian import NB

WORDS = re.findall(r"\w+", "а в во и к ко о об с со у на по из от до не ни но за")
SHORT = "|".join([*WORDS, *(word.capitalize() for word in WORDS)])
ABBREVIATIONS = r"№|§|ст\.|п\.|г\.|стр\.|табл\.|рис\.|СОШ|НОШ|ООШ"
NUMBERED = (
    r"[Тт]аблиц[аеуы]|[Рр]исун(?:ок|ке|ка)|[Рр]аздел[аеу]?|"
    r"[Пп]риложени[еяю]|пункт[аеу]?|формул[аеу]"
)
RULES = [
    (re.compile(r"«0 и 0»"), f"«0{NB}и{NB}0»"),
    (re.compile(r"(?<![\w-])([авикосуАВИКОСУ])[ \n]+(?=\S)"), rf"\1{NB}"),
    # a chain of short words stays breakable: all of it tied would be one long word
    (re.compile(rf"(?<![\w-])({SHORT})[ \n]+(?=\S)(?!(?:{SHORT})\s)"), rf"\1{NB}"),
    (re.compile(r"(\d[-\u2011](?:е|я|й|м|го|му))[ \n]+(?=[а-я])"), rf"\1{NB}"),
    (re.compile(r"( ?—)[ \n]+(?=\d+[;)])"), rf"\1{NB}"),
    (re.compile(rf"({ABBREVIATIONS})[ \n]+(?=[№\d«А-Я])"), rf"\1{NB}"),
    (re.compile(r"(\d)[ \n]+(?=\d{3}(?!\d))"), rf"\1{NB}"),
    # before a word of more than seven letters the line may break, or justified lines get holes
    (
        re.compile(rf"(\d)[ \n]+(?=%|(?!(?:{SHORT}|или|при|для)\s)[а-яА-Я]{{1,7}}(?![а-яА-Я]))"),
        rf"\1{NB}",
    ),
    (re.compile(rf"({NUMBERED})[ \n]+(?=[\d(])"), rf"\1{NB}"),
    (re.compile(r"[ \n]+(?=[—–] )"), NB),
    (re.compile(r"[ \n]+(?=(?:ли|же|бы|б)\b)"), NB),
]
# a space before the end of a paragraph is measured too, and may break its last line too early
ENDS = re.compile(r"\s+(?=</(?:p|li|td|th|h[1-6]|caption|figcaption)>)")
TOKENS = re.compile(r"<(style|title|svg)\b.*?</\1>|<[^>]+>|[^<]+", re.S)


def bind(html: str) -> str:
    return TOKENS.sub(_bound, ENDS.sub("", html))


def _bound(token: re.Match) -> str:
    part = token[0]
    if part.startswith("<"):
        return part
    for pattern, tied in RULES:
        # twice: a match eats what the next one would begin with
        part = pattern.sub(tied, pattern.sub(tied, part))
    return part
