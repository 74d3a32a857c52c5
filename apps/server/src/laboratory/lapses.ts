/**
 * Opens a loop for marks that lapse 标识失效, by institution, cause and day, and ends it by the registers: restored when all its
 * marks hold again, waived when their items are given up. A cause that another loop follows up is not asked for twice: it is named.
 * Source: national-2022.art.13#02, art.22#02, art.24#01, art.25#02.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';
import type { LapseRules, MarkCause } from '@fujie/core/laboratory';
import { causesOf, listedItems, OBLIGATIONS } from '@fujie/core/laboratory';
import type { LoopRecord } from '@fujie/core/loops';
import { reasonText } from '@fujie/core/recognition';
import { resolveJurisdiction } from '@fujie/packs';

import { programActor } from '../platform/auth/program-actor.ts';
import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import type { NewRecord } from '../platform/loops/loops.query.ts';
import { findLoopBySubject, findOpenOf, findRecords, findSubjects } from '../platform/loops/loops.query.ts';

const MARK_LAPSED = 'mark/lapsed';
const BACK_DAYS = 30;
const BREATH_MS = 5;
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;

/** What ends the marks of an institution, and for which scopes its items are listed. */
interface Found {
  readonly causes: readonly MarkCause[];
  readonly listed: ReadonlySet<string>;
}

/** An open loop, as its last opening says. */
interface OpenLapse {
  readonly id: number;
  readonly unit: string;
  readonly subject: string;
  /** `item|scope`. */
  readonly marks: readonly string[];
  readonly records: readonly LoopRecord[];
}

export interface Lapses {
  readonly opened: number;
  readonly ended: number;
}

/** Looks through all marks once; what it opened and ended. */
export async function raiseLapses(deps: Deps): Promise<Lapses> {
  const now = deps.clock.now();
  const today = dayOf(now);
  const definition = loopOn(deps, MARK_LAPSED, '', today);
  if (definition === null) return { opened: 0, ended: 0 };
  const figure = (name: string): number => definition.parameters[name]?.value ?? 0;
  const rules: LapseRules = {
    parameters: resolveJurisdiction(deps.config.jurisdiction, today).parameters,
    aheadDays: figure('ahead'),
    backDays: BACK_DAYS,
    summaryDays: figure('summary'),
  };
  const open = await openLapses(deps);
  let opened = 0;
  let ended = 0;
  for (const [institution, items] of listedItems(deps.registers.current())) {
    const found = await lookThrough(deps, institution, items, today, rules);
    const own = open.filter(({ unit }) => unit === institution);
    for (const lapse of own) if (await end(deps, lapse, found, now)) ended += 1;
    opened += await openAll(deps, institution, found, own, { today, restore: figure('restore') });
  }
  if (opened + ended > 0)
    await deps.audit.record({
      actor: programActor('laboratory'),
      action: 'loop:open',
      outcome: 'done',
      detail: { opened, closed: ended },
    });
  return { opened, ended };
}

/** Takes longer than an answer to an order may wait, so that others are let through. */
async function lookThrough(
  { registers }: Deps,
  institution: string,
  items: readonly string[],
  today: Day,
  rules: LapseRules,
): Promise<Found> {
  const snapshot = registers.current();
  const causes: MarkCause[] = [];
  const listed = new Set<string>();
  let since = performance.now();
  for (const item of items) {
    const found = causesOf(snapshot, institution, item, today, rules);
    causes.push(...found.causes);
    for (const scope of found.listed) listed.add(`${item}|${scope}`);
    if (performance.now() - since < BREATH_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  }
  return { causes, listed };
}

async function openLapses({ worker }: Deps): Promise<readonly OpenLapse[]> {
  const rows = await findOpenOf(worker, MARK_LAPSED);
  const records = await findRecords(
    worker,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, unit, subject }) => {
    const own = records.get(id) ?? [];
    const last = own.findLast((record) => record.kind === 'opened');
    const marks: unknown = last?.facts['marks'];
    return {
      ...{ id, unit, subject, records: own },
      marks: Array.isArray(marks) ? marks.map(String) : [],
    };
  });
}

/** Ends a loop of which every mark holds again or was given up; whether it did. */
async function end(deps: Deps, lapse: OpenLapse, { causes, listed }: Found, now: Instant): Promise<boolean> {
  const isStanding = causes.some(({ item, scope }) => lapse.marks.includes(`${item}|${scope}`));
  if (isStanding) return false;
  const recorded = { key: `register:${String(lapse.records.length)}`, occurredAt: now, recordedAt: now, by: PLATFORM };
  const restored: NewRecord = {
    ...recorded,
    kind: 'act',
    stage: 'restore',
    outcome: 'restored',
    fields: { restoredOn: dayOf(now) },
  };
  const note = '项目已移出互认清单 The items were taken off the lists';
  const waived: NewRecord = { ...recorded, kind: 'waived', stage: null, reason: 'given-up', note };
  const isGivenUp = !lapse.marks.some((mark) => listed.has(mark));
  await deps.worker.tx((tx) => recordInLoop(deps, tx, lapse.id, isGivenUp ? waived : restored));
  return true;
}

/** Opens what is new, by cause and day, and adds to open loops the items that came later; how many it opened. */
async function openAll(
  deps: Deps,
  institution: string,
  { causes }: Found,
  own: readonly OpenLapse[],
  { today, restore }: { readonly today: Day; readonly restore: number },
): Promise<number> {
  const isKnown = ({ item, scope }: MarkCause): boolean => own.some(({ marks }) => marks.includes(`${item}|${scope}`));
  const fresh = causes.filter((cause) => cause.on !== null && !isKnown(cause));
  const subjectOf = ({ reason, on }: MarkCause): string => `mark|${institution}|${reason}|${on ?? ''}`;
  let opened = 0;
  for (const subject of new Set(fresh.map(subjectOf))) {
    const group = fresh.filter((cause) => subjectOf(cause) === subject);
    const lapse = own.find((one) => one.subject === subject);
    const marks = [...(lapse?.marks ?? []), ...group.map(({ item, scope }) => `${item}|${scope}`)];
    const [first] = group;
    if (first?.on === undefined || first.on === null) continue;
    const due = first.isAhead && first.on > today ? addDays(first.on, -1) : addDays(first.on, restore);
    const facts = await factsOf(deps, institution, first, marks, due);
    if (lapse !== undefined) await add(deps, lapse, facts);
    else if (await open(deps, institution, subject, first.on > today ? today : first.on, facts)) opened += 1;
  }
  return opened;
}

/** Opens it, or again what the registers had ended; what a person released from stays released. */
async function open(
  deps: Deps,
  unit: string,
  subject: string,
  on: Day,
  facts: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  return deps.worker.tx(async (tx) => {
    const row = await openLoop(deps, tx, {
      ...{ definition: MARK_LAPSED, subject, unit, department: null, personId: null },
      ...{ occurredAt: startOfDay(on), by: PLATFORM, facts },
    });
    if (row !== null) return true;
    const known = await findLoopBySubject(tx, MARK_LAPSED, subject);
    if (known?.status !== 'closed') return false;
    const records = (await findRecords(tx, [known.id])).get(known.id) ?? [];
    const now = deps.clock.now();
    await recordInLoop(deps, tx, known.id, {
      ...{ key: `again:${String(records.length)}`, kind: 'reopened', stage: 'restore', by: PLATFORM },
      ...{
        occurredAt: now,
        recordedAt: now,
        note: '目录显示标识再次失效 The registers show that the marks lapse again',
      },
    });
    return true;
  });
}

async function add(deps: Deps, { id, records }: OpenLapse, facts: Readonly<Record<string, unknown>>): Promise<void> {
  const last = records.findLast(({ kind }) => kind === 'opened');
  if (last === undefined) return;
  const recordedAt = Math.max(deps.clock.now(), last.recordedAt) as Instant;
  await deps.worker.tx((tx) =>
    recordInLoop(deps, tx, id, {
      ...{ key: `opened:${String(records.length)}`, kind: 'opened', corrects: last.id, facts },
      ...{ occurredAt: last.occurredAt, recordedAt, by: PLATFORM },
    }),
  );
}

const NAMED = 3;

async function factsOf(
  deps: Deps,
  institution: string,
  { reason, on }: MarkCause,
  marks: readonly string[],
  due: Day,
): Promise<Readonly<Record<string, unknown>>> {
  const snapshot = deps.registers.current();
  const items = [...new Set(marks.map((mark) => mark.split('|')[0] ?? ''))].sort();
  const named = items.map((code) => snapshot.item(code)?.nameZh ?? code);
  const namedEn = items.map((code) => snapshot.item(code)?.nameEn ?? code);
  const { zh, en } = reasonText(reason);
  const count = String(items.length);
  const few = (names: readonly string[], separator: string): string =>
    names.slice(0, NAMED).join(separator) + (names.length > NAMED ? ' …' : '');
  return {
    titleZh: `互认标识 ${on ?? ''} 失效：${zh}（${count} 项：${few(named, '、')}）`,
    titleEn: `Marks lapse on ${on ?? ''}: ${en} (${count}: ${few(namedEn, ', ')})`,
    ...{ marks, cause: reason, items: named.join('、'), lapsesOn: on },
    dueAt: `${due}T23:59:59+08:00`,
    follows: await followedUp(deps, institution, reason, items),
  };
}

/** Loops that follow up the cause itself: a failed round, an instrument that is due, a failed blind sample. */
async function followedUp(
  { clock, registers, worker }: Deps,
  institution: string,
  reason: string,
  items: readonly string[],
): Promise<readonly number[]> {
  const known = [...(await findSubjects(worker, OBLIGATIONS, []))];
  const snapshot = registers.current();
  const today = dayOf(clock.now());
  const instruments = items.flatMap((item) => snapshot.instruments(institution, item, today));
  const isOfItem = (item: string | undefined): boolean => items.includes(item ?? '');
  return known.flatMap(([subject, { id }]) => {
    const [kind, ...parts] = subject.split('|');
    const isSame =
      kind === 'eqa'
        ? reason.startsWith('EQA_') && isOfItem(parts[2]) && parts[3] === institution
        : kind === 'blind'
          ? reason === 'SUSPENDED' && parts[0] === institution && isOfItem(parts[1])
          : reason === 'CALIBRATION_OVERDUE' &&
            parts[0] === institution &&
            instruments.some(({ code }) => code === parts[1]);
    return isSame ? [id] : [];
  });
}
