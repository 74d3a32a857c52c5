/**
 * Warns an organiser of EQA of a half-year in which items have no round 半年度未排轮次, planned here or on the register, and ends the warning
 * once they have one. Where a document of the place asks for them at intervals, that is asked and not this. Source: national-2022.art.7#03,
 * sichuan-2025.3#03.
 */
import { addDays, dayOf } from '@fujie/core/kernel';
import { halfNamed, halfOf, itemsWithoutRound } from '@fujie/core/laboratory';
import { eqaRounds, qcOrganisations, regions } from '@fujie/core/registers';

import { unitOfRegion } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { findSubjects } from '../platform/loops/loops.query.ts';
import type { Raised } from './asked.ts';
import { askFor, itemNames, sayDone } from './asked.ts';
import { findPlannedItems } from './eqa-after.query.ts';

const LOOP = 'eqa/half-year';
const INTERVAL = 'eqa/interval';

/** Opens and ends warnings; how many of each. */
export async function raiseHalfYears(deps: Deps): Promise<Raised> {
  const today = dayOf(deps.clock.now());
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
      const said = { stage: 'plan', outcome: 'planned', fields: { record: half.key } };
      await sayDone(deps, before.id, { key: `planned/${half.key}`, ...said });
      closed += 1;
    }
    if (before !== undefined || missing.length === 0 || ahead === undefined || today < addDays(half.last, -ahead))
      continue;
    const names = itemNames(snapshot, missing, today);
    const facts = {
      titleZh: `${nameZh}：${half.key} 未排轮次（${names.zh}）`,
      titleEn: `No round in ${half.key}: ${names.en}`,
      ...{ organiser: code, items: missing.join(', '), dueAt: `${half.last}T23:59:59+08:00` },
    };
    if (await askFor(deps, { definition: LOOP, subject: subjectOf(code), unit, facts })) opened += 1;
  }
  return { opened, closed };
}
