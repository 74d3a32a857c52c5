/** Certificates that sign themselves, for tests of TLS: X.509 in DER, made with Node alone. */
import type { KeyObject } from 'node:crypto';
import { createHash, generateKeyPairSync, sign, X509Certificate } from 'node:crypto';

export interface TestCertificate {
  readonly key: string;
  readonly certificate: string;
  /** SHA-256, hexadecimal. */
  readonly fingerprint: string;
}

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const ECDSA_SHA256 = sequence(der(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
const timeOf = (day: string): Buffer => der(0x18, Buffer.from(`${day.replaceAll('-', '')}000000Z`));
const nameOf = (name: string): Buffer =>
  sequence(der(0x31, sequence(der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from(name)))));

export function certificateOf(name: string, from = '2020-01-01', to = '2040-01-01'): TestCertificate {
  const { privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
  });
  const content = sequence(
    der(0x02, Buffer.from([1])),
    ECDSA_SHA256,
    nameOf(name),
    sequence(timeOf(from), timeOf(to)),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', content, privateKey);
  const whole = sequence(content, ECDSA_SHA256, der(0x03, Buffer.from([0]), signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: new X509Certificate(whole).toString(),
    fingerprint: createHash('sha256').update(whole).digest('hex'),
  };
}
