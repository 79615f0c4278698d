"""What is said about the house is true of the house."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import ROOT, modules, place, strings, tree

SETTING = re.compile(r"^(RIS_[A-Z_]+|HOST|PORT)$")


def settings() -> set[str]:
    """Every variable of the environment that our programs read."""
    files = (ROOT / "config.py", *modules("ris"))
    return {text for path in files for text in strings(path) if SETTING.match(text)}


WITHOUT_NORM = {"words.py", "orders_json.py", "school_holidays.py"}
"""German words, JSON, the ministry's calendar: not what the law says."""


def law() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every public function of ris/law, with its place."""
    for path in modules("ris/law"):
        if path.name in WITHOUT_NORM:
            continue
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield place(path, node), node


def test_every_setting_of_the_machine_is_documented() -> None:
    documented = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert "RIS_DATA" in settings()
    assert {name for name in settings() if f"`{name}`" not in documented} == set()


def test_every_setting_has_one_line_of_three_columns() -> None:
    documented = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| `(?:RIS_[A-Z_]+|HOST|PORT)`.*$", documented, re.MULTILINE)
    names = [line.split("`")[1] for line in lines]
    assert len(names) == len({*names}) > 10
    assert [line for line in lines if len(re.findall(r"(?<!\\)\|", line)) != 4] == []


def test_every_documented_setting_exists() -> None:
    documented = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(RIS_[A-Z_]+)`", documented)) - {"RIS_REAL_DATA"}
    assert named - settings() == set()


def test_every_function_of_the_law_cites_its_paragraph() -> None:
    assert [where for where, function in law() if "§" not in (ast.get_docstring(function) or "")] == []


def test_every_function_of_the_law_stands_in_the_table_of_norms() -> None:
    table = (ROOT / "docs" / "law.md").read_text(encoding="utf-8")
    assert [where for where, function in law() if f"`{function.name}`" not in table] == []


def test_every_runtime_dependency_has_its_decision() -> None:
    wanted = (ROOT / "requirements.in").read_text(encoding="utf-8")
    names = {re.split(r"[\[>=<]", line)[0] for line in wanted.splitlines() if line and not line.startswith("#")}
    decisions = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "adr").glob("*.md")).lower()
    assert {name for name in names if name.lower() not in decisions} == set()


def test_documents_link_only_to_what_is_there() -> None:
    links = (
        (path, target)
        for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:")
    )
    assert [f"{place(path)} → {target}" for path, target in links if not (path.parent / target).exists()] == []
