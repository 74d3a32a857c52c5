/** The watch for programs of this installation: the command line. */
export { startWatch } from './jobs.ts';
