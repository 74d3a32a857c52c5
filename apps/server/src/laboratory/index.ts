/** What laboratories owe, for programs of this installation: the command line. */
export { startHolds } from './iqc-hold.ts';
export { startMeasuredMonths } from './iqc-measured.ts';
export { startObligations } from './obligations.ts';
