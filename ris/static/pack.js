// Shows how far a document is while it is drawn, and opens it when it is there.
// Without JavaScript a button asks again.

const PAUSE = 2000;
const status = document.querySelector("[data-drawing]");

async function look() {
  const asking = new AbortController();
  const answer = await fetch(location.href, { signal: asking.signal, cache: "no-store" });
  if (answer.status !== 202) {
    asking.abort();
    location.reload();
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-drawing]");
  if (now && now.textContent !== status.textContent) {
    status.replaceChildren(...now.childNodes);
  }
  setTimeout(look, PAUSE);
}

function lookAgain() {
  look().catch(() => setTimeout(lookAgain, 5 * PAUSE));
}

if (status) {
  setTimeout(lookAgain, PAUSE);
}
