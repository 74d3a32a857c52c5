/**
 * Scorecards of departments 科室质量得分: how far each met what is asked of it, from records alone, shown to everybody in the hospital and taken
 * into account where heads, doctors and pay are decided on. What was reported of adverse events is no part of it: reporting harms nobody.
 * Source: henan-2025.mq.5#09, #10.
 */
import type { Bilingual } from '../kernel/register.ts';
import type { LoopDefinition } from '../loops/types.ts';

/** What is counted of a department. */
export const SCORE_MEASURES = {
  critical: { zh: '危急值环节按时完成', en: 'Steps of critical values done in time' },
  loops: { zh: '其他闭环环节按时完成', en: 'Other steps of loops done in time' },
  recognition: { zh: '应互认结果得到互认', en: 'Results recognised of those that should be' },
  explanations: { zh: '不予互认说明按期完成', en: 'Explanations of repeats given in time' },
  targets: { zh: '年度改进目标达成', en: 'Yearly targets met' },
} as const satisfies Record<string, Bilingual>;
export type ScoreMeasure = keyof typeof SCORE_MEASURES;

/** Where a result is taken into account 结果应用. */
export const RESULT_USES = {
  'head-assessment': { zh: '科主任目标考核', en: 'Assessment of a head', ofPerson: true },
  'head-appointment': { zh: '科主任任用', en: 'Appointment of a head', ofPerson: true },
  award: { zh: '评优评先', en: 'Award', ofPerson: false },
  'doctor-assessment': { zh: '医师定期考核', en: 'Periodic assessment of a doctor', ofPerson: true },
  'doctor-promotion': { zh: '医师晋升', en: 'Promotion of a doctor', ofPerson: true },
  'department-pay': { zh: '科室绩效分配', en: 'Performance pay of a department', ofPerson: false },
  'staff-pay': { zh: '个人绩效分配', en: 'Performance pay of a person', ofPerson: true },
  'officer-evaluation': { zh: '质控员考核', en: 'Evaluation of a quality officer', ofPerson: true },
} as const satisfies Record<string, Bilingual & { readonly ofPerson: boolean }>;
export type ResultUse = keyof typeof RESULT_USES;

export interface DepartmentCount {
  readonly department: string;
  readonly measure: ScoreMeasure;
  readonly numerator: number;
  readonly denominator: number;
}

export interface Score {
  readonly measure: ScoreMeasure;
  readonly numerator: number;
  readonly denominator: number;
  /** Null: nothing was asked of it. */
  readonly value: number | null;
}

/** Of which reporters and complainants are promised that it harms nobody. Source: henan-2025.mq.11#04, henan-2023.sa4.0#03. */
const PROMISED: readonly string[] = ['adverse-event', 'complaint'];
/** A hazard that somebody reported is promised, too; an explanation is a measure of its own. */
const APART: readonly string[] = ['organisation/hazard', 'recognition/explanation'];

/** Under which measure a step of a loop counts for its department; null: it is somebody else's, or no part of a scorecard. */
export function measureOfStage({ id, isSealed, stages }: LoopDefinition, stage: string): ScoreMeasure | null {
  const family = id.slice(0, id.indexOf('/'));
  if (isSealed === true || PROMISED.includes(family) || APART.includes(id)) return null;
  const at = stages.find((one) => one.id === stage)?.owner.at;
  if (at !== 'department' && at !== 'person') return null;
  return family === 'critical-value' ? 'critical' : 'loops';
}

/** The scores of a department, each measure once, from all that was counted. */
export function scoresOf(counts: readonly DepartmentCount[], department: string | null): readonly Score[] {
  return (Object.keys(SCORE_MEASURES) as readonly ScoreMeasure[]).map((measure) => {
    const own = counts.filter(
      (one) => one.measure === measure && (department === null || one.department === department),
    );
    const [numerator, denominator] = own.reduce<readonly [number, number]>(
      ([met, asked], one) => [met + one.numerator, asked + one.denominator],
      [0, 0],
    );
    return { measure, numerator, denominator, value: denominator === 0 ? null : numerator / denominator };
  });
}
