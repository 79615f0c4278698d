"""``python -m ris …``: the commands."""

from __future__ import annotations

import sys

from flask.cli import FlaskGroup

from config import BadSetting, Config
from ris.app import create_app


def main() -> None:
    """Run one command; a setting that cannot be used ends it with one sentence."""
    try:
        config = Config.from_env()
    except BadSetting as error:
        sys.exit(str(error))
    FlaskGroup(name="ris", create_app=lambda: create_app(config), add_version_option=False)(prog_name="python -m ris")


if __name__ == "__main__":
    main()
