/* Passkeys: asks our server for a question, the browser for an answer, and our server whether it is right. */

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const words = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const FAILED = "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.";

async function send(address, token, content) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(content),
  });
  if (answer.redirected) location.assign(answer.url);
  return answer.json();
}

function options(question) {
  question.challenge = bytes(question.challenge);
  if (question.user) {
    question.user.id = bytes(question.user.id);
    question.extensions = { ...question.extensions, prf: {} }; // the same passkey can unlock packs on a tablet (reader/prf.js)
  }
  for (const known of [...(question.excludeCredentials ?? []), ...(question.allowCredentials ?? [])]) {
    known.id = bytes(known.id);
  }
  return { publicKey: question };
}

function told(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = words(credential.response[name]);
  }
  return { id: credential.id, rawId: words(credential.rawId), type: credential.type, response, clientExtensionResults: {} };
}

async function run(place) {
  const form = place.closest("form");
  const token = form.elements.csrf_token.value;
  const address = place.dataset.passkey;
  const question = options(await send(`${address}/frage`, token, {}));
  const credential = place.dataset.passkeyKind === "create"
    ? await navigator.credentials.create(question)
    : await navigator.credentials.get(question);
  const result = await send(address, token, {
    answer: told(credential),
    name: form.elements.name?.value,
    stay: form.elements.stay?.checked,
    next: place.dataset.passkeyNext,
  });
  if (result.next) location.assign(result.next);
  else throw new Error(result.error);
}

if (window.PublicKeyCredential) {
  for (const hint of document.querySelectorAll("[data-passkey-missing]")) hint.hidden = true;
  for (const place of document.querySelectorAll("[data-passkey]")) {
    place.hidden = false;
    const message = place.querySelector("[data-passkey-message]");
    place.querySelector("button").addEventListener("click", async () => {
      message.textContent = "";
      try {
        await run(place);
      } catch (error) {
        message.textContent = error instanceof DOMException ? FAILED : error.message || FAILED;
      }
    });
  }
}
