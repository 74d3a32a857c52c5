/**
 * Orders of yesterday at the wards of the tour 演示处置: an accepted result that is not yet in the chart, a prompt that nobody answered,
 * an emergency repeat whose explanation is still owed; so that whoever plays the doctor finds each of them.
 */
import type { Day } from '@fujie/core/kernel';
import { addDays, formatInstant } from '@fujie/core/kernel';
import type { CheckResponse, DecisionsRequest } from '@fujie/wire/contracts';

import { monthStart } from './calendar.ts';
import type { Consultation } from './consultations.ts';
import type { Person } from './people.ts';
import type { LaboratoryReport } from './reports.ts';
import type { TruthCase } from './truth.ts';
import type { World } from './world.ts';
import type { Writer } from './writer.ts';
import { at } from './writer.ts';

type Acts = DecisionsRequest['acts'];
interface Planted {
  readonly encounterClass: Consultation['encounterClass'];
  readonly respond: (check: CheckResponse) => Acts;
}

/** The results that must be recognised, one for an item. */
const musts = ({ items }: CheckResponse) =>
  items.flatMap(({ item, candidates: [best] }) => (best?.class === 'MUST' ? [{ item, result: best.result.id }] : []));

const PLANTS: readonly Planted[] = [
  { encounterClass: 'inpatient', respond: (check) => musts(check).map((one) => ({ ...one, choice: 'ACCEPT' })) },
  { encounterClass: 'inpatient', respond: () => [] },
  {
    encounterClass: 'emergency',
    respond: (check) => musts(check).map((one) => ({ ...one, choice: 'REPEAT', code: 4 })),
  },
];

/** One of each at every institution of the tour that has so many results to recognise. */
export function plantConsultations(cases: readonly TruthCase[], today: Day): readonly Consultation[] {
  const receivers = [...new Set(cases.map(({ receiver }) => receiver))];
  return receivers.flatMap((institution) => {
    const own = cases.filter(({ receiver, expect }) => receiver === institution && expect?.class === 'MUST');
    return PLANTS.flatMap(({ encounterClass, respond }, index): Consultation[] => {
      const found = own[index];
      if (found === undefined) return [];
      return [
        {
          ...{ institution, practitioner: `${institution}-P01`, department: 'XNK', residentId: found.residentId },
          ...{ encounter: `V-TOUR-${institution}-${String(index)}`, encounterClass, ordered: [found.item] },
          ...{ at: at(addDays(today, -1), 15 + index), writtenAfter: null, respond },
        },
      ];
    });
  });
}

/** Why orders of last month were repeated: by cases of Article 19, with what was noted. */
const SAMPLED: readonly (readonly [code: number, note: string])[] = [
  [6, '患者要求复查，已充分告知。'],
  [1, '症状加重，与既往结果不符，需复查。'],
  [6, '患者对外院结果存疑，要求复查。'],
];

/** Orders of last month at the hospital of the tour, so that its sample for comments 点评 is never empty, with the reports before them. */
export function plantSample(
  world: World,
  writer: Writer,
  people: readonly Person[],
  today: Day,
): { readonly reports: readonly LaboratoryReport[]; readonly consultations: readonly Consultation[] } {
  const [issuer, receiver] = (['university', 'central'] as const).map((role) =>
    world.institutions.find(({ code }) => code === world.code(role)),
  );
  if (issuer === undefined || receiver === undefined) return { reports: [], consultations: [] };
  const known = people.filter((person) =>
    [issuer, receiver].every((plan) => person.registrationAt(plan).residentId === person.residentId),
  );
  const planted = SAMPLED.flatMap(([code, note], index) => {
    const person = known[index];
    if (person === undefined) return [];
    const day = addDays(monthStart(today, -1), 18 + index);
    const times = { orderedAt: at(day, 8), collectedAt: at(day, 8, 20), reportedAt: at(day, 14) };
    const visit = { person, plan: issuer, encounterClass: 'AMB', ...times } as const;
    const seenAt = at(addDays(day, 2), 10 + index);
    const told = { possibleEffects: '再次采样及相应费用', toldTo: 'patient', at: formatInstant(seenAt) } as const;
    const explanation = { purpose: '复查丙氨酸氨基转移酶', necessity: '评估目前病情变化', ...told };
    const respond = (check: CheckResponse): Acts =>
      musts(check).map((one) => ({ ...one, choice: 'REPEAT', code, note, explanation }));
    const consultation: Consultation = {
      ...{ institution: receiver.code, practitioner: `${receiver.code}-P01`, department: 'XNK' },
      ...{ residentId: person.residentId, encounter: `V-SAMPLE-${String(index)}`, encounterClass: 'outpatient' },
      ...{ at: seenAt, ordered: ['ALT'], writtenAfter: null, respond },
    };
    return [{ report: writer.laboratory(visit, '肝功能', ['ALT'], ['ALT']), consultation }];
  });
  return {
    reports: planted.map(({ report }) => report),
    consultations: planted.map(({ consultation }) => consultation),
  };
}
