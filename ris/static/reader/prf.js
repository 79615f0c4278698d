/* What a passkey answers to this device's salt (WebAuthn PRF): a secret no server ever sees, and the same each time. */

const random = (size) => crypto.getRandomValues(new Uint8Array(size));

/** Whether it is worth asking; only the passkey itself can say whether it can. */
export async function passkeysThinkable() {
  if (!window.PublicKeyCredential) return false;
  const can = await PublicKeyCredential.getClientCapabilities?.().catch(() => null);
  return can?.["extension:prf"] ?? true;
}

/**
 * Ask for the secret. Works without a network: nobody but this device looks at the answer.
 * @param {{id?: ArrayBuffer, salt?: Uint8Array}} known  of the passkey chosen before; any passkey of this site otherwise
 * @returns {Promise<{id: ArrayBuffer, salt: Uint8Array, secret: ArrayBuffer}|null>} null where the passkey cannot
 * @throws {DOMException} where the person or the device declined
 */
export async function askPasskey({ id, salt = random(32) } = {}) {
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge: random(32),
      userVerification: "required",
      allowCredentials: id ? [{ type: "public-key", id }] : [],
      extensions: { prf: { eval: { first: salt } } },
    },
  });
  const secret = credential.getClientExtensionResults().prf?.results?.first;
  return secret ? { id: credential.rawId, salt, secret } : null;
}
