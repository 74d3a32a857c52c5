/** Awards for reports of adverse events 上报激励: what a voucher is worth is shared by so many that it leads to none. Source: henan-2025.mq.11#04 and #05. */
import type { Day } from '@fujie/core/kernel';
import { beforeAll, expect, test } from 'vitest';

import { importTyped } from '../src/registers/change.ts';
import { adverseEventsOf } from './adverse-events-fixture.ts';
import { sharedRegion } from './recognition-fixture.ts';

const region = sharedRegion();
const { ask, report, loopOf, act } = adverseEventsOf(region);
const COMMON = '每例有效上报';
const FROM = '2024-05-01' as Day;

beforeAll(async () => {
  const row = { institution: 'H2', month: '2024-05', awards: 2 };
  const load = (register: 'department' | 'adverse-event-award', rows: readonly object[]) =>
    importTyped(
      region.deps,
      'test',
      register,
      rows.map((one) => ({ from: FROM, row: { ...one } })),
    );
  const department = { institution: 'H2', kind: 'clinical' };
  await load('department', [
    { ...department, code: 'SUR', nameZh: '外科' },
    { ...department, code: 'PED', nameZh: '儿科' },
    { ...department, code: 'GYN', nameZh: '妇科' },
  ]);
  await load('adverse-event-award', [
    ...['INT', 'PED', 'SUR'].map((code) => ({ ...row, department: code, rule: COMMON, amount: 100 })),
    { ...row, department: 'SUR', rule: '安全之星', amount: 60 },
    { ...row, department: 'PED', rule: '安全之星', amount: 61 },
  ]);
});

const claim = (receipt: string) => ask('POST', '/api/v1/adverse-events/awards/claim', {}, { receipt });

test('an award is changed for a voucher only where so many reports of so many departments share its rule and amount', async () => {
  const first = await report();
  // A report of a department for which nothing is published counts for nothing.
  for (const department of ['PED', 'PED', 'INT', 'GYN']) await report({ department });
  // Four reports of two departments: a colleague who brings the voucher brings one of these.
  expect(await claim(first.receipt)).toMatchObject({
    status: 422,
    body: { detail: expect.stringMatching(/5 reports.*3 departments/) as string },
  });
  const void_ = await report({ department: 'SUR' });
  await act(await loopOf(void_.event), 'triage:no-event', { grounds: '不属不良事件' });
  expect((await claim(first.receipt)).status).toBe(422);
  const own = await report({ department: 'SUR' });
  expect(await claim(first.receipt)).toMatchObject({
    status: 200,
    body: { vouchers: [{ rule: COMMON, amount: '100' }] },
  });
  // Of the two awards of surgery one stands for surgery alone, whatever else has the name of its rule.
  const { body } = await claim(own.receipt);
  expect(body?.['vouchers']).toMatchObject([{ rule: COMMON, amount: '100' }]);
});
