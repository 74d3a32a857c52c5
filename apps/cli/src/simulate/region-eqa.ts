/** External quality assessment 室间质评 of a demonstration region, and the suspensions that follow from it. */
import type { Day } from '@fujie/core/kernel';
import { addDays, yearOf } from '@fujie/core/kernel';
import type { RecognitionParameters } from '@fujie/core/recognition';
import { blindSampleSuspension, eqaSuspensionsDue, openedSuspension } from '@fujie/core/recognition';
import type { EqaOutcomeRow, EqaRoundRow, SuspensionRow } from '@fujie/core/registers';
import { blindSamples } from '@fujie/core/registers';
import { CATALOGUE_ITEMS } from '@fujie/packs/catalogue';

import { day } from './calendar.ts';
import type { RegionRegisters, TypedEntry } from './entries.ts';
import { snapshotOf } from './entries.ts';
import { suffixOf } from './eqa-programmes.ts';
import { blindSampleDays, isPlanted, plantOf } from './plants.ts';
import { listedItems } from './region-lists.ts';
import { organiserOf } from './region-places.ts';
import type { InstitutionRole, World } from './world.ts';
import { roleOf } from './world.ts';

const itemByCode = new Map(CATALOGUE_ITEMS.map((item) => [item.code, item]));

export interface Round {
  readonly organiser: string;
  readonly round: string;
  readonly year: number;
  readonly closedOn: Day;
  /** Null until the grades are out. */
  readonly publishedOn: Day | null;
  /** 0 is the latest round published on the day of the demonstration, 1 the one before; negative: later ones. */
  readonly age: number;
  readonly isHeld: boolean;
}

// A round that came out in the last few days would lie inside the tour's reports; it counts as not yet published.
const SETTLED_DAYS = 7;

/** Two rounds a year over three years, the coming one included; national rounds close a month earlier. */
export function roundsOf(organiser: string, today: Day, until: Day): readonly Round[] {
  const isNational = organiser === 'QC-CN';
  const rounds: Omit<Round, 'age'>[] = [];
  for (let year = yearOf(today) - 3; year <= yearOf(until); year++) {
    for (const [half, closed, published] of isNational
      ? [[1, '03-20', '05-10'] as const, [2, '09-20', '11-10'] as const]
      : [[1, '04-18', '05-30'] as const, [2, '10-17', '11-28'] as const]) {
      const closedOn = day(`${String(year)}-${closed}`);
      const planned = day(`${String(year)}-${published}`);
      rounds.push({
        organiser,
        round: `${String(year)}-${String(half)}`,
        year,
        closedOn,
        publishedOn: addDays(planned, SETTLED_DAYS) <= until ? planned : null,
        isHeld: closedOn <= until,
      });
    }
  }
  const published = rounds.filter((r) => r.publishedOn !== null && addDays(r.publishedOn, SETTLED_DAYS) <= today);
  return rounds.map((r, i) => ({ ...r, age: published.length - 1 - i }));
}

/** Outcome of a round, or null when the institution was not enrolled then. */
function outcomeOf(round: Round, role: InstitutionRole, item: string): EqaOutcomeRow['outcome'] | null {
  if (isPlanted('eqa-newcomer', role, item) && round.age > 0) return null;
  if (round.publishedOn === null) return 'PENDING';
  if (isPlanted('eqa-failed', role, item) && round.age <= 0) return 'FAIL';
  if (isPlanted('eqa-absent', role, item) && round.age <= 0) return 'ABSENT';
  if (isPlanted('eqa-pass-fail-pass', role, item) && round.age === 1) return 'FAIL';
  return 'PASS';
}

/** Rounds and outcomes of everything that is on a list. */
export function makeEqa(world: World, today: Day, until: Day): Pick<RegionRegisters, 'eqa-round' | 'eqa-outcome'> {
  const rounds: TypedEntry<EqaRoundRow>[] = [];
  const outcomes: TypedEntry<EqaOutcomeRow>[] = [];
  const organisers = new Map<string, readonly Round[]>();
  const seen = new Set<string>();
  const province = organiserOf(world, world.province);
  for (const { plan, item, scope } of listedItems(world, today)) {
    const organiser = organiserOf(world, scope);
    const suffix = organiser === province ? suffixOf(item) : '';
    const all = organisers.get(organiser) ?? roundsOf(organiser, today, until);
    organisers.set(organiser, all);
    const kept = itemByCode.get(item)?.kind === 'examination' ? all.slice(-5) : all.slice(-7);
    for (const round of kept) {
      const { year, closedOn, publishedOn } = round;
      const name = `${round.round}${suffix}`;
      if (!seen.has(`${organiser}|${name}|${item}`)) {
        seen.add(`${organiser}|${name}|${item}`);
        rounds.push({
          row: { organiser, round: name, item, year, closedOn, publishedOn },
          from: day(`${String(year)}-01-01`),
          to: null,
        });
      }
      const key = `${organiser}|${name}|${item}|${plan.code}`;
      if (!round.isHeld || seen.has(key)) continue;
      seen.add(key);
      const outcome = outcomeOf(round, roleOf(plan), item);
      if (outcome === null) continue;
      const measuredOn = outcome === 'ABSENT' ? null : addDays(closedOn, -7);
      outcomes.push({
        row: { organiser, round: name, item, institution: plan.code, outcome, measuredOn },
        from: closedOn,
        to: null,
      });
    }
  }
  return { 'eqa-round': rounds, 'eqa-outcome': outcomes };
}

const COMMISSION = '市卫生健康委';

/** The blind sample 盲样 that the commission judged to have failed. */
export function makeBlindSamples(world: World, today: Day): RegionRegisters['blind-sample'] {
  const { measuredOn, suspendedFrom } = blindSampleDays(today);
  const { role, item } = plantOf('blind-sample-failed');
  const row = { institution: world.code(role), item, measuredOn, verdictOn: suspendedFrom, outcome: 'FAIL' as const };
  return [{ row: { ...row, liftedOn: null }, from: suspendedFrom, to: null }];
}

/** Suspensions 互认暂停 on a day: those that follow from the failures of the region, and an order of the commission that has ended. */
export function makeSuspensions(
  world: World,
  { today, until }: { readonly today: Day; readonly until: Day },
  facts: Partial<RegionRegisters>,
  parameters: RecognitionParameters,
): RegionRegisters['suspension'] {
  const dueIn = (registers: Partial<RegionRegisters>) => eqaSuspensionsDue(snapshotOf(registers), until, parameters);
  // As the server opens them when it takes the outcomes in; where the mark came back the rectification was verified.
  const opened = dueIn(facts).map((due) => {
    const isVerified = world.code(plantOf('eqa-pass-fail-pass').role) === due.institution;
    const rectifiedOn = isVerified ? addDays(due.suspendedFrom, parameters.rectificationDays) : null;
    return registered({ ...openedSuspension(due, due.code.split(':')[1] ?? null), rectifiedOn });
  });
  const endOf = new Map(dueIn({ ...facts, suspension: opened }).map((due) => [due.code, due.suspendedTo]));
  const failed = opened.map(({ row, ...entry }) => {
    const suspendedTo = endOf.get(row.code) ?? null;
    return { ...entry, row: { ...row, suspendedTo, closedBy: suspendedTo === null ? null : row.openedBy } };
  });
  const blind = snapshotOf(facts)
    .all(blindSamples)
    .flatMap(({ row }) => blindSampleSuspension(row) ?? []);
  const movedFrom = addDays(today, -300);
  const movedTo = addDays(today, -270);
  return [
    ...failed,
    ...blind.map((due) => registered(openedSuspension(due, null))),
    {
      row: {
        code: `${world.prefix}-ZT-001`,
        institution: world.code('maternal'),
        item: null,
        cause: 'AUTHORITY_ORDER',
        suspendedFrom: movedFrom,
        suspendedTo: movedTo,
        doubtFrom: null,
        rectifiedOn: movedTo,
        reportDueOn: null,
        openedBy: COMMISSION,
        closedBy: COMMISSION,
        note: '搬迁期间暂停，已恢复（演示）',
      },
      from: movedFrom,
      to: null,
    },
  ];
}

function registered(row: SuspensionRow): TypedEntry<SuspensionRow> {
  return { row, from: row.suspendedFrom, to: null };
}
