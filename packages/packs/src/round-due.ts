/** Rounds of EQA that an organiser owes 应排室间质评轮次: the centre plans one or says who else holds it, and the commission is told when it does not. */
import type { LoopDefinition } from '@fujie/core/loops';

import { done, local } from './loop-writer.ts';
import { QC_CENTRE } from './owners.ts';

type Bilingual = LoopDefinition['title'];

/** What differs from document to document. */
interface RoundDue extends Pick<LoopDefinition, 'id' | 'title' | 'arises'> {
  readonly clause: string;
  /** Beside how long before it is told. */
  readonly parameters?: LoopDefinition['parameters'];
  /** What shows that a round is planned. */
  readonly record: Bilingual;
  readonly elsewhere: Bilingual;
}

export function roundDue({ id, title, clause, arises, parameters, record, elsewhere }: RoundDue): LoopDefinition {
  return {
    ...{ id, title, clauses: [clause], arises, harm: 3 },
    parameters: { ...parameters, ahead: local('提前提醒', 'Told ahead', 60, 'day') },
    fields: {
      items: { zh: '项目', en: 'Items', kind: 'text', codesOf: 'item' },
      organiser: { zh: '组织者', en: 'Organiser', kind: 'text', codesOf: 'qc-organisation' },
      record: { ...record, kind: 'text' },
      reason: { zh: '理由', en: 'Reason', kind: 'long-text' },
    },
    stages: [
      {
        ...{ id: 'plan', zh: '安排轮次', en: 'Plan a round', clauses: [clause], after: [], owner: QC_CENTRE },
        ...{ alsoBy: ['platform'], limit: { fact: 'dueAt' } },
        outcomes: {
          planned: { ...done('已安排', 'Planned', ['record']), onlyBy: ['platform'], page: '/laboratory/eqa' },
          elsewhere: done(elsewhere.zh, elsewhere.en, ['reason']),
        },
      },
    ],
    escalation: [
      { percent: 50, to: QC_CENTRE },
      { percent: 100, to: { role: 'commission', at: 'region' } },
    ],
    waivers: {
      roles: ['qc-centre'],
      reasons: { 'given-up': { zh: '项目已不再组织室间质评', en: 'EQA of the item is given up' } },
    },
    reopening: ['qc-centre'],
  };
}
