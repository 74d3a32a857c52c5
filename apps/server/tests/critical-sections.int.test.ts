/**
 * Which department tested or examined 检查检验科室, from the message to the head who is told before the limit: electrocardiography and
 * ultrasound as well as the laboratory, and none of the others. Source: henan-2025.mq.8#05.
 */
import type { LoopResponse, LoopsResponse } from '@fujie/wire/contracts';
import { beforeAll, beforeEach, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { settleDue } from '../src/platform/loops/loops.ts';
import { examination, message, NOW, seedCritical } from './critical-fixture.ts';
import type { Json } from './fhir-fixture.ts';
import { amended, sender } from './fhir-fixture.ts';
import { at } from './recognition-fixture.ts';
import { loadRows, sharedServer } from './shared-server.ts';

const server = sharedServer({ now: NOW, jurisdiction: 'henan' });
const send = sender(server);

/** Code, name, kind, and a member of its staff. */
const DEPARTMENTS = [
  ['INT', '内科', 'clinical', 'W1'],
  ['JYK', '检验科', 'laboratory', 'J1'],
  ['YXK', '影像科', 'imaging', 'Y1'],
  ['CSK', '超声科', 'imaging', 'C1'],
  ['XDT', '心电图室', 'other', 'X1'],
] as const;
beforeAll(async () => {
  await seedCritical(server.deps);
  await loadRows(server, 'region', [{ code: '4101', nameZh: '某市', nameEn: null, kind: 'city', markPrefix: null }]);
  const hospital = { code: 'H1', nameZh: '甲医院', nameEn: null, region: '4101', level: 2, ownership: 'public' };
  await loadRows(server, 'institution', [{ ...hospital, kind: 'general', supervisor: 'health', connectedOn: null }]);
  const named = { institution: 'H1', nameEn: null };
  await loadRows(
    server,
    'department',
    DEPARTMENTS.map(([code, nameZh, kind]) => ({ ...named, code, nameZh, kind })),
  );
  await loadRows(
    server,
    'practitioner',
    DEPARTMENTS.map(([department, , , code]) => ({
      ...{ institution: 'H1', code, nameZh: '张某', department, role: 'physician', practiceScope: null },
    })),
  );
});
beforeEach(() => server.clock.set(at(NOW)));

const head = (department: string) =>
  server.as('department-head', { institution: 'H1', department, username: department });

async function raisedBy(body: Json): Promise<number> {
  const answer = await send('POST', '/fhir', body);
  expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, '']);
  const rows = await server.db.query<{ id: number }>(sql`select max(loop_id) as id from critical_value`);
  return rows[0]?.id ?? 0;
}

/** Whose heads are told of the loop at an instant, beside that of the ward. */
async function toldOf(loop: number, instant: string): Promise<readonly string[]> {
  server.clock.set(at(instant));
  await settleDue(server.deps);
  const found = await Promise.all(
    DEPARTMENTS.slice(1).map(async ([code]) => {
      const url = '/api/v1/loops?view=told';
      const answer = await server.app.inject({ method: 'GET', url, headers: await head(code) });
      return answer.json<LoopsResponse>().loops.some(({ id }) => id === loop) ? [code] : [];
    }),
  );
  return found.flat();
}

const department = (code: string): Json => ({
  performer: [
    { identifier: { system: 'urn:fujie:institution', value: 'H1' } },
    { identifier: { system: 'urn:fujie:department', value: code } },
  ],
});
const staff = (code: string): Json => ({
  resultsInterpreter: [{ identifier: { system: 'urn:fujie:practitioner', value: code } }],
});
const electrocardiogram = (mrn: string, sequence: number, said: Json): Json =>
  amended(examination({ mrn, sequence, encounter: 'IMP' }, { item: 'ECG', finding: 'I21.0' }), {
    DiagnosticReport: said,
  });
const potassium = (mrn: string, sequence: number, said: Record<string, Json>): Json =>
  amended(message(6.9, { mrn, sequence, encounter: 'IMP' }), said);

test.each([
  ['that its report names', department('XDT'), ['XDT']],
  ['of imaging that its report names, and no other of imaging', department('CSK'), ['CSK']],
  ['of whoever read it', staff('X1'), ['XDT']],
  ['that is named before whoever read it', { ...department('YXK'), ...staff('X1') }, ['YXK']],
  ['of imaging each, when nobody says which', {}, ['YXK', 'CSK']],
  ['of imaging each, when a clinician read it', staff('W1'), ['YXK', 'CSK']],
  ['of imaging each, when the register knows no such department', department('NONE'), ['YXK', 'CSK']],
])('of an examination the head of the department hears before the limit: %s', async (name, said, told) => {
  const loop = await raisedBy(electrocardiogram(name, 301 + 2 * name.length, said));
  expect(await toldOf(loop, '2026-03-02T10:03:59+08:00')).toEqual([]);
  expect(await toldOf(loop, '2026-03-02T10:04:00+08:00')).toEqual(told);
});

test.each([
  ['its report', { DiagnosticReport: department('XDT') }, ['XDT']],
  ['its line', { Observation: department('XDT'), DiagnosticReport: department('JYK') }, ['XDT']],
  ['nobody', {}, ['JYK']],
])('of a test the head hears of the department that %s names', async (name, said, told) => {
  const loop = await raisedBy(potassium(`P-${name}`, 401 + 2 * name.length, said));
  expect(await toldOf(loop, '2026-03-02T10:04:00+08:00')).toEqual(told);
});

test('a correction that leaves out which department tested leaves it with the one that was named', async () => {
  const more = { mrn: 'C-1', sequence: 601, encounter: 'IMP', number: 'SECTION-1' } as const;
  const loop = await raisedBy(amended(message(6.9, more), { DiagnosticReport: department('XDT') }));
  const issued = '2026-03-02T10:00:30+08:00';
  expect(await raisedBy(message(7.1, { ...more, sequence: 603, status: 'corrected', issued }))).toBe(loop);
  expect(await toldOf(loop, '2026-03-02T10:04:00+08:00')).toEqual(['XDT']);
});

test('the loop says by its name which department examined', async () => {
  const loop = await raisedBy(electrocardiogram('N1', 501, department('XDT')));
  const url = `/api/v1/loops/${String(loop)}`;
  const seen = await server.app.inject({ method: 'GET', url, headers: await head('INT') });
  const [opened] = seen.json<LoopResponse>().records;
  expect(opened?.fields).toContainEqual({
    title: { zh: '检查检验科室', en: 'Tested or examined by' },
    value: { zh: '心电图室', en: '心电图室' },
  });
});
