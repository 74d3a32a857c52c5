/** Duties of recognition for programs of this installation: the command line. */
export { startSamples } from './samples.ts';
