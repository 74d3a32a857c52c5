/**
 * Suspensions 互认暂停 that follow from what is registered: opened for a failed round of EQA 室间质评 or a failed blind sample
 * 盲样, closed when they end, withdrawn when the failure was recorded in error. Source: recognition decision, section 2.5.
 */
import type { Day, Entry } from '@fujie/core/kernel';
import type { RecognitionParameters, SuspensionDue } from '@fujie/core/recognition';
import { blindSampleSuspension, eqaSuspensionsDue, openedSuspension } from '@fujie/core/recognition';
import type { RegisterSnapshot, SuspensionRow, TypedRow } from '@fujie/core/registers';
import {
  addWorkdays,
  blindSamples,
  buildSnapshot,
  eqaOutcomes,
  eqaRounds,
  latestOfEach,
  suspensions,
  workdayCalendar,
} from '@fujie/core/registers';

import type { Notice } from './admission.ts';
import type { EntriesByRegister } from './snapshots.query.ts';

/** Registers whose change may open, close or withdraw a suspension. */
export const SUSPENDING: readonly string[] = [eqaOutcomes.id, eqaRounds.id, blindSamples.id, suspensions.id];

/** What becomes of the register of suspensions. */
export interface SuspensionsToChange {
  /** Codes of suspensions whose failure is not on record. */
  readonly withdrawn: readonly Entry<SuspensionRow>[];
  /** Entries to open or to correct. */
  readonly rows: readonly TypedRow[];
  readonly notices: readonly Notice[];
}

/** A suspension that a failure calls for, who judged the failure, and by when it is to be reported to the commission. */
type Due = Omit<SuspensionDue, 'closes'> & { readonly judgedBy: string | null; readonly reportDueOn: Day | null };

/** What the registers, as they will stand, call for on a day. A suspension that somebody entered by hand is kept as it is. */
export function suspensionsToChange(
  entries: EntriesByRegister,
  today: Day,
  parameters: RecognitionParameters,
): SuspensionsToChange {
  const bare = buildSnapshot({ ...entries, [suspensions.id]: [] }, 0);
  const blind = blindDue(bare, parameters);
  const horizon = lastPublication(bare, today);
  const failures = new Map([...eqaDue(bare, horizon, parameters), ...blind].map((due) => [due.code, due]));
  const isWrong = ({ code, suspendedFrom }: SuspensionRow): boolean =>
    isOpenedHere(code) && failures.get(code)?.suspendedFrom !== suspendedFrom;
  const registered = buildSnapshot(entries, 0).all(suspensions);
  const withdrawn = registered.filter(({ row }) => isWrong(row));
  // What was registered for the same failure under days that have been corrected: its verification stays.
  const moved = latestOfEach(withdrawn).flatMap((entry) => {
    const due = failures.get(entry.row.code);
    return due === undefined ? [] : [{ ...entry, from: due.suspendedFrom, to: null, row: movedTo(due, entry.row) }];
  });
  const kept = [...registered.filter(({ row }) => !isWrong(row)), ...moved];
  const snapshot = buildSnapshot({ ...entries, [suspensions.id]: [...kept] }, 0);

  const rows = new Map<string, TypedRow & { readonly row: SuspensionRow }>(
    moved.map((entry) => [entry.row.code, entry]),
  );
  const notices = [
    ...withdrawn.map(({ row }) => notice('withdrawn', row)),
    ...moved.map(({ row }) => notice('opened', row)),
  ];
  for (const { row, from, to } of kept) {
    const doubtFrom = isOpenedHere(row.code) ? (failures.get(row.code)?.doubtFrom ?? row.doubtFrom) : row.doubtFrom;
    if (doubtFrom !== row.doubtFrom) rows.set(row.code, { row: { ...row, doubtFrom }, from, to });
  }
  // A round that will be published later suspends from then on; nothing that is to come ends a suspension.
  const now = eqaDue(snapshot, today, parameters);
  const later = eqaDue(snapshot, horizon, parameters).filter((due) => due.isNew && due.suspendedFrom > today);
  for (const due of [...now, ...later, ...blind]) {
    const known = kept.find(({ row }) => row.code === due.code || isSameFailure(row, due));
    if (known !== undefined && known.row.suspendedTo === due.suspendedTo) continue;
    if (known !== undefined && due.suspendedTo === null && !isOpenedHere(known.row.code)) continue;
    const row =
      known === undefined
        ? openedSuspension(due, due.judgedBy, due.reportDueOn)
        : ended(rows.get(known.row.code)?.row ?? known.row, due);
    rows.set(row.code, { row, from: known?.from ?? due.suspendedFrom, to: known?.to ?? null });
    notices.push(notice(known === undefined ? 'opened' : 'closed', row));
  }
  return { withdrawn, rows: [...rows.values()], notices };
}

/** The last day on which a registered round is or will be published. */
function lastPublication(snapshot: RegisterSnapshot, today: Day): Day {
  const published = snapshot.all(eqaRounds).map(({ row }) => row.publishedOn ?? today);
  return published.reduce((last, day) => (day > last ? day : last), today);
}

function eqaDue(
  snapshot: RegisterSnapshot,
  day: Day,
  parameters: RecognitionParameters,
): readonly (Due & { readonly isNew: boolean })[] {
  return eqaSuspensionsDue(snapshot, day, parameters).map(({ closes, ...due }) => ({
    ...due,
    judgedBy: closes?.openedBy ?? due.code.split(':')[1] ?? null,
    reportDueOn: null,
    isNew: closes === null,
  }));
}

/** A failed blind sample is reported to the commission within working days of its verdict (taiyuan-2024.7.2#04). */
function blindDue(snapshot: RegisterSnapshot, parameters: RecognitionParameters): readonly Due[] {
  const calendar = workdayCalendar(snapshot);
  const days = parameters.blindSampleReportWorkingDays;
  return snapshot.all(blindSamples).flatMap(({ row }) => {
    const due = blindSampleSuspension(row);
    return due === null ? [] : [{ ...due, judgedBy: null, reportDueOn: addWorkdays(row.verdictOn, days, calendar) }];
  });
}

function isSameFailure(row: SuspensionRow, due: Due): boolean {
  return (
    row.cause === due.cause &&
    row.institution === due.institution &&
    row.item === due.item &&
    row.suspendedFrom === due.suspendedFrom
  );
}

function isOpenedHere(code: string): boolean {
  return /^(EQA|BLIND):/.test(code);
}

/** A verified rectification decides the end anew; an end that somebody entered stays where it still follows the beginning. */
function movedTo({ suspendedFrom, doubtFrom, reportDueOn }: Due, row: SuspensionRow): SuspensionRow {
  const keepsEnd = row.rectifiedOn === null && row.suspendedTo !== null && row.suspendedTo > suspendedFrom;
  return {
    ...row,
    suspendedFrom,
    doubtFrom,
    reportDueOn,
    suspendedTo: keepsEnd ? row.suspendedTo : null,
    closedBy: keepsEnd ? row.closedBy : null,
  };
}

function ended(row: SuspensionRow, due: Due): SuspensionRow {
  return {
    ...row,
    suspendedTo: due.suspendedTo,
    closedBy: due.suspendedTo === null ? null : (row.closedBy ?? due.judgedBy),
  };
}

const WHAT = {
  opened: { en: 'opens', zh: '登记暂停' },
  closed: { en: 'closes', zh: '登记恢复' },
  withdrawn: { en: 'withdraws', zh: '撤回暂停' },
} as const;

function notice(kind: keyof typeof WHAT, row: SuspensionRow): Notice {
  const period = `[${row.suspendedFrom}, ${row.suspendedTo ?? '…'})`;
  const dueOn = kind === 'opened' ? row.reportDueOn : null;
  const report =
    dueOn === null
      ? { en: '', zh: '' }
      : {
          en: `; report it to the health commission by ${dueOn}`,
          zh: `；请于 ${dueOn} 前（含当日）报告卫生健康行政部门`,
        };
  return {
    code: `suspension-${kind}`,
    message: `This ${WHAT[kind].en} suspension \`${row.code}\` of \`${row.institution}\`, item \`${row.item ?? '*'}\`, ${period}${report.en}`,
    messageZh: `同时${WHAT[kind].zh}“${row.code}”：机构“${row.institution}”，项目“${row.item ?? '全部'}”，${period}${report.zh}`,
  };
}
