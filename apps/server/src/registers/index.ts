/** Registers for programs of this installation: the command line and the demonstration. */
export type { ChangeOptions, ChangeOutcome, ChangeResult } from './change.ts';
export { importParsed, importRows, importTyped, programActor } from './change.ts';
export { MAX_FILE_BYTES } from './sheet/limits.ts';
export { readRegisterFile } from './sheet/apart.ts';
