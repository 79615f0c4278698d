"""PURE. What anybody may do with the public data of a town: the licence's address, its name, and what catalogues call it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DEFAULT_LICENSE: Final = "https://www.govdata.de/dl-de/zero-2-0"
"""Where a town has not said otherwise: everything. Datenlizenz Deutschland – Zero – Version 2.0."""


@dataclass(frozen=True)
class Licence:
    """A licence as people and catalogues know it."""

    address: str
    name: str
    concept: str
    """Its address in the vocabulary of DCAT-AP.de; the licence's own where that has none."""
    attribution: bool = True
    """Whether the town has to be named where its data are used."""


_KNOWN: Final = {
    licence.address: licence
    for licence in (
        Licence(
            DEFAULT_LICENSE,
            "Datenlizenz Deutschland – Zero – Version 2.0",
            "http://dcat-ap.de/def/licenses/dl-zero-de/2.0",
            attribution=False,
        ),
        Licence(
            "https://www.govdata.de/dl-de/by-2-0",
            "Datenlizenz Deutschland – Namensnennung – Version 2.0",
            "http://dcat-ap.de/def/licenses/dl-by-de/2.0",
        ),
        Licence(
            "https://creativecommons.org/publicdomain/zero/1.0/",
            "Creative Commons Zero 1.0",
            "http://dcat-ap.de/def/licenses/cc-zero",
            attribution=False,
        ),
        Licence(
            "https://creativecommons.org/licenses/by/4.0/",
            "Creative Commons Namensnennung 4.0",
            "http://dcat-ap.de/def/licenses/cc-by/4.0",
        ),
    )
}


def offered(current: str | None) -> list[tuple[str, str]]:
    """Address and name of the licences a town chooses from; one it brought with it stays among them."""
    known = {
        address: licence.name if licence.attribution else f"{licence.name} (ohne Namensnennung)"
        for address, licence in _KNOWN.items()
    }
    return [*known.items(), *([(current, current)] if current and current not in known else [])]


def licence_of(address: str | None) -> Licence:
    """The licence behind an address; one we do not know is called by its address, and asks to be read."""
    return _KNOWN.get(address or DEFAULT_LICENSE) or Licence(address or "", address or "", address or "")
