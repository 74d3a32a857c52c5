/**
 * Ids of resources. What the platform names is derived from what the sender said it is (institution, report number, code),
 * so that the same message makes the same ids and is one result however often it comes. What a sender names by PUT is kept
 * under a derived id too: two hospitals may both send Patient/1.
 */
import { hash } from 'node:crypto';

const OWN = /^fj-[0-9a-f]{29}$/;

/** Whether an id is one that the platform gave. */
export function isOwnId(id: string): boolean {
  return OWN.test(id);
}

/** An id made of what identifies a thing; 116 bits of SHA-256. */
export function derivedId(...parts: readonly string[]): string {
  return `fj-${hash('sha256', parts.join('\u0001'), 'hex').slice(0, 29)}`;
}

/** The id under which a resource of an institution is stored, given the id by which the institution knows it. */
export function storedId(institution: string, type: string, id: string): string {
  return isOwnId(id) ? id : derivedId('client', institution, type, id);
}

export function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer').subarray(0, 16);
}
