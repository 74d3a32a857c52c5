import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { auditKey, isSignedBy, publicKeyPem } from './key.ts';

const DIRECTORY = mkdtempSync(join(tmpdir(), 'fujie-audit-key-'));
const key = auditKey({ auditKeyFile: null, dataDir: DIRECTORY });
const TEXT = '{"day":"2024-05-20","机构":"H1"}';
const file = (name: string, content: string | Buffer): string => {
  writeFileSync(join(DIRECTORY, name), content);
  return join(DIRECTORY, name);
};

afterAll(() => {
  rmSync(DIRECTORY, { recursive: true, force: true });
});

function openssl(...args: string[]): string {
  const { error, status, stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  if (error)
    throw new Error('This test verifies signatures with the openssl command: install it (apt-get install openssl)');
  if (status !== 0 && !args.includes('-verify')) throw new Error(stderr);
  return stdout.trim();
}

const SM3 = ['dgst', '-sm3', '-sigopt', 'distid:1234567812345678'];

test('the key is made once, for its owner alone', () => {
  expect(auditKey({ auditKeyFile: null, dataDir: DIRECTORY }).publicKey).toBe(key.publicKey);
  expect(statSync(join(DIRECTORY, 'audit-key')).mode & 0o777).toBe(0o600);
});

test('a file that is named and holds no key is refused with what to do', () => {
  const missing = { auditKeyFile: join(DIRECTORY, 'none'), dataDir: DIRECTORY };
  expect(() => auditKey(missing)).toThrow(/FUJIE_AUDIT_KEY: .*no such file.*64/);
  expect(() => auditKey({ ...missing, auditKeyFile: file('short', 'abc') })).toThrow(/64 hexadecimal digits.*64 位/);
});

test('what is signed verifies, and nothing else does', () => {
  const signature = key.sign(TEXT);
  const other = auditKey({ auditKeyFile: file('other', 'ab'.repeat(32)), dataDir: DIRECTORY });
  expect(isSignedBy(key.publicKey, TEXT, signature)).toBe(true);
  expect(isSignedBy(key.publicKey, `${TEXT} `, signature)).toBe(false);
  expect(isSignedBy(other.publicKey, TEXT, signature)).toBe(false);
  expect(isSignedBy(key.publicKey, TEXT, Buffer.from('3000', 'hex'))).toBe(false);
});

test('openssl verifies what we sign', () => {
  const pem = file('key.pem', publicKeyPem(key.publicKey));
  const signature = file('ours.sig', key.sign(TEXT));
  const said = (text: string): string => openssl(...SM3, '-verify', pem, '-signature', signature, file('text', text));
  expect(said(TEXT)).toBe('Verified OK');
  expect(said(`${TEXT} `)).not.toBe('Verified OK');
});

test('we verify what openssl signs', () => {
  const pem = join(DIRECTORY, 'openssl.pem');
  openssl('genpkey', '-algorithm', 'SM2', '-out', pem);
  const text = openssl('pkey', '-in', pem, '-pubout', '-text', '-noout');
  const point = /pub:([\s0-9a-f:]+)/.exec(text)?.[1]?.replaceAll(/[\s:]/g, '') ?? '';
  const signature = join(DIRECTORY, 'theirs.sig');
  openssl(...SM3, '-sign', pem, '-out', signature, file('text', TEXT));
  const bytes = Buffer.from(openssl('base64', '-in', signature), 'base64');
  expect(point).toHaveLength(130);
  expect(isSignedBy(point, TEXT, bytes)).toBe(true);
  expect(isSignedBy(point, `${TEXT} `, bytes)).toBe(false);
});
