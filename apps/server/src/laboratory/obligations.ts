/**
 * Opens what laboratories owe because of what registers hold, on every new day and whenever these registers change, and closes with the
 * register's own evidence what it shows as done. Source: national-2022.art.22#02, art.13#02, taiyuan-2024.7.2#04.
 */
import type { Instant } from '@fujie/core/kernel';
import { dayOf, startOfDay } from '@fujie/core/kernel';
import type { Done, Obligation } from '@fujie/core/laboratory';
import { doneSince, OBLIGATIONS, obligationsOn } from '@fujie/core/laboratory';
import { resolveJurisdiction } from '@fujie/packs';

import { programActor } from '../platform/auth/program-actor.ts';
import type { Deps } from '../platform/deps.ts';
import { followRegisters, lookOnwards, onceADay, startJob } from '../platform/jobs/job.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findSubjects } from '../platform/loops/loops.query.ts';
import { comparisonsOnceChanged, raiseComparisons } from './comparisons-due.ts';
import { raiseReports } from './eqa-report-loops.ts';
import { raiseRequests } from './eqa-requests-due.ts';
import { raiseReturnsDue } from './eqa-returns-due.ts';
import { raiseHalfYears } from './half-years.ts';
import { reviewAffected } from './iqc-affected.ts';
import { raiseLapses } from './lapses.ts';
import { raiseLicences } from './licences-due.ts';
import { raiseRecalls } from './lot-recall-loops.ts';
import { raiseRoundIntervals } from './round-intervals.ts';

const LOOK_MS = 600_000;
const LAPSES_LOOK_MS = 15_000;
const COMPARISONS_LOOK_MS = 5_000;
const RETURNS_LOOK_MS = 15_000;
const RECALLS_LOOK_MS = 60_000;
const AFFECTED_LOOK_MS = 10_000;
const AHEAD_DAYS = 30;
const YEAR_DAYS = 365;
const OF_REGISTERS: readonly string[] = [
  'instrument-activity',
  'eqa-outcome',
  'eqa-round',
  'blind-sample',
  'iqc-monthly',
  'test-system',
  'critical-threshold',
  'lot-recall',
  'licensed-subject',
  'instrument',
];
/** Registers by which it is told which results a recall or a rejected run concerns. */
const OF_LISTS: readonly string[] = ['lot-recall', 'reagent-use', 'reagent-lot', 'test-system', 'instrument'];
/** Nothing takes longer to be stored once it has come. */
const STORED_MS = 3_600_000;
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;

/** Opens what is owed and not yet open, and closes what is shown as done; how many of each. */
export async function raiseObligations(deps: Deps): Promise<{ readonly opened: number; readonly closed: number }> {
  const now = deps.clock.now();
  const today = dayOf(now);
  const daysOf = (loop: string, parameter: string, otherwise: number): number =>
    loopOn(deps, loop, '', today)?.parameters[parameter]?.value ?? otherwise;
  const { iqcReportDay } = resolveJurisdiction(deps.config.jurisdiction, today).parameters;
  const owed = obligationsOn(deps.registers.current(), today, {
    aheadDays: daysOf('instrument/activity-due', 'ahead', AHEAD_DAYS),
    iqcReportDay,
    reviewEvery: daysOf('critical-value/list-review', 'every', YEAR_DAYS),
    reviewAhead: daysOf('critical-value/list-review', 'ahead', AHEAD_DAYS),
  });
  const known = await findSubjects(
    deps.worker,
    OBLIGATIONS,
    owed.map(({ subject }) => subject),
  );
  let opened = 0;
  let closed = 0;
  for (const obligation of owed)
    if (!known.has(obligation.subject) && obligation.done === null && (await open(deps, obligation))) opened += 1;
  for (const [subject, { id, status }] of known) {
    const done = status === 'open' ? doneSince(deps.registers.current(), today, subject) : null;
    if (done === null) continue;
    await close(deps, id, done, now);
    closed += 1;
  }
  for (const raise of [raiseHalfYears, raiseRoundIntervals, raiseReports, raiseComparisons, raiseLicences]) {
    const rounds = await raise(deps);
    opened += rounds.opened;
    closed += rounds.closed;
  }
  if (opened + closed > 0)
    await deps.audit.record({
      actor: programActor('laboratory'),
      action: 'loop:open',
      outcome: 'done',
      detail: { opened, closed },
    });
  return { opened, closed };
}

async function open(deps: Deps, { loop, subject, institution, on, facts }: Obligation): Promise<boolean> {
  const row = await deps.worker.tx((tx) =>
    openLoop(deps, tx, {
      definition: loop,
      subject,
      unit: institution,
      department: null,
      personId: null,
      occurredAt: startOfDay(on),
      by: PLATFORM,
      facts,
    }),
  );
  return row !== null;
}

async function close(deps: Deps, id: number, { outcome, on, certificate }: Done, now: Instant): Promise<void> {
  await deps.worker.tx((tx) =>
    recordInLoop(deps, tx, id, {
      key: `register/${on}`,
      kind: 'act',
      stage: 'do',
      outcome,
      occurredAt: now,
      recordedAt: now,
      by: PLATFORM,
      fields: { doneOn: on, certificate: certificate === '' ? '目录已登记 registered' : certificate },
    }),
  );
}

/** Does so now, on every new day and after every change of these registers. */
export function startObligations(deps: Deps): { readonly stop: () => Promise<void> } {
  const failed = 'what laboratories owe could not be opened';
  const job = startJob(
    deps,
    { failed, everyMs: LOOK_MS },
    onceADay(deps, () => raiseObligations(deps)),
  );
  const lapses = startJob(
    deps,
    { failed: 'lapses of marks could not be opened', everyMs: LAPSES_LOOK_MS },
    onceARevision(deps, () => raiseLapses(deps)),
  );
  const comparisons = startJob(
    deps,
    { failed: 'comparisons that are due could not be looked through', everyMs: COMPARISONS_LOOK_MS },
    comparisonsOnceChanged(deps),
  );
  const returns = startJob(
    deps,
    { failed: 'returns and requests of EQA could not be looked through', everyMs: RETURNS_LOOK_MS },
    async () => {
      await raiseReturnsDue(deps);
      await raiseRequests(deps);
    },
  );
  let changes = 0;
  const looking = { overlapMs: STORED_MS, changes: () => changes };
  const recalls = startJob(
    deps,
    { failed: 'results of recalled lots could not be listed', everyMs: RECALLS_LOOK_MS },
    lookOnwards(deps, looking, (seen) => raiseRecalls(deps, seen)),
  );
  const affected = startJob(
    deps,
    {
      failed: 'results of patients that rejected runs may have affected could not be listed',
      everyMs: AFFECTED_LOOK_MS,
    },
    lookOnwards(deps, looking, (seen) => reviewAffected(deps, seen)),
  );
  const following = followRegisters(deps, {
    failed,
    workFor: (changed) => {
      if (changed.some((register) => OF_LISTS.includes(register))) changes += 1;
      if (!changed.some((register) => OF_REGISTERS.includes(register))) return null;
      return async () => {
        await raiseObligations(deps);
        if (changed.includes('lot-recall')) await raiseRecalls(deps);
      };
    },
  });
  const jobs = [job, lapses, comparisons, returns, recalls, affected, following];
  return {
    stop: async () => {
      await Promise.all(jobs.map(({ stop }) => stop()));
    },
  };
}

/** The same work at most once for a day and a state of the registers: several changes in a row are looked at once. */
function onceARevision(
  { clock, registers }: Pick<Deps, 'clock' | 'registers'>,
  work: () => Promise<unknown>,
): () => Promise<void> {
  let doneFor = '';
  return async () => {
    const state = `${dayOf(clock.now())}|${String(registers.current().revision)}`;
    if (doneFor === state) return;
    await work();
    doneFor = state;
  };
}
