/** Awards for reports of adverse events 上报激励: claimed by the receipt, handed out on a voucher that leads to no report. */
import type { Day } from '@fujie/core/kernel';
import { beforeAll, describe, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { importTyped } from '../src/registers/change.ts';
import { adverseEventsOf, REPORTER } from './adverse-events-fixture.ts';
import { sharedRegion } from './recognition-fixture.ts';

const region = sharedRegion();
const { ask, report, reporter, loopOf, act } = adverseEventsOf(region);
const AWARDS = '/api/v1/adverse-events/awards';

beforeAll(async () => {
  const row = {
    institution: 'H2',
    month: '2024-05',
    rule: '每例有效上报',
    ruleEn: 'Each valid report',
    awards: 2,
    amount: 100,
  };
  const from = '2024-05-01' as Day;
  const department = { institution: 'H2', kind: 'clinical' };
  await importTyped(region.deps, 'test', 'department', [
    { from, row: { ...department, code: 'SUR', nameZh: '外科' } },
    { from, row: { ...department, code: 'PED', nameZh: '儿科' } },
    { from, row: { ...department, code: 'GYN', nameZh: '妇科' } },
  ]);
  await importTyped(region.deps, 'test', 'adverse-event-award', [
    { from, row: { ...row, department: 'INT' } },
    { from, row: { ...row, department: 'INT', month: '2024-04' } },
    { from, row: { ...row, department: 'PED' } },
    { from, row: { ...row, department: 'SUR' } },
  ]);
  // So many share what is given that a voucher leads to none of them.
  for (const department of ['INT', 'PED', 'PED', 'SUR', 'SUR']) await report({ department });
});

const claim = (receipt: string) => ask('POST', `${AWARDS}/claim`, {}, { receipt });
const voucherOf = async (receipt: string): Promise<string> => {
  const { status, body } = await claim(receipt);
  expect([status, body]).toMatchObject([
    200,
    { vouchers: [{ rule: '每例有效上报', ruleEn: 'Each valid report', amount: '100' }] },
  ]);
  return (body?.['vouchers'] as { voucher: string }[] | undefined)?.[0]?.voucher ?? '';
};
const office = (institution = 'H2') => region.as('quality-office', { username: `office-${institution}`, institution });

describe('an award', () => {
  test('is seen by everybody of the hospital that gives it, and by no other', async () => {
    const { body } = await ask('GET', AWARDS, await reporter());
    const awards = body?.['awards'] as { month: string }[];
    expect(awards).toHaveLength(4);
    expect(awards[0]).toMatchObject({ month: '2024-05', rule: '每例有效上报', awards: 2, amount: '100' });
    expect(awards[3]).toMatchObject({ month: '2024-04' });
    const elsewhere = await region.as('doctor', { username: 'elsewhere', institution: 'H3', department: 'INT' });
    expect((await ask('GET', AWARDS, elsewhere)).body).toEqual({ awards: [] });
  });

  test('is claimed once by a receipt, also of an anonymous report, and as often as it is given', async () => {
    const receipts = await Promise.all([report({ anonymous: true }), report(), report()]);
    await voucherOf(receipts[0].receipt.toLowerCase());
    expect((await claim(receipts[0].receipt)).status).toBe(409);
    await voucherOf(receipts[1].receipt);
    expect((await claim(receipts[2].receipt)).status).toBe(409);
    await region.asOwner(sql`truncate adverse_event_claim`);
  });

  test('is given for no other department, and for nothing that was found to be no event', async () => {
    const elsewhere = await report({ department: 'GYN' });
    expect((await claim(elsewhere.receipt)).status).toBe(422);
    const { event, receipt } = await report();
    await act(await loopOf(event), 'triage:no-event', { grounds: '不属不良事件' });
    expect((await claim(receipt)).status).toBe(422);
    expect((await claim('AAAAA-AAAAA-AAAAA-AAAAA')).status).toBe(404);
  });

  test('is handed out once on its voucher, by the own hospital, without a word of the report', async () => {
    const { event, receipt } = await report();
    const voucher = await voucherOf(receipt);
    expect((await ask('POST', `${AWARDS}/redeem`, await office('H3'), { voucher })).status).toBe(404);
    expect((await ask('POST', `${AWARDS}/redeem`, await reporter(), { voucher })).status).toBe(403);
    const handed = await ask('POST', `${AWARDS}/redeem`, await office(), { voucher: voucher.toLowerCase() });
    expect(handed).toEqual({ status: 200, body: { rule: '每例有效上报', ruleEn: 'Each valid report', amount: '100' } });
    expect((await ask('POST', `${AWARDS}/redeem`, await office(), { voucher })).status).toBe(404);
    const stored = await region.db.query(sql`select * from adverse_event_claim`);
    const said = JSON.stringify(stored);
    for (const trace of [REPORTER, receipt, voucher, 'INT', '2024-05"', `"event":${String(event)}`])
      expect(said).not.toContain(trace);
    // Neither table shows which of its rows belong together: no hash of the one stands in the other.
    const joined = await region.db.query(
      sql`select 1 from adverse_event_claim c where exists (select from adverse_event e where c.id::text = e.id::text)`,
    );
    expect(joined).toEqual([]);
    const entries = await region.db.query(
      sql`select actor::text, detail::text from audit_event where action = 'adverse-event:award' and outcome = 'done'`,
    );
    expect(JSON.stringify(entries)).toContain('office-H2');
    expect(JSON.stringify(entries)).not.toContain(REPORTER);
  });
});
