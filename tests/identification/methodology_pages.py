"""The form of a methodology as a person fills it in."""

import re
from html import unescape
from html.parser import HTMLParser

from identification.methods import METHODS
from identification.methods.schema import Groups, Procedure, Rows, Switch
from identification.models import Methodology


def filled(name: str, parameters: dict, **head) -> dict:
    """What the browser would post for these parameters, field by field."""
    data = {"title": "Методика", "remark": "", "save": "1"} | head
    for one in METHODS[name].schema:
        if one.name not in parameters:
            continue
        value = parameters[one.name]
        if isinstance(one, Rows):
            prefix = f"p-{one.name}"
            data[f"{prefix}-row"] = [str(number) for number in range(len(value))]
            for number, row in enumerate(value):
                for column in one.columns:
                    cell = row if one.is_plain else row.get(column.name)
                    data |= typed(column, cell, f"{prefix}-{number}-{column.name or 'value'}")
        else:
            data |= typed(one, value, f"p-{one.name}")
    return data


def typed(one, value, name: str) -> dict:
    if isinstance(one, Procedure) and value:
        parts = value["kind"], value.get("grade") or "", value.get("variant") or ""
        return {name: "|".join(map(str, (*parts, value["subject"])))}
    if isinstance(one, Groups):
        return {name: ", ".join(map(str, value or []))}
    if isinstance(one, Switch):
        return {name: "on"} if value else {}
    return {name: "" if value is None else str(value).replace(".", ",")}


def create(client, user, name: str, data: dict):
    client.force_login(user)
    return client.post(f"/identification/methodologies/new/?method={name}", data)


def created(client, user, name: str, parameters: dict, **head) -> Methodology:
    """Through the page; what it refuses fails with its words."""
    answer = create(client, user, name, filled(name, parameters, **head))
    assert answer.status_code == 302, errors_of(answer)
    return Methodology.objects.order_by("pk").last()


def errors_of(answer) -> list[str]:
    content = unescape(answer.content.decode())
    return re.findall(r'class="op-error".*?</i>(.*?)</p>', content, flags=re.S)


def boxes_of(answer) -> dict[str, str | list[str]]:
    """name → value of every box that the page shows, as the browser would send it back."""
    content = answer.content.decode()
    form = content[content.index('<form class="op-sheet') :]
    reader = Boxes()
    reader.feed(re.sub(r"<template>.*?</template>", "", form[: form.index("</form>")], flags=re.S))
    return reader.found


class Boxes(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.select, self.area = {}, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name, value = attrs.get("name"), attrs.get("value") or ""
        if tag == "select":
            self.select, self.found[name] = name, ""
        elif tag == "option" and "selected" in attrs:
            self.found[self.select] = value
        elif tag == "textarea":
            self.area, self.found[name] = name, ""
        elif tag == "input" and name.endswith("-row"):
            self.found.setdefault(name, []).append(value)
        elif tag == "input" and attrs.get("type") == "checkbox":
            self.found |= {name: "on"} if "checked" in attrs else {}
        elif tag == "input" and name != "csrfmiddlewaretoken":
            self.found[name] = value

    def handle_data(self, data):
        if self.area:
            self.found[self.area] += data.removeprefix("\n")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None
