"""Names of schools made comparable. Pure.

Files write one school in many ways: quotes, «№», ё, the legal form before the name, a login
glued on, «– филиал …» behind it. What is left after all this is taken away is the key.
"""

import re

FORMS = r"муниципальн\w+|бюджетн\w+|казенн\w+|автономн\w+|общеобразовательн\w+|учреждени\w+"
PREFIX = re.compile(rf"^(?:(?:{FORMS}|мбоу|мкоу|маоу|моу|мбу|филиал)\s+)+")
LOGIN = re.compile(r"\((?:edu|sch)\d+\)\s*$")
BRANCH = re.compile(r"\s+[-–—]\s+филиал\b.*$")
SIGNS = re.compile(r"[«»\"'“”„№.,()]")


def normalised(name: str) -> str:
    """«МБОУ «Соколовская СОШ № 4»» and «соколовская сош №4» → «соколовская сош 4»."""
    key = LOGIN.sub("", name.strip().lower().replace("ё", "е"))
    key = BRANCH.sub("", key)
    key = " ".join(SIGNS.sub(" ", key).split())
    key = re.sub(r"(?<=[а-я])(?=\d)", " ", key)
    return PREFIX.sub("", key) or name.strip().lower()
