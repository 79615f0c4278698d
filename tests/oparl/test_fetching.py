import gzip
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ris.oparl import fetching
from ris.oparl.fetching import Fetcher, FetchFailed, Patience
from tests.oparl.server import Request, Server, serving

QUICK = Patience(connecting=1.0, reading=2.0, whole=1.0, pause=0.01)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def fetcher(server: Server) -> Fetcher:
    return Fetcher(f"{server.home}/oparl", patience=QUICK, sleep=lambda _seconds: None)


def failure(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(FetchFailed) as failed:
        fetcher.page(url)
    return str(failed.value)


def test_a_page_is_fetched_with_its_type(server: Server, fetcher: Fetcher) -> None:
    server.answers["/a"] = {"id": 1}
    assert fetcher.page(f"{server.home}/a?b=c") == (b'{"id": 1}', "application/json")
    assert server.asked == ["/a?b=c"]


def test_redirects_are_followed_on_the_same_host(server: Server, fetcher: Fetcher) -> None:
    server.answers["/a"] = lambda request: request.give(b"", 301, Location="/b")
    server.answers["/b"] = {"id": 2}
    assert fetcher.page(f"{server.home}/a")[0] == b'{"id": 2}'


def test_redirects_in_a_circle_are_noticed(server: Server, fetcher: Fetcher) -> None:
    server.answers["/a"] = lambda request: request.give(b"", 302, Location="/b")
    server.answers["/b"] = lambda request: request.give(b"", 302, Location="/a")
    assert failure(fetcher, f"{server.home}/a") == "die Weiterleitungen führen im Kreis"


def test_endless_redirects_are_noticed(server: Server, fetcher: Fetcher) -> None:
    server.answers["/a"] = lambda request: request.give(b"", 302, Location=f"/a?n={time.monotonic_ns()}")
    assert "im Kreis" in failure(fetcher, f"{server.home}/a")
    assert len(server.asked) <= fetching.REDIRECTS + 1


def test_another_host_is_not_asked(server: Server, fetcher: Fetcher) -> None:
    server.answers["/a"] = lambda request: request.give(b"", 302, Location=f"http://localhost:{server.server_port}/b")
    assert "führt zu einem anderen Rechner (localhost)" in failure(fetcher, f"{server.home}/a")
    assert server.asked == ["/a"]


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/", "gopher://x/", "http:///x", "http://a:999999/", "//x"]
)
def test_only_the_web_is_asked(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(FetchFailed):
        fetcher.page(url)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "[::1]",
        "0.0.0.0",  # noqa: S104 - nobody listens
        "2130706433",
        "[::ffff:127.0.0.1]",
    ],
)
def test_our_own_network_is_not_asked_for_a_source_outside(host: str) -> None:
    fetcher = Fetcher("https://ris.example.org/oparl", only_home=False, patience=QUICK, sleep=lambda _seconds: None)
    assert "liegt im eigenen Netz" in failure(fetcher, f"http://{host}/datei")


def test_a_server_that_fails_is_asked_again(server: Server, fetcher: Fetcher) -> None:
    def fail_twice(request: Request) -> None:
        request.give(b"{}", 503 if len(server.asked) < 3 else 200)

    server.answers["/a"] = fail_twice
    assert fetcher.page(f"{server.home}/a")[0] == b"{}"
    assert len(server.asked) == 3


def test_a_server_that_goes_on_failing_is_named(server: Server, fetcher: Fetcher) -> None:
    server.answers["/a"] = lambda request: request.give(b"{}", 500)
    assert failure(fetcher, f"{server.home}/a") == "Antwort 500"
    assert len(server.asked) == fetching.ATTEMPTS


def test_a_server_that_asks_for_a_pause_gets_it(server: Server) -> None:
    pauses: list[float] = []
    fetcher = Fetcher(server.home, patience=QUICK, sleep=pauses.append)
    server.answers["/a"] = lambda request: request.give(b"{}", 429, Retry_After="7" if not pauses else "9999999")
    assert failure(fetcher, f"{server.home}/a") == "Antwort 429"
    assert pauses == [7.0, fetching.LONGEST_PAUSE, fetching.LONGEST_PAUSE]


def test_what_is_not_there_is_not_asked_for_again(server: Server, fetcher: Fetcher) -> None:
    assert failure(fetcher, f"{server.home}/nichts") == "Antwort 404"
    assert len(server.asked) == 1


def test_an_answer_without_an_end_is_not_read_to_the_end(
    server: Server, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "PAGE_BYTES", 1_000_000)
    sent = []

    def endless(request: Request) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(2 * 2**30))
        request.end_headers()
        for _ in range(2 * 2**10):
            request.wfile.write(b"x" * 2**20)
            sent.append(1)

    server.answers["/a"] = endless
    assert "größer als 0 MB" in failure(fetcher, f"{server.home}/a")
    assert len(sent) < 100


def test_a_bomb_of_zeros_is_not_unpacked(server: Server, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "PAGE_BYTES", 1_000_000)
    bomb = gzip.compress(b"0" * 50_000_000)
    server.answers["/a"] = lambda request: request.give(bomb, Content_Encoding="gzip")
    assert "größer als" in failure(fetcher, f"{server.home}/a")


def test_packed_answers_are_unpacked(server: Server, fetcher: Fetcher) -> None:
    server.answers["/a"] = lambda request: request.give(gzip.compress(b"[]"), Content_Encoding="gzip")
    assert fetcher.page(f"{server.home}/a")[0] == b"[]"


def test_a_broken_packing_is_named(server: Server, fetcher: Fetcher) -> None:
    server.answers["/a"] = lambda request: request.give(b"kein gzip", Content_Encoding="gzip")
    assert "falsch gepackt" in failure(fetcher, f"{server.home}/a")


def test_a_packed_answer_that_breaks_off_is_named(server: Server, fetcher: Fetcher) -> None:
    half = gzip.compress(bytes(range(256)) * 100)[:-200]
    server.answers["/a"] = lambda request: request.give(half, Content_Encoding="gzip")
    assert "brach ab" in failure(fetcher, f"{server.home}/a")


def test_a_server_that_drips_is_left(server: Server, fetcher: Fetcher) -> None:
    dripped = []

    def drip(request: Request) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(200):
            request.wfile.write(b" ")
            request.wfile.flush()
            dripped.append(1)
            time.sleep(0.1)

    server.answers["/a"] = drip
    assert failure(fetcher, f"{server.home}/a") == "die Antwort dauerte zu lange"
    assert len(dripped) < 200


def test_a_server_that_says_nothing_is_left(server: Server, fetcher: Fetcher) -> None:
    server.answers["/a"] = lambda _request: time.sleep(2.0)
    fetcher.patience = Patience(connecting=1.0, reading=0.2, whole=1.0, pause=0.01)
    assert "keine Antwort" in failure(fetcher, f"{server.home}/a")


def test_an_answer_that_breaks_off_is_named(server: Server, fetcher: Fetcher) -> None:
    server.answers["/a"] = lambda request: request.give(b"[1, 2", Content_Length="5000")
    assert "brach ab" in failure(fetcher, f"{server.home}/a")


@pytest.fixture
def encrypted(server: Server, tmp_path: Path) -> Path:
    """The server speaks https with a certificate of its own for "localhost"; where the certificate lies."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("https: there is no openssl to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names]
    subprocess.run([*command, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.answers["/a"] = {}
    return certificate


def test_a_certificate_nobody_vouches_for_is_refused(server: Server, encrypted: Path) -> None:
    url = f"https://localhost:{server.server_port}/a"
    assert failure(Fetcher(url, patience=QUICK), url) == "das Zertifikat des Servers ist nicht gültig"


def test_a_certificate_must_be_for_the_very_host(
    server: Server, encrypted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(encrypted))
    good, bad = (f"https://{host}:{server.server_port}/a" for host in ("localhost", "127.0.0.1"))
    assert Fetcher(good, patience=QUICK).page(good)[0] == b"{}"
    assert failure(Fetcher(bad, patience=QUICK), bad) == "das Zertifikat des Servers ist nicht gültig"
