import type { Bilingual } from '../kernel/register.ts';
import type { ClosureRule } from './types.ts';

/** What each doubt says, for a person. */
export const CLOSURE_RULE_TEXTS: Readonly<Record<ClosureRule, Bilingual>> = {
  COPIED_TEXT: { zh: '多个闭环的处理文字雷同', en: 'The same words in many loops' },
  IN_BULK: { zh: '数秒之内连续处理', en: 'Answered one after the other in seconds' },
  TOO_FAST: { zh: '处理明显快于他人', en: 'Done in a time in which nobody else does it' },
  ONE_FOR_ALL: { zh: '一人包办多数环节', en: 'Nearly every stage ended by one person' },
  AT_THE_LIMIT: {
    zh: '逾期后补记并集中填为临近时限',
    en: 'Recorded late, and claimed for the last moments of the limit',
  },
};
