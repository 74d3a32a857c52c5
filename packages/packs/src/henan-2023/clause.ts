/** Writes the clauses of the Henan action plan, and says why they are not encoded where that is peculiar to it. */
import { clauseWriter } from '../pack.ts';

/** From the day of issue. The plan names no day on which its duties end. */
export const IN_FORCE = { from: '2023-09-04', to: null };
/** The three years of the action: what is measured at their end or planned within them ends with them. */
export const TERM = { from: '2023-09-04', to: '2026-01-01' };

export const clause = clauseWriter('henan-2023', IN_FORCE);

/** A task that only points to one of the special actions 专项行动, where its duties stand. */
export const POINTER = {
  zh: '仅指向专项行动，要求见该处',
  en: 'only points to a special action, where the duties stand',
};
export const TERM_OVER = {
  zh: '三年行动期已于 2025 年底届满',
  en: 'the three years of the action ended with 2025',
};
/** Work of the quality-control centres 质控中心. */
export const CENTRE = {
  zh: '由质控中心在系统外开展',
  en: 'done by the quality-control centres outside the platform',
};
