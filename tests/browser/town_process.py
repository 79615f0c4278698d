"""The demo town behind a process of its own, which tests really kill and start again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from werkzeug.serving import make_server

from config import Config
from ris.app import create_app

ROOT = Path(__file__).resolve().parents[2]
VERSION = "PROGRAM_VERSION"
"""Variable of the environment: the version the process takes itself for; another one is an update."""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class TownProcess:
    """The server: alive or killed, always on the same port and the same data."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it listens, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, version: str = "eins") -> None:
        """Start it as a version of the program, and wait until it answers."""
        environment = {**os.environ, "RIS_DATA": str(self.folder), "PORT": str(self.port), VERSION: version}
        command = [sys.executable, "-m", "tests.browser.town_process"]
        with (self.folder / "process.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/robots.txt", timeout=5):  # noqa: S310 - our own server
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the town's process does not answer")

    def kill(self) -> None:
        """End it as a power cut does: in the middle of whatever it does."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None


def serve() -> None:
    """What the process does: threads and all, until it is killed."""
    config = Config.from_env(os.environ)
    app = create_app(config)
    app.config["PROGRAM_VERSION"] = os.environ[VERSION]
    make_server(config.host, config.port, app, threaded=True).serve_forever()


if __name__ == "__main__":
    serve()
