/** Labels 互认标识 on a single line of a report (section 2.7), and the footnote that explains them. */
import type { Scopes } from './scope.ts';
import { DEFAULT_SCOPES, NATIONAL, narrowness } from './scope.ts';

export interface PrintInput {
  /** Labels that `deriveMark` gives the issuer for the item on the report day. */
  readonly marks: readonly string[];
  /** Every planned activity of the instrument that measured is in date. */
  readonly instrumentInDate: boolean;
  /** IQC of that instrument was in control for the run. */
  readonly runInControl: boolean;
  /** The out-of-control event was closed before release. */
  readonly eventClosed?: boolean;
  readonly method: boolean;
  readonly referenceInterval: boolean;
}

export interface PrintVerdict {
  /** Widest scope first; they stand before the name of the item. */
  readonly labels: readonly string[];
  /** One sentence for each label, for the bottom of the report. */
  readonly footnotes: readonly string[];
  /** Why an entitled item prints no label on this line. */
  readonly reasons: readonly string[];
}

/**
 * What a report line prints.
 *
 * @example printMarks({ marks: ['晋HR'], instrumentInDate: true, runInControl: true, method: true, referenceInterval: true }).labels // ['晋HR']
 */
export function printMarks(input: PrintInput, scopes: Scopes = DEFAULT_SCOPES): PrintVerdict {
  if (input.marks.length === 0) return { labels: [], footnotes: [], reasons: [] };
  const reasons: string[] = [];
  if (!input.instrumentInDate) reasons.push('CALIBRATION_OVERDUE');
  if (!input.runInControl && input.eventClosed !== true) reasons.push('RUN_OUT_OF_CONTROL');
  if (!input.method || !input.referenceInterval) reasons.push('REPORT_INCOMPLETE');
  if (reasons.length > 0) return { labels: [], footnotes: [], reasons };
  const rank = (label: string): number => narrowness(scopes.scopeOf(label) ?? label);
  const labels = [...input.marks].sort((a, b) => rank(a) - rank(b));
  return { labels, footnotes: labels.map((label) => footnoteOf(label, scopes)), reasons };
}

const MUNICIPALITIES: readonly string[] = ['11', '12', '31', '50'];
const AUTONOMOUS_REGIONS: readonly string[] = ['15', '45', '54', '64', '65'];

/** The note at the bottom of the report 脚注: for 晋HR verbatim (taiyuan-2024.6.1#03), for others by its pattern. */
export function footnoteOf(label: string, scopes: Scopes = DEFAULT_SCOPES): string {
  return `‘${label}’为可在${reachOf(scopes.scopeOf(label))}范围内互认的检验项目`;
}

function reachOf(scope: string | null): string {
  if (scope === null) return '相应';
  if (scope === NATIONAL) return '全国';
  if (scope.startsWith('AGR:')) return '协议地区';
  if (scope.length === 4 || MUNICIPALITIES.includes(scope)) return '全市';
  if (scope.length === 6) return '全区（县）';
  return AUTONOMOUS_REGIONS.includes(scope) ? '全自治区' : '全省';
}
