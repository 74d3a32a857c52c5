/**
 * Orders of the past weeks 既往开单: patients who come to another hospital within days of a report, what is ordered there,
 * and what the physicians do with the results that they are offered.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant } from '@fujie/core/kernel';
import type { PractitionerRow } from '@fujie/core/registers';
import type { CheckResponse, DecisionsRequest, ItemCheck } from '@fujie/wire/contracts';

import type { Person } from './people.ts';
import type { Random } from './random.ts';
import type { Report } from './reports.ts';
import type { InstitutionPlan } from './world.ts';
import { at } from './writer.ts';

export interface Consultation {
  /** Where it is ordered. */
  readonly institution: string;
  readonly practitioner: string;
  readonly department: string;
  /** The number that the patient presents. */
  readonly residentId: string;
  readonly encounter: string;
  readonly encounterClass: 'outpatient' | 'inpatient' | 'emergency';
  readonly at: Instant;
  /** Panels and items ordered. */
  readonly ordered: readonly string[];
  /** Minutes after which the record system says that what was accepted is in its chart; null: it never does. */
  readonly writtenAfter: number | null;
  /** What the physician does with the answer. */
  respond(check: CheckResponse): DecisionsRequest['acts'];
}

type Act = DecisionsRequest['acts'][number];

/** Share of reports after which the patient goes to another hospital. */
const SEEN_ELSEWHERE = 0.22;
/** Share of prompts that nobody answers. */
const UNANSWERED = 0.06;

/** Consultations of ordinary people; the same seed gives the same ones. */
export function makeConsultations(
  people: readonly Person[],
  reports: readonly Report[],
  practitioners: readonly PractitionerRow[],
  today: Day,
  random: Random,
): readonly Consultation[] {
  const byPerson = groupedBy(reports, (report) => report.registration.person);
  const physicians = groupedBy(
    practitioners.filter((row) => row.role === 'physician'),
    (row) => row.institution,
  );
  return people.flatMap((person) => {
    const stream = random.fork(person.key);
    return (byPerson.get(person.key) ?? []).flatMap((report): Consultation[] => {
      if (report.status === 'entered-in-error' || !stream.chance(SEEN_ELSEWHERE)) return [];
      const day = addDays(dayOf(report.reportedAt), stream.int(1, 12));
      const elsewhere = person.institutions.filter((plan) => plan.code !== report.plan.code);
      if (day >= today || elsewhere.length === 0) return [];
      const plan = stream.pick(elsewhere);
      const physician = stream.pick(physicians.get(plan.code) ?? []);
      const { residentId } = person.registrationAt(plan);
      // Who comes without a number, or with another's, is offered nothing.
      if (residentId === null || residentId !== person.residentId) return [];
      return [consultationAt(plan, physician, residentId, report, day, person.key, random, stream)];
    });
  });
}

function groupedBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}

function consultationAt(
  plan: InstitutionPlan,
  physician: PractitionerRow,
  residentId: string,
  report: Report,
  day: Day,
  key: string,
  random: Random,
  stream: Random,
): Consultation {
  const department = physician.department ?? '';
  const when = at(day, stream.int(8, 17), stream.int(0, 59));
  const draw = stream.next();
  // A department has its habits: some recognise nearly everything, some little.
  const readiness = 0.45 + 0.5 * random.fork(`habit/${plan.code}/${department}`).next();
  return {
    institution: plan.code,
    practitioner: physician.code,
    department,
    residentId,
    encounter: `V${day.replaceAll('-', '')}-${key}-${report.number}`,
    encounterClass: draw < 0.08 ? 'emergency' : draw < 0.25 ? 'inpatient' : 'outpatient',
    at: when,
    ordered: report.kind === 'laboratory' ? report.ordered : [report.item],
    writtenAfter: writtenAfter(random.fork(`chart/${key}/${report.number}`)),
    respond: (check) => respond(check, readiness, when, stream.fork(`answer/${report.number}`)),
  };
}

/** Most record systems write at once, some a day later than they should, a few never. */
function writtenAfter(random: Random): number | null {
  const draw = random.next();
  return draw < 0.85 ? random.int(1, 40) : draw < 0.93 ? random.int(1500, 2600) : null;
}

function respond(check: CheckResponse, readiness: number, when: Instant, random: Random): Act[] {
  if (random.chance(UNANSWERED)) return [];
  const looks = random.chance(0.55);
  const accepts = random.chance(readiness);
  const takesMore = random.chance(readiness * 0.6);
  return check.items.flatMap((item): Act[] => {
    const best = item.candidates[0];
    if (best === undefined || item.answered || best.class === 'NOT') return [];
    const base = { item: item.item, result: best.result.id };
    const opened: Act[] = looks ? [{ ...base, choice: 'OPENED' }] : [];
    if (best.class === 'MAY') return takesMore ? [...opened, { ...base, choice: 'ACCEPT' }] : opened;
    const suggested = best.suggestions[0]?.code;
    const repeats = suggested === undefined ? !accepts || random.chance(0.04) : random.chance(0.7);
    return [...opened, repeats ? repeatOf(base, item, suggested, when, random) : { ...base, choice: 'ACCEPT' }];
  });
}

const UNSUGGESTED = [1, 1, 1, 6, 6, 2] as const;
const NOTES: Readonly<Record<number, string>> = {
  1: '症状加重，与既往结果不符，需复查。',
  6: '患者要求复查，已充分告知。',
};

function repeatOf(
  base: Pick<Act, 'item' | 'result'>,
  item: ItemCheck,
  suggested: number | undefined,
  when: Instant,
  random: Random,
): Act {
  const code = suggested ?? random.pick(UNSUGGESTED);
  const note = NOTES[code];
  return {
    ...base,
    choice: 'REPEAT',
    code,
    ...(note === undefined ? {} : { note }),
    explanation: {
      purpose: `复查${item.nameZh}`,
      necessity: '评估目前病情变化，决定治疗方案',
      possibleEffects: '再次采样及相应费用',
      toldTo: random.chance(0.8) ? 'patient' : 'family',
      at: formatInstant(when),
    },
  };
}
