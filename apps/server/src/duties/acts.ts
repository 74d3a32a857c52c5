/**
 * Duties that arise from acts 互认职责: explain a repeat, write what was accepted into the chart, say why a prompt was passed over. Decided
 * anew with every act of an encounter, in its transaction: a loop for each decision or order, ended by the evidence of the act itself
 * whenever it comes. Source: national-2022.art.21#01, art.17#01, taiyuan-2024.6.2#03.
 */
import { isDeepStrictEqual } from 'node:util';

import type { Instant } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import type { LoopActor, LoopRecord } from '@fujie/core/loops';

import { staffId } from '../platform/auth/persons.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { EpisodeActed } from '../platform/events/events.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import type { NewRecord } from '../platform/loops/loops.query.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import type { DutyLoop, OwedAct } from './acts.query.ts';
import { findDutyLoops, findExplained, findOwedActs } from './acts.query.ts';

type Needs = Pick<Deps, 'clock' | 'config' | 'registers'>;

const PLATFORM: LoopActor = { id: 'platform', name: '平台', role: 'platform' };
const STAGES = {
  'recognition/explanation': 'explain',
  'recognition/chart-entry': 'write',
  'recognition/overlooked': 'answer',
} as const;

/** Brings the loops of an encounter to what its acts leave to be done. */
export async function followActs(deps: Needs, tx: Queryable, episode: EpisodeActed): Promise<void> {
  const duties = dutiesOf(await findOwedActs(tx, episode));
  const loops = await findDutyLoops(tx, episode);
  for (const acts of duties.values()) {
    const [first] = acts;
    const known = loops.find(({ definition, subject }) => definition === first.duty && subject === first.subject);
    if (known === undefined) await open(deps, tx, episode, acts);
    else await keep(deps, tx, known, acts);
    await answerLate(deps, tx, episode, { known, acts });
  }
  for (const loop of loops)
    if (loop.status === 'open' && !duties.has(keyOf(loop.definition, loop.subject)))
      await settleDone(deps, tx, episode, loop);
}

type Acts = readonly [OwedAct, ...OwedAct[]];

const keyOf = (duty: string, subject: string): string => `${duty} ${subject}`;

function dutiesOf(owed: readonly OwedAct[]): ReadonlyMap<string, Acts> {
  const duties = new Map<string, [OwedAct, ...OwedAct[]]>();
  for (const act of owed) {
    const key = keyOf(act.duty, act.subject);
    const known = duties.get(key);
    if (known === undefined) duties.set(key, [act]);
    else known.push(act);
  }
  return duties;
}

async function open(deps: Needs, tx: Queryable, { institution, personId }: EpisodeActed, acts: Acts): Promise<void> {
  const [{ duty, subject, department, practitioner, actedMs }] = acts;
  const doctor = doctorOf(deps, institution, practitioner);
  await openLoop(deps, tx, {
    definition: duty,
    subject,
    unit: institution,
    department: department ?? deps.registers.current().practitioner(institution, practitioner)?.department ?? null,
    personId: personId > 0 ? personId : null,
    occurredAt: Math.round(actedMs) as Instant,
    by: PLATFORM,
    facts: factsOf(deps, acts),
    ...(doctor === null ? {} : { assignee: doctor }),
  });
}

/** What is owed of it has changed since: the opening says so, and what was closed before is open again. */
async function keep(deps: Needs, tx: Queryable, loop: DutyLoop, acts: Acts): Promise<void> {
  const records = (await findRecords(tx, [loop.id])).get(loop.id) ?? [];
  const last = lastOf(records);
  const facts = factsOf(deps, acts);
  if (last === undefined || (last.kind === 'opened' && isDeepStrictEqual(last.facts, facts))) return;
  const begunAt = Math.round(Math.max(...acts.map(({ actedMs }) => actedMs))) as Instant;
  const more = { by: PLATFORM, recordedAt: Math.max(deps.clock.now(), begunAt) as Instant };
  const key = String(records.length);
  const occurredAt = last.kind === 'opened' ? last.occurredAt : begunAt;
  await recordInLoop(deps, tx, loop.id, {
    ...{ ...more, key: `opened:${key}`, kind: 'opened', occurredAt },
    ...{ corrects: last.id, facts },
  });
  const isMore = last.kind === 'opened' && loop.status !== 'open' && itemsIn(last) < acts.length;
  if (isMore)
    await recordInLoop(deps, tx, loop.id, {
      ...{ ...more, key: `reopened:${key}`, kind: 'reopened', occurredAt: begunAt },
      ...{ stage: STAGES[loop.definition], note: '同一医嘱又有新的待办 More of the same order is owed' },
    });
}

/** What a loop rests on now: the record that opened it, or took it back. */
function lastOf(records: readonly LoopRecord[]) {
  return records.findLast((record) => record.kind === 'opened' || record.kind === 'withdrawn');
}

function itemsIn({ facts }: Extract<LoopRecord, { kind: 'opened' }>): number {
  return typeof facts['count'] === 'number' ? facts['count'] : 0;
}

/** Every item of the order was given a reason after it went out: that is the answer of the physician, late as it is. */
async function answerLate(
  deps: Needs,
  tx: Queryable,
  episode: EpisodeActed,
  { known, acts }: { readonly known: DutyLoop | undefined; readonly acts: Acts },
): Promise<void> {
  const [first] = acts;
  const last = acts.findLast(({ lateMs }) => lateMs !== null);
  if (first.duty !== 'recognition/overlooked' || known?.status !== 'open' || last === undefined) return;
  if (acts.some(({ lateMs }) => lateMs === null)) return;
  const note = acts.map(({ lateNote }) => lateNote ?? '').find((text) => text !== '') ?? '事后补选理由';
  const fields = { code: String(last.lateCode), note };
  await recordInLoop(deps, tx, known.id, {
    ...actOf(deps, episode, last.latePractitioner ?? '', last.lateMs ?? 0),
    ...{ stage: 'answer', outcome: 'justified', fields },
  });
}

/** Nothing is owed any more: it was done, or what it arose from holds no longer. */
async function settleDone(deps: Needs, tx: Queryable, episode: EpisodeActed, loop: DutyLoop): Promise<void> {
  const explained = loop.definition === 'recognition/explanation' ? await findExplained(tx, loop.subject) : null;
  if (explained !== null) {
    const { purpose, necessity, possibleEffects, toldTo, at } = explained.explanation;
    await recordInLoop(deps, tx, loop.id, {
      ...actOf(deps, episode, explained.practitioner, explained.actedMs),
      ...{ stage: 'explain', outcome: 'explained' },
      fields: { purpose, necessity, toldTo, at, ...(possibleEffects === undefined ? {} : { possibleEffects }) },
    });
    return;
  }
  const records = (await findRecords(tx, [loop.id])).get(loop.id) ?? [];
  const last = lastOf(records);
  if (last?.kind !== 'opened') return;
  const now = Math.max(deps.clock.now(), last.occurredAt) as Instant;
  await recordInLoop(deps, tx, loop.id, {
    ...{ key: `withdrawn:${String(records.length)}`, kind: 'withdrawn', occurredAt: now, recordedAt: now },
    ...{ by: PLATFORM, corrects: last.id, note: '该次就诊已另有处置 Answered otherwise in the same visit' },
  });
}

function actOf(
  deps: Needs,
  { institution }: EpisodeActed,
  practitioner: string,
  ms: number,
): Pick<Extract<NewRecord, { kind: 'act' }>, 'key' | 'kind' | 'occurredAt' | 'recordedAt' | 'by'> {
  const occurredAt = Math.round(ms) as Instant;
  const by = doctorOf(deps, institution, practitioner) ?? {
    id: staffId(institution, practitioner),
    name: practitioner,
    role: 'doctor',
  };
  const recordedAt = Math.max(deps.clock.now(), occurredAt) as Instant;
  return { key: `act:${String(occurredAt)}`, kind: 'act', occurredAt, recordedAt, by };
}

/** A physician as loops know people; null: nobody of that number works there. */
function doctorOf({ registers }: Needs, institution: string, practitioner: string): LoopActor | null {
  const known = practitioner === '' ? null : registers.current().practitioner(institution, practitioner);
  return known === null ? null : { id: staffId(institution, practitioner), name: known.nameZh, role: 'doctor' };
}

const SHOWN = 3;

function factsOf({ registers }: Needs, acts: Acts): Readonly<Record<string, unknown>> {
  const snapshot = registers.current();
  const names = acts.map(({ item }) => ({
    zh: snapshot.item(item)?.nameZh ?? item,
    en: snapshot.item(item)?.nameEn ?? item,
  }));
  const some = names.slice(0, SHOWN);
  const more = names.length > SHOWN ? names.length : 0;
  const { zh, en } = TITLES[acts[0].duty];
  const dues = acts.flatMap(({ dueMs }) => dueMs ?? []);
  const entry = acts.flatMap(({ chartText }) => chartText ?? []).join('\n');
  return {
    titleZh: `${zh}：${some.map((name) => name.zh).join('、')}${more === 0 ? '' : `等 ${String(more)} 项`}`,
    titleEn: `${en}: ${some.map((name) => name.en).join(', ')}${more === 0 ? '' : ` and others, ${String(more)} in all`}`,
    items: names.map((name) => name.zh).join('、'),
    count: acts.length,
    ...(dues.length === 0 ? {} : { dueAt: formatInstant(Math.round(Math.min(...dues)) as Instant) }),
    ...(entry === '' ? {} : { entry }),
  };
}

const TITLES = {
  'recognition/explanation': { zh: '说明复检', en: 'Explain the repeat' },
  'recognition/chart-entry': { zh: '写入病历', en: 'Write into the chart' },
  'recognition/overlooked': { zh: '未处置提示', en: 'Prompt passed over' },
} as const;
