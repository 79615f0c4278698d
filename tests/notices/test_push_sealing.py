"""Pushes are sealed as RFC 8291 shows it and proved as RFC 8292 wants it; what are no keys is refused."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidSignature, InvalidTag

from ris.notices.push_sealing import BadKeys, KeyPair, Receiver, decoded, new_key_pair, proof, sealed_for
from tests.notices.push_service import claims_of, in_words, opened

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SENDER = KeyPair(
    "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8",
    "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
)
BROWSER = KeyPair(
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94",
)
AUTH, SALT = "BTBZMqHH6r4Tts7J_aSIgg", "DGv6ra1nlYgDCS1FRnbzlw"
MESSAGE = b"When I grow up, I want to be a watermelon"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_y"
    "l95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_rfc_8291_appendix_a_comes_out() -> None:
    receiver = Receiver.from_words(BROWSER.public, AUTH)
    sealed = sealed_for(receiver, MESSAGE, salt=decoded(SALT), own=SENDER)
    assert in_words(sealed) == SEALED
    assert opened(sealed, BROWSER, decoded(AUTH)) == MESSAGE


def test_the_same_message_is_never_sealed_the_same_way_and_opens_for_its_browser_only() -> None:
    receiver = Receiver.from_words(BROWSER.public, AUTH)
    one, two = sealed_for(receiver, MESSAGE), sealed_for(receiver, MESSAGE)
    assert one != two
    assert opened(one, BROWSER, decoded(AUTH)) == opened(two, BROWSER, decoded(AUTH))
    for browser, auth in ((replace(new_key_pair(), public=BROWSER.public), AUTH), (BROWSER, SALT)):
        with pytest.raises(InvalidTag):
            opened(one, browser, decoded(auth))


def test_who_sends_is_proved_to_this_push_service_for_half_a_day() -> None:
    own = new_key_pair()
    said = proof("https://push.example:8443/send/abc?x=1", own, "mailto:ris@lindenau.example", now=NOW)
    claims, key = claims_of(said)
    assert claims == {
        "aud": "https://push.example:8443",
        "exp": int(NOW.timestamp()) + 12 * 3600,
        "sub": "mailto:ris@lindenau.example",
    }
    assert key == own.public
    with pytest.raises(InvalidSignature):
        claims_of(said.replace(own.public, SENDER.public))


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", AUTH),
        ("x" * 4000, AUTH),
        (BROWSER.public, ""),
        (BROWSER.public, "kurz"),
        (BROWSER.public[:-2], AUTH),
        ("B" + "A" * 86, AUTH),
        ("ü", AUTH),
        (BROWSER.public, AUTH + "\x00"),
    ],
)
def test_what_are_no_keys_is_refused(p256dh: str, auth: str) -> None:
    with pytest.raises(BadKeys):
        Receiver.from_words(p256dh, auth)
