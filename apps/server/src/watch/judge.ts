/**
 * Judges one hour after the other 逐时监测: what happened in the hours before its end, how much was read in the day so far, and
 * when a day is over what became of it. Never while anybody waits. Source: henan-2025.mq.19#05 to #07.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';
import type { Alert, DayOfAccount, Holder, KeyUse, WatchParameters } from '@fujie/core/watch';
import {
  WATCH_HOURS,
  watchDevices,
  watchHolders,
  watchKeys,
  watchParametersOn,
  watchReadings,
  watchVolume,
} from '@fujie/core/watch';

import { programActor } from '../platform/auth/program-actor.ts';
import type { Deps } from '../platform/deps.ts';
import { findWatchedUntil, storeWindow } from './alerts.query.ts';
import { findHolders, findReadPersons } from './facts.query.ts';
import { placesOn, shiftsIn, sitesByAddress, staffNamed } from './places.ts';
import { readingsOf } from './readings.ts';
import { findCounts, findDays, findUses } from './uses.query.ts';

const HOUR_MS = 3_600_000;
/** Entries of other servers may become visible a little later than they say. */
const LATE_MS = 120_000;
const HISTORY_DAYS = 28;
const DEVICE_DAYS = 35;
const WATCH = programActor('watch');

/** Judges every hour that is over and was not judged yet, the first of all the one that ended last; how many alerts are new. */
export async function judgeHours(deps: Deps): Promise<number> {
  const last = Math.floor((deps.clock.now() - LATE_MS) / HOUR_MS) * HOUR_MS;
  const known = await findWatchedUntil(deps.worker);
  let raised = 0;
  for (let until = known === null ? last : known + HOUR_MS; until <= last; until += HOUR_MS)
    raised += await judgeHour(deps, until as Instant);
  return raised;
}

async function judgeHour(deps: Deps, until: Instant): Promise<number> {
  const { worker, registers, clock, config } = deps;
  const day = dayOf((until - 1) as Instant);
  const parameters = watchParametersOn(day, config.watchChanges);
  const snapshot = registers.current();
  const [rows, holders] = await Promise.all([
    findUses(worker, (until - WATCH_HOURS * HOUR_MS) as Instant, until),
    findHolders(worker),
  ]);
  const siteOf = sitesByAddress(snapshot, day);
  const uses = rows.map(({ id: event, at, account, credential, address }): KeyUse => ({
    event,
    at: at as Instant,
    account,
    credential,
    address,
    site: siteOf(address, holders.get(account)?.institution ?? null),
  }));
  const readings = await readingsOf(deps, rows, holders, until);
  const looked = readings.filter(({ relation }) => relation === 'institution' || relation === 'none');
  const persons = await findReadPersons(worker, [...new Set(looked.map(({ person }) => person))], day);
  const places = placesOn(snapshot, day);
  const ofDay = await judgeDay(deps, day, until, holders, parameters);
  const alerts = [
    ...watchKeys({ uses, holders, places, shiftsOf: shiftsIn(snapshot) }, parameters),
    ...watchReadings({ readings, holders, persons, colleaguesNamed: staffNamed(snapshot, day) }, parameters),
    ...ofDay.alerts,
  ];
  const at = clock.now();
  const raised = await storeWindow(worker, { until, at, uses: uses.length, alerts, days: ofDay.over });
  if (raised > 0) {
    const subject = new Date(until).toISOString();
    await deps.audit.record({ actor: WATCH, action: 'watch:alert', subject, outcome: 'done', detail: { raised } });
  }
  return raised;
}

interface DayFound {
  readonly alerts: readonly Alert[];
  /** The counts of the day, when it is over. */
  readonly over: readonly DayOfAccount[];
}

async function judgeDay(
  { worker }: Pick<Deps, 'worker'>,
  day: Day,
  until: Instant,
  holders: ReadonlyMap<string, Holder>,
  parameters: WatchParameters,
): Promise<DayFound> {
  const at = (until - 1) as Instant;
  const today = await findCounts(worker, day, startOfDay(day), until);
  const candidates = new Set(
    today
      .filter(({ persons }) => persons >= parameters.fewPersons)
      .map(({ account }) => holders.get(account)?.institution ?? null),
  );
  const alerts: Alert[] = [];
  if (candidates.size > 0) {
    const accounts = [...holders.values()].filter((one) => candidates.has(one.institution)).map((one) => one.account);
    const before = await findDays(worker, addDays(day, -HISTORY_DAYS), day, accounts);
    alerts.push(...watchVolume({ today, before, holders, at }, parameters));
  }
  if (until !== startOfDay(addDays(day, 1))) return { alerts, over: [] };
  const days = [...(await findDays(worker, addDays(day, 1 - DEVICE_DAYS), day, null)), ...today];
  alerts.push(...watchDevices(days, holders, at, parameters), ...watchHolders(holders.values(), at));
  return { alerts, over: today };
}
