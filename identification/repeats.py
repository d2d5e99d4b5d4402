"""What a repeated run changed, in a sentence. Pure."""

from collections.abc import Iterable

from schools.russian import agree, joined, points, school_name


def compared(before: Iterable, now: Iterable, *, most: int = 6) -> str:
    """What a repeated run changed: a sentence. Verdicts of the run before and of this one."""
    was, new = ({v.school_id: v for v in verdicts} for verdicts in (before, now))
    changes = [words for pk in new if pk in was and (words := _change(was[pk], new[pk]))]
    added = [_name(new[pk]) for pk in new if pk not in was]
    gone = [_name(was[pk]) for pk in was if pk not in new]
    if added:
        changes.append(f"{agree(len(added), 'добавилась,добавились')} {joined(added)}")
    if gone:
        changes.append(f"больше нет {joined(gone)}")
    if not changes:
        return "По сравнению с прошлым проведением изменений нет."
    more = f"; и ещё {len(changes) - most}" if len(changes) > most else ""
    return f"По сравнению с прошлым проведением изменилось: {'; '.join(changes[:most])}{more}."


def _change(was, new) -> str:
    parts = []
    if was.score != new.score:
        parts.append(f"индекс был {points(was.score)}, стал {points(new.score)}")
    if was.status != new.status:
        parts.append(f"статус был «{was.get_status_display()}», стал «{new.get_status_display()}»")
    return f"{_name(new)}: {', '.join(parts)}" if parts else ""


def _name(verdict) -> str:
    return school_name(verdict.snapshot["short_name"])
