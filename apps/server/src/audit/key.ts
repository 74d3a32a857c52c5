/**
 * The key that signs anchors 签名密钥: SM2 with SM3 (GM/T 0003, GM/T 0009). Node's own SM2 does not take the user id that everybody
 * else uses, so that its signatures verify nowhere: see docs/decisions.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { sm2 } from 'sm-crypto-v2';

import type { Config } from '../platform/config/config.ts';

/** The user id that GM/T 0009 names for whoever has none of their own. */
const USER_ID = '1234567812345678';
const PRIVATE_KEY = /^[0-9a-f]{64}$/;

export interface AuditKey {
  /** Uncompressed point, in hexadecimal. */
  readonly publicKey: string;
  /** DER signature of a text in UTF-8. */
  sign(text: string): Buffer;
}

/** The key of this installation; where no file is named, one is made in the data directory, for its owner alone. */
export function auditKey(config: Pick<Config, 'auditKeyFile' | 'dataDir'>): AuditKey {
  const file = config.auditKeyFile ?? join(config.dataDir, 'audit-key');
  if (!existsSync(file)) {
    if (config.auditKeyFile !== null) throw noKey(file, 'there is no such file', '文件不存在');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, sm2.generateKeyPairHex().privateKey, { mode: 0o600, flag: 'wx' });
    chmodSync(file, 0o600);
  }
  const privateKey = readFileSync(file, 'utf8').trim().toLowerCase();
  if (!PRIVATE_KEY.test(privateKey)) throw noKey(file, 'it is not 64 hexadecimal digits', '内容不是 64 位十六进制数');
  const publicKey = sm2.getPublicKeyFromPrivateKey(privateKey);
  return {
    publicKey,
    sign: (text) =>
      Buffer.from(sm2.doSignature(text, privateKey, { der: true, hash: true, publicKey, userId: USER_ID }), 'hex'),
  };
}

function noKey(file: string, why: string, whyZh: string): Error {
  return new Error(
    `FUJIE_AUDIT_KEY: ${file} holds no SM2 key, ${why}; write a private key as 64 hexadecimal digits there, or leave FUJIE_AUDIT_KEY empty (${whyZh}；请写入 64 位十六进制私钥，或清空 FUJIE_AUDIT_KEY)`,
  );
}

/** Whether a text was signed with the private half of a key. */
export function isSignedBy(publicKey: string, text: string, signature: Buffer): boolean {
  try {
    return sm2.doVerifySignature(text, signature.toString('hex'), publicKey, {
      der: true,
      hash: true,
      userId: USER_ID,
    });
  } catch {
    // Not the form of a signature, or not a point of the curve.
    return false;
  }
}

const SPKI_OF_SM2 = '3059301306072a8648ce3d020106082a811ccf5501822d034200';

/** A public key in the form that other programs, such as openssl, read. */
export function publicKeyPem(publicKey: string): string {
  const lines =
    Buffer.from(SPKI_OF_SM2 + publicKey, 'hex')
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----', ''].join('\n');
}
