"""Whether a file tells of our district. Pure: every district has its СОШ 3."""

import re

GENERIC = re.compile(
    r"\b(муниципальн\w*|городск\w*|сельск\w*|город\w*|район\w*|округ\w*|образован\w*|"
    r"област\w*|кра[йя]\w*|республик\w*|мо|мр|го|г)\b"
)


def is_ours(names: set[str], told: str) -> bool:
    """«Иланский муниципальный район» is «Иланский район»; «Ачинский район» is not «Ачинск»."""
    wanted = words_of(told)
    ours = [words for words in map(words_of, names) if words]
    return bool(wanted) and any(wanted <= words or words <= wanted for words in ours)


def words_of(name: str) -> set[str]:
    """What is left of a name without the words that every district has."""
    said = GENERIC.sub(" ", name.lower().replace("ё", "е"))
    return set(re.findall(r"\w+", said))
