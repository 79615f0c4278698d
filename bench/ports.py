"""Where a measured server listens."""

import socket
import time

TENTHS_OF_A_SECOND = 300


def free_port() -> int:
    """A port of this machine nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_for(port: int) -> None:
    """Until somebody listens; ``TimeoutError`` after half a minute."""
    for _ in range(TENTHS_OF_A_SECOND):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing listens on {port}")
