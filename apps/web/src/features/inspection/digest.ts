/** SHA-256 and chance as the browser has them; digests over encrypted connections only. */

/** The digest of the browser; null: this page was not loaded over an encrypted connection. */
export function browserDigest(): ((text: string) => Promise<string>) | null {
  const subtle: SubtleCrypto | undefined = globalThis.isSecureContext ? globalThis.crypto.subtle : undefined;
  if (subtle === undefined) return null;
  return async (text) => hex(new Uint8Array(await subtle.digest('SHA-256', new TextEncoder().encode(text))));
}

/** The share 随机数 of a custodian: 32 bytes of chance. */
export function newShare(): string {
  return hex(globalThis.crypto.getRandomValues(new Uint8Array(32)));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
