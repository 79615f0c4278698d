"""What is kept of a password is slow to guess, outside of tests too."""

import re
import subprocess
import sys


def test_the_program_keeps_passwords_at_the_recommended_cost() -> None:
    """At least OWASP's minimum for Argon2id: 19 MiB and two rounds. Asked of a process of its own: tests are quick."""
    command = [sys.executable, "-c", "from ris.accounts.passwords import hashed; print(hashed('ein langes Passwort'))"]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    found = re.match(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$", told)
    assert found
    assert int(found[1]) >= 19 * 1024
    assert int(found[2]) >= 2
