/**
 * The sheet of a return 回报表: a row for each item, a column for each sample, then what the item was measured by. What is wrong is said with its
 * row and column; nothing is taken of a sheet that has a fault. Source: national-2022.art.25#01.
 */
import type { Problem } from '@fujie/core/kernel';
import { trimCell } from '@fujie/core/registers';

import type { EqaReturnEntry } from '../contracts/index.ts';
import type { SheetRow } from './register-sheet.ts';

type Result = EqaReturnEntry['results'][number];

const CODE = ['项目编码', 'Code'] as const;
const FIXED = [CODE, ['项目', 'Item'], ['单位', 'Unit']] as const;
const MEANS = {
  method: ['方法', 'Method'],
  instrument: ['仪器', 'Instrument'],
  reagent: ['试剂', 'Reagent'],
  calibrator: ['校准品', 'Calibrator'],
} as const;
type Mean = keyof typeof MEANS;
/** k = 2, in percent of the result. */
const UNCERTAINTY = ['扩展不确定度%', 'Expanded uncertainty %'] as const;
const MEAN_IDS = Object.keys(MEANS) as Mean[];

/** What a sheet is printed from: the items of the laboratory, with what is known of each. */
export interface ReturnSheetItem {
  readonly item: string;
  readonly nameZh: string;
  readonly unit: string | null;
  readonly reported: Readonly<Record<string, string>>;
  readonly means: Readonly<Partial<Record<Mean, string | null>>>;
  readonly uncertaintyPercent: number | null;
}

export function printReturnSheet(
  samples: readonly string[],
  items: readonly ReturnSheetItem[],
): readonly (readonly string[])[] {
  return [
    [...FIXED.map(([zh]) => zh), ...samples, ...MEAN_IDS.map((mean) => MEANS[mean][0]), UNCERTAINTY[0]],
    ...items.map(({ item, nameZh, unit, reported, means, uncertaintyPercent }) => [
      ...[item, nameZh, unit ?? ''],
      ...samples.map((sample) => reported[sample] ?? ''),
      ...MEAN_IDS.map((mean) => means[mean] ?? ''),
      uncertaintyPercent === null ? '' : String(uncertaintyPercent),
    ]),
  ];
}

export interface ReadReturnSheet {
  readonly results: readonly Result[];
  /** Row and column of each result. */
  readonly places: readonly { readonly row: number; readonly column: string }[];
  readonly problems: readonly Problem[];
}

type ColumnId = 'code' | 'name' | 'unit' | 'uncertainty' | Mean | { readonly sample: string };

/** Reads a sheet: columns in any order, by Chinese or English name; empty rows and cells are passed over. */
export function readReturnSheet(rows: readonly SheetRow[], samples: readonly string[]): ReadReturnSheet {
  const place = rows.findIndex(({ cells }) => cells.some((cell) => idOf(cell, samples) === 'code'));
  const header = rows[place];
  if (header === undefined) return faulty([noHeader(rows[0]?.number ?? 1)]);
  const ids = header.cells.map((cell) => idOf(cell, samples));
  const problems = headerFaults(header, ids, samples);
  if (problems.length > 0) return faulty(problems);
  const read = rows.slice(place + 1).map((row) => rowOf(row, header.cells, ids));
  const faults = read.flatMap((row) => row.problems);
  if (faults.length > 0) return faulty(faults);
  return {
    results: read.flatMap((row) => row.results),
    places: read.flatMap(({ number, results }) => results.map(({ sample }) => ({ row: number, column: sample }))),
    problems: [],
  };
}

const faulty = (problems: readonly Problem[]): ReadReturnSheet => ({ results: [], places: [], problems });

const nameKey = (cell: string): string => trimCell(cell).normalize('NFKC').replace(/\s/g, '').toLowerCase();

function idOf(cell: string, samples: readonly string[]): ColumnId | null {
  const key = nameKey(cell);
  if (key === '') return null;
  const sample = samples.find((one) => nameKey(one) === key);
  if (sample !== undefined) return { sample };
  const isNamed = (names: readonly string[]): boolean => names.some((name) => nameKey(name) === key);
  const fixed = (['code', 'name', 'unit'] as const)[FIXED.findIndex(isNamed)];
  return fixed ?? MEAN_IDS.find((mean) => isNamed(MEANS[mean])) ?? (isNamed(UNCERTAINTY) ? 'uncertainty' : null);
}

const sameId = (a: ColumnId | null, b: ColumnId | null): boolean =>
  typeof a === 'object' && typeof b === 'object' ? a?.sample === b?.sample && a !== null : a !== null && a === b;

function headerFaults(
  header: SheetRow,
  ids: readonly (ColumnId | null)[],
  samples: readonly string[],
): readonly Problem[] {
  const isThere = (sample: string): boolean => ids.some((id) => typeof id === 'object' && id?.sample === sample);
  return [
    ...header.cells.flatMap((cell, i) => {
      const id = ids[i] ?? null;
      const name = trimCell(cell);
      if (id === null && name !== '')
        return [
          problemIn(header.number, name, 'unknown-column', {
            en: `there is no column or sample \`${name}\`; use the sheet of this round`,
            zh: `本轮没有“${name}”列或样品；请使用本轮的回报表`,
          }),
        ];
      if (ids.findIndex((one) => sameId(one, id)) >= i || id === null) return [];
      return [
        problemIn(header.number, name, 'repeated-column', {
          en: `column \`${name}\` stands twice; keep one`,
          zh: `“${name}”列重复；请保留一列`,
        }),
      ];
    }),
    ...samples
      .filter((sample) => !isThere(sample))
      .map((sample) =>
        problemIn(header.number, sample, 'missing-column', {
          en: `sample ${sample} has no column; add it, empty if nothing was measured`,
          zh: `缺少样品 ${sample} 的列；请补上，未检测可留空`,
        }),
      ),
  ];
}

interface ReadRow {
  readonly number: number;
  readonly results: readonly Result[];
  readonly problems: readonly Problem[];
}

function rowOf(
  { number, cells, unreadable = [] }: SheetRow,
  names: readonly string[],
  ids: readonly (ColumnId | null)[],
): ReadRow {
  const textOf = (wanted: ColumnId): string => {
    const at = ids.findIndex((id) => sameId(id, wanted));
    return at < 0 ? '' : trimCell(cells[at] ?? '');
  };
  const item = textOf('code');
  const given = (wanted: ColumnId): string | null => textOf(wanted) || null;
  const means = Object.fromEntries(MEAN_IDS.map((mean) => [mean, given(mean)]));
  const stated = textOf('uncertainty');
  const percent = Number(stated.normalize('NFKC').replace(/%$/, ''));
  const uncertainty = stated === '' ? {} : { uncertaintyPercent: percent };
  const results = ids.flatMap((id): Result[] => {
    if (id === null || typeof id !== 'object') return [];
    const reported = textOf(id);
    return reported === ''
      ? []
      : [{ item, sample: id.sample, reported, unit: given('unit'), ...means, ...uncertainty }];
  });
  const problems = [
    ...unreadable.map((at) =>
      problemIn(number, trimCell(names[at] ?? '') || null, 'unreadable-cell', {
        en: 'the cell is a formula, merged or an error; write its value',
        zh: '该单元格是公式、合并单元格或错误值；请填写数值',
      }),
    ),
    ...cells.flatMap((cell, at) =>
      (ids[at] ?? null) === null && trimCell(cell) !== ''
        ? [
            problemIn(number, null, 'cell-outside-columns', {
              en: `cell ${String(at + 1)} stands in no column; empty it, or name its column`,
              zh: `第 ${String(at + 1)} 个单元格不属于任何列；请清空，或补充列名`,
            }),
          ]
        : [],
    ),
    ...(stated === '' || (percent > 0 && percent <= 100)
      ? []
      : [
          problemIn(number, UNCERTAINTY[0], 'not-a-number', {
            en: `\`${stated}\` is no percentage above 0; write a number such as 3.5, or leave it empty`,
            zh: `“${stated}”不是大于 0 的百分数；请填写数字如 3.5，或留空`,
          }),
        ]),
    ...(item === '' && results.length > 0
      ? [
          problemIn(number, CODE[0], 'required', {
            en: 'the row has results but no code of an item; take it from the sheet of this round',
            zh: '该行有结果但缺少项目编码；请从本轮回报表中复制',
          }),
        ]
      : []),
  ];
  return { number, results, problems };
}

const noHeader = (row: number): Problem =>
  problemIn(row, null, 'no-header', {
    en: 'no header was found; use the sheet of this round',
    zh: '没有找到表头（项目编码、样品编号……）；请使用本轮的回报表',
  });

/** A fault with its row and column in the words. */
export function problemIn(
  row: number,
  column: string | null,
  code: string,
  { en, zh }: { readonly en: string; readonly zh: string },
): Problem {
  const path = `rows[${String(row)}]`;
  if (column === null)
    return { code, path, message: `Row ${String(row)}: ${en}`, messageZh: `第 ${String(row)} 行：${zh}` };
  return {
    ...{ code, path: `${path}.${column}` },
    message: `Row ${String(row)}, column ${column}: ${en}`,
    messageZh: `第 ${String(row)} 行“${column}”列：${zh}`,
  };
}
