/** Closures that look faked 虚假闭环监测: found in what was recorded, put to the office that is not in doubt, answered with evidence. */
import type { Instant } from '@fujie/core/kernel';
import type { LoopRecorded, LoopResponse, LoopsResponse } from '@fujie/wire/contracts';
import { describe, expect, test } from 'vitest';

import { doubtClosures } from '../src/loops/closures.ts';
import { openLoop } from '../src/platform/loops/loops.ts';
import { at, sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
const doctor = () => region.as('doctor', { institution: 'H2', department: 'INT', practitioner: 'D2' });
const office = () => region.as('quality-office', { institution: 'H2' });
const commission = () => region.as('commission', { region: '1401' });

const open = async (subject: string, definition: string, opened: string): Promise<number> => {
  const row = await region.db.tx((tx) =>
    openLoop(region.deps, tx, {
      definition,
      subject,
      unit: 'H2',
      department: 'INT',
      personId: null,
      occurredAt: at(opened),
      by: { id: 'platform', name: '平台', role: 'platform' },
      facts: { titleZh: subject, titleEn: subject },
    }),
  );
  if (row === null) throw new Error('it was opened before');
  return row.id;
};

const doubts = async (headers: Record<string, string>) =>
  (await get<LoopsResponse>('loops?definition=loops/closure-doubt&view=open', headers)).body.loops;

/** A head who answers loops one after the other, so many seconds apart. */
async function answer(count: number, from: string, seconds: number, name: string): Promise<readonly number[]> {
  const head = await region.as('department-head', { institution: 'H2', department: 'INT', username: name });
  const loops: number[] = [];
  for (let n = 0; n < count; n += 1) {
    region.clock.set(at(from));
    loops.push(await open(`${name}/${String(n)}`, 'adverse-event/unreported', from));
  }
  for (const [n, loop] of loops.entries()) {
    region.clock.set((at(from) + 3_600_000 + n * seconds * 1000) as Instant);
    const { status } = await post<LoopRecorded>(`loops/${String(loop)}/acts`, head, {
      key: `answer/${String(n)}`,
      stage: 'report',
      outcome: 'no-event',
      fields: { grounds: `病程第${String(n)}日查房已核对记录，属预期病情变化` },
    });
    expect(status).toBe(200);
  }
  return loops;
}

describe('what people record to close loops', () => {
  test('done as people do it raises no doubt', async () => {
    await answer(6, '2024-05-20T09:00+08:00', 120, 'careful');
    expect(await doubtClosures(region.deps)).toBe(0);
    expect(await doubts(await office())).toEqual([]);
  });

  test('one after the other in seconds is a doubt, told once and only to who answers for quality', async () => {
    const loops = await answer(5, '2024-05-21T09:00+08:00', 6, 'hasty');
    expect(await doubtClosures(region.deps)).toBe(1);
    expect(await doubtClosures(region.deps)).toBe(0);
    const [found] = await doubts(await office());
    const { loop, follows } = (await get<LoopResponse>(`loops/${found?.id ?? ''}`, await office())).body;
    expect(loop.title.en).toBe('Answered one after the other in seconds: hasty');
    expect(loop.waiting.map(({ id }) => id)).toEqual(['office']);
    expect(follows).toEqual(loops);
    expect(await doubts(await doctor())).toEqual([]);
    const head = await region.as('department-head', { institution: 'H2', department: 'INT', username: 'hasty' });
    expect(await doubts(head)).toEqual([]);
  });

  test('the doubt closes on what was found, and not on a word', async () => {
    const [found] = await doubts(await office());
    const path = `loops/${found?.id ?? ''}/acts`;
    const confirmed = { stage: 'office', outcome: 'confirmed', fields: { grounds: '两份并未查看病历' } };
    await post(path, await office(), { key: 'bare', ...confirmed });
    expect(await doubts(await office())).toHaveLength(1);
    const fields = { ...confirmed.fields, redone: '已重新核对 5 例', measures: '约谈并改为逐例核对' };
    const { status } = await post(path, await office(), { key: 'whole', ...confirmed, fields });
    expect(status).toBe(200);
    expect(await doubts(await office())).toEqual([]);
  });

  test('a doubt about the office itself is put to the authority, and the office cannot answer it', async () => {
    const quality = await region.as('quality-office', { institution: 'H2', username: 'quality-hasty' });
    const from = '2024-05-22T09:00+08:00';
    region.clock.set(at(from));
    const loops: number[] = [];
    for (let n = 0; n < 5; n += 1) loops.push(await open(`office/${String(n)}`, 'adverse-event/unreported', from));
    for (const [n, loop] of loops.entries()) {
      region.clock.set((at(from) + n * 5000 + 60_000) as Instant);
      const fields = { grounds: `第${String(n)}例经核对不属于不良事件，理由见病历` };
      await post(`loops/${String(loop)}/acts`, quality, { key: 'x', stage: 'report', outcome: 'no-event', fields });
    }
    expect(await doubtClosures(region.deps)).toBe(1);
    const [found] = await doubts(await commission());
    expect(found?.isMine).toBe(true);
    const { status } = await post(`loops/${found?.id ?? ''}/acts`, quality, {
      key: 'own',
      stage: 'authority',
      outcome: 'explained',
      fields: { grounds: '没有问题' },
    });
    expect(status).toBe(422);
  });
});
