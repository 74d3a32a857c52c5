/**
 * Encryption at rest 静态加密 of what identifies persons: messages, names, refused files. A value is sealed under a data key
 * that the database keeps wrapped by the secret of the installation, so that a copy of the database alone opens none; a new
 * data key takes over for what is written from then on. Source: GB/T 39786 (SM4 for identifiers at rest), PIPL art. 51.
 *
 * A sealed value: magic, cipher, form, number of the key, nonce, tag, body. It is not bound to its row: whoever can write to
 * the database can put one row's value into another, but not make one.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

export const CIPHERS = ['aes-256-gcm', 'sm4'] as const;
export type Cipher = (typeof CIPHERS)[number];

/** A value that the connection seals on its way into the database; what is read is opened by the connection too. */
export class Sealed {
  readonly value: string | Buffer;

  constructor(value: string | Buffer) {
    this.value = value;
  }
}

/** Marks a value to be sealed; null stays null. */
export function sealed(value: string | Buffer): Sealed;
export function sealed(value: string | Buffer | null): Sealed | null;
export function sealed(value: string | Buffer | null): Sealed | null {
  return value === null ? null : new Sealed(value);
}

const MAGIC = Buffer.from('FUJIE\u0001');
const HEADER_BYTES = 12;
const CLEAR = 0;
const AES = 1;
const SM4 = 2;
const TEXT = 1;
const DEFLATED = 2;
/** Shorter ones do not get shorter. */
const DEFLATED_FROM = 300;
/** Quick rather than small: within a report the same names and systems repeat. */
const DEFLATE = { level: 3, memLevel: 7, windowBits: 14 };

/** A sealed value that none of our keys opens. */
export class NotOurs extends Error {
  override readonly name = 'NotOurs';
}

interface DataKey {
  readonly aes: Buffer;
  readonly sm4: Buffer;
  readonly mac: Buffer;
}

/** Number of the key that sealed a value; 0: it stands in the clear. */
export function keyNumberOf(value: Buffer): number {
  return isOfRing(value) && value[MAGIC.length] !== CLEAR ? value.readUInt32BE(MAGIC.length + 2) : 0;
}

const isOfRing = (value: Buffer): boolean =>
  value.length >= HEADER_BYTES && MAGIC.equals(value.subarray(0, MAGIC.length));

export class KeyRing {
  readonly #cipher: Cipher;
  readonly #keys = new Map<number, DataKey>();
  #newest = 0;

  constructor(cipher: Cipher) {
    this.#cipher = cipher;
  }

  /** Number of the key under which new values are sealed; 0: none is known yet. */
  get newest(): number {
    return this.#newest;
  }

  /** Takes up a data key; `seals`: new values are sealed under it, unless a newer one does. */
  add(number: number, key: Buffer, seals: boolean): void {
    const derive = (use: string, length: number): Buffer => Buffer.from(hkdfSync('sha256', key, '', use, length));
    if (!this.#keys.has(number))
      this.#keys.set(number, { aes: key, sm4: derive('sm4-ctr', 16), mac: derive('hmac-sm3', 32) });
    if (seals) this.#newest = Math.max(this.#newest, number);
  }

  seal(value: string | Buffer): Buffer {
    const key = this.#keys.get(this.#newest);
    if (key === undefined) throw new Error('no data key is known: nothing can be sealed');
    const plain = typeof value === 'string' ? Buffer.from(value) : value;
    const isDeflated = plain.length >= DEFLATED_FROM;
    const body = isDeflated ? deflateRawSync(plain, DEFLATE) : plain;
    const header = Buffer.alloc(HEADER_BYTES);
    MAGIC.copy(header);
    header[MAGIC.length] = this.#cipher === 'sm4' ? SM4 : AES;
    header[MAGIC.length + 1] = (typeof value === 'string' ? TEXT : 0) | (isDeflated ? DEFLATED : 0);
    header.writeUInt32BE(this.#newest, MAGIC.length + 2);
    return Buffer.concat([header, ...(this.#cipher === 'sm4' ? sealSm4 : sealAes)(key, header, body)]);
  }

  /** The value; what was never sealed comes back as it is. */
  open(stored: Buffer): string | Buffer {
    if (!isOfRing(stored)) return stored;
    const header = stored.subarray(0, HEADER_BYTES);
    const rest = stored.subarray(HEADER_BYTES);
    const cipher = header[MAGIC.length];
    const form = header[MAGIC.length + 1] ?? 0;
    const plain = cipher === CLEAR ? rest : this.#decipher(cipher, header, rest);
    const whole = (form & DEFLATED) === 0 ? plain : inflateRawSync(plain);
    return (form & TEXT) === 0 ? whole : whole.toString();
  }

  #decipher(cipher: number | undefined, header: Buffer, rest: Buffer): Buffer {
    const number = header.readUInt32BE(MAGIC.length + 2);
    const key = this.#keys.get(number);
    if (key === undefined)
      throw new NotOurs(`a stored value is sealed under data key ${String(number)}, which is not known`);
    try {
      return cipher === SM4 ? openSm4(key, header, rest) : openAes(key, header, rest);
    } catch {
      throw new NotOurs(`a stored value was altered, or is not sealed under data key ${String(number)}`);
    }
  }
}

const AES_NONCE = 12;
const AES_TAG = 16;

function sealAes({ aes }: DataKey, header: Buffer, body: Buffer): Buffer[] {
  const nonce = randomBytes(AES_NONCE);
  const cipher = createCipheriv('aes-256-gcm', aes, nonce).setAAD(header);
  const text = cipher.update(body);
  cipher.final();
  return [nonce, cipher.getAuthTag(), text];
}

function openAes({ aes }: DataKey, header: Buffer, rest: Buffer): Buffer {
  const opener = createDecipheriv('aes-256-gcm', aes, rest.subarray(0, AES_NONCE), { authTagLength: AES_TAG })
    .setAAD(header)
    .setAuthTag(rest.subarray(AES_NONCE, AES_NONCE + AES_TAG));
  const plain = opener.update(rest.subarray(AES_NONCE + AES_TAG));
  opener.final();
  return plain;
}

const SM4_NONCE = 16;
const SM3_TAG = 32;

/** SM4 in counter mode, then HMAC-SM3 over all of it: OpenSSL 3.0 has no SM4-GCM. */
function sealSm4({ sm4, mac }: DataKey, header: Buffer, body: Buffer): Buffer[] {
  const nonce = randomBytes(SM4_NONCE);
  const text = createCipheriv('sm4-ctr', sm4, nonce).update(body);
  return [nonce, createHmac('sm3', mac).update(header).update(nonce).update(text).digest(), text];
}

function openSm4({ sm4, mac }: DataKey, header: Buffer, rest: Buffer): Buffer {
  const nonce = rest.subarray(0, SM4_NONCE);
  const tag = rest.subarray(SM4_NONCE, SM4_NONCE + SM3_TAG);
  const text = rest.subarray(SM4_NONCE + SM3_TAG);
  const expected = createHmac('sm3', mac).update(header).update(nonce).update(text).digest();
  if (tag.length !== expected.length || !timingSafeEqual(tag, expected)) throw new Error('altered');
  return createDecipheriv('sm4-ctr', sm4, nonce).update(text);
}
