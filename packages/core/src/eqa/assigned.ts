/**
 * Assigned value 指定值 of a sample, in the order of preference: reference measurement, formulation, expert laboratories, consensus of
 * participants by group; and whether the material is homogeneous and stable enough. Source: ISO 13528; the smallest group is a choice of ours.
 */
import { chiSquareQuantile } from '../estimates/distributions.ts';
import { meanOf, momentsOf } from '../estimates/moments.ts';
import { isAbove } from '../estimates/tolerance.ts';
import { chooseGroup } from '../iqc/peers.ts';
import type { PeerGroup } from '../iqc/peers.ts';

export const ASSIGNED_KINDS = ['reference', 'formulation', 'experts', 'consensus'] as const;
export type AssignedKind = (typeof ASSIGNED_KINDS)[number];

export interface AssignedValue {
  readonly kind: AssignedKind;
  readonly value: number;
  /** Standard uncertainty; null: whoever gave the value stated none. */
  readonly uncertainty: number | null;
  /** Laboratories behind it; 0 where it was not made of any. */
  readonly n: number;
  /** Robust SD of the group; null where there is none. */
  readonly sd: number | null;
  /** Group of participants whose consensus it is. */
  readonly group: string | null;
}

export interface Known {
  readonly value: number;
  readonly uncertainty: number | null;
}

/** What a laboratory of the panel 专家实验室 found, with its standard uncertainty where it gave one. */
export interface Expert {
  readonly laboratory: string;
  readonly value: number;
  readonly uncertainty: number | null;
}

export interface AssignmentInput {
  readonly reference?: Known;
  readonly formulation?: Known;
  readonly experts?: readonly Expert[];
  /** Results of participants by group, the narrowest first; blunders were taken out before, each with its reason. */
  readonly groups: readonly PeerGroup[];
}

export interface AssignmentSettings {
  readonly minimumGroup: number;
  readonly minimumExperts: number;
}
export const DEFAULT_ASSIGNMENT: AssignmentSettings = { minimumGroup: 12, minimumExperts: 3 };

/** The assigned value; null: no kind is there and no group is large enough, the sample is not graded. */
export function assignValue(
  { reference, formulation, experts = [], groups }: AssignmentInput,
  { minimumGroup, minimumExperts }: AssignmentSettings = DEFAULT_ASSIGNMENT,
): AssignedValue | null {
  if (reference !== undefined) return { kind: 'reference', ...reference, n: 0, sd: null, group: null };
  if (formulation !== undefined) return { kind: 'formulation', ...formulation, n: 0, sd: null, group: null };
  if (experts.length >= minimumExperts) return { kind: 'experts', ...expertValue(experts), group: null };
  const chosen = chooseGroup(groups, { minimum: minimumGroup });
  if (chosen === null) return null;
  const { mean, uncertainty, n, sd, name } = chosen;
  return { kind: 'consensus', value: mean, uncertainty, n, sd, group: name };
}

/**
 * What a panel agrees on 专家组共识: the robust mean of its values, as of participants; its uncertainty from those that the experts gave, or from their
 * scatter where one gave none. Source: ISO 13528:2015 7.6, C.3, by general knowledge.
 */
export function expertValue(
  experts: readonly Expert[],
): Pick<AssignedValue, 'value' | 'n'> & { readonly uncertainty: number; readonly sd: number } {
  const values = experts.map(({ value }) => value);
  // Where all are alike there is no scatter to weigh them by.
  const { mean, sd, uncertainty, n } = chooseGroup([{ name: 'experts', means: values }], { minimum: 1 }) ?? {
    ...{ mean: values[0] ?? 0, sd: 0, uncertainty: 0, n: values.length },
  };
  const given = experts.flatMap(({ uncertainty: own }) => own ?? []);
  const isGiven = given.length === n;
  return { value: mean, sd, n, uncertainty: isGiven ? (1.25 * Math.hypot(...given)) / n : uncertainty };
}

/** The response that enough participants agree on 定性共识; null: no consensus, the sample is not graded. */
export function consensusResponse(responses: readonly string[], share = 0.8): string | null {
  const counts = new Map<string, number>();
  for (const response of responses) counts.set(response.trim(), (counts.get(response.trim()) ?? 0) + 1);
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  return best === undefined || isAbove(share * responses.length, best[1]) ? null : best[0];
}

export interface Homogeneity {
  readonly items: number;
  /** SD within items (s_w) and between them (s_s). */
  readonly within: number;
  readonly between: number;
  /** The most that s_s may be: 0.3 sigma, and the expanded criterion that allows for few items. */
  readonly limit: number;
  readonly expandedLimit: number;
  readonly verdict: 'homogeneous' | 'homogeneous by the expanded criterion' | 'not homogeneous' | 'too few items';
}

/** Of at least ten items; by the number of items, the factor of s_w² in the expanded criterion (ISO 13528 annex B). */
const MINIMUM_ITEMS = 10;
const F2: readonly number[] = [1.01, 0.93, 0.86, 0.8, 0.75, 0.71, 0.68, 0.64, 0.62, 0.59, 0.57];

/** Homogeneity 均匀性 of items measured twice each. */
export function homogeneity(pairs: readonly (readonly [number, number])[], sigma: number): Homogeneity {
  const items = pairs.length;
  const within = Math.sqrt(pairs.reduce((sum, [a, b]) => sum + (a - b) ** 2, 0) / (2 * Math.max(items, 1)));
  const ofMeans = momentsOf(pairs.map(([a, b]) => (a + b) / 2)).sd ?? 0;
  const between = Math.sqrt(Math.max(0, ofMeans ** 2 - within ** 2 / 2));
  const limit = 0.3 * sigma;
  const f1 = items < 2 ? 0 : chiSquareQuantile(0.95, items - 1) / (items - 1);
  const f2 = F2[Math.min(items, MINIMUM_ITEMS + F2.length - 1) - MINIMUM_ITEMS] ?? 0;
  const expandedLimit = Math.sqrt(f1 * limit ** 2 + f2 * within ** 2);
  const verdict =
    items < MINIMUM_ITEMS
      ? 'too few items'
      : !isAbove(between, limit)
        ? 'homogeneous'
        : !isAbove(between, expandedLimit)
          ? 'homogeneous by the expanded criterion'
          : 'not homogeneous';
  return { items, within, between, limit, expandedLimit, verdict };
}

/** Whether a material stayed as it was 稳定性: the means before and after differ by 0.3 sigma at most; of nothing measured it is not shown. */
export function isStable(before: readonly number[], after: readonly number[], sigma: number): boolean {
  if (before.length === 0 || after.length === 0) return false;
  return !isAbove(Math.abs(meanOf(before) - meanOf(after)), 0.3 * sigma);
}
