/**
 * Sheets of control results 质控结果表格: a header, a measurement per row. What a row lacks or writes wrongly is said with its row and column;
 * the other rows stand. Source: henan-2025.lab.7#01, lab.6#09.
 */
import type { Instant, Problem } from '@fujie/core/kernel';
import { parseInstant } from '@fujie/core/kernel';
import { trimCell } from '@fujie/core/registers';

import type { SheetRow } from './register-sheet.ts';

interface Column {
  readonly zh: string;
  readonly en: string;
  readonly isRequired: boolean;
}

const column = (zh: string, en: string, isRequired = false): Column => ({ zh, en, isRequired });

export const CONTROL_COLUMNS = {
  system: column('检测系统', 'Test system', true),
  product: column('质控品', 'Control material', true),
  lot: column('批号', 'Lot', true),
  level: column('水平', 'Level', true),
  value: column('结果', 'Result', true),
  unit: column('单位', 'Unit'),
  measuredAt: column('检测时间', 'Measured at', true),
  run: column('分析批', 'Run'),
  purpose: column('用途', 'Purpose'),
  operator: column('操作者', 'Operator'),
  reagentLot: column('试剂批号', 'Reagent lot'),
  calibratorLot: column('校准品批号', 'Calibrator lot'),
} as const satisfies Record<string, Column>;
export type ControlColumn = keyof typeof CONTROL_COLUMNS;
const COLUMNS = Object.keys(CONTROL_COLUMNS) as ControlColumn[];

const PURPOSES = {
  routine: ['routine', '常规'],
  temporary: ['temporary', '临时加做', '临时'],
  parallel: ['parallel', '新批号平行', '平行'],
} as const;
type Purpose = keyof typeof PURPOSES;

export type ControlCells = Readonly<Record<ControlColumn, string>>;

/** A row that says what was measured when. */
export interface ControlRow {
  readonly cells: ControlCells;
  readonly measuredAt: Instant;
  readonly purpose: Purpose;
}

/** A row of the sheet: what it says, or what is wrong with it; `at` names it in what is said of it. */
export type ControlLine = { readonly at: string; readonly cells: ControlCells } & (
  { readonly ok: true; readonly row: ControlRow } | { readonly ok: false; readonly problems: readonly Problem[] }
);

export interface ControlSheet {
  readonly lines: readonly ControlLine[];
  /** Of the sheet as a whole: then it has no lines. */
  readonly problems: readonly Problem[];
}

/** Names such a sheet where it is kept. */
export const CONTROL_SHEET_TYPE = 'text/csv; profile=control-results';

const MAX_HEADER_DEPTH = 10;

/** The two header rows: Chinese, then English. */
export const controlHeader = (): readonly (readonly string[])[] => [
  COLUMNS.map((id) => CONTROL_COLUMNS[id].zh),
  COLUMNS.map((id) => CONTROL_COLUMNS[id].en),
];

/** Lines with their header, as a sheet again. */
export function printControls(lines: readonly Pick<ControlLine, 'cells'>[]): readonly (readonly string[])[] {
  return [...controlHeader(), ...lines.map(({ cells }) => COLUMNS.map((id) => cells[id]))];
}

/** Reads a sheet: columns by Chinese or English name or id in any order, empty rows passed over. */
export function readControlSheet(sheet: readonly SheetRow[]): ControlSheet {
  const filled = sheet.filter(
    ({ cells, unreadable }) => cells.some((cell) => trimCell(cell) !== '') || (unreadable ?? []).length > 0,
  );
  const first = filled.slice(0, MAX_HEADER_DEPTH).findIndex(({ cells }) => known(cells) >= 2);
  const header = filled[first];
  if (header === undefined) return { lines: [], problems: [noHeader()] };
  const ids = header.cells.map(idOf);
  const problems = headerProblems(header.cells, ids);
  if (problems.length > 0) return { lines: [], problems };
  const body = filled.slice(first + 1);
  const isSecondHeader = body[0]?.cells.every((cell, i) => trimCell(cell) === '' || idOf(cell) === ids[i]) === true;
  return { lines: (isSecondHeader ? body.slice(1) : body).map((row) => lineOf(row, ids)), problems: [] };
}

const nameKey = (cell: string): string =>
  cell
    .normalize('NFKC')
    .replace(/[\s*\u200b\ufeff]/gu, '')
    .toLowerCase();

const NAMES = new Map(
  COLUMNS.flatMap((id) => [id, CONTROL_COLUMNS[id].zh, CONTROL_COLUMNS[id].en].map((name) => [nameKey(name), id])),
);

const idOf = (cell: string): ControlColumn | null => NAMES.get(nameKey(cell)) ?? null;
const known = (cells: readonly string[]): number => cells.filter((cell) => idOf(cell) !== null).length;

function lineOf(
  { number, cells: raw, unreadable = [] }: SheetRow,
  ids: readonly (ControlColumn | null)[],
): ControlLine {
  const at = `rows[${String(number)}]`;
  const cells = Object.fromEntries(
    COLUMNS.map((id) => {
      const place = ids.indexOf(id);
      return [id, place < 0 ? '' : trimCell(raw[place] ?? '')];
    }),
  ) as ControlCells;
  const stray = raw.findIndex((cell, i) => (ids[i] ?? null) === null && trimCell(cell) !== '');
  const measuredAt = timeOf(cells.measuredAt);
  const purpose = purposeOf(cells.purpose);
  const problems = [
    ...(stray < 0 ? [] : [outside(at, stray)]),
    ...unreadable.map((place) => unreadableCell(at, ids[place] ?? null)),
    ...COLUMNS.filter(
      (id) => CONTROL_COLUMNS[id].isRequired && cells[id] === '' && !isUnreadable(unreadable, ids, id),
    ).map((id) => missing(at, id)),
    ...(cells.measuredAt !== '' && measuredAt === null ? [noTime(at, cells.measuredAt)] : []),
    ...(purpose === null ? [noPurpose(at, cells.purpose)] : []),
  ];
  if (problems.length > 0 || measuredAt === null || purpose === null) return { at, cells, ok: false, problems };
  return { at, cells, ok: true, row: { cells, measuredAt, purpose } };
}

const isUnreadable = (
  unreadable: readonly number[],
  ids: readonly (ControlColumn | null)[],
  id: ControlColumn,
): boolean => unreadable.some((place) => ids[place] === id);

function purposeOf(cell: string): Purpose | null {
  if (cell === '') return 'routine';
  const found = Object.entries(PURPOSES).find(([, names]) => names.some((name) => name === cell.toLowerCase()));
  return found === undefined ? null : (found[0] as Purpose);
}

/** Times as spreadsheets write them are those of China; with an offset they say so themselves. */
function timeOf(cell: string): Instant | null {
  const found = /^(20\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T]+(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?$/.exec(cell);
  const two = (text = '00'): string => text.padStart(2, '0');
  const text =
    found === null
      ? cell
      : `${found[1] ?? ''}-${two(found[2])}-${two(found[3])}T${two(found[4])}:${two(found[5])}:${two(found[6])}+08:00`;
  const parsed = parseInstant(text);
  return parsed.ok ? parsed.value : null;
}

const problem = (path: string, code: string, message: string, messageZh: string): Problem => ({
  ...{ code, path, message, messageZh },
});

const noHeader = (): Problem =>
  problem(
    'rows[1]',
    'no-header',
    'No header of control results was found in the first rows: start from the template',
    `前几行中没有找到质控结果的表头（${COLUMNS.map((id) => CONTROL_COLUMNS[id].zh).join('、')}）：请使用模板`,
  );

function headerProblems(cells: readonly string[], ids: readonly (ControlColumn | null)[]): readonly Problem[] {
  const repeated = ids.flatMap((id, i) => (id !== null && ids.indexOf(id) < i ? [id] : []));
  return [
    ...cells.flatMap((cell, i) =>
      ids[i] === null && trimCell(cell) !== ''
        ? [
            problem(
              'rows[1]',
              'unknown-column',
              `There is no column \`${trimCell(cell)}\`: rename or remove it, or start from the template`,
              `没有“${trimCell(cell)}”列：请更名或删除，或使用模板`,
            ),
          ]
        : [],
    ),
    ...repeated.map((id) =>
      problem(
        id,
        'repeated-column',
        `Column ${CONTROL_COLUMNS[id].en} stands twice: keep one`,
        `“${CONTROL_COLUMNS[id].zh}”列重复：请保留一列`,
      ),
    ),
    ...COLUMNS.filter((id) => CONTROL_COLUMNS[id].isRequired && !ids.includes(id)).map((id) =>
      problem(
        id,
        'missing-column',
        `Column ${CONTROL_COLUMNS[id].en} is missing: add it`,
        `缺少“${CONTROL_COLUMNS[id].zh}”列：请补充`,
      ),
    ),
  ];
}

const missing = (at: string, id: ControlColumn): Problem =>
  problem(
    `${at}.${id}`,
    'required',
    `${CONTROL_COLUMNS[id].en} is empty: fill it in, or leave the whole row out`,
    `“${CONTROL_COLUMNS[id].zh}”为空：请填写，或整行不填`,
  );

const noTime = (at: string, cell: string): Problem =>
  problem(
    `${at}.measuredAt`,
    'not-a-time',
    `\`${cell}\` is no day with time: write it as 2026-03-02 08:15`,
    `“${cell}”不是日期加时间：请写作 2026-03-02 08:15`,
  );

const noPurpose = (at: string, cell: string): Problem =>
  problem(
    `${at}.purpose`,
    'unknown-option',
    `\`${cell}\` is no purpose: write routine, temporary or parallel, or nothing`,
    `“${cell}”不是用途：请写“常规”“临时加做”或“新批号平行”，或留空`,
  );

const outside = (at: string, place: number): Problem =>
  problem(
    at,
    'cell-outside-columns',
    `Cell ${String(place + 1)} stands in no column: quote commas inside a cell, or empty it`,
    `第 ${String(place + 1)} 个单元格不属于任何列：请为含逗号的内容加引号，或清空`,
  );

const unreadableCell = (at: string, id: ControlColumn | null): Problem =>
  problem(
    id === null ? at : `${at}.${id}`,
    'unreadable-cell',
    'The cell is a formula, an error, a percentage or merged with another: write its plain value',
    '单元格为公式、错误值、百分数或合并单元格：请填写数值本身',
  );
