/**
 * Rules of internal quality control 质控规则 as a laboratory changes them: from the day after the last that was judged. What was judged stands;
 * its quality-control centre alone corrects the rules of days that are past. Source: henan-2025.lab.7#01, #04, lab.6#09.
 */
import type { Bilingual, Day, Entry } from '@fujie/core/kernel';
import { addDays, groupBy } from '@fujie/core/kernel';
import { judgedOtherwise } from '@fujie/core/laboratory';
import type { SheetProblem, StoredVersion, TestSystemRow } from '@fujie/core/registers';
import { cellProblem, testSystems } from '@fujie/core/registers';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Proposal } from './consequences.ts';
import { findLastJudged } from './judged-runs.query.ts';

interface JudgedAlready {
  readonly reason: Bilingual;
  readonly remedy: Bilingual;
}

/** Systems of which a laboratory would have runs judged by other rules than they were, by key; `stored` holds their versions. */
export async function judgedAlready(
  tx: Queryable,
  { role }: Pick<Actor, 'role'>,
  { register, changes, withdrawn }: Proposal,
  stored: readonly StoredVersion[],
): Promise<ReadonlyMap<string, JudgedAlready>> {
  const found = new Map<string, JudgedAlready>();
  if (register !== testSystems.id || role !== 'laboratory') return found;
  const changed = groupBy(changes, ({ key }) => key);
  for (const [key, versions] of groupBy(stored, (version) => version.key)) {
    const own = changed.get(key) ?? [];
    const isKept = ({ from }: StoredVersion): boolean =>
      !own.some(({ entry }) => entry.from === from) && !(withdrawn?.key === key && withdrawn.from === from);
    const after = [...versions.filter(isKept), ...own.map(({ entry }) => entry)];
    const days = judgedOtherwise(versions.map(entryOf), after.map(entryOf));
    const row = versions[0]?.row as TestSystemRow | undefined;
    if (days.length === 0 || row === undefined) continue;
    const last = await findLastJudged(tx, { institution: row.institution, system: row.code }, days);
    if (last !== null) found.set(key, textOf(last));
  }
  return found;
}

const entryOf = ({ from, row }: Pick<StoredVersion, 'from' | 'row'>): Entry<TestSystemRow> => ({
  ...{ key: '', version: 0, from, to: null },
  row: row as TestSystemRow,
});

function textOf(last: Day): JudgedAlready {
  const next = addDays(last, 1);
  return {
    reason: {
      en: `runs until ${last} were judged, and other rules would judge them anew`,
      zh: `${last} 及以前的分析批已判定，规则变更将使其重新判定`,
    },
    remedy: {
      en: `change rules from ${next} on; what was registered wrongly for days that are past, its quality-control centre corrects`,
      zh: `请自 ${next} 起变更规则；既往规则登记有误的，请由质控中心更正`,
    },
  };
}

/** What is wrong with rows that change how runs were judged. */
export async function judgedPast(
  tx: Queryable,
  actor: Pick<Actor, 'role'>,
  proposal: Proposal,
  stored: readonly StoredVersion[],
): Promise<readonly SheetProblem[]> {
  const judged = await judgedAlready(tx, actor, proposal, stored);
  return [...judged].flatMap(([key, texts]) => {
    const change = proposal.changes.find((one) => one.key === key);
    return change === undefined
      ? []
      : cellProblem(testSystems, change.entry.number, 'from', { code: 'judged-already', ...texts });
  });
}
