/** Which value of a parameter asks for more: a local pack may refine in that direction, and in no other. */
import type { RecognitionParameters } from '@fujie/core/recognition';

import type { ParameterSetting } from './pack.ts';

type Value = RecognitionParameters[keyof RecognitionParameters];

/** `union`: entries are added, none removed. `fixed`: only the same value agrees. */
type Direction = 'lower' | 'higher' | 'union' | 'fixed' | readonly [weak: string, strict: string];

const DIRECTIONS: Readonly<Record<keyof RecognitionParameters, Direction>> = {
  eqaProfile: ['latest', 'series'],
  eqaProfileOfScope: 'union',
  failBlocks: ['serving-scopes', 'all-scopes'],
  halfYear: 'fixed',
  noRoundHeld: ['excused', 'lapse'],
  makeUpRound: 'fixed',
  rectificationDays: 'lower',
  blindSampleReportWorkingDays: 'lower',
  // An earlier start makes more results a must.
  consortiumStart: 'lower',
  consortiumProvinces: 'union',
  majorMeasureWindowHours: 'fixed',
  explanationDeferralHours: 'lower',
  possibleEffectsRegions: 'union',
  timeLimitMissing: 'fixed',
  admission: 'union',
  eqaWarningDays: 'union',
  calibrationWarningDays: 'union',
  releaseOutOfControl: ['mark', 'refuse'],
  releaseWithoutControl: ['mark', 'refuse'],
  controlByHour: 'lower',
  unauthorisedStaff: ['mark', 'refuse'],
  suspendedItem: ['allow', 'refuse'],
  overdueInstrument: ['allow', 'refuse'],
  iqcReportDay: 'lower',
  dashboardLagMinutes: 'lower',
  formValidityMinutes: 'fixed',
  lookupBudgetMs: 'lower',
  weeklyHoliday: ['next-working-day', 'stays-monday'],
  deviation: 'fixed',
};

/** The value after a later pack's setting, or null when it weakens or contradicts the value that an earlier pack set. */
export function refinement(setting: ParameterSetting, current: Value): unknown {
  const direction = DIRECTIONS[setting.parameter];
  const { value } = setting;
  if (JSON.stringify(value) === JSON.stringify(current)) return value;
  if (direction === 'fixed') return null;
  if (direction === 'union') return union(current, value);
  if (direction === 'lower') return value < current ? value : null;
  if (direction === 'higher') return value > current ? value : null;
  return value === direction[1] ? value : null;
}

function union(current: unknown, added: unknown): unknown {
  if (isList(current) && isList(added)) return [...new Set([...current, ...added])];
  if (!isTable(current) || !isTable(added)) return null;
  const merged = new Map(Object.entries(current));
  for (const [key, value] of Object.entries(added)) {
    if (merged.has(key) && merged.get(key) !== value) return null;
    merged.set(key, value);
  }
  return Object.fromEntries(merged);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !isList(value);
}
