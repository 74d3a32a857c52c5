/** Name of one entry, so that it is recorded once however often it is sent; made without what only encrypted pages have. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
