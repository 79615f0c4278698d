"""PURE. A search for a folder: small files of words, and small files of what was found, fetched when asked for.

``suche/wort/<two letters>.json`` names for each word the entries it stands in, ``suche/eintrag/<block>.json`` holds what is
shown. ``ris/static/copy_search.js`` spells words the same way.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections import defaultdict
from dataclasses import dataclass, field

WORD = re.compile(r"[a-z0-9]+")
SHORTEST = 2
BLOCKS = 256
"""Files the entries are spread over."""
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def words_of(text: str) -> list[str]:
    """The words of a text as they are looked up: small letters, umlauts spelled out, accents gone."""
    plain = unicodedata.normalize("NFC", text.replace("\u00ad", "")).lower().translate(UMLAUTS)
    letters = unicodedata.normalize("NFD", plain)
    bare = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return [word for word in WORD.findall(bare) if len(word) >= SHORTEST]


@dataclass
class WordIndex:
    """Grows while pages are copied; holds titles only, so it is small beside them.

    An entry lies in a block that follows from its own address, so that a new one changes no others.
    """

    _entries: dict[str, dict[str, tuple[str, str]]] = field(default_factory=lambda: defaultdict(dict))
    _words: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def add(self, kind: str, title: str, path: str) -> None:
        """An entry: what kind of thing, its title, the folder of its page."""
        block = f"{zlib.crc32(path.encode()) % BLOCKS:02x}"
        self._entries[block][path] = (kind, title)
        for word in sorted(set(words_of(title))):
            self._words[word[:SHORTEST]][word].append(f"{block}/{path}")

    def files(self) -> dict[str, bytes]:
        """Place → content; ``anfaenge.json`` names the files of words there are."""
        found = {
            f"suche/wort/{start}.json": _json({word: sorted(entries) for word, entries in words.items()})
            for start, words in self._words.items()
        }
        starts = {"suche/wort/anfaenge.json": _json(sorted(self._words))}
        return (
            found | starts | {f"suche/eintrag/{block}.json": _json(entries) for block, entries in self._entries.items()}
        )


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
