/**
 * An inspection 双随机一公开 from the plan to the closed rectification: drawn so that nobody chooses, entered by two at once, signed by
 * two, put right and verified by others, published; who may see what at each step.
 */
import { verifyDraw } from '@fujie/core/inspection';
import type {
  InspectionPlanResponse,
  InspectionResponse,
  InspectionsResponse,
  InspectionStatisticsResponse,
  LoopRecorded,
  LoopsResponse,
} from '@fujie/wire/contracts';
import { dayOf } from '@fujie/core/kernel';
import { inspectors } from '@fujie/core/registers';
import { beforeAll, describe, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { findHistory } from '../src/inspection/draws.query.ts';
import { raiseAuthorityDuties } from '../src/inspection/authority-duties.ts';
import { RECTIFICATION, sha256 } from '../src/inspection/draws.ts';
import { importTyped } from '../src/registers/change.ts';
import { drawsOf, FROM, inspectionAccounts, loadInspectors, PLAN } from './inspections-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const who: Record<string, Record<string, string>> = {};
const of = (name: string): Record<string, string> => who[name] ?? {};
let plan = 0;
let [drawn, party] = [0, ''];

const { freeze, planNow, publicPlans, publicDraw, hold, freezeAnother } = drawsOf(region, of, () => plan);

beforeAll(async () => {
  await loadInspectors(region);
  Object.assign(who, await inspectionAccounts(region));
});

describe('a draw', () => {
  test('is ordered by the authority of the region; the lists hold its institutions, who is available, and who may not inspect whom', async () => {
    expect((await post('inspection/plans', of('qc'), PLAN)).status).toBe(403);
    for (const to of ['2024-05-19', '9999-12-31'])
      expect((await post('inspection/plans', of('commission'), { ...PLAN, to })).status).toBe(400);
    const ordered = await post<InspectionPlanResponse>('inspection/plans', of('commission'), PLAN);
    plan = ordered.body.plan.id;
    expect((await get(`inspection/plans/${String(plan)}`, of('elsewhere'))).status).toBe(404);
    const draw = await freeze();
    const [row] = await region.db.query<{ lists: { parties: { code: string }[]; conflicts: object[] } }>(
      sql`select lists from inspection_draw where id = ${draw}`,
    );
    const codes = row?.lists.parties.map(({ code }) => code) ?? [];
    expect(codes).toContain('H2');
    expect(codes).not.toContain('H3');
    // Three years and a day after the employment it no longer bars; the own institution always does.
    expect(row?.lists.conflicts).toEqual([{ inspector: 'I4', party: 'H2' }]);
    expect((await post(`inspection/plans/${String(plan)}/draws`, of('commission'), {})).status).toBe(409);
    drawn = draw;
  });

  test('takes two custodians, each with a share that nobody else knows before, and is known to no custodian', async () => {
    const url = `inspection/draws/${String(drawn)}`;
    const one = { place: 1, commitment: 'a'.repeat(64) };
    const wrong = await freezeAnother(drawn, one);
    expect(wrong).toEqual([422, 400, 409]);
    expect((await post(`${url}/void`, of('commission'), { reason: ' ' })).status).toBe(400);
    expect((await post(`${url}/void`, of('commission'), { reason: '保管人遗失' })).status).toBe(200);
    drawn = await freeze({ publicSource: '福彩双色球当期红球', publicOn: '2024-05-21' });
    await hold(drawn, async () => {
      const value = { value: '01 05 09 13 22 31' };
      const path = `inspection/draws/${String(drawn)}/public-value`;
      expect((await post(path, of('commission'), value)).status).toBe(400);
      region.clock.set(at('2024-05-21T22:00+08:00'));
      expect((await post(path, of('commission'), value)).status).toBe(200);
      expect((await post(path, of('commission'), value)).status).toBe(409);
    });
    const { plan: seen, teams, inspections } = await planNow();
    expect(seen.draws.map(({ state }) => state)).toEqual(['void', 'drawn']);
    expect(teams).toHaveLength(1);
    expect(inspections).toHaveLength(1);
    party = teams?.[0]?.party ?? '';
    expect(teams?.[0]?.inspectors).toHaveLength(2);
    expect(await planNow('qc')).toMatchObject({ teams: null, inspections: [] });
  });

  test('shows the public the commitments at once, the draw given up as well, and nothing of who was drawn before the visit', async () => {
    const [shown] = await publicPlans();
    expect(shown?.plan.draws.map(({ state, voided }) => [state, voided?.reason ?? null])).toEqual([
      ['void', '保管人遗失'],
      ['drawn', null],
    ]);
    expect(shown?.plan.draws[1]?.custodians.map(({ commitment }) => commitment.length)).toEqual([64, 64]);
    expect(JSON.stringify(shown)).not.toContain(party);
    expect((await publicDraw(drawn)).status).toBe(404);
    who['office'] = await region.as('quality-office', { institution: party, username: 'office' });
    expect((await get<InspectionsResponse>('inspections', of('office'))).body.inspections).toEqual([]);
    const [row] = await region.db.query<{ id: number }>(sql`select id from inspection where dropped_at is null`);
    expect((await get(`inspections/${String(row?.id)}`, of('office'))).status).toBe(404);
    const own = region.deps.scoped({ institutions: [party], persons: [] });
    expect(await own.query(sql`select from inspection`)).toEqual([]);
    expect(await own.query(sql`select from inspection_draw`)).toEqual([]);
  });

  test('cannot be rewritten by the application: what was frozen, committed to and found stands', async () => {
    const db = region.deps.scoped({ institutions: ['region.1401'], persons: [] });
    for (const statement of [
      sql`update inspection_draw set lists = '{}'`,
      sql`update inspection_draw set lists_digest = ''`,
      sql`update inspection_share set commitment = ''`,
      sql`delete from inspection_draw`,
      sql`delete from inspection_replacement`,
      sql`update inspection_finding set verdict = 'conform'`,
    ])
      await expect(db.query(statement)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('the inspection', () => {
  let id = 0;
  let team: string[] = [];
  const see = async (as: string) => (await get<InspectionResponse>(`inspections/${String(id)}`, of(as))).body;
  const find = (as: string, item: string, verdict: string, more: object = {}) =>
    post<InspectionResponse>(`inspections/${String(id)}/findings`, of(as), {
      item,
      verdict,
      facts: '',
      replaces: null,
      ...more,
    });

  test('is seen by its team alone; who declares a conflict is replaced by the next in the ranking', async () => {
    const { inspections } = await planNow();
    id = inspections[0]?.id ?? 0;
    // Not begun, it says already what will be looked at.
    expect(inspections[0]).toMatchObject({ checked: 0 });
    expect(inspections[0]?.items).toBeGreaterThan(5);
    team = inspections[0]?.inspectors.map(({ code }) => code) ?? [];
    const outsider = ['I1', 'I2', 'I3', 'I4'].find((code) => !team.includes(code)) ?? '';
    expect((await get(`inspections/${String(id)}`, of(outsider))).status).toBe(404);
    expect((await get<InspectionsResponse>('inspections', of(outsider))).body.inspections).toEqual([]);
    const [leaves = ''] = team;
    expect((await post(`inspections/${String(id)}/recusal`, of(leaves), { note: '亲属在该院' })).status).toBe(204);
    expect((await get(`inspections/${String(id)}`, of(leaves))).status).toBe(404);
    team = (await planNow()).inspections[0]?.inspectors.map(({ code }) => code) ?? [];
    expect(team).toHaveLength(2);
    expect(team).not.toContain(leaves);
  });

  test('is conducted by who was drawn: an account that is bound to an inspector afterwards is of no team', async () => {
    const [code = ''] = team;
    const bind = async (account: string) => {
      const known = region.deps.registers.current().inForce(inspectors, dayOf(region.clock.now()));
      const row = known.find((one) => one.code === code);
      await importTyped(region.deps, 'test', 'inspector', [{ row: { ...row, account }, from: FROM }]);
    };
    who['another'] = await region.as('laboratory', { institution: 'H3', username: 'another' });
    await bind('another');
    expect((await get(`inspections/${String(id)}`, of('another'))).status).toBe(404);
    expect((await get<InspectionsResponse>('inspections', of('another'))).body.inspections).toEqual([]);
    expect((await post(`inspections/${String(id)}/notice`, of('another'), {})).status).toBe(404);
    expect((await get(`inspections/${String(id)}`, of(code))).status).toBe(404);
    await bind(code.replace('I', 'inspector'));
    expect((await get(`inspections/${String(id)}`, of(code))).status).toBe(200);
  });

  test('is told to the party as the team arrives, and from then on the whole draw is public and can be repeated', async () => {
    const [first = ''] = team;
    expect((await find(first, 'national-2022.art.24#01', 'conform')).status).toBe(422);
    expect((await post(`inspections/${String(id)}/notice`, of(first), {})).status).toBe(200);
    expect((await see('office')).inspection).toMatchObject({ institution: { code: party }, isMine: false });
    const { status, body } = await publicDraw(drawn);
    expect(status).toBe(200);
    expect(body.replacements).toHaveLength(1);
    expect((await verifyDraw(sha256, body)).filter(({ ok }) => !ok)).toEqual([]);
    expect(JSON.stringify(body)).not.toContain('亲属');
  });

  test('takes findings of two inspectors at once: none is lost, the second sees what the first entered', async () => {
    const [first = '', second = ''] = team;
    const item = 'national-2022.art.24#01';
    const both = await Promise.all([
      find(first, item, 'conform'),
      find(second, item, 'nonconform', { facts: '3 天无质控', severity: 'immediate', samples: 5 }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [standing] = (await see(second)).items.find((one) => one.item === item)?.findings ?? [];
    const facts = { facts: '3 天无质控', severity: 'immediate', samples: 5 };
    const replaced = await find(second, item, 'nonconform', { ...facts, replaces: standing?.id });
    expect(replaced.body.items.find((one) => one.item === item)?.findings).toHaveLength(2);
    expect((await find(first, item, 'nonconform', { replaces: null })).status).toBe(400);
    expect((await find(first, 'not-on-the-list', 'conform')).status).toBe(400);
    expect((await see('office')).items.flatMap(({ findings }) => findings)).toEqual([]);
    const listed = async (as: string) => (await get<InspectionsResponse>('inspections', of(as))).body.inspections;
    expect(await listed('office')).toMatchObject([{ checked: 0, nonconforming: 0 }]);
    expect(await listed(first)).toMatchObject([{ checked: 1, nonconforming: 1 }]);
    const read = sql`select count(*)::int as n from audit_event where action = 'inspection:read' and subject is null`;
    expect(await region.db.query(read)).not.toEqual([{ n: 0 }]);
  });

  test('keeps what an inspector is writing for that inspector alone, until it is saved', async () => {
    const [first = '', second = ''] = team;
    const note = (as: string, body: object) => post(`inspections/${String(id)}/notes`, of(as), body);
    const field = 'national-2022.art.14#02';
    const writing = { field, text: '标识印在名称之后', severity: 'immediate', samples: 3 };
    expect((await note(first, { ...writing, text: '标识' })).status).toBe(204);
    expect((await note(first, writing)).status).toBe(204);
    expect((await note(second, { field, text: '另一人' })).status).toBe(204);
    for (const unfit of ['not-on-the-list', 'statement', 'verify:1'])
      expect((await note(first, { field: unfit, text: '不可' })).status).toBe(400);
    expect((await note('elsewhere', writing)).status).toBe(404);
    expect((await note('office', { field, text: '被检查单位' })).status).toBe(400);
    expect([(await see(first)).notes, (await see('office')).notes]).toEqual([[writing], []]);
    const [stored] = await region.db.query<{ text: string }>(
      sql`select string_agg(t::text, '') as text from inspection_note t`,
    );
    expect(stored?.text).not.toContain(Buffer.from('标识').toString('hex'));
    await note(second, { field, text: ' ' });
    expect((await see(second)).notes).toEqual([]);
    const { samples, severity, text: facts } = writing;
    await find(first, field, 'nonconform', { facts, samples, severity });
    expect((await see(first)).notes).toEqual([]);
    await note(first, { field: 'national-2022.art.25#02', text: '写到一半' });
    const [saved] = (await see(second)).items.find(({ item }) => item === field)?.findings ?? [];
    await find(second, field, 'conform', { replaces: saved?.id });
  });

  test('is concluded by two signatures of what stands, and each nonconformity becomes a loop of the party', async () => {
    const [first = '', second = ''] = team;
    const sign = (as: string, findingsDigest: string) =>
      post<InspectionResponse>(`inspections/${String(id)}/signatures`, of(as), { findingsDigest });
    expect((await sign(first, (await see(first)).findingsDigest)).status).toBe(422);
    for (const { item, findings } of (await see(first)).items)
      if (findings.length === 0) await find(first, item, item.endsWith('art.25#02') ? 'not-applicable' : 'conform');
    const early = (await see(first)).findingsDigest;
    expect((await sign(first, early)).body.signatures).toHaveLength(1);
    const changed = (await see(second)).items.find(({ item }) => item === 'national-2022.art.14#02');
    await find(second, changed?.item ?? '', 'nonconform', { facts: '缺方法', replaces: changed?.findings[0]?.id });
    expect((await see(first)).signatures).toEqual([]);
    expect((await sign(second, early)).status).toBe(409);
    const { findingsDigest } = await see(first);
    // Who signed and declared a conflict of interest afterwards has signed nothing.
    await region.db.query(sql`insert into inspection_signature (inspection_id, inspector, by_name, digest, at)
      values (${id}, 'I9', '已回避', ${findingsDigest}, now())`);
    await sign(first, findingsDigest);
    expect((await see(first)).signatures).toHaveLength(1);
    expect((await sign(first, findingsDigest)).body.inspection.concludedAt).toBeNull();
    expect((await sign(second, findingsDigest)).body.inspection.concludedAt).not.toBeNull();
    expect((await see(first)).notes).toEqual([]);
    expect((await find(first, 'national-2022.art.14#02', 'conform')).status).toBe(409);
    const due = (await see('office')).items.flatMap(({ rectification }) => rectification ?? []);
    expect(due.map(({ stage }) => stage?.zh)).toEqual(['签收', '签收']);
    // What is written of a verification is written of one that is to come.
    const half = (loop: number) => ({ field: `verify:${String(loop)}`, text: '已看现场' });
    const kept = async (loop: number) => (await post(`inspections/${String(id)}/notes`, of(first), half(loop))).status;
    expect([await kept(due[0]?.loop ?? 0), await kept(999)]).toEqual([204, 400]);
    expect((await see(first)).notes).toEqual([half(due[0]?.loop ?? 0)]);
    expect(
      (await post(`inspections/${String(id)}/notes`, of(first), { ...half(due[0]?.loop ?? 0), text: '' })).status,
    ).toBe(204);
  });

  test('is published once the party has said what it has to say, or had the time for it', async () => {
    const publish = () => post(`inspections/${String(id)}/publication`, of('commission'), {});
    const later = (await see('office')).items.find(({ item }) => item === 'national-2022.art.14#02')?.rectification;
    const received = { key: 'r', stage: 'receive', outcome: 'accepted', fields: { contact: '检验科' } };
    expect((await post(`loops/${String(later?.loop)}/acts`, of('office'), received)).status).toBe(200);
    region.clock.set(at('2024-05-24T23:59:59+08:00'));
    const early = await post<object>(`inspections/${String(id)}/publication`, of('commission'), {});
    expect(early.status).toBe(422);
    expect(JSON.stringify(early.body)).toContain('2024-05-24 23:59');
    expect((await post(`inspections/${String(id)}/publication`, of('elsewhere'), {})).status).toBe(404);
    const statement = { text: '已补做，情况属实。' };
    const half = { field: 'statement', text: '已补做' };
    expect((await post(`inspections/${String(id)}/notes`, of('office'), half)).status).toBe(204);
    expect([(await see('office')).notes, (await see(team[0] ?? '')).notes]).toEqual([[half], []]);
    expect((await post(`inspections/${String(id)}/statement`, of('office'), statement)).status).toBe(200);
    expect((await post(`inspections/${String(id)}/statement`, of('office'), statement)).status).toBe(422);
    expect((await see('office')).notes).toEqual([]);
    // What the authority owes regularly is ended by this, and by no word of its own (authority/inspection).
    await raiseAuthorityDuties(region.deps);
    const owed = async () =>
      (await get<LoopsResponse>('loops?view=all&definition=authority/inspection', of('commission'))).body.loops;
    const [asked] = await owed();
    const said = { key: 'x', stage: 'inspect', outcome: 'published', fields: { publishedOn: '2024-05-24' } };
    expect((await post(`loops/${String(asked?.id)}/acts`, of('commission'), said)).status).toBe(422);
    expect((await publish()).status).toBe(200);
    expect((await owed()).map(({ status }) => status)).toEqual(['closed']);
    await raiseAuthorityDuties(region.deps);
    expect(await owed()).toHaveLength(1);
    // Asked again by the authority, it waits for another publication, and none is counted meanwhile.
    const again = { key: 'again', stage: 'inspect', note: '另一家未查' };
    expect((await post(`loops/${String(asked?.id)}/reopenings`, of('commission'), again)).status).toBe(200);
    expect(await raiseAuthorityDuties(region.deps)).toEqual({ opened: 0, closed: 0 });
    expect((await owed()).map(({ status }) => status)).toEqual(['open']);
    expect((await publish()).status).toBe(409);
    const [shown] = await publicPlans();
    expect(shown?.results[0]?.nonconforming.map(({ clause, state }) => [clause, state])).toEqual([
      // Immediate: within one working day, which is over.
      ['national-2022.art.14#02', 'open'],
      ['national-2022.art.24#01', 'overdue'],
    ]);
    expect(JSON.stringify(shown?.results)).not.toContain('3 天无质控');
  });

  test('is put right by the party, verified by who inspected and never by the party, closed by the authority, and counted', async () => {
    const loopOf = async (item: string) =>
      (await see(team[0] ?? '')).items.find((one) => one.item === item)?.rectification;
    const loop = (await loopOf('national-2022.art.24#01'))?.loop ?? 0;
    let acts = 0;
    const act = async (as: string, what: string, fields: object) => {
      const [stage, outcome] = what.split(':');
      acts += 1;
      region.clock.set(at(`2024-05-27T10:${String(acts * 2).padStart(2, '0')}+08:00`));
      return post<LoopRecorded>(`loops/${String(loop)}/acts`, of(as), {
        key: `k${String(acts)}`,
        stage,
        outcome,
        fields,
      });
    };
    const verify = (as: string, outcome: string) => {
      acts += 1;
      region.clock.set(at(`2024-05-27T10:${String(acts * 2).padStart(2, '0')}+08:00`));
      return post(`inspections/${String(id)}/verifications`, of(as), {
        loop,
        outcome,
        finding: '抽 30 天',
        sample: 30,
      });
    };
    expect((await verify(team[0] ?? '', 'effective')).status).toBe(422);
    await act('office', 'receive:accepted', { contact: '检验科' });
    await act('commission', 'rectify:refused', { reason: '电话中表示不改' });
    expect((await publicPlans())[0]?.results[0]?.nonconforming[1]?.state).toBe('refused');
    await act('office', 'rectify:rectified', { measures: '补做', evidence: '质控图' });
    expect((await act('office', 'verify:effective', { sample: 1, finding: '自查' })).status).toBe(422);
    expect((await verify('office', 'effective')).status).toBe(404);
    const uncounted = { loop, outcome: 'effective', finding: '抽查' };
    const refused = await post(`inspections/${String(id)}/verifications`, of(team[0] ?? ''), uncounted);
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([400, expect.stringContaining('sample')]);
    expect((await verify(team[0] ?? '', 'insufficient')).status).toBe(200);
    await act('office', 'rectify:rectified', { measures: '再补做', evidence: '质控图' });
    expect((await verify(team[0] ?? '', 'effective')).status).toBe(200);
    expect(await act('commission', 'close:closed', {})).toMatchObject({ body: { status: 'closed' } });
    expect((await loopOf('national-2022.art.24#01'))?.status).toBe('closed');
    const { body } = await get<InspectionStatisticsResponse>('inspection/statistics', of('commission'));
    expect(body).toMatchObject({ plans: 1, concluded: 1, published: 1 });
    expect(body.byClause.find(({ clause }) => clause === 'national-2022.art.24#01')).toMatchObject({
      ...{ checked: 1, nonconforming: 1, inspections: [id] },
    });
    expect(
      body.byCounty.flatMap((county) => (county.nonconforming > 0 ? [[county.rectified, county.inTime]] : [])),
    ).toEqual([[1, 0]]);
    // What was withdrawn draws nobody again.
    await region.db.query(sql`update loop set status = 'waived' where definition = ${RECTIFICATION} and id <> ${loop}`);
    const since = at('2024-01-01T00:00+08:00');
    const history = await findHistory(region.deps.worker, RECTIFICATION, since, region.clock.now());
    expect(history).toEqual([{ institution: party, nonconforming: 1, overdue: 0 }]);
  });
});
