"""The door for web servers: ``gunicorn wsgi:app``."""

from config import Config
from ris.app import create_app

app = create_app(Config.from_env())
