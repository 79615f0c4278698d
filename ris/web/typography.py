"""How German text is set on a page: soft hyphens, numbers, sizes, counted words.

Browsers without a German dictionary cannot break a word such as
"Stadtverordnetenversammlung", so the places where a narrow screen may break it are
written into the text.
"""

import re
from functools import lru_cache

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
NO_BREAK = "\N{NO-BREAK SPACE}"
LONG_WORD = re.compile(r"[^\W\d_]{14,}")
SEAMS = (
    "versammlung",
    "verordneten",
    "verwaltung",
    "ausschuss",
    "ausschuß",
    "vorsteherin",
    "vorsteher",
    "vorlage",
    "förderung",
    "entwicklung",
    "einrichtung",
    "niederschrift",
    "öffentlich",
    "feststellung",
    "beschluss",
    "besetzung",
    "gestaltung",
    "gesellschaft",
    "gemeinschaft",
    "wirtschaft",
    "versicherung",
    "beteiligung",
    "genehmigung",
    "angelegenheit",
    "verordnung",
    "bestimmung",
    "änderung",
    "ermächtigung",
    "finanzierung",
    "erweiterung",
    "kommission",
    "konzeption",
    "konzept",
    "bürger",
    "meister",
    "planung",
    "satzung",
    "ordnung",
    "haushalt",
    "verkehr",
    "gebühren",
    "betreuung",
    "fraktion",
    "führung",
    "schule",
    "straße",
    "strasse",
    "plan",
    r"rat(?=s?\b)",
)
SEAM = re.compile(rf"(?<=[^\W\d_]{{4}})(?={'|'.join(SEAMS)})", re.IGNORECASE)
LONG_REST = re.compile(r"[^\W\d_]{19,}")
SYLLABLE = re.compile(r"(?<=[aeiouäöü][bdfgklmnprstz])(?=[bdfgkmnpstvwz][aeiouäöü])")
SIZES = ("Byte", "KB", "MB", "GB", "TB")
STEP = 1000


def _hyphenate(word: str) -> str:
    parts = SEAM.sub(SOFT_HYPHEN, word).split(SOFT_HYPHEN)
    return SOFT_HYPHEN.join(SYLLABLE.sub(SOFT_HYPHEN, part) if LONG_REST.fullmatch(part) else part for part in parts)


@lru_cache(maxsize=4096)
def soft_hyphens(text: str) -> str:
    """A text whose long words may break at a seam of their parts, never elsewhere.

    Only words of 14 letters and more are touched; reading them aloud, copying and
    searching in the page are unchanged, since U+00AD is ignored there.
    """
    return LONG_WORD.sub(lambda found: _hyphenate(found[0]), text)


def thousands(number: int) -> str:
    """`11.280`."""
    return f"{number:,}".replace(",", ".")


def counted(number: int, one: str, many: str) -> str:
    """`1 Sitzung`, `12 Sitzungen`, `keine Sitzungen`."""
    if number == 0:
        return f"keine {many}"
    return f"{thousands(number)}{NO_BREAK}{one if number == 1 else many}"


def file_size(size: int) -> str:
    """A size in bytes as people read it: `640 KB`, `2,4 MB`."""
    amount = float(size)
    for unit in SIZES:
        if round(amount) < STEP or unit == SIZES[-1]:
            break
        amount /= STEP
    digits = 1 if unit not in SIZES[:2] and amount < STEP / 10 else 0
    return f"{amount:.{digits}f}{NO_BREAK}{unit}".replace(".", ",")
