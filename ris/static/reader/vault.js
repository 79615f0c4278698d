/* The key of this device: made once, wrapped by a passkey or a passphrase, open only in memory. Everything kept is sealed by it.

The root key is random. AES-GCM seals with a nonce of its own each time and binds the record to its place, so that nobody can
put one record in another's; names of records are HMACs, so that neither hashes nor titles stand in clear. (ADR 0140) */

import { begin, Erased, read, write } from "./database.js";

const ROUNDS = 600_000;
export const TRIES = 5;
export const SHORTEST = 10;

const text = new TextEncoder();
const words = new TextDecoder();
const random = (size) => crypto.getRandomValues(new Uint8Array(size));
const base64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** What was said does not open the vault; `left` tries remain before everything is wiped. */
export class WrongWords extends Error {
  constructor(left) {
    super();
    this.left = left;
  }
}

/** Wrapping key from a passphrase; slow on purpose. */
async function fromWords(passphrase, salt, rounds) {
  const material = await crypto.subtle.importKey("raw", text.encode(passphrase.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** Wrapping key from what a passkey answers to this device's salt. */
async function fromPasskey(secret) {
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: text.encode("ris reader wrapping") };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

async function wrapped(root, key, kind) {
  const nonce = random(12);
  const how = { name: "AES-GCM", iv: nonce, additionalData: text.encode(`lock/${kind}`) };
  return { nonce, wrapped: await crypto.subtle.encrypt(how, key, root) };
}

async function unwrapped(lock, key) {
  const how = { name: "AES-GCM", iv: lock.nonce, additionalData: text.encode(`lock/${lock.kind}`) };
  return new Uint8Array(await crypto.subtle.decrypt(how, key, lock.wrapped));
}

export class Vault {
  #sealing = null;
  #naming = null;
  #names = new Map(); // a pack of 200 papers asks for the same names again and again

  get open() {
    return this.#sealing !== null;
  }

  /** What stands at the door in clear: which locks there are and how many tries were made. */
  async door() {
    try {
      return await read("door", "vault");
    } catch (error) {
      if (error instanceof Erased) return undefined;
      throw error;
    }
  }

  /** A new key with its first lock: `{ passphrase }` or `{ passkey: { id, salt, secret } }`. */
  async make(how) {
    const root = random(32);
    begin();
    await write([["door", "vault", { locks: [await this.#lock(root, how)], tries: 0 }]]);
    await this.#use(root);
  }

  /** Open with the passphrase. @throws {WrongWords} */
  async unlock(passphrase) {
    await this.#use(await this.#byWords(passphrase));
  }

  /** Open with what the passkey answered. @throws {DOMException} where it is another passkey's answer */
  async unlockByPasskey(secret) {
    const lock = (await this.door()).locks.find((each) => each.kind === "passkey");
    await this.#use(await unwrapped(lock, await fromPasskey(secret)));
  }

  lock() {
    this.#sealing = this.#naming = null;
    this.#names.clear();
  }

  /** The name under which a record stands. */
  async name(shelf, name) {
    const plain = `${shelf}/${name}`;
    if (!this.#names.has(plain)) this.#names.set(plain, base64(await crypto.subtle.sign("HMAC", this.#naming, text.encode(plain))));
    return this.#names.get(plain);
  }

  /** @param {string} shelf @param {string} key as `name` gave it @param {BufferSource} content */
  async seal(shelf, key, content) {
    const nonce = random(12);
    const how = { name: "AES-GCM", iv: nonce, additionalData: text.encode(`${shelf}/${key}`) };
    return { nonce, content: await crypto.subtle.encrypt(how, this.#sealing, content) };
  }

  /** @throws {DOMException} where the record was changed or stands in another's place */
  async unseal(shelf, key, record) {
    const how = { name: "AES-GCM", iv: record.nonce, additionalData: text.encode(`${shelf}/${key}`) };
    return new Uint8Array(await crypto.subtle.decrypt(how, this.#sealing, record.content));
  }

  async sealJson(shelf, key, value) {
    return this.seal(shelf, key, text.encode(JSON.stringify(value)));
  }

  async unsealJson(shelf, key, record) {
    return JSON.parse(words.decode(await this.unseal(shelf, key, record)));
  }

  async #lock(root, { passphrase, passkey }) {
    if (passkey) {
      const { id, salt, secret } = passkey;
      return { kind: "passkey", id, salt, ...(await wrapped(root, await fromPasskey(secret), "passkey")) };
    }
    const salt = random(16);
    return { kind: "words", salt, rounds: ROUNDS, ...(await wrapped(root, await fromWords(passphrase, salt, ROUNDS), "words")) };
  }

  /* The try is counted before it is made: whoever reloads while it is being checked has made it all the same. */
  #byWords(passphrase) {
    return navigator.locks.request("mappe-tuer", async () => {
      const door = await this.door();
      const lock = door.locks.find((each) => each.kind === "words");
      const tries = door.tries + 1;
      if (tries > TRIES) throw new WrongWords(0);
      await write([["door", "vault", { ...door, tries }]]);
      const key = await fromWords(passphrase, lock.salt, lock.rounds);
      const root = await unwrapped(lock, key).catch(() => null);
      if (root === null) throw new WrongWords(TRIES - tries);
      await write([["door", "vault", { ...door, tries: 0 }]]);
      return root;
    });
  }

  async #use(root) {
    const material = await crypto.subtle.importKey("raw", root, "HKDF", false, ["deriveKey"]);
    root.fill(0);
    const from = (use) => ({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: text.encode(`ris reader ${use}`) });
    this.#sealing = await crypto.subtle.deriveKey(from("sealing"), material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    this.#naming = await crypto.subtle.deriveKey(from("naming"), material, { name: "HMAC", hash: "SHA-256", length: 256 }, false, ["sign"]);
  }
}
