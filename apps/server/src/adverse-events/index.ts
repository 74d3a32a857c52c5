/** Adverse events for programs of this installation: the command line. */
export { startAdverseEvents } from './jobs.ts';
