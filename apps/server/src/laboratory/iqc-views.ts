/** What pages of internal quality control 室内质控 show: the whole laboratory of a day, one system with all that belongs on its charts. */
import { INSTANT_LIMITS } from '@fujie/core/iqc';
import type { Day, Entry, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant, groupBy, isInForce, startOfDay } from '@fujie/core/kernel';
import { comparedAsOf, comparedSince, instantOf, withoutSystem } from '@fujie/core/laboratory';
import type { ControlMaterialRow, RegisterSnapshot, TestSystemRow } from '@fujie/core/registers';
import { controlMaterials, entryAsOf, instruments, testSystems } from '@fujie/core/registers';
import type { IqcOverviewResponse, IqcRun, IqcSeriesResponse, IqcSystem } from '@fujie/wire/contracts';

import { findComparisons } from '../platform/control/compared.query.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { findLoopsOf, isMistaken } from './iqc-loops.query.ts';
import { firstUseOf, namedItem } from './iqc-month.ts';
import { countReported } from './iqc-month.query.ts';
import type { ResultRow, RunRow, TargetRow } from './iqc.query.ts';
import { findEvents, findResults, findRuns, findRunsOf, findTargets } from './iqc.query.ts';
import { registerEvents } from './register-events.ts';

type Needs = Pick<Deps, 'clock' | 'registers' | 'worker'>;
type System = IqcOverviewResponse['systems'][number];

const OVERVIEW_DAYS = 30;
const RECENT_RUNS = 20;

/** Every system of an institution in use on a day, with how it stands. */
export async function overviewOf(
  deps: Needs,
  db: Queryable,
  institution: string,
  day: Day,
): Promise<IqcOverviewResponse> {
  const snapshot = deps.registers.current();
  const systems = snapshot.inForce(testSystems, day).filter((row) => row.institution === institution);
  const from = startOfDay(addDays(day, -OVERVIEW_DAYS));
  const runs = await findRunsOf(db, { institution, from, to: startOfDay(addDays(day, 1)) });
  const bySystem = groupBy(runs, ({ system }) => system);
  const loops = await findLoopsOf(db, institution, { system: null, since: deps.clock.now() });
  // Counts alone, of no patient: whoever manages control sees no results of patients.
  const released = await countReported(deps.worker, {
    institution,
    from: startOfDay(day),
    to: startOfDay(addDays(day, 1)),
  });
  const bare = withoutSystem(snapshot, { institution, items: [...released.keys()] }, day);
  const days = { from: comparedSince(day), to: day };
  const compared =
    bare.length === 0 ? [] : await findComparisons(deps.worker, { institutions: [institution], ...days });
  const codes = systems.map(({ code }) => code);
  const targets = groupBy(await findTargets(db, institution, codes), ({ system }) => system);
  return {
    institution: namedInstitution(snapshot, institution),
    day,
    uncontrolled: bare.map((item) => ({
      item: namedItem(snapshot, item),
      released: released.get(item) ?? 0,
      comparedOn: comparedAsOf(snapshot, { institution, last: day }, item, compared),
    })),
    lots: materialsInUse(snapshot, institution, day),
    systems: systems.map((row): System => {
      const own = bySystem.get(row.code) ?? [];
      const materials = materialsOf(snapshot, institution, targets.get(row.code) ?? [], day).filter(
        ({ isInUse }) => isInUse,
      );
      const loop = loops.find(
        ({ subject, status }) => status === 'open' && subject.startsWith(`${institution}|${row.code}|`),
      );
      // Without a target and a result of the last days nobody measures it: nothing was left out today.
      const hasBegun = own.length > 0 || materials.length > 0;
      return {
        ...systemView(snapshot, row, day),
        today: hasBegun || loop !== undefined ? standingOf(row, own, day, loop !== undefined) : 'not-begun',
        ...{ lastRun: last(own), loop: loop?.id ?? null, recent: recentOf(own), materials },
        released: released.get(row.item) ?? 0,
      };
    }),
  };
}

function standingOf(row: TestSystemRow, runs: readonly RunRow[], day: Day, isHeld: boolean): System['today'] {
  if (isHeld) return 'out-of-control';
  const today = runs.filter(({ purpose, measuredMs }) => purpose === 'routine' && dayOf(measuredMs as Instant) === day);
  const last = today.at(-1);
  if (last === undefined) return 'missing';
  if (last.verdict === 'reject') return 'out-of-control';
  if (Math.max(...today.map(({ levels }) => levels)) < Math.min(row.levels, 2)) return 'incomplete';
  return last.verdict === 'warning' ? 'warning' : 'in-control';
}

function last(runs: readonly RunRow[]): IqcRun | null {
  const run = runs.at(-1);
  return run === undefined ? null : runView(run);
}

function recentOf(runs: readonly RunRow[]): System['recent'] {
  const shown = runs.filter(({ purpose }) => purpose === 'routine').slice(-RECENT_RUNS);
  const levels = [...new Set(shown.flatMap(({ points }) => points.map(({ level }) => level)))].sort();
  return levels.map((level) => ({
    level,
    z: shown.map(({ points }) => points.find((point) => point.level === level)?.z ?? null),
  }));
}

/** One system over a period. */
export async function seriesOf(
  deps: Needs,
  db: Queryable,
  row: TestSystemRow,
  { from, to }: { readonly from: Day; readonly to: Day },
): Promise<IqcSeriesResponse> {
  const snapshot = deps.registers.current();
  const { institution, code: system } = row;
  const span = { institution, system, from: startOfDay(from), to: startOfDay(addDays(to, 1)) };
  const loops = await findLoopsOf(db, institution, { system, since: span.from });
  const targets = await findTargets(db, institution, [system]);
  const results = await findResults(db, span);
  return {
    institution: namedInstitution(snapshot, institution),
    system: systemView(snapshot, row, dayOf(deps.clock.now())),
    materials: materialsOf(snapshot, institution, targets, to),
    lots: materialsInUse(snapshot, institution, to),
    results: results.map(resultView),
    instant: await instantViews(snapshot, db, span, { results, targets }),
    runs: (await findRuns(db, span)).map((run) => runView(run)),
    targets: targets.map((target) => ({
      ...{
        id: target.id,
        product: target.product,
        lot: target.lot,
        level: target.level,
        kind: target.kind,
        n: target.n,
      },
      ...{ mean: Number(target.mean), sd: Number(target.sd), approvedBy: target.approvedName },
      validFrom: formatInstant(target.validFromMs as Instant),
    })),
    events: [
      ...registerEvents(
        snapshot,
        row,
        { from, to },
        results.map((one) => ({ ...one, at: one.measuredMs as Instant })),
      ),
      ...(await findEvents(db, span)).map(({ id, kind, atMs, text, enteredName, loop }) => ({
        ...{ id, kind, text, loop, by: enteredName, faults: [] },
        at: formatInstant(atMs as Instant),
      })),
    ].sort((a, b) => (a.at < b.at ? -1 : 1)),
    loops: loops.map((loop) => ({
      ...{ id: loop.id, status: loop.status, run: loop.subject.split('|')[2] ?? '', isMistaken: isMistaken(loop) },
      openedAt: formatInstant(loop.openedMs as Instant),
    })),
  };
}

/** Results before there was a target, as the instant method judges them: by all of their lot, whenever they were measured. */
async function instantViews(
  snapshot: RegisterSnapshot,
  db: Queryable,
  span: Parameters<typeof findResults>[1],
  shown: { readonly results: readonly ResultRow[]; readonly targets: readonly TargetRow[] },
): Promise<IqcSeriesResponse['instant']> {
  const ofLot = ({ product, lot, level }: ResultRow | TargetRow): string => `${product}|${lot}|${level}`;
  const since = new Map<string, number>();
  for (const target of shown.targets)
    since.set(ofLot(target), Math.min(since.get(ofLot(target)) ?? Infinity, target.validFromMs));
  const isYoung = (row: ResultRow): boolean =>
    row.value !== null && row.measuredMs < (since.get(ofLot(row)) ?? Infinity);
  const young = shown.results.filter(isYoung);
  if (young.length === 0) return [];
  const from = firstUseOf(snapshot, span.institution, young);
  const found = instantOf({
    targets: [],
    results: (await findResults(db, { ...span, from })).filter(isYoung).map((row) => ({
      ...row,
      value: Number(row.value),
      measuredAt: row.measuredMs as Instant,
    })),
  });
  return young.flatMap(({ id }) => {
    const one = found.get(id);
    if (one === undefined) return [];
    const { n2s = null, n3s = null } = INSTANT_LIMITS.get(one.n) ?? {};
    return [{ result: id, ...one, n2s, n3s }];
  });
}

export function runView({ system, item, instrument, run, version, measuredMs, ...rest }: RunRow): IqcRun {
  const { verdict, purpose, levels, fired, points } = rest;
  return {
    ...{ system, item, instrument, run, version, measuredAt: formatInstant(measuredMs as Instant) },
    ...{
      verdict,
      purpose,
      levels,
      fired: fired.map((one) => ({ ...one, evidence: [...one.evidence] })),
      points: [...points],
    },
  };
}

function resultView(row: ResultRow): IqcSeriesResponse['results'][number] {
  const { id, product, lot, level, reading, run, purpose, operator, reagentLot, calibratorLot } = row;
  const { isVoid, isLate, reason } = row;
  return {
    ...{ id, product, lot, level, reading, run, purpose, operator, reagentLot, calibratorLot, isVoid, isLate, reason },
    value: row.value === null ? null : Number(row.value),
    measuredAt: formatInstant(row.measuredMs as Instant),
    isCorrected: row.corrects !== null,
  };
}

function systemView(snapshot: RegisterSnapshot, row: TestSystemRow, day: Day): IqcSystem {
  const item = snapshot.item(row.item, day);
  const hold = snapshot
    .holds(row.institution, row.item)
    .find(({ system, releasedOn }) => system === row.code && releasedOn === null);
  const instrument = snapshot.nameOf(instruments, `${row.institution}|${row.instrument}`, day);
  const { code, method, unit, kind, levels, maxCv, tea } = row;
  return {
    ...{ code, method, unit, kind, levels, maxCv, tea, rules: [...row.rules], warnings: [...(row.warnings ?? [])] },
    item: { code: row.item, nameZh: item?.nameZh ?? row.item, nameEn: item?.nameEn ?? null },
    instrument: {
      code: row.instrument,
      nameZh: instrument?.nameZh ?? row.instrument,
      nameEn: instrument?.nameEn ?? null,
    },
    heldSince: hold?.heldOn ?? null,
  };
}

/** Lots that have a target on the system: what is measured on it day by day, and those of the past for its charts. */
function materialsOf(
  snapshot: RegisterSnapshot,
  institution: string,
  targets: readonly TargetRow[],
  day: Day,
): IqcSeriesResponse['materials'] {
  const keys = new Set(targets.map(({ product, lot, level }) => `${institution}|${product}|${lot}|${level}`));
  return [...keys].flatMap((key) => {
    const entry = entryAsOf(snapshot.versions(controlMaterials, key), day);
    return entry === null ? [] : [materialView(entry, day)];
  });
}

/** Every lot of an institution that is in use on a day. */
function materialsInUse(snapshot: RegisterSnapshot, institution: string, day: Day): IqcSeriesResponse['materials'] {
  return snapshot
    .all(controlMaterials)
    .filter((entry) => entry.row.institution === institution && isInForce(entry, day))
    .map((entry) => materialView(entry, day));
}

function materialView(entry: Entry<ControlMaterialRow>, day: Day): IqcSeriesResponse['materials'][number] {
  const { product, lot, level, nameZh, nameEn, levelClass, expiresOn } = entry.row;
  const isInUse = isInForce(entry, day) && day <= expiresOn;
  // Entries of before there was one have no English name at all.
  return { product, lot, level, nameZh, nameEn: nameEn ?? null, levelClass, expiresOn, isInUse };
}
