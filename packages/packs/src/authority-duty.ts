/**
 * What an authority does again after an interval 主管部门定期职责: it says when and on what evidence, and the authority above a
 * city hears of it when it does not. The documents say regularly and name no days: intervals and limits are proposals.
 */
import type { FieldDefinition, LoopDefinition, OutcomeDefinition, StageDefinition } from '@fujie/core/loops';

import { local } from './loop-writer.ts';

type Bilingual = LoopDefinition['title'];

/** 主管部门 that owes it, of its own region. */
export const AUTHORITY = { role: 'commission', at: 'institution' } as const;

const FIELDS = {
  heldOn: { zh: '开展日期', en: 'Held on', kind: 'day' },
  participants: { zh: '参加人数', en: 'Who took part', kind: 'number', least: 1 },
  evidence: { zh: '依据', en: 'Evidence', kind: 'long-text' },
} as const satisfies Record<string, FieldDefinition>;

/** What differs from duty to duty. */
interface AuthorityDuty extends Pick<LoopDefinition, 'id' | 'title' | 'clauses' | 'about' | 'fields' | 'parameters'> {
  /** Days from one time until the next, and days before from which on it is asked for. */
  readonly every: readonly [interval: number, notice: number];
  /** The stage by which the interval is counted. */
  readonly first: Bilingual & {
    readonly id: string;
    readonly alsoBy?: readonly string[];
    readonly outcomes: Readonly<Record<string, OutcomeDefinition>>;
  };
  /** Provinces owe it as well, above which no authority may be here to be told: who owes it is told once more itself. */
  readonly isOfProvinces?: true;
  /** What follows from it. */
  readonly then?: readonly StageDefinition[];
}

export function authorityDuty(duty: AuthorityDuty): LoopDefinition {
  const { id, title, clauses, about, fields, parameters, every, isOfProvinces, first, then = [] } = duty;
  const [interval, notice] = every;
  return {
    ...{ id, title, clauses },
    arises: {
      zh: '日历：距上次开展的间隔将满（文件只说定期，间隔由本地设定）',
      en: 'The calendar: the interval since the last time is nearly over (the document says regularly: it is set locally)',
    },
    ...(about === undefined ? {} : { about }),
    harm: 4,
    parameters: {
      interval: local('间隔', 'Again after', interval, 'day'),
      notice: local('提前提示', 'Told of before', notice, 'day'),
      ...parameters,
    },
    fields: { ...FIELDS, ...fields },
    stages: [{ ...first, clauses, after: [], owner: AUTHORITY, limit: { fact: 'dueAt' } }, ...then],
    escalation: [
      { percent: 50, to: AUTHORITY },
      ...(isOfProvinces === true ? [{ percent: 100, to: AUTHORITY }] : []),
      { percent: 100, to: { role: 'commission', at: 'above' } },
    ],
    waivers: {
      roles: ['commission'],
      reasons: { 'not-held': { zh: '本期未开展，已说明', en: 'Not done this time, and accounted for' } },
    },
    reopening: ['commission'],
  };
}
