/**
 * Loops 闭环 to their end through the interface, where the test of what they arise from does not follow them so far: opened as the platform opens
 * them, and each stage recorded by whoever owes it.
 */
import type { LoopRecorded, LoopResponse } from '@fujie/wire/contracts';
import { expect, test } from 'vitest';

import type { Role } from '../src/platform/auth/permissions.ts';
import { openLoop } from '../src/platform/loops/loops.ts';
import { sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

type Fields = Readonly<Record<string, unknown>>;
/** Whoever owes the stage, what becomes of it, and on which evidence. */
type Step = readonly [who: keyof typeof PEOPLE, stage: string, outcome: string, fields: Fields];

const AT_HOSPITAL = { institution: 'H2', department: 'INT' };
const PEOPLE = {
  laboratory: ['laboratory', { institution: 'H2', department: 'LAB' }],
  doctor: ['doctor', { ...AT_HOSPITAL, practitioner: 'D2' }],
  head: ['department-head', AT_HOSPITAL],
  office: ['quality-office', { institution: 'H2' }],
  commission: ['commission', { region: '1401' }],
  centre: ['qc-centre', { region: '14' }],
} as const satisfies Record<string, readonly [Exclude<Role, 'patient'>, object]>;

const DOUBT = { rule: 'IN_BULK', person: '某人', count: 5 };
const EXPLAINED = { grounds: '逐例核对病历，情况属实' };
const MENDED = { measures: '更换批次', evidence: '复核样品 3 份全部检出' };

const TO_THE_END: Readonly<Record<string, readonly [facts: Fields, ...steps: readonly Step[]]>> = {
  'critical-value/withdrawn': [
    { patient: 'reached' },
    ['laboratory', 'retract', 'told', { channel: 'telephone', receiver: '护士 李' }],
    ['doctor', 'review', 'unneeded', { reason: '尚未据此处置' }],
    ['doctor', 'patient', 'told', { reached: '患者本人', channel: 'telephone' }],
  ],
  'adverse-event/silent-department': [
    { period: '2024-02 至 2024-04', discharges: 90 },
    ['head', 'explain', 'explained', { grounds: '住院患者均为短期检查' }],
    ['office', 'guide', 'guided', { guidance: '已到科室讲解上报标准' }],
  ],
  'adverse-event/seal-opened': [
    { ground: '法院调查令 2024-11' },
    ['office', 'protect', 'protected', { protection: '已约谈科室，不得追究报告人' }],
  ],
  'loops/closure-doubt authority': [
    { ...DOUBT, answers: 'authority' },
    ['commission', 'authority', 'explained', EXPLAINED],
  ],
  'loops/closure-doubt centre': [{ ...DOUBT, answers: 'centre' }, ['centre', 'centre', 'explained', EXPLAINED]],
  'loops/alert-rule': [
    { place: 'region', rule: '检查问题整改 · 100%', fired: 12, dismissed: 8, wrong: 3 },
    ['commission', 'review-region', 'kept', { reason: '逾期须告知' }],
  ],
  'blind-sample/failed': [
    {},
    ['centre', 'report', 'reported', { receipt: '市卫健委 王科长' }],
    [
      ...(['laboratory', 'correct', 'corrected'] as const),
      { causeKind: 'method', cause: '培养瓶批次', patients: '召回 2 例复检', measures: MENDED.measures },
    ],
    ['centre', 'verify', 'effective', { evidence: MENDED.evidence }],
    ['commission', 'decide', 'lifted', { doneOn: '2024-05-20' }],
  ],
  'report/changed': [
    { reader: 'office', change: 'withdrawn', basis: 'printed', results: 1 },
    ['office', 'office', 'no-consequence', { assessment: '患者已收到更正后的报告' }],
  ],
  'inspection/rectification': [
    { severity: 'within-15' },
    ['office', 'receive', 'accepted', { contact: '医务科 周' }],
    ['office', 'plan', 'planned', { cause: '培训未覆盖新人', measures: '补培训并考核' }],
    ['office', 'rectify', 'rectified', MENDED],
    ['centre', 'verify', 'effective', { sample: 5, finding: '5 份全部符合' }],
    ['commission', 'close', 'closed', {}],
  ],
};

const region = sharedRegion();
const { get, post } = requestsTo(region);

test.each(Object.entries(TO_THE_END))('%s', async (name, [facts, ...steps]) => {
  const [definition = ''] = name.split(' ');
  const row = await region.db.tx((tx) =>
    openLoop(region.deps, tx, {
      ...{ definition, subject: name, unit: 'H2', department: 'INT', personId: null, facts },
      ...{ occurredAt: region.clock.now(), by: { id: 'platform', name: '平台', role: 'platform' } },
    }),
  );
  let status: string | undefined;
  for (const [who, stage, outcome, fields] of steps) {
    const [role, attributes] = PEOPLE[who];
    const headers = await region.as(role, { ...attributes, username: `ending-${who}` });
    const act = { key: stage, stage, outcome, fields };
    const answer = await post<LoopRecorded>(`loops/${String(row?.id)}/acts`, headers, act);
    expect([stage, answer.status, answer.body]).toMatchObject([stage, 200, { isNew: true, flaws: [] }]);
    ({ status } = answer.body);
  }
  expect(status).toBe('closed');
});

// A nonconformity that is to be put right within the shorter limit is not told the longer one.
test('a stage tells the limit that holds in its case', async () => {
  const limitAt = async (severity: string) => {
    const row = await region.db.tx((tx) =>
      openLoop(region.deps, tx, {
        ...{ definition: 'inspection/rectification', subject: `limit ${severity}`, unit: 'H2', department: 'INT' },
        ...{ personId: null, facts: { severity }, occurredAt: region.clock.now() },
        by: { id: 'platform', name: '平台', role: 'platform' },
      }),
    );
    const [role, attributes] = PEOPLE.office;
    const headers = await region.as(role, { ...attributes, username: 'ending-office' });
    const { body } = await get<LoopResponse>(`loops/${String(row?.id)}`, headers);
    return body.stages.find(({ id }) => id === 'rectify')?.limit;
  };
  expect(await limitAt('immediate')).toMatchObject({ value: 1, unit: 'workday' });
  expect(await limitAt('within-15')).toMatchObject({ value: 15, unit: 'day' });
  expect(await limitAt('within-30')).toMatchObject({ value: 30, unit: 'day' });
});
