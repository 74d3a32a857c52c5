/**
 * The ordinary life of a staff 日常使用: shifts and nights, late evenings, swapped duties, two sites, telephones and homes, busy days,
 * looking after one's old patients. Nothing in it is an abuse; some of it looks like one.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, startOfDay, weekdayOf } from '@fujie/core/kernel';
import type { DayOfAccount, Holder, KeyUse, Reading, Relation, Shift } from '@fujie/core/watch';

import type { Random } from '../simulate/random.ts';
import type { Member, Staff } from './staff.ts';

export const MINUTE = 60_000;
const HOUR = 3_600_000;
/** Weeks before those that are judged, of which only the counts matter. */
export const HISTORY_WEEKS = 4;

export interface Life {
  readonly staff: Staff;
  readonly holders: Map<string, Holder>;
  /** First day that is judged. */
  readonly from: Day;
  readonly days: number;
  readonly uses: KeyUse[];
  readonly readings: Reading[];
  readonly counts: DayOfAccount[];
  shiftsOf(account: string, day: Day): readonly Shift[];
}

/** What somebody does, gathered day by day. */
export class Diary {
  readonly uses: KeyUse[] = [];
  readonly readings: Reading[] = [];
  readonly #persons = new Map<string, Set<number>>();
  readonly #devices = new Map<string, Set<string>>();
  #event = 0;

  use(account: string, at: number, where: Where): number {
    const event = ++this.#event;
    const { site, address, credential } = where;
    this.uses.push({ event, at: at as Instant, account, credential, address, site });
    return event;
  }

  read(account: string, at: number, where: Where, person: number, relation: Relation, brokeGlass = false): void {
    const event = this.use(account, at, where);
    this.readings.push({ event, at: at as Instant, account, person, relation, brokeGlass });
    this.count(account, where.day, person);
  }

  count(account: string, day: Day, person: number): void {
    put(this.#persons, `${account}|${day}`, person);
  }

  signIn(account: string, day: Day, device: string): void {
    put(this.#devices, `${account}|${day}`, device);
  }

  counts(): DayOfAccount[] {
    return [...this.#persons].map(([key, persons]) => {
      const [account = '', day = ''] = key.split('|');
      return { account, day: day as Day, persons: persons.size, devices: [...(this.#devices.get(key) ?? [])] };
    });
  }
}

function put<T>(sets: Map<string, Set<T>>, key: string, value: T): void {
  const known = sets.get(key);
  if (known) known.add(value);
  else sets.set(key, new Set([value]));
}

export interface Where {
  readonly day: Day;
  readonly site: string | null;
  readonly address: string;
  readonly credential: string;
}

/** What is special about a day of a member. */
interface Mood {
  readonly pace: number;
  readonly isJudged: boolean;
}

/** The roster of a member: five days a week, a night every sixth day and the day after it free. */
export function rosterOf(member: Member, index: number, day: Day): readonly Shift[] {
  const at = (hours: number): Instant => (startOfDay(day) + hours * HOUR) as Instant;
  const turn = (Math.floor(startOfDay(day) / (24 * HOUR)) + index) % 6;
  if (member.department === 'JZK' && turn === 0) return [{ from: at(17.5), until: at(32) }];
  if (member.department === 'JZK' && turn === 1) return [];
  return weekdayOf(day) > 5 ? [] : [{ from: at(8), until: at(17.5) }];
}

export function liveOrdinarily(random: Random, staff: Staff, from: Day, weeks: number): { diary: Diary; life: Life } {
  const diary = new Diary();
  const first = addDays(from, -7 * HISTORY_WEEKS);
  const days = 7 * weeks;
  const indexOf = new Map(staff.members.map((member, index) => [member.account, index]));
  const waves = new Map<string, number>();
  for (const [index, member] of staff.members.entries()) {
    const stream = random.fork(member.account);
    let workstations = [...member.workstations];
    for (let n = 0; n < 7 * HISTORY_WEEKS + days; n++) {
      const day = addDays(first, n);
      // A ward moves; a wave of illness comes over a department.
      if (stream.chance(0.003))
        workstations = [0, 1, 2].map((k) => `${member.site}/${member.account}/${day}/${String(k)}`);
      const ward = `${member.institution}|${member.department}|${String(Math.floor(n / 7))}`;
      const wave = waves.get(ward) ?? (random.fork(ward).chance(0.04) ? 1.8 : 1);
      waves.set(ward, wave);
      const busy = stream.chance(0.03) ? 2.2 : 1;
      liveDay(stream, diary, staff, { ...member, workstations }, index, day, {
        pace: member.pace * wave * busy,
        isJudged: n >= 7 * HISTORY_WEEKS,
      });
    }
  }
  const life: Life = {
    staff,
    holders: new Map(staff.members.map((member) => [member.account, holderOf(member)])),
    from,
    days,
    uses: diary.uses,
    readings: diary.readings,
    counts: [],
    shiftsOf: (account, day) => {
      const index = indexOf.get(account);
      const member = index === undefined ? undefined : staff.members[index];
      return member === undefined || index === undefined ? [] : rosterOf(member, index, day);
    },
  };
  return { diary, life };
}

function holderOf({ account, name, role, institution, department, practitioner }: Member): Holder {
  return { account, name, role, institution, department, practitioner };
}

function liveDay(
  random: Random,
  diary: Diary,
  staff: Staff,
  member: Member,
  index: number,
  day: Day,
  mood: Mood,
): void {
  let [shift] = rosterOf(member, index, day);
  const isSwapped = random.chance(0.004);
  // A duty taken over from somebody, of which the roster knows nothing.
  if (isSwapped && shift === undefined)
    shift = { from: (startOfDay(day) + 8 * HOUR) as Instant, until: (startOfDay(day) + 16 * HOUR) as Instant };
  if (shift !== undefined && !random.chance(0.06)) work(random, diary, staff, member, day, shift, mood);
  if (random.chance(0.08)) readAtHome(random, diary, staff, member, day, mood);
}

function work(
  random: Random,
  diary: Diary,
  staff: Staff,
  member: Member,
  day: Day,
  shift: Shift,
  { pace, isJudged }: Mood,
): void {
  const { account } = member;
  const overtime = random.chance(0.05) ? random.int(30, 170) * MINUTE : 0;
  const hours = (shift.until + overtime - shift.from) / HOUR;
  const isReview = random.chance(0.002);
  const persons = Math.max(1, Math.round(pace * (0.8 + 0.2 * random.gaussian()) * Math.min(1, hours / 9)));
  const count = isReview ? persons + random.int(50, 90) : persons;
  const callsBack = random.chance(0.004) ? random.int(3, 6) : 0;
  const movesAt = member.secondSite !== null && random.chance(0.3) ? shift.from + 4 * HOUR : Number.POSITIVE_INFINITY;
  const journey = random.int(40, 80) * MINUTE;
  let station = random.pick(member.workstations);
  let at = shift.from + random.int(0, 20) * MINUTE;
  let isThere = false;
  diary.signIn(account, day, station);
  for (let n = 0; n < count; n++) {
    const step = ((shift.until + overtime - at) / (count - n)) * (0.5 + random.next());
    at += Math.max(20_000, step);
    if (!isThere && at > movesAt) {
      isThere = true;
      at += journey;
    }
    if (random.chance(0.12)) {
      station = random.pick(member.workstations);
      diary.signIn(account, day, station);
      at += random.int(30, 240) * 1000;
    }
    const site = isThere ? (member.secondSite ?? member.site) : member.site;
    const where: Where = {
      day,
      site,
      address: station + (isThere ? '/2' : ''),
      credential: `${account}|${day}|${station}`,
    };
    const person = random.int(0, staff.persons.length - 1);
    const relation = n < callsBack ? 'none' : isReview && n >= persons ? 'department' : relationOf(random);
    if (isJudged) {
      diary.read(account, at, where, person, unlessKnown(staff, person, relation), false);
      if (random.chance(0.6)) diary.use(account, at + random.int(5, 15) * 1000, where);
      // A look at the telephone while sitting at the desk.
      if (member.hasTelephone && random.chance(0.03))
        diary.use(account, at + random.int(16, 90) * 1000, {
          day,
          site: null,
          address: `tel/${account}`,
          credential: `tel/${account}|${day}`,
        });
    } else diary.count(account, day, person);
  }
}

/** Who is on the list is read by those who treat them, and seldom by a consultant of another department. */
function unlessKnown(staff: Staff, person: number, relation: Relation): Relation {
  return staff.persons[person]?.wellKnown === true && relation === 'none' ? 'department' : relation;
}

/** Most are treated by the reader or the department; consultants and mistaken searches are the rest. */
function relationOf(random: Random): Relation {
  const drawn = random.next();
  return drawn < 0.74 ? 'own' : drawn < 0.925 ? 'department' : drawn < 0.99 ? 'institution' : 'none';
}

function readAtHome(random: Random, diary: Diary, staff: Staff, member: Member, day: Day, { isJudged }: Mood): void {
  const { account } = member;
  const site = member.hasTunnel ? member.site : null;
  const where: Where = { day, site, address: `home/${account}`, credential: `home/${account}|${day}` };
  let at = startOfDay(day) + random.int(19 * 60, 22 * 60) * MINUTE;
  const count = random.int(2, 6);
  for (let n = 0; n < count; n++) {
    at += random.int(1, 6) * MINUTE;
    const person = random.int(0, staff.persons.length - 1);
    if (isJudged) diary.read(account, at, where, person, 'own');
    else diary.count(account, day, person);
  }
}
