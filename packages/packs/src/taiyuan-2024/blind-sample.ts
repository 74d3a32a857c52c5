/** A failed blind sample 盲样考核不合格: reported to the city and told to the head of the institution at once, put right, verified, and lifted by the authority. */
import type { LoopDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { COMMISSION, HOSPITAL_HEAD, LABORATORY, QC_CENTRE } from '../owners.ts';
import { LABORATORY_FIELDS } from '../national-2022/laboratory-loops.ts';

const LADDER = [
  { percent: 80, to: QC_CENTRE },
  { percent: 100, to: COMMISSION },
] as const;

export const blindSampleFailed: LoopDefinition = {
  id: 'blind-sample/failed',
  title: { zh: '盲样考核不合格', en: 'Failed blind sample' },
  clauses: ['taiyuan-2024.7.2#03', 'taiyuan-2024.7.2#04'],
  arises: { zh: '盲样判定不合格', en: 'The verdict of a blind sample is a failure' },
  harm: 2,
  parameters: {
    report: local('报告时限', 'To be reported within', 1, 'workday'),
    correct: local('整改时限', 'To be put right within', 30, 'day'),
    verify: local('复核时限', 'To be verified within', 10, 'workday'),
    decide: local('决定时限', 'To be decided within', 5, 'workday'),
  },
  fields: LABORATORY_FIELDS,
  stages: [
    {
      id: 'report',
      zh: '报告市卫生健康委',
      en: 'Report to the commission',
      clauses: ['taiyuan-2024.7.2#04'],
      after: [],
      limit: { parameter: 'report' },
      owner: QC_CENTRE,
      escalation: [{ percent: 0, to: HOSPITAL_HEAD }, ...LADDER],
      outcomes: { reported: done('已报告', 'Reported', ['receipt']) },
    },
    {
      id: 'correct',
      zh: '整改',
      en: 'Put right',
      clauses: ['taiyuan-2024.7.2#03'],
      after: [],
      limit: { parameter: 'correct' },
      owner: LABORATORY,
      outcomes: { corrected: done('已整改', 'Put right', ['causeKind', 'cause', 'patients', 'measures']) },
    },
    {
      id: 'verify',
      zh: '复核',
      en: 'Verify',
      clauses: ['taiyuan-2024.7.2#03'],
      after: ['correct'],
      limit: { parameter: 'verify' },
      owner: QC_CENTRE,
      outcomes: {
        effective: done('有效', 'Effective', ['evidence']),
        insufficient: { ...done('无效，退回', 'Not effective: sent back', ['reason']), again: ['correct'] },
      },
    },
    {
      id: 'decide',
      zh: '解除或维持暂停',
      en: 'Lift or keep the suspension',
      clauses: ['taiyuan-2024.7.2#04'],
      after: ['report', 'verify'],
      limit: { parameter: 'decide' },
      owner: COMMISSION,
      outcomes: {
        lifted: done('解除', 'Lifted', ['doneOn']),
        kept: { ...done('维持，继续整改', 'Kept: more to put right', ['reason']), again: ['correct'] },
        removed: done('移出清单', 'Taken off the list', ['reason']),
      },
    },
  ],
  escalation: LADDER,
  waivers: { roles: ['commission'], reasons: { annulled: { zh: '判定撤销', en: 'The verdict was annulled' } } },
  reopening: ['commission', 'qc-centre'],
};
