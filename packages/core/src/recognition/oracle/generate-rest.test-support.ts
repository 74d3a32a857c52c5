/** Seeded cases of admission, Article 19 detection and printing. */
import type { AdmissionInput } from '../admit.ts';
import type { DetectInput } from '../detect.ts';
import type { PrintInput } from '../print.ts';
import type { Chance } from './generate.test-support.ts';
import { someTime } from './generate.test-support.ts';
import { dayFromNumber, dayNumber } from './naive-days.test-support.ts';
import { PRINTABLE } from './naive-rest.test-support.ts';

const LEVELS = ['country', 'agreement', 'province', 'city', 'district'] as const;
const PLACES = ['510104', '510703', '140106', '110102'] as const;

export function someAdmission(chance: Chance): AdmissionInput {
  const region = chance.of(PLACES);
  const place = () => chance.of([region, region.slice(0, 4), region.slice(0, 2), 'CN', 'AGR:CY', '14', '5107']);
  return {
    ...(chance.is(0.6) ? { scope: place() } : {}),
    institution: {
      region,
      ownership: chance.is(0.7) ? 'public' : 'private',
      level: chance.below(4),
      kind: chance.of(['general', 'general', 'independent-laboratory', undefined]),
    },
    ...(chance.is(0.2)
      ? {}
      : {
          evaluations: Array.from({ length: chance.below(4) }, () => {
            const evaluated = place();
            const level = LEVELS[evaluated === 'CN' ? 0 : evaluated.startsWith('AGR') ? 1 : 1 + evaluated.length / 2];
            return { region: evaluated, level: level ?? 'district', passed: chance.is(0.7) };
          }),
        }),
  };
}

export function someDetection(chance: Chance): DetectInput {
  const today = dayNumber('2024-08-12');
  const near = (spread: number) => someTime(chance, dayFromNumber(today - spread + chance.below(2 * spread + 1)));
  const facts = (...kinds: readonly [string, ...string[]]) =>
    Array.from({ length: chance.below(3) }, () => ({ kind: chance.of(kinds), at: near(4) }));
  return {
    order: { at: someTime(chance, '2024-08-12') },
    result: { collectedAt: someTime(chance, dayFromNumber(today - 1 - chance.below(4))) },
    ...(chance.is(0.1)
      ? {}
      : {
          encounter: {
            class: chance.of(['outpatient', 'inpatient', 'emergency']),
            rescue: chance.is(0.1),
            ...(chance.is(0.5)
              ? { purpose: chance.of(['ordinary', 'forensic', 'disability', 'sick-retirement']) }
              : {}),
            ...(chance.is(0.6) ? { plannedMeasures: facts('surgery', 'transfusion', 'dialysis') } : {}),
            ...(chance.is(0.5) ? { events: facts('icu-transfer', 'critical-value') } : {}),
          },
        }),
    registry: {
      rapidChangeHours: chance.of([null, 0, 4, 24, 48]),
      majorMeasures: chance.of<readonly string[] | null>([null, [], ['surgery'], ['surgery', 'transfusion']]),
    },
  };
}

export function somePrint(chance: Chance): PrintInput {
  const shuffled = PRINTABLE.map((label) => ({ label, at: chance.next() })).sort((a, b) => a.at - b.at);
  return {
    marks: shuffled.slice(0, chance.below(4)).map(({ label }) => label),
    instrumentInDate: chance.is(0.85),
    runInControl: chance.is(0.8),
    ...(chance.is(0.5) ? { eventClosed: chance.is(0.5) } : {}),
    method: chance.is(0.9),
    referenceInterval: chance.is(0.9),
  };
}
