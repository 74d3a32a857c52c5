/**
 * Rules of internal quality control 质控规则, and what lots are expected to show 预期结果, as a laboratory changes them: from the day after the last
 * that was judged. What was judged stands; its quality-control centre alone corrects what judged days that are past. Source: henan-2025.lab.7#01, #04, lab.6#09.
 */
import type { AnyRegister, Bilingual, Day, Entry } from '@fujie/core/kernel';
import { addDays, groupBy } from '@fujie/core/kernel';
import type { ChangedDays } from '@fujie/core/laboratory';
import { judgedOtherwise, rulesOfSystem, wordOfLot } from '@fujie/core/laboratory';
import type { Change, ControlMaterialRow, SheetProblem, StoredVersion, TestSystemRow } from '@fujie/core/registers';
import { cellProblem, controlMaterials, testSystems } from '@fujie/core/registers';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Proposal } from './consequences.ts';
import { findLastJudged, findLastRead } from './judged-runs.query.ts';

interface JudgedAlready {
  readonly reason: Bilingual;
  readonly remedy: Bilingual;
}

/** What judges in a register, and the last of days on which it judged. */
interface Judge<R> {
  readonly judging: (row: R) => string | null;
  readonly findLast: (tx: Queryable, row: R, days: readonly ChangedDays[]) => Promise<Day | null>;
}

const SYSTEMS: Judge<TestSystemRow> = { judging: rulesOfSystem, findLast: findLastJudged };
const LOTS: Judge<ControlMaterialRow> = { judging: wordOfLot, findLast: findLastRead };

/** Systems or lots of which a laboratory would have runs judged otherwise than they were, by key; `stored` holds their versions. */
export async function judgedAlready(
  tx: Queryable,
  { role }: Pick<Actor, 'role'>,
  proposal: Proposal,
  stored: readonly StoredVersion[],
): Promise<ReadonlyMap<string, JudgedAlready>> {
  if (role !== 'laboratory') return new Map();
  if (proposal.register === testSystems.id) return judgedBy(tx, SYSTEMS, proposal, stored);
  if (proposal.register === controlMaterials.id) return judgedBy(tx, LOTS, proposal, stored);
  return new Map();
}

async function judgedBy<R>(
  tx: Queryable,
  { judging, findLast }: Judge<R>,
  { changes, withdrawn }: Proposal,
  stored: readonly StoredVersion[],
): Promise<ReadonlyMap<string, JudgedAlready>> {
  const found = new Map<string, JudgedAlready>();
  const changed = groupBy(changes, ({ key }) => key);
  for (const [key, versions] of groupBy(stored, (version) => version.key)) {
    const own = changed.get(key) ?? [];
    const isKept = ({ from }: StoredVersion): boolean =>
      !own.some(({ entry }) => entry.from === from) && !(withdrawn?.key === key && withdrawn.from === from);
    const after = [...versions.filter(isKept), ...own.map(({ entry }) => entry)];
    const days = judgedOtherwise(entriesOf<R>(versions), entriesOf<R>(after), judging);
    const [first] = versions;
    if (days.length === 0 || first === undefined) continue;
    const last = await findLast(tx, first.row as R, days);
    if (last !== null) found.set(key, textOf(last));
  }
  return found;
}

const entriesOf = <R>(versions: readonly Pick<StoredVersion, 'from' | 'row'>[]): readonly Entry<R>[] =>
  versions.map(({ from, row }) => ({ key: '', version: 0, from, to: null, row: row as R }));

function textOf(last: Day): JudgedAlready {
  const next = addDays(last, 1);
  return {
    reason: {
      en: `runs until ${last} were judged, and other rules or expected results would judge them anew`,
      zh: `${last} 及以前的分析批已判定，规则或预期结果变更将使其重新判定`,
    },
    remedy: {
      en: `change them from ${next} on; what was registered wrongly for days that are past, its quality-control centre corrects`,
      zh: `请自 ${next} 起变更；既往登记有误的，请由质控中心更正`,
    },
  };
}

/** What is wrong with rows that change how runs were judged. */
export async function judgedPast(
  tx: Queryable,
  actor: Pick<Actor, 'role'>,
  register: AnyRegister,
  { changes, stored }: { readonly changes: readonly Change[]; readonly stored: readonly StoredVersion[] },
): Promise<readonly SheetProblem[]> {
  const judged = await judgedAlready(tx, actor, { register: register.id, changes }, stored);
  return [...judged].flatMap(([key, texts]) => {
    const change = changes.find((one) => one.key === key);
    return change === undefined
      ? []
      : cellProblem(register, change.entry.number, 'from', { code: 'judged-already', ...texts });
  });
}
