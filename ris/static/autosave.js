/* Saves a form while somebody writes in it, by the view its button sends it to. Nothing but saving: no button is pressed. */

const QUIET = 3_000;
const AGAIN = 15_000;
const LOST = "Keine Verbindung. Ihr Text steht nur in diesem Fenster. Er wird gespeichert, sobald die Verbindung wieder da ist.";
const OUT = "Nicht gespeichert. Sie sind nicht mehr angemeldet. Melden Sie sich in einem zweiten Fenster an; Ihr Text bleibt hier stehen.";
const OTHERS = "Jemand anderes hat diesen Text inzwischen gespeichert. Ihr Text steht noch hier, ist aber nicht gespeichert.";

for (const form of document.querySelectorAll("form[data-autosave]")) keep(form);

function keep(form) {
  const skipped = form.dataset.autosave.split(" ").filter(Boolean);
  const line = form.querySelector("[data-autosave-status]");
  let timer = 0;
  let running = null;
  let changed = false;
  let refused = false;
  let leaving = false;

  const ours = (name) => name && !skipped.some((start) => name.startsWith(start));

  const written = (field) => ours(field.name) && field.defaultValue !== undefined && field.value !== field.defaultValue;

  function say(text, kind) {
    line.hidden = false;
    line.dataset.kind = kind;
    if (line.textContent !== text) line.textContent = text;
  }

  function later(delay) {
    clearTimeout(timer);
    if (!refused) timer = setTimeout(() => { running ??= save().finally(() => { running = null; }); }, delay);
  }

  function content() {
    const sent = new FormData();
    for (const [name, value] of new FormData(form)) if (ours(name) && typeof value === "string") sent.append(name, value);
    sent.append("automatisch", "1");
    return sent;
  }

  async function save() {
    changed = false;
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: content(), redirect: "manual", headers: { Accept: "application/json" } });
    } catch {
      answer = null;
    }
    if (answer === null || answer.status >= 500) {
      changed = true;
      say(LOST, "warning");
      later(AGAIN);
    } else if (answer.status === 409) {
      await answer.text(); // read to its end, or leaving the page would count as a broken connection
      refused = changed = true;
      say(OTHERS, "warning");
      offer();
    } else if (answer.ok || answer.status === 422) {
      const told = await answer.json();
      for (const [name, value] of Object.entries(told.fields ?? {})) form.elements[name].value = value;
      say(told.said, answer.ok ? "info" : "warning");
      if (changed) later(QUIET);
      changed ||= !answer.ok;
    } else {
      changed = true;
      say(OUT, "warning");
      later(AGAIN);
    }
  }

  /* The form's own way shows both versions beside each other. */
  function offer() {
    const button = document.createElement("button");
    button.type = "submit";
    button.className = "kern-btn kern-btn--secondary ris-button";
    const label = document.createElement("span");
    label.className = "kern-label";
    label.textContent = "Beide Fassungen zeigen";
    button.append(label);
    line.after(button);
  }

  form.addEventListener("input", (event) => {
    if (!ours(event.target.name) || event.target.type === "file") return;
    changed = true;
    later(QUIET);
  });

  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (running) {
      // What is being saved counts first; else the button would meet it as somebody else's.
      event.preventDefault();
      running.finally(() => form.requestSubmit(event.submitter));
      return;
    }
    leaving = true;
  });

  // Written before this script was there. Only after a key or a tap: a text the browser itself put back from the history
  // may be older than what others saved since.
  if (navigator.userActivation?.hasBeenActive && [...form.elements].some(written)) {
    changed = true;
    later(QUIET);
  }

  addEventListener("online", () => { if (changed) later(0); });
  addEventListener("beforeunload", (event) => { if (changed && !leaving) event.preventDefault(); });
}
