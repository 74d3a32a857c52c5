/**
 * One key, two persons 一盾多人（A盾B用）, and several keys of one person 一人多盾, told from uses of keys, places, duties and
 * workstations. Source: henan-2025.mq.19#05 and #06.
 */
import { weekOf } from '../duties/weeks.ts';
import type { Instant } from '../kernel/day.ts';
import { dayOf, daysBetween } from '../kernel/day.ts';
import type { WatchParameters } from './parameters.ts';
import type { Alert, DayOfAccount, Holder, KeyUse, Place, Shift } from './types.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const EVIDENCE = 20;

/** The uses of each account in their order. */
function byAccount(uses: readonly KeyUse[]): ReadonlyMap<string, readonly KeyUse[]> {
  const found = new Map<string, KeyUse[]>();
  for (const use of uses) {
    const own = found.get(use.account);
    if (own) own.push(use);
    else found.set(use.account, [use]);
  }
  for (const own of found.values()) own.sort((a, b) => a.at - b.at || a.event - b.event);
  return found;
}

export interface KeyFacts {
  readonly uses: readonly KeyUse[];
  readonly holders: ReadonlyMap<string, Holder>;
  readonly places: ReadonlyMap<string, Place>;
  /** The shifts of a holder around an instant; null: nobody keeps a roster of the holder. */
  readonly shiftsOf: (holder: Holder, at: Instant) => readonly Shift[] | null;
}

/** Keys in two places, at two workstations, faster than anybody travels, or used while the holder is off duty. */
export function watchKeys(facts: KeyFacts, parameters: WatchParameters): readonly Alert[] {
  const alerts: Alert[] = [];
  for (const [account, uses] of byAccount(facts.uses)) {
    const holder = facts.holders.get(account);
    const institution = holder?.institution ?? null;
    const moved = placesOf(uses, facts.places, account, institution, parameters);
    const parts = [moved, switched(uses, account, institution, parameters)];
    if (holder !== undefined) parts.push(offDuty(uses, holder, facts, parameters));
    for (const alert of parts) if (alert !== null) alerts.push(alert);
  }
  return alerts;
}

/** Uses one after the other at one site. */
interface Stay {
  readonly site: string;
  readonly uses: KeyUse[];
}

function staysOf(uses: readonly KeyUse[], places: ReadonlyMap<string, Place>, nearKm: number): readonly Stay[] {
  const stays: Stay[] = [];
  for (const use of uses) {
    if (use.site === null) continue;
    const last = stays.at(-1);
    const km = last === undefined ? null : kmBetween(places, last.site, use.site);
    const isSame = last !== undefined && (last.site === use.site || (km !== null && km <= nearKm));
    if (isSame) last.uses.push(use);
    else stays.push({ site: use.site, uses: [use] });
  }
  return stays;
}

/** One site, another, and the first again, or the other one sooner than anybody gets there. */
function placesOf(
  uses: readonly KeyUse[],
  places: ReadonlyMap<string, Place>,
  account: string,
  institution: string | null,
  { concurrentMinutes, travelKmPerHour, nearKm }: WatchParameters,
): Alert | null {
  const stays = staysOf(uses, places, nearKm);
  let travel: Alert | null = null;
  for (const [index, stay] of stays.entries()) {
    const before = stays[index - 1];
    const left = before?.uses.at(-1);
    const came = stay.uses[0];
    if (before === undefined || left === undefined || came === undefined) continue;
    const back = stays[index + 1]?.uses[0];
    if (
      back !== undefined &&
      stays[index + 1]?.site === before.site &&
      back.at - left.at <= concurrentMinutes * MINUTE_MS
    ) {
      const minutes = Math.round((back.at - left.at) / MINUTE_MS);
      return alertOf('TWO_PLACES', 'high', account, institution, [left, ...stay.uses, back], {
        first: before.site,
        second: stay.site,
        minutes,
      });
    }
    const km = kmBetween(places, before.site, stay.site);
    if (travel !== null || km === null || km <= nearKm) continue;
    const hours = (came.at - left.at) / HOUR_MS;
    if (km > hours * travelKmPerHour)
      travel = alertOf('TRAVEL', 'high', account, institution, [left, came], {
        first: before.site,
        second: stay.site,
        km: Math.round(km),
        minutes: Math.round((came.at - left.at) / MINUTE_MS),
      });
  }
  return travel;
}

/** Two sessions at different addresses, used in turns faster than one person changes the workstation. */
function switched(
  uses: readonly KeyUse[],
  account: string,
  institution: string | null,
  { switchSeconds, switches }: WatchParameters,
): Alert | null {
  const found: KeyUse[] = [];
  let count = 0;
  for (const [index, use] of uses.entries()) {
    const before = uses[index - 1];
    if (before === undefined || before.credential === use.credential || before.address === use.address) continue;
    if (before.address === null || use.address === null || use.at - before.at > switchSeconds * 1000) continue;
    count++;
    found.push(before, use);
  }
  if (count < switches) return null;
  const [first, second] = [...new Set(found.map((use) => use.address ?? ''))];
  return alertOf('TWO_WORKSTATIONS', 'high', account, institution, found, {
    first: first ?? '',
    second: second ?? '',
    switches: count,
  });
}

/** Uses at a site of an institution while the roster has its holder elsewhere; from home a holder may look. */
function offDuty(
  uses: readonly KeyUse[],
  holder: Holder,
  { shiftsOf }: KeyFacts,
  { dutyMarginMinutes, offDutyUses }: WatchParameters,
): Alert | null {
  const margin = dutyMarginMinutes * MINUTE_MS;
  const off = uses.filter(({ at, site }) => {
    if (site === null) return false;
    const shifts = shiftsOf(holder, at);
    return shifts !== null && !shifts.some((shift) => shift.from - margin <= at && at < shift.until + margin);
  });
  if (off.length < offDutyUses) return null;
  return alertOf('OFF_DUTY', 'medium', holder.account, holder.institution, off, {
    uses: off.length,
    site: off[0]?.site ?? '',
  });
}

const WEEK = 7;

/**
 * A key that goes round: more new workstations within the last seven days than a move to another ward explains. `days` are
 * of the last five weeks.
 */
export function watchDevices(
  days: readonly DayOfAccount[],
  holders: ReadonlyMap<string, Holder>,
  at: Instant,
  { newDevices, historyDays }: WatchParameters,
): readonly Alert[] {
  const today = dayOf(at);
  const accounts = new Map<string, { before: Set<string>; now: Set<string>; activeBefore: number; events: number[] }>();
  for (const { account, day, devices, events = [] } of days) {
    const known = accounts.get(account) ?? { before: new Set(), now: new Set(), activeBefore: 0, events: [] };
    accounts.set(account, known);
    const isNow = daysBetween(day, today) < WEEK;
    if (!isNow && devices.length > 0) known.activeBefore++;
    known.events.push(...events);
    for (const device of devices) (isNow ? known.now : known.before).add(device);
  }
  return [...accounts].flatMap(([account, { before, now, activeBefore, events }]) => {
    const added = [...now].filter((device) => !before.has(device));
    if (activeBefore < historyDays || added.length < newDevices || added.length <= before.size / 2) return [];
    return [
      {
        rule: 'MANY_DEVICES',
        severity: 'medium',
        account,
        institution: holders.get(account)?.institution ?? null,
        at,
        episode: `MANY_DEVICES|${account}|${weekOf(today)}`,
        events: events.slice(0, EVIDENCE),
        facts: { added: added.length, before: before.size },
      } satisfies Alert,
    ];
  });
}

/**
 * Several keys of one person: accounts of one entry of the register of practitioners, or of one name, role and department.
 * The clause allows one.
 */
export function watchHolders(holders: Iterable<Holder>, at: Instant): readonly Alert[] {
  const groups = new Map<string, Holder[]>();
  for (const holder of holders) {
    const { institution, practitioner, name, role, department } = holder;
    if (institution === null) continue;
    const keys = [`name|${institution}|${department ?? ''}|${role}|${name}`];
    if (practitioner !== null) keys.push(`practitioner|${institution}|${practitioner}`);
    for (const key of keys) groups.set(key, [...(groups.get(key) ?? []), holder]);
  }
  const told = new Set<string>();
  return [...groups]
    .filter(([, held]) => held.length > 1)
    .sort(([a]) => (a.startsWith('practitioner') ? -1 : 1))
    .flatMap(([key, held]) => {
      const accounts = held.map(({ account }) => account).sort();
      const episode = `SEVERAL_KEYS|${accounts.join('|')}`;
      if (told.has(episode)) return [];
      told.add(episode);
      return [
        {
          rule: 'SEVERAL_KEYS',
          severity: key.startsWith('practitioner') ? 'high' : 'low',
          account: accounts[0] ?? '',
          institution: held[0]?.institution ?? null,
          at,
          episode,
          events: [],
          facts: {
            accounts: accounts.join(' '),
            count: accounts.length,
            by: key.startsWith('practitioner') ? 'practitioner' : 'name',
          },
        } satisfies Alert,
      ];
    });
}

function alertOf(
  rule: Alert['rule'],
  severity: Alert['severity'],
  account: string,
  institution: string | null,
  uses: readonly KeyUse[],
  facts: Alert['facts'],
): Alert {
  const at = uses.reduce((latest, use) => (use.at > latest ? use.at : latest), 0 as Instant);
  const first = uses[0]?.at ?? at;
  const events = [...new Set(uses.map((use) => use.event))].slice(0, EVIDENCE);
  return {
    rule,
    severity,
    account,
    institution,
    at,
    // Seen again from a later hour, two places may look like a journey: it is the same episode.
    episode: `${rule === 'TRAVEL' ? 'TWO_PLACES' : rule}|${account}|${dayOf(first)}`,
    events,
    facts,
  };
}

const EARTH_KM = 6371;

/** Great-circle distance of two sites; null: not both are known. */
function kmBetween(places: ReadonlyMap<string, Place>, first: string, second: string): number | null {
  const [a, b] = [places.get(first), places.get(second)];
  if (a === undefined || b === undefined) return null;
  if (a.latitude === null || a.longitude === null || b.latitude === null || b.longitude === null) return null;
  const rad = (degrees: number): number => (degrees * Math.PI) / 180;
  const half = (from: number, to: number): number => Math.sin(rad(to - from) / 2) ** 2;
  const h =
    half(a.latitude, b.latitude) +
    Math.cos(rad(a.latitude)) * Math.cos(rad(b.latitude)) * half(a.longitude, b.longitude);
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}
