/** A small loop with one of everything, for the tests of the engine. */
import type { Instant } from '../kernel/day.ts';
import { parseInstant } from '../kernel/day.ts';
import { must } from '../kernel/result.ts';
import { decideLoop } from './decide.ts';
import type { LoopActor, LoopDefinition, LoopRecord, LoopState, StageState } from './types.ts';

export const at = (text: string): Instant => must(parseInstant(text));

const done = (requires: readonly string[] = []) => ({ zh: '完成', en: 'Done', effect: 'done', requires }) as const;

export const SAMPLE: LoopDefinition = {
  id: 'sample/round',
  title: { zh: '示例', en: 'Sample' },
  clauses: ['sample.1'],
  arises: { zh: '事件', en: 'An event' },
  harm: 1,
  parameters: {
    tell: { zh: '通知时限', en: 'To be told within', value: 10, unit: 'minute', source: 'local' },
    answer: { zh: '答复时限', en: 'To be answered within', value: 1, unit: 'workday', source: 'sample.1#01' },
    tries: { zh: '至少尝试', en: 'Attempts', value: 2, unit: 'count', source: 'local' },
    report: { zh: '上报时限', en: 'To be reported within', value: 12, unit: 'hour', source: 'sample.1#02' },
    backFilled: { zh: '补记', en: 'Recorded late', value: 60, unit: 'minute', source: 'local' },
  },
  fields: {
    receiver: { zh: '接收人', en: 'Receiver', kind: 'text' },
    readBack: { zh: '已复读', en: 'Read back', kind: 'boolean' },
    channel: {
      zh: '方式',
      en: 'Channel',
      kind: 'choice',
      options: { phone: { zh: '电话', en: 'Telephone' }, door: { zh: '上门', en: 'At the door' } },
    },
    reason: { zh: '原因', en: 'Reason', kind: 'text' },
    measures: { zh: '措施', en: 'Measures', kind: 'long-text' },
  },
  stages: [
    {
      id: 'tell',
      zh: '通知',
      en: 'Tell',
      clauses: ['sample.1#01'],
      after: [],
      limit: { parameter: 'tell' },
      owner: { role: 'laboratory', at: 'department' },
      outcomes: {
        told: done(['receiver', 'readBack']),
        unreached: { zh: '未接通', en: 'Not reached', effect: 'attempt', requires: ['channel'] },
        givenUp: {
          ...done(['reason']),
          further: [
            {
              ...{ if: { fact: 'grave', in: ['true'] }, requires: ['measures'] },
              tried: { parameter: 'tries', field: 'channel', kinds: 2 },
            },
          ],
        },
        false: { zh: '误报', en: 'False', effect: 'void', requires: ['reason'] },
      },
    },
    {
      id: 'answer',
      zh: '处置',
      en: 'Answer',
      clauses: ['sample.1#01'],
      after: ['tell'],
      limit: { parameter: 'answer' },
      owner: { role: 'doctor', at: 'department' },
      notBy: ['tell'],
      outcomes: {
        treated: done(['measures']),
        doubted: { ...done(['reason']), again: ['tell'] },
      },
    },
    {
      id: 'review',
      zh: '复查',
      en: 'Review',
      clauses: ['sample.1#01'],
      after: ['answer'],
      when: [{ fact: 'grave', in: ['true'] }],
      limit: null,
      owner: { role: 'department-head', at: 'department' },
      alsoBy: ['quality-office'],
      outcomes: { reviewed: done() },
    },
    {
      id: 'report',
      zh: '上报',
      en: 'Report',
      clauses: ['sample.1#02'],
      after: ['tell'],
      when: [{ stage: 'tell', outcome: ['told'] }],
      limit: { parameter: 'report' },
      from: 'opening',
      owner: { role: 'quality-office', at: 'institution' },
      outcomes: { reported: done() },
    },
  ],
  escalation: [
    { percent: 50, to: { role: 'laboratory', at: 'department' } },
    { percent: 100, to: { role: 'quality-office', at: 'institution' } },
  ],
  waivers: { roles: ['quality-office'], reasons: { transferred: { zh: '已转院', en: 'Transferred' } } },
  reopening: ['quality-office'],
};

export const PEOPLE = {
  laboratory: { id: 'lab', name: 'Lab', role: 'laboratory' },
  doctor: { id: 'doc', name: 'Doctor', role: 'doctor' },
  office: { id: 'office', name: 'Office', role: 'quality-office' },
} as const satisfies Record<string, LoopActor>;

type Extra = { readonly id?: string; readonly recordedAt?: string; readonly corrects?: string };

const base = (when: string, by: LoopActor, { id, recordedAt, corrects }: Extra) => ({
  id: id ?? `${by.id}@${when}`,
  occurredAt: at(when),
  recordedAt: at(recordedAt ?? when),
  by,
  ...(corrects === undefined ? {} : { corrects }),
});

export const opened = (when: string, facts: Readonly<Record<string, unknown>> = {}, extra: Extra = {}): LoopRecord => ({
  ...base(when, PEOPLE.laboratory, { id: 'opened', ...extra }),
  kind: 'opened',
  facts,
});

export const act = (
  when: string,
  by: LoopActor,
  what: string,
  fields: Readonly<Record<string, unknown>> = {},
  extra: Extra = {},
): LoopRecord => {
  const [stage = '', outcome = ''] = what.split(':');
  return { ...base(when, by, { id: `${what}@${when}`, ...extra }), kind: 'act', stage, outcome, fields };
};

export const waived = (when: string, by: LoopActor, stage: string | null, reason: string): LoopRecord => ({
  ...base(when, by, { id: `waived@${when}` }),
  kind: 'waived',
  stage,
  reason,
  note: '',
});

export const reopened = (when: string, by: LoopActor, stage: string): LoopRecord => ({
  ...base(when, by, { id: `reopened@${when}` }),
  kind: 'reopened',
  stage,
  note: '',
});

export const withdrawn = (when: string, corrects?: string): LoopRecord => ({
  ...base(when, PEOPLE.office, { id: `withdrawn@${when}`, ...(corrects === undefined ? {} : { corrects }) }),
  kind: 'withdrawn',
  note: '',
});

/** What is proved by whoever told it. */
export const TOLD = { receiver: 'n1', readBack: true };

/** The sample as of a moment, without holidays. */
export const decided = (asOf: string, ...records: readonly LoopRecord[]): LoopState =>
  decideLoop(SAMPLE, records, { asOf: at(asOf), calendar: () => null });

export const stageIn = (state: LoopState, id: string): StageState | undefined =>
  state.stages.find((one) => one.id === id);

export const flawsIn = (state: LoopState): readonly string[] => state.findings.map(({ flaw }) => flaw);
