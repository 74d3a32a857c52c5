/**
 * A month of internal quality control in a region 区域室内质控月况, as it was reported: who reported, in time or late, whose imprecision does not
 * meet its requirement, where a testing day lacks control. Source: national-2022.art.24#01, #02, taiyuan-2024.5.0#02.
 */
import { isAbove } from '../estimates/tolerance.ts';
import type { ClassLimit, ImprecisionLimits } from '../iqc/monthly.ts';
import { judgeFigures, NO_LIMITS } from '../iqc/monthly.ts';
import type { Day } from '../kernel/day.ts';
import { addDays, daysBetween } from '../kernel/day.ts';
import { groupBy } from '../kernel/group-by.ts';
import { widening } from '../recognition/scope-facts.ts';
import { agreements, iqcMonthly, qualityRequirements, testSystems } from '../registers/definitions.ts';
import type { IqcMonthlyRow, QualityRequirementRow, TestSystemRow } from '../registers/rows.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';

/**
 * The strictest limits of imprecision that are required of an item on a day where an institution is, with the CV that the laboratory sets itself
 * if that is stricter.
 */
export function requiredImprecision(
  snapshot: RegisterSnapshot,
  { institution, systems }: { readonly institution: string; readonly systems: readonly Pick<TestSystemRow, 'maxCv'>[] },
  item: string,
  day: Day,
): ImprecisionLimits {
  const { minAgreement: _, ...limits } = requirementOf(snapshot, institution, item, day);
  const ownCv = systems.reduce<number | null>((most, own) => least(most, own.maxCv, Math.min), null);
  const { byClass } = limits;
  return {
    ...limits,
    maxCv: least(limits.maxCv, ownCv, Math.min),
    byClass: byClass && { ...byClass, maxCv: least(byClass.maxCv, ownCv, Math.min) ?? byClass.maxCv },
  };
}

/** Whether anything limits the scatter. */
export const limitsScatter = ({ maxCv, maxSd }: ImprecisionLimits): boolean => maxCv !== null || maxSd !== null;

interface Requirement extends ImprecisionLimits {
  readonly minAgreement: number | null;
}

const NONE: Requirement = { ...NO_LIMITS, minAgreement: null };

function requirementOf(snapshot: RegisterSnapshot, institution: string, item: string, day: Day): Requirement {
  const region = snapshot.institution(institution)?.region ?? '';
  const all = snapshot.memo(`strictest-requirements|${region}|${day}`, () => {
    const strictest = new Map<string, Requirement>();
    const scopes = scopesAround(snapshot, region, day);
    for (const row of snapshot.inForce(qualityRequirements, day)) {
      if (!scopes.has(row.scope)) continue;
      const known = strictest.get(row.item) ?? NONE;
      strictest.set(row.item, {
        maxCv: least(known.maxCv, row.maxCv, Math.min),
        maxSd: least(known.maxSd, row.maxSd, Math.min),
        // Where one of them tells CV and SD apart by a concentration, all are read so.
        sdBelow: least(known.sdBelow, row.sdBelow, Math.max),
        byClass: strictestOfClasses(known, row),
        minAgreement: least(known.minAgreement, row.minAgreement, Math.max),
      });
    }
    return strictest;
  });
  return all.get(item) ?? NONE;
}

/** The region, those that contain it, and agreements of which one of them is a member. */
function scopesAround(snapshot: RegisterSnapshot, region: string, day: Day): ReadonlySet<string> {
  const own = widening(region);
  const joined = snapshot
    .inForce(agreements, day)
    .flatMap(({ code, members }) => (members.some((member) => own.includes(member)) ? code : []));
  return new Set([...own, ...joined]);
}

/** What is asked of levels of a class: of a requirement that does not part levels, what it asks of all. */
function strictestOfClasses(known: Requirement, row: QualityRequirementRow): ClassLimit | null {
  const classes = [...new Set([...(known.byClass?.classes ?? []), ...(row.levelClasses ?? [])])];
  const maxCv = least(known.byClass?.maxCv ?? known.maxCv, row.classMaxCv ?? row.maxCv, Math.min);
  return classes.length === 0 || maxCv === null ? null : { classes, maxCv };
}

function least(a: number | null, b: number | null, of: (a: number, b: number) => number): number | null {
  return a === null ? b : b === null ? a : of(a, b);
}

/** How a month of an institution and item was reported. */
export interface ReportedItem {
  readonly institution: string;
  readonly item: string;
  readonly limits: ImprecisionLimits;
  readonly reported: IqcMonthlyRow | null;
  /** Days after the last one in time; 0: in time, or not reported. */
  readonly daysLate: number;
  readonly isFailing: boolean;
  readonly isUncovered: boolean;
}

/** Every institution and laboratory item that has a test system at the end of a month, or was reported; `dueOn` is the last day in time. */
export function regionMonth(
  snapshot: RegisterSnapshot,
  institutions: readonly string[],
  { month, end, dueOn }: { readonly month: string; readonly end: Day; readonly dueOn: Day },
): readonly ReportedItem[] {
  const within = new Set(institutions);
  const last = addDays(end, -1);
  const systems = new Map<string, Map<string, TestSystemRow[]>>();
  const add = (institution: string, item: string, ...rows: readonly TestSystemRow[]): void => {
    if (!within.has(institution)) return;
    const own = systems.get(institution) ?? new Map<string, TestSystemRow[]>();
    systems.set(institution, own);
    own.set(item, [...(own.get(item) ?? []), ...rows]);
  };
  for (const row of snapshot.inForce(testSystems, last)) add(row.institution, row.item, row);
  for (const { institution, item } of reportedIn(snapshot, month))
    if (snapshot.item(item, last)?.kind !== 'examination') add(institution, item);
  return [...systems].flatMap(([institution, items]) =>
    [...items].map(([item, own]): ReportedItem => {
      const reported = snapshot.iqcMonth(institution, item, month);
      const limits = requiredImprecision(snapshot, { institution, systems: own }, item, last);
      const { minAgreement } = requirementOf(snapshot, institution, item, last);
      return {
        ...{ institution, item, limits, reported },
        daysLate: daysLate(reported?.reportedOn ?? null, dueOn),
        isFailing: reported !== null && isBeyond(reported, limits, minAgreement),
        isUncovered: reported !== null && reported.qcDays + (reported.comparedDays ?? 0) < reported.testingDays,
      };
    }),
  );
}

/** Who reported which items of a month. */
function reportedIn(snapshot: RegisterSnapshot, month: string): readonly IqcMonthlyRow[] {
  return (
    snapshot
      .memo('months-reported', () => groupBy(snapshot.all(iqcMonthly), ({ row }) => row.month))
      .get(month)
      ?.map(({ row }) => row) ?? []
  );
}

const daysLate = (reportedOn: Day | null, dueOn: Day): number =>
  reportedOn === null ? 0 : Math.max(0, daysBetween(dueOn, reportedOn));

function isBeyond(reported: IqcMonthlyRow, limits: ImprecisionLimits, minAgreement: number | null): boolean {
  if (judgeFigures(reported, limits) === 'exceeds') return true;
  return reported.agreement !== null && minAgreement !== null && isAbove(minAgreement, reported.agreement);
}

export interface ReportedCounts {
  readonly of: number;
  readonly reported: number;
  readonly late: number;
  readonly failing: number;
  readonly uncovered: number;
  /** The most days by which one was late. */
  readonly daysLate: number;
}

/** Counts of one institution, or of one item. */
export function countReported(rows: readonly ReportedItem[]): ReportedCounts {
  const count = (is: (row: ReportedItem) => boolean): number => rows.filter(is).length;
  return {
    of: rows.length,
    reported: count(({ reported }) => reported !== null),
    late: count((row) => row.daysLate > 0),
    failing: count(({ isFailing }) => isFailing),
    uncovered: count(({ isUncovered }) => isUncovered),
    daysLate: Math.max(0, ...rows.map((row) => row.daysLate)),
  };
}
