/* Builds elements: the policy of the page allows no markup in strings, and texts are never markup. */

/** @param {string} kind "p", or "p.shell-text" with a class @param {Record<string, any>} [facts] @returns {HTMLElement} */
export function element(kind, facts = {}, ...inside) {
  const [name, ...classes] = kind.split(".");
  const made = document.createElement(name);
  if (classes.length) made.className = classes.join(" ");
  for (const [key, value] of Object.entries(facts)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key in made && key !== "form") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...inside.filter((each) => each !== null && each !== undefined));
  return made;
}

export const button = (words, onclick, kind = "second") => element(`button.shell-button.shell-button--${kind}`, { type: "button", onclick }, words);

/** 38 MB, as people say it. */
export function megabytes(bytes) {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} KB`;
  const value = bytes / 1_000_000;
  return `${value.toLocaleString("de-DE", { maximumFractionDigits: value < 10 ? 1 : 0 })} MB`;
}
