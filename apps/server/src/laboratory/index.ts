/** What laboratories owe, for programs of this installation: the command line. */
export { startHolds } from './iqc-hold.ts';
export { startMeasuredMonths } from './iqc-measured.ts';
export { startPatientControl } from './iqc-patient-follow.ts';
export { startObligations } from './obligations.ts';
export type { VerdictDifference } from './iqc-verify.ts';
export { startVerification, verifyVerdicts } from './iqc-verify.ts';
