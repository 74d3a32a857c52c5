/**
 * Whether a result is critical 危急值判定, and by which threshold. Of the thresholds that fit, the most specific decides. Source:
 * core-systems.14#01, henan-2025.mq.8#01.
 */
import type { Day } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';
import type { CriticalThresholdRow } from '../registers/rows.ts';
import type { Circumstances, CriticalJudgement, Fact, Measured, Side } from './types.ts';

/** What makes one threshold more specific than another, the weightiest first; then the narrower span of ages, then its code. */
const ORDER = ['institution', 'diagnosis', 'department', 'specimen', 'age', 'sex'] as const;

const has = (row: CriticalThresholdRow, what: (typeof ORDER)[number]): boolean =>
  what === 'age' ? row.ageUnit !== null : row[what] !== null;

/** Thresholds of one item, the most specific first. */
export function bySpecificity(rows: readonly CriticalThresholdRow[]): readonly CriticalThresholdRow[] {
  const rank = new Map(rows.map((row) => [row, ORDER.map((what) => (has(row, what) ? '0' : '1')).join('')]));
  return [...rows].sort((a, b) => {
    const [first, second] = [rank.get(a) ?? '', rank.get(b) ?? ''];
    if (first !== second) return first < second ? -1 : 1;
    return spanOf(a) - spanOf(b) || (a.code < b.code ? -1 : Number(a.code > b.code));
  });
}

const DAYS_IN = { days: 1, months: 30.44, years: 365.25 } as const;

function spanOf({ ageFrom, ageTo, ageUnit }: CriticalThresholdRow): number {
  return ageUnit === null ? Infinity : ((ageTo ?? 1000) - (ageFrom ?? 0)) * DAYS_IN[ageUnit];
}

/** Codes by which an issuer says itself that a result is critical (HL7 v3 ObservationInterpretation). */
const ISSUER_SAYS: readonly string[] = ['AA', 'HH', 'LL'];

/**
 * Judges a result against thresholds of its item, the most specific first (`bySpecificity`). A fact that is not known makes every
 * threshold that asks for it a possible one: the result is critical if it is by any of these, and what is missing is named.
 */
export function judgeCritical(
  measured: Measured,
  circumstances: Circumstances,
  thresholds: readonly CriticalThresholdRow[],
): CriticalJudgement {
  const { possible, asked } = possibleOf(measured, circumstances, thresholds);
  const verdicts = possible.map((threshold) => ({ threshold, verdict: compare(measured, threshold) }));
  const critical = verdicts.find(({ verdict }) => typeof verdict === 'object');
  if (critical !== undefined && typeof critical.verdict === 'object') {
    const isAgreed = verdicts.every(({ verdict }) => typeof verdict === 'object');
    const uncertain = [...(isAgreed ? [] : asked), ...(critical.verdict.isSure ? [] : (['value'] as const))];
    return { kind: 'critical', side: critical.verdict.side, threshold: critical.threshold, uncertain };
  }
  if (measured.flag !== null && ISSUER_SAYS.includes(measured.flag))
    return { kind: 'critical', side: 'issuer', threshold: null, uncertain: [] };
  if (verdicts.some(({ verdict }) => verdict === 'incomparable'))
    return { kind: 'unknown', missing: [...asked, 'value'] };
  return { kind: 'not-critical', threshold: asked.length === 0 ? (possible[0] ?? null) : null };
}

/** Whether a result may be critical for anybody: what is asked in memory before anything is read. `unknown`: it cannot be told. */
export function mayBeCritical(
  measured: Measured,
  on: Day,
  thresholds: readonly CriticalThresholdRow[],
): CriticalJudgement['kind'] {
  const nobody = { birthOn: null, sex: null, department: null, diagnoses: null, on };
  const { kind } = judgeCritical(measured, nobody, thresholds);
  return kind === 'not-critical' && measured.item === '' ? 'unknown' : kind;
}

/** The thresholds that may decide, down to the first that certainly fits, and the facts that would tell. */
function possibleOf(
  measured: Measured,
  circumstances: Circumstances,
  thresholds: readonly CriticalThresholdRow[],
): { readonly possible: readonly CriticalThresholdRow[]; readonly asked: readonly Fact[] } {
  const possible: CriticalThresholdRow[] = [];
  const asked = new Set<Fact>();
  for (const threshold of thresholds) {
    const missing = missingFor(threshold, measured, circumstances);
    if (missing === null) continue;
    possible.push(threshold);
    for (const fact of missing) asked.add(fact);
    if (missing.length === 0) break;
  }
  return { possible, asked: [...asked] };
}

/** Facts without which it is not known whether a threshold fits; null: it does not. */
function missingFor(
  row: CriticalThresholdRow,
  measured: Measured,
  { birthOn, sex, department, diagnoses, on }: Circumstances,
): readonly Fact[] | null {
  const missing: Fact[] = [];
  const ask = (fact: Fact, isAsked: boolean, fits: boolean | null): boolean => {
    if (!isAsked || fits === true) return true;
    if (fits === null) missing.push(fact);
    return fits === null;
  };
  const fits =
    ask('sex', row.sex !== null, sex === null ? null : sex === row.sex) &&
    ask('department', row.department !== null, department === null ? null : department === row.department) &&
    ask('specimen', row.specimen !== null, measured.specimen === null ? null : measured.specimen === row.specimen) &&
    ask(
      'diagnosis',
      row.diagnosis !== null,
      diagnoses?.some((code) => row.diagnosis?.some((prefix) => code.startsWith(prefix))) ?? null,
    ) &&
    ask('age', row.ageUnit !== null, birthOn === null ? null : isOfAge(row, birthOn, on));
  return fits ? missing : null;
}

/** The first day is that of the birthday: an age of 28 days begins 28 days after birth, 18 years on the 18th birthday. */
function isOfAge({ ageFrom, ageTo, ageUnit }: CriticalThresholdRow, birthOn: Day, on: Day): boolean {
  if (ageUnit === null) return true;
  return (
    (ageFrom === null || on >= dayAtAge(birthOn, ageFrom, ageUnit)) &&
    (ageTo === null || on < dayAtAge(birthOn, ageTo, ageUnit))
  );
}

function dayAtAge(birthOn: Day, age: number, unit: 'days' | 'months' | 'years'): Day {
  if (unit === 'days') return addDays(birthOn, age);
  const [year = 0, month = 1, day = 1] = birthOn.split('-').map(Number);
  const months = year * 12 + month - 1 + age * (unit === 'years' ? 12 : 1);
  // Who was born on a day that the month does not have comes of age on the first of the next.
  const reached = addDays(firstOf(months), day - 1);
  const next = firstOf(months + 1);
  return reached < next ? reached : next;
}

function firstOf(months: number): Day {
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}-01` as Day;
}

type Verdict = { readonly side: Side; readonly isSure: boolean } | 'no' | 'incomparable';

function compare(measured: Measured, row: CriticalThresholdRow): Verdict {
  if (row.findings !== null && isFound(measured, row.findings)) return { side: 'finding', isSure: true };
  if (row.low === null && row.high === null) return 'no';
  if (measured.value === null) return measured.isGiven ? 'incomparable' : 'no';
  return compareNumber(measured.value, measured.comparator, row);
}

/** A finding is named by its code or the beginning of one (`I21` of `I21.0`), or is all that the text says: what a text says among other things may be denied there. */
function isFound({ found, text }: Measured, findings: readonly string[]): boolean {
  const said = text?.normalize('NFKC').trim().toUpperCase();
  return findings.some(
    (finding) =>
      found.some((code) => code === finding || code.startsWith(`${finding}.`)) ||
      finding.normalize('NFKC').toUpperCase() === said,
  );
}

/** A result with a comparator is a span: it is surely critical if all of it is, and possibly if any of it is. */
function compareNumber(
  value: number,
  comparator: string | null,
  { low, high, inclusive }: CriticalThresholdRow,
): Verdict {
  const from = comparator?.startsWith('<') === true ? -Infinity : value;
  const to = comparator?.startsWith('>') === true ? Infinity : value;
  // The span reaches its ends unless it is said to lie beyond them.
  const [hasFrom, hasTo] = [comparator !== '>', comparator !== '<'];
  const below = (at: number, isReached: boolean, limit: number): boolean =>
    at < limit || (at === limit && inclusive && isReached);
  if (low !== null) {
    if (to < low || (to === low && (inclusive || !hasTo))) return { side: 'low', isSure: true };
    if (below(from, hasFrom, low)) return { side: 'low', isSure: false };
  }
  if (high !== null) {
    if (from > high || (from === high && (inclusive || !hasFrom))) return { side: 'high', isSure: true };
    if (below(-to, hasTo, -high)) return { side: 'high', isSure: false };
  }
  return 'no';
}
