"""The yardstick: a Flask application with one page that does nothing."""

from flask import Flask

app = Flask(__name__)


@app.route("/")
def hello() -> str:
    """As little as a page can be."""
    return "<!doctype html><title>Hallo</title><h1>Hallo</h1>"
