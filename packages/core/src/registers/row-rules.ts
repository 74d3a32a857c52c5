/** What the columns of one register row 目录条目 must keep among themselves, beyond what each cell says alone. */
import type { Bilingual, RowFault } from '../kernel/register.ts';

function fault(column: string, code: string, reason: Bilingual, remedy: Bilingual): RowFault {
  return { column, code, reason, remedy };
}

/** An agreement's code is its scope, so it shows that it is one: `AGR:…`. */
export function agreementFaults(row: { readonly code: string }): readonly RowFault[] {
  if (/^AGR:./.test(row.code)) return [];
  return [
    fault(
      'code',
      'not-an-agreement-code',
      { en: `\`${row.code}\` does not begin with AGR:`, zh: `“${row.code}”不以 AGR: 开头` },
      { en: `write AGR:${row.code}`, zh: `请填写 AGR:${row.code}` },
    ),
  ];
}

/** A time limit 参考时限 is in days or in hours (sichuan-2025.1#03): with neither it limits nothing, with both it is unclear. */
export function timeLimitFaults(row: {
  readonly days: number | null;
  readonly hours: number | null;
}): readonly RowFault[] {
  if ((row.days === null) !== (row.hours === null)) return [];
  const reason =
    row.days === null
      ? { en: 'neither days nor hours are given', zh: '天和小时均未填写' }
      : { en: 'both days and hours are given', zh: '同时填写了天和小时' };
  return [
    fault('days', 'days-or-hours', reason, {
      en: 'write the limit either in days or in hours',
      zh: '请只按天或只按小时填写时限',
    }),
  ];
}

/** The days of a suspension 互认暂停 in their order: doubt, suspension, back in force. */
export function suspensionFaults(row: {
  readonly suspendedFrom: string;
  readonly suspendedTo: string | null;
  readonly doubtFrom: string | null;
}): readonly RowFault[] {
  return [
    ...inOrder('suspendedTo', row.suspendedFrom, row.suspendedTo, { en: 'the day of suspension', zh: '暂停日' }),
    ...(row.doubtFrom !== null && row.doubtFrom > row.suspendedFrom
      ? [
          fault(
            'doubtFrom',
            'day-order',
            {
              en: `${row.doubtFrom} is after the day of suspension ${row.suspendedFrom}`,
              zh: `${row.doubtFrom} 晚于暂停日 ${row.suspendedFrom}`,
            },
            { en: 'write that day or an earlier one', zh: '请填写不晚于暂停日的日期' },
          ),
        ]
      : []),
  ];
}

/** A round of EQA 室间质评 is graded after it closed. */
export function eqaRoundFaults(row: {
  readonly closedOn: string;
  readonly publishedOn: string | null;
}): readonly RowFault[] {
  return inOrder('publishedOn', row.closedOn, row.publishedOn, { en: 'the closing day', zh: '截止日' });
}

/** The days of a blind sample 盲样: measured, judged, lifted. */
export function blindSampleFaults(row: {
  readonly measuredOn: string | null;
  readonly verdictOn: string;
  readonly outcome: 'PASS' | 'FAIL';
  readonly liftedOn: string | null;
}): readonly RowFault[] {
  const verdict = { en: 'the day of the verdict', zh: '判定日' };
  return [
    ...(row.measuredOn === null
      ? []
      : inOrder('verdictOn', row.measuredOn, row.verdictOn, { en: 'the day of measurement', zh: '检测日' })),
    ...inOrder('liftedOn', row.verdictOn, row.liftedOn, verdict),
    ...(row.outcome === 'PASS' && row.liftedOn !== null
      ? [
          fault(
            'liftedOn',
            'nothing-to-lift',
            { en: 'a passed sample suspends nothing', zh: '合格的盲样不导致暂停' },
            { en: 'leave it empty', zh: '请留空' },
          ),
        ]
      : []),
  ];
}

function inOrder(column: string, first: string, second: string | null, name: Bilingual): readonly RowFault[] {
  if (second === null || second >= first) return [];
  return [
    fault(
      column,
      'day-order',
      { en: `${second} is before ${name.en} ${first}`, zh: `${second} 早于${name.zh} ${first}` },
      { en: 'write that day or a later one', zh: `请填写不早于${name.zh}的日期` },
    ),
  ];
}
