/** Peers over real TLS: who is let in, who is closed out, and what becomes of a message. */
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { connect } from 'node:tls';

import type { AdminChangeOutcome, PeersResponse } from '@fujie/wire/contracts';
import { framed } from '@fujie/wire/hl7-v2';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startMllp } from '../src/ingest/hl7-listener.ts';
import { sql } from '../src/platform/db/database.ts';
import type { PeerListener } from '../src/platform/net/peer-listener.ts';
import type { TestCertificate } from './certificates.ts';
import { certificateOf } from './certificates.ts';
import { sharedRegion } from './recognition-fixture.ts';

const own = certificateOf('fujie');
const folder = mkdtempSync(join(tmpdir(), 'fujie-mllp-'));
writeFileSync(join(folder, 'key.pem'), own.key);
writeFileSync(join(folder, 'certificate.pem'), own.certificate);
const region = sharedRegion(() =>
  Promise.resolve({
    FUJIE_MLLP_PORT: '0',
    FUJIE_MLLP_KEY: join(folder, 'key.pem'),
    FUJIE_MLLP_CERTIFICATE: join(folder, 'certificate.pem'),
  }),
);
let listener: PeerListener;
const laboratory = certificateOf('lis');
const MESSAGE = 'MSH|^~\\&|LIS|H1|FUJIE||20240520090000||ORU^R01|C1|P|2.4\rPID|1||张小明\r';

async function ask(role: 'admin' | 'security-admin', method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) {
  const headers = await region.as(role);
  return region.app.inject({ method, url: `/api/v1${url}`, headers, ...(payload ? { payload } : {}) });
}

const peerOf = (part: object = {}) => ({
  name: 'H1 检验系统',
  institution: 'H1',
  protocol: 'mllp',
  addresses: ['127.0.0.0/8'],
  fingerprint: laboratory.fingerprint,
  from: '2024-01-01',
  to: null,
  ...part,
});

async function register(part: object = {}): Promise<void> {
  const asked = await ask('admin', 'POST', '/peers', peerOf(part));
  expect(asked.statusCode).toBe(202);
  const { change } = asked.json<AdminChangeOutcome>();
  const decision = { verdict: 'confirmed' };
  expect((await ask('security-admin', 'POST', `/changes/${String(change)}/decision`, decision)).statusCode).toBe(204);
}

beforeAll(async () => {
  const started = await startMllp(region.deps);
  if (started === null) throw new Error('nothing listens');
  listener = started;
});

afterAll(async () => {
  await listener.close();
});

async function open(client: TestCertificate | null): Promise<TLSSocket> {
  const socket = connect({
    host: '127.0.0.1',
    port: listener.port,
    ...(client === null ? {} : { key: client.key, cert: client.certificate }),
    ca: own.certificate,
    checkServerIdentity: () => undefined,
  });
  socket.on('error', () => undefined);
  await once(socket, 'secureConnect');
  return socket;
}

/** What comes back until the connection is closed or an answer is whole. */
async function answerOf(socket: TLSSocket): Promise<string> {
  let text = '';
  for await (const read of socket as AsyncIterable<Buffer>) {
    text += read.toString('utf8');
    if (text.endsWith('\u001c\r')) return text.slice(1, -2);
  }
  return text;
}

async function send(client: TestCertificate | null, message = MESSAGE): Promise<string> {
  const socket = await open(client);
  socket.write(framed(Buffer.from(message)));
  const answer = await answerOf(socket);
  socket.destroy();
  return answer;
}

const kept = () =>
  region.db.query<{ id: number; institution: string; sender: string; channel: string }>(
    sql`select id, institution, sender, channel from quarantine where channel = 'mllp' order by id`,
  );

test('nothing is taken from a certificate that nobody registered, nor without one, and it is on record', async () => {
  expect(await send(laboratory)).toBe('');
  expect(await send(null)).toBe('');
  expect(await kept()).toEqual([]);
  const refused = await region.db.query<{ origin: string; address: string; credential: string }>(
    sql`select origin, address, credential from audit_event where action = 'peer:connect' and outcome = 'refused'`,
  );
  // A stranger who knocks again and again fills no audit.
  expect(refused).toEqual([{ origin: 'none', address: '127.0.0.1', credential: laboratory.fingerprint.slice(0, 12) }]);
});

test('a right certificate from a wrong address, of a wrong protocol or past its days is closed out', async () => {
  await register({ name: 'elsewhere', addresses: ['10.0.0.0/8'] });
  await register({ name: 'images', protocol: 'dicom' });
  await register({ name: 'over', from: '2024-01-01', to: '2024-05-20' });
  await register({ name: 'not yet', from: '2024-05-21' });
  expect(await send(laboratory)).toBe('');
  const past = certificateOf('past', '2020-01-01', '2024-05-01');
  await register({ name: 'past', fingerprint: past.fingerprint });
  expect(await send(past)).toBe('');
  expect(await kept()).toEqual([]);
});

test('a message of a registered peer is kept as it came and answered with the reason', async () => {
  // Its first day is also its last below: it must end all the same.
  await register({ from: '2024-05-20' });
  const answer = await send(laboratory);
  const [message] = await kept();
  expect(message).toMatchObject({ institution: 'H1', sender: 'H1 检验系统', channel: 'mllp' });
  const segments = answer.split('\r');
  expect(segments[0]).toMatch(/^MSH\|\^~\\&\|FUJIE\|\|LIS\|H1\|20240520\d{6}\+0800\|\|ACK\^R01\^ACK\|Q\d+\|P\|2\.4/);
  expect(segments[1]).toBe('MSA|AR|C1');
  expect(segments[2]).toContain('ERR|||200^Unsupported message type^HL70357|E||||暂不接收 HL7 v2 消息');
  expect(segments[2]).toContain(`(${String(message?.id)})`);
  const headers = await region.as('laboratory', { institution: 'H1' });
  const url = `/api/v1/quarantine/${String(message?.id)}/raw`;
  const raw = await region.app.inject({ method: 'GET', url, headers });
  expect(raw.body).toContain('张小明');
});

test('what is no message of HL7 is kept too, what is no frame closes the connection', async () => {
  expect((await send(laboratory, 'hello')).split('\r')[1]).toBe('MSA|AR|');
  expect(await kept()).toHaveLength(2);
  const socket = await open(laboratory);
  socket.write('GET / HTTP/1.1\r\n\r\n');
  expect(await answerOf(socket)).toBe('');
});

test('a peer that is ended is let in no more, and its open connection is closed at the next message', async () => {
  const socket = await open(laboratory);
  socket.write(framed(Buffer.from(MESSAGE)));
  const first = await once(socket, 'data');
  expect(String(first[0])).toContain('MSA|AR|C1');
  const { peers } = (await ask('admin', 'GET', '/peers')).json<PeersResponse>();
  const peer = peers.find(({ name }) => name === 'H1 检验系统');
  expect((await ask('admin', 'DELETE', `/peers/${String(peer?.id)}`)).statusCode).toBe(204);
  expect((await ask('admin', 'DELETE', `/peers/${String(peer?.id)}`)).statusCode).toBe(404);
  socket.write(framed(Buffer.from(MESSAGE)));
  expect(await answerOf(socket)).toBe('');
  expect(await send(laboratory)).toBe('');
  expect(await kept()).toHaveLength(3);
});

test('the world is no network of a hospital', async () => {
  for (const addresses of [['0.0.0.0/0'], ['10.1.2.3'], ['hospital.example/24'], ['::/0']])
    expect([addresses, (await ask('admin', 'POST', '/peers', peerOf({ name: 'x', addresses }))).statusCode]).toEqual([
      addresses,
      422,
    ]);
});
