/**
 * Control by patients' results of a demonstration 演示患者数据质控: an item that the city hospital measures every day, limits learnt from it, and a
 * drift of the last days that they tell of. The people come for it alone, so that nothing else rests on them.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays } from '@fujie/core/kernel';
import { DEFAULT_PARAMETERS, entitledMarks } from '@fujie/core/recognition';
import { controlByPatients, followPatients, ingestMany } from '@fujie/server/demonstration';
import type { Deps } from '@fujie/server/platform';

import { toBundle } from '../simulate/bundle.ts';
import type { Person } from '../simulate/people.ts';
import { makePerson } from '../simulate/people.ts';
import { measure, QUANTITIES } from '../simulate/physiology.ts';
import type { Random } from '../simulate/random.ts';
import { createRandom } from '../simulate/random.ts';
import type { LaboratoryReport } from '../simulate/reports.ts';
import type { Jurisdiction, World } from '../simulate/world.ts';
import { planWorld } from '../simulate/world.ts';
import { at } from '../simulate/writer.ts';

const ITEM = 'HBDH';
const INSTRUMENT = 'CHEM-1';
const PEOPLE = 12;
/** Behind the people of any demonstration of usual size. */
const SEQUENCE = 480;
/** Days before today: what is learnt from begins, the limits are in force, the last results. */
const [BEGUN, IN_FORCE] = [66, 6];
const [BEFORE, SINCE] = [4, 6];
/** By how much results of the last day lie above those before, of which each day has its share. */
const DRIFT = 0.18;

/** What is reported of the item: every day so many, each person in turn. */
function reportsOf(deps: Deps, world: World, random: Random, today: Day): readonly LaboratoryReport[] {
  const plan = world.institutions.find(({ code }) => code === world.code('central'));
  const snapshot = deps.registers.current();
  const method = QUANTITIES.get(ITEM)?.method ?? null;
  const unit = snapshot.item(ITEM)?.unit ?? '1';
  if (plan === undefined) return [];
  const people = Array.from({ length: PEOPLE }, (_, n): Person =>
    makePerson(world, random, today, { key: `CK${String(n + 1)}`, illness: {} }, SEQUENCE + n),
  );
  const found: LaboratoryReport[] = [];
  for (let ago = BEGUN; ago > 0; ago -= 1) {
    const day = addDays(today, -ago);
    const drift = ago > IN_FORCE ? 0 : (DRIFT * (IN_FORCE + 1 - ago)) / IN_FORCE;
    const marks = entitledMarks(snapshot, plan.code, ITEM, day, DEFAULT_PARAMETERS);
    for (let n = 0; n < (ago > IN_FORCE ? BEFORE : SINCE); n += 1) {
      const person = people[found.length % PEOPLE];
      if (person === undefined) continue;
      const number = `L${day.replaceAll('-', '')}8${String(n).padStart(4, '0')}`;
      found.push({
        ...{ kind: 'laboratory', number, plan, registration: person.registrationAt(plan), encounterClass: 'AMB' },
        ...{ encounter: `AMB-${number}`, physician: null, status: 'final', title: '心肌酶', ordered: [ITEM] },
        ...{ orderedAt: at(day, 9 + n), collectedAt: at(day, 9 + n, 10), reportedAt: at(day, 11 + n) },
        lines: [
          {
            ...{ item: ITEM, value: measure(person.constitution, ITEM, random, 1 + drift), method, marks },
            ...{ unit: { code: unit, printed: unit }, low: 72, high: 182, referenceText: null },
            ...{ device: INSTRUMENT, lot: null },
          },
        ],
      });
    }
  }
  return found;
}

/** Reports the item, puts limits in force, and follows what was reported since. */
export async function followPastPatients(
  deps: Deps,
  { seed, jurisdiction, today }: { readonly seed: number; readonly jurisdiction: Jurisdiction; readonly today: Day },
): Promise<void> {
  const world = planWorld(jurisdiction);
  const institution = world.code('central');
  const random = createRandom(seed).fork(`patient-control/${jurisdiction}`);
  const since: Instant = at(addDays(today, -IN_FORCE), 8);
  const reports = reportsOf(deps, world, random, today);
  const send = async (isWanted: (reportedAt: Instant) => boolean): Promise<unknown> =>
    ingestMany(
      deps,
      institution,
      reports.flatMap((report) => (isWanted(report.reportedAt) ? toBundle(report) : [])),
    );
  await send((reportedAt) => reportedAt < since);
  await controlByPatients(deps, {
    ...{ institution, item: ITEM, instrument: INSTRUMENT, statistic: 'mean', falseAlarms: 0.001, since },
    ...{ by: { id: 'JYK01', name: '检验师 王' }, reason: '误报率在可接受范围内，与质控品并行使用' },
  });
  await send((reportedAt) => reportedAt >= since);
  await followPatients(deps);
}
