/**
 * Orders of yesterday at the wards of the tour 演示处置: an accepted result that is not yet in the chart, a prompt that nobody answered,
 * an emergency repeat whose explanation is still owed; so that whoever plays the doctor finds each of them.
 */
import type { Day } from '@fujie/core/kernel';
import { addDays } from '@fujie/core/kernel';
import type { CheckResponse, DecisionsRequest } from '@fujie/wire/contracts';

import type { Consultation } from './consultations.ts';
import type { TruthCase } from './truth.ts';
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
