"""One command runs web and worker, and Ctrl-C ends both."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config import BadSetting, Config

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def descendants(pid: int) -> set[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(child) for child in children} | {d for child in children for d in descendants(int(child))}


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
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


def test_web_and_worker_start_and_end_together(tmp_path: Path) -> None:
    port = free_port()
    environment = {**os.environ, "RIS_DATA": str(tmp_path), "PORT": str(port)}
    ris = [sys.executable, "-m", "ris"]
    subprocess.run([*ris, "prepare"], cwd=ROOT, env=environment, check=True)
    subprocess.run([*ris, "body", "add", "Lindenau"], cwd=ROOT, env=environment, check=True)
    with running([*ris, "serve"], environment) as process:
        wait_for(f"http://127.0.0.1:{port}/robots.txt", process)
        family = family_of(process)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=40) == 0
    assert not [pid for pid in family if Path(f"/proc/{pid}").exists()]


def test_a_taken_port_ends_everything(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        environment = {**os.environ, "RIS_DATA": str(tmp_path), "PORT": str(taken.getsockname()[1])}
        ris = [sys.executable, "-m", "ris"]
        subprocess.run([*ris, "prepare"], cwd=ROOT, env=environment, check=True)
        served = subprocess.run([*ris, "serve"], cwd=ROOT, env=environment, timeout=60, check=False)
        assert served.returncode == 1


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "achtzig"), ("PORT", "0"), ("PORT", "70000"), ("RIS_SEARCH_ENGINE", "google")]
)
def test_a_setting_that_cannot_be_used_is_named_with_its_cure(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        Config.from_env({"RIS_DATA": str(tmp_path), name: value})


def test_the_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = Config.from_env({"RIS_DATA": str(tmp_path)})
    assert Config.from_env({"RIS_DATA": str(tmp_path)}).secret_key == first.secret_key
    assert len(first.secret_key) == 64
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
