/** `/api/v1/statistics/recognition/deidentified` 去标识化导出: cases behind the counts, without anybody in them. */
import { formatInstant } from '@fujie/core/kernel';
import type { Day } from '@fujie/core/kernel';
import { DEFAULT_K, deidentify } from '@fujie/core/privacy';
import type { DeidentifiedQuery as Filter, DeidentifiedResponse as Answer } from '@fujie/wire/contracts';
import { printCsv, stampLine } from '@fujie/wire/sheet';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { findCasesOfPersons } from './statistics.query.ts';

/** More are a file that no spreadsheet opens. */
const MOST = 200_000;

const HEADER = [
  '年龄 Age',
  '性别 Sex',
  '地区 Region',
  '时间 Time',
  '项目 Item',
  '项目名称 Name',
  '判定 Class',
  '处置 Choice',
  '理由 Reason',
];

interface Asked {
  readonly from: Day;
  readonly to: Day;
  readonly institutions: readonly string[] | null;
  readonly department: string | null;
}

export async function deidentified(deps: Deps, actor: Actor, query: Filter, asked: Asked): Promise<Answer> {
  const snapshot = deps.registers.current();
  const k = query.k === undefined ? DEFAULT_K : Number(query.k);
  const found = await findCasesOfPersons(within(deps, actor).db, asked, MOST + 1);
  if (found.length > MOST) throw new HttpProblem('too-large', TOO_MANY);
  const shown = found.filter((row) => snapshot.item(row.item)?.sensitive === null);
  const given = deidentify(
    shown.map((row) => ({
      person: row.person_id,
      birthOn: row.birth_on,
      sex: row.sex,
      region: snapshot.institution(row.institution)?.region ?? '',
      day: row.day,
      data: row,
    })),
    k,
  );
  const counts = { k, total: found.length, sensitive: found.length - shown.length };
  const entry = await deps.audit.record({
    actor,
    action: 'statistics:deidentified',
    outcome: given === null ? 'refused' : 'done',
    detail: {
      ...asked,
      ...counts,
      rows: given?.rows.length ?? 0,
      suppressed: given?.suppressed ?? 0,
      level: given?.level ?? -1,
    },
  });
  if (given === null) throw new HttpProblem('refused', tooFew(k));
  const { rows, level, levels, suppressed } = given;
  const stamp = stampLine({
    user: actor.name,
    institution: actor.institution,
    at: formatInstant(deps.clock.now()),
    entry,
  });
  const summary = `※ k=${String(k)} · 泛化 level ${String(level)}/${String(levels - 1)} · 隐去 suppressed ${String(suppressed)} · 敏感类别未列 sensitive ${String(counts.sensitive)}`;
  const lines = rows.map(({ age, sex, region, time, data: { item, class: verdict, choice, code } }) => [
    ...[age, sex, region, time, item, snapshot.item(item)?.nameZh ?? ''],
    ...[verdict ?? '', choice ?? '', code === null ? '' : String(code)],
  ]);
  return {
    ...counts,
    rows: rows.length,
    suppressed,
    level,
    entry,
    csv: printCsv([HEADER, ...lines, [summary], [stamp]]),
  };
}

const TOO_MANY = {
  en: `The period holds more than ${String(MOST)} cases; choose a shorter one.`,
  zh: `该时段病例超过 ${String(MOST)} 条；请缩短时段。`,
};

const tooFew = (k: number) => ({
  en: `Too few persons: no way of making the rows coarser leaves ${String(k)} persons alike in each. Choose a longer period.`,
  zh: `人数过少：无论如何泛化，都无法使每种组合至少有 ${String(k)} 人。请选择更长的时段。`,
});
