/** Secrets at rest 静态加密: kept so that a copy of the database alone opens none of them. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface Vault {
  /** Seals a text for one place, such as the second factor of one account; in another place it does not open. */
  seal(text: string, place: string): Buffer;
  /** The text, or null when it was not sealed here for this place. */
  open(sealed: Buffer, place: string): string | null;
  /** Keyed hash of a secret that is compared, never shown again. */
  hash(text: string, place: string): Buffer;
}

/** The vault of one purpose, with keys of its own that follow from the secret of the installation. */
export function createVault(secret: string, purpose: string): Vault {
  const derive = (use: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `fujie:${purpose}:${use}`, 32));
  const sealingKey = derive('seal');
  const hashingKey = derive('hash');
  return {
    seal: (text, place) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce).setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open: (sealed, place) => {
      if (sealed.length < NONCE_BYTES + TAG_BYTES) return null;
      const opener = createDecipheriv('aes-256-gcm', sealingKey, sealed.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(place))
        .setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      try {
        return Buffer.concat([opener.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), opener.final()]).toString();
      } catch {
        return null;
      }
    },
    hash: (text, place) => createHmac('sha256', hashingKey).update(`${place}\n${text}`).digest(),
  };
}
