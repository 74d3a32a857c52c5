/** `/api/v1/statistics/recognition/deidentified` 去标识化导出: cases behind the counts, without anybody in them. */
import { dayOf, formatInstant } from '@fujie/core/kernel';
import type { Day } from '@fujie/core/kernel';
import { DEFAULT_K, releasableOn } from '@fujie/core/privacy';
import type { Deidentified } from '@fujie/core/privacy';
import type { DeidentifiedQuery as Filter, DeidentifiedResponse as Answer } from '@fujie/wire/contracts';
import { printCsv, stampLine } from '@fujie/wire/sheet';

import type { Actor } from '../platform/auth/permissions.ts';
import { covers } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { releaseMonth } from './release.ts';
import type { CaseFacts, ReleaseRow } from './release.query.ts';
import { findReleases } from './release.query.ts';

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

type Given = ReleaseRow & { readonly given: Deidentified<CaseFacts> };

/** The release of a month, as far as its cities lie in the region of who asks: the same to everyone, as often as it is asked for. */
export async function deidentified(deps: Deps, actor: Actor, { month }: Filter): Promise<Answer> {
  const from = releasableOn(month);
  if (dayOf(deps.clock.now()) < from) throw new HttpProblem('refused', tooEarly(from));
  const snapshot = deps.registers.current();
  const cities = (await releaseMonth(deps, month)).filter((city) => covers(actor.region, city));
  const releases = (await findReleases(deps.db, month, cities))
    .filter((row): row is Given => row.given !== null)
    // An item that has become sensitive since holds its city back: taking out its rows alone would leave smaller groups.
    .filter(({ given }) => given.rows.every(({ data }) => (snapshot.item(data.item)?.sensitive ?? null) === null));
  const sum = (of: (given: Given['given']) => number): number => releases.reduce((n, { given }) => n + of(given), 0);
  const counts = {
    total: sum(({ total }) => total),
    rows: sum(({ rows }) => rows.length),
    suppressed: sum(({ suppressed }) => suppressed),
  };
  const entry = await deps.audit.record({
    actor,
    action: 'statistics:deidentified',
    outcome: releases.length === 0 ? 'refused' : 'done',
    detail: { month, cities: releases.map(({ city }) => city), withheld: cities.length - releases.length, ...counts },
  });
  if (releases.length === 0) throw new HttpProblem('refused', tooFew);
  const lines = releases.flatMap(({ given }) =>
    given.rows.map(({ age, sex, region, time, data: { item, class: verdict, choice, code } }) => [
      ...[age, sex, region, time, item, snapshot.item(item)?.nameZh ?? ''],
      ...[verdict ?? '', choice ?? '', code === null ? '' : String(code)],
    ]),
  );
  const { name: user, institution } = actor;
  const stamp = stampLine({ user, institution, at: formatInstant(deps.clock.now()), entry });
  return {
    month,
    cities: releases.map(({ city }) => city),
    withheld: cities.length - releases.length,
    ...counts,
    entry,
    csv: printCsv([HEADER, ...lines, ...releases.map((release) => [summaryOf(month, release)]), [stamp]]),
  };
}

function summaryOf(month: string, { city, k, given: { level, levels, suppressed } }: Given): string {
  return `※ ${month} ${city} · k=${String(k)} · 泛化 level ${String(level)}/${String(levels - 1)} · 隐去 suppressed ${String(suppressed)} · 敏感类别未列 sensitive classes left out`;
}

const tooEarly = (from: Day) => ({
  en: `The cases of a month are given once it is over and settled: this one from ${from} on. Choose an earlier month.`,
  zh: `月度病例须待该月结束并稳定后导出：该月自 ${from} 起可导出。请选择更早的月份。`,
});

const tooFew = {
  en: `Nothing to give: cases leave by whole cities, of ${String(DEFAULT_K)} persons at least, and your region has no such city in this month. Choose another month.`,
  zh: `无可导出内容：病例按整市发布，每市至少 ${String(DEFAULT_K)} 人，您的辖区该月没有满足条件的市。请选择其他月份。`,
};
