/** Plans of inspections 双随机一公开: who may be drawn for them, and what they may be about. */
import type { DrawChanged, InspectionPlanResponse, InspectionPlansResponse } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import { inspectionAccounts, loadInspector, loadInspectors, PLAN } from './inspections-fixture.ts';
import { sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { get, post } = requestsTo(region);
let commission: Record<string, string> = {};

beforeAll(async () => {
  await loadInspectors(region);
  commission = (await inspectionAccounts(region))['commission'] ?? {};
});

test('a mutual check 互查 is made by people of other institutions alone', async () => {
  const ordered = await post<InspectionPlanResponse>('inspection/plans', commission, { ...PLAN, mutual: true });
  expect(ordered.body.plan.mutual).toBe(true);
  const path = `inspection/plans/${String(ordered.body.plan.id)}/draws`;
  expect(await post(path, commission, {})).toMatchObject({ status: 400 });
  await loadInspector(region, 'I6', 'H1');
  const { body } = await post<DrawChanged>(path, commission, {});
  const read = sql`select lists -> 'inspectors' as drawn from inspection_draw where id = ${body.draw}`;
  expect(await region.db.query(read)).toMatchObject([{ drawn: [{ code: 'I4' }, { code: 'I6' }] }]);
});

// henan-2025.lab.15#01 names five fields beside clinical testing; here national documents have points for transfusion alone.
test('a plan is about what documents in force have points of inspection for', async () => {
  const { subjects } = (await get<InspectionPlansResponse>('inspection/plans', commission)).body;
  expect(subjects.map(({ id }) => id)).toEqual(['recognition', 'laboratory', 'safety', 'transfusion']);
  const order = async (subject: string) => (await post('inspection/plans', commission, { ...PLAN, subject })).status;
  expect([await order('pathology'), await order('transfusion')]).toEqual([400, 201]);
});
