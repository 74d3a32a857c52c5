/** What may be charged 收费 after a result was accepted or repeated (section 5.2, Article 28). */
import type { PanelInput } from './panel.ts';
import { assessPanel } from './panel.ts';
import type { RecognitionClass } from './types.ts';

/** One line of the bill. The amount is yuan, as text. */
export interface ChargeLine {
  readonly kind: string;
  readonly amount: string;
}

export interface FeeInput {
  readonly setting: 'outpatient' | 'emergency' | 'inpatient';
  readonly class: RecognitionClass;
  readonly choice: 'ACCEPT' | 'REPEAT';
  /** Whether the record exists that the examination or laboratory department took part 科室参与记录. */
  readonly departmentRecord?: boolean;
  /** Case of Article 19 under which a MUST result was repeated. */
  readonly code?: number | null;
  readonly lines: readonly ChargeLine[];
  /** The panel on the bill, if the accepted item is a component of one. */
  readonly panel?: PanelInput | null;
}

export type FeeCase = '28.1' | '28.2' | '28.3' | 'ordinary';

export interface FeeVerdict {
  readonly case: FeeCase;
  /** In the order of the specification's table, each once. */
  readonly violations: readonly string[];
}

const TRANSFER_KINDS: readonly string[] = ['transmission', 'transfer', 'storage', 'calling-up', 'retrieval'];
const NEVER_CHARGEABLE: readonly string[] = ['reading', 'recognition'];
/** Kinds of lines that stand for the service actually delivered 实际发生的医疗服务. */
const DELIVERED: readonly string[] = ['item', 'panel', 'service', 'sampling', 'material'];

/** The case of Article 28 that governs the bill. */
export function feeCaseOf(input: Pick<FeeInput, 'class' | 'choice' | 'departmentRecord'>): FeeCase {
  if (input.choice === 'REPEAT') return input.class === 'MUST' ? '28.3' : 'ordinary';
  if (input.class === 'NOT') return 'ordinary';
  return input.departmentRecord === true ? '28.2' : '28.1';
}

/**
 * Finds what a bill may not contain.
 *
 * @example assessFee({ setting: 'outpatient', class: 'MUST', choice: 'ACCEPT', lines: [{ kind: 'item', amount: '9.00' }] }).violations // ['RECHARGE_ACCEPTED_ITEM']
 */
export function assessFee(input: FeeInput): FeeVerdict {
  const feeCase = feeCaseOf(input);
  const isAccepted = feeCase === '28.1' || feeCase === '28.2';
  const has = (kinds: readonly string[]): boolean => input.lines.some((line) => kinds.includes(line.kind));
  const violations: string[] = [];
  if (isAccepted && has(['item'])) violations.push('RECHARGE_ACCEPTED_ITEM');
  if (has(['in-house-consultation']) && input.departmentRecord !== true) violations.push('CONSULT_WITHOUT_RECORD');
  if (input.lines.some((line) => isExtra(line, feeCase, input.setting))) violations.push('EXTRA_FEE');
  if (has(TRANSFER_KINDS)) violations.push('TRANSFER_FEE');
  if (feeCase === '28.3' && !hasCode(input.code)) violations.push('REPEAT_CHARGE_WITHOUT_CODE');
  if (input.setting === 'inpatient' && has(['consultation'])) violations.push('OUTPATIENT_FEE_INPATIENT');
  if (input.panel && assessPanel(input.panel).violation !== null) violations.push('BUNDLED_RECHARGE');
  return { case: feeCase, violations };
}

function hasCode(code: number | null | undefined): boolean {
  return typeof code === 'number' && Number.isInteger(code) && code >= 1 && code <= 6;
}

/** A line that is none of the violations with a code of its own, and that the case does not allow. */
function isExtra({ kind }: ChargeLine, feeCase: FeeCase, setting: FeeInput['setting']): boolean {
  if (NEVER_CHARGEABLE.includes(kind)) return true;
  // A stay 住院 has fees of its own, such as bed and nursing, that a recognised result neither adds nor takes away.
  if (feeCase === 'ordinary' || setting === 'inpatient') return false;
  if (kind === 'consultation' || kind === 'in-house-consultation' || TRANSFER_KINDS.includes(kind)) return false;
  if (feeCase === '28.3') return !DELIVERED.includes(kind);
  // A panel on the bill of an accepted component is judged by its own limit (section 5.3).
  return kind !== 'item' && kind !== 'panel';
}
