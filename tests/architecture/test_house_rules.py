"""The rules of the house that no linter knows."""

import ast

from tests.architecture.source import ROOT, calls, modules, place, tree

LONGEST_MODULE = 300


def test_only_the_database_module_commits() -> None:
    found = [
        place(path, call)
        for path in modules("ris")
        if path != ROOT / "ris" / "db.py"
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "commit"
        if ast.unparse(call.func.value).endswith(("session", "connection"))  # an index commits, too
    ]
    assert found == [], "use transaction()"


def test_no_module_is_too_long_for_a_glance() -> None:
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules("ris", "scripts")}
    lengths["config.py"] = len((ROOT / "config.py").read_text(encoding="utf-8").splitlines())
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_tables_are_reached_by_their_class_so_that_every_query_is_narrowed_to_its_body() -> None:
    found = [
        place(path, node)
        for path in modules("ris")
        if "migrations" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "__table__"
    ]
    assert found == [], "select(Model), not select(Model.__table__)"


def test_nothing_is_named_for_being_nothing_in_particular() -> None:
    vague = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}
    assert [place(path) for path in modules("ris", "tests", "scripts") if path.stem in vague] == []


def test_no_type_error_is_silenced() -> None:
    marker = "type: " + "ignore"
    files = [*modules("ris", "scripts", "tests"), ROOT / "config.py", ROOT / "wsgi.py"]
    assert [place(path) for path in files if marker in path.read_text(encoding="utf-8")] == []


def test_no_clock_is_asked_without_its_zone() -> None:
    naive = {"utcnow", "utcfromtimestamp", "today"}
    found = [
        place(path, call)
        for path in modules("ris")
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in naive
    ]
    assert found == [], "rules and services get `now`; edges ask now_utc()"
