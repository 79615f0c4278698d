"""One command runs web and worker, and Ctrl-C ends both."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from subprocess import PIPE
from typing import IO

import pytest
from alembic.script import ScriptDirectory

from config import BadSetting, Config
from ris.ready import is_ready, newest_revision
from ris.serve import cannot_listen

ROOT = Path(__file__).parent.parent
RIS = [sys.executable, "-m", "ris"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def descendants(pid: int) -> set[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(child) for child in children} | {d for child in children for d in descendants(int(child))}


@contextmanager
def running(
    command: list[str], environment: dict[str, str], log: IO[bytes] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=40)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own server
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"{url} does not answer")


def family_of(process: subprocess.Popen[bytes]) -> set[int]:
    """All processes of the program, once gunicorn, its two workers and our worker are there."""
    deadline = time.monotonic() + 60
    while len(family := descendants(process.pid)) < 4:
        assert time.monotonic() < deadline, family
        time.sleep(0.1)
    return family


@pytest.fixture(autouse=True)
def terminal() -> Iterator[None]:
    """Tests run with ``nohup`` are deaf to their terminal's end, and would hand that down to what they start."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture
def installation(tmp_path: Path) -> dict[str, str]:
    """The environment of a prepared installation with one town."""
    environment = {**os.environ, "RIS_DATA": str(tmp_path), "PORT": str(free_port())}
    subprocess.run([*RIS, "prepare"], cwd=ROOT, env=environment, check=True)
    subprocess.run([*RIS, "body", "add", "Lindenau"], cwd=ROOT, env=environment, check=True)
    return environment


def test_only_what_is_prepared_and_has_a_town_starts_at_once(installation: dict[str, str], tmp_path: Path) -> None:
    config = Config.from_env(installation)
    assert is_ready(config)
    with closing(sqlite3.connect(tmp_path / "ris.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '0001'")
    assert not is_ready(config)
    empty = tmp_path / "leer"
    subprocess.run([*RIS, "prepare"], cwd=ROOT, env={**installation, "RIS_DATA": str(empty)}, check=True)
    assert not is_ready(Config.from_env({"RIS_DATA": str(empty)}))
    nothing = Config.from_env({"RIS_DATA": str(tmp_path / "neu")})
    assert not is_ready(nothing)
    assert not (nothing.data_dir / "ris.db").exists()


def test_the_newest_revision_is_the_head_of_the_migrations() -> None:
    assert newest_revision() == ScriptDirectory(str(ROOT / "ris" / "migrations")).get_current_head()


def test_a_second_start_serves_what_the_first_one_made(installation: dict[str, str]) -> None:
    with running([*RIS, "start"], installation) as process:
        wait_for(f"http://127.0.0.1:{installation['PORT']}/robots.txt", process)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=40) == 0


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGHUP], ids=["Ctrl-C", "closed terminal"])
def test_web_and_worker_start_and_end_together(installation: dict[str, str], signum: signal.Signals) -> None:
    with running([*RIS, "serve"], installation) as process:
        wait_for(f"http://127.0.0.1:{installation['PORT']}/robots.txt", process)
        family = family_of(process)
        process.send_signal(signum)
        assert process.wait(timeout=40) == 0
    assert not [pid for pid in family if Path(f"/proc/{pid}").exists()]


def test_when_the_worker_dies_all_ends_and_the_log_says_why(installation: dict[str, str], tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log, running([*RIS, "serve"], installation, log) as process:
        family = family_of(process)
        worker = next(pid for pid in family if Path(f"/proc/{pid}/cmdline").read_bytes().endswith(b"jobs\0work\0"))
        os.kill(worker, signal.SIGKILL)
        assert process.wait(timeout=40) == 1
    assert "Hintergrundaufgaben: unerwartet zu Ende (Status -9)" in (tmp_path / "log").read_text("utf-8")
    assert not [pid for pid in family if Path(f"/proc/{pid}").exists()]


def test_a_taken_port_ends_everything_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        environment = {**os.environ, "RIS_DATA": str(tmp_path), "PORT": str(taken.getsockname()[1])}
        started = subprocess.run([*RIS, "start"], cwd=ROOT, env=environment, timeout=60, check=False, stderr=PIPE)
    assert started.returncode == 1
    assert started.stderr.decode().startswith(f"127.0.0.1:{environment['PORT']} ist nicht frei: Dort läuft schon")
    assert not (tmp_path / "ris.db").exists()


def test_an_address_of_another_machine_is_named(tmp_path: Path) -> None:
    config = Config.from_env({"RIS_DATA": str(tmp_path), "HOST": "192.0.2.1"})
    assert "192.0.2.1:8000 ist nicht frei: Das ist keine Adresse dieses Rechners." in (cannot_listen(config) or "")


def test_an_ipv6_address_stands_in_brackets(tmp_path: Path) -> None:
    config = Config.from_env({"RIS_DATA": str(tmp_path), "HOST": "::1"})
    assert (config.address, config.public_url) == ("[::1]:8000", "http://[::1]:8000")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "achtzig"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("RIS_SEARCH_ENGINE", "google"),
        ("RIS_DATABASE_URL", "mysql://rathaus/ris"),
        ("RIS_DATABASE_URL", "postgresql://ris:secret:word/ris"),
        ("RIS_PUBLIC_URL", "ris.example"),
        ("RIS_DATA", "/dev/null"),
        ("RIS_DATA", "/proc/ris"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_cure(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        Config.from_env({"RIS_DATA": str(tmp_path), name: value})


def test_the_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = Config.from_env({"RIS_DATA": str(tmp_path)})
    assert Config.from_env({"RIS_DATA": str(tmp_path)}).secret_key == first.secret_key
    assert len(first.secret_key) == 64
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
