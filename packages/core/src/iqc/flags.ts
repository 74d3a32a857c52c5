/** Rules with their scopes as bits, so that a series of millions of points is judged without an object for each. */
import type { RuleName, RuleScope } from './rules.ts';
import { RULES } from './rules.ts';

export interface FlagMeaning {
  readonly rule: RuleName;
  readonly scope: RuleScope;
}

const SCOPES: Readonly<Record<RuleName, readonly RuleScope[]>> = {
  '1_2s': [null],
  '1_2.5s': [null],
  '1_3s': [null],
  '1_3.5s': [null],
  '2_2s': ['L', 'W'],
  '2of3_2s': ['L', 'W'],
  R_4s: ['W'],
  '3_1s': ['L', 'W'],
  '4_1s': ['L', 'A'],
  '6_x': ['L', 'A'],
  '8_x': ['L', 'A'],
  '9_x': ['L', 'A'],
  '10_x': ['L', 'A'],
  '12_x': ['L', 'A'],
  '7_T': ['L'],
};

/** What each bit of a point's flags says, the lowest first. */
export const FLAGS: readonly FlagMeaning[] = RULES.flatMap((rule) => SCOPES[rule].map((scope) => ({ rule, scope })));

/** The bit of a rule in a scope. */
export function flagOf(rule: RuleName, scope: RuleScope): number {
  return 1 << FLAGS.findIndex((flag) => flag.rule === rule && flag.scope === scope);
}

/** All bits of rules. */
export function flagsOf(rules: readonly RuleName[]): number {
  return FLAGS.reduce((mask, { rule }, bit) => (rules.includes(rule) ? mask | (1 << bit) : mask), 0);
}

/** Which rules in which scopes a point is evidence of. */
export function meaningsOf(flags: number): readonly FlagMeaning[] {
  return flags === 0 ? [] : FLAGS.filter((_, bit) => ((flags >>> bit) & 1) === 1);
}
