// Who may read a note: said in words, changed in a disclosure. People and Fraktionen are asked for when it is opened.

import { build } from "./build.js";

const OFFLINE = "Teilen braucht einmal eine Verbindung, damit bekannt ist, mit wem. Bis dahin lesen nur Sie die Notiz.";

/** Who may read it, as a short sentence. */
export function sentenceOf(visibility) {
  const words = { faction: "für meine Fraktion", people: "für einzelne Personen" };
  return `Sichtbar ${words[visibility] ?? "nur für mich"}`;
}

/** The disclosure for a note. `keep(changes)` keeps a choice, `people()` gives {people, factions} as the server knows them. */
export function visibilityChoice(note, keep, people) {
  const chosen = { visibility: note["ris:visibility"], people: new Set(note["ris:people"] ?? []), faction: note["ris:faction"] };
  const summary = build("summary", {}, sentenceOf(chosen.visibility));
  const place = build("div", {});
  const details = build("details", { class: "reader-visibility" }, summary, place);
  const changed = () => {
    summary.textContent = sentenceOf(chosen.visibility);
    // Nobody chosen yet is shared with nobody: the note stays as it was until there is a name.
    if (chosen.visibility !== "people" || chosen.people.size) {
      const { visibility } = chosen;
      keep({
        "ris:visibility": visibility,
        "ris:people": visibility === "people" ? [...chosen.people] : [],
        "ris:faction": visibility === "faction" ? chosen.faction : null,
      });
    }
  };
  details.addEventListener("toggle", async () => {
    if (details.open && !place.childElementCount) {
      place.replaceChildren(build("p", { class: "reader-small" }, "Einen Moment …"));
      place.replaceChildren(choices(chosen, await people(), changed));
    }
  });
  return details;
}

function choices(chosen, circle, changed) {
  const { people = [], factions = [] } = circle ?? {};
  const names = build("div", { class: "reader-people", hidden: chosen.visibility !== "people" }, people.map((person) => nameBox(person, chosen, factions, changed)));
  const radio = (visibility, words, faction = null) => {
    const checked = chosen.visibility === visibility && (visibility !== "faction" || chosen.faction === faction);
    const choose = () => {
      Object.assign(chosen, { visibility, faction });
      names.hidden = visibility !== "people";
      changed();
    };
    return build("label", { class: "reader-choice" }, build("input", { type: "radio", name: "reader-visibility", checked, onchange: choose }), words);
  };
  return build(
    "fieldset",
    {},
    build("legend", { class: "reader-hidden" }, "Wer darf diese Notiz lesen?"),
    radio("private", "nur ich"),
    factions.map(({ id, name }) => radio("faction", `meine Fraktion (${name})`, id)),
    people.length ? radio("people", "einzelne Personen") : null,
    names,
    people.length || factions.length ? null : build("p", { class: "reader-small" }, OFFLINE),
  );
}

function nameBox(person, chosen, factions, changed) {
  const flip = (event) => {
    chosen.people[event.target.checked ? "add" : "delete"](person.id);
    changed();
  };
  const faction = factions.find(({ id }) => id === person.faction)?.name;
  const box = build("input", { type: "checkbox", checked: chosen.people.has(person.id), onchange: flip });
  return build("label", { class: "reader-choice" }, box, faction ? `${person.name} (${faction})` : person.name);
}
