"""The fields of forms: each has its label, its hint and its message where screen readers find them."""

from types import SimpleNamespace
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask, get_template_attribute

ERRORS = {"name": "Bitte geben Sie einen Namen ein."}
SINGLE = {
    "text": (),
    "textarea": (),
    "select": ([("1", "Eins"), ("2", "Zwei")],),
    "checkbox": (),
    "date": (),
    "time": (),
    "file": (),
}
GROUPS = {"checkboxes": "checkbox", "radios": "radio"}
CHOICES = [("1", "Eins"), ("2", "Zwei")]


def rendered(app: Flask, macro: str, errors: dict[str, str], *args: object, value: object = "2", **more: object) -> str:
    form = SimpleNamespace(name=value, errors=errors)
    with app.test_request_context():
        return str(get_template_attribute("macros/forms.html", macro)(form, "name", "Der Name", *args, **more))


def parsed(html: str) -> Element:
    return html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)


def the(tree: Element, path: str) -> Element:
    found = tree.find(path)
    assert found is not None, path
    return found


@pytest.mark.parametrize("macro", SINGLE)
def test_a_field_is_labelled_and_names_its_hint_and_its_message(app: Flask, macro: str) -> None:
    tree = parsed(rendered(app, macro, ERRORS, *SINGLE[macro], hint="So geht es."))
    field = the(tree, ".//*[@name='name']")
    assert field.get("aria-invalid") == "true"
    assert field.get("aria-describedby") == "name-hinweis name-fehler"
    assert "".join(the(tree, ".//label[@for='name']").itertext()) == "Der Name"
    assert ERRORS["name"] in "".join(the(tree, ".//*[@id='name-fehler']").itertext())
    assert "So geht es." in "".join(the(tree, ".//*[@id='name-hinweis']").itertext())


@pytest.mark.parametrize("macro", SINGLE)
def test_a_field_without_message_claims_none(app: Flask, macro: str) -> None:
    assert "aria-" not in rendered(app, macro, {}, *SINGLE[macro])


@pytest.mark.parametrize("macro", GROUPS)
def test_a_group_of_choices_is_a_fieldset_that_keeps_what_was_chosen(app: Flask, macro: str) -> None:
    value = "2" if macro == "radios" else [2]
    tree = parsed(rendered(app, macro, ERRORS, CHOICES, value=value))
    group = the(tree, ".//fieldset")
    boxes = group.findall(f".//input[@type='{GROUPS[macro]}']")
    assert group.get("aria-describedby") == "name-fehler"
    assert the(group, "legend").text == "Der Name"
    assert [box.get("checked") is not None for box in boxes] == [False, True]
    assert {label.get("for") for label in group.findall(".//label")} == {box.get("id") for box in boxes}


def test_what_was_typed_is_kept_and_harmless(app: Flask) -> None:
    assert "&lt;script&gt;" in rendered(app, "textarea", {}, value="<script>")
    assert 'value="&#34; onfocus=' in rendered(app, "text", {}, value='" onfocus=')


def test_a_password_is_never_sent_back(app: Flask) -> None:
    assert "geheim" not in rendered(app, "text", ERRORS, value="geheim", kind="password")


def test_the_summary_leads_to_each_field(app: Flask) -> None:
    with app.test_request_context():
        summary = get_template_attribute("macros/forms.html", "error_summary")
        page = summary({**ERRORS, "art": "Bitte wählen Sie."}, {"art": "art-1"})
        nothing = summary({})
    assert "2\xa0Angaben" in page
    assert 'href="#name"' in page
    assert 'href="#art-1"' in page
    assert not nothing.strip()


def test_what_was_done_is_a_status(app: Flask) -> None:
    with app.test_request_context():
        lines = get_template_attribute("macros/forms.html", "status_lines")
        assert 'role="status"' in lines([("message", "Gespeichert.")])
        assert not lines([]).strip()
