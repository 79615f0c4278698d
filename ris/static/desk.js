/* Comforts of the agenda desk: dragging items, and a check panel that asks again. Everything works without them. */

const panel = document.querySelector("[data-checks]");

async function refresh() {
  if (!panel || document.hidden) return;
  const answer = await fetch(panel.dataset.checks, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const text = await answer.text();
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector(".ris-checks");
  const shown = panel.querySelector(".ris-checks");
  // Only what changed is said again.
  if (fresh && shown && fresh.textContent !== shown.textContent) shown.replaceWith(fresh);
}

if (panel) setInterval(() => refresh().catch(() => {}), 20_000);

for (const list of document.querySelectorAll("[data-sortable]")) {
  let dragged = null;
  for (const item of list.querySelectorAll("[data-item]")) {
    const form = item.querySelector('form[action$="/verschieben"] input[name="ziel"]')?.form;
    if (!form) continue;
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      dragged = item;
      item.classList.add("ris-desk__item--dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", item.dataset.item);
    });
    item.addEventListener("dragend", () => {
      dragged = null;
      for (const other of list.children) other.classList.remove("ris-desk__item--dragged", "ris-desk__item--before");
    });
    item.addEventListener("dragover", (event) => {
      if (!dragged || dragged === item) return;
      event.preventDefault();
      item.classList.add("ris-desk__item--before");
    });
    item.addEventListener("dragleave", () => item.classList.remove("ris-desk__item--before"));
    item.addEventListener("drop", (event) => {
      if (!dragged || dragged === item) return;
      event.preventDefault();
      const target = dragged.querySelector('input[name="ziel"]');
      target.value = item.dataset.number;
      target.form.submit();
    });
  }
}
