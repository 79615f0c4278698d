"""docs/law.md is true: every rule stands there once, with a test that exists, and is no surer than its data."""

import ast
import re
from dataclasses import fields

import pytest

from ris.law.profiles import PROFILES
from ris.law.provisions import Provision
from ris.law.verdict import Norm, SourceStatus
from tests.architecture.source import ROOT, modules, tree
from tests.architecture.test_documentation import law

ROW = re.compile(
    r"^\| (?P<norm>[^|]+) \| (?P<says>[^|]+) \| `(?P<function>\w+)` \| (?P<sure>[^|]+) \| (?P<since>[^|]+) \| `(?P<test>[^`]+)` \|$"
)
ROWS = [
    found for line in (ROOT / "docs" / "law.md").read_text(encoding="utf-8").splitlines() if (found := ROW.match(line))
]
SURE = {"gelesen": {SourceStatus.VERIFIED}, "zweite Quelle": {SourceStatus.VERIFIED_2}}
UNSURE = {"erschlossen", "ungeklärt"}
DATA = {"hesse.py", "lower_saxony.py"}


def norms() -> list[Norm]:
    """Every norm of every version on file."""
    profiles = [profile for versions in PROFILES.values() for profile in versions]
    values = [getattr(profile, field.name) for profile in profiles for field in fields(profile)]
    return [value.norm for value in values if isinstance(value, Provision)]


def written_tests() -> set[str]:
    """Every test in tests/law as docs/law.md names it."""
    return {
        f"{path.name}::{node.name}"
        for path in modules("tests/law")
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef)
    }


def test_the_table_lists_every_rule_once_and_nothing_else() -> None:
    assert sorted(row["function"] for row in ROWS) == sorted(function.name for _, function in law())


def test_every_line_of_a_table_could_be_read() -> None:
    text = (ROOT / "docs" / "law.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("|") and not line.startswith(("|---", "| norm |"))]
    assert len(lines) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["function"])
def test_the_test_of_every_rule_exists_and_asks_it(row: re.Match[str]) -> None:
    assert row["test"] in written_tests()
    path = ROOT / "tests" / "law" / row["test"].partition("::")[0]
    assert f"{row['function']}(" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["function"])
def test_every_rule_says_how_sure_it_is_and_which_norm_it_is(row: re.Match[str]) -> None:
    assert row["sure"] in {*SURE, *UNSURE}
    assert "§" in row["norm"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["function"])
def test_no_rule_claims_to_be_surer_than_the_norm_in_the_data(row: re.Match[str]) -> None:
    cited = {norm.status for norm in norms() if norm.citation == row["norm"]}
    if cited and row["sure"] in SURE:
        assert cited & SURE[row["sure"]]
    if cited and row["sure"] in UNSURE:
        assert cited & {SourceStatus.INFERRED, SourceStatus.UNKNOWN}


def test_rules_call_nothing_unlawful_but_by_the_norm() -> None:
    """Outcome.UNLAWFUL is given in verdict.py only, after asking how sure the norm is."""
    found = {
        path.name
        for path in modules("ris/law")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "UNLAWFUL"
    }
    assert found == {"verdict.py"}


def test_no_rule_asks_which_land_it_is_in() -> None:
    """Laws differ by their data: a rule that compares the Land would be an `if` in the wrong place."""
    found = [
        f"{path.name}:{node.lineno}"
        for path in modules("ris/law")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Compare) and "Land." in ast.unparse(node)
    ]
    assert found == []


def test_every_profile_is_data_only() -> None:
    for path in modules("ris/law"):
        if path.name in DATA:
            assert not [
                node for node in ast.walk(tree(path)) if isinstance(node, ast.If | ast.IfExp | ast.For | ast.While)
            ]
