"""The door for web servers: ``gunicorn wsgi:app``."""

from werkzeug.middleware.proxy_fix import ProxyFix

from config import Config
from ris.app import create_app

config = Config.from_env()
# Who asks, as the web servers in front say; where none is trusted, nothing they say counts.
app = ProxyFix(create_app(config), x_for=config.trusted_proxies, x_proto=config.trusted_proxies, x_host=0)
