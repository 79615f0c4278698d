"""Words written elsewhere while a form is open, or while the places of notes are looked for, stay beside one's own."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

READER = Path(__file__).parents[2] / "ris" / "static" / "reader"
BEGINNING = """
import { Notes } from "./notes.js";
import { reanchor } from "./reanchoring.js";

class Store {
  notes_ = new Map();
  async notes() { return structuredClone([...this.notes_.values()]); }
  async saveNote({ rev, unsent, ...note }) { this.notes_.set(note.id, structuredClone(note)); }
  async removeNote(id) { this.notes_.delete(id); }
}
const selector = [{ type: "FragmentSelector", conformsTo: "http://tools.ietf.org/rfc/rfc3778", value: "page=2" }];
const quote = { type: "TextQuoteSelector", exact: "derbaubeginntimmai", prefix: "", suffix: "" };
const body = (value) => [{ type: "TextualBody", value, format: "text/plain" }];
const made = (id, value, quoted = true) => ({
  id, type: "Annotation", motivation: "commenting", created: "2026-11-23T10:00:00Z", body: body(value),
  target: { source: "urn:sha512:old", scope: 7, selector: quoted ? [...selector, quote] : selector },
  "ris:item": 1, "ris:anchor": "same", "ris:anchored_to": "old",
});
const document = { file: 7, hash: "new", mime: "application/pdf", pages: 2, labels: [] };
const stretches = [{ index: 0, item: { id: 1 }, document, first: 1, pages: 2 }];
const store = new Store();
const notes = new Notes(store, { meeting: 1 }, stretches);
const told = () => [...store.notes_.values()].map((note) => [
  note.body[0].value, note["ris:anchor"], note["ris:anchored_to"], note["ris:conflict_with"] ?? null,
]);
"""
FORM = """
await store.saveNote(made("a", "Anfang"));
await notes.load();
const keep = notes.writing(notes.byId("a"));
let current = await keep({ ...notes.byId("a"), body: body("Anfang, mehr") });
current = await keep({ ...current, body: body("Anfang, noch mehr") });
const alone = told();
await store.saveNote(made("a", "Vom anderen Gerät"));
await notes.load();
current = await keep({ ...current, body: body("Meins") });
current = await keep({ ...current, body: body("Meins, fertig") });
console.log(JSON.stringify([alone, told()]));
"""
PLACES = """
for (const note of [made("a", "Alt"), made("b", "Weg"), made("c", "Zur Seite", false), made("d", "Bleibt")]) {
  await store.saveNote(note);
}
await notes.load();
globalThis.Worker = class extends EventTarget {
  terminate() {}
  async postMessage({ notes: stale, version }) {
    const { place, placed } = await import("./anchoring.js");
    await store.saveNote(made("a", "Vom anderen Gerät"));
    await store.removeNote("b");
    await notes.load();
    const data = stale.map((note) => placed(note, place(note, version), version.hash));
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
  }
};
const pages = ["vorwort", "vorwortderbaubeginntimmaiundendetimjuni"];
await reanchor(notes, stretches, { squeezedOf: async () => pages }, { aborted: false });
console.log(JSON.stringify(told()));
"""


SOMEBODY_ELSE = """
import { Contact, LoggedOut } from "./contact.js";

globalThis.localStorage = { getItem: () => null, setItem: () => undefined };
let here = "1-1";
const taken = [];
globalThis.fetch = async (path, { method, headers, body }) => {
  if (method !== "POST") return Response.json({ user: here, csrf: `token of ${here}` });
  if (headers["X-CSRFToken"] !== `token of ${here}`) return Response.json({ error: "too old" }, { status: 400 });
  taken.push([here, JSON.parse(body)]);
  return Response.json({});
};
const contact = new Contact();
await contact.me();
await contact.tell("abgleich", "first");
here = "1-2"; // somebody else logs in on the same device
const refused = await contact.tell("abgleich", "second").then(() => false, (error) => error instanceof LoggedOut);
console.log(JSON.stringify([taken, refused]));
"""
NO_ROOM = """
store.saveNote = async () => { throw new Error("no room"); };
let heard = 0;
notes.addEventListener("unkept", () => { heard += 1; });
const failed = await notes.save(made("a", "Text")).then(() => false, () => true);
console.log(JSON.stringify([heard, failed]));
"""


def said(tmp_path: Path, script: str) -> Any:  # noqa: ANN401 - JSON
    """What the reader's own modules make of it."""
    node = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if node is None:
        pytest.skip("no Node.js on this machine: the reader's modules are run in browsers only")
    for source in READER.glob("*.js"):
        shutil.copy(source, tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "script.js").write_text(BEGINNING + script)
    done = subprocess.run([node, "script.js"], cwd=tmp_path, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_a_form_goes_on_beside_what_another_device_wrote(tmp_path: Path) -> None:
    alone, both = said(tmp_path, FORM)
    assert alone == [["Anfang, noch mehr", "same", "old", None]]
    assert both == [["Vom anderen Gerät", "same", "old", None], ["Meins, fertig", "same", "old", "a"]]


def test_looking_for_places_changes_places_only(tmp_path: Path) -> None:
    told = sorted(said(tmp_path, PLACES))
    assert told == [
        ["Bleibt", "same", "new", None],
        ["Vom anderen Gerät", "same", "new", None],
        ["Zur Seite", "same", "old", None],  # the server compares pages, and will say where it stands
    ]


def test_a_note_that_could_not_be_kept_is_told(tmp_path: Path) -> None:
    assert said(tmp_path, NO_ROOM) == [1, True]


def test_nobodys_notes_go_to_who_logged_in_meanwhile(tmp_path: Path) -> None:
    assert said(tmp_path, SOMEBODY_ELSE) == [[["1-1", "first"]], True]
