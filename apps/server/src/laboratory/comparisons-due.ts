/**
 * Asks laboratories for comparisons 定期比对 of items without EQA and of bedside tests whose interval is nearly over, and ends that once studies
 * show them, or the registers that they are needed no more. Source: henan-2025.lab.8#03, #04, henan-2023.t17.2#01.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';
import type { ComparedItem, ComparisonKind, ComparisonRules, ComparisonsDue } from '@fujie/core/laboratory';
import { comparisonsDue, isComparedFor, itemsToCompare } from '@fujie/core/laboratory';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { eqaRounds, institutions, qcOrganisations } from '@fujie/core/registers';

import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findOpenOf, findRecords } from '../platform/loops/loops.query.ts';
import { findPlannedItems } from './eqa-after.query.ts';
import { findLastCompared, findNewestStudy } from './studies.query.ts';

const LOOP = 'comparison/due';
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;
/** A round of EQA counts for so long after it closed. */
const HELD_DAYS = 366;
const NAMES: Readonly<Record<ComparisonKind, readonly [zh: string, en: string]>> = {
  alternative: ['无室间质评项目比对到期', 'Comparison of items without EQA due'],
  bedside: ['床旁检测比对到期', 'Comparison of bedside tests due'],
};

interface Asking {
  readonly institution: string;
  readonly rules: ComparisonRules;
  readonly items: readonly ComparedItem[];
}

/** An open loop, as its opening says. */
interface OpenComparison {
  readonly id: number;
  readonly unit: string;
  readonly kind: ComparisonKind;
  readonly over: Day;
  readonly items: readonly string[];
}

/** Opens and ends what laboratories are asked for; how many of each. */
export async function raiseComparisons(deps: Deps): Promise<{ readonly opened: number; readonly closed: number }> {
  const now = deps.clock.now();
  const today = dayOf(now);
  const asking = await askingOf(deps, today);
  if (asking.length === 0) return { opened: 0, closed: 0 };
  const open = await openComparisons(deps);
  let [opened, closed] = [0, 0];
  for (const one of asking) {
    const own = open.filter(({ unit }) => unit === one.institution);
    for (const loop of own) if (await endIfDone(deps, loop, one, now)) closed += 1;
    for (const { kind, over, due, items } of comparisonsDue(one.items, one.rules, today)) {
      // What an open loop asks for is not asked for again in its next interval.
      const covered = new Set(own.filter((loop) => loop.kind === kind).flatMap((loop) => loop.items));
      const left = items.filter((item) => !covered.has(item));
      if (left.length > 0 && (await ask(deps, one.institution, { kind, over, due, items: left }, today))) opened += 1;
    }
  }
  return { opened, closed };
}

/** What each institution has to compare where a document asks for it. */
async function askingOf(deps: Deps, today: Day): Promise<readonly Asking[]> {
  const snapshot = deps.registers.current();
  const asked = snapshot.inForce(institutions, today).flatMap(({ code }) => {
    const { interval, ahead } = loopOn(deps, LOOP, code, today)?.parameters ?? {};
    return interval === undefined || ahead === undefined
      ? []
      : [{ institution: code, rules: { interval: interval.value, ahead: ahead.value } }];
  });
  if (asked.length === 0) return [];
  const assessed = await itemsAssessed(deps, snapshot, today);
  const last = new Map(
    (await findLastCompared(deps.worker)).map(({ institution, item, kind, on }) => [
      `${institution}|${kind}|${item}`,
      on,
    ]),
  );
  return asked.map(({ institution, rules }) => ({
    ...{ institution, rules },
    items: itemsToCompare(snapshot, institution, assessed, today).map((one) => ({
      ...one,
      comparedOn: last.get(`${institution}|${one.kind}|${one.item}`) ?? null,
    })),
  }));
}

/** Items of which the nation or the province holds EQA (henan-2025.lab.8#01): a round closed within a year, or is planned. */
async function itemsAssessed(deps: Deps, snapshot: RegisterSnapshot, today: Day): Promise<ReadonlySet<string>> {
  const organisers = new Set(
    snapshot
      .inForce(qcOrganisations, today)
      .filter(({ level }) => level === 'country' || level === 'province')
      .map(({ code }) => code),
  );
  const rounds = [
    ...(await findPlannedItems(deps.worker)),
    ...snapshot.inForce(eqaRounds, today).map(({ closedOn, ...row }) => ({ ...row, closesOn: closedOn })),
  ];
  const since = addDays(today, -HELD_DAYS);
  return new Set(
    rounds.filter(({ organiser, closesOn }) => organisers.has(organiser) && closesOn >= since).map(({ item }) => item),
  );
}

async function ask(
  deps: Deps,
  institution: string,
  { kind, over, due, items }: ComparisonsDue,
  today: Day,
): Promise<boolean> {
  const snapshot = deps.registers.current();
  const names = (language: 'nameZh' | 'nameEn'): string =>
    items.map((item) => snapshot.item(item, today)?.[language] ?? item).join(language === 'nameZh' ? '、' : ', ');
  const [zh, en] = NAMES[kind];
  const facts = {
    titleZh: `${zh}（${names('nameZh')}）`,
    titleEn: `${en}: ${names('nameEn')}`,
    ...{ kind, over, items: items.join(', '), dueAt: `${due}T23:59:59+08:00` },
  };
  const subject = `comparison|${institution}|${kind}|${over}|${items[0] ?? ''}`;
  const row = await deps.worker.tx((tx) =>
    openLoop(deps, tx, {
      ...{ definition: LOOP, subject, unit: institution, department: null, personId: null },
      ...{ by: PLATFORM, facts, occurredAt: startOfDay(today) },
    }),
  );
  return row !== null;
}

async function openComparisons(deps: Deps): Promise<readonly OpenComparison[]> {
  const open = await findOpenOf(deps.worker, LOOP);
  const records = await findRecords(
    deps.worker,
    open.map(({ id }) => id),
  );
  return open.map(({ id, unit }) => {
    const opening = records.get(id)?.findLast(({ kind }) => kind === 'opened');
    const facts = opening?.kind === 'opened' ? opening.facts : {};
    const text = (name: string): string => (typeof facts[name] === 'string' ? facts[name] : '');
    return {
      ...{ id, unit, kind: text('kind') as ComparisonKind, over: text('over') as Day },
      items: text('items').split(', '),
    };
  });
}

/** Ends a loop once each of its items was compared in its interval or is needed no more. */
async function endIfDone(
  deps: Deps,
  { id, kind, over, items }: OpenComparison,
  { items: all, rules }: Asking,
  now: Instant,
): Promise<boolean> {
  const needed = all.filter((one) => one.kind === kind && items.includes(one.item));
  if (!needed.every(({ comparedOn }) => isComparedFor(over, comparedOn, rules))) return false;
  const days = needed.flatMap(({ comparedOn }) => comparedOn ?? []).sort();
  const doneOn = days.at(-1) ?? dayOf(now);
  await deps.worker.tx((tx) =>
    recordInLoop(deps, tx, id, {
      ...{ key: `compared/${doneOn}`, kind: 'act', stage: 'compare', by: PLATFORM },
      outcome: needed.length === 0 ? 'ended' : 'compared',
      ...{ occurredAt: now, recordedAt: now, fields: { doneOn } },
    }),
  );
  return true;
}

/** The same at most once for a day, a state of the registers, and what studies there are. */
export function comparisonsOnceChanged(deps: Deps): () => Promise<void> {
  let doneFor = '';
  return async () => {
    const { clock, registers, worker } = deps;
    const state = [dayOf(clock.now()), registers.current().revision, await findNewestStudy(worker)].join('|');
    if (doneFor === state) return;
    await raiseComparisons(deps);
    doneFor = state;
  };
}
