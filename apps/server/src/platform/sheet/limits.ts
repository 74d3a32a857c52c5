/** How large a sheet may be, and how a file that could not be read at all is answered. */
import type { SheetProblem, SheetRow } from '@fujie/wire/sheet';

export const MAX_FILE_BYTES = 16 * 1024 * 1024;
export const MAX_ROWS = 100_000;
/** Entries of one exported file: with the two rows of the header and the line below, no more than an import takes. */
export const MAX_ENTRIES = MAX_ROWS - 3;
export const MAX_COLUMNS = 100;
/** What an xlsx file may unpack to, over all its parts. */
export const MAX_UNPACKED_BYTES = 128 * 1024 * 1024;
export const MAX_PARTS = 2000;

/** The rows of a file as they stand, and what in it could not be read. */
export interface FileRows {
  readonly rows: readonly SheetRow[];
  readonly problems: readonly SheetProblem[];
}
