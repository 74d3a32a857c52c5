/**
 * Asks the laboratory of a report that was corrected or withdrawn for the reason and for what a retest gave 更正原因与复检, once for each
 * correction of a report, in the transaction that records it; and counts corrections by their cause. Source: henan-2025.lab.9#07.
 */
import { createHash } from 'node:crypto';

import type { Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant } from '@fujie/core/kernel';
import { CORRECTION_CAUSES } from '@fujie/core/laboratory';
import type { IssuedChangesResponse } from '@fujie/wire/contracts';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { ResultsRecorded } from '../platform/events/events.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop } from '../platform/loops/loops.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import type { CorrectedRow, CorrectionLoop } from './corrections.query.ts';
import { findCorrected, findCorrectionLoops } from './corrections.query.ts';

const LOOP = 'report/correction';
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;
/** Loops that are read at once; a period may hold more. */
const BATCH = 1000;
/** So many lines are told in a loop; the report itself shows all. */
const LINES = 10;

type Needs = Pick<Deps, 'clock' | 'config' | 'registers'>;

/** Opens what an institution owes because of corrections of its reports. */
export async function askForReasons(
  deps: Needs,
  tx: Queryable,
  { personId, institution, changed }: ResultsRecorded,
): Promise<void> {
  const now = deps.clock.now();
  const today = dayOf(now);
  const days = loopOn(deps, LOOP, institution, today)?.parameters['fresh']?.value;
  if (changed.length === 0 || days === undefined) return;
  const rows = await findCorrected(tx, {
    ...{ personId, results: changed.map(({ id }) => id), since: addDays(today, -days) },
  });
  for (const report of new Set(rows.map((row) => row.report))) {
    const own = rows.filter((row) => row.report === report);
    await openLoop(deps, tx, {
      ...{ definition: LOOP, subject: `${institution}|${report}|${digestOf(own)}`, unit: institution },
      ...{ department: null, personId: personId === 0 ? null : personId, occurredAt: now, by: PLATFORM },
      facts: factsOf(deps, report, own, now),
    });
  }
}

/** The same versions of the same results are one correction, however often a message comes. */
function digestOf(rows: readonly CorrectedRow[]): string {
  const versions = rows.map(({ id, version }) => `${id}@${String(version)}`).sort();
  return createHash('sha256').update(versions.join('|')).digest('hex').slice(0, 16);
}

function factsOf({ registers }: Needs, report: string, rows: readonly CorrectedRow[], now: Instant) {
  const shown = rows.slice(0, LINES).map((row) => ({ ...row, known: registers.current().item(row.item ?? '') }));
  const more = rows.length > LINES ? ' …' : '';
  const linesOf = (said: (row: CorrectedRow) => string): string =>
    shown.map((row) => `${row.known?.nameZh ?? row.name ?? '结果'} ${said(row)}`.trim()).join('；') + more;
  const isVoid = rows.every((row) => row.isVoid);
  const number = rows.find((row) => row.reportNumber !== null)?.reportNumber ?? report;
  return {
    titleZh: `报告 ${number} ${isVoid ? '已撤回' : '已更正'}：写明原因与复检`,
    titleEn: `Report ${number} was ${isVoid ? 'withdrawn' : 'corrected'}: say why, and what a retest gave`,
    ...{ report: number, changedAt: formatInstant(now) },
    before: linesOf(({ before }) => before),
    after: linesOf((row) => (row.isVoid ? '（撤回 withdrawn）' : row.after)),
  };
}

interface Explained {
  readonly cause: string;
  readonly isRetested: boolean;
}

/** What those of these loops say that were explained. */
async function explainedIn(db: Queryable, loops: readonly CorrectionLoop[]): Promise<readonly Explained[]> {
  const records = await findRecords(
    db,
    loops.map(({ id }) => id),
  );
  return loops.flatMap(({ id }) => {
    const said = records.get(id)?.findLast((record) => record.kind === 'act' && record.stage === 'explain');
    const cause = said?.kind === 'act' ? said.fields['causeKind'] : undefined;
    return typeof cause === 'string'
      ? [{ cause, isRetested: said?.kind === 'act' && said.outcome === 'retested' }]
      : [];
  });
}

/** Corrections of the reports of an institution in a period by their cause 更正原因构成, as those say who explained them. */
export async function correctionsOf(
  db: Queryable,
  of: { readonly unit: string; readonly from: Instant; readonly to: Instant; readonly now: Instant },
): Promise<IssuedChangesResponse['corrections']> {
  const causes: Explained[] = [];
  let [corrected, overdue] = [0, 0];
  for (let before: number | null = null; ;) {
    const loops: readonly CorrectionLoop[] = await findCorrectionLoops(
      db,
      { ...of, definition: LOOP },
      { before, most: BATCH },
    );
    corrected += loops.length;
    overdue += loops.filter(({ status, dueMs }) => status === 'open' && dueMs !== null && dueMs < of.now).length;
    causes.push(...(await explainedIn(db, loops)));
    const last = loops.at(-1);
    if (last === undefined || loops.length < BATCH) break;
    before = last.id;
  }
  return {
    ...{ corrected, explained: causes.length, retested: causes.filter(({ isRetested }) => isRetested).length, overdue },
    causes: Object.entries(CORRECTION_CAUSES).flatMap(([cause, title]) => {
      const count = causes.filter((one) => one.cause === cause).length;
      return count === 0 ? [] : [{ cause, title, count }];
    }),
  };
}
