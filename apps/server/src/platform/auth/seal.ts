/** Keyed hashes: search tokens of identifiers, and handles under which a person is known outside the server. */
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface Seal {
  /** Search token of an identifier (kind, issuer, number): HMAC-SM3, 32 bytes. The number itself is not stored beside it. */
  token(kind: string, issuer: string, number: string): Buffer;
  /** Search token of a normalised name. */
  nameToken(name: string): Buffer;
  /** Opaque handle of a person for URLs and interfaces; cannot be enumerated. */
  handleOf(personId: number): string;
  /** Under which name an account stands in one context; who knows neither account nor secret finds out nothing, nor that two are one. */
  pseudonym(context: string, account: string): string;
  /** The person of a handle, or null when the handle was not made here. */
  personOf(handle: string): number | null;
}

export function createSeal(secret: string): Seal {
  const key = (purpose: string): Buffer => createHmac('sha256', secret).update(purpose).digest();
  const tokenKey = key('identifier-token');
  const handleKey = key('person-handle');
  const pseudonymKey = key('pseudonym');
  const mac = (id: string): string => createHmac('sha256', handleKey).update(id).digest('base64url').slice(0, 16);
  return {
    token: (kind, issuer, number) => createHmac('sm3', tokenKey).update(`${kind}\n${issuer}\n${number}`).digest(),
    nameToken: (name) => createHmac('sm3', tokenKey).update(`name\n${name}`).digest(),
    handleOf: (personId) => {
      const id = personId.toString(36);
      return `p${id}-${mac(id)}`;
    },
    pseudonym: (context, account) =>
      createHmac('sm3', pseudonymKey)
        .update(JSON.stringify([context, account]))
        .digest('hex')
        .slice(0, 32),
    personOf: (handle) => {
      const match = /^p([0-9a-z]{1,11})-([\w-]{16})$/.exec(handle);
      if (match?.[1] === undefined || match[2] === undefined) return null;
      const expected = Buffer.from(mac(match[1]));
      const given = Buffer.from(match[2]);
      return expected.length === given.length && timingSafeEqual(expected, given)
        ? Number.parseInt(match[1], 36)
        : null;
    },
  };
}
