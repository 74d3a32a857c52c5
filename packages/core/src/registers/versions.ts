/**
 * Versions of register entries 目录条目的版本: what an import adds, corrects or leaves as it is. An entry is identified by
 * its key and the day from which it holds; a correction is a new version, and versions in force never overlap.
 * Source: recognition decision, ground rule 7 (facts are never overwritten; corrections are new versions).
 */
import type { Day } from '../kernel/day.ts';
import { groupBy } from '../kernel/group-by.ts';
import type { AnyRegister, CellFault } from '../kernel/register.ts';
import { keyOf } from '../kernel/register.ts';
import type { ProposedEntry, SheetProblem } from './parse-row.ts';
import { cellProblem } from './parse-row.ts';

/** A version that the store holds and that no newer one supersedes. */
export interface StoredVersion {
  readonly id: number;
  readonly key: string;
  readonly from: Day;
  readonly to: Day | null;
  readonly row: Readonly<Record<string, unknown>>;
  readonly publisher: string | null;
  readonly document: string | null;
}

/** One entry to be written; `replaces` is the id of the version that it corrects. */
export interface Change {
  readonly kind: 'add' | 'correct';
  readonly key: string;
  readonly entry: ProposedEntry;
  readonly replaces: number | null;
}

export interface ImportPlan {
  readonly changes: readonly Change[];
  readonly unchanged: number;
  readonly problems: readonly SheetProblem[];
}

interface Claim {
  readonly from: Day;
  readonly to: Day | null;
  /** Row in the sheet; null: stored. */
  readonly number: number | null;
}

/** What becomes of each proposed entry; `stored` holds at least the versions of the keys that the entries name. */
export function planImport(
  definition: AnyRegister,
  entries: readonly ProposedEntry[],
  stored: readonly StoredVersion[],
): ImportPlan {
  const storedByKey = groupBy(stored, (version) => version.key);
  const changes: Change[] = [];
  const problems: SheetProblem[] = [];
  let unchanged = 0;
  for (const [key, proposed] of groupBy(entries, (entry) => keyOf(definition, entry.row))) {
    const known = new Map((storedByKey.get(key) ?? []).map((version) => [version.from, version]));
    const claims: Claim[] = [];
    for (const entry of proposed) {
      const twin = claims.find((claim) => claim.from === entry.from);
      if (twin) problems.push(duplicate(definition, entry, key, twin.number ?? 0));
      else claims.push({ from: entry.from, to: entry.to, number: entry.number });
    }
    for (const version of known.values()) {
      if (!claims.some((claim) => claim.from === version.from)) claims.push({ ...version, number: null });
    }
    problems.push(...overlaps(definition, key, claims));
    for (const entry of proposed) {
      const version = known.get(entry.from);
      if (version === undefined) changes.push({ kind: 'add', key, entry, replaces: null });
      else if (isSame(definition, entry, version)) unchanged += 1;
      else changes.push({ kind: 'correct', key, entry: withProvenance(entry, version), replaces: version.id });
    }
  }
  return { changes, unchanged, problems: problems.sort((a, b) => a.row - b.row) };
}

/** A row that does not say by whose act it holds keeps what the corrected version says. */
function withProvenance(entry: ProposedEntry, version: StoredVersion): ProposedEntry {
  return {
    ...entry,
    publisher: entry.publisher ?? version.publisher,
    document: entry.document ?? version.document,
  };
}

function isSame(definition: AnyRegister, entry: ProposedEntry, version: StoredVersion): boolean {
  if (entry.to !== version.to) return false;
  if (entry.publisher !== null && entry.publisher !== version.publisher) return false;
  if (entry.document !== null && entry.document !== version.document) return false;
  return canonical(definition, entry.row) === canonical(definition, version.row);
}

function canonical(definition: AnyRegister, row: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.keys(definition.columns).map((id) => row[id] ?? null));
}

function duplicate(definition: AnyRegister, entry: ProposedEntry, key: string, other: number): SheetProblem {
  return cellProblem(definition, entry.number, definition.key[0] ?? 'from', {
    code: 'duplicate-key',
    reason: {
      en: `row ${other} has the same key \`${key}\` and the same first day ${entry.from}`,
      zh: `与第 ${other} 行的主键“${key}”及生效日 ${entry.from} 相同`,
    },
    remedy: { en: 'keep one of the two rows', zh: '请只保留其中一行' },
  });
}

/** Neighbours in time that overlap; the fault stands at a row of the sheet, never only at a stored version. */
function overlaps(definition: AnyRegister, key: string, claims: readonly Claim[]): readonly SheetProblem[] {
  const problems: SheetProblem[] = [];
  const inOrder = [...claims].sort((a, b) => (a.from < b.from ? -1 : 1));
  let open: Claim | undefined;
  for (const claim of inOrder) {
    if (open && (open.to === null || claim.from < open.to)) {
      const [row, other] = claim.number === null ? [open, claim] : [claim, open];
      if (row.number !== null)
        problems.push(cellProblem(definition, row.number, 'from', overlapFault(key, row, other)));
    }
    if (!open || isLater(claim.to, open.to)) open = claim;
  }
  return problems;
}

function isLater(a: Day | null, b: Day | null): boolean {
  return b !== null && (a === null || a > b);
}

function overlapFault(key: string, row: Claim, other: Claim): CellFault {
  const where =
    other.number === null
      ? { en: 'the entry on record', zh: '已登记的条目' }
      : { en: `row ${other.number}`, zh: `第 ${other.number} 行` };
  const period = `[${other.from}, ${other.to ?? '…'})`;
  return {
    code: 'overlapping-period',
    reason: {
      en: `the period of \`${key}\` overlaps ${where.en} ${period}`,
      zh: `主键“${key}”的有效期与${where.zh} ${period} 重叠`,
    },
    remedy:
      other.from < row.from
        ? {
            en: `end the earlier one in the same file (row with from ${other.from} and to ${row.from}), or correct the day`,
            zh: `请在同一文件中终止较早的条目（生效日 ${other.from}、失效日 ${row.from}），或更正日期`,
          }
        : {
            en: `end this row on ${other.from} or earlier`,
            zh: `请将本行的失效日填写为 ${other.from} 或更早`,
          },
  };
}
