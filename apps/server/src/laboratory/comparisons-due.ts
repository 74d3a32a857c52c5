/**
 * Asks laboratories for comparisons 定期比对 of items without EQA and of bedside tests whose interval is nearly over, and ends that once studies
 * show them, or the registers that they are needed no more. Source: henan-2025.lab.8#03, #04, henan-2023.t17.2#01.
 */
import type { Day } from '@fujie/core/kernel';
import { addDays, dayOf, groupBy } from '@fujie/core/kernel';
import type { ComparedItem, ComparisonKind, ComparisonRules, ComparisonsDue } from '@fujie/core/laboratory';
import { comparisonsDue, isComparedFor, itemsToCompare } from '@fujie/core/laboratory';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { eqaRounds, institutions, qcOrganisations } from '@fujie/core/registers';

import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { findWaivedOf } from '../platform/loops/loops.query.ts';
import type { AskedLoop, Raised } from './asked.ts';
import { askedLoops, askFor, itemNames, sayDone } from './asked.ts';
import { findPlannedItems } from './eqa-after.query.ts';
import { findLastCompared, findNewestStudy } from './studies.query.ts';

const LOOP = 'comparison/due';
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

/** Opens and ends what laboratories are asked for; how many of each. */
export async function raiseComparisons(deps: Deps): Promise<Raised> {
  const today = dayOf(deps.clock.now());
  const asking = await askingOf(deps, today);
  if (asking.length === 0) return { opened: 0, closed: 0 };
  const open = groupBy(await askedLoops(deps, LOOP), ({ unit }) => unit);
  const dueOf = new Map(
    asking.map(({ institution, items, rules }) => [institution, comparisonsDue(items, rules, today)]),
  );
  const beginnings = [...dueOf].flatMap(([institution, list]) => list.map((one) => beginningOf(institution, one)));
  const ofIntervals = await askedLoops(deps, LOOP, (db, kind) => findWaivedOf(db, kind, beginnings));
  const waived = groupBy(ofIntervals, ({ unit }) => unit);
  let [opened, closed] = [0, 0];
  for (const one of asking) {
    const own = open.get(one.institution) ?? [];
    for (const loop of own) if (await endIfDone(deps, loop, one)) closed += 1;
    const released = waived.get(one.institution) ?? [];
    for (const { kind, over, due, items } of dueOf.get(one.institution) ?? []) {
      // What an open loop still asks for is not asked for again in its next interval, what was released not again in this one.
      const asked = own.flatMap((loop) => neededOf(loop, one).filter((item) => !isDone(loop, item, one)));
      const left = items.filter(
        (item) =>
          !asked.some((other) => other.kind === kind && other.item === item) &&
          !released.some(
            (loop) => loop.fact('kind') === kind && loop.fact('over') === over && loop.items.includes(item),
          ),
      );
      if (left.length > 0 && (await ask(deps, one.institution, { kind, over, due, items: left }))) opened += 1;
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

const beginningOf = (institution: string, { kind, over }: Pick<ComparisonsDue, 'kind' | 'over'>): string =>
  `comparison|${institution}|${kind}|${over}|`;

async function ask(deps: Deps, institution: string, { kind, over, due, items }: ComparisonsDue): Promise<boolean> {
  const today = dayOf(deps.clock.now());
  const names = itemNames(deps.registers.current(), items, today);
  const [zh, en] = NAMES[kind];
  return askFor(deps, {
    definition: LOOP,
    subject: `${beginningOf(institution, { kind, over })}${items[0] ?? ''}|${today}`,
    unit: institution,
    facts: {
      ...{ titleZh: `${zh}（${names.zh}）`, titleEn: `${en}: ${names.en}` },
      ...{ kind, over, items: items.join(', '), dueAt: `${due}T23:59:59+08:00` },
    },
  });
}

/** Of the items of a loop those that are still run and to be compared. */
const neededOf = (loop: AskedLoop, { items }: Asking): readonly ComparedItem[] =>
  items.filter(({ kind, item }) => kind === loop.fact('kind') && loop.items.includes(item));

const isDone = (loop: AskedLoop, { comparedOn }: ComparedItem, { rules }: Asking): boolean =>
  isComparedFor(loop.fact('over') as Day, comparedOn, rules);

/** Ends a loop once each of its items was compared in its interval or is needed no more. */
async function endIfDone(deps: Deps, loop: AskedLoop, asking: Asking): Promise<boolean> {
  const needed = neededOf(loop, asking);
  if (!needed.every((one) => isDone(loop, one, asking))) return false;
  const days = needed.flatMap(({ comparedOn }) => comparedOn ?? []).sort();
  const doneOn = days.at(-1) ?? dayOf(deps.clock.now());
  const outcome = needed.length === 0 ? 'ended' : 'compared';
  await sayDone(deps, loop.id, { key: `compared/${doneOn}`, stage: 'compare', outcome, fields: { doneOn } });
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
