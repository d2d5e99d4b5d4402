"""What an automatic value is asked, from the few words that a table of ours has for it."""

import re

# the documents do not say what positive dynamics is: the rule is the portal's, and shown with it
IMPROVED = {"figure": "share_high", "tolerance": 0, "improved_when": "any"}
PROCEDURE = re.compile(r"(\w+) (\d+) ([^(]+?)(?: \((\w+)\))?$")


def parameters_of(source: str, about: str) -> dict:
    if source == "dynamics":
        return {"procedures": [_procedure(about)], **IMPROVED}
    if source == "result":
        figure, _space, procedure = about.partition(" ")
        return {"procedures": [_procedure(procedure)], "figure": figure}
    if source == "teachers":
        count, _space, subject = about.partition(" ")
        return {"count": count} | ({"subject": subject} if subject else {})
    return {}


def _procedure(words: str) -> dict:
    kind, grade, subject, variant = PROCEDURE.match(words).groups()
    return {"kind": kind, "grade": int(grade), "subject": subject, "variant": variant}
