"""Headers of every answer: the strict Content Security Policy and its companions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g

from ris.web.actor import current_actor

if TYPE_CHECKING:
    from flask import Flask, Response

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # KERN's icons are mask images with data: addresses
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self' blob:",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
CONTENT_SECURITY_POLICY = "; ".join(f"{name} {sources}" for name, sources in POLICY.items())

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}


UNKEPT = {"Cache-Control": "private, no-store"}
"""What somebody with an account was shown stays on no shared computer, unless the view says how long it may."""


def set_headers(response: Response) -> Response:
    """Add what is missing; a view may have set a stricter policy of its own."""
    present = {name.lower() for name, _ in response.headers}
    wanted = HEADERS | UNKEPT if "actor" in g and not current_actor().anonymous else HEADERS
    response.headers.extend({name: value for name, value in wanted.items() if name.lower() not in present})
    return response


def use_headers(app: Flask) -> None:
    """Every answer of the application carries the headers, errors too."""
    app.after_request(set_headers)
