"""Starts a foreign program with limits on memory and time, without a network and without secrets.

Run as ``python -m ris.documents.confined MEMORY SECONDS PROGRAM …`` by ``converting.py``: takes the limits upon itself,
leaves the network, and becomes the program. Exit 77 says that this machine does not let it leave the network.
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys

NO_WAY_OUT = 77
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
"""Flags of unshare(2): root may leave the network alone, others only together with their user."""
LARGEST_OUTPUT = 500_000_000
"""Bytes the program may write into one file."""


def main() -> None:
    """Become the program."""
    memory, seconds, program = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    system = ctypes.CDLL(None, use_errno=True)
    if system.unshare(NEW_NETWORK) != 0 and system.unshare(NEW_USER | NEW_NETWORK) != 0:
        sys.exit(NO_WAY_OUT)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_OUTPUT, LARGEST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.execvp(program[0], program)  # noqa: S606 - that is what it is for


if __name__ == "__main__":
    main()
