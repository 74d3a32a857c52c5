/** Registers for programs of this installation: the command line and the demonstration. */
export type { ChangeOptions, ChangeOutcome, ChangeResult } from './change.ts';
export { importParsed, importRows, importTyped } from './change.ts';
export { entriesToExport } from './export.ts';
export { startNightly } from './nightly.ts';
export { MAX_FILE_BYTES } from '../platform/sheet/limits.ts';
export { readRegisterFile, writeRegisterFileApart } from '../platform/sheet/apart.ts';
