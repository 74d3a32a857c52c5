/**
 * Indicators that a hospital gives to departments 指标分解: each of the forty of Henan and of the core systems, with who answers for it and
 * the office that chases it; what departments entered by month, and what a month lacks. Source: henan-2023.req.2#01, henan-2025.mq.5#09.
 */
import type { Day } from '../kernel/day.ts';
import { isBlank } from '../kernel/text.ts';
import type { DepartmentIndicatorMonthRow, IndicatorDutyRow } from '../registers/definitions.ts';
import { departmentIndicatorMonths, HENAN_INDICATORS, indicatorDuties } from '../registers/definitions.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import { monthOf } from './periods.ts';

/** Of the forty, those that follow from records of the platform: critical values in time, adverse events for each discharge. */
const COMPUTED: ReadonlySet<string> = new Set(['henan-2023.ind.4.7', 'henan-2023.ind.4.12']);

/** What a month of an indicator lacks of its department: where the platform computes it, never a value. */
export type DepartmentStep = 'value' | 'analysis';

export interface GivenTo extends Pick<IndicatorDutyRow, 'department' | 'owner' | 'office'> {
  /** What the department entered of the month. */
  readonly entry: DepartmentIndicatorMonthRow | null;
  readonly lacks: readonly DepartmentStep[];
  /** Its newest value until the month, as it is. */
  readonly latest: DepartmentIndicatorMonthRow | null;
}

export interface GivenIndicator {
  /** By clause. */
  readonly indicator: string;
  readonly departments: readonly GivenTo[];
}

/** Indicators as they are given on a day, with what their departments entered of a month. */
export function givenIndicators(
  snapshot: RegisterSnapshot,
  institution: string,
  { indicators, month }: { readonly indicators: readonly string[]; readonly month: string },
  today: Day,
): readonly GivenIndicator[] {
  const given = snapshot.inForce(indicatorDuties, today).filter((row) => row.institution === institution);
  const entered = snapshot.inForce(departmentIndicatorMonths, today).filter((row) => row.institution === institution);
  return indicators.map((indicator) => ({
    indicator,
    departments: given
      .filter((row) => row.indicator === indicator)
      .map(({ department, owner, office }) => {
        const own = entered.filter((row) => row.indicator === indicator && row.department === department);
        const entry = own.find((row) => row.month === month) ?? null;
        const valued = own
          .filter((row) => row.numerator !== null && row.month <= month)
          .sort((a, b) => (a.month < b.month ? -1 : 1));
        return { department, owner, office, entry, lacks: lacksOf(indicator, entry), latest: valued.at(-1) ?? null };
      }),
  }));
}

function lacksOf(indicator: string, entry: DepartmentIndicatorMonthRow | null): readonly DepartmentStep[] {
  const isValued = COMPUTED.has(indicator) || (entry !== null && entry.numerator !== null);
  const isAnalysed = !isBlank(entry?.analysis);
  return [...(isValued ? [] : (['value'] as const)), ...(isAnalysed ? [] : (['analysis'] as const))];
}

/** Those of the forty that no department has 未分解. */
export function unassignedIndicators(snapshot: RegisterSnapshot, institution: string, today: Day): readonly string[] {
  return givenIndicators(snapshot, institution, { indicators: HENAN_INDICATORS, month: today.slice(0, 7) }, today)
    .filter(({ departments }) => departments.length === 0)
    .map(({ indicator }) => indicator);
}

/** A department with indicators of the forty, as a month of it stands. */
export interface DepartmentMonth {
  readonly department: string;
  readonly given: number;
  /** Which lack a value or an analysis. */
  readonly lacking: readonly string[];
  /** Which another department had when the month was over, and has no more. */
  readonly taken: readonly string[];
  /** The offices that chase them. */
  readonly offices: readonly string[];
}

/**
 * What departments owe of the forty in a month. The day after its last decides which indicators are owed, and by whom; one that a department
 * has since lost is owed by who has it today in its stead.
 */
export function departmentMonths(
  snapshot: RegisterSnapshot,
  institution: string,
  month: string,
  today: Day,
): readonly DepartmentMonth[] {
  const of = { indicators: HENAN_INDICATORS, month };
  const decided = givenIndicators(snapshot, institution, of, monthOf(`${month}-01` as Day).to);
  const first = new Map(
    decided.map((one) => [one.indicator, new Set(one.departments.map(({ department }) => department))]),
  );
  const months = new Map<string, DepartmentMonth>();
  for (const { indicator, departments } of givenIndicators(snapshot, institution, of, today)) {
    const had = first.get(indicator) ?? new Set<string>();
    const kept = departments.filter(({ department }) => had.has(department));
    for (const { department, office, lacks } of kept.length < had.size ? departments : kept) {
      const known = months.get(department) ?? { department, given: 0, lacking: [], taken: [], offices: [] };
      months.set(department, {
        department,
        given: known.given + 1,
        lacking: lacks.length > 0 ? [...known.lacking, indicator] : known.lacking,
        taken: had.has(department) ? known.taken : [...known.taken, indicator],
        offices: [...new Set([...known.offices, office])],
      });
    }
  }
  return [...months.values()];
}
