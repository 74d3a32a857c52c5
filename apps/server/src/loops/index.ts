/** Loops for programs of this installation: the command line. */
export { startLoops } from './jobs.ts';
