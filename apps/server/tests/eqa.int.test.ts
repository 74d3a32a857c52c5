/** A round of external quality assessment by the wire: from the organiser's plan to the marks that follow from its grades. */
import { dayOf } from '@fujie/core/kernel';
import { entitledMarks } from '@fujie/core/recognition';
import type {
  EqaGraded,
  EqaHistoryResponse,
  EqaOwnRound,
  EqaPaperResponse,
  EqaRoundsResponse,
  LoopsResponse,
  MarkEvidenceResponse,
} from '@fujie/wire/contracts';
import { beforeAll, describe, expect, test } from 'vitest';

import { raiseObligations } from '../src/laboratory/obligations.ts';
import { sql } from '../src/platform/db/database.ts';
import { jurisdictionOf } from '../src/recognition/jurisdiction.ts';
import { matrix, OTHERS, roundOf } from './eqa-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const { centre, lab, path, begin, returned, organiserView } = roundOf(region);

interface Refusal {
  readonly detail: string;
  readonly errors: readonly { readonly code: string; readonly path: string; readonly messageZh: string }[];
}

const papersOf = (institution: string) =>
  region.db.query<{ code: string; kind: string }>(
    sql`select code, kind from eqa_paper where institution = ${institution} order by id`,
  );
/** How a PDF begins, or the status of the refusal. */
async function pdf(url: string, headers: Record<string, string>): Promise<string> {
  const { statusCode, rawPayload } = await region.app.inject({ url: `/api/v1/${url}`, headers });
  return statusCode === 200 ? rawPayload.toString('latin1', 0, 5) : String(statusCode);
}

const marks = (item: string): readonly string[] => {
  const day = dayOf(region.clock.now());
  const { parameters } = jurisdictionOf(region.deps.config.jurisdiction, day);
  return entitledMarks(region.deps.registers.current(), 'H1', item, day, parameters);
};
const rectifications = async () => {
  const { body } = await get<LoopsResponse>('loops', await lab('H1'));
  return body.loops.filter(({ title }) => title.zh.includes('2024-2')).map(({ title }) => title.zh);
};

let round = 0;
beforeAll(async () => {
  round = await begin();
});

describe('before it closes', () => {
  test('material is judged by what its readings say (ISO 13528)', async () => {
    // Ten vials: 0.3 sigma of 15 percent of 100 is 1.5.
    const pairs = Array.from({ length: 10 }, (_, vial) => [100 + 0.1 * vial, 100 - 0.1 * vial]);
    const of = { item: 'ALT', sample: '202411' };
    expect((await post(path('/materials'), await centre(), { ...of, pairs })).status).toBe(204);
    const drifted = { ...of, before: [100, 100.4], after: [98.5, 98.7] };
    expect((await post(path('/materials'), await centre(), drifted)).status).toBe(204);
    expect((await post(path('/materials'), await centre(), of)).status).toBe(400);
    expect((await post(path('/materials'), await centre(), { ...of, sample: 'X', pairs })).status).toBe(400);
    expect((await organiserView()).materials).toMatchObject([
      { kind: 'homogeneity', isFit: true, verdict: 'homogeneous', limit: 1.5 },
      { kind: 'stability', isFit: false, limit: 1.503 },
    ]);
  });

  test('only the centre of the organiser runs it, and only laboratories that take part see it', async () => {
    expect((await get(path('/organiser'), await centre('1401'))).status).toBe(404);
    expect((await post(path('/acts'), await centre('1401'), { kind: 'shipped' })).status).toBe(404);
    // No document of this place stops what failed: only its mark ends.
    expect((await get<EqaRoundsResponse>('laboratory/eqa/rounds', await lab('H2'))).body).toMatchObject({
      ...{ rounds: [], stopped: null },
    });
    expect((await get(path(), await lab('H2'))).status).toBe(404);
    expect((await get<EqaRoundsResponse>('laboratory/eqa/rounds', await lab('H1'))).body.rounds).toMatchObject([
      { round: '2024-2', state: 'planned' },
    ]);
    const foreign = { enrolments: [{ institution: 'NONE', items: ['ALT'] }] };
    expect((await post(path('/enrolments'), await centre(), foreign)).status).toBe(422);
  });

  test('samples are received, a matrix is taken from its opening on, and each fault is told by its row', async () => {
    const receipt = { condition: 'good', receivedAt: '2024-05-20T08:30+08:00' };
    expect((await post(path('/receipt'), await lab('H1'), receipt)).status).toBe(409);
    const isShipped = async (): Promise<boolean> =>
      (await get<EqaOwnRound>(path(), await lab('H1'))).body.round.isShipped;
    expect(await isShipped()).toBe(false);
    expect((await post(path('/acts'), await centre(), { kind: 'shipped' })).status).toBe(204);
    expect(await isShipped()).toBe(true);
    expect((await post(path('/receipt'), await lab('H1'), receipt)).status).toBe(204);
    expect((await post(path('/returns'), await lab('H1'), { after: 0, results: matrix(1) })).status).toBe(409);
    region.clock.set(at('2024-05-21T10:00+08:00'));
    const [first, ...rest] = matrix(1);
    const wrong = await post<Refusal>(path('/returns'), await lab('H1'), {
      after: 0,
      results: [{ ...first, reported: '41,5' }, ...rest.map((row) => ({ ...row, unit: 'ukat/L' })).slice(0, 1)],
    });
    expect([wrong.status, wrong.body.errors.map(({ code, path: where }) => [where, code])]).toEqual([
      422,
      [
        ['body.results[0].reported', 'decimal-comma'],
        ['body.results[1].unit', 'wrong-unit'],
      ],
    ]);
  });

  test('one person enters, a second checks, and the receipt names what was returned when', async () => {
    const own = await lab('H1');
    const saved = await post<{ version: number }>(path('/returns'), own, { after: 0, results: matrix(1.2) });
    expect(saved.body.version).toBe(1);
    expect((await post(path('/returns'), own, { after: 0, results: matrix(1.3) })).status).toBe(409);
    expect((await post(path('/returns/1/submission'), own, {})).status).toBe(409);
    expect((await post(path('/returns/1/check'), own, {})).status).toBe(403);
    expect((await post(path('/returns'), own, { after: 1, results: matrix(1.3) })).body).toEqual({ version: 2 });
    expect((await post(path('/returns/1/check'), await lab('H1', 2), {})).status).toBe(409);
    // Who entered the latest version is not offered to check it.
    expect((await get<EqaOwnRound>(path(), own)).body.isOwnEntry).toBe(true);
    expect((await get<EqaOwnRound>(path(), await lab('H1', 2))).body.isOwnEntry).toBe(false);
    expect((await post(path('/returns/2/check'), await lab('H1', 2), {})).status).toBe(204);
    const receipt = await post<{ receipt: string }>(path('/returns/2/submission'), own, {});
    expect(receipt.body.receipt).toMatch(/^EQA-[0-9A-F]{16}$/);
    const { body } = await get<EqaOwnRound>(path(), own);
    expect(body).toMatchObject({ round: { state: 'open' }, scores: [] });
    expect(body.returns[0]?.submitted).toMatchObject({
      ...receipt.body,
      isLate: false,
      at: '2024-05-21T10:00:00+08:00',
    });
  });

  test('returns of others are not seen, by request or by the database; it is not graded before it closes', async () => {
    for (const [index, institution] of OTHERS.entries()) {
      if (['L02', 'L03', 'L04'].includes(institution)) continue;
      region.clock.set(at(`2024-05-22T${String(9 + Math.floor(index / 2)).padStart(2, '0')}:15+08:00`));
      expect(await returned(institution, matrix(0.97 + 0.0041 * index))).toBe(201);
    }
    region.clock.set(at('2024-05-24T17:00:00+08:00'));
    expect(await returned('L02', matrix(0.97, { instrument: 'OTHER' }))).toBe(201);
    const scope = region.deps.scoped({ institutions: ['L05'], persons: [] });
    const rows = await scope.query<{ institution: string }>(sql`select distinct institution from eqa_return`);
    expect(rows).toEqual([{ institution: 'L05' }]);
    expect((await post(path('/evaluations'), await centre(), {})).status).toBe(409);
  });
});

describe('after it closed', () => {
  test('what comes a second later is late, and the organiser grades by consensus and sees who is alike', async () => {
    region.clock.set(at('2024-05-24T17:00:01+08:00'));
    expect(await returned('L03', matrix(1))).toBe(201);
    // The material of one sample is not stable: it is graded all the same, and the organiser is told.
    const graded = await post<EqaGraded>(path('/evaluations'), await centre(), {});
    const unfit = { item: 'ALT', sample: '202411', kinds: ['stability'] };
    expect(graded.body).toMatchObject({ version: 1, warnings: [unfit] });
    expect(graded.body.warnings[0]?.messageZh).toMatch(/^ALT 样品 202411 稳定性不符合要求，仍予评价/);
    expect((await organiserView()).evaluation?.unfit).toEqual([unfit]);
    const { evaluation, participants, alike, screening } = await organiserView();
    expect(screening).toMatchObject({
      version: 1,
      laboratories: 14,
      comparable: 8,
      sharePercent: 80,
      minutesApart: 10,
      ...{ sharedMistakes: 2, nearness: 0.1 },
    });
    expect(
      participants.filter(({ status }) => status !== 'submitted').map((one) => [one.institution.code, one.status]),
    ).toEqual([
      ['L03', 'late'],
      ['L04', 'not participating'],
    ]);
    // By method and instrument; by method where those of an instrument are too few; of all for who returned nothing.
    const groups = evaluation?.targets.map(({ group, n }) => `${group}: ${String(n)}`);
    expect([...new Set(groups)].sort()).toEqual(['IFCC / AN: 12', 'IFCC: 13', 'all: 13']);
    const outcome = (institution: string) =>
      evaluation?.scores.filter((one) => one.institution === institution).map((one) => one.outcome);
    expect(['H1', 'L01', 'L03', 'L04'].map(outcome)).toEqual([
      ['FAIL', 'PASS'],
      ['PASS', 'PASS'],
      ['ABSENT', 'ABSENT'],
      ['ABSENT', 'ABSENT'],
    ]);
    expect(alike).toMatchObject([
      {
        first: 'L01',
        second: 'L02',
        comparable: 10,
        identical: 10,
        mistakes: 0,
        signs: ['other-instrument', 'same-address'],
      },
    ]);
    const finding = { first: 'L02', second: 'L01', finding: 'confirmed', note: '两家使用不同仪器而结果完全一致' };
    expect((await post(path('/reviews'), await centre(), finding)).status).toBe(204);
    expect((await organiserView()).alike[0]?.review).toMatchObject({ finding: 'confirmed' });
    // What was screened is kept with the grades, and is what is shown.
    const kept = await region.deps.worker.query<{ version: number; pairs: number }>(
      sql`select version, jsonb_array_length(pairs) as pairs from eqa_screening where round_id = ${round}`,
    );
    expect(kept).toEqual([{ version: 1, pairs: 1 }]);
  });

  test('nobody but the organiser sees a grade before the publication, nor in the database', async () => {
    expect((await get<EqaOwnRound>(path(), await lab('H1'))).body).toMatchObject({
      round: { state: 'closed' },
      scores: [],
    });
    const scope = region.deps.scoped({ institutions: ['H1'], persons: [] });
    for (const statement of [
      sql`select 1 from eqa_score`,
      sql`select 1 from eqa_evaluation`,
      sql`select 1 from eqa_review`,
      sql`select 1 from eqa_screening`,
      sql`select 1 from eqa_summary`,
      sql`select 1 from eqa_material_check`,
    ])
      expect(await scope.query(statement)).toEqual([]);
    expect(marks('ALT')).toEqual(['晋HR']);
  });

  test('the publication takes the mark of the item that failed, at once, and opens its rectification', async () => {
    region.clock.set(at('2024-05-28T09:00+08:00'));
    expect((await post(path('/publication'), await centre(), { version: 1 })).status).toBe(204);
    expect([marks('ALT'), marks('AST')]).toEqual([[], ['晋HR']]);
    await raiseObligations(region.deps);
    expect(await rectifications()).toEqual(['丙氨酸氨基转移酶：室间质评 2024-2 不合格']);
    const { body } = await get<EqaOwnRound>(path(), await lab('H1'));
    expect(body.scores.map(({ institution, item, outcome }) => [institution, item, outcome])).toEqual([
      ['H1', 'ALT', 'FAIL'],
      ['H1', 'AST', 'PASS'],
    ]);
    // Among its peers, of whom nobody is named.
    expect(body.summaries).toMatchObject([
      { item: 'ALT', graded: 13, passed: 12 },
      { item: 'AST', passed: 13 },
    ]);
    expect(JSON.stringify(body.summaries)).not.toMatch(/L0\d/);
    // What the mark rests on leads to the round that was organised here; others only the register knows.
    const evidence = await get<MarkEvidenceResponse>('marks/evidence?institution=H1&item=ALT', await lab('H1'));
    const [latest, ...before] = evidence.body.rounds.map((one) => [one.round, one.organised]);
    expect(latest).toEqual(['2024-2', round]);
    expect(new Set(before.map(([, organised]) => organised))).toEqual(new Set([null]));
    const history = await get<EqaHistoryResponse>('laboratory/eqa/history/ALT', await lab('H1'));
    expect(history.body).toMatchObject({
      rounds: [{ round: '2024-2', outcome: 'FAIL', percent: 0, standing: 'in good standing' }],
      trend: { sameSide: 1, direction: 'high' },
    });
    expect((await get('laboratory/eqa/history/ALT?institution=L01', await lab('H1'))).status).toBe(404);
  });

  test('report and summary are given out on paper, and anybody sees by its code what the report says', async () => {
    expect(await pdf(path('/report.pdf'), await lab('H1'))).toBe('%PDF-');
    expect(await pdf(path('/summary.pdf'), await centre())).toBe('%PDF-');
    expect(await pdf('laboratory/eqa/certificates/2024/certificate.pdf', await lab('L04'))).toBe('404');
    const [paper, ...others] = await papersOf('H1');
    expect(others).toEqual([]);
    const { body } = await get<EqaPaperResponse>(`public/eqa/papers/${(paper?.code ?? '').toLowerCase()}`, {});
    expect(body).toMatchObject({
      ...{ kind: 'report', isCurrent: true, round: '2024年第二次', institution: { code: 'H1' } },
      items: [
        { item: { code: 'ALT' }, outcome: 'FAIL', percent: 0 },
        { item: { code: 'AST' }, outcome: 'PASS' },
      ],
    });
    expect((await get('public/eqa/papers/0000-0000-0000-0000', {})).status).toBe(404);
  });

  test('an appeal is answered; a correction gives its reason, restores the mark and ends the rectification', async () => {
    const appealed = await post<{ id: number }>(path('/appeals'), await lab('H1'), {
      item: 'ALT',
      text: '样品运输异常',
    });
    expect(appealed.status).toBe(201);
    const answer = { outcome: 'accepted', text: '复核靶值后更正' };
    const answered = `laboratory/eqa/appeals/${String(appealed.body.id)}/answer`;
    expect((await post(answered, await centre('1401'), answer)).status).toBe(404);
    expect((await post(answered, await centre(), answer)).status).toBe(204);
    const targets = matrix(1.25).flatMap(({ item, sample, reported }) =>
      item === 'ALT' ? [{ item, sample, variant: 'A', value: Number(reported), uncertainty: 0.2 }] : [],
    );
    expect((await post(path('/targets'), await centre(), { targets, note: '参考方法定值' })).status).toBe(204);
    expect((await post(path('/evaluations'), await centre(), {})).status).toBe(400);
    const corrected = await post(path('/evaluations'), await centre(), { reason: '参考方法定值' });
    expect(corrected.body).toMatchObject({ version: 2 });
    expect((await get<EqaOwnRound>(path(), await lab('H1'))).body.scores[0]?.outcome).toBe('FAIL');
    expect((await post(path('/publication'), await centre(), { version: 2 })).status).toBe(204);
    expect(marks('ALT')).toEqual(['晋HR']);
    expect(await rectifications()).toEqual([]);
    const { body } = await get<EqaOwnRound>(path(), await lab('H1'));
    expect(body).toMatchObject({
      scores: [{ outcome: 'PASS' }, { outcome: 'PASS' }],
      correction: '参考方法定值',
      appeals: [{ answer: { outcome: 'accepted' } }],
    });
    expect((await get('laboratory/eqa/certificates/2024', await lab('H1'))).body).toMatchObject({
      items: [
        { item: 'ALT', rounds: 1, lowest: 100, methods: ['IFCC'] },
        { item: 'AST', rounds: 1, lowest: 100, methods: ['IFCC'] },
      ],
    });
  });

  test('a correction replaces the report that was given out; a certificate stands under a code of its own', async () => {
    const [before] = await papersOf('H1');
    const check = async (code = '') => (await get<EqaPaperResponse>(`public/eqa/papers/${code}`, {})).body;
    expect((await check(before?.code)).isCurrent).toBe(false);
    const certificate = 'laboratory/eqa/certificates/2024/certificate.pdf';
    for (const of of [path('/report.pdf'), certificate]) expect(await pdf(of, await lab('H1'))).toBe('%PDF-');
    const papers = await papersOf('H1');
    expect(papers.map(({ kind }) => kind)).toEqual(['report', 'report', 'certificate']);
    const said = await Promise.all(papers.map(({ code }) => check(code)));
    expect(said.map(({ isCurrent }) => isCurrent)).toEqual([false, true, true]);
    expect(said[2]?.items).toMatchObject([
      { item: { code: 'ALT' }, rounds: 1, percent: 100, methods: ['IFCC'] },
      { item: { code: 'AST' }, methods: ['IFCC'] },
    ]);
    // One that was given out before methods stood on it stands as long as what it says is true.
    const [given] = await region.db.query<{ code: string }>(sql`
      insert into eqa_paper (code, kind, institution, round_id, year, content, issued_by, recorded_at)
      select 'AAAA-BBBB-CCCC-DDDD', kind, institution, round_id, year,
        jsonb_set(content, '{items}', (select jsonb_agg(i - 'methods') from jsonb_array_elements(content->'items') i)), issued_by, recorded_at
      from eqa_paper where code = ${papers[2]?.code ?? ''} returning code`);
    expect(await check(given?.code)).toMatchObject({ isCurrent: true, items: [{ methods: [] }, {}] });
  });

  test('a sample that is not fit is withdrawn for everyone: no target, no grade, its reason on page and paper', async () => {
    const ungraded = [{ item: 'ALT', sample: '202411', reason: '稳定性不符合要求' }];
    const wrong = [...ungraded, ...ungraded, { item: 'ALT', sample: '999999', reason: '样品号有误' }];
    const refusal = await post<Refusal>(path('/evaluations'), await centre(), { reason: '撤回样品', ungraded: wrong });
    expect([refusal.status, refusal.body.errors.map((one) => [one.path, one.code])]).toEqual([
      422,
      [
        ['body.ungraded[1]', 'duplicate-row'],
        ['body.ungraded[2]', 'no-such-sample'],
      ],
    ]);
    const again = await post<EqaGraded>(path('/evaluations'), await centre(), { reason: '撤回样品', ungraded });
    expect(again.body).toEqual({ version: 3, warnings: [] });
    const { evaluation, summaries } = await organiserView();
    expect(evaluation).toMatchObject({ ungraded, unfit: [] });
    expect(evaluation?.targets.filter(({ item }) => item === 'ALT').map(({ sample }) => sample)).not.toContain(
      '202411',
    );
    expect(summaries[0]?.samples.map((one) => one.ungraded)).toEqual(['稳定性不符合要求', null, null, null, null]);
    expect((await post(path('/publication'), await centre(), { version: 3 })).status).toBe(204);
    const { body } = await get<EqaOwnRound>(path(), await lab('H1'));
    expect(body.scores[0]).toMatchObject({ outcome: 'PASS', percent: 100 });
    // 1.3 over a target of 1.25 is 4 percent, of the 15 that are allowed.
    expect(body.scores[0]?.cells[1]?.allowablePercent).toBeCloseTo(26.7, 0);
    expect(body.scores[0]?.cells[1]?.usesZPrime).toBe(false);
    expect(body.scores[0]?.cells.map(({ verdict, ungraded: reason }) => [verdict, reason])).toEqual([
      ['excluded', '稳定性不符合要求'],
      ...Array.from({ length: 4 }, () => ['acceptable', null]),
    ]);
    for (const of of [path('/report.pdf'), path('/summary.pdf')]) expect(await pdf(of, await lab('H1'))).toBe('%PDF-');
    // The next version says of itself what is withdrawn.
    const restored = await post<EqaGraded>(path('/evaluations'), await centre(), { reason: '恢复样品' });
    expect(restored.body.warnings).toHaveLength(1);
    expect((await post(path('/publication'), await centre(), { version: 4 })).status).toBe(204);
  });

  test('final grades stand', async () => {
    expect((await post(path('/acts'), await centre(), { kind: 'final' })).status).toBe(204);
    expect((await post(path('/evaluations'), await centre(), { reason: '再次更正' })).status).toBe(409);
    expect((await post(path('/appeals'), await lab('H1'), { item: 'ALT', text: '再次申诉' })).status).toBe(409);
  });
});
