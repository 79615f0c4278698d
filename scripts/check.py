"""Everything that can be said about the source without running it, two checks at a time, one line each.

A failed check prints its own words; a check that cannot run here says loudly which and why, and fails nothing.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Check:
    """One tool of requirements-dev.txt and how it is asked."""

    name: str
    command: tuple[str, ...]
    unreachable: str = ""  # words in its output that mean: could not run, rather than: found something


CHECKS = (
    Check("Typen", ("mypy",)),
    Check("Regeln", ("ruff", "check", "--quiet", ".")),
    Check("Form", ("ruff", "format", "--check", "--quiet", ".")),
    Check("Schichten", ("lint-imports",)),
    Check("Vorlagen", ("djlint", "--lint", "--quiet", "templates")),
    Check("Wörter", ("codespell",)),
    Check("Abhängigkeiten", ("deptry", ".")),
)
SURE = (
    Check(
        "Bekannte Lücken",
        ("pip-audit", "--disable-pip", "--require-hashes", "-r", "requirements.txt", "--progress-spinner=off"),
        unreachable="ConnectionError",
    ),
    Check("Änderungsliste", ("towncrier", "build", "--draft")),
)


@dataclass(frozen=True)
class Outcome:
    """What came of one check."""

    check: Check
    status: int
    output: str
    seconds: float

    @property
    def could_not_run(self) -> bool:
        """Whether the check failed for want of something outside, not because of the source."""
        return bool(self.status and self.check.unreachable and self.check.unreachable in self.output)

    @property
    def failed(self) -> bool:
        """Whether the source has to change."""
        return bool(self.status) and not self.could_not_run


def run(check: Check) -> Outcome:
    """Run one check and keep what it says."""
    start = time.monotonic()
    command = [str(BIN / check.command[0]), *check.command[1:]]
    done = subprocess.run(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return Outcome(check, done.returncode, done.stdout.decode(errors="replace"), time.monotonic() - start)


def report(outcome: Outcome) -> None:
    """One line, and the tool's own words when something is wrong."""
    if outcome.failed:
        print(outcome.output.rstrip())
    mark = "NICHT GEPRÜFT" if outcome.could_not_run else "FEHLER" if outcome.failed else "in Ordnung"
    print(
        f"  {outcome.check.name:16} {mark:14} {outcome.seconds:5.1f} s   {' '.join(outcome.check.command)}", flush=True
    )
    if outcome.could_not_run:
        print(f"  {'':16} nicht erreichbar: {outcome.check.unreachable}")


def main(arguments: Sequence[str] | None = None) -> None:
    """The command: exit status 1 when any check failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sure", action="store_true", help="only what asks the outside world")
    checks = SURE if parser.parse_args(arguments).sure else CHECKS
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(run, checks))
    for outcome in outcomes:
        report(outcome)
    sys.exit(any(outcome.failed for outcome in outcomes))


if __name__ == "__main__":
    main()
