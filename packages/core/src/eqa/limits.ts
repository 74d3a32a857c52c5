/**
 * How far a result may lie from its target 允许总误差 (TEa): in percent, in units, the larger of both, or units up to a concentration and percent
 * above. Limits are inside and never rounded. Source: WS/T 403-2024, the national EQA plan, 42 CFR 493.
 */

export type Criterion =
  | { readonly type: 'pct'; readonly percent: number }
  | { readonly type: 'abs'; readonly units: number }
  | { readonly type: 'greater'; readonly percent: number; readonly units: number }
  /** Units where the target is at most the cut, percent above it. */
  | { readonly type: 'piecewise_le'; readonly percent: number; readonly units: number; readonly cut: number }
  /** Units where the target is below the cut, percent from it: portable glucose meters. */
  | { readonly type: 'piecewise_lt'; readonly percent: number; readonly units: number; readonly cut: number }
  /** Qualitative: the report is the intended response, or one of those accepted. */
  | { readonly type: 'agreement' };

export const CRITERION_TYPES = ['pct', 'abs', 'greater', 'piecewise_le', 'piecewise_lt', 'agreement'] as const;

/** The allowable error at a target, in its units; null of what is not measured. */
export function allowableError(target: number, criterion: Criterion): number | null {
  const size = Math.abs(target);
  switch (criterion.type) {
    case 'pct':
      return (criterion.percent * size) / 100;
    case 'abs':
      return criterion.units;
    case 'greater':
      return Math.max((criterion.percent * size) / 100, criterion.units);
    case 'piecewise_le':
      return target <= criterion.cut ? criterion.units : (criterion.percent * size) / 100;
    case 'piecewise_lt':
      return target < criterion.cut ? criterion.units : (criterion.percent * size) / 100;
    case 'agreement':
      return null;
  }
}
