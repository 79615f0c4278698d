"""What no browser would answer about a passkey is refused like a wrong passkey."""

import pytest
from flask import Flask

from ris.council.models import Body


@pytest.mark.parametrize(
    "sent",
    [
        '{"answer": "x"}',
        '{"answer": {"id": "\\ud800"}}',
        '{"answer": {"id": "\\u0000"}}',
        '{"answer": {"id": "ä"}}',
        '{"answer": {"id": {"a": 1}}}',
        '{"answer": [1]}',
        "[" * 100_000,
        "no JSON",
    ],
    ids=lambda sent: sent[:30],
)
def test_nonsense_is_refused(app: Flask, body: Body, sent: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    answer = app.test_client().post("/anmelden/passkey", data=sent, content_type="application/json")
    assert answer.status_code == 422
