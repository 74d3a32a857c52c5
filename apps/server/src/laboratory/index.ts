/** What laboratories owe, for programs of this installation: the command line. */
export { startObligations } from './obligations.ts';
