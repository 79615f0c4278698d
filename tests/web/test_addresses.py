"""Numbers in addresses come from strangers."""

import pytest

from ris.web.addresses import number_from


@pytest.mark.parametrize(("given", "number"), [("0", 0), ("7", 7), ("007", 7), ("999999999", 999_999_999)])
def test_digits_are_a_number(given: str, number: int) -> None:
    assert number_from(given) == number


@pytest.mark.parametrize(
    "given", [None, "", " ", "-1", "+1", "1.0", "1e3", "²", "٣", "７", "1\n", "x", "1000000000", "9" * 5_000]
)
def test_everything_else_is_none(given: str | None) -> None:
    assert number_from(given) is None
