/**
 * Who fell short in a round of EQA is named 通报 by its centre, beside the rectification that is the institution's. Source: sichuan-2025.3#04,
 * which states no limit for it: a proposal.
 */
import { done, local } from '../loop-writer.ts';
import { HOSPITAL_HEAD } from '../owners.ts';
import type { LoopRefinement } from '../pack.ts';

export const EQA_NAMED: LoopRefinement = {
  loop: 'eqa/rectification',
  clauses: ['sichuan-2025.3#04'],
  adds: { name: local('通报时限', 'To be named within', 10, 'day') },
  stages: [
    {
      ...{ id: 'name', zh: '通报', en: 'Name the institution', clauses: ['sichuan-2025.3#04'], after: [] },
      ...{ owner: { role: 'qc-centre', at: 'region' }, limit: { parameter: 'name' } },
      outcomes: { named: done('已通报', 'Named', ['receipt']) },
    },
  ],
  // Beside its laboratory, whoever heads the institution, at once.
  tells: [{ of: ['analyse'], percent: 0, to: HOSPITAL_HEAD }],
};
