/**
 * Control rules 质控规则 (Westgard), what each looks at and which error it points to. Exceeding means strictly beyond: z > 2, never z ≥ 2.
 * Source: Westgard, Barry, Hunt, Groth, Clin Chem 1981;27:493; WS/T 641.
 */
import type { Problem, Result } from '../kernel/result.ts';
import { fault, ok } from '../kernel/result.ts';
import type { Bilingual } from '../kernel/register.ts';

export const RULES = [
  '1_2s',
  '1_2.5s',
  '1_3s',
  '1_3.5s',
  '2_2s',
  '2of3_2s',
  'R_4s',
  '3_1s',
  '4_1s',
  '6_x',
  '8_x',
  '9_x',
  '10_x',
  '12_x',
  '7_T',
] as const;
/** A control rule by its customary name. */
export type RuleName = (typeof RULES)[number];

/**
 * What a rule compares 范围: results of one level across runs (`L`), of several levels within one run (`W`), of whole runs and several
 * levels (`A`); a single result has none.
 */
export type RuleScope = 'L' | 'W' | 'A' | null;

/** Random error 随机误差, systematic error 系统误差, or drift 漂移. */
export type ErrorType = 'random' | 'systematic' | 'drift';

interface RuleDefinition {
  readonly text: Bilingual;
  readonly error: ErrorType | null;
}

const beyond = (limit: string): Bilingual => ({
  zh: `1 个结果超出均值 ±${limit}s`,
  en: `one result beyond mean ± ${limit} SD`,
});
const sided = (n: number): RuleDefinition => ({
  text: {
    zh: `连续 ${String(n)} 个结果在均值同一侧`,
    en: `${String(n)} results in a row on one side of the mean`,
  },
  error: 'systematic',
});

export const RULE_DEFINITIONS: Readonly<Record<RuleName, RuleDefinition>> = {
  '1_2s': { text: beyond('2'), error: null },
  '1_2.5s': { text: beyond('2.5'), error: 'random' },
  '1_3s': { text: beyond('3'), error: 'random' },
  '1_3.5s': { text: beyond('3.5'), error: 'random' },
  '2_2s': {
    text: { zh: '2 个结果同时或连续超出同侧 2s', en: 'two results beyond 2 SD on one side, in a run or in a row' },
    error: 'systematic',
  },
  '2of3_2s': {
    text: { zh: '3 个结果中有 2 个超出同侧 2s', en: 'two of three results beyond 2 SD on one side' },
    error: 'systematic',
  },
  R_4s: {
    text: {
      zh: '同批一个结果超出 +2s、另一个超出 -2s',
      en: 'in one run one level beyond +2 SD and another beyond −2 SD',
    },
    error: 'random',
  },
  '3_1s': {
    text: { zh: '3 个结果同时或连续超出同侧 1s', en: 'three results beyond 1 SD on one side, in a run or in a row' },
    error: 'systematic',
  },
  '4_1s': {
    text: { zh: '连续 4 个结果超出同侧 1s', en: 'four results in a row beyond 1 SD on one side' },
    error: 'systematic',
  },
  '6_x': sided(6),
  '8_x': sided(8),
  '9_x': sided(9),
  '10_x': sided(10),
  '12_x': sided(12),
  '7_T': {
    text: { zh: '连续 7 个结果逐次上升或下降', en: 'seven results in a row rising or falling at each step' },
    error: 'drift',
  },
};

/** Which rules are tested, and what they do 质控规则设置: of one item, for its number of levels. */
export interface RuleSettings {
  readonly rules: readonly RuleName[];
  /** Rules that only warn 警告规则; every other one rejects the run 失控规则. */
  readonly warnings: readonly RuleName[];
  /** `1_2s`: the other rules are looked at only in a run with a result beyond 2 SD, as by hand; they then miss what stays inside. */
  readonly gate: 'none' | '1_2s';
  /** `range`: R_4s asks for a range above 4 SD, not for one result beyond +2 SD and another beyond −2 SD. */
  readonly r4s: 'strict' | 'range';
}

/**
 * The customary multirule 常用多规则 for a number of levels. Of three levels a good run is rejected by 6_x, within levels and across them, once
 * in eight: it warns, and the further look-back of 9_x rejects (once in eighteen by all rules together; `fujie lab score`).
 */
export function customaryRules(levels: number): RuleSettings {
  const two: readonly RuleName[] = ['1_2s', '1_3s', '2_2s', 'R_4s', '4_1s', '10_x'];
  const three: readonly RuleName[] = ['1_2s', '1_3s', '2of3_2s', 'R_4s', '3_1s', '6_x', '9_x'];
  const of =
    levels >= 3 ? { rules: three, warnings: ['1_2s', '6_x'] as const } : { rules: two, warnings: ['1_2s'] as const };
  return { ...of, gate: 'none', r4s: 'strict' };
}

/** Reads names of rules; names each that is none. */
export function parseRules(names: readonly string[]): Result<readonly RuleName[]> {
  const problems: Problem[] = [];
  const rules = names.flatMap((name) => {
    const rule = RULES.find((one) => one === name);
    if (rule === undefined)
      problems.push({
        code: 'unknown-rule',
        path: 'rules',
        message: `\`${name}\` is no control rule; the rules are ${RULES.join(', ')}`,
        messageZh: `“${name}”不是质控规则；可用规则为 ${RULES.join('、')}`,
      });
    return rule ?? [];
  });
  return problems.length === 0 ? ok(rules) : fault(...problems);
}
