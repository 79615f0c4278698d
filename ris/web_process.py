"""What gunicorn is told about our web processes (``gunicorn --config python:ris.web_process``).

The program is read once and then forked (``preload_app``); nothing is connected to the database before that.
"""

from __future__ import annotations

import gc

preload_app = True
worker_class = "gthread"
threads = 4
loglevel = "warning"
graceful_timeout = 10
control_socket_disable = True
"""It would lie in the home folder, one for all installations of a user."""

BETWEEN_COLLECTIONS = 10_000
"""Objects made before Python looks for rubbish. A page makes some 20,000 and leaves none behind: at Python's own 700
the search for rubbish costs a tenth of a page."""


def when_ready(server: object) -> None:
    """Leave what the program consists of out of every later collection; the processes then also share its memory."""
    del server
    gc.collect()
    gc.freeze()
    gc.set_threshold(BETWEEN_COLLECTIONS, 10, 10)
