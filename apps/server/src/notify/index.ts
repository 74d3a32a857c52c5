/** Notices for programs of this installation: the command line. */
export { startNotify } from './jobs.ts';
