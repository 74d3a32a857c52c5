/** Organisation of quality for programs of this installation: the command line. */
export { startOrganisation } from './duties.ts';
