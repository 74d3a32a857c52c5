/**
 * The two loops of a critical value of a specimen that was sent in 外送标本危急值, in step: what who tested says is told to who sent it, and what that
 * one received or doubts is told back, in the transaction in which it is recorded. Neither reads the loop of the other.
 * Source: core-systems.14#08.
 */
import type { Instant } from '@fujie/core/kernel';
import { parseInstant } from '@fujie/core/kernel';
import type { LoopRecord, LoopState } from '@fujie/core/loops';

import { alsoWithin } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { LoopRecorded, LoopRecording } from '../platform/events/events.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findRecordOf, findRecords } from '../platform/loops/loops.query.ts';
import { findCare, findLaboratory, findValue, holdState, waitedSince } from './chain.query.ts';
import { insertCriticalValue } from './critical.query.ts';
import type { Facts } from './rest.ts';
import { lastOf, PLATFORM, rest, verifiedAt } from './rest.ts';
import { visitOf } from './sent.ts';
import { withdrawCare } from './withdraw.ts';

type Needs = Pick<Deps, 'clock' | 'config' | 'events' | 'registers'>;
type Act = Extract<LoopRecord, { kind: 'act' }>;

/** Loops of critical values by who follows them. */
export const LOOPS = {
  inpatient: 'critical-value/inpatient',
  others: 'critical-value/outpatient',
  sentIn: 'critical-value/sent-in',
} as const;
const OF_CARE: readonly string[] = [LOOPS.inpatient, LOOPS.others];

/** Holds the loop of who tested before that of who sent it, in which somebody is about to record something: never the other way round. */
export async function holdChain(tx: Queryable, { loop, definition }: LoopRecording): Promise<void> {
  if (!OF_CARE.includes(definition)) return;
  const laboratory = await findLaboratory(tx, loop);
  if (laboratory !== null) await alsoWithin(tx, laboratory.unit, () => holdState(tx, laboratory.loop));
}

/** Tells the other loop of what was recorded in one. */
export async function followChain(deps: Needs, tx: Queryable, recorded: LoopRecorded): Promise<void> {
  const { loop, definition, state } = recorded;
  if (definition === LOOPS.sentIn) await tellSender(deps, tx, loop, state);
  else if (OF_CARE.includes(definition)) await tellLaboratory(deps, tx, loop, state);
}

async function tellSender(deps: Needs, tx: Queryable, loop: number, state: LoopState): Promise<void> {
  const value = await findValue(tx, loop);
  if (value === null || value.sentBy === null) return;
  const { sentBy, item, name } = value;
  // Who tested denies what was told before.
  if (state.status === 'void') return withdrawCare(deps, tx, { loop, sentBy, item, name }, PLATFORM);
  const records = (await findRecords(tx, [loop])).get(loop) ?? [];
  const told = doneBy(state, records, 'notify', 'told');
  if (told === null) return;
  const { opening } = await lastOf(tx, loop);
  const facts = factsForSender(opening?.facts ?? {}, value.unit);
  const verifier = doneBy(state, records, 'verify') ?? doneBy(state, records, 'reread');
  const said = {
    reportedBy: told.by.name,
    ...(verifier === null ? {} : { verifiedBy: verifier.by.name }),
    ...(typeof told.fields['channel'] === 'string' ? { channel: told.fields['channel'] } : {}),
  };
  await alsoWithin(tx, sentBy, async () => {
    const known = await findCare(tx, loop);
    const key = `told:${told.id}`;
    if (known !== null && (await findRecordOf(tx, known.loop, key)) !== null) return;
    const care =
      known === null ? await openCare(deps, tx, { value, told, facts, from: opening?.facts ?? {} }) : known.loop;
    if (care === null) return;
    if (known !== null && (known.status === 'void' || waitedSince(known.state, 'told') === null))
      await rest(deps, tx, {
        loop: care,
        sender: PLATFORM.id,
        facts: (before) => ({ ...facts, ...placedBy(before) }),
        isAsked: true,
        from: 'told',
      });
    const since = waitedSince((await holdState(tx, care))?.state ?? { stages: [] }, 'told');
    const occurredAt = Math.max(told.occurredAt, since ?? 0) as Instant;
    await recordInLoop(deps, tx, care, {
      ...{ key, kind: 'act', stage: 'told', outcome: 'told', fields: said, by: PLATFORM },
      ...{ occurredAt, recordedAt: Math.max(deps.clock.now(), occurredAt) as Instant },
    });
  });
}

/** The act that ended a stage. */
function doneBy({ stages }: LoopState, records: readonly LoopRecord[], id: string, outcome?: string): Act | null {
  const stage = stages.find((one) => one.id === id);
  if (stage === undefined || stage.by === null || (outcome !== undefined && stage.outcome !== outcome)) return null;
  const act = records.find((record) => record.id === stage.by);
  return act?.kind === 'act' ? act : null;
}

/** What the sender is told of the result: not who signed it, and not which department of the laboratory. */
function factsForSender(facts: Facts, unit: string): Facts {
  const told = Object.entries(facts).filter(([name]) => !OF_LABORATORY.includes(name));
  return { ...Object.fromEntries(told), chain: 'sent-out', testedBy: unit };
}

/** Where the patient is stays as the sender's own visit said. */
const placedBy = ({ setting }: Facts): Facts => (setting === undefined ? {} : { setting });

const OF_LABORATORY: readonly string[] = [
  'section',
  'signed',
  'checkedBefore',
  'repeatRule',
  'sentBy',
  'sentDepartment',
];

interface CareOpening {
  readonly value: NonNullable<Awaited<ReturnType<typeof findValue>>>;
  readonly told: Act;
  readonly facts: Facts;
  readonly from: Facts;
}

/** Opens the loop of the sender, of an inpatient or of a patient who has to be reached, with its row in the register. */
async function openCare(deps: Needs, tx: Queryable, { value, told, facts, from }: CareOpening): Promise<number | null> {
  const { unit: tester, loopId: laboratory, personId } = value;
  const sentBy = value.sentBy ?? '';
  const { collectedAt, sentDepartment: named } = from;
  const collected = typeof collectedAt === 'string' ? parseInstant(collectedAt) : null;
  const at = collected?.ok === true ? collected.value : value.appearedAt;
  const visit = await visitOf(tx, sentBy, { person: personId, at });
  const setting = visit === null || visit.setting === 'unknown' ? value.setting : visit.setting;
  const department = visit?.department ?? (typeof named === 'string' ? named : null);
  const row = await openLoop(deps, tx, {
    definition: setting === 'inpatient' ? LOOPS.inpatient : LOOPS.others,
    ...{ subject: `sent|${String(laboratory)}`, unit: sentBy, department, personId },
    ...{ occurredAt: told.occurredAt, by: PLATFORM, facts: { ...facts, setting } },
  });
  if (row === null) return null;
  const own = {
    loopId: row.id,
    unit: sentBy,
    department,
    setting,
    sentBy: null,
    testedBy: tester,
    toldFrom: laboratory,
  };
  await insertCriticalValue(tx, { ...value, ...own });
  return row.id;
}

async function tellLaboratory(deps: Needs, tx: Queryable, care: number, state: LoopState): Promise<void> {
  const laboratory = await findLaboratory(tx, care);
  if (laboratory === null) return;
  const records = (await findRecords(tx, [care])).get(care) ?? [];
  const received = doneBy(state, records, 'receive', 'received');
  const refused = new Set(state.findings.flatMap(({ record, flaw }) => (KEPT.includes(flaw) ? [] : (record ?? []))));
  const said = records.filter((record): record is Act => record.kind === 'act' && !refused.has(record.id));
  const doubts = said.filter(({ stage, outcome }) => isDoubt(stage, outcome));
  await alsoWithin(tx, laboratory.unit, async () => {
    if (received !== null) await receivedBySender(deps, tx, laboratory.loop, received);
    for (const doubt of doubts) await askAgain(deps, tx, laboratory.loop, doubt);
  });
}

/** Flaws with which an act counts nevertheless. */
const KEPT: readonly string[] = ['late', 'back-filled'];

const isDoubt = (stage: string, outcome: string): boolean =>
  (stage === 'receive' && outcome === 'mismatch') || (stage === 'act' && outcome === 'doubted');

async function receivedBySender(deps: Needs, tx: Queryable, loop: number, received: Act): Promise<void> {
  const since = waitedSince((await holdState(tx, loop))?.state ?? { stages: [] }, 'receive');
  if (since === null) return;
  const occurredAt = Math.max(received.occurredAt, since) as Instant;
  const { value, readBack } = received.fields;
  await recordInLoop(deps, tx, loop, {
    ...{ key: `received:${received.id}`, kind: 'act', stage: 'receive', outcome: 'received', by: PLATFORM },
    fields: { receiver: received.by.name, value, readBack },
    ...{ occurredAt, recordedAt: Math.max(deps.clock.now(), occurredAt) as Instant },
  });
}

/** What the sender takes for another value is reported again; what does not fit the patient is tested again. */
async function askAgain(deps: Needs, tx: Queryable, loop: number, doubt: Act): Promise<void> {
  const key = `doubt:${doubt.id}`;
  const held = await holdState(tx, loop);
  if (held === null || (await findRecordOf(tx, loop, key)) !== null) return;
  const records = (await findRecords(tx, [loop])).get(loop) ?? [];
  const at = Math.max(deps.clock.now(), ...records.map(({ recordedAt }) => recordedAt)) as Instant;
  const reason = typeof doubt.fields['reason'] === 'string' ? doubt.fields['reason'] : '';
  const isMismatch = doubt.stage === 'receive';
  const common = { key, occurredAt: at, recordedAt: at, by: PLATFORM };
  if (isMismatch && waitedSince(held.state, 'receive') !== null)
    await recordInLoop(deps, tx, loop, {
      ...{ ...common, kind: 'act', stage: 'receive', outcome: 'mismatch', fields: { reason } },
    });
  else
    await recordInLoop(deps, tx, loop, {
      ...{ ...common, kind: 'reopened' },
      stage: isMismatch ? 'notify' : verifiedAt((await lastOf(tx, loop)).opening?.facts ?? {}),
      note: isMismatch
        ? `送检机构称内容不符，须重新报告：${reason} The sender says that it does not match: report it anew`
        : `送检机构称与病情不符，须立即复检：${reason} The sender says that it does not fit the patient: test it again at once`,
    });
}

/** Says at the sender what stands now of a value that was told; where it must be told anew, it waits until that is verified. */
export async function restCare(deps: Needs, tx: Queryable, { loop, sentBy, sender, isAsked }: Rested): Promise<void> {
  if (sentBy === null) return;
  await alsoWithin(tx, sentBy, async () => {
    const care = await findCare(tx, loop);
    if (care === null || care.status === 'void') return;
    const { opening } = await lastOf(tx, loop);
    await rest(deps, tx, {
      ...{ loop: care.loop, sender, isAsked, from: 'told' },
      facts: (before) => ({
        ...factsForSender(opening?.facts ?? {}, typeof before['testedBy'] === 'string' ? before['testedBy'] : ''),
        ...placedBy(before),
      }),
    });
  });
}

interface Rested {
  /** Of who tested. */
  readonly loop: number;
  readonly sentBy: string | null;
  readonly sender: string;
  readonly isAsked: boolean;
}
