/**
 * Signature of requests to Alibaba Cloud 阿里云 V3 签名 (ACS3-HMAC-SHA256): HMAC-SHA-256 over the digest of a canonical form of the request. Requests of
 * the RPC kind are posted to `/` with everything in the address and nothing in the body.
 */
import { createHash, createHmac } from 'node:crypto';

const ALGORITHM = 'ACS3-HMAC-SHA256';

export interface AcsKey {
  readonly id: string;
  readonly secret: string;
}

export interface AcsRequest {
  readonly host: string;
  readonly action: string;
  readonly version: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** To the second, in UTC: 2026-03-02T02:00:00Z. */
  readonly date: string;
  /** Never the same twice. */
  readonly nonce: string;
}

/** The parameters in the address, in the order in which they are signed. */
export function acsQuery(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** What stands in the head of the request; the host is set by whoever sends it. */
export function acsHeaders(key: AcsKey, request: AcsRequest): Readonly<Record<string, string>> {
  const { host, action, version, parameters, date, nonce } = request;
  const empty = digest('');
  const headers = {
    'x-acs-action': action,
    'x-acs-content-sha256': empty,
    'x-acs-date': date,
    'x-acs-signature-nonce': nonce,
    'x-acs-version': version,
  };
  const signed = Object.entries({ host, ...headers }).sort(([a], [b]) => (a < b ? -1 : 1));
  const names = signed.map(([name]) => name).join(';');
  const lines = signed.map(([name, value]) => `${name}:${value.trim()}\n`).join('');
  const canonical = ['POST', '/', acsQuery(parameters), lines, names, empty].join('\n');
  const signature = createHmac('sha256', key.secret)
    .update(`${ALGORITHM}\n${digest(canonical)}`)
    .digest('hex');
  const authorization = `${ALGORITHM} Credential=${key.id},SignedHeaders=${names},Signature=${signature}`;
  return { ...headers, authorization };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** RFC 3986: letters, digits and `-_.~` stay. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
