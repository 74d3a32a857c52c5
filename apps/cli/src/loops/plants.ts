/** Late, missing and faked closures planted among ordinary ones 植入的逾期、缺失与虚假闭环, each with what is true of it. */
import type { ClosureRule } from '@fujie/core/closures';
import type { Instant } from '@fujie/core/kernel';
import type { Flaw, LoopActor, LoopDefinition } from '@fujie/core/loops';

import type { Random } from '../simulate/random.ts';
import type { Deed, Otherwise, Place, Step } from './life.ts';
import { HOUR, MINUTE } from './life.ts';

/** What one loop can be planted with: its flaw, or that it is never closed. */
export const LOOP_PLANTS = [
  'late',
  'missing',
  'no-evidence',
  'wrong-person',
  'same-person',
  'before-start',
  'back-filled',
] as const satisfies readonly (Flaw | 'missing')[];
export type LoopPlant = (typeof LOOP_PLANTS)[number];

/** The kind of loop and the role in which somebody fakes. */
export const FAKED: Readonly<Record<ClosureRule, readonly (readonly [definition: string, role: string])[]>> = {
  COPIED_TEXT: [
    ['eqa/rectification', 'laboratory'],
    ['critical-value/inpatient', 'doctor'],
    ['recognition/overlooked', 'doctor'],
    ['complaint/handling', 'commission'],
    ['inspection/rectification', 'quality-office'],
    ['organisation/decision', 'department-head'],
    ['report/changed', 'doctor'],
  ],
  IN_BULK: [
    ['critical-value/inpatient', 'doctor'],
    ['critical-value/inpatient', 'nurse'],
    ['eqa/rectification', 'laboratory'],
  ],
  TOO_FAST: [
    ['critical-value/inpatient', 'doctor'],
    ['critical-value/inpatient', 'laboratory'],
    ['recognition/overlooked', 'department-head'],
  ],
  ONE_FOR_ALL: [['adverse-event/report', 'quality-office']],
  AT_THE_LIMIT: [
    ['critical-value/inpatient', 'nurse'],
    ['critical-value/inpatient', 'doctor'],
  ],
};

/** How a loop is lived when it is planted with a flaw, at the first stage where that can be; what is true is told when it was done. */
export function flawed(random: Random, plant: LoopPlant, definition: LoopDefinition, onPlanted: () => void): Otherwise {
  let isPlanted = false;
  return (step, ordinary) => {
    if (isPlanted) return undefined;
    const deeds = DEEDS[plant](random, step, ordinary, definition);
    if (deeds === undefined) return undefined;
    isPlanted = true;
    onPlanted();
    return deeds;
  };
}

type Planting = (
  random: Random,
  step: Step,
  ordinary: Deed,
  definition: LoopDefinition,
) => readonly Deed[] | null | undefined;

const DEEDS: Readonly<Record<LoopPlant, Planting>> = {
  late: (random, { startedAt, dueAt }, ordinary) => {
    if (dueAt === null) return undefined;
    const occurredAt = dueAt + MINUTE + random.next() * 0.5 * (dueAt - startedAt);
    return [{ ...ordinary, occurredAt, recordedAt: occurredAt + MINUTE }];
  },
  missing: (_, { dueAt }) => (dueAt === null ? undefined : null),
  'no-evidence': (_, { stage }, ordinary, definition) => {
    const outcomes = definition.stages.find(({ id }) => id === stage.id)?.outcomes ?? {};
    if (Object.values(outcomes).some(({ requires }) => requires.length === 0)) return undefined;
    const empty = Object.fromEntries(
      Object.values(outcomes).flatMap(({ requires }) => requires.map((name) => [name, ''])),
    );
    return [{ ...ordinary, fields: empty }, later(ordinary)];
  },
  'wrong-person': (_, { roles }, ordinary) => {
    const by = {
      ...ordinary.by,
      id: `${ordinary.by.id}/other`,
      role: roles.includes('pharmacist') ? 'admin' : 'pharmacist',
    };
    return [{ ...ordinary, by }, later(ordinary)];
  },
  'same-person': (_, { not, roles }, ordinary) => {
    const [id] = not;
    return id === undefined
      ? undefined
      : [{ ...ordinary, by: { id, name: id, role: roles[0] ?? '' } }, later(ordinary)];
  },
  'before-start': (_, { startedAt }, ordinary) => [
    { ...ordinary, occurredAt: startedAt - 10 * MINUTE, recordedAt: startedAt },
    later(ordinary),
  ],
  'back-filled': (random, _, ordinary, { parameters }) => {
    const { backFilled } = parameters;
    if (backFilled === undefined) return undefined;
    return [{ ...ordinary, recordedAt: ordinary.occurredAt + (backFilled.value + random.int(1, 300)) * MINUTE }];
  },
};

/** Done properly in the end, as far as the limit lets one tell. */
const later = (deed: Deed): Deed => ({
  ...deed,
  occurredAt: deed.occurredAt + 1000,
  recordedAt: deed.recordedAt + 1000,
});

/** One who fakes at one place. */
export interface Faker {
  readonly rule: ClosureRule;
  readonly definition: string;
  readonly place: Place;
  readonly person: LoopActor;
  /** When the first of the loops is opened that are faked. */
  readonly from: Instant;
}

/** What the same person does honestly. */
export function ownBy({ person }: Faker): Otherwise {
  return ({ role, not }, ordinary) =>
    role === person.role && !not.includes(person.id) ? [{ ...ordinary, by: person }] : undefined;
}

const COPIED = '已按要求完成整改并组织全员学习，今后加强管理杜绝类似情况';

/** What a faker does at the stages that are the faker's. */
export function fakedBy({ rule, person, from }: Faker, random: Random, nth: number): Otherwise {
  return (step, ordinary) => {
    const { role, roles, not, startedAt, dueAt, stage } = step;
    const isMine = rule === 'ONE_FOR_ALL' ? roles.includes(person.role) : role === person.role;
    if (!isMine || not.includes(person.id)) return undefined;
    const own = { ...ordinary, by: person };
    switch (rule) {
      case 'COPIED_TEXT':
        return [{ ...own, fields: Object.fromEntries(TEXTS.map((name) => [name, COPIED])) }];
      case 'IN_BULK': {
        // All of them on one evening after everything has happened.
        const evening = from + 25 * 24 * HOUR;
        const place = nth * 3 + (stage.id.length % 3);
        return [{ ...own, recordedAt: Math.max(own.occurredAt + 1000, evening + place * random.int(3, 4) * 1000) }];
      }
      case 'TOO_FAST':
        return [{ ...own, occurredAt: startedAt + 1000, recordedAt: startedAt + random.int(4, 9) * 1000 }];
      case 'ONE_FOR_ALL':
        return [own];
      case 'AT_THE_LIMIT': {
        if (dueAt === null) return [own];
        const occurredAt = dueAt - random.next() * 0.08 * (dueAt - startedAt);
        return [{ ...own, occurredAt, recordedAt: dueAt + random.int(10, 55) * MINUTE }];
      }
    }
  };
}

/** The fields of these loops that ask for words at length. */
const TEXTS = ['measures', 'cause', 'patients', 'note', 'evidence', 'assessment', 'finding', 'answer'];
