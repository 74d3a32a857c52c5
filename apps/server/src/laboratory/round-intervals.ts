/**
 * Asks an organiser of EQA for rounds of items whose interval is nearly over 质评间隔, and ends that once each of them has a round, planned
 * here or on the register. Source: henan-2025.lab.15#02.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';
import type { RoundsDue } from '@fujie/core/laboratory';
import { lastRounds, roundsDueAgain } from '@fujie/core/laboratory';
import { eqaRounds, qcOrganisations, regions } from '@fujie/core/registers';

import { unitOfRegion } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findOpenOf, findRecords } from '../platform/loops/loops.query.ts';
import { findPlannedItems } from './eqa-after.query.ts';

const LOOP = 'eqa/interval';
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;

/** Opens and ends what organisers are asked for; how many of each. */
export async function raiseRoundIntervals(deps: Deps): Promise<{ readonly opened: number; readonly closed: number }> {
  const now = deps.clock.now();
  const today = dayOf(now);
  const snapshot = deps.registers.current();
  const organisers = snapshot.inForce(qcOrganisations, today).flatMap((row) => {
    if (snapshot.find(regions, row.region, today) === null) return [];
    const { interval, ahead } = loopOn(deps, LOOP, unitOfRegion(row.region), today)?.parameters ?? {};
    return interval === undefined || ahead === undefined
      ? []
      : [{ ...row, every: { interval: interval.value, ahead: ahead.value } }];
  });
  if (organisers.length === 0) return { opened: 0, closed: 0 };
  const planned = await findPlannedItems(deps.worker);
  const registered = snapshot.inForce(eqaRounds, today);
  const open = await findOpenOf(deps.worker, LOOP);
  let [opened, closed] = [0, 0];
  for (const { code, nameZh, region, every } of organisers) {
    const rounds = [
      ...planned.filter(({ organiser }) => organiser === code),
      ...registered
        .filter(({ organiser }) => organiser === code)
        .map(({ item, closedOn }) => ({ item, closesOn: closedOn })),
    ];
    const last = lastRounds(rounds);
    for (const { id, subject } of open.filter((one) => one.subject.startsWith(`${code}|`))) {
      const over = subject.slice(subject.lastIndexOf('|') + 1);
      const since = (await itemsAsked(deps, id)).map((item) => last.get(item));
      const isMet = since.every((closesOn) => closesOn !== undefined && addDays(closesOn, every.interval) > over);
      if (!isMet) continue;
      await end(
        deps,
        id,
        since
          .flatMap((closesOn) => closesOn ?? [])
          .sort()
          .at(-1) ?? today,
        now,
      );
      closed += 1;
    }
    for (const owed of roundsDueAgain(rounds, every, today))
      if (await ask(deps, { organiser: code, nameZh, unit: unitOfRegion(region), ...owed }, today)) opened += 1;
  }
  return { opened, closed };
}

interface Asked extends RoundsDue {
  readonly organiser: string;
  readonly nameZh: string;
  readonly unit: string;
}

async function ask(deps: Deps, { organiser, nameZh, unit, over, due, items }: Asked, today: Day): Promise<boolean> {
  const snapshot = deps.registers.current();
  const names = (language: 'nameZh' | 'nameEn'): string =>
    items.map((item) => snapshot.item(item, today)?.[language] ?? item).join(language === 'nameZh' ? '、' : ', ');
  const facts = {
    titleZh: `${nameZh}：质评间隔将满（${names('nameZh')}）`,
    titleEn: `A round of EQA again: ${names('nameEn')}`,
    ...{ organiser, items: items.join(', '), dueAt: `${due}T23:59:59+08:00` },
  };
  const row = await deps.worker.tx((tx) =>
    openLoop(deps, tx, {
      ...{ definition: LOOP, subject: `${organiser}|${over}`, unit, department: null, personId: null },
      ...{ by: PLATFORM, facts, occurredAt: startOfDay(today) },
    }),
  );
  return row !== null;
}

async function itemsAsked(deps: Deps, loop: number): Promise<readonly string[]> {
  const opening = (await findRecords(deps.worker, [loop])).get(loop)?.findLast(({ kind }) => kind === 'opened');
  const items = opening?.kind === 'opened' ? opening.facts['items'] : undefined;
  return typeof items === 'string' ? items.split(', ') : [];
}

async function end(deps: Deps, loop: number, closesOn: string, now: Instant): Promise<void> {
  await deps.worker.tx((tx) =>
    recordInLoop(deps, tx, loop, {
      ...{ key: `planned/${closesOn}`, kind: 'act', stage: 'plan', outcome: 'planned', by: PLATFORM },
      ...{ occurredAt: now, recordedAt: now, fields: { record: closesOn } },
    }),
  );
}
