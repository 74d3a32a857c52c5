/** How well the watch tells planted abuses from ordinary life 评分: sensitivity by rule, false alarms per 1,000 users and week. */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';
import type { Alert, Colleague, WatchParameters, WatchRule } from '@fujie/core/watch';
import {
  WATCH_HOURS,
  WATCH_RULES,
  watchDevices,
  watchHolders,
  watchKeys,
  watchReadings,
  watchVolume,
} from '@fujie/core/watch';

import { createRandom } from '../simulate/random.ts';
import type { Life } from './life.ts';
import { liveOrdinarily } from './life.ts';
import type { Plant } from './plants.ts';
import { plantAll } from './plants.ts';
import { makeStaff } from './staff.ts';

export interface ScoreOptions {
  readonly seed: number;
  readonly users: number;
  readonly weeks: number;
  /** Cases of each rule. */
  readonly plants: number;
}

export interface RuleScore {
  readonly rule: WatchRule;
  readonly planted: number;
  readonly found: number;
  readonly falseAlarms: number;
}

export interface Score {
  readonly rules: readonly RuleScore[];
  readonly planted: number;
  readonly found: number;
  readonly falseAlarms: number;
  /** Per 1,000 users and week. */
  readonly rate: number;
}

const FROM = '2024-05-20' as Day;
const HOUR = 3_600_000;

/** Lets a staff live, plants abuses, watches, and compares. */
export function scoreWatch({ seed, users, weeks, plants: each }: ScoreOptions, parameters: WatchParameters): Score {
  const random = createRandom(`watch/${String(seed)}`);
  const staff = makeStaff(random.fork('staff'), users);
  const { diary, life } = liveOrdinarily(random.fork('life'), staff, FROM, weeks);
  const plants = plantAll(random.fork('plants'), diary, life, each);
  const alerts = watchLife({ ...life, counts: diary.counts() }, parameters);
  const rules = WATCH_RULES.map((rule): RuleScore => {
    const planted = plants.filter((plant) => plant.rule === rule);
    return {
      rule,
      planted: planted.length,
      found: planted.filter((plant) => alerts.some((alert) => tells(rule, alert) && isOf(plant, alert))).length,
      falseAlarms: alerts.filter((alert) => alert.rule === rule && !plants.some((plant) => isOf(plant, alert))).length,
    };
  });
  const sum = (of: (rule: RuleScore) => number): number => rules.reduce((total, rule) => total + of(rule), 0);
  const falseAlarms = sum((rule) => rule.falseAlarms);
  return {
    rules,
    planted: sum((rule) => rule.planted),
    found: sum((rule) => rule.found),
    falseAlarms,
    rate: (1000 * falseAlarms) / (users * weeks),
  };
}

/** Two places and a journey are one episode, told by whichever an hour shows first. */
function tells(rule: WatchRule, alert: Alert): boolean {
  const isOfPlaces = (known: WatchRule): boolean => known === 'TWO_PLACES' || known === 'TRAVEL';
  return alert.rule === rule || (isOfPlaces(rule) && isOfPlaces(alert.rule));
}

/** Whether an alert is of a planted case: of its account, within its days and the day after. */
function isOf({ account, from, to }: Plant, alert: Alert): boolean {
  const day = dayOf(alert.at);
  return alert.account === account && from <= day && day <= addDays(to, 1);
}

/** Watches as the server does: every hour the last hours, every day its counts; an episode is told once. */
function watchLife(life: Life, parameters: WatchParameters): readonly Alert[] {
  const told = new Map<string, Alert>();
  const tell = (alerts: readonly Alert[]): void => {
    for (const alert of alerts) if (!told.has(alert.episode)) told.set(alert.episode, alert);
  };
  const { holders, staff } = life;
  const persons = new Map(staff.persons.map((person) => [person.person, person]));
  const colleagues = new Map<string, Colleague[]>();
  for (const { institution, department, name } of staff.members) {
    const key = `${institution}|${name}`;
    colleagues.set(key, [...(colleagues.get(key) ?? []), { institution, department, name }]);
  }
  const facts = {
    holders,
    persons,
    places: staff.places,
    colleaguesNamed: (institution: string, name: string) => colleagues.get(`${institution}|${name}`) ?? [],
    shiftsOf: ({ account }: { readonly account: string }, at: Instant) => {
      const member = staff.members[Number(account.slice(1))];
      if (member?.hasRoster !== true) return null;
      const day = dayOf(at);
      return [addDays(day, -1), day, addDays(day, 1)].flatMap((near) => life.shiftsOf(account, near));
    },
  };
  tell(watchHolders(holders.values(), startOfDay(life.from)));
  const uses = new Hours(life.uses);
  const readings = new Hours(life.readings);
  for (let n = 0; n < life.days; n++) {
    const day = addDays(life.from, n);
    for (let hour = 1; hour <= 24; hour++) {
      const until = startOfDay(day) + hour * HOUR;
      tell(watchKeys({ ...facts, uses: uses.before(until) }, parameters));
      tell(watchReadings({ ...facts, readings: readings.before(until) }, parameters));
    }
    const at = (startOfDay(day) + 24 * HOUR - 1) as Instant;
    const month = life.counts.filter((count) => count.day <= day && count.day > addDays(day, -35));
    const [today, before] = [month.filter((count) => count.day === day), month.filter((count) => count.day < day)];
    tell(watchVolume({ today, before, holders, at }, parameters));
    tell(watchDevices(month, holders, at, parameters));
  }
  return [...told.values()];
}

/** What happened, found by the hours before an instant. */
class Hours<T extends { readonly at: Instant }> {
  readonly #byHour = new Map<number, T[]>();

  constructor(all: readonly T[]) {
    for (const one of all) {
      const hour = Math.floor(one.at / HOUR);
      const known = this.#byHour.get(hour);
      if (known) known.push(one);
      else this.#byHour.set(hour, [one]);
    }
  }

  before(until: number): readonly T[] {
    const last = until / HOUR;
    return Array.from({ length: WATCH_HOURS }, (_, n) => this.#byHour.get(last - 1 - n) ?? []).flat();
  }
}
