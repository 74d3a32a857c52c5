/** A complaint 监督举报 from the public form to the answer and its rating; who complained stays with the authority. */
import type {
  ComplaintFormResponse,
  ComplaintReceived,
  ComplaintsResponse,
  ComplaintStatisticsResponse,
  ComplaintStatus,
  LoopRecorded,
  LoopResponse,
  LoopsResponse,
  LoopStatisticsResponse,
  OwnComplaintsResponse,
} from '@fujie/wire/contracts';
import { describe, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { settleDue } from '../src/platform/loops/loops.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const commission = () => region.as('commission', { region: '1401' });
const another = () => region.as('commission', { region: '1402', username: 'elsewhere' });
const office = () => region.as('quality-office', { institution: 'H2' });
const SAID = {
  institution: 'H2',
  category: 'needless-repeat',
  content: '转院后又抽了一次血',
  name: '赵实名',
  contact: '13900001111',
};

const send = async (payload: object = SAID) => {
  const answer = await region.app.inject({ method: 'POST', url: '/api/v1/public/complaints', payload });
  return { status: answer.statusCode, body: answer.json<ComplaintReceived>() };
};
const follow = async (code: string, path = 'status', more: object = {}) => {
  const answer = await region.app.inject({
    method: 'POST',
    url: `/api/v1/public/complaints/${path}`,
    payload: { code, ...more },
  });
  return { status: answer.statusCode, body: answer.json<ComplaintStatus>() };
};

let acts = 0;
const act = async (headers: Record<string, string>, loop: number, what: string, fields: object = {}) => {
  const [stage, outcome] = what.split(':');
  acts += 1;
  return post<LoopRecorded>(`loops/${String(loop)}/acts`, headers, { key: `a${String(acts)}`, stage, outcome, fields });
};
const ledger = async (): Promise<ComplaintsResponse['complaints']> =>
  (await get<ComplaintsResponse>('complaints', await commission())).body.complaints;

/** Loops of the complaints behind a number. */
const behind = async (query: string): Promise<readonly number[]> => {
  const { body } = await get<ComplaintsResponse>(`complaints?${query}`, await commission());
  return body.complaints.map(({ loop }) => loop);
};

describe('a complaint', () => {
  test('is sent without an account, in one of the categories, about an institution that exists', async () => {
    const form = await region.app.inject({ method: 'GET', url: '/api/v1/public/complaints/form' });
    const { categories, answerWorkdays } = form.json<ComplaintFormResponse>();
    expect([categories.length, answerWorkdays]).toEqual([8, 15]);
    expect((await send({ ...SAID, institution: 'NONE' })).status).toBe(400);
    expect((await send({ ...SAID, category: 'constructor' })).status).toBe(400);
    expect((await send({ ...SAID, content: ' ' })).status).toBe(400);
  });

  test('is followed by its code alone, and read by the authority of its region alone', async () => {
    region.clock.set(at('2024-05-20T09:00+08:00'));
    const { status, body } = await send();
    expect([status, body.answerBy]).toEqual([201, '2024-06-10T23:59:59+08:00']);
    expect(await follow(body.code)).toMatchObject({
      status: 200,
      body: { stage: { zh: '受理' }, answer: null, mayRate: false },
    });
    expect((await follow('2222-2222-2222-2222-2222')).status).toBe(404);
    expect((await ledger())[0]).toMatchObject({
      content: SAID.content,
      name: SAID.name,
      contact: SAID.contact,
      section: { zh: '医政医管科' },
    });
    expect((await get<ComplaintsResponse>('complaints', await another())).body.complaints).toEqual([]);
    expect((await get('complaints', await office())).status).toBe(403);
    const stored = await region.db.query<{ text: string }>(sql`select t::text as text from complaint t`);
    for (const { text } of stored)
      for (const said of [SAID.content, SAID.name, SAID.contact, body.code])
        expect(text).not.toContain(Buffer.from(said).toString('hex'));
  });

  test('goes to the institution without who complained, is answered, rated once, and counted', async () => {
    region.clock.set(at('2024-05-20T10:00+08:00'));
    const { code } = (await send()).body;
    const loop = (await ledger())[0]?.loop ?? 0;
    // Not before it is asked to investigate.
    expect((await get(`loops/${String(loop)}`, await office())).status).toBe(404);
    expect((await act(await office(), loop, 'accept:accepted')).status).toBe(404);
    await act(await commission(), loop, 'accept:accepted', { category: 'needless-repeat', section: 'medical-affairs' });
    const forwarded = { forwarded: '反映转院后重复抽血，请核实' };
    expect((await act(await commission(), loop, 'assign:institution', forwarded)).body.waiting).toEqual([
      'investigate',
    ]);
    const seen = await region.app.inject({
      method: 'GET',
      url: `/api/v1/loops/${String(loop)}`,
      headers: await office(),
    });
    expect(seen.statusCode).toBe(200);
    expect(seen.body).toContain(forwarded.forwarded);
    for (const said of [SAID.content, SAID.name, SAID.contact]) expect(seen.body).not.toContain(said);
    expect((await get<LoopsResponse>('loops', await office())).body.counts.mine).toBe(1);
    const given = { key: 'mine', practitioner: 'D2' };
    expect((await post(`loops/${String(loop)}/assignments`, await office(), given)).status).toBe(422);
    region.clock.set(at('2024-05-27T10:00+08:00'));
    await act(await office(), loop, 'investigate:founded', { finding: '确系重复', measures: '退费并培训' });
    expect((await follow(code, 'rating', { satisfied: true })).status).toBe(409);
    await act(await commission(), loop, 'answer:answered', { answer: '经查属实，费用已退。' });
    expect(await follow(code)).toMatchObject({
      body: { answer: { text: '经查属实，费用已退。' }, mayRate: true, isLate: false },
    });
    expect((await follow(code, 'rating', { satisfied: true, note: '满意' })).body).toMatchObject({
      rating: 'satisfied',
      mayRate: false,
    });
    expect((await follow(code, 'rating', { satisfied: false })).status).toBe(409);
    // Answered anew it is rated anew.
    region.clock.set(at('2024-05-27T11:00+08:00'));
    const again = { key: 'again', stage: 'answer', note: '补充答复' };
    expect((await post(`loops/${String(loop)}/reopenings`, await commission(), again)).status).toBe(200);
    region.clock.set(at('2024-05-27T12:00+08:00'));
    await act(await commission(), loop, 'answer:answered', { answer: '费用已退，并已致歉。' });
    expect((await follow(code, 'rating', { satisfied: true })).body).toMatchObject({ rating: 'satisfied' });
    const { body } = await get<ComplaintStatisticsResponse>('complaints/statistics', await commission());
    expect(body.total).toEqual({
      received: 2,
      answered: 1,
      inTime: 1,
      overdue: 0,
      founded: 1,
      satisfied: 1,
      rated: 1,
      medianDays: 7,
    });
    // Each number opens to its cases.
    for (const number of ['answered', 'inTime', 'founded', 'satisfied'])
      expect([number, await behind(`counted=${number}&institution=H2`)]).toEqual([number, [loop]]);
    for (const number of ['overdue', 'dissatisfied'])
      expect([number, await behind(`counted=${number}`)]).toEqual([number, []]);
    // The institution counts what it was asked, and not the other one, which is nobody's to know yet.
    const own = await get<OwnComplaintsResponse>('complaints/own', await office());
    expect(own.body).toMatchObject({ received: 1, open: 0, answered: 1, inTime: 1, overdue: 0, medianDays: 7 });
    expect((await get('complaints/own', await commission())).status).toBe(403);
    expect(body.byInstitution.map(({ institution, received }) => [institution.code, received])).toEqual([['H2', 2]]);
  });

  test('nobody answers is overdue after the limit, and its ladder told the authority', async () => {
    region.clock.set(at('2024-06-11T00:00:01+08:00'));
    const { body } = await get<ComplaintStatisticsResponse>('complaints/statistics', await commission());
    expect(body.total).toMatchObject({ overdue: 1 });
    const [late, ...more] = await behind('counted=overdue');
    expect([typeof late, more]).toEqual(['number', []]);
    expect(await behind('counted=answered')).not.toContain(late);
    expect((await get<LoopsResponse>('loops?overdue=true&view=open', await commission())).body.loops).toHaveLength(1);
  });

  test('nobody answers goes up to the authority above, which until then sees nothing of it and owes nothing', async () => {
    const above = () => region.as('commission', { region: '14', username: 'province' });
    const elsewhere = () => region.as('commission', { region: '15', username: 'province-elsewhere' });
    const of = async (headers: Promise<Record<string, string>>, view: string) =>
      (await get<LoopsResponse>(`loops?definition=complaint/handling&view=${view}`, await headers)).body;
    region.clock.set(at('2024-06-11T09:00+08:00'));
    await send();
    const known = async () => (await of(above(), 'open')).loops.length;
    while ((await settleDue(region.deps)) > 0);
    const before = await known();
    // Accepted until the end of the next working day, and told at one and a half times that.
    region.clock.set(at('2024-06-13T19:29+08:00'));
    while ((await settleDue(region.deps)) > 0);
    expect(await known()).toBe(before);
    region.clock.set(at('2024-06-13T19:31+08:00'));
    while ((await settleDue(region.deps)) > 0);
    expect(await known()).toBe(before + 1);
    expect(await of(above(), 'told')).toMatchObject({ counts: { mine: 0, told: before + 1 } });
    expect((await of(above(), 'told')).loops.map(({ isMine }) => isMine)).not.toContain(true);
    expect((await of(elsewhere(), 'open')).loops).toEqual([]);
    expect((await of(commission(), 'mine')).loops.length).toBeGreaterThan(before);
  });

  test('with a clue to a breach is handed over within its own limit', async () => {
    region.clock.set(at('2024-06-12T09:00+08:00'));
    const entered = { ...SAID, channel: 'telephone', category: 'fee' };
    expect((await post('complaints', await another(), entered)).status).toBe(400);
    expect((await post('complaints', await commission(), entered)).status).toBe(201);
    const loop = (await ledger())[0]?.loop ?? 0;
    const clue = await act(await commission(), loop, 'accept:clue', { category: 'fee', section: 'medical-affairs' });
    expect(clue.body.waiting).toEqual(['transfer', 'assign']);
    await act(await commission(), loop, 'transfer:transferred', { receipt: '驻委纪检组 2024-07' });
    const listed = async (query: string) =>
      (await get<LoopsResponse>(`loops?view=all&${query}`, await office())).body.loops.filter(({ id }) => id === loop);
    expect(await listed('')).toEqual([]);
    await act(await commission(), loop, 'assign:institution', { forwarded: '反映重复收费，请核实' });
    expect(await listed('')).toMatchObject([{ waiting: [{ id: 'investigate' }], flaws: [] }]);
    // The institution learns nothing of the clue: by no stage, record, alert, filter or number.
    const { body } = await get<LoopResponse>(`loops/${String(loop)}`, await office());
    expect(body.stages.map(({ id }) => id)).toEqual(['assign', 'investigate']);
    expect(body.records.map(({ kind, stage }) => [kind, stage?.zh])).toEqual([
      ['opened', undefined],
      ['act', '交办'],
    ]);
    expect(JSON.stringify(body)).not.toMatch(/线索|移交|纪检/);
    for (const query of ['stage=transfer', 'stage=transfer&stageMeasure=done', 'measure=open', 'flaw=late'])
      expect(await listed(query)).toEqual([]);
    const counted = await get<LoopStatisticsResponse>('loops/statistics?from=2024-05-01&to=2024-06-30', await office());
    expect(counted.body.definitions.map(({ id }) => id)).not.toContain('complaint/handling');
  });

  test('that is sent twice under one key is one, with one code; anything else under it is refused', async () => {
    region.clock.set(at('2024-05-20T09:30+08:00'));
    const own = { ...SAID, content: '同一份反映点了两次', key: 'a'.repeat(32) };
    const sent = await Promise.all([send(own), send(own)]);
    region.clock.set(at('2024-05-20T09:40+08:00'));
    const again = await send(own);
    expect([...sent, again].map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set([...sent, again].map(({ body }) => `${body.code} ${body.receivedAt}`)).size).toBe(1);
    expect(again.body.receivedAt).toBe('2024-05-20T09:30:00+08:00');
    expect((await ledger()).filter(({ content }) => content === own.content)).toHaveLength(1);
    for (const change of [{ content: '另一件事' }, { institution: 'H1' }, { contact: '13900002222' }])
      expect((await send({ ...own, ...change })).status).toBe(409);
    expect((await send({ ...SAID, key: 'short' })).status).toBe(400);
    // By telephone the key is that of who enters it.
    const called = { ...own, content: '来电反映', channel: 'telephone' };
    const entered = async () => (await post<ComplaintReceived>('complaints', await commission(), called)).body.code;
    const code = await entered();
    expect(await entered()).toBe(code);
    expect(code).not.toBe(again.body.code);
    expect((await ledger()).filter(({ content }) => content === called.content)).toHaveLength(1);
  });

  test('that the section looks into itself has its finding, and its answer', async () => {
    region.clock.set(at('2024-06-13T09:00+08:00'));
    await send();
    const loop = (await ledger())[0]?.loop ?? 0;
    await act(await commission(), loop, 'accept:accepted', { category: 'fee', section: 'medical-affairs' });
    expect((await act(await commission(), loop, 'assign:own')).body.waiting).toEqual(['examine']);
    expect((await act(await commission(), loop, 'examine:founded', { finding: '重复收费' })).status).toBe(422);
    const found = { finding: '重复收费', measures: '已退费' };
    expect((await act(await commission(), loop, 'examine:founded', found)).body.waiting).toEqual(['answer']);
  });

  test('stays within reach of the ledger however many came after it, page by page, each once', async () => {
    const before = await ledger();
    const authority = await commission();
    for (let more = before.length; more <= 101; more += 1)
      await post('complaints', authority, { ...SAID, channel: 'telephone' });
    const page = async (query: string) => (await get<ComplaintsResponse>(`complaints${query}`, authority)).body;
    const first = await page('');
    expect([first.complaints.length, first.more]).toEqual([100, true]);
    const last = await page(`?before=${String(first.complaints.at(-1)?.id)}`);
    expect(last.more).toBe(false);
    const ids = [...first.complaints, ...last.complaints].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id } of before) expect(ids).toContain(id);
  });
});
