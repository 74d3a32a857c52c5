/** Where an address is, who is on duty when, and what the staff is called, by the registers in force. */
import { BlockList, isIP } from 'node:net';

import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, isInForce, startOfDay, weekdayOf } from '@fujie/core/kernel';
import { normaliseName } from '@fujie/core/person';
import type { DutyRow, RegisterSnapshot, SiteRow } from '@fujie/core/registers';
import { duties, practitioners, sites } from '@fujie/core/registers';
import type { Colleague, Holder, Place, Shift } from '@fujie/core/watch';

const siteKey = ({ institution, code }: Pick<SiteRow, 'institution' | 'code'>): string => `${institution}|${code}`;

export function placesOn(snapshot: RegisterSnapshot, day: Day): ReadonlyMap<string, Place> {
  const rows = snapshot.inForce(sites, day);
  return new Map(
    rows.map((row) => [siteKey(row), { site: siteKey(row), latitude: row.latitude, longitude: row.longitude }]),
  );
}

/** The site to whose networks an address belongs. Hospitals may number their networks alike: the own institution goes first. */
export function sitesByAddress(
  snapshot: RegisterSnapshot,
  day: Day,
): (address: string | null, institution: string | null) => string | null {
  const known = snapshot
    .inForce(sites, day)
    .flatMap((row) =>
      row.networks === null
        ? []
        : [{ site: siteKey(row), institution: row.institution, networks: blockListOf(row.networks) }],
    );
  const found = new Map<string, string | null>();
  return (address, institution) => {
    if (address === null) return null;
    const key = `${institution ?? ''} ${address}`;
    const before = found.get(key);
    if (before !== undefined) return before;
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const there = known.filter(({ networks }) => networks.check(address, family));
    const site = (there.find((one) => one.institution === institution) ?? there[0])?.site ?? null;
    found.set(key, site);
    return site;
  };
}

function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

/** The shifts of a holder around an instant; null: no roster of the holder is kept. */
export function shiftsIn(snapshot: RegisterSnapshot): (holder: Holder, at: Instant) => readonly Shift[] | null {
  const byPractitioner = snapshot.memo('watch-duties', () => {
    const found = new Map<string, { from: Day; to: Day | null; row: DutyRow }[]>();
    for (const { row, from, to } of snapshot.all(duties)) {
      const key = `${row.institution}|${row.practitioner}`;
      found.set(key, [...(found.get(key) ?? []), { row, from, to }]);
    }
    return found;
  });
  return ({ institution, practitioner }, at) => {
    const known = byPractitioner.get(`${institution ?? ''}|${practitioner ?? ''}`) ?? [];
    const today = dayOf(at);
    const around = [addDays(today, -1), today, addDays(today, 1)];
    const held = around.flatMap((day) => known.filter((duty) => isInForce(duty, day)).map(({ row }) => ({ day, row })));
    if (held.length === 0) return null;
    return held
      .filter(({ day, row }) => row.weekdays.includes(String(weekdayOf(day))))
      .map(({ day, row }) => ({
        from: timeOn(day, row.starts),
        until: timeOn(row.ends > row.starts ? day : addDays(day, 1), row.ends),
      }));
  };
}

function timeOn(day: Day, time: string): Instant {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (startOfDay(day) + (hours * 60 + minutes) * 60_000) as Instant;
}

/** The staff of an institution by name. */
export function staffNamed(
  snapshot: RegisterSnapshot,
  day: Day,
): (institution: string, name: string) => readonly Colleague[] {
  const byName = snapshot.memo(`watch-staff ${day}`, () => {
    const found = new Map<string, Colleague[]>();
    for (const { institution, department, nameZh } of snapshot.inForce(practitioners, day)) {
      const name = normaliseName(nameZh);
      const key = `${institution}|${name}`;
      found.set(key, [...(found.get(key) ?? []), { institution, department, name }]);
    }
    return found;
  });
  return (institution, name) => byName.get(`${institution}|${name}`) ?? [];
}
