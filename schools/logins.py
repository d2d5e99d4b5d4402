"""Logins out of names: «Петрова Анна Сергеевна» → petrova.as. Pure."""

import re

LETTERS = dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziyklmnoprstufye", strict=True)) | {
    **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"}
}
LONGEST = 30


def login_from(full_name: str) -> str:
    """Surname and initials; a name of one word is the login itself."""
    words = [latin(word) for word in full_name.split()]
    surname, *given = [word for word in words if word] or ["user"]
    initials = "".join(word[0] for word in given[:2])
    return f"{surname[:LONGEST]}.{initials}" if initials else surname[:LONGEST]


def latin(word: str) -> str:
    """«Щербакова-Юн» → shcherbakova-yun."""
    letters = (LETTERS.get(letter, letter) for letter in word.lower())
    # left out: the two signs, and all else that a login does not bear
    return re.sub(r"[^a-z0-9-]", "", "".join(letters)).strip("-")
