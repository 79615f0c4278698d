"""When letters are tried again, and what an address is."""

from datetime import UTC, datetime, timedelta

import pytest

from ris.mail.mailers import SmtpServer
from ris.mail.rules import GIVE_UP, LONGEST_WAIT, STATE_LABELS, MailState, given_up, is_address, next_try

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_each_wait_is_twice_as_long_up_to_an_hour() -> None:
    waits = [next_try(attempts, NOW) - NOW for attempts in range(1, 9)]
    assert waits[:6] == [timedelta(minutes=2**power) for power in range(6)]
    assert next_try(10_000, NOW) - NOW == LONGEST_WAIT


def test_five_days_are_enough() -> None:
    assert not given_up(NOW, NOW + GIVE_UP)
    assert given_up(NOW, NOW + GIVE_UP + timedelta(seconds=1))


@pytest.mark.parametrize("text", ["a@b.de", "vor.nach+ris@sub.stadt-lindenau.example", "x_y@xn--mnchen-3ya.de"])
def test_these_are_addresses(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text", ["a@b", "a b@c.de", "ä@c.de", ".a@c.de", "a.@c.de", "a..b@c.de", "a@c.de\n", "a@@c.de"]
)
def test_these_are_not(text: str) -> None:
    assert not is_address(text)


def test_every_state_has_its_word() -> None:
    assert set(STATE_LABELS) == set(MailState)


def test_the_address_of_a_server_says_how_to_talk_to_it() -> None:
    assert SmtpServer.from_url("smtp://u%40x:p%2Fw@mail.example:587?starttls=1") == SmtpServer(
        "mail.example", 587, "u@x", "p/w", starttls=True
    )
    assert SmtpServer.from_url("smtps://mail.example") == SmtpServer("mail.example", 465, tls=True)
    with pytest.raises(ValueError, match="http"):
        SmtpServer.from_url("http://mail.example")
