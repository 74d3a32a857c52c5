/**
 * Tells everyone who relied on a report, and who ordered it, that it has changed 报告变更告知: one loop for each physician and report, opened in the transaction
 * that records the change; another change of it asks again, and a patient who is told apart from another one is asked about as well.
 * Source: national-2022.art.4#01, art.35#01, henan-2025.lab.9#07.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant } from '@fujie/core/kernel';
import type { LoopActor } from '@fujie/core/loops';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { departments } from '@fujie/core/registers';

import { findPhysicians } from '../platform/auth/accounts.query.ts';
import { staffId } from '../platform/auth/persons.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { ResultsRecorded } from '../platform/events/events.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import type { NewRecord } from '../platform/loops/loops.query.ts';
import { findLoopBySubject, findRecords } from '../platform/loops/loops.query.ts';
import { findOrdered } from './ordered.query.ts';
import type { Relied, ReliedChange, StandIn } from './reliance.query.ts';
import { findRelied, findRetracted, insertReliance, REPORT_CHANGED } from './reliance.query.ts';

type Needs = Pick<Deps, 'clock' | 'config' | 'events' | 'registers'>;

const PLATFORM: LoopActor = { id: 'platform', name: '平台', role: 'platform' };
/** The worst of several changes of one report. */
const CHANGES: readonly ReliedChange[] = ['moved', 'withdrawn', 'corrected'];

/** Tells everyone who relied on results of a person, or ordered them, what became of them. */
export async function tellOfChanges(deps: Needs, tx: Queryable, recorded: ResultsRecorded): Promise<void> {
  const { personId, changed } = recorded;
  if (changed.length === 0) return;
  const ids = changed.map(({ id }) => id);
  const relied = [...(await findRelied(tx, personId, ids)), ...(await orderedOf(deps, tx, recorded))];
  const becameOf = new Map(changed.map(({ id, change }) => [id, change]));
  for (const reader of new Set(relied.map(readerOf))) {
    const group = relied.filter((one) => readerOf(one) === reader);
    const found = group.map(({ result }) => becameOf.get(result));
    const change = CHANGES.find((one) => found.includes(one)) ?? 'corrected';
    await tellReader(deps, tx, personId, change, group);
  }
}

const NOBODY = { institution: null, department: null, practitioner: null } as const;

/** Who ordered what changed, of what was issued lately; an institution that no register holds is stood in for by the issuer. */
async function orderedOf(
  deps: Needs,
  tx: Queryable,
  { personId, institution, changed, ordered = [] }: ResultsRecorded,
): Promise<readonly Relied[]> {
  const today = dayOf(deps.clock.now());
  const days = loopOn(deps, REPORT_CHANGED, institution, today)?.parameters['ordered']?.value;
  if (ordered.length === 0 || days === undefined) return [];
  const snapshot = deps.registers.current();
  const isKnown = (code: string): boolean => code === institution || snapshot.institution(code) !== null;
  const named = ordered.map((one) =>
    one.institution === null || isKnown(one.institution) ? one : { ...NOBODY, result: one.result },
  );
  const moved = changed.flatMap(({ id, change }) => (change === 'moved' ? id : []));
  const found = await findOrdered(tx, { personId, institution, since: addDays(today, -days) }, named, moved);
  return found.map((one) => {
    const known = one.practitioner === null ? null : snapshot.practitioner(one.unit, one.practitioner);
    const said = one.department !== null && hasDepartment(snapshot, one.unit, one.department, today);
    return { ...one, department: (said ? one.department : known?.department) ?? null };
  });
}

/** Whether a hospital may have a department: one that has none registered may have any. What an issuer numbers is no other's. */
function hasDepartment(snapshot: RegisterSnapshot, unit: string, code: string, day: Day): boolean {
  const own = snapshot.inForce(departments, day).filter(({ institution }) => institution === unit);
  return own.length === 0 || own.some((row) => row.code === code);
}

const readerOf = ({ unit, practitioner, department, report, result }: Relied): string =>
  [unit, practitioner ?? department ?? '', report ?? result].join('|');

/** Tells one reader of one report what became of it. */
export async function tellReader(
  deps: Needs,
  tx: Queryable,
  personId: number,
  change: ReliedChange,
  relied: readonly Relied[],
): Promise<void> {
  const [first] = relied;
  if (first === undefined) return;
  const { unit, practitioner, report, result } = first;
  const at = deps.clock.now();
  const { department, assignee, reader, standIn } = await readingOf(deps, tx, first, relied);
  const subject = `${String(personId)}|${readerOf({ ...first, report: report ?? result })}`;
  const orderer = practitioner === null ? null : nameOf(deps, unit, practitioner);
  const facts = { ...factsOf(relied, change, at), reader, ...(standIn && { standIn, orderer }) };
  const loop = await openLoop(deps, tx, {
    definition: REPORT_CHANGED,
    subject,
    unit,
    department,
    personId,
    occurredAt: at,
    by: PLATFORM,
    facts,
  });
  if (loop !== null && assignee !== null)
    await recordInLoop(deps, tx, loop.id, { ...recordedNow(at, 'assigned'), kind: 'assigned', to: assignee });
  const told = loop ?? (await findLoopBySubject(tx, REPORT_CHANGED, subject));
  if (told === null) return;
  if (loop === null) await askAgain(deps, tx, told, facts, assignee);
  await insertReliance(tx, { loop: told.id, personId, change, at, standIn }, relied);
  // Care that rested on a report of another patient may have harmed (henan-2023.sa4.2.4#02).
  if (change === 'moved' && relied.some(({ basis }) => basis === 'accepted' || basis === 'decided'))
    await deps.events.emit(tx, 'adverse-event-suspected', {
      ...{ key: `report-changed/${String(told.id)}`, kind: 'wrong-result' },
      ...{ institution: unit, department, personId, occurredAt: at },
    });
}

type Reader = 'physician' | 'head' | 'office';

interface Reading {
  readonly department: string | null;
  readonly reader: Reader;
  readonly assignee: LoopActor | null;
  readonly standIn: StandIn | null;
}

/** Who reads it: the physician; the head of the ordering department in place of one who is not found; otherwise the quality office. */
async function readingOf(
  deps: Needs,
  tx: Queryable,
  { unit, practitioner }: Relied,
  relied: readonly Relied[],
): Promise<Reading> {
  const known = practitioner === null ? null : deps.registers.current().practitioner(unit, practitioner);
  const said = relied.find((one) => one.department !== null)?.department;
  const isOrdered = relied.every(({ basis }) => basis === 'ordered');
  const department = (isOrdered ? (said ?? known?.department) : (known?.department ?? said)) ?? null;
  const standIn = await standInFor(tx, relied);
  if (standIn !== null) return { department, reader: department === null ? 'office' : 'head', assignee: null, standIn };
  if (practitioner === null) return { department, reader: 'office', assignee: null, standIn };
  const name = known?.nameZh ?? (isOrdered ? practitioner : null);
  const assignee = name === null ? null : { id: staffId(unit, practitioner), name, role: 'doctor' };
  return { department, reader: 'physician', assignee, standIn };
}

const nameOf = ({ registers }: Needs, unit: string, practitioner: string): string =>
  registers.current().practitioner(unit, practitioner)?.nameZh ?? practitioner;

/** Why another stands in for the reader; null: the reader acted here, or has an account, or nobody ordered it. */
async function standInFor(tx: Queryable, relied: readonly Relied[]): Promise<StandIn | null> {
  const [first] = relied;
  if (first === undefined || !relied.some(({ basis }) => basis === 'ordered')) return null;
  const { unit, practitioner } = first;
  if (practitioner === null) return 'not-named';
  if (relied.some(({ basis }) => basis !== 'ordered')) return null;
  return (await findPhysicians(tx, unit, practitioner)).length === 0 ? 'no-account' : null;
}

/** Says what stands now, and asks again what was answered of what stood before. */
async function askAgain(
  deps: Needs,
  tx: Queryable,
  { id }: { readonly id: number },
  facts: ReturnType<typeof factsOf> & { readonly reader: Reader },
  assignee: LoopActor | null,
): Promise<void> {
  const records = (await findRecords(tx, [id])).get(id) ?? [];
  const last = records.findLast(({ kind }) => kind === 'opened' || kind === 'withdrawn');
  const first = records.find(({ kind }) => kind === 'opened');
  if (last === undefined || first === undefined) return;
  const now = Math.max(deps.clock.now(), ...records.map(({ recordedAt }) => recordedAt)) as Instant;
  const count = String(records.length);
  await recordInLoop(deps, tx, id, {
    ...recordedNow(now, `opened:${count}`),
    kind: 'opened',
    occurredAt: first.occurredAt,
    corrects: last.id,
    facts,
  });
  // Who has an account since is asked in place of who stood in.
  if (assignee !== null && !records.some(({ kind }) => kind === 'assigned'))
    await recordInLoop(deps, tx, id, { ...recordedNow(now, `assigned:${count}`), kind: 'assigned', to: assignee });
  await recordInLoop(deps, tx, id, {
    ...recordedNow(now, `again:${count}`),
    kind: 'reopened',
    stage: facts.reader === 'physician' ? 'told' : facts.reader,
    note: '报告再次变更，请重新阅知并复核 The report has changed again: read it and review the care again',
  });
}

/** What the loop says; which results they are and whose is read where access to them is judged. */
function factsOf(relied: readonly Relied[], change: ReliedChange, at: Instant) {
  const used = (['accepted', 'decided', 'ordered', 'printed'] as const).find((basis) =>
    relied.some((one) => one.basis === basis),
  );
  const results = new Set(relied.map(({ result }) => result)).size;
  const [zh, en] = TITLES[change];
  const basis = used ?? 'accepted';
  const titles = { titleZh: `${USED[basis][0]}的报告${zh}`, titleEn: `A report that was ${USED[basis][1]} ${en}` };
  return { ...titles, change, basis, results, changedAt: formatInstant(at) };
}

const TITLES: Readonly<Record<ReliedChange, readonly [zh: string, en: string]>> = {
  corrected: ['已被更正', 'was corrected'],
  withdrawn: ['已被撤回', 'was withdrawn'],
  moved: ['不属于该患者', 'is not of this patient'],
};
const USED: Readonly<Record<Relied['basis'], readonly [zh: string, en: string]>> = {
  accepted: ['已采纳', 'accepted'],
  decided: ['据以处置', 'decided on'],
  ordered: ['所开医嘱', 'ordered'],
  printed: ['已打印', 'printed'],
};

function recordedNow(at: Instant, key: string): Pick<NewRecord, 'key' | 'occurredAt' | 'recordedAt' | 'by'> {
  return { key, occurredAt: at, recordedAt: at, by: PLATFORM };
}

/** Takes back the loops of acceptances that were all taken back by repeating the item. */
export async function withdrawRetracted(
  deps: Needs,
  tx: Queryable,
  repeated: { readonly personId: number; readonly unit: string; readonly item: string },
): Promise<void> {
  for (const id of await findRetracted(tx, repeated)) {
    const records = (await findRecords(tx, [id])).get(id) ?? [];
    const last = records.findLast(({ kind }) => kind === 'opened');
    if (last === undefined) continue;
    const now = Math.max(deps.clock.now(), last.recordedAt) as Instant;
    await recordInLoop(deps, tx, id, {
      ...recordedNow(now, `withdrawn:${String(records.length)}`),
      kind: 'withdrawn',
      corrects: last.id,
      note: '采纳已撤销，改为复检 The acceptance was taken back: the item is repeated',
    });
  }
}
