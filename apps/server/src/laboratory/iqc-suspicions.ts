/**
 * Series of control results that do not look measured 可疑质控数据 of a region, and control after the release of results: asked about, never judged.
 * Source: henan-2025.lab.7#01, national-2022.art.24#02.
 */
import { addDays, formatInstant, startOfDay } from '@fujie/core/kernel';
import { controlledAfterRelease } from '@fujie/core/laboratory';
import { testSystems } from '@fujie/core/registers';
import type { IqcSuspicionsResponse } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { institutionsOf, within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { monthOf, namedItem } from './iqc-month.ts';
import { suspicionsIn } from './iqc-suspected.ts';
import { findReleases, findRunTimes } from './iqc-region.query.ts';

/** Of each request: the results of half a year are read. */
const MOST_INSTITUTIONS = 20;

/** What to ask about in a region, institution by institution after a code: series of half a year, and control after release in the month. */
export async function regionSuspicions(
  deps: Deps,
  actor: Actor,
  month: string,
  after: string,
): Promise<IqcSuspicionsResponse> {
  const snapshot = deps.registers.current();
  const { db } = within(deps, actor);
  const { first, end } = monthOf(month);
  const systems = snapshot.inForce(testSystems, addDays(end, -1));
  const all = [...new Set(systems.map(({ institution }) => institution))];
  const reach = new Set(institutionsOf(snapshot, actor));
  const left = all.filter((code) => reach.has(code) && code > after).sort();
  const codes = left.slice(0, MOST_INSTITUTIONS);
  const series: IqcSuspicionsResponse['series'] = [];
  const afterRelease: IqcSuspicionsResponse['afterRelease'] = [];
  for (const code of codes) {
    const own = systems.filter(({ institution }) => institution === code);
    const institution = namedInstitution(snapshot, code);
    const itemOf = new Map(own.map((row) => [row.code, row.item]));
    const quantitative = own.filter(({ kind }) => kind === 'quantitative');
    const asked = quantitative.map((row) => ({ institution: code, system: row.code }));
    for (const { system, product, lot, level, suspicions } of await suspicionsIn(db, asked, end))
      series.push({
        ...{ institution, item: namedItem(snapshot, itemOf.get(system) ?? ''), system, product, lot, level },
        suspicions: suspicions.map(({ kind, facts }) => ({ kind, facts: { ...facts } })),
      });
    const span = { from: startOfDay(first), to: startOfDay(end) };
    const items = new Set(itemOf.values());
    const released = (await findReleases(db, code, span)).filter(({ item }) => items.has(item));
    const runs = await findRunTimes(db, code, { ...span, from: startOfDay(addDays(first, -1)) });
    const found = controlledAfterRelease(released, runs);
    for (const item of new Set(found.map((one) => one.item)))
      afterRelease.push({
        ...{ institution, item: namedItem(snapshot, item) },
        testingDays: released.filter((one) => one.item === item).length,
        days: found
          .filter((one) => one.item === item)
          .map(({ day, at, controlledAt }) => ({
            ...{ day, releasedAt: formatInstant(at), controlledAt: formatInstant(controlledAt) },
          })),
      });
  }
  return {
    month,
    looked: codes.length,
    next: left.length > codes.length ? (codes.at(-1) ?? null) : null,
    series,
    afterRelease,
  };
}
