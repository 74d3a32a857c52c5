/**
 * Cases that are gone over again 案例复盘: appraisals of malpractice and of injury, disputes and petition backlogs, and beside them adverse
 * events; each is reviewed once it has a cause and an action. Source: henan-2025.mq.26#01.
 */
import type { Bilingual } from '../kernel/register.ts';
import type { LoopState } from '../loops/types.ts';

/** Kinds of cases that a hospital enters in its ledger 复盘台账. */
export const CASE_KINDS = {
  malpractice: { zh: '医疗事故鉴定', en: 'Appraisal of malpractice' },
  injury: { zh: '医疗损害鉴定', en: 'Appraisal of injury' },
  dispute: { zh: '医疗纠纷', en: 'Dispute' },
  petition: { zh: '信访积案', en: 'Petition backlog' },
} as const satisfies Record<string, Bilingual>;
export type CaseKind = keyof typeof CASE_KINDS;

/** Kinds that are counted: adverse events 不良事件 have a loop of their own and are on record already. */
export const COUNTED_CASE_KINDS = {
  ...CASE_KINDS,
  'adverse-event': { zh: '不良事件', en: 'Adverse event' },
} as const satisfies Record<string, Bilingual>;
export type CountedCaseKind = keyof typeof COUNTED_CASE_KINDS;

/** Causes 主要原因 that a review names. No document lists them. */
export const CASE_CAUSES = {
  care: { zh: '诊疗行为不符合规范', en: 'Care against rules or guidelines' },
  judgement: { zh: '病情观察或判断不足', en: 'Course misjudged or not watched' },
  consent: { zh: '告知与沟通不足', en: 'Information or consent' },
  record: { zh: '病历记录缺陷', en: 'Faults of the record' },
  process: { zh: '制度流程缺陷', en: 'Rules or flow' },
  staff: { zh: '人员资质与配置', en: 'Qualification or number of staff' },
  product: { zh: '药品、器械与设备', en: 'Drugs, devices, equipment' },
  attitude: { zh: '服务态度', en: 'How somebody was treated' },
  other: { zh: '其他', en: 'Something else' },
} as const satisfies Record<string, Bilingual>;

/** `unfounded`: released from review with a reason; it counts neither as reviewed nor as a case. */
export type CaseStanding = 'open' | 'reviewed' | 'closed' | 'unfounded';

/** Stages that name the cause and the action, by the outcomes that do so. */
const CAUSE: Readonly<Record<string, readonly string[]>> = { review: ['reviewed'], analyse: ['analysed'] };
const ACTION: Readonly<Record<string, readonly string[]>> = { plan: ['planned', 'none'] };

/**
 * How far the review of a case has come. An action that had no effect is planned anew, and until then the case has none: it is open.
 */
export function caseStanding({ status, stages }: Pick<LoopState, 'status' | 'stages'>): CaseStanding {
  if (status === 'waived' || status === 'void') return 'unfounded';
  if (status === 'closed') return 'closed';
  const says = (wanted: Readonly<Record<string, readonly string[]>>): boolean =>
    stages.some(({ id, outcome, doneAt }) => doneAt !== null && (wanted[id] ?? []).includes(outcome ?? ''));
  return says(CAUSE) && says(ACTION) ? 'reviewed' : 'open';
}

export interface CountedCase {
  readonly kind: CountedCaseKind;
  /** Codes of the departments concerned, the leading one first. */
  readonly departments: readonly string[];
  readonly standing: CaseStanding;
}

export interface CaseCount {
  readonly kind: CountedCaseKind;
  readonly cases: number;
  readonly reviewed: number;
}

/** Whether a case counts among those of a department; null: of the whole hospital. */
export function isCaseOf({ departments }: Pick<CountedCase, 'departments'>, department: string | null): boolean {
  return department === null || departments.includes(department);
}

/** Reviewed / cases 已复盘/案例 of each kind; a case of several departments counts for each of them, and once for the hospital. */
export function countCases(cases: readonly CountedCase[], department: string | null): readonly CaseCount[] {
  const own = cases.filter((one) => one.standing !== 'unfounded' && isCaseOf(one, department));
  return (Object.keys(COUNTED_CASE_KINDS) as CountedCaseKind[]).map((kind) => {
    const counted = own.filter((one) => one.kind === kind);
    return { kind, cases: counted.length, reviewed: counted.filter(({ standing }) => standing !== 'open').length };
  });
}
