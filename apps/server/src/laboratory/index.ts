/** What laboratories owe, for programs of this installation: the command line. */
export { startHolds } from './iqc-hold.ts';
export { startMeasuredMonths } from './iqc-measured.ts';
export { startPatientControl } from './iqc-patient-follow.ts';
export { startObligations } from './obligations.ts';
export type { VerdictDifference } from './iqc-verify.ts';
export type { BrokenSeal } from './iqc-seals.ts';
export { checkSeals } from './iqc-seals.ts';
export { startVerification, systemsOf, verifyVerdicts } from './iqc-verify.ts';
