"""``python -m ris …``: the commands."""

from __future__ import annotations

import errno
import sys
from typing import TYPE_CHECKING

from flask.helpers import get_debug_flag
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError

from config import BadSetting, Config
from ris.ready import is_ready
from ris.serve import announce_and_serve

if TYPE_CHECKING:
    from flask.cli import FlaskGroup

DISK_FAULTS = {errno.ENOSPC, errno.EROFS, errno.EDQUOT}


def main() -> None:
    """Run one command; what only the machine's keeper can cure ends it with a sentence, with ``--debug`` in full."""
    try:
        config = Config.from_env()
        if sys.argv[1:] == ["start"] and is_ready(config):
            announce_and_serve(config)  # web and worker load the program themselves
        _group(config)(prog_name="python -m ris")
    except BadSetting as error:
        sys.exit(str(error))
    except (DataError, IntegrityError):
        raise  # a mistake of ours
    except DatabaseError as error:
        if get_debug_flag():
            raise
        sys.exit(
            f"Die Datenbank lässt sich so nicht benutzen: {_first_line(error.orig)}\n"
            "Ist sie neu oder von einer älteren Fassung des Programms, hilft: python -m ris prepare"
        )
    except OSError as error:
        if error.errno not in DISK_FAULTS or get_debug_flag():
            raise
        sys.exit(f"Es lässt sich nichts mehr speichern: {error.strerror}. Platz schaffen, dann noch einmal.")


def _group(config: Config) -> FlaskGroup:
    """Our commands; Flask's own ``run`` would serve without the worker and in debug mode."""
    from flask.cli import FlaskGroup  # noqa: PLC0415 - not where there is nothing to prepare

    from ris.app import create_app  # noqa: PLC0415 - the whole program, two seconds

    return FlaskGroup(
        name="ris", create_app=lambda: create_app(config), add_default_commands=False, add_version_option=False
    )


def _first_line(error: BaseException | None) -> str:
    return str(error).strip().partition("\n")[0]


if __name__ == "__main__":
    main()
