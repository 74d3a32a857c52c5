import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { ConfigError, loadConfig } from './config.ts';
import { storedSecret } from './data-dir.ts';

const dataDir = (): string => mkdtempSync(join(tmpdir(), 'fujie-config-'));

test('without any variable the defaults hold and a secret is made once', () => {
  const directory = dataDir();
  const first = loadConfig({ FUJIE_DATA_DIR: directory });
  const second = loadConfig({ FUJIE_DATA_DIR: directory });
  expect(first).toMatchObject({
    databaseUrl: null,
    port: 8080,
    jurisdiction: 'taiyuan',
    publicUrl: 'http://localhost:8080',
    pool: 16,
    trustedProxies: [],
  });
  expect(first.secret).toHaveLength(64);
  expect(second.secret).toBe(first.secret);
  expect(readFileSync(join(directory, 'secret'), 'utf8')).toBe(first.secret);
  expect(statSync(join(directory, 'secret')).mode & 0o077).toBe(0);
});

test('of two that draw the secret of one new folder at once both have that which came first, and no half of one', () => {
  const folder = join(dataDir(), 'two');
  let first = '';
  const other = (): string => {
    first = storedSecret(folder);
    return 'later';
  };
  expect([storedSecret(folder, other), first.length]).toEqual([first, 64]);
  expect(readdirSync(folder)).toEqual(['secret']);
  writeFileSync(join(folder, 'secret'), '\n');
  expect(() => storedSecret(folder)).toThrow(/secret` is empty/);
});

test('a bad start lists every fault at once', () => {
  const environment = {
    FUJIE_DATA_DIR: dataDir(),
    FUJIE_PORT: 'eighty',
    FUJIE_POOL: '0',
    FUJIE_LOG_LEVEL: 'loud',
    FUJIE_SECRET: 'short',
    FUJIE_DATABASE_URL: 'mysql://x',
    FUJIE_TRUSTED_PROXIES: 'proxy.example',
    FUJIE_WATCH: '[{"from":"2026-01-01","near":1}]',
    FUJIE_PEER_MESSAGES: '0',
    FUJIE_SMS_ENDPOINT: 'http://sms.example',
    FUJIE_PATIENT_CODES: 'http://sms.example',
    FUJIE_PATIENT_SHOWS_STAFF: 'perhaps',
  };
  expect(() => loadConfig(environment)).toThrow(ConfigError);
  for (const word of [
    'FUJIE_PORT',
    'FUJIE_POOL',
    'FUJIE_LOG_LEVEL',
    'FUJIE_SECRET',
    'FUJIE_DATABASE_URL',
    'FUJIE_TRUSTED_PROXIES',
    'FUJIE_WATCH has `near`',
    'FUJIE_PEER_MESSAGES',
    'FUJIE_SMS_ENDPOINT does not begin with https://',
    'FUJIE_SMS_ENDPOINT needs FUJIE_SMS_SIGN',
    'FUJIE_SMS_ENDPOINT needs FUJIE_SMS_KEY_FILE',
    'FUJIE_PATIENT_CODES is no address',
    'FUJIE_PATIENT_CODES_SECRET',
    'FUJIE_PATIENT_SHOWS_STAFF',
  ]) {
    expect(() => loadConfig(environment)).toThrow(word);
  }
});

test('trusted proxies are addresses and networks; everybody, or a network that is none, is refused', () => {
  const proxies = (text: string) =>
    loadConfig({ FUJIE_DATA_DIR: dataDir(), FUJIE_TRUSTED_PROXIES: text }).trustedProxies;
  expect(proxies('127.0.0.1, 10.0.0.0/8,fd00::/8,')).toEqual(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
  for (const text of ['10.0.0.0/33', '0.0.0.0/0', '10.0.0.0/8/8', '10.0.0.0/', 'true'])
    expect(() => proxies(text)).toThrow(text);
});

test('the key of the text message service stands in a file that nobody else may read', () => {
  const directory = dataDir();
  const file = join(directory, 'sms-key');
  const read = (content: string, mode: number) => {
    writeFileSync(file, content);
    chmodSync(file, mode);
    return loadConfig({
      FUJIE_DATA_DIR: directory,
      FUJIE_SMS_ENDPOINT: 'https://dysmsapi.aliyuncs.com',
      FUJIE_SMS_KEY_FILE: file,
      FUJIE_SMS_SIGN: '符节平台',
      FUJIE_SMS_CODE_TEMPLATE: 'SMS_1',
      FUJIE_SMS_NOTICE_TEMPLATE: 'SMS_2',
    }).notify.sms;
  };
  expect(read('an-id\na secret \n', 0o600)).toMatchObject({
    key: { id: 'an-id', secret: 'a secret' },
    sign: '符节平台',
  });
  expect(() => read('an-id\na secret\n', 0o640)).toThrow('FUJIE_SMS_KEY_FILE may be read by others');
  expect(() => read('an-id\n', 0o600)).toThrow('FUJIE_SMS_KEY_FILE lacks');
});
