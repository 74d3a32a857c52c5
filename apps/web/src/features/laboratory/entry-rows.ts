/** The grid of fast entry 快速录入: systems of an instrument × lots and levels, decimals checked as one types. */
import type { IqcEntry, IqcLevel, IqcOverviewResponse } from '@fujie/wire/contracts';

type System = IqcOverviewResponse['systems'][number];
type Measurement = IqcEntry['results'][number];

export const columnKey = ({ product, lot, level }: Pick<IqcLevel, 'product' | 'lot' | 'level'>): string =>
  `${product}|${lot}|${level}`;
const cellKey = (system: string, column: string): string => `${system}|${column}`;

interface Cell {
  readonly key: string;
  readonly level: IqcLevel;
}

export interface EntryRow {
  readonly system: System;
  /** Null: this lot is not measured on this system. */
  readonly cells: readonly (Cell | null)[];
}

/** Columns are the lots with a target on any of the systems, and those added, which all of them can measure; a system with no lot has no row. */
export function entryGrid(
  systems: readonly System[],
  added: readonly IqcLevel[],
): { readonly columns: readonly IqcLevel[]; readonly rows: readonly EntryRow[] } {
  const byKey = new Map(
    [...systems.flatMap(({ materials }) => materials), ...added].map((one) => [columnKey(one), one]),
  );
  const columns = [...byKey.values()].sort((a, b) => columnKey(a).localeCompare(columnKey(b)));
  const isAdded = new Set(added.map(columnKey));
  return {
    columns,
    rows: systems.flatMap((system): EntryRow[] => {
      const own = new Set(system.materials.map(columnKey));
      const cells = columns.map((level) => {
        const key = columnKey(level);
        return own.has(key) || isAdded.has(key) ? { key: cellKey(system.code, key), level } : null;
      });
      return cells.every((cell) => cell === null) ? [] : [{ system, cells }];
    }),
  };
}

/** What is wrong with a reading as it stands; null: nothing, or nothing yet. */
export function faultOf(kind: System['kind'], reading: string): 'comma' | 'notNumber' | null {
  const text = reading.trim();
  if (kind === 'qualitative' || text === '' || /^[+-]?\d{1,12}(?:\.\d{0,12})?$/.test(text)) return null;
  return /^[+-]?\d+[,，]\d*$/.test(text) ? 'comma' : 'notNumber';
}

interface Given extends Pick<Measurement, 'measuredAt' | 'purpose'> {
  readonly operator: string;
}

interface Filled {
  readonly key: string;
  readonly system: System;
  readonly level: IqcLevel;
  readonly value: string;
}

/** The cells in which something stands, in the order in which they are sent: faults of the server name them by their place. */
export function filledCells(rows: readonly EntryRow[], values: Readonly<Record<string, string>>): readonly Filled[] {
  return rows.flatMap(({ system, cells }) =>
    cells.flatMap((cell) => {
      const value = cell === null ? '' : (values[cell.key] ?? '').trim();
      return cell === null || value === '' ? [] : [{ ...cell, system, value }];
    }),
  );
}

export type SentCell = Pick<Filled, 'key' | 'value'>;

/** What is typed and not saved yet: what was saved goes, what was typed since stays. */
export function withoutSaved(
  typed: Readonly<Record<string, string>>,
  saved: readonly SentCell[],
): Readonly<Record<string, string>> {
  const valueOf = new Map(saved.map(({ key, value }) => [key, value]));
  return Object.fromEntries(Object.entries(typed).filter(([key, value]) => value.trim() !== valueOf.get(key)));
}

/** The measurement that a filled cell says. */
export function measurementOf({ system, level, value }: Filled, { operator, ...given }: Given): Measurement {
  return {
    ...{ system: system.code, product: level.product, lot: level.lot, level: level.level },
    ...{ value: value.replace(/\.$/, ''), ...given },
    ...(system.unit === null ? {} : { unit: system.unit }),
    ...(operator.trim() === '' ? {} : { operator: operator.trim() }),
  };
}
