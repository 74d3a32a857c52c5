/**
 * A rejected run whose results were corrected away 更正后不再失控: that is the cause of its event, and another person confirms it than those who
 * took part in the change 更正须他人确认, so that two who each changed a part do not confirm each other. Source: national-2022.art.24#01,
 * henan-2025.lab.7#04, henan-2025.lab.6#09.
 */
import type { Instant } from '@fujie/core/kernel';
import type { LoopActor, LoopRecord } from '@fujie/core/loops';

import { personsOf, staffId } from '../platform/auth/persons.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { recordInLoop } from '../platform/loops/loops.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import { findChangesOf, findRuleChangers } from './iqc-changes.query.ts';
import type { OutOfControl } from './iqc-loops.query.ts';
import { findOpenOf, isMistaken, isVerified, stageOf } from './iqc-loops.query.ts';
import type { SystemOf } from './iqc-series.query.ts';
import { isRejectedSince } from './iqc.query.ts';

type Needs = Pick<Deps, 'clock' | 'config' | 'registers'>;
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;

/** Who changed what runs are decided by, and why. */
export interface Change {
  readonly by: LoopActor;
  readonly reason: string;
}

type Opened = Extract<LoopRecord, { kind: 'opened' }>;

/**
 * What rejected a run was corrected away: where nothing is rejected any more for which the event stands, that is its cause; until it is
 * confirmed results are held. Verified before, it goes on as it does.
 */
export async function takeBack(
  deps: Needs,
  tx: Queryable,
  of: SystemOf,
  loop: OutOfControl,
  change: Change,
): Promise<void> {
  const records = (await findRecords(tx, [loop.id])).get(loop.id) ?? [];
  const opened = records.findLast((record) => record.kind === 'opened');
  if (opened === undefined || isMistaken(loop) || isVerified(loop)) return;
  if (await isRejectedSince(tx, of, { measured: loop.openedMs as Instant, decided: opened.recordedAt })) return;
  if ((stageOf(loop, 'cause')?.doneAt ?? null) !== null) await askAgain(deps, tx, loop, change.reason);
  await sayMistaken(deps, tx, loop, change, await changersOf(tx, of, loop, opened));
}

/** Persons who changed anything by which a run was rejected; of those, who changed the rules; and whether anything else was changed. */
interface Changers {
  readonly persons: readonly string[];
  readonly ofRules: readonly string[];
  readonly isOfRulesAlone: boolean;
}

/** Whoever changes more of what was corrected away takes part in it, too: what stands now is to be confirmed, and by none of them. */
export async function joinChange(deps: Needs, tx: Queryable, of: SystemOf, change: Change): Promise<void> {
  const loop = (await findOpenOf(tx, [of])).get(`${of.institution}|${of.system}`);
  if (loop === undefined || !isMistaken(loop)) return;
  const records = (await findRecords(tx, [loop.id])).get(loop.id) ?? [];
  const opened = records.findLast((record) => record.kind === 'opened');
  const said = records.findLast((record) => record.kind === 'act' && record.outcome === 'mistaken');
  if (opened === undefined || said?.kind !== 'act') return;
  const known = new Set([said.by.id, ...(said.takenPart ?? [])]);
  const changers = await changersOf(tx, of, loop, opened);
  if (changers.persons.every((person) => known.has(person))) return;
  await askAgain(deps, tx, loop, change.reason);
  await sayMistaken(deps, tx, loop, change, {
    ...changers,
    persons: [...new Set([...known, ...changers.persons])],
  });
}

/** The cause is to be found anew: what was found is not what the records say now. */
export async function askAgain(
  deps: Needs,
  tx: Queryable,
  { id }: Pick<OutOfControl, 'id'>,
  note: string,
): Promise<void> {
  const now = deps.clock.now();
  const count = (await findRecords(tx, [id])).get(id)?.length ?? 0;
  await recordInLoop(deps, tx, id, {
    ...{ key: `again/${String(count)}`, kind: 'reopened', stage: 'cause', note, by: PLATFORM },
    ...{ occurredAt: now, recordedAt: now },
  });
}

async function sayMistaken(
  deps: Needs,
  tx: Queryable,
  { id }: OutOfControl,
  { by, reason }: Change,
  changers: Changers,
): Promise<void> {
  const now = deps.clock.now();
  const count = (await findRecords(tx, [id])).get(id)?.length ?? 0;
  await recordInLoop(deps, tx, id, {
    ...{ key: `mistaken/${String(count)}`, kind: 'act', stage: 'cause', outcome: 'mistaken', by },
    ...{ occurredAt: now, recordedAt: now, fields: causeOf(changers, reason) },
    takenPart: changers.persons.filter((person) => person !== by.id),
  });
}

/** Rules that were changed are said as such: nothing of the run was wrong for that, and no result came late. */
function causeOf({ ofRules, isOfRulesAlone }: Changers, reason: string): { causeKind: string; cause: string } {
  if (ofRules.length === 0) return { causeKind: 'entry', cause: reason };
  const who = ofRules.join('、');
  const changed = `质控规则已由 ${who} 变更，重新判定后不再失控 Control rules changed by ${who}: in control when judged again`;
  return isOfRulesAlone
    ? { causeKind: 'unknown', cause: changed }
    : { causeKind: 'entry', cause: `${changed}；${reason}` };
}

/**
 * The persons who changed anything of the runs for which an event stands: by correcting or voiding a result, by one that came late, by a target,
 * or by the rules.
 */
async function changersOf(tx: Queryable, of: SystemOf, loop: OutOfControl, opened: Opened): Promise<Changers> {
  const since = { measured: loop.openedMs as Instant, decided: opened.recordedAt };
  const changes = await findChangesOf(tx, of, since);
  const persons = await personsOf(tx, [...new Set(changes.map(({ enteredBy }) => enteredBy))]);
  const measured = changes.flatMap(({ operator }) => (operator === null ? [] : [staffId(of.institution, operator)]));
  const ofRules = await personsOf(tx, await findRuleChangers(tx, of, since));
  return {
    persons: [...new Set([...persons, ...measured, ...ofRules])],
    ofRules,
    isOfRulesAlone: changes.length === 0,
  };
}
