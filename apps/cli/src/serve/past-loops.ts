/**
 * Loops of a demonstration: one that a nurse owes now, one that a doctor owes, and of the past one in time, one closed late, one whose
 * recheck is missing, and one too fast to be true: the same minute and the same words all along; two that were taken back after the ward
 * was told, one of them a moment ago; and one of a specimen that another hospital sent in. `truth` says which is which.
 */
import type { Instant } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import type { PastDismissals, PastLoop } from '@fujie/server/demonstration';
import { RESIDENT_ID_SYSTEM } from '@fujie/wire/fhir';

import { DEMO_ACCOUNTS, DEMO_PATIENT } from '../simulate/command.ts';
import type { Jurisdiction } from '../simulate/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Story {
  readonly truth: 'running' | 'in-time' | 'late' | 'step-missing' | 'implausible' | 'withdrawn';
  readonly critical: PastLoop['critical'];
  readonly titleZh: string;
  readonly titleEn: string;
  readonly agoMs: number;
  readonly acts: readonly Act[];
  /** Taken back so many minutes after the opening, and what was done about it. */
  readonly withdrawn?: { readonly after: number; readonly acts: readonly Act[] };
}

/** Stage, outcome, minutes after the opening, who, and what. */
type Act = readonly [string, string, number, keyof typeof STAFF, Readonly<Record<string, string | boolean>>];

const STAFF = {
  bench: { id: 'JYK01', name: '检验师 王', role: 'laboratory' },
  ward: { id: 'N01', name: '护士 赵', role: 'nurse' },
  doctor: { id: 'D01', name: '医师 陈', role: 'doctor' },
} as const;

const reported = (verified: number, told: number): Story['acts'] => [
  ['verify', 'confirmed', verified, 'bench', { specimen: '标本合格，无溶血', control: true }],
  ['notify', 'told', told, 'bench', { channel: 'system', receiver: '心血管内科护士站' }],
];
const received = (at: number, value: string): Story['acts'] => [
  ['receive', 'received', at, 'ward', { value, readBack: true }],
  ['inform', 'told', at + 2, 'ward', { doctor: '医师 陈' }],
];

const found = (
  item: string,
  name: string,
  value: string,
  unitOf: string,
  side: PastLoop['critical']['side'],
  threshold: string | null,
): PastLoop['critical'] => ({ item, name, value, unitOf, side, threshold });

const STORIES: readonly Story[] = [
  {
    truth: 'running',
    critical: found('K', '钾', '6.9', 'mmol/L', 'high', '≥6.2'),
    titleZh: '血钾 6.9 mmol/L',
    titleEn: 'Potassium 6.9 mmol/L',
    agoMs: 6 * MINUTE,
    acts: reported(2, 5),
  },
  {
    truth: 'running',
    critical: found('CTNI', '肌钙蛋白I', '5.2', 'ng/mL', 'issuer', null),
    titleZh: '肌钙蛋白 I 5.2 ng/mL',
    titleEn: 'Troponin I 5.2 ng/mL',
    agoMs: 40 * MINUTE,
    acts: [...reported(3, 6), ...received(9, '5.2')],
  },
  {
    truth: 'late',
    critical: found('GLU', '葡萄糖', '1.9', 'mmol/L', 'low', '≤2.5'),
    titleZh: '血糖 1.9 mmol/L',
    titleEn: 'Glucose 1.9 mmol/L',
    agoMs: 30 * HOUR,
    acts: [
      ...reported(4, 8),
      ...received(20, '1.9'),
      ['act', 'treated', 45, 'doctor', { seenAt: '', measures: '50% 葡萄糖 40 mL 静脉推注，15 分钟后复测' }],
      ['hand-over', 'handed', 300, 'doctor', { takenOverBy: '医师 刘' }],
      ['recheck', 'rechecked', 75, 'doctor', { result: '5.6 mmol/L' }],
    ],
  },
  {
    truth: 'in-time',
    critical: found('PLT', '血小板计数', '18', '10*9/L', 'low', '≤30'),
    titleZh: '血小板 18 ×10⁹/L',
    titleEn: 'Platelets 18 ×10⁹/L',
    agoMs: 52 * HOUR,
    acts: [
      ...reported(3, 6),
      ...received(9, '18'),
      ['act', 'treated', 25, 'doctor', { seenAt: '', measures: '申请输注血小板，卧床，监测出血' }],
      ['hand-over', 'handed', 240, 'doctor', { takenOverBy: '医师 刘' }],
      ['recheck', 'rechecked', 480, 'doctor', { result: '46 ×10⁹/L' }],
    ],
  },
  {
    truth: 'step-missing',
    critical: found('Na', '钠', '118', 'mmol/L', 'low', '≤120'),
    titleZh: '血钠 118 mmol/L',
    titleEn: 'Sodium 118 mmol/L',
    agoMs: 75 * HOUR,
    acts: [
      ...reported(4, 7),
      ...received(11, '118'),
      ['act', 'treated', 30, 'doctor', { seenAt: '', measures: '高渗盐水缓慢滴注，限水' }],
    ],
  },
  {
    truth: 'implausible',
    critical: found('CREA', '肌酐', '702', 'umol/L', 'high', '≥650'),
    titleZh: '肌酐 702 μmol/L',
    titleEn: 'Creatinine 702 μmol/L',
    agoMs: 98 * HOUR,
    acts: [
      ['verify', 'confirmed', 1, 'bench', { specimen: '正常', control: true }],
      ['notify', 'told', 1, 'bench', { channel: 'system', receiver: '正常' }],
      ['receive', 'received', 1, 'doctor', { value: '702', readBack: true }],
      ['inform', 'self', 1, 'doctor', {}],
      ['act', 'observed', 1, 'doctor', { seenAt: '', reason: '正常' }],
      ['hand-over', 'none', 1, 'doctor', { reason: '正常' }],
      ['recheck', 'none', 1, 'doctor', { reason: '正常' }],
    ],
  },
  {
    truth: 'withdrawn',
    critical: found('K', '钾', '7.4', 'mmol/L', 'high', '≥6.2'),
    titleZh: '血钾 7.4 mmol/L',
    titleEn: 'Potassium 7.4 mmol/L',
    agoMs: 16 * MINUTE,
    acts: [...reported(2, 5), ...received(8, '7.4')],
    withdrawn: { after: 13, acts: [] },
  },
  {
    truth: 'withdrawn',
    critical: found('HGB', '血红蛋白', '52', 'g/L', 'low', '≤60'),
    titleZh: '血红蛋白 52 g/L',
    titleEn: 'Haemoglobin 52 g/L',
    agoMs: 27 * HOUR,
    acts: [...reported(3, 7), ...received(10, '52')],
    withdrawn: {
      after: 31,
      acts: [
        ['retract', 'told', 35, 'bench', { channel: 'telephone', receiver: '护士 赵' }],
        ['review', 'changed', 48, 'doctor', { measures: '暂停输血申请，重新采样复查为 118 g/L' }],
      ],
    },
  },
];

/**
 * Told by voice, and recorded as received only when everything was done: what the head of the ward dismissed alerts of. The doctor wrote the
 * same words in each, so that the quality office is asked whether they are true.
 */
const SPOKEN = (
  [
    ['6.4', 34],
    ['6.6', 58],
    ['6.3', 80],
    ['6.8', 103],
    ['6.5', 126],
  ] as const
).map(([value, hours]): Story => ({
  truth: 'late',
  critical: found('K', '钾', value, 'mmol/L', 'high', '≥6.2'),
  titleZh: `血钾 ${value} mmol/L`,
  titleEn: `Potassium ${value} mmol/L`,
  agoMs: hours * HOUR,
  acts: [
    ...reported(3, 6),
    ...received(21, value),
    ['act', 'treated', 40, 'doctor', { seenAt: '', measures: '葡萄糖酸钙静脉推注，胰岛素加葡萄糖' }],
    ['hand-over', 'handed', 260, 'doctor', { takenOverBy: '医师 刘' }],
    ['recheck', 'rechecked', 130, 'doctor', { result: '4.9 mmol/L' }],
  ],
}));

/** A potassium of a patient of the county hospital, which the laboratory of the city hospital has just reported to the ward there. */
export function pastSentIn(jurisdiction: Jurisdiction, now: Instant): readonly PastLoop[] {
  const accounts = DEMO_ACCOUNTS.filter((one) => one.jurisdiction === jurisdiction);
  const bench = accounts.find(({ role }) => role === 'laboratory');
  const ward = accounts.find(({ role, institution }) => role === 'doctor' && institution !== bench?.institution);
  if (bench === undefined || bench.institution === null || ward === undefined || ward.institution === null) return [];
  const openedAt = (now - 9 * MINUTE) as Instant;
  const critical = found('K', '钾', '2.4', 'mmol/L', 'low', '≤2.8');
  return [
    {
      opening: {
        ...{ definition: 'critical-value/sent-in', subject: 'demonstration|sent-in', unit: bench.institution },
        ...{ department: null, occurredAt: openedAt },
        facts: {
          ...{ titleZh: '血钾 2.4 mmol/L', titleEn: 'Potassium 2.4 mmol/L', kind: 'laboratory', setting: 'inpatient' },
          ...{ value: critical.value, unit: critical.unitOf, threshold: critical.threshold },
          ...{ chain: 'sent-in', sentBy: ward.institution, sentDepartment: ward.department },
        },
      },
      ...{ critical, sentBy: ward.institution, withdrawn: null },
      patient: { identifier: { system: RESIDENT_ID_SYSTEM, value: DEMO_PATIENT.known.residentId } },
      acts: reported(2, 5).map(([stage, outcome, minutes, who, fields]) => ({
        ...{ stage, outcome, by: STAFF[who], fields, occurredAt: (openedAt + minutes * MINUTE) as Instant },
      })),
    },
  ];
}

/** The stories as of now, at the ward of the demonstration's doctor. */
export function pastLoops(jurisdiction: Jurisdiction, now: Instant): readonly PastLoop[] {
  const account = DEMO_ACCOUNTS.find((one) => one.jurisdiction === jurisdiction && one.role === 'nurse');
  if (account === undefined || account.institution === null) return [];
  const { institution, department } = account;
  return [...STORIES, ...SPOKEN].map(({ titleZh, titleEn, agoMs, critical, acts, withdrawn }, index) => {
    const openedAt = (now - agoMs) as Instant;
    const after = (minutes: number): Instant => (openedAt + minutes * MINUTE) as Instant;
    const actsOf = (done: readonly Act[]): PastLoop['acts'] =>
      done.map(([stage, outcome, minutes, who, fields]) => ({
        ...{ stage, outcome, occurredAt: after(minutes), by: STAFF[who] },
        fields: 'seenAt' in fields ? { ...fields, seenAt: formatInstant(after(minutes - 5)) } : fields,
      }));
    return {
      opening: {
        definition: 'critical-value/inpatient',
        subject: `demonstration|${String(index)}`,
        ...{ unit: institution, department, occurredAt: openedAt, facts: { titleZh, titleEn } },
      },
      critical,
      patient: { identifier: { system: RESIDENT_ID_SYSTEM, value: DEMO_PATIENT.known.residentId } },
      acts: actsOf(acts),
      withdrawn: withdrawn === undefined ? null : { at: after(withdrawn.after), acts: actsOf(withdrawn.acts) },
    };
  });
}

/** What the head of that ward said of the alerts that a value was not received in time: of little use, as most had been told by voice. */
export function pastDismissals(jurisdiction: Jurisdiction): PastDismissals | null {
  const account = DEMO_ACCOUNTS.find((one) => one.jurisdiction === jurisdiction && one.role === 'department-head');
  if (account === undefined || account.institution === null) return null;
  const by = { id: account.username, name: account.name, role: account.role };
  const told = { reason: 'already-done', note: '已口头接收，补录在后' } as const;
  return {
    ...{ unit: account.institution, definition: 'critical-value/inpatient', stage: 'receive', percent: 80, by },
    said: [
      told,
      told,
      { reason: 'duplicate', note: '护士站已收到同一预警' },
      told,
      { ...told, reason: 'not-relevant' },
    ],
  };
}
