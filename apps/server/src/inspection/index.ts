/** Inspections for programs of this installation: the command line. */
export { startAuthorityDuties } from './authority-duties.ts';
