/** Rounds of external quality assessment at their edges 室间质评: late, early, twice, too late, of somebody else. */
import { beforeAll, expect, test } from 'vitest';

import type { EqaOrganisedRound, EqaOwnRound, LoopsResponse } from '@fujie/wire/contracts';

import { raiseObligations } from '../src/laboratory/obligations.ts';
import { sql } from '../src/platform/db/database.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const centre = () => region.as('qc-centre', { region: '14', username: 'centre-14' });
const lab = (person = 1) => region.as('laboratory', { institution: 'H1', username: `H1-lab-${String(person)}` });
const SAMPLES = ['1', '2', '3', '4', '5'];
const OPENS = '2024-05-20T10:00+08:00';
const CLOSES = '2024-05-21T17:00+08:00';
interface Refusal {
  readonly errors: readonly { readonly code: string; readonly path: string }[];
}

/** A round of an item with a target of 100 ± 10 for each sample, in which H1 takes part. */
async function roundOf(name: string, more: object = {}, item = 'ALT'): Promise<string> {
  const made = await post<{ id: number }>('laboratory/eqa/rounds', await centre(), {
    ...{ organiser: 'SX-CCL', round: name, nameZh: name, year: 2024, lateRule: 'store', samples: SAMPLES },
    ...{ opensAt: OPENS, closesAt: CLOSES },
    items: [
      { item, kind: 'quantitative', unit: 'U/L', criterion: { type: 'pct', percent: 10 }, passMark: 80, ...more },
    ],
    targets: SAMPLES.map((sample) => ({ item, sample, variant: 'A', value: 100 })),
  });
  expect(made.status).toBe(201);
  const path = `laboratory/eqa/rounds/${String(made.body.id)}`;
  const enrolments = [{ institution: 'H1', items: [item] }];
  expect((await post(`${path}/enrolments`, await centre(), { enrolments })).status).toBe(204);
  return path;
}

const results = (...wrong: readonly string[]) =>
  SAMPLES.map((sample) => ({ item: 'ALT', sample, reported: wrong.includes(sample) ? '150' : '100', unit: 'U/L' }));
async function returned(path: string, rows = results()): Promise<number> {
  const saved = await post<{ version: number }>(`${path}/returns`, await lab(), { after: 0, results: rows });
  if (saved.status !== 201) return saved.status;
  const step = `${path}/returns/${String(saved.body.version)}`;
  expect((await post(`${step}/check`, await lab(2), {})).status).toBe(204);
  return (await post(`${step}/submission`, await lab(), {})).status;
}
async function graded(path: string, version = 1): Promise<void> {
  expect((await post(`${path}/evaluations`, await centre(), {})).body).toEqual({ version });
  expect((await post(`${path}/publication`, await centre(), { version })).status).toBe(204);
}
const outcomes = async (path: string) =>
  (await get<EqaOwnRound>(path, await lab())).body.scores.map(({ outcome, percent }) => [outcome, percent]);

beforeAll(() => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
});

test('nothing is taken once a round is graded, published or not', async () => {
  const path = await roundOf('graded');
  region.clock.set(at('2024-05-21T17:00:01+08:00'));
  const late = await post<{ version: number }>(`${path}/returns`, await lab(), { after: 0, results: results() });
  expect(late.status).toBe(201);
  expect((await post(`${path}/evaluations`, await centre(), {})).status).toBe(201);
  expect((await post(`${path}/returns/1/check`, await lab(2), {})).status).toBe(409);
  expect((await post(`${path}/publication`, await centre(), { version: 1 })).status).toBe(204);
  expect((await post(`${path}/returns`, await lab(), { after: 1, results: results() })).status).toBe(409);
  // Who tried is on record, as who did.
  const round = path.split('/').at(-1) ?? '';
  const tried = await region.db.query(
    sql`select actor, detail from audit_event where action = 'eqa:return' and outcome = 'refused' and subject = ${`eqa|${round}`} order by id`,
  );
  expect(tried).toEqual([
    { actor: 'H1-lab-2', detail: { act: 'checked', why: 'conflict' } },
    { actor: 'H1-lab-1', detail: { act: 'entered', why: 'conflict' } },
  ]);
});

test('a round closes at no time that has passed; what was late is in time where its closing is moved beyond it', async () => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
  const path = await roundOf('moved');
  const move = async (closesAt: string) =>
    (await post(`${path}/acts`, await centre(), { kind: 'rescheduled', closesAt, reason: '快递延误' })).status;
  expect(await move('2024-05-21T08:59+08:00')).toBe(400);
  region.clock.set(at('2024-05-22T09:00+08:00'));
  expect(await returned(path)).toBe(201);
  const own = async () => (await get<EqaOwnRound>(path, await lab())).body.returns[0]?.submitted?.isLate;
  const status = async () =>
    (await get<EqaOrganisedRound>(`${path}/organiser`, await centre())).body.participants[0]?.status;
  expect([await own(), await status()]).toEqual([true, 'late']);
  expect(await move('2024-05-23T17:00+08:00')).toBe(204);
  expect([await own(), await status()]).toEqual([false, 'submitted']);
  region.clock.set(at('2024-05-23T18:00+08:00'));
  await graded(path);
  expect(await outcomes(path)).toEqual([['PASS', 100]]);
});

test('an item is appealed once at a time, and grades are not final while an appeal waits', async () => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
  const path = await roundOf('appealed');
  expect(await returned(path, results('1', '2'))).toBe(201);
  region.clock.set(at('2024-05-22T09:00+08:00'));
  const appeal = async () =>
    post<{ id: number }>(`${path}/appeals`, await lab(), { item: 'ALT', text: '样品运输异常' });
  expect((await appeal()).status).toBe(409);
  await graded(path);
  const { id } = (await appeal()).body;
  expect((await appeal()).status).toBe(409);
  expect((await post(`${path}/acts`, await centre(), { kind: 'final' })).status).toBe(409);
  const answer = { outcome: 'rejected', text: '复核无误' };
  expect((await post(`laboratory/eqa/appeals/${String(id)}/answer`, await centre(), answer)).status).toBe(204);
  expect((await appeal()).status).toBe(201);
});

test('what is left out of the statistics, or decided, is a result that was returned', async () => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
  const path = await roundOf('decided');
  expect(await returned(path)).toBe(201);
  region.clock.set(at('2024-05-22T09:00+08:00'));
  const cell = { institution: 'H1', item: 'ALT', sample: '1', reason: '单位错误' };
  const wrong = {
    excluded: [{ ...cell, institution: 'H9' }],
    decisions: [{ ...cell, sample: '9', verdict: 'acceptable' }],
  };
  const refused = await post<Refusal>(`${path}/evaluations`, await centre(), wrong);
  expect([refused.status, refused.body.errors.map((one) => [one.path, one.code])]).toEqual([
    422,
    [
      ['body.excluded[0]', 'no-such-result'],
      ['body.decisions[0]', 'no-such-result'],
    ],
  ]);
  expect((await post(`${path}/evaluations`, await centre(), { excluded: [cell] })).status).toBe(201);
});

test('the certificate of a year asks of each round its own pass mark', async () => {
  for (const [name, passMark] of [
    ['c-1', 80],
    ['c-2', 100],
  ] as const) {
    region.clock.set(at('2024-05-21T09:00+08:00'));
    const path = await roundOf(name, { passMark }, 'K');
    const rows = results('1').map((row) => ({ ...row, item: 'K' }));
    expect([name, await returned(path, rows)]).toEqual([name, 201]);
    region.clock.set(at('2024-05-22T09:00+08:00'));
    await graded(path);
  }
  const { body } = await get<{ items: { item: string }[] }>('laboratory/eqa/certificates/2024', await lab());
  expect(body.items.map(({ item }) => item)).not.toContain('K');
});

test('a failure that a correction brings opens its rectification, however late, and the one that an earlier correction took away', async () => {
  region.clock.set(at('2024-05-21T09:00+08:00'));
  const path = await roundOf('corrected');
  expect(await returned(path, results('1', '2'))).toBe(201);
  const decided = async (version: number, value: number) => {
    const targets = ['1', '2'].map((sample) => ({ item: 'ALT', sample, variant: 'A', value }));
    const made = await post(`${path}/evaluations`, await centre(), { targets, reason: '复核靶值后更正' });
    expect(made.body).toEqual({ version });
    expect((await post(`${path}/publication`, await centre(), { version })).status).toBe(204);
    await raiseObligations(region.deps);
    const { body } = await get<LoopsResponse>('loops', await lab());
    return body.loops.filter(({ title }) => title.zh.includes('corrected')).length;
  };
  region.clock.set(at('2024-05-22T09:00+08:00'));
  expect(await decided(1, 150)).toBe(0);
  // Longer after the first publication than facts are looked back on.
  region.clock.set(at('2024-07-15T09:00+08:00'));
  expect(await decided(2, 100)).toBe(1);
  expect(await decided(3, 150)).toBe(0);
  expect(await decided(4, 100)).toBe(1);
});

test('a round that has closed before it is made is refused: nobody could return anything', async () => {
  region.clock.set(at('2024-05-21T17:00:01+08:00'));
  const made = await post<Refusal>('laboratory/eqa/rounds', await centre(), {
    ...{ organiser: 'SX-CCL', round: 'past', nameZh: 'past', year: 2024, lateRule: 'refuse', samples: SAMPLES },
    ...{ opensAt: OPENS, closesAt: CLOSES },
    items: [{ item: 'ALT', kind: 'quantitative', unit: 'U/L', criterion: { type: 'pct', percent: 10 } }],
  });
  expect([made.status, made.body.errors.map(({ path }) => path)]).toEqual([400, ['body.closesAt']]);
});
