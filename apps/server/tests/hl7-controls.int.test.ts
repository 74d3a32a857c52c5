/** Control material by HL7 v2 over real TLS: what is taken, what is refused with its place, and what a person sends in again. */
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';

import type { Day } from '@fujie/core/kernel';
import type {
  IqcSeriesResponse,
  QuarantineDetail,
  QuarantineListResponse,
  ReplayResponse,
} from '@fujie/wire/contracts';
import { framed } from '@fujie/wire/hl7-v2';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startMllp } from '../src/ingest/hl7-listener.ts';
import type { PeerListener } from '../src/platform/net/peer-listener.ts';
import { insertPeer } from '../src/platform/net/peers.query.ts';
import { importTyped } from '../src/registers/change.ts';
import { certificateOf } from './certificates.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const own = certificateOf('fujie');
const laboratory = certificateOf('lis');
const folder = mkdtempSync(join(tmpdir(), 'fujie-controls-'));
writeFileSync(join(folder, 'key.pem'), own.key);
writeFileSync(join(folder, 'certificate.pem'), own.certificate);
const region = sharedRegion(() =>
  Promise.resolve({
    FUJIE_MLLP_PORT: '0',
    FUJIE_PEER_KEY: join(folder, 'key.pem'),
    FUJIE_PEER_CERTIFICATE: join(folder, 'certificate.pem'),
  }),
);
const { get, post } = requestsTo(region);
const lab = () => region.as('laboratory', { institution: 'H1', username: 'lab-1' });
let listener: PeerListener;

beforeAll(async () => {
  region.clock.set(at('2024-05-20T09:00+08:00'));
  const row = {
    institution: 'H1',
    item: 'ALT',
    instrument: 'AN-1',
    unit: 'U/L',
    kind: 'quantitative',
    levels: 2,
    rules: ['1_3s'],
  };
  const from = '2024-01-01' as Day;
  const systems = [{ code: 'ALT-1' }, { code: 'AST-1', item: 'AST' }, { code: 'AST-2', item: 'AST' }];
  await importTyped(region.deps, 'test', 'test-system', [
    ...systems.map((system) => ({ row: { ...row, ...system }, from })),
    { row: { ...row, code: 'TBIL-1', item: 'TBIL', unit: 'mmol/L' }, from },
  ]);
  const material = { institution: 'H1', product: 'QC', lot: 'A1', nameZh: '质控品', expiresOn: '2024-12-31' };
  await importTyped(
    region.deps,
    'test',
    'control-material',
    ['N', 'P'].map((level) => ({ row: { ...material, level }, from })),
  );
  const mapping = { institution: 'H1', system: '99LIS', state: 'approved' };
  await importTyped(
    region.deps,
    'test',
    'code-mapping',
    ['ALT', 'AST', 'TBIL'].map((item) => ({ row: { ...mapping, code: `L-${item}`, item }, from })),
  );
  await insertPeer(region.db, {
    ...{ name: 'H1 检验系统', institution: 'H1', protocol: 'mllp', addresses: ['127.0.0.0/8'] },
    ...{ fingerprint: laboratory.fingerprint, from, to: null },
  });
  const started = await startMllp(region.deps);
  if (started === null) throw new Error('nothing listens');
  listener = started;
});
afterAll(async () => {
  await listener.close();
});

const head = (event: string, set = 'UNICODE UTF-8', facility = '') =>
  `MSH|^~\\&|AN-1|${facility}|FUJIE||20240520090000||${event}|C1|P|2.5.1||||||${set}`;
const specimen = (level: string, lot = 'A1') => [
  'SPM|1|||QC|||||||Q',
  `INV|QC^质控品^99LIS^${level}|OK|CO|||||||||||||${lot}`,
];
const result = (code: string, value: string, time: string, unit = 'U/L', instrument = '') => [
  `OBR|1|||${code}^项目^99LIS`,
  `OBX|1|NM|${code}^项目^99LIS||${value}|${unit}|||||F|||||lab-1||${instrument}|20240520${time}+0800`,
];
const OUL = (value: string, more: readonly string[] = []) => [
  ...[head('OUL^R22^OUL_R22'), ...specimen('N'), ...result('L-ALT', value, '080000')],
  ...[...specimen('P'), ...result('L-ALT', '121', '080500'), ...more],
];

/** Sends a message in a connection of its own; the segments of the answer. */
async function send(message: readonly string[] | Buffer): Promise<string[]> {
  const socket = connect({
    ...{ host: '127.0.0.1', port: listener.port, key: laboratory.key, cert: laboratory.certificate },
    ...{ ca: own.certificate, checkServerIdentity: () => undefined },
  });
  await once(socket, 'secureConnect');
  socket.write(framed(Buffer.isBuffer(message) ? message : Buffer.from(message.join('\r'))));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return answer
    .toString('utf8')
    .slice(1, -2)
    .split('\r')
    .filter((line) => line !== '');
}

const codeOf = (answer: readonly string[]): string => (answer[1] ?? '').split('|')[1] ?? '';
/** Place, code of the standard, and code of ours, of each error. */
const errorsOf = (answer: readonly string[]) =>
  answer.slice(2).map((line) => {
    const fields = line.split('|');
    return [fields[2], fields[3]?.split('^')[0], fields[5]?.split('^')[0]];
  });
const series = async (code = 'ALT-1') =>
  (await get<IqcSeriesResponse>(`laboratory/iqc/systems/${code}`, await lab())).body;
const readings = async (code?: string) => (await series(code)).results.map(({ level, value }) => [level, value]);
const open = async () =>
  (await get<QuarantineListResponse>('quarantine?state=open', await lab())).body.entries.map(({ id }) => id);

/** In GB 18030, of which every sign used here has two bytes. */
function gb(text: string): Buffer {
  const decoder = new TextDecoder('gb18030');
  const codes = new Map<string, Buffer>();
  for (let lead = 0x81; lead < 0xff; lead++)
    for (let trail = 0x40; trail < 0xff; trail++) {
      const bytes = Buffer.from([lead, trail]);
      codes.set(decoder.decode(bytes), bytes);
    }
  return Buffer.concat(
    [...text].map((sign) => (sign < '\u0080' ? Buffer.from(sign) : (codes.get(sign) ?? Buffer.from('?')))),
  );
}

test('OUL^R22 is acknowledged once it is judged and stored, and sent again, answered or not, it is the same', async () => {
  const answer = await send(OUL('41'));
  expect(answer).toHaveLength(2);
  expect(answer[0]).toMatch(/\|\|ACK\^R22\^ACK\|A[0-9a-f]{16}\|P\|2\.5\.1/);
  expect(answer[1]).toBe('MSA|AA|C1');
  expect(await readings()).toEqual([
    ['N', 41],
    ['P', 121],
  ]);
  // Neither has a target, and of a first result nothing can be said.
  expect((await series()).runs).toMatchObject([{ levels: 0, points: [{}, {}] }]);
  expect(codeOf(await send(OUL('41')))).toBe('AA');
  // A sender that was not answered numbers it anew.
  expect(codeOf(await send(OUL('41').map((line) => line.replace('|C1|', '|C2|'))))).toBe('AA');
  expect(await readings()).toHaveLength(2);
  expect(await open()).toEqual([]);
});

test('ORU^R01 of control material in GB 18030, with signs that look like delimiters, in another unit', async () => {
  // The second byte of this sign is that of `|`.
  const name = new TextDecoder('gb18030').decode(Buffer.from([0x8e, 0x7c]));
  const facility = `${name}院`;
  const lines = (set: string) => [
    ...[head('ORU^R01^ORU_R01', set, facility), ...result('L-TBIL', '17.1', '081000', 'umol/L'), ...specimen('N')],
  ];
  expect(errorsOf(await send(gb(lines('').join('\r'))))).toEqual([['MSH^1^18', '102', 'character-set']]);
  expect(errorsOf(await send(gb(lines('UNICODE UTF-8').join('\r'))))).toEqual([['MSH^1^18', '102', 'character-set']]);
  expect(errorsOf(await send(lines('BIG-5')))).toEqual([['MSH^1^18', '102', 'character-set']]);
  expect(codeOf(await send(gb(lines('GB 18030-2000').join('\r'))))).toBe('AA');
  expect(await readings('TBIL-1')).toEqual([['N', 0.0171]]);
  const [refused] = await open();
  const detail = await get<QuarantineDetail>(`quarantine/${String(refused)}`, await lab());
  expect(detail.body).toMatchObject({ isText: true, channel: 'mllp', state: 'open' });
});

test('each refusal names its place, reason and remedy; nothing of the message is taken, all of it is kept', async () => {
  const [before, kept] = [await readings(), (await open()).length];
  const wrong = [
    ...OUL('41,5', [...specimen('N', 'B9'), ...result('L-ALT', '40', '081500')]),
    ...[...specimen('N'), ...result('L-ALT', '40', '093000')],
  ];
  const answer = await send(wrong);
  expect([codeOf(answer), errorsOf(answer)]).toEqual([
    'AE',
    [
      ['OBX^1^5', '102', 'decimal-comma'],
      ['INV^3^16', '204', 'unknown-lot'],
      ['OBX^4^19', '102', 'in-future'],
    ],
  ]);
  expect(answer[2]).toContain('请写小数点');
  const one = (...parts: Parameters<typeof result>) => [head('OUL^R22'), ...specimen('N'), ...result(...parts)];
  const refusals = [
    one('X', '40', '082000'),
    one('L-ALT', '40', '082000', 'U/L', 'AN-7'),
    one('L-AST', '40', '082000'),
    one('L-ALT', '40', '082000', 'g'),
    OUL('43'),
  ];
  const answers = [];
  for (const refusal of refusals) answers.push(...errorsOf(await send(refusal)));
  expect(answers).toEqual([
    ['OBX^1^3', '204', 'unknown-item'],
    ['OBX^1^18', '204', 'unknown-system'],
    ['OBX^1^18', '204', 'several-systems'],
    ['OBX^1^6', '102', 'wrong-unit'],
    ['OBX^1', '205', 'duplicate-measurement'],
  ]);
  expect(await readings()).toEqual(before);
  expect(await open()).toHaveLength(kept + 6);
});

test('what is of another institution, for training, or no control material is not taken', async () => {
  const ofOther = OUL('44').with(0, head('OUL^R22', 'UNICODE UTF-8', 'H2'));
  const training = OUL('44').map((line) => line.replace('|P|2.5.1', '|T|2.5.1'));
  const patient = OUL('44').map((line) => line.replace('|||||||Q', '|||||||P'));
  const answers = [];
  for (const message of [ofOther, training, patient]) {
    const answer = await send(message);
    answers.push([codeOf(answer), ...errorsOf(answer)]);
  }
  expect(answers).toEqual([
    ['AE', ['MSH^1^4', '204', 'other-institution']],
    ['AR', ['MSH^1^11', '202', 'not-production']],
    ['AR', ['MSH^1^9', '200', 'not-taken-yet']],
  ]);
  expect(await readings()).toHaveLength(2);
});

test('what was refused is replayed by its own laboratory, as it came or corrected, and then closed', async () => {
  await send([head('OUL^R22'), ...specimen('N'), ...result('L-ALT', '40,5', '084000')]);
  const [id] = await open();
  const url = `quarantine/${String(id)}/replay`;
  const again = await post<ReplayResponse>(url, await lab(), {});
  expect(again.body).toMatchObject({ accepted: false, problems: [{ code: 'decimal-comma', path: 'OBX[1]-5' }] });
  const { body } = await get<QuarantineDetail>(`quarantine/${String(id)}`, await lab());
  // A page shows lines, and sends them back as such.
  const corrected = (body.raw ?? '').replaceAll('\r', '\n').replace('40,5', '40.5');
  const foreign = await region.as('laboratory', { institution: 'H2' });
  expect((await post(url, foreign, { corrected })).status).toBe(404);
  expect((await post<ReplayResponse>(url, await lab(), { corrected })).body).toEqual({ accepted: true, problems: [] });
  expect((await series()).results.map(({ value }) => value)).toEqual([41, 121, 40.5]);
  expect(await open()).not.toContain(id);
  expect((await post(url, await lab(), {})).status).toBe(409);
});

test('a sign that no database keeps is refused and answered, or the sender would send the message for ever', async () => {
  const [before, kept] = [await readings(), (await open()).length];
  const answer = await send(OUL('44').map((line) => line.replace('lab-1', 'lab\u0000')));
  expect([codeOf(answer), errorsOf(answer)]).toEqual(['AE', [['MSH^1^18', '102', 'control-sign']]]);
  const escaped = OUL('41').map((line) => line.replace('lab-1', 'lab\\X00\\').replace('20240520080', '20240520070'));
  expect(codeOf(await send(escaped))).toBe('AA');
  expect([(await readings()).length, (await open()).length]).toEqual([before.length + 2, kept + 1]);
});
