"""The kind of an indicator from its unit, its targets or the first words of its title. Pure."""

import re

YES_NO, PERCENT, NUMBER, DEGREE = "yes_no", "percent", "number", "degree"
UNITS = (
    (DEGREE, r"степень|implementation_scale|degree"),
    (YES_NO, r"да\s*/\s*нет|наличи|есть\s*/\s*нет|yes_?/?no"),
    (PERCENT, r"процент|%|доля|share|percent"),
    (NUMBER, r"числ|кол-?\s*во|количеств|единиц|^ед\.?$|^шт\.?$|чел|балл|пакет|number|count"),
)
TITLES = (
    (YES_NO, r"наличие|есть |издан|разработан"),
    (PERCENT, r"доля|процент|удельный вес|количество\s*[/\\]\s*доля"),
    (NUMBER, r"количество|число|средний балл|увеличение числа"),
)
LOWER = re.compile(
    r"^(?:сниж|уменьш|сокращ)|не получивш|без аттестат|не преодол|неудовлетв|непосещ|"
    r"пропущен|доля школ с низкими|получили «2»"
)
HIGHER = re.compile(r"^(?:повыш|увелич|рост)")
# what stands behind these words says nothing that the kind does not
PLAIN = re.compile(
    r"^(?:да\s*/\s*нет|процент\w*|%|числов\w*|число|количество|кол-во|наличие( / отсутствие)?|"
    r"доля|ед\.?|единиц\w*)\.?$"
)


def kind_of(unit: str, title: str, targets: list[str], common: str = "") -> str:
    """ "" where nothing tells: a person chooses. `common`: the unit of the goal as a whole."""
    if unit:
        return _first(UNITS, unit.lower())
    said = [target.lower() for target in targets if target]
    if said and all(one in {"да", "нет", "+"} for one in said):
        return YES_NO
    if any("%" in one for one in said):
        return PERCENT
    shared = {kind for kind, pattern in UNITS if re.search(pattern, common.lower())}
    return _first(TITLES, title.lower(), at_start=True) or (
        shared.pop() if len(shared) == 1 else ""
    )


def direction_of(kind: str, title: str) -> str:
    """By the words of the title; of a yes and a no more is always better."""
    said = title.lower()
    lower = kind != YES_NO and LOWER.search(said) and not HIGHER.match(said)
    return "lower" if lower else "higher"


def unit_of(kind: str, unit: str) -> str:
    """As the portal keeps it: what is counted, where the document says so."""
    if kind == PERCENT:
        return "%"
    return "" if kind in (YES_NO, DEGREE) or PLAIN.match(unit.lower()) else unit[:60]


def _first(patterns, said: str, *, at_start: bool = False) -> str:
    find = re.match if at_start else re.search
    return next((kind for kind, pattern in patterns if find(pattern, said)), "")
