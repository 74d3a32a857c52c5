/**
 * A centre holds a round of EQA of each item in each half of a year: one that is not planned is asked for before the half is over, and its
 * authority is told when the half ends without one. Source: national-2022.art.7#03, which says regularly: the half-year is a proposal there
 * and the rule of sichuan-2025.3#03; how long before is a proposal.
 */
import { roundDue } from '../round-due.ts';

export const eqaHalfYear = roundDue({
  id: 'eqa/half-year',
  title: { zh: '半年度未排室间质评轮次', en: 'A half-year without a planned EQA round' },
  clause: 'national-2022.art.7#03',
  arises: {
    zh: '半年度临近结束，前一年内组织过的项目尚无本半年轮次',
    en: 'A half-year nears its end, and items of which rounds were held within a year have none in it',
  },
  record: { zh: '轮次', en: 'Rounds' },
  elsewhere: { zh: '本半年由其他组织者组织', en: 'Another organiser holds it in this half' },
});
