/** Codes on papers and receipts 核验码、查询码, as people type them. */

/**
 * A code in groups of four, however it was typed: without hyphens, with spaces, in small letters or at full width. Null where so many letters and
 * digits are not there.
 */
export function readCode(text: string, length: number): string | null {
  const plain = text
    .normalize('NFKC')
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase();
  return plain.length === length && /^[0-9A-Z]+$/.test(plain) ? (plain.match(/.{4}/g) ?? []).join('-') : null;
}
