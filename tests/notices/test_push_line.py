"""The door to push services: https only, public addresses only, no redirects, and failures that say what they are."""

import socket
from pathlib import Path

import pytest

from ris.notices.push_line import NoEndpoint, NotPushed, PushLine
from tests.notices.push_service import push_service


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://push.example/x",
        "ftp://push.example/x",
        "https://",
        "https:///x",
        "//push.example/x",
        "https://push.example:port/x",
        "https://user@push.example/x",
        "https://push.example/a b",
        "https://push.example/\nx",
        "https://püsh.example/x",
        "https://push.example/" + "x" * 1000,
        "https://127.0.0.1/x",
        "https://10.1.2.3/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
        "https://[::ffff:127.0.0.1]/x",
        "https://[64:ff9b::7f00:1]/x",
        "https://[2002:7f00:1::]/x",
        "https://[fe80::1]/x",
        "https://224.0.0.1/x",
        "https://0.0.0.0/x",
    ],
)
def test_nothing_but_a_public_https_address_is_an_endpoint(address: str) -> None:
    with pytest.raises(NoEndpoint):
        PushLine().check(address)
    with pytest.raises(NoEndpoint):
        PushLine().post(address, b"", {})


def test_a_public_one_is() -> None:
    assert PushLine().check("https://updates.push.services.example/wpush/v2/abc") == (
        "updates.push.services.example",
        443,
    )


def test_a_name_that_leads_into_our_own_network_is_refused_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in ("127.0.0.1", "192.168.0.7")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: inside)
    with pytest.raises(NoEndpoint):
        PushLine().post("https://push.example/x", b"", {})


def test_who_is_no_push_service_for_sure_is_not_pushed_to(tmp_path: Path) -> None:
    with push_service(tmp_path) as service:
        with pytest.raises(NoEndpoint):
            PushLine(str(service.certificate)).post(f"{service.url}/push/a", b"", {})
        with pytest.raises(NotPushed) as unknown:
            PushLine(trusted_hosts=frozenset({"localhost"})).post(f"{service.url}/push/a", b"", {})
        assert unknown.value.status == 0, "a certificate nobody vouches for"
        assert service.taken == []


def test_answers_are_told_and_redirects_not_followed(tmp_path: Path) -> None:
    with push_service(tmp_path) as service:
        line = PushLine(str(service.certificate), frozenset({"localhost"}))
        line.post(f"{service.url}/push/a?b=c", b"sealed", {"TTL": "60"})
        path, headers, body = service.taken[0]
        assert (path, headers["TTL"], headers["Host"], body) == (
            "/push/a?b=c",
            "60",
            service.url.removeprefix("https://"),
            b"sealed",
        )
        for status in (302, 307, 404, 410, 429, 500):
            service.answers["/push/a"] = status
            with pytest.raises(NotPushed) as failure:
                line.post(f"{service.url}/push/a", b"", {})
            assert failure.value.status == status
        assert len(service.taken) == 7
