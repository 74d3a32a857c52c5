/**
 * The departments of an authority's level consult regularly 部门会商: health calls the others together, and says what was discussed and decided.
 * Source: sichuan-2025.req.2#02, which states no interval: a quarter is a proposal.
 */
import { authorityDuty } from '../authority-duty.ts';
import { done } from '../loop-writer.ts';

export const departmentsConsult = authorityDuty({
  id: 'authority/consultation',
  title: { zh: '部门会商研判', en: 'Consultation among departments' },
  clauses: ['sichuan-2025.req.2#02'],
  every: [92, 14],
  parameters: {},
  fields: {
    departments: { zh: '参加部门', en: 'Departments present', kind: 'text' },
    topics: { zh: '议题', en: 'Topics', kind: 'long-text' },
    decisions: { zh: '会商结论与分工', en: 'What was concluded, and who does it', kind: 'long-text' },
  },
  first: {
    ...{ id: 'hold', zh: '召集会商', en: 'Call it' },
    outcomes: { held: done('已会商', 'Held', ['heldOn', 'departments', 'topics', 'decisions']) },
  },
});
