/* Searches a copy of the portal: words and entries lie in small files beside the page (ris/archive/word_index.py). */

const MOST = 50;
const place = document.querySelector("[data-copy-search]");
const query = new URLSearchParams(location.search).get("q") ?? "";
const files = new Map();

const spelled = (text) =>
  text
    .replaceAll("\u00ad", "")
    .normalize("NFC")
    .toLowerCase()
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replace(/\p{M}/gu, "");

const wordsOf = (text) => (spelled(text).match(/[a-z0-9]+/g) ?? []).filter((word) => word.length > 1);

/** A file of the index, fetched once. */
const file = (path) => {
  if (!files.has(path)) {
    files.set(
      path,
      fetch(path).then((answer) => {
        if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
        return answer.json();
      }),
    );
  }
  return files.get(path);
};

/** Words with the same first two letters lie in one file; there is none for letters no title has. */
const wordsLike = async (wanted) => {
  const start = wanted.slice(0, 2);
  return (await file("wort/anfaenge.json")).includes(start) ? file(`wort/${start}.json`) : {};
};

/** Entry → how well it fits one word: 2 for the word itself, 1 for a word that begins so. */
const withWord = async (wanted) => {
  const found = new Map();
  for (const [word, entries] of Object.entries(await wordsLike(wanted))) {
    if (!word.startsWith(wanted)) continue;
    const points = word === wanted ? 2 : 1;
    for (const entry of entries) found.set(entry, Math.max(points, found.get(entry) ?? 0));
  }
  return found;
};

const search = async (words) => {
  const [first, ...others] = await Promise.all(words.map(withWord));
  const hits = [];
  for (const [entry, points] of first) {
    if (!others.every((found) => found.has(entry))) continue;
    hits.push([others.reduce((sum, found) => sum + found.get(entry), points), entry]);
  }
  const newestFirst = new Intl.Collator("de", { numeric: true });
  return hits.sort(([a, one], [b, other]) => b - a || newestFirst.compare(other.slice(3), one.slice(3)));
};

const line = async (key) => {
  const path = key.slice(3);
  const [kind, title] = (await file(`eintrag/${key.slice(0, 2)}.json`))[path];
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `../${encodeURI(path)}/index.html`;
  link.textContent = title;
  item.append(link, ` (${kind})`);
  return item;
};

const show = async () => {
  const words = wordsOf(query);
  const said = place.querySelector("[role=status]");
  const list = place.querySelector("ul");
  if (!words.length) {
    if (query) said.textContent = "Bitte geben Sie mindestens ein Wort aus zwei Buchstaben ein.";
    return;
  }
  said.textContent = "Es wird gesucht …";
  const hits = await search(words);
  const shown = hits.slice(0, MOST);
  list.replaceChildren(...(await Promise.all(shown.map(([, key]) => line(key)))));
  said.textContent = hits.length
    ? `${hits.length} Treffer für „${query}“` +
      (hits.length > MOST ? `, die ersten ${MOST} davon:` : ":")
    : `Zu „${query}“ steht in den Titeln dieser Kopie nichts.`;
};

if (place) {
  document.querySelector("input[name=q]").value = query;
  show().catch(() => {
    place.querySelector("[role=status]").textContent =
      "Die Suche konnte ihre Dateien nicht laden. Bitte nehmen Sie das Verzeichnis nach Jahren.";
  });
}
