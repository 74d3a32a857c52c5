/** What pages offer and addresses name, apart from the schemas, so that pages need only these. */
export { STUDY_KINDS } from '@fujie/core/method';
export { CRITICAL_INDICATORS, CRITICAL_KINDS } from '@fujie/core/critical';
export { outlineOf } from '@fujie/core/eqa';
export type { DrawCheckResult } from '@fujie/core/inspection';
export { commitmentOf, verifyDraw } from '@fujie/core/inspection';
export { decisionLines, leveyJennings, RULE_DEFINITIONS, youden } from '@fujie/core/iqc';
export { FLAWS } from '@fujie/core/loops';
export { JOURNAL_BLOCKS } from '@fujie/core/organisation';
export { lastReleasable } from '@fujie/core/privacy';

/** What is counted of adverse events beside their number 不良事件计数; each opens to its events. */
export const EVENT_MEASURES = ['nearMisses', 'graded', 'closed', 'closedInTime', 'systemic'] as const;

/** By what adverse events are counted 不良事件分析维度; the first ones are what a page offers first. */
export const EVENT_DIMENSIONS = [
  'department',
  'institution',
  'month',
  'grade',
  'class',
  'kind',
  'harm',
  'serviceStage',
  'hour',
  'place',
  'illness',
  'product',
] as const;
