/** Returns by sheet 回报表: the items of a laboratory to be filled in, and what came back, refused as a whole with row and column of each fault. */
import type { Problem } from '@fujie/core/kernel';
import type { EqaReturnEntry } from '@fujie/wire/contracts';
import { printReturnSheet, problemIn, readReturnSheet } from '@fujie/wire/sheet';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { readCells } from '../platform/sheet/apart.ts';
import { writeXlsxFile } from '../platform/sheet/xlsx-file.ts';
import { dbOf, roundOfLaboratory } from './eqa-access.ts';
import { saveReturn } from './eqa-returns.ts';
import { refused } from './eqa-rounds.ts';
import { ownRound } from './eqa-views.ts';

const NAMES = ['回报表', 'Return'];
const GUIDE = [
  ['列', '填写内容'],
  ['项目编码', '请勿修改；不参加的项目可删除整行'],
  ['样品编号', '每份样品一列：定量填数字（小数用小数点，可写 <0.1），定性填结果原文；未检测请留空'],
  ['单位', '按本轮要求的单位换算后填写'],
  ['方法、仪器、试剂、校准品', '用于分组评价，请据实填写'],
  ['扩展不确定度%', '可不填；k = 2，占结果的百分数，用于计算 En'],
];

/** The sheet of a laboratory in a round, with what stands in its latest version. */
export async function returnSheet(deps: Deps, actor: Actor, id: number): Promise<Buffer> {
  const { round, returns, usual } = await ownRound(deps, actor, id);
  const snapshot = deps.registers.current();
  const rows = printReturnSheet(
    round.samples,
    round.items.map(({ item, unit }) => {
      const own = (returns[0]?.results ?? []).filter((row) => row.item === item);
      const means = own[0] ?? usual.find((row) => row.item === item) ?? {};
      const reported = Object.fromEntries(own.map((row) => [row.sample, row.reported]));
      return {
        ...{ item, nameZh: snapshot.item(item)?.nameZh ?? item, unit, reported, means },
        uncertaintyPercent: own[0]?.uncertaintyPercent ?? null,
      };
    }),
  );
  return writeXlsxFile({ name: NAMES[0] ?? '', rows, headerCount: 1, guide: GUIDE, options: new Map(), foot: null });
}

/** Keeps what a sheet says as the next version of the return; the version it is. */
export async function takeReturnSheet(
  deps: Deps,
  actor: Actor,
  id: number,
  { file, after }: { readonly file: Buffer; readonly after: number },
): Promise<number> {
  const { round } = await roundOfLaboratory(dbOf(deps, actor), actor, id);
  const cells = await readCells(file, NAMES);
  if (cells.rows.length === 0) throw refused(cells.problems.length > 0 ? cells.problems : [NO_ROWS]);
  const { results, places, problems } = readReturnSheet(cells.rows, round.samples);
  if (problems.length > 0) throw refused(problems);
  if (results.length === 0) throw refused([NO_ROWS]);
  const entry: EqaReturnEntry = { after, results: [...results] };
  return saveReturn(deps, actor, id, entry, (problem) => {
    const found = /^results\[(\d+)\](?:\.(\w+))?$/.exec(problem.path);
    const place = places[Number(found?.[1])];
    if (place === undefined) return problem;
    const column = found?.[2] === 'unit' ? '单位' : found?.[2] === 'item' ? '项目编码' : place.column;
    return problemIn(place.row, column, problem.code, { en: problem.message, zh: problem.messageZh });
  });
}

const NO_ROWS: Problem = problemIn(1, null, 'no-rows', {
  en: 'the sheet has no results; fill in at least one',
  zh: '表格没有结果；请至少填写一格',
});
