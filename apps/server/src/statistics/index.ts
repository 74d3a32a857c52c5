/** Statistics for programs of this installation: the command line. */
export { startReturns } from './return-jobs.ts';
export { rebuildStatistics } from './statistics.query.ts';
