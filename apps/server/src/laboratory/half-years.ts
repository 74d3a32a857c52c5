/**
 * Warns an organiser of EQA of a half-year in which items have no round 半年度未排轮次, planned here or on the register, and ends the warning
 * once they have one. Where a document of the place asks for them at intervals, that is asked and not this. Source: national-2022.art.7#03,
 * sichuan-2025.3#03.
 */
import type { Instant } from '@fujie/core/kernel';
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';
import { halfNamed, halfOf, itemsWithoutRound } from '@fujie/core/laboratory';
import { eqaRounds, qcOrganisations, regions } from '@fujie/core/registers';

import { unitOfRegion } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findSubjects } from '../platform/loops/loops.query.ts';
import { findPlannedItems } from './eqa-after.query.ts';

const LOOP = 'eqa/half-year';
const INTERVAL = 'eqa/interval';
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;

/** Opens and ends warnings; how many of each. */
export async function raiseHalfYears(deps: Deps): Promise<{ readonly opened: number; readonly closed: number }> {
  const now = deps.clock.now();
  const today = dayOf(now);
  const snapshot = deps.registers.current();
  const organisers = snapshot
    .inForce(qcOrganisations, today)
    .filter(({ region }) => snapshot.find(regions, region, today) !== null)
    .filter(({ region }) => {
      const unit = unitOfRegion(region);
      return loopOn(deps, LOOP, unit, today) !== null && loopOn(deps, INTERVAL, unit, today) === null;
    });
  if (organisers.length === 0) return { opened: 0, closed: 0 };
  const planned = await findPlannedItems(deps.worker);
  const missingOf = (organiser: string, key: string): readonly string[] => {
    const own = planned.filter((round) => round.organiser === organiser);
    const registered = snapshot.inForce(eqaRounds, today).filter((row) => row.organiser === organiser);
    const rounds = [...own, ...registered.map(({ item, closedOn }) => ({ item, closesOn: closedOn }))];
    return itemsWithoutRound(rounds, halfNamed(key));
  };
  const half = halfOf(today);
  const subjectOf = (organiser: string): string => `half-year|${organiser}|${half.key}`;
  const known = await findSubjects(
    deps.worker,
    [LOOP],
    organisers.map(({ code }) => subjectOf(code)),
  );
  let [opened, closed] = [0, 0];
  for (const { code, nameZh, region } of organisers) {
    const unit = unitOfRegion(region);
    const before = known.get(subjectOf(code));
    const missing = missingOf(code, half.key);
    const ahead = loopOn(deps, LOOP, unit, today)?.parameters['ahead']?.value;
    if (before?.status === 'open' && missing.length === 0) {
      await end(deps, before.id, half.key, now);
      closed += 1;
    }
    if (before !== undefined || missing.length === 0 || ahead === undefined || today < addDays(half.last, -ahead))
      continue;
    const names = (language: 'nameZh' | 'nameEn'): string =>
      missing.map((item) => snapshot.item(item, today)?.[language] ?? item).join(language === 'nameZh' ? '、' : ', ');
    const facts = {
      ...{
        titleZh: `${nameZh}：${half.key} 未排轮次（${names('nameZh')}）`,
        titleEn: `No round in ${half.key}: ${names('nameEn')}`,
      },
      ...{ organiser: code, items: missing.join(', '), dueAt: `${half.last}T23:59:59+08:00` },
    };
    const opening = {
      definition: LOOP,
      subject: subjectOf(code),
      unit,
      department: null,
      personId: null,
      by: PLATFORM,
    };
    const row = await deps.worker.tx((tx) => openLoop(deps, tx, { ...opening, facts, occurredAt: startOfDay(today) }));
    if (row !== null) opened += 1;
  }
  return { opened, closed };
}

async function end(deps: Deps, loop: number, half: string, now: Instant): Promise<void> {
  await deps.worker.tx((tx) =>
    recordInLoop(deps, tx, loop, {
      ...{ key: `planned/${half}`, kind: 'act', stage: 'plan', outcome: 'planned', by: PLATFORM },
      ...{ occurredAt: now, recordedAt: now, fields: { record: half } },
    }),
  );
}
