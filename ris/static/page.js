/* Small comforts; every page works without them. */

const menu = document.querySelector(".ris-menu");

if (menu) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
}

/* A form that was refused says so first. */
document.querySelector("[data-focus]")?.focus();

/* Paper shows what a disclosure hides, and says when it was printed. */
const opened = [];

addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("main details:not([open])")) {
    details.open = true;
    opened.push(details);
  }
  const now = new Date().toLocaleString("de-DE", { dateStyle: "long", timeStyle: "short" });
  for (const place of document.querySelectorAll("[data-print-time]")) {
    place.textContent = ` · gedruckt am ${now} Uhr`;
  }
});

addEventListener("afterprint", () => {
  for (const details of opened.splice(0)) details.open = false;
});
