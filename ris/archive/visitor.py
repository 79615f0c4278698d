"""A visitor without an account inside the program: what it is shown is what everybody is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import render_template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    content_type: str
    content: bytes

    @property
    def is_page(self) -> bool:
        """Whether it is HTML."""
        return self.content_type.startswith("text/html")


class Visitor:
    """Asks the application without a network, without cookies, under the town's own name."""

    def __init__(self, app: Flask, address: str) -> None:
        """``address``: where people reach the town, without a slash at the end."""
        self._app = app
        self.address = address
        self._client = app.test_client(use_cookies=False)

    def get(self, path: str) -> Answer:
        """One answer, whole."""
        response = self._client.get(path, base_url=self.address)
        try:
            return Answer(response.status_code, response.content_type or "", response.get_data())
        finally:
            response.close()

    def stream(self, path: str) -> Iterator[bytes]:
        """One long answer piece by piece; raises ``LookupError`` where there is none."""
        response = self._client.get(path, base_url=self.address)
        try:
            if response.status_code != 200:  # noqa: PLR2004 - OK
                message = f"{path}: {response.status}"
                raise LookupError(message)
            yield from response.iter_encoded()
        finally:
            response.close()

    def rendered(self, path: str, template: str, **facts: Any) -> str:  # noqa: ANN401 - what templates take
        """A page the portal itself does not have, in its frame."""
        with self._app.test_request_context(path, base_url=self.address):
            self._app.preprocess_request()
            return render_template(template, **facts)
