/** What pages offer and addresses name, apart from the schemas, so that pages need only these. */
export { STUDY_KINDS } from '@fujie/core/method';
export { CRITICAL_INDICATORS } from '@fujie/core/critical';
export { outlineOf } from '@fujie/core/eqa';
export type { DrawCheckResult } from '@fujie/core/inspection';
export { commitmentOf, verifyDraw } from '@fujie/core/inspection';
export { decisionLines, leveyJennings, RULE_DEFINITIONS, youden } from '@fujie/core/iqc';
export { FLAWS } from '@fujie/core/loops';
export { JOURNAL_BLOCKS } from '@fujie/core/organisation';
export { lastReleasable } from '@fujie/core/privacy';

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
] as const;
