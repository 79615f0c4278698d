"""PURE. Patterns of private matters in a text: account numbers, telephone numbers, addresses of homes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ris.documents.findings import FindingCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){3,7}(?:[ \u00a0]?[A-Z0-9]{1,4})?\b")
IBAN_LENGTHS = {"DE": 22, "AT": 20, "CH": 21, "FR": 27, "NL": 18, "PL": 28, "LU": 20, "IT": 27, "ES": 24, "BE": 16}
PHONE = re.compile(
    r"(?<![\d/.,-])(?:\+49[ \u00a0]?(?:\(0\))?|0)[1-9]\d{1,4}[ \u00a0]?[/ -][ \u00a0]?\d{2,}(?:[ -]?\d{2,}){0,4}(?![\d.,/])"
)
STREET = (
    r"[A-ZÄÖÜ][\wäöüß.-]*(?:[ -][A-ZÄÖÜ][\wäöüß.-]*){0,2}(?:straße|strasse|str\.|weg|platz|gasse|allee|ring|ufer|damm)"
)
ADDRESS = re.compile(rf"\b{STREET}[ \u00a0]?\d{{1,4}}[ \u00a0]?[a-z]?\s*,?\s+(?:D-)?\d{{5}}\s+[A-ZÄÖÜ]\w+")
FEWEST_DIGITS = 7
SHOWN = 4


def private_matters(text: str, ignored: Sequence[str] = ()) -> Iterator[tuple[FindingCode, dict[str, Any]]]:
    """What in a text may be private; ``ignored``: the office's own telephone and address.

    A whole account number is never told, only its first and last four signs.
    """
    accounts = {compact for found in IBAN.findall(text) if (compact := _account(found))}
    if accounts:
        yield (
            FindingCode.IBAN,
            {"what": ", ".join(f"{each[:SHOWN]} … {each[-SHOWN:]}" for each in sorted(accounts)[:3])},
        )
    phones = {digits for found in PHONE.findall(text) if len(digits := _digits(found)) >= FEWEST_DIGITS}
    known = {_digits(each) for each in ignored}
    if phones - known:
        yield FindingCode.PHONE, {"count": len(phones - known)}
    own = [" ".join(each.split()).casefold() for each in ignored if each.strip()]
    places = {" ".join(found.split()) for found in ADDRESS.findall(text)}
    foreign = [place for place in places if not any(place.casefold() in each for each in own)]
    if foreign:
        yield FindingCode.ADDRESS, {"count": len(foreign)}


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text.replace("+49", "0").replace("(0)", ""))


def _account(found: str) -> str:
    """The account number without blanks, cut to its country's length; empty when its check digits are wrong."""
    compact = re.sub(r"\s", "", found)
    compact = compact[: IBAN_LENGTHS.get(compact[:2], len(compact))]
    return compact if is_iban(compact) else ""


def is_iban(compact: str) -> bool:
    """Whether the check digits are right (ISO 13616: remainder 1 by 97)."""
    if len(compact) != IBAN_LENGTHS.get(compact[:2], len(compact)):
        return False
    rearranged = compact[4:] + compact[:4]
    return int("".join(str(int(sign, 36)) for sign in rearranged)) % 97 == 1
