/** What pages offer and addresses name, apart from the schemas, so that pages need only these. */
export { CRITICAL_INDICATORS } from '@fujie/core/critical';
export type { DrawCheckResult } from '@fujie/core/inspection';
export { commitmentOf, verifyDraw } from '@fujie/core/inspection';
export { FLAWS } from '@fujie/core/loops';
export { JOURNAL_BLOCKS } from '@fujie/core/organisation';
export { lastReleasable } from '@fujie/core/privacy';
