/** What the columns of the registers of a laboratory's resources 实验室资源 must keep among themselves. */
import type { Day } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';
import type { RowFault } from '../kernel/register.ts';
import { inOrder } from './row-rules.ts';

/** The days of a lot: received, accepted; nothing that has expired is accepted. */
export function reagentLotFaults(row: {
  readonly receivedOn: string;
  readonly acceptedOn: string | null;
  readonly expiresOn: string;
}): readonly RowFault[] {
  const received = { en: 'the day of receipt', zh: '到货日' };
  return [
    ...inOrder('acceptedOn', row.receivedOn, row.acceptedOn, received),
    ...inOrder('expiresOn', row.acceptedOn ?? row.receivedOn, row.expiresOn, received),
  ];
}

/** The time of use that a recall 召回 concerns began before its notice came, and ends after it began. */
export function lotRecallFaults(row: {
  readonly noticedOn: string;
  readonly usedFrom: string;
  readonly usedTo: string | null;
}): readonly RowFault[] {
  const began = { en: 'the first day that it concerns', zh: '受影响时段首日' };
  return [
    ...inOrder('noticedOn', row.usedFrom, row.noticedOn, began),
    ...inOrder('usedTo', row.usedFrom, row.usedTo, began),
  ];
}

/** Who is authorised was trained before (henan-2025.lab.2#05); what ends does so after it began. */
export function authorisationFaults(row: {
  readonly trainedOn: string;
  readonly trainingUntil: string | null;
  readonly authorisedOn: string;
  readonly authorisedUntil: string | null;
}): readonly RowFault[] {
  const trained = { en: 'the day of training', zh: '培训日' };
  return [
    ...inOrder('authorisedOn', row.trainedOn, row.authorisedOn, trained),
    ...inOrder('trainingUntil', row.trainedOn, row.trainingUntil, trained),
    ...inOrder('authorisedUntil', row.authorisedOn, row.authorisedUntil, {
      en: 'the day of authorisation',
      zh: '授权日',
    }),
  ];
}

/** An activity 检定校准等 falls due after it was done, at the latest when its interval has passed (national-2022.art.22#02). */
export function activityFaults(row: {
  readonly doneOn: Day | null;
  readonly dueOn: Day;
  readonly intervalDays: number | null;
}): readonly RowFault[] {
  const { doneOn, dueOn, intervalDays } = row;
  if (doneOn === null) return [];
  const latest = intervalDays === null ? null : addDays(doneOn, intervalDays);
  return [
    ...inOrder('dueOn', doneOn, dueOn, { en: 'the day on which it was done', zh: '完成日' }),
    ...(latest === null || dueOn <= latest
      ? []
      : [
          {
            column: 'dueOn',
            code: 'beyond-interval',
            reason: {
              en: `${dueOn} is later than the interval of ${String(intervalDays)} days allows`,
              zh: `${dueOn} 超出 ${String(intervalDays)} 天周期`,
            },
            remedy: { en: `write ${latest} or an earlier day`, zh: `请填写不晚于 ${latest} 的日期` },
          },
        ]),
  ];
}

/** A part is no more than its whole. */
export function countFaults({
  numerator,
  denominator,
}: {
  readonly numerator: number;
  readonly denominator: number;
}): readonly RowFault[] {
  if (numerator <= denominator) return [];
  return [
    {
      column: 'numerator',
      code: 'more-than-all',
      reason: {
        en: `${String(numerator)} is more than ${String(denominator)}, of which it is a part`,
        zh: `分子 ${String(numerator)} 大于分母 ${String(denominator)}`,
      },
      remedy: { en: 'correct one of the two', zh: '请更正其一' },
    },
  ];
}
