/**
 * Asks an organiser of EQA for rounds of items whose interval is nearly over 质评间隔, and ends that once each of them has a round, planned
 * here or on the register. Source: henan-2025.lab.15#02.
 */
import type { Day } from '@fujie/core/kernel';
import { addDays, dayOf } from '@fujie/core/kernel';
import type { RoundsDue } from '@fujie/core/laboratory';
import { lastRounds, roundsDueAgain } from '@fujie/core/laboratory';
import { eqaRounds, qcOrganisations, regions } from '@fujie/core/registers';

import { unitOfRegion } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import type { Raised } from './asked.ts';
import { askedLoops, askFor, itemNames, sayDone } from './asked.ts';
import { findPlannedItems } from './eqa-after.query.ts';

const LOOP = 'eqa/interval';

/** Opens and ends what organisers are asked for; how many of each. */
export async function raiseRoundIntervals(deps: Deps): Promise<Raised> {
  const today = dayOf(deps.clock.now());
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
  const open = await askedLoops(deps, LOOP);
  let [opened, closed] = [0, 0];
  for (const { code, nameZh, region, every } of organisers) {
    const rounds = [
      ...planned.filter(({ organiser }) => organiser === code),
      ...registered
        .filter(({ organiser }) => organiser === code)
        .map(({ item, closedOn }) => ({ item, closesOn: closedOn })),
    ];
    const last = lastRounds(rounds);
    for (const { id, subject, items } of open.filter((one) => one.subject.startsWith(`${code}|`))) {
      const over = subject.slice(subject.lastIndexOf('|') + 1);
      const since = items.map((item) => last.get(item));
      const isMet = since.every((closesOn) => closesOn !== undefined && addDays(closesOn, every.interval) > over);
      if (!isMet) continue;
      const record =
        since
          .flatMap((closesOn) => closesOn ?? [])
          .sort()
          .at(-1) ?? today;
      await sayDone(deps, id, { key: `planned/${record}`, stage: 'plan', outcome: 'planned', fields: { record } });
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
  const names = itemNames(deps.registers.current(), items, today);
  return askFor(deps, {
    ...{ definition: LOOP, subject: `${organiser}|${over}`, unit },
    facts: {
      ...{ titleZh: `${nameZh}：质评间隔将满（${names.zh}）`, titleEn: `A round of EQA again: ${names.en}` },
      ...{ organiser, items: items.join(', '), dueAt: `${due}T23:59:59+08:00` },
    },
  });
}
