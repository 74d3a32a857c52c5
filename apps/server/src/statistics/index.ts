/** Statistics for programs of this installation: the command line. */
export { rebuildStatistics } from './statistics.query.ts';
