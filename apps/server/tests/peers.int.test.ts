/** Peers over real TLS: who is let in, who is closed out, and what becomes of a message. */
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { connect } from 'node:tls';

import type { AdminChangeOutcome, PeersResponse } from '@fujie/wire/contracts';
import { framed } from '@fujie/wire/hl7-v2';
import dicom from 'dcmjs-dimse';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startDicom } from '../src/ingest/dicom-listener.ts';
import { startMllp } from '../src/ingest/hl7-listener.ts';
import { sql } from '../src/platform/db/database.ts';
import type { PeerListener } from '../src/platform/net/peer-listener.ts';
import type { TestCertificate } from './certificates.ts';
import { certificateOf } from './certificates.ts';
import { sharedRegion } from './recognition-fixture.ts';

const own = certificateOf('fujie');
const folder = mkdtempSync(join(tmpdir(), 'fujie-peers-'));
writeFileSync(join(folder, 'key.pem'), own.key);
writeFileSync(join(folder, 'certificate.pem'), own.certificate);
const region = sharedRegion(() =>
  Promise.resolve({
    FUJIE_MLLP_PORT: '0',
    FUJIE_DICOM_PORT: '0',
    FUJIE_PEER_KEY: join(folder, 'key.pem'),
    FUJIE_PEER_CERTIFICATE: join(folder, 'certificate.pem'),
  }),
);
let listener: PeerListener;
let images: PeerListener;
const laboratory = certificateOf('lis');
const archive = certificateOf('pacs');
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
  const [mllp, dicom] = [await startMllp(region.deps), await startDicom(region.deps)];
  if (mllp === null || dicom === null) throw new Error('nothing listens');
  listener = mllp;
  images = dicom;
});

afterAll(async () => {
  await Promise.all([listener.close(), images.close()]);
});

async function open(client: TestCertificate | null, { port } = listener): Promise<TLSSocket> {
  const socket = connect({
    host: '127.0.0.1',
    port,
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
  try {
    for await (const read of socket as AsyncIterable<Buffer>) {
      text += read.toString('utf8');
      if (text.endsWith('\u001c\r')) return text.slice(1, -2);
    }
  } catch (error) {
    // A connection that is closed before all was read of it may end so.
    if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
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
  // A stranger is sent away before it is written down. Who knocks again and again fills no audit.
  const refused = sql`select origin, address, credential from audit_event where action = 'peer:connect' and outcome = 'refused'`;
  const credential = laboratory.fingerprint.slice(0, 12);
  await expect.poll(() => region.db.query(refused)).toEqual([{ origin: 'none', address: '127.0.0.1', credential }]);
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
  expect(segments[2]).toContain(
    'ERR||MSH^1^9|200^Unsupported message type^HL70357|E|not-taken-yet^^FUJIE|||除质控消息外',
  );
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

test('one peer takes no more connections than its share', async () => {
  const busy = certificateOf('busy');
  // Written as an address within its network.
  await register({ name: 'busy', fingerprint: busy.fingerprint, addresses: ['127.0.0.1/8'] });
  const greet = async () => {
    const socket = await open(busy);
    socket.write(framed(Buffer.from(MESSAGE)));
    const [read] = (await Promise.race([once(socket, 'data'), once(socket, 'close')])) as unknown[];
    return { socket, isIn: Buffer.isBuffer(read) };
  };
  const all = [];
  for (let n = 0; n < 21; n++) all.push(await greet());
  expect(all.map(({ isIn }) => isIn)).toEqual([...Array<boolean>(20).fill(true), false]);
  for (const { socket } of all) socket.destroy();
});

test('what a peer sends beyond its limit waits unread, is all taken later, and holds up no other', async () => {
  const [hasty, calm] = [certificateOf('hasty'), certificateOf('calm')];
  await register({ name: 'hasty', fingerprint: hasty.fingerprint });
  await register({ name: 'calm', fingerprint: calm.fingerprint });
  const peers = { ...region.deps.config.peers, messagesPerMinute: 2 };
  const limited = await startMllp({ ...region.deps, config: { ...region.deps.config, peers } });
  if (limited === null) throw new Error('nothing listens');
  const ofHasty = async () => (await kept()).filter(({ sender }) => sender === 'hasty').length;
  const socket = await open(hasty, limited);
  let answers = '';
  socket.on('data', (read: Buffer) => {
    answers += read.toString('utf8');
  });
  for (const id of ['L1', 'L2', 'L3', 'L4', 'L5']) socket.write(framed(Buffer.from(MESSAGE.replace('C1', id))));
  await expect.poll(() => answers.match(/MSA\|AR\|L\d/g)).toEqual(['MSA|AR|L1', 'MSA|AR|L2']);
  const other = await open(calm, limited);
  other.write(framed(Buffer.from(MESSAGE)));
  expect(await answerOf(other)).toContain('MSA|AR|C1');
  expect(await ofHasty()).toBe(2);
  const waits = () =>
    region.db.query<{ detail: unknown }>(
      sql`select detail from audit_event where action = 'peer:message' and detail ->> 'why' = 'too-many' order by id`,
    );
  await expect.poll(waits).toEqual([{ detail: { why: 'too-many' } }]);
  const start = region.clock.now();
  region.clock.set((start + 60_000) as typeof start);
  await expect.poll(() => answers.match(/AR\|L\d/g)?.length).toBe(4);
  region.clock.set((start + 120_000) as typeof start);
  await expect.poll(() => answers.match(/AR\|L\d/g)?.join()).toBe('AR|L1,AR|L2,AR|L3,AR|L4,AR|L5');
  expect(await ofHasty()).toBe(5);
  region.clock.set(start);
  for (const one of [socket, other]) one.destroy();
  await limited.close();
  // However often it looked again, it is told once, and then by number.
  expect(await waits()).toEqual([
    { detail: { why: 'too-many' } },
    { detail: { why: 'too-many', count: expect.any(Number) as number } },
  ]);
});

test('the world is no network of a hospital', async () => {
  for (const addresses of [['0.0.0.0/0'], ['10.1.2.3'], ['hospital.example/24'], ['::/0']])
    expect([addresses, (await ask('admin', 'POST', '/peers', peerOf({ name: 'x', addresses }))).statusCode]).toEqual([
      addresses,
      422,
    ]);
});

dicom.log.setLevel('silent');
const CT = '1.2.840.10008.5.1.4.1.1.2';
const { CEchoRequest, CStoreRequest } = dicom.requests;
type Answer = InstanceType<typeof dicom.responses.Response>;
type Association = InstanceType<typeof dicom.association.Association>;

/** What a foreign client of DICOM sees: results by abstract syntax (0 accepted, 3 not supported), and the status of each answer. */
async function seenBy(
  client: TestCertificate,
  more: readonly InstanceType<typeof CStoreRequest | typeof CEchoRequest>[] = [],
  { port } = images,
) {
  const seen: { contexts: Record<string, number>; statuses: number[]; isReleased: boolean } = {
    contexts: {},
    statuses: [],
    isReleased: false,
  };
  const scu = new dicom.Client();
  for (const request of [new CEchoRequest(), ...more]) {
    request.on('response', (response: Answer) => seen.statuses.push(response.getStatus()));
    scu.addRequest(request);
  }
  scu.on('associationAccepted', (association: Association) => {
    for (const { context } of association.getPresentationContexts())
      seen.contexts[context.getAbstractSyntaxUid()] = context.getResult();
  });
  scu.on('associationReleased', () => {
    seen.isReleased = true;
  });
  const closed = once(scu, 'closed');
  const securityOptions = { key: client.key, cert: client.certificate, rejectUnauthorized: false };
  scu.send('127.0.0.1', port, 'PACS', 'FUJIE', { securityOptions });
  await closed;
  return seen;
}

const NOTHING = { contexts: {}, statuses: [], isReleased: false };
const recorded = () =>
  region.db.query<{ action: string; outcome: string; detail: unknown }>(
    sql`select action, outcome, detail from audit_event where actor like 'peer:%' and subject = 'dicom' order by id`,
  );

test('nobody echoes by DICOM whose certificate, address or protocol is not registered', async () => {
  expect(await seenBy(archive)).toEqual(NOTHING);
  await register({
    name: 'archive elsewhere',
    protocol: 'dicom',
    addresses: ['10.0.0.0/8'],
    fingerprint: archive.fingerprint,
  });
  await register({ name: 'archive by MLLP', fingerprint: archive.fingerprint });
  expect(await seenBy(archive)).toEqual(NOTHING);
  expect(await recorded()).toEqual([]);
});

test('a registered archive echoes; images are refused by their context, which is on record', async () => {
  await register({ name: 'archive', protocol: 'dicom', fingerprint: archive.fingerprint });
  const image = new dicom.Dataset({ SOPClassUID: CT, SOPInstanceUID: '2.25.1' });
  expect(await seenBy(archive, [new CStoreRequest(image)])).toEqual({
    contexts: { '1.2.840.10008.1.1': 0, [CT]: 3 },
    statuses: [0],
    isReleased: true,
  });
  expect(await recorded()).toEqual([
    { action: 'peer:connect', outcome: 'done', detail: { called: 'FUJIE', calling: 'PACS', refused: 1 } },
    { action: 'peer:echo', outcome: 'done', detail: null },
  ]);
});

test('what is no DICOM, or says that it is endless, is aborted and hurts nobody', async () => {
  for (const sent of [Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.from('0100ffffffff00', 'hex')]) {
    const socket = await open(archive, images);
    socket.write(sent);
    expect(
      Buffer.from(await answerOf(socket), 'latin1')
        .subarray(0, 6)
        .toString('hex'),
    ).toBe('070000000004');
  }
  expect((await seenBy(archive)).statuses).toEqual([0]);
});

test('echoes and refusals without end are one entry a kind at once, and one with their number', async () => {
  const before = await recorded();
  const flooded = await startDicom(region.deps);
  if (flooded === null) throw new Error('nothing listens');
  const echoes = () => Array.from({ length: 20 }, () => new CEchoRequest());
  for (let n = 0; n < 3; n++) expect((await seenBy(archive, echoes(), flooded)).statuses).toHaveLength(21);
  for (let n = 0; n < 5; n++) {
    const socket = await open(archive, flooded);
    socket.write('GET / HTTP/1.1\r\n\r\n');
    await answerOf(socket);
  }
  const association = { called: 'FUJIE', calling: 'PACS', refused: 0 };
  const first = [
    { action: 'peer:connect', outcome: 'done', detail: association },
    { action: 'peer:echo', outcome: 'done', detail: null },
    { action: 'peer:connect', outcome: 'refused', detail: { why: 'unrecognised-pdu' } },
  ];
  expect((await recorded()).slice(before.length)).toEqual(first);
  await flooded.close();
  const counted = (await recorded()).slice(before.length + first.length);
  expect(counted.map(({ detail }) => detail)).toEqual([
    { ...association, count: 2 },
    { count: 62 },
    { why: 'unrecognised-pdu', count: 4 },
  ]);
});

/** What asks for an association in which verification is proposed. */
function association(): Buffer {
  const item = (type: number, ...parts: (Buffer | string)[]): Buffer => {
    const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
    return Buffer.concat([Buffer.from([type, 0, content.length >> 8, content.length & 0xff]), content]);
  };
  const body = Buffer.concat([
    Buffer.from([0, 1, 0, 0]),
    Buffer.from('FUJIE'.padEnd(16) + 'PACS'.padEnd(16)),
    Buffer.alloc(32),
    item(0x10, '1.2.840.10008.3.1.1.1'),
    item(0x20, Buffer.from([1, 0, 0, 0]), item(0x30, '1.2.840.10008.1.1'), item(0x40, '1.2.840.10008.1.2')),
  ]);
  return Buffer.concat([Buffer.from([1, 0, 0, 0, 0, body.length]), body]);
}

test('an archive that is ended is closed out at its next word', async () => {
  const socket = await open(archive, images);
  socket.write(association());
  await once(socket, 'data');
  const { peers } = (await ask('admin', 'GET', '/peers')).json<PeersResponse>();
  const peer = peers.find(({ name }) => name === 'archive');
  expect((await ask('admin', 'DELETE', `/peers/${String(peer?.id)}`)).statusCode).toBe(204);
  socket.write('GET / HTTP/1.1\r\n\r\n');
  expect(await answerOf(socket)).toBe('');
  expect((await recorded()).at(-1)).toMatchObject({ outcome: 'refused', detail: { why: 'not-registered' } });
});
