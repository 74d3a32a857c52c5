/**
 * Replays verdicts of runs 质控判定复算: what the records of many systems give, beside what stands. What differs is told; it is stored, as new
 * versions, only where somebody asks for it: after a late change of rules, or for months that were loaded. Source: henan-2025.lab.6#09.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import { testSystems } from '@fujie/core/registers';
import { Gauge } from 'prom-client';

import { programActor } from '../platform/auth/program-actor.ts';
import type { Deps } from '../platform/deps.ts';
import type { RunningJob } from '../platform/jobs/job.ts';
import { startJob } from '../platform/jobs/job.ts';
import { onceForAll } from '../platform/jobs/nightly.query.ts';
import type { Replayed } from './iqc-decide.ts';
import { decideSystems, replaySystems } from './iqc-decide.ts';
import { holdBack } from './iqc-hold.ts';
import type { IqcDeps } from './iqc-record.ts';
import type { BrokenSeal } from './iqc-seals.ts';
import { checkSeals } from './iqc-seals.ts';
import type { SystemOf } from './iqc-series.query.ts';
import { lockSystems } from './iqc-series.query.ts';
import type { RunRow } from './iqc.query.ts';

export interface VerifyRange {
  readonly since: Instant;
  /** Null: all. */
  readonly institutions: readonly string[] | null;
  readonly isStoring: boolean;
  /** Once it says so, nothing more is looked at. */
  readonly isEnding?: () => boolean;
}

/** A run of which another verdict, or another reason of the same verdict, stands than its records give. */
export interface VerdictDifference extends SystemOf {
  readonly run: string;
  readonly measuredAt: Instant;
  /** Null: none stands. */
  readonly standing: RunRow['verdict'] | null;
  /** Null: there are no records of it. */
  readonly replayed: RunRow['verdict'] | null;
}

export interface Verification {
  readonly systems: number;
  readonly runs: number;
  readonly points: number;
  readonly differing: number;
  readonly stored: number;
}

type Needs = IqcDeps & Pick<Deps, 'worker'>;

/** Systems of one statement: so many that what it costs to plan is little, so few that what is read of them is held in memory. */
const BATCH = 32;
const BATCH_OF_YEARS = 8;
const YEAR_MS = 366 * 86_400_000;
/** Batches at a time: while one is judged the database reads the next. */
const LANES = 2;

/** Replays what was measured since an instant, and tells each run that differs. */
export async function verifyVerdicts(
  deps: Needs,
  { since, institutions, isStoring, isEnding = () => false }: VerifyRange,
  tell: (difference: VerdictDifference) => void,
): Promise<Verification> {
  await deps.registers.refresh();
  const systems = systemsOf(deps, institutions);
  const sum = { systems: systems.length, runs: 0, points: 0, differing: 0, stored: 0 };
  const size = deps.clock.now() - since > YEAR_MS ? BATCH_OF_YEARS : BATCH;
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < systems.length && !isEnding()) {
      const batch = systems.slice(next, (next += size)).map((of) => ({ ...of, since }));
      const replayed = isStoring ? await decideBatch(deps, batch) : await replaySystems(deps, deps.worker, batch);
      for (const one of replayed) {
        sum.runs += one.runs;
        sum.points += one.points;
        sum.differing += one.differing.length + one.groundless.length;
        sum.stored += isStoring ? one.differing.length : 0;
        differencesOf(one).forEach(tell);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  if (sum.stored > 0) await deps.registers.refresh();
  return sum;
}

/** Every system that was ever registered, in the order in which systems are held. */
export function systemsOf(
  { registers }: Pick<Deps, 'registers'>,
  institutions: readonly string[] | null,
): readonly SystemOf[] {
  const wanted = institutions === null ? null : new Set(institutions);
  const found = new Map<string, SystemOf>();
  for (const { key, row } of registers.current().all(testSystems))
    if (wanted?.has(row.institution) !== false) found.set(key, { institution: row.institution, system: row.code });
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, of]) => of);
}

/** Stores what differs in systems, and holds back what is rejected by it, as for every other change. */
async function decideBatch(
  deps: Needs,
  batch: readonly (SystemOf & { readonly since: Instant })[],
): Promise<readonly Replayed[]> {
  return deps.worker.tx(async (tx) => {
    await lockSystems(tx, batch);
    const decided = await decideSystems(deps, tx, batch);
    await holdBack(deps, tx, decided);
    return decided;
  });
}

function differencesOf({ institution, system, differing, groundless }: Replayed): readonly VerdictDifference[] {
  const told: VerdictDifference[] = [];
  for (const { run, standing } of differing)
    told.push({
      institution,
      system,
      run: run.run,
      measuredAt: run.measuredAt,
      standing: standing?.verdict ?? null,
      replayed: run.verdict,
    });
  for (const { run, measuredMs, verdict } of groundless)
    told.push({ institution, system, run, measuredAt: measuredMs as Instant, standing: verdict, replayed: null });
  return told;
}

const LOOK_MS = 600_000;
/** What a month rests on until it is submitted. */
const NIGHTLY_MS = 45 * 86_400_000;
const BY = programActor('laboratory');
/** Of so many the log and the audit name the runs. */
const NAMED = 20;

/** Runs whose verdict the last nightly replay did not find as it stands. */
export const differingVerdicts = new Gauge({
  name: 'fujie_iqc_differing_verdicts',
  help: 'Control runs of the last 45 days whose stored verdict is not what their records give, as of the last nightly replay',
  registers: [],
});

/** Measurements of control material that the last nightly check did not find as they were recorded. */
export const brokenSeals = new Gauge({
  name: 'fujie_iqc_broken_seals',
  help: 'Measurements of control material of the last 45 days that are not as they were recorded, as of the last nightly check',
  registers: [],
});

/** What a night finds: runs that differ, and measurements whose seal is broken. */
interface Night extends Verification {
  /** Not there: found by a server from before there were seals. */
  readonly broken?: number;
}

interface Named {
  readonly runs: VerdictDifference[];
  readonly results: BrokenSeal[];
}

type Nightly = Needs & Pick<Deps, 'audit' | 'log'>;

/**
 * Replays the last weeks for a day, changes nothing and says what differs; or tells what another server found that day. Null: another one is
 * at it, or this one is ending.
 */
export async function verifyNightly(deps: Nightly, day: Day, isEnding = (): boolean => false): Promise<Night | null> {
  const named: Named = { runs: [], results: [] };
  const found = await onceForAll(
    deps.worker,
    { job: 'iqc-verify', day },
    () => verifyWeeks(deps, named, isEnding),
    (one) => tellOf(deps, one, named),
  );
  if (found !== null) {
    differingVerdicts.set(found.differing);
    brokenSeals.set(found.broken ?? 0);
  }
  return found;
}

async function verifyWeeks(deps: Nightly, named: Named, isEnding: () => boolean): Promise<Night | null> {
  const since = (deps.clock.now() - NIGHTLY_MS) as Instant;
  const found = await verifyVerdicts(deps, { since, institutions: null, isStoring: false, isEnding }, (difference) => {
    if (named.runs.length < NAMED) named.runs.push(difference);
  });
  let broken = 0;
  await checkSeals(deps, { since, systems: systemsOf(deps, null), isEnding }, (one) => {
    broken += 1;
    if (named.results.length < NAMED) named.results.push(one);
  });
  return isEnding() ? null : { ...found, broken };
}

async function tellOf(deps: Nightly, found: Night, named: Named): Promise<void> {
  if (found.differing === 0 && (found.broken ?? 0) === 0) return;
  deps.log.error(
    { ...found, ...named },
    'control runs or their measurements are not as they were recorded; see `fujie lab verify`',
  );
  const detail = {
    ...found,
    runs: named.runs.map(({ institution, system, run }) => `${institution}|${system}|${run}`),
    results: named.results.map(({ institution, system, result }) => `${institution}|${system}|${String(result)}`),
  };
  await deps.audit.record({ actor: BY, action: 'iqc:verify', subject: 'nightly', outcome: 'failed', detail });
}

/** Does so on every new day, one server for all, until it is stopped; not on the day on which it starts. */
export function startVerification(deps: Deps): RunningJob {
  let isEnding = false;
  let done = dayOf(deps.clock.now());
  const job = startJob(
    deps,
    { failed: 'verdicts of control runs could not be replayed', everyMs: LOOK_MS },
    async () => {
      const day = dayOf(deps.clock.now());
      if (day !== done && (await verifyNightly(deps, day, () => isEnding)) !== null) done = day;
    },
  );
  return {
    stop: () => {
      isEnding = true;
      return job.stop();
    },
  };
}
