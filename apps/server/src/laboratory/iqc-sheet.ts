/**
 * Control results by sheet 质控结果表格导入: rows that stand are taken, rows that are refused go to quarantine as they came, with what is wrong in
 * which column; there they are corrected and sent again. Nothing is lost. Source: henan-2025.lab.7#01, lab.6#09.
 */
import type { Problem } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { ControlLine } from '@fujie/wire/sheet';
import { CONTROL_SHEET_TYPE, printControls, printCsv, readControlSheet } from '@fujie/wire/sheet';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { ControlSheetSent } from '../platform/events/events.ts';
import { readCells } from '../platform/sheet/apart.ts';
import type { WorkbookContent } from '../platform/sheet/xlsx-file.ts';
import { institutionFor } from './iqc-institution.ts';
import type { IqcDeps, Sending, SentMeasurement, Taken } from './iqc-record.ts';
import { takeMeasurements } from './iqc-record.ts';
import { overviewOf } from './iqc-views.ts';

export interface TakenSheet extends Taken {
  readonly rows: number;
  readonly refused: number;
  readonly problems: readonly Problem[];
  /** Under which number the refused rows are kept; null: none, or nothing was to be stored. */
  readonly quarantine: number | null;
}

const SHEETS = ['质控结果', 'Control results'];
const MOST_ROWS = 5000;
const NOTHING: Taken = { taken: 0, known: 0, runs: [], held: [] };

const GUIDE = [
  ['列 Column', '填写内容 What to write'],
  [
    '检测系统、质控品、批号、水平',
    '已按在用批号列出；未检测的行请删除 Lots in use are listed; delete rows that were not measured',
  ],
  ['结果', '定量填数字（小数用小数点），定性填结果原文 A number with a point, or the word that was read'],
  ['检测时间', '如 2026-03-02 08:15 As 2026-03-02 08:15'],
  ['用途', '空为常规 Empty: routine'],
];
const NOT_YET = { value: '', measuredAt: '', run: '', purpose: '', operator: '', reagentLot: '', calibratorLot: '' };

/** A sheet to be filled in by the own laboratory: a row for each level of each system of today. */
export async function emptySheet(deps: Deps, actor: Actor): Promise<WorkbookContent> {
  const institution = institutionFor(deps, actor, undefined);
  const { systems } = await overviewOf(deps, within(deps, actor).db, institution, dayOf(deps.clock.now()));
  const lines = systems.flatMap(({ code, unit, materials }) =>
    materials.map(({ product, lot, level }) => ({
      cells: { ...NOT_YET, system: code, product, lot, level, unit: unit ?? '' },
    })),
  );
  const rows = printControls(lines);
  return {
    name: SHEETS[0] ?? '',
    rows,
    headerCount: rows.length - lines.length,
    guide: GUIDE,
    options: new Map(),
    foot: null,
  };
}

interface Lines {
  readonly lines: readonly ControlLine[];
  readonly problems: readonly Problem[];
}

async function linesOf(file: Buffer): Promise<Lines> {
  const { rows, problems } = await readCells(file, SHEETS);
  // Faults of cells come with their rows; without rows they are those of the file.
  if (rows.length === 0) return { lines: [], problems: problems.length > 0 ? problems : [NO_ROWS] };
  const sheet = readControlSheet(rows);
  if (sheet.problems.length > 0) return { lines: [], problems: sheet.problems };
  if (sheet.lines.length === 0) return { lines: [], problems: [NO_ROWS] };
  return sheet.lines.length > MOST_ROWS ? { lines: [], problems: [TOO_MANY] } : { lines: sheet.lines, problems: [] };
}

/** Takes the rows of a file that stand; with `dryRun` nothing is stored. A file that cannot be read at all is answered by its problems alone. */
export async function takeSheet(
  deps: Deps,
  actor: Actor,
  { institution, file, dryRun }: { readonly institution: string; readonly file: Buffer; readonly dryRun: boolean },
): Promise<TakenSheet> {
  const { lines, problems } = await linesOf(file);
  if (problems.length > 0) return { ...NOTHING, rows: 0, refused: 0, problems, quarantine: null };
  const sending: Sending = { institution, channel: 'sheet', by: actor, dryRun };
  let found: TakenLines = { ...NOTHING, problems: [] };
  let quarantine: number | null = null;
  const { db } = within(deps, actor);
  if (dryRun) found = await takeLines(deps, db, lines, sending);
  else
    await db.tx(async (tx) => {
      found = await takeLines(deps, { tx: (work) => work(tx) }, lines, sending);
      const refused = refusedOf(lines, found.problems);
      if (refused.length === 0) return;
      await deps.events.emit(tx, 'message-refused', {
        ...{ institution, sender: actor.name, channel: 'sheet', contentType: CONTROL_SHEET_TYPE },
        ...{ raw: Buffer.from(printCsv(printControls(refused))), problems: inKept(found.problems, refused) },
        settle: (id) => {
          quarantine = id;
        },
      });
    });
  return { ...found, rows: lines.length, refused: refusedOf(lines, found.problems).length, quarantine };
}

/** Takes a sheet again, out of quarantine: all of it or nothing, in the transaction of whoever sends it. */
export async function takeSheetAgain(
  deps: IqcDeps,
  tx: Queryable,
  { institution, by, file, settle }: ControlSheetSent,
): Promise<void> {
  const { lines, problems } = await linesOf(file);
  const faults = [...problems, ...lines.flatMap((line) => (line.ok ? [] : line.problems))];
  if (faults.length > 0) {
    settle({ ok: false, problems: faults });
    return;
  }
  const sending: Sending = { institution, channel: 'sheet', by };
  const taken = await takeMeasurements(deps, { tx: (work) => work(tx) }, lines.flatMap(measurementOf), sending);
  if (!taken.ok) settle(taken);
  else settle({ ok: true, taken: taken.value.taken, known: taken.value.known, held: taken.value.held.length });
}

/** Rows of what is kept follow two of the header. */
function inKept(problems: readonly Problem[], kept: readonly ControlLine[]): readonly Problem[] {
  const names = new Map(kept.map(({ at }, place) => [at, `rows[${String(place + 3)}]`]));
  return problems.map((problem) => {
    const row = rowOf(problem);
    return { ...problem, path: problem.path.replace(row, names.get(row) ?? row) };
  });
}

interface TakenLines extends Taken {
  readonly problems: readonly Problem[];
}

/** What one pass refuses is left out of the next: a row may be refused by what it says, then by what is on record. */
async function takeLines(
  deps: IqcDeps,
  db: Parameters<typeof takeMeasurements>[1],
  lines: readonly ControlLine[],
  sending: Sending,
): Promise<TakenLines> {
  let problems = lines.flatMap((line) => (line.ok ? [] : line.problems));
  let left = lines.flatMap(measurementOf);
  while (left.length > 0) {
    const taken = await takeMeasurements(deps, db, left, sending);
    if (taken.ok) return { ...taken.value, problems };
    problems = [...problems, ...taken.problems];
    const named = rowsOf(taken.problems);
    left = left.filter(({ at }) => !named.has(at));
  }
  return { ...NOTHING, problems };
}

const rowOf = ({ path }: Problem): string => path.split('.')[0] ?? '';
const rowsOf = (problems: readonly Problem[]): ReadonlySet<string> => new Set(problems.map(rowOf));

function refusedOf(lines: readonly ControlLine[], problems: readonly Problem[]): readonly ControlLine[] {
  const named = rowsOf(problems);
  return lines.filter(({ at }) => named.has(at));
}

function measurementOf(line: ControlLine): readonly SentMeasurement[] {
  if (!line.ok) return [];
  const { cells, measuredAt, purpose } = line.row;
  const given = (cell: string): string | null => (cell === '' ? null : cell);
  return [
    {
      ...{ at: line.at, system: cells.system, product: cells.product, lot: cells.lot, level: cells.level },
      ...{ reading: cells.value, unit: given(cells.unit), measuredAt, purpose, run: given(cells.run) },
      ...{ operator: given(cells.operator), reagentLot: given(cells.reagentLot) },
      ...{ calibratorLot: given(cells.calibratorLot), repeatOf: null, key: null },
    },
  ];
}

const NO_ROWS: Problem = {
  code: 'no-rows',
  path: 'rows[1]',
  message: 'The sheet has no rows: fill in at least one',
  messageZh: '表格没有数据：请至少填写一行',
};
const TOO_MANY: Problem = {
  code: 'too-many',
  path: 'rows[1]',
  message: `The sheet has more than ${String(MOST_ROWS)} rows: split it`,
  messageZh: `表格超过 ${String(MOST_ROWS)} 行：请拆分`,
};
