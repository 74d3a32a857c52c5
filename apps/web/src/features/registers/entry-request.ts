/** What a form of an entry says, as the change that it asks for. */
import type { EntryRequest, EntryView, RegisterColumn, RegisterView } from '@fujie/wire/contracts';

export type EntryAction = EntryRequest['action'];

export interface EntryDraft {
  /** Absent while the entry is ended or withdrawn. */
  readonly row?: Readonly<Record<string, unknown>>;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly endPrevious?: boolean;
  readonly publisher?: string | null;
  readonly document?: string | null;
  readonly note?: string;
}

/** Columns that every register has, which the form shows at its end. */
const PERIOD_COLUMNS: ReadonlySet<string> = new Set(['from', 'to', 'publisher', 'document']);

/** The columns that are a register's own. */
export function rowColumnsOf(register: Pick<RegisterView, 'columns'>): readonly RegisterColumn[] {
  return register.columns.filter((column) => !PERIOD_COLUMNS.has(column.id));
}

/** What the form starts with: the entry as it is, in force in a new version from today on. */
export function draftOf(register: RegisterView, entry: EntryView | null, day: string): EntryDraft {
  return {
    row: Object.fromEntries(rowColumnsOf(register).map(({ id }) => [id, entry?.row[id] ?? null])),
    from: day,
    to: null,
    endPrevious: entry !== null,
    publisher: entry?.publisher ?? null,
    document: entry?.document ?? null,
  };
}

/** An empty field says nothing; a number that is none stays text, so that the server says what is wrong with it. */
function valueOf({ kind }: RegisterColumn, value: unknown): unknown {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return null;
  if ((kind !== 'integer' && kind !== 'decimal') || typeof value !== 'string') return value;
  const number = Number(value);
  return value.trim() === '' || Number.isNaN(number) ? value : number;
}

const textOf = (value: string | null | undefined): string | null => value?.trim() || null;

export function entryRequestOf(
  register: RegisterView,
  entry: EntryView | null,
  action: EntryAction,
  draft: EntryDraft,
  dryRun: boolean,
): EntryRequest {
  const note = textOf(draft.note);
  const common = { dryRun, ...(note === null ? {} : { note }) };
  const key = entry?.key ?? '';
  switch (action) {
    case 'put':
      return {
        action,
        row: Object.fromEntries(
          rowColumnsOf(register).map((column) => [column.id, valueOf(column, draft.row?.[column.id])]),
        ),
        from: draft.from ?? '',
        to: draft.to ?? null,
        ...(entry !== null && draft.endPrevious === true ? { endPrevious: true } : {}),
        publisher: textOf(draft.publisher),
        document: textOf(draft.document),
        ...common,
      };
    case 'end':
      return { action, key, to: draft.to ?? '', ...common };
    case 'withdraw':
      return { action, key, from: entry?.from ?? '', ...common, note: note ?? '' };
  }
}

/** The field that a fault of the answer speaks of: the first row is the entry of the form. */
export function fieldOfPath(register: RegisterView, action: EntryAction, path: string): string | null {
  const field = /^rows\[1\]\.(.+)$/.exec(path)?.[1] ?? null;
  if (field === null) return null;
  if (action === 'end') return field === 'to' ? field : null;
  return action === 'put' && register.columns.some(({ id }) => id === field) ? field : null;
}
