"""A section as it is edited: paragraphs, lists, bold, tables, and nothing else. Pure.

`plain` turns the HTML of our templates, or that of an editor, into the restricted form; doing it
twice changes nothing. What words cannot say (a chart, a formula) becomes a line of its own,
«[[Рисунок 1]]», and `dress` puts it back when the section is printed.
"""

import re
from collections.abc import Iterator
from html import escape

from lxml import html as parsing

WHOLE = re.compile(r'<figure\b.*?</figure>|<div class="formula">.*?</div>', re.S)
CAPTION = re.compile(r"<figcaption>(.*?)(?:\s—|</figcaption>)", re.S)
FORMULA = re.compile(r"<span>\((\d+)\)</span></div>$")
TAGS = re.compile(r"<[^>]+>")
MARKER = re.compile(r"^\[\[(.+)\]\]$")
BLANKS = re.compile(r"[ \t\n\r\f]+")
INLINE = {"b": "b", "strong": "b", "i": "i", "em": "i", "sub": "sub", "sup": "sup"}
LISTS = {"ul", "ol"}
HEADS = {f"h{level}" for level in range(1, 7)}
# words about the colours of a table that a plain one has not; and what is no text at all
DROPPED = {"script", "style", "template", "svg", "math", "iframe", "object", "noscript", "title"}
COLOUR = "colour"
MOST_SPAN = 60
BREAK = "<br>"


def figures_of(html: str) -> dict[str, str]:
    """What stands in place of each marker: «Рисунок 1» → its HTML."""
    found = {}
    for match in WHOLE.finditer(html):
        found[_label(match[0], found)] = match[0]
    return found


def plain(html: str) -> str:
    labels = iter(figures_of(html))
    marked = WHOLE.sub(lambda _match: f"<p>[[{escape(next(labels))}]]</p>", html)
    root = parsing.fragment_fromstring(marked, create_parent="div")
    return "\n".join(_blocks(root))


def markers(html: str) -> list[str]:
    """The figures that a plain text names, in order."""
    lines = re.findall(r"<p>(.*?)</p>", html, re.S)
    found = [MARKER.match(text_of(line)) for line in lines]
    return [match[1] for match in found if match]


def text_of(html: str) -> str:
    """The words of inline HTML."""
    return " ".join(parsing.fragment_fromstring(html, create_parent="div").text_content().split())


def _label(html: str, taken) -> str:
    caption, formula = CAPTION.search(html), FORMULA.search(html)
    if caption:
        label = " ".join(TAGS.sub("", caption[1]).split())
    else:
        label = f"Формула {formula[1] if formula else len(taken) + 1}"
    number, wanted = 2, label
    while label in taken:
        label, number = f"{wanted}, {number}", number + 1
    return label


def _blocks(node) -> Iterator[str]:
    """Words between blocks are paragraphs too."""
    line = [_words(node.text)]
    for child in node:
        if _is_inline(child):
            line.append(_inline(child))
        else:
            yield from _paragraph(line)
            line = []
            yield from _block(child)
        line.append(_words(child.tail))
    yield from _paragraph(line)


def _block(node) -> Iterator[str]:
    kind, marks = node.tag, (node.get("class") or "").split()
    if not isinstance(kind, str) or kind in DROPPED or COLOUR in marks:
        return
    if kind == "table":
        yield from _table(node)
    elif kind in LISTS:
        yield from _list(node)
    elif kind in HEADS:
        yield from (f"<h3>{words}</h3>" for words in [_line(node)] if words)
    elif kind == "p":
        yield from _blocks(node)
    elif "key" in marks:
        items = (_key(child) for child in node)
        yield from _wrapped("ul", [f"<li>{item}</li>" for item in items if item])
    elif "legend" in marks:
        spans = (_line(child) for child in node if COLOUR not in (child.get("class") or ""))
        yield from _paragraph(["; ".join(filter(None, spans))])
    elif "to" in marks and len(node) == 2:
        yield from _paragraph([f"<b>{_line(node[0])}.</b> {_line(node[1])}"])
    else:
        yield from _blocks(node)


def _key(node) -> str:
    """«4 из 15 школ с низкими результатами»: the figure is bold, as it was large."""
    lines = [_line(child) for child in node]
    return " ".join([f"<b>{lines[0]}</b>", *lines[1:]]) if lines and lines[0] else ""


def _table(node) -> Iterator[str]:
    caption = next((_line(child) for child in node if child.tag == "caption"), "")
    yield from _paragraph([TAGS.sub("", caption)])
    rows = [
        "".join(_cell(cell) for cell in row if cell.tag in ("td", "th"))
        for row in node.iter("tr")
        if _table_of(row) is node
    ]
    yield from _wrapped("table", [f"<tr>{cells}</tr>" for cells in rows if cells])


def _table_of(row):
    return next(row.iterancestors("table"))


def _cell(cell) -> str:
    spans = ""
    for name in ("colspan", "rowspan"):
        number = cell.get(name, "")
        if number.isdecimal() and 1 < int(number) <= MOST_SPAN:
            spans += f' {name}="{int(number)}"'
    return f"<{cell.tag}{spans}>{_line(cell)}</{cell.tag}>"


def _list(node) -> Iterator[str]:
    yield from _wrapped(node.tag, [item for child in node if (item := _item(child))])


def _item(node) -> str:
    if node.tag != "li":
        return ""
    line, nested = [_words(node.text)], []
    for child in node:
        if child.tag in LISTS:
            nested += _list(child)
        else:
            line.append(_part(child))
        line.append(_words(child.tail))
    words = _tidy("".join(line)) + "".join(nested)
    return f"<li>{words}</li>" if words else ""


def _wrapped(tag: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"<{tag}>{''.join(lines)}</{tag}>"


def _paragraph(parts: list[str]) -> Iterator[str]:
    if words := _tidy("".join(parts)):
        yield f"<p>{words}</p>"


def _is_inline(node) -> bool:
    """A block inside a span is a block."""
    if not isinstance(node.tag, str):
        return False
    blocks = {"p", "div", "table", "section", "article", "blockquote", "pre", "dl", "figure"}
    blocks |= LISTS | HEADS | {"header", "footer", "main", "form", "fieldset", "address"}
    return node.tag not in blocks | DROPPED and not any(part.tag in blocks for part in node.iter())


def _line(node) -> str:
    """A cell or an item: its paragraphs are lines."""
    return _tidy(_inside(node))


def _inside(node) -> str:
    parts = [_words(node.text)]
    for child in node:
        parts += [_part(child), _words(child.tail)]
    return "".join(parts)


def _part(node) -> str:
    return _inline(node) if _is_inline(node) else _broken(node)


def _broken(node) -> str:
    is_text = isinstance(node.tag, str) and node.tag not in DROPPED
    return f"{BREAK}{_inside(node)}{BREAK}" if is_text else ""


def _inline(node) -> str:
    if node.tag in DROPPED or COLOUR in (node.get("class") or "").split():
        return ""
    if node.tag == "br":
        return BREAK
    words, tag = _inside(node), INLINE.get(node.tag)
    return f"<{tag}>{words}</{tag}>" if tag and words.strip() else words


def _words(text: str | None) -> str:
    """As it is read: blanks are one, and a place where a word might be broken is nothing."""
    return escape(BLANKS.sub(" ", (text or "").replace("\xad", "")), quote=False)


def _tidy(line: str) -> str:
    line = re.sub(rf"(?:\s*{BREAK}\s*)+", BREAK, BLANKS.sub(" ", line))
    line = re.sub(r" (</(?:b|i|sub|sup)>)", r"\1 ", line)
    line = BLANKS.sub(" ", line).strip(" ")
    while line.startswith(BREAK) or line.endswith(BREAK):
        line = line.removeprefix(BREAK).removesuffix(BREAK).strip(" ")
    return line
