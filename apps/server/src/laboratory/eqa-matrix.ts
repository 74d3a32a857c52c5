/** The matrix of returns of a round 回报矩阵, for its organiser: value by value how it stands, as a page and as a sheet; and the versions behind it. */
import type { GradedCell } from '@fujie/core/eqa';
import { classOfZ, matrixCells } from '@fujie/core/eqa';
import type { Instant } from '@fujie/core/kernel';
import { formatInstant, groupBy } from '@fujie/core/kernel';
import type { EqaMatrixResponse, EqaReturnedResponse } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import { stampOf } from '../platform/sheet/send-file.ts';
import { writeXlsxFile } from '../platform/sheet/xlsx-file.ts';
import { dbOf, organisedRound } from './eqa-access.ts';
import { countedReturn, statusOf } from './eqa-screening.ts';
import { receiptView, returnView } from './eqa-views.ts';
import type { ReturnRow, RoundRow } from './eqa.query.ts';
import { findEnrolments, findReceipts, findReturns, findScores } from './eqa.query.ts';

type Row = EqaMatrixResponse['rows'][number];

/** What is known of a round, once for all its items. */
interface Loaded {
  readonly round: RoundRow;
  readonly rowsOf: (item: string) => Row[];
}

async function load(deps: Deps, actor: Actor, id: number): Promise<Loaded> {
  const db = dbOf(deps, actor);
  const round = await organisedRound(db, actor, id);
  const returns = groupBy(await findReturns(db, id), ({ institution }) => institution);
  const receipts = groupBy(await findReceipts(db, id), ({ institution }) => institution);
  const enrolments = await findEnrolments(db, id);
  const graded = round.evaluated === 0 ? [] : await findScores(db, id, round.evaluated);
  const scores = new Map(graded.map((score) => [`${score.institution}|${score.item}`, score]));
  const snapshot = deps.registers.current();
  return {
    round,
    rowsOf: (item) =>
      enrolments
        .filter(({ items }) => items.includes(item))
        .map(({ institution, excused }): Row => {
          const returned = (returns.get(institution) ?? []).filter(({ submittedMs }) => submittedMs !== null);
          const counted = countedReturn(returned);
          const receipt = receipts.get(institution)?.at(-1);
          const score = scores.get(`${institution}|${item}`);
          const submittedMs = counted?.submittedMs ?? null;
          return {
            institution: namedInstitution(snapshot, institution),
            receipt: receipt === undefined ? null : receiptView(receipt),
            ...{ status: statusOf(counted), versions: returned.length, outcome: score?.outcome ?? null },
            submittedAt: submittedMs === null ? null : formatInstant(submittedMs as Instant),
            cells: cellsOf(round, item, { excused, counted, returned }, score?.cells ?? []),
          };
        }),
  };
}

interface Returned {
  readonly excused: readonly string[];
  readonly counted: ReturnRow | null;
  readonly returned: readonly ReturnRow[];
}

function cellsOf(
  { samples }: RoundRow,
  item: string,
  { excused, counted, returned }: Returned,
  graded: readonly GradedCell[],
): Row['cells'] {
  const before = returned.filter(({ version }) => counted !== null && version < counted.version);
  return matrixCells({ items: [item], samples, excused, counted, before }).map(({ item: _item, ...cell }) => {
    const z = graded.find(({ sample }) => sample === cell.sample)?.z ?? null;
    return { ...cell, z, zClass: z === null ? null : classOfZ(z) };
  });
}

/** What every laboratory returned for an item. */
export async function matrixOf(deps: Deps, actor: Actor, id: number, wanted?: string): Promise<EqaMatrixResponse> {
  const { round, rowsOf } = await load(deps, actor, id);
  const item = wanted ?? round.items[0]?.item ?? '';
  if (!round.items.some((one) => one.item === item))
    throw unfitField('item', 'The round has no such item: take one of the round', '本轮没有该项目：请使用本轮的项目');
  return { item, samples: [...round.samples], rows: rowsOf(item) };
}

const STATUSES = { submitted: '按时', late: '迟报', 'not participating': '未回报' } as const;
const STATES = { 'in time': '按时', late: '迟报', blank: '空白', missing: '未回报', excused: '豁免' } as const;
const CONDITIONS = { good: '完好', thawed: '已融化', leaking: '渗漏', missing: '缺失', other: '其他' } as const;
const COLUMNS = [
  '机构编码',
  '实验室',
  '收样',
  '收样时间',
  '回报',
  '回报时间',
  '上报版本数',
  '项目编码',
  '项目',
  '样品',
];
const VALUE_COLUMNS = ['回报值', '状态', '更正前', 'z'];

/** The matrix of all items as a sheet, a row for each value, with who took it out. */
export async function matrixSheet(deps: Deps, actor: Actor, id: number): Promise<Buffer> {
  const { round, rowsOf } = await load(deps, actor, id);
  const snapshot = deps.registers.current();
  const rows = round.items.flatMap(({ item }) => {
    const nameZh = snapshot.item(item)?.nameZh ?? item;
    return rowsOf(item).flatMap(({ institution, receipt, status, submittedAt, versions, cells }) =>
      cells.map((cell) => [
        ...[institution.code, institution.nameZh],
        ...(receipt === null ? ['', ''] : [CONDITIONS[receipt.condition], receipt.receivedAt]),
        ...[STATUSES[status], submittedAt ?? '', String(versions), item, nameZh, cell.sample],
        ...[cell.reported, STATES[cell.state], cell.corrected ?? '', cell.z?.toFixed(2) ?? ''],
      ]),
    );
  });
  const { user, institution, at } = stampOf(deps, actor, 0);
  return writeXlsxFile({
    name: '回报矩阵',
    rows: [[...COLUMNS, ...VALUE_COLUMNS], ...rows],
    headerCount: 1,
    guide: [
      ['列', '含义'],
      ['状态', '按时、迟报、空白（已回报而未填）、未回报、豁免'],
      ['更正前', '此前上报的版本中与现值不同的最近一个值；没有更正则为空'],
      ['z', '评价后的 z 分数（靶值不确定度过大时为 z′）'],
      ['导出', [user, institution, at].filter((part) => part !== null).join(' ')],
    ],
    ...{ options: new Map(), foot: null },
  });
}

/** What a laboratory returned, version by version; what it has not returned is its own. */
export async function returnedOf(
  deps: Deps,
  actor: Actor,
  id: number,
  institution: string,
): Promise<EqaReturnedResponse> {
  const db = dbOf(deps, actor);
  await organisedRound(db, actor, id);
  if ((await findEnrolments(db, id, institution)).length === 0)
    throw new HttpProblem('not-found', {
      en: `${institution} takes no part in this round: take one of its participants.`,
      zh: `${institution} 未参加本轮：请选择参加实验室。`,
    });
  const returned = (await findReturns(db, id, institution)).filter(({ submittedMs }) => submittedMs !== null);
  return {
    institution: namedInstitution(deps.registers.current(), institution),
    receipts: (await findReceipts(db, id, institution)).map(receiptView),
    returns: returned.map(returnView),
  };
}
