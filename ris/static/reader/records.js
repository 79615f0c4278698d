/* Sealed records by their plain names: the vault and the database put together. */

import * as database from "./database.js";

export class Records {
  /** @param {import("./vault.js").Vault} vault */
  constructor(vault) {
    this.vault = vault;
  }

  /** @returns {Promise<any>} what was kept, undefined where there is nothing */
  async get(shelf, name) {
    const key = await this.vault.name(shelf, name);
    const record = await database.read(shelf, key);
    return record && this.vault.unsealJson(shelf, key, record);
  }

  /** @returns {Promise<Uint8Array|undefined>} */
  async bytes(shelf, name) {
    const key = await this.vault.name(shelf, name);
    const record = await database.read(shelf, key);
    return record && this.vault.unseal(shelf, key, record);
  }

  /** Everything of a shelf whose values carry their own names. */
  async all(shelf) {
    const found = await database.pairs(shelf);
    return Promise.all(found.map(([key, record]) => this.vault.unsealJson(shelf, key, record)));
  }

  /** One step for `write`: seals now, so that nothing waits inside a transaction. @returns {Promise<database.Step>} */
  async step(shelf, name, value) {
    const key = await this.vault.name(shelf, name);
    if (value === undefined) return [shelf, key, undefined];
    const sealed = value instanceof Uint8Array ? await this.vault.seal(shelf, key, value) : await this.vault.sealJson(shelf, key, value);
    return [shelf, key, sealed];
  }

  /** All of these or none: each `[shelf, name, value]`, undefined deletes. */
  async put(...wanted) {
    await database.write(await Promise.all(wanted.map((each) => this.step(...each))));
  }
}
