"""The part of a municipal programme that a school's own one repeats. Pure."""

from collections.abc import Mapping

OF_SCHOOL = ("DIRECTOR", "SCHOOL_COORDINATOR")


def school_part(content: Mapping) -> dict:
    """What schools answer for, and the goals that have something of it.

    A work of the copy is the school's own, whoever was meant in the template.
    """
    indicators = [one for one in content.get("indicators", ()) if one["level"] == "school"]
    activities = [one for one in content.get("activities", ()) if one["level"] == "school"]
    kept = {one["id"] for one in activities}
    used = {one["goal"] for one in (*indicators, *activities)}
    return {
        "periods": list(content.get("periods", ())),
        "goals": [one for one in content.get("goals", ()) if one["id"] in used],
        "indicators": indicators,
        "activities": activities,
        "works": [_own(one) for one in content.get("works", ()) if one["activity"] in kept],
    }


def _own(work: Mapping) -> dict:
    role = work["role"] if work["role"] in OF_SCHOOL else OF_SCHOOL[0]
    return {**work, "whom": "school", "role": role}
