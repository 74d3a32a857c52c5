/**
 * The month of a laboratory 室内质控月汇总 as its measurements show it, and its submission: the register then holds what was reported, in a
 * new version when late or corrected measurements change it. Source: national-2022.art.24#01, #02, taiyuan-2024.5.0#02.
 */
import { cvOf } from '@fujie/core/estimates';
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';
import type { ItemMonth, LotMoments, MonthResult, MonthSystem, SeriesMonth } from '@fujie/core/laboratory';
import {
  comparedSince,
  daysCompared,
  FEWEST_FOR_CV,
  monthOfItem,
  requiredImprecision,
  resultsOut,
  withoutSystem,
} from '@fujie/core/laboratory';
import type { ImprecisionLimits } from '@fujie/core/iqc';
import type { IqcMonthlyRow, RegisterSnapshot, TestSystemRow } from '@fujie/core/registers';
import { controlMaterials, entryAsOf, iqcMonthly, testSystems } from '@fujie/core/registers';
import { resolveJurisdiction } from '@fujie/packs';
import type { IqcMonthResponse, IqcSubmitted, NamedCode } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import { findComparisons } from '../platform/control/compared.query.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import type { CumulativeRow, MonthRow, MonthSpan } from './iqc-month.query.ts';
import { findCumulative, findFirstControls, findMonthResults, findTestingDays } from './iqc-month.query.ts';
import { findVerdictsOf } from './iqc.query.ts';
import type { SuspectedSeries } from './iqc-suspected.ts';
import { suspicionsIn } from './iqc-suspected.ts';

interface MeasuredItem extends ItemMonth {
  readonly item: string;
  readonly limits: ImprecisionLimits;
  /** Whether any run of it is on record in the month. */
  readonly hasRuns: boolean;
  /** Whether no test system stood for it in the month: results of patients went out all the same. */
  readonly isBare: boolean;
}

type SystemInMonth = MonthSystem & Pick<TestSystemRow, 'item' | 'maxCv'>;

export interface Month {
  readonly first: Day;
  /** The first day after it. */
  readonly end: Day;
}

export function monthOf(text: string): Month {
  const first = `${text}-01` as Day;
  return { first, end: `${addDays(first, 31).slice(0, 7)}-01` as Day };
}

/** Test systems of an institution in force on some day of a month, with the days on which they count as in use. */
export async function systemsOf(
  snapshot: RegisterSnapshot,
  db: Queryable,
  institution: string,
  { first, end }: Month,
): Promise<readonly SystemInMonth[]> {
  const own = snapshot.all(testSystems).filter(({ row }) => row.institution === institution);
  const inMonth = [...new Set(own.map(({ key }) => key))].flatMap((key) => {
    const entry = entryAsOf(snapshot.versions(testSystems, key), addDays(end, -1));
    const isIn = entry !== null && entry.from < end && (entry.to === null || entry.to > first);
    return isIn ? [{ ...entry.row, until: entry.to }] : [];
  });
  const codes = inMonth.map(({ code }) => code);
  const started = await findFirstControls(db, institution, codes, startOfDay(end));
  return inMonth.map(({ code, item, levels, maxCv, until }) => {
    const since = started.get(code);
    return { code, item, levels, maxCv, until, since: since === undefined ? null : dayOf(since) };
  });
}

/** Items of which an institution measured control material in a month, or has systems in use that did before, and those it reported without any. */
export async function measuredItems(
  snapshot: RegisterSnapshot,
  { db, worker }: { readonly db: Queryable; readonly worker: Queryable },
  institution: string,
  { first, end }: Month,
  systems: readonly SystemInMonth[],
): Promise<readonly MeasuredItem[]> {
  const span: MonthSpan = { institution, from: startOfDay(first), to: startOfDay(end) };
  const last = addDays(end, -1);
  const runs = (await findVerdictsOf(db, span)).filter(({ purpose }) => purpose === 'routine');
  const results = judgedResults(await findMonthResults(db, span), runs);
  // Days alone, of no patient: whoever manages control sees no results of patients.
  const testing = await findTestingDays(worker, span);
  const bare = withoutAnySystem(snapshot, institution, systems, testing);
  const measured = new Set([...runs, ...systems.filter(({ since }) => since !== null)].map(({ item }) => item));
  for (const item of bare) measured.add(item);
  if (measured.size === 0) return [];
  const days = { from: comparedSince(first), to: last };
  const comparisons = await findComparisons(worker, { institutions: [institution], ...days });
  const figuresWith = (cumulative: readonly LotMoments[]) =>
    [...measured].sort().map((item) => {
      const own = systems.filter((row) => row.item === item);
      const codes = new Set(runs.filter((run) => run.item === item).map(({ system }) => system));
      const limits = requiredImprecision(snapshot, { institution, systems: own }, item, last);
      const facts = {
        classOf: ({ product, lot, level }: Pick<SeriesMonth, 'product' | 'lot' | 'level'>) =>
          levelClassOf(snapshot, institution, { product, lot, level }),
        compared: daysCompared(snapshot, { institution, item }, testing.get(item) ?? [], comparisons),
        results: results.filter(({ system }) => codes.has(system)),
        runs: runs
          .filter((run) => run.item === item)
          .map(({ system, measuredMs, verdict, levels }) => ({
            ...{ system, verdict, levels, day: dayOf(measuredMs as Instant) },
          })),
      };
      return {
        item,
        limits,
        ...{ hasRuns: codes.size > 0, isBare: bare.includes(item) },
        ...monthOfItem(own, { ...facts, cumulative }, testing.get(item) ?? [], limits),
      };
    });
  const items = figuresWith([]);
  const few = items.flatMap(({ series }) => series).filter(({ inControl }) => inControl.n < FEWEST_FOR_CV);
  if (few.length === 0) return items;
  const since = { institution, from: firstUseOf(snapshot, institution, few), to: span.to };
  const codes = [...new Set(few.map(({ system }) => system))];
  return figuresWith((await findCumulative(db, since, codes)).map(withCv));
}

/** Items that went out in reports of a month without a test system on any of their days. */
function withoutAnySystem(
  snapshot: RegisterSnapshot,
  institution: string,
  systems: readonly SystemInMonth[],
  testing: ReadonlyMap<string, readonly Day[]>,
): readonly string[] {
  return [...testing].flatMap(([item, days]) =>
    systems.every((system) => system.item !== item) &&
    days.some((day) => withoutSystem(snapshot, { institution, items: [item] }, day).length > 0)
      ? item
      : [],
  );
}

const withCv = (lot: CumulativeRow): LotMoments => ({
  ...lot,
  cvPercent: lot.sd === null ? null : cvOf(lot.mean, lot.sd),
});

/** What a laboratory answers for of a month: items with runs, those that a comparison covered, and those without either. */
async function answeredItems(
  deps: Pick<Deps, 'registers' | 'worker'>,
  db: Queryable,
  institution: string,
  month: Month,
): Promise<{ readonly measured: readonly MeasuredItem[]; readonly bare: readonly MeasuredItem[] }> {
  const snapshot = deps.registers.current();
  const systems = await systemsOf(snapshot, db, institution, month);
  const items = await measuredItems(snapshot, { db, worker: deps.worker }, institution, month, systems);
  // What was reported otherwise is controlled elsewhere.
  const isElsewhere = (item: string): boolean =>
    (snapshot.iqcMonth(institution, item, month.first.slice(0, 7))?.qcDays ?? 0) > 0;
  const bare = items.filter(({ isBare, item }) => isBare && !isElsewhere(item));
  const compared = bare.filter(({ comparedDays }) => comparedDays !== null);
  return {
    measured: [...items.filter(({ hasRuns }) => hasRuns), ...compared],
    bare: bare.filter(({ comparedDays }) => comparedDays === null),
  };
}

function judgedResults(rows: readonly MonthRow[], runs: Parameters<typeof resultsOut>[0]): readonly MonthResult[] {
  const out = resultsOut(runs);
  return rows.map(({ id, ...row }) => ({ ...row, isOut: out.has(id) }));
}

/** What a laboratory sees of a month. */
export async function monthView(
  deps: Deps,
  db: Queryable,
  institution: string,
  month: string,
): Promise<IqcMonthResponse> {
  const snapshot = deps.registers.current();
  const { first, end } = monthOf(month);
  const { measured, bare } = await answeredItems(deps, db, institution, { first, end });
  const lots = measured.flatMap(({ series }) => series);
  const systems = [...new Set(lots.map(({ system }) => system))];
  const span = { institution, from: firstUseOf(snapshot, institution, lots), to: startOfDay(end) };
  const cumulative = await findCumulative(db, span, systems);
  const unitOf = new Map(
    snapshot.all(testSystems).flatMap(({ row }) => (row.institution === institution ? [[row.code, row.unit]] : [])),
  );
  const suspected = await suspicionsIn(
    db,
    systems.map((system) => ({ institution, system })),
    end,
  );
  return {
    institution: namedInstitution(snapshot, institution),
    month,
    dueOn: dueOn(deps, end),
    isComplete: end <= dayOf(deps.clock.now()),
    uncontrolled: bare.map(({ item, testingDays }) => ({ item: namedItem(snapshot, item), testingDays })),
    items: measured.map(({ item, series, missingDays, verdict, limits, ...own }) => {
      const figures = figuresOf(own);
      const known = snapshot.iqcMonth(institution, item, month);
      return {
        item: namedItem(snapshot, item),
        ...{ ...figures, verdict, limits: limitsView(limits) },
        unit: snapshot.item(item)?.unit ?? null,
        missingDays: [...missingDays],
        submitted: known === null ? null : submittedView(known),
        isCurrent: known !== null && isAlike(known, figures),
        series: series.map((one) => ({
          ...seriesView(one, cumulative, suspected),
          unit: unitOf.get(one.system) ?? null,
        })),
      };
    }),
  };
}

/** Limits as they are shown. */
export const limitsView = ({ byClass, ...limits }: ImprecisionLimits) => ({
  ...limits,
  byClass: byClass && { ...byClass, classes: [...byClass.classes] },
});

/** Class of a level 水平类别, as the laboratory entered it with its material; null: it says none. */
export function levelClassOf(
  snapshot: RegisterSnapshot,
  institution: string,
  { product, lot, level }: Pick<SeriesMonth, 'product' | 'lot' | 'level'>,
): string | null {
  return snapshot.nameOf(controlMaterials, `${institution}|${product}|${lot}|${level}`)?.levelClass ?? null;
}

/** Since when the first of these lots is in use: of none of them anything was taken before. */
export function firstUseOf(
  snapshot: RegisterSnapshot,
  institution: string,
  lots: readonly Pick<SeriesMonth, 'product' | 'lot' | 'level'>[],
): Instant {
  const days = lots.map(
    ({ product, lot, level }) =>
      snapshot.versions(controlMaterials, `${institution}|${product}|${lot}|${level}`)[0]?.from ?? LONG_AGO,
  );
  return startOfDay(days.sort()[0] ?? LONG_AGO);
}

const LONG_AGO = '2000-01-01' as Day;

export function namedItem(snapshot: RegisterSnapshot, code: string): NamedCode {
  const item = snapshot.item(code);
  return { code, nameZh: item?.nameZh ?? code, nameEn: item?.nameEn ?? null };
}

/** The last day on which a month is in time. */
export function dueOn(deps: Pick<Deps, 'config'>, end: Day): Day {
  return addDays(end, resolveJurisdiction(deps.config.jurisdiction, end).parameters.iqcReportDay - 1);
}

function submittedView(row: IqcMonthlyRow) {
  return { ...figuresOf(row), reportedOn: row.reportedOn };
}

const FIGURES = ['testingDays', 'qcDays', 'comparedDays', 'cv', 'sd', 'classCv', 'agreement'] as const;
type Figures = Pick<ItemMonth, (typeof FIGURES)[number]>;
/** Of what is measured alone no comparison is told. */
type Told = Omit<Figures, 'comparedDays'> & Partial<Pick<Figures, 'comparedDays'>>;

const figuresOf = ({ testingDays, qcDays, comparedDays = null, cv, sd, classCv, agreement }: Told): Figures => ({
  ...{ testingDays, qcDays, comparedDays, cv, sd, classCv, agreement },
});

export function isAlike(a: Told, b: Told): boolean {
  const [known, found] = [figuresOf(a), figuresOf(b)];
  return FIGURES.every((figure) => known[figure] === found[figure]);
}

type LotOnSystem = Pick<SeriesMonth, 'system' | 'product' | 'lot' | 'level'>;

const isOf =
  ({ system, product, lot, level }: LotOnSystem) =>
  (row: LotOnSystem): boolean =>
    row.system === system && row.product === product && row.lot === lot && row.level === level;

function seriesView(series: SeriesMonth, cumulative: readonly CumulativeRow[], suspected: readonly SuspectedSeries[]) {
  const lot = cumulative.find(isOf(series));
  return {
    ...series,
    cumulative:
      lot === undefined
        ? null
        : { n: lot.n, mean: lot.mean, sd: lot.sd, cvPercent: lot.sd === null ? null : cvOf(lot.mean, lot.sd) },
    suspicions: suspected.find(isOf(series))?.suspicions.map(({ kind }) => kind) ?? [],
  };
}

/** Submits a month that is over. An item of which nothing was measured here is left as it was reported otherwise. */
export async function submitMonth(deps: Deps, actor: Actor, institution: string, month: string): Promise<IqcSubmitted> {
  const { first, end } = monthOf(month);
  const today = dayOf(deps.clock.now());
  if (end > today)
    throw new HttpProblem('invalid-request', {
      en: `${month} is not over: submit it from ${end} on.`,
      zh: `${month} 尚未结束：请自 ${end} 起报送。`,
    });
  const { db } = within(deps, actor);
  const { measured } = await answeredItems(deps, db, institution, { first, end });
  const snapshot = deps.registers.current();
  const changed = measured.flatMap(({ item, ...measuredMonth }) => {
    const figures = figuresOf(measuredMonth);
    const known = snapshot.iqcMonth(institution, item, month);
    if (known !== null && isAlike(known, figures)) return [];
    // A correction changes what was reported, not when.
    const row = { institution, item, month, ...figures };
    return [{ row: { ...row, reportedOn: known?.reportedOn ?? today }, from: end }];
  });
  if (changed.length > 0) {
    const due = { register: iqcMonthly.id, rows: changed, program: 'laboratory', note: `${institution} ${month}` };
    await db.tx((tx) => deps.events.emit(tx, 'entries-due', due));
    await deps.registers.refresh();
  }
  const counts = { submitted: changed.length, unchanged: measured.length - changed.length };
  await deps.audit.record({
    actor,
    action: 'iqc:submit',
    subject: `${institution}|${month}`,
    outcome: 'done',
    detail: counts,
  });
  return counts;
}
