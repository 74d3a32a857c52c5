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

/** Who has the most stages of a kind of loop, besides those of critical values. */
const EVERYWHERE = [
  ['adverse-event/report', 'department-head'],
  ['eqa/rectification', 'laboratory'],
  ['complaint/handling', 'quality-office'],
  ['recognition/overlooked', 'doctor'],
  ['inspection/rectification', 'quality-office'],
  ['organisation/decision', 'department-head'],
  ['report/changed', 'doctor'],
] as const satisfies readonly (readonly [definition: string, role: string])[];

/** Who writes up honestly in a row 集中补录: a busy person of each kind of loop. */
export const WRITE_UP = [['critical-value/inpatient', 'nurse'] as const, ...EVERYWHERE];

/** In which role somebody fakes in a kind of loop: who writes most, who has most stages, who may do nearly all of them. */
export const FAKED: Readonly<Record<ClosureRule, readonly (readonly [definition: string, role: string])[]>> = {
  COPIED_TEXT: [
    ['eqa/rectification', 'laboratory'],
    ['critical-value/inpatient', 'doctor'],
    ['recognition/overlooked', 'doctor'],
    ['complaint/handling', 'quality-office'],
    ['inspection/rectification', 'quality-office'],
    ['organisation/decision', 'department-head'],
    ['report/changed', 'doctor'],
    ['adverse-event/report', 'department-head'],
  ],
  IN_BULK: [['critical-value/inpatient', 'doctor'], ['critical-value/inpatient', 'nurse'], ...EVERYWHERE],
  TOO_FAST: [['critical-value/inpatient', 'laboratory'], ['critical-value/inpatient', 'doctor'], ...EVERYWHERE],
  // In all others the loop itself does not let one person do it.
  ONE_FOR_ALL: [
    ['adverse-event/report', 'quality-office'],
    ['complaint/handling', 'commission'],
  ],
  AT_THE_LIMIT: [['critical-value/inpatient', 'nurse'], ['critical-value/inpatient', 'doctor'], ...EVERYWHERE],
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
  readonly definition: LoopDefinition;
  readonly place: Place;
  readonly person: LoopActor;
  /** When the first of the loops is opened that are faked. */
  readonly from: Instant;
  /** How far into each evening the clicks of a hasty one have come, in seconds. */
  readonly clicked: Map<number, number>;
}

/** Writes up on an evening what was done since the last one, honestly: each takes half a minute to two. */
export function writesUp({ person, from }: Pick<Faker, 'person' | 'from'>, random: Random, nth: number): Otherwise {
  return ({ role, not }, ordinary) => {
    if (role !== person.role || not.includes(person.id)) return undefined;
    const recordedAt = eveningAfter(from, ordinary.occurredAt) + (nth * 75 + random.int(0, 40)) * 1000;
    return [{ ...ordinary, by: person, recordedAt }];
  };
}

/** The first of the evenings, a week apart, after something happened. */
function eveningAfter(from: Instant, occurredAt: number): number {
  const first = from + 12 * 24 * HOUR;
  return first + Math.max(0, Math.ceil((occurredAt - first) / (7 * 24 * HOUR))) * 7 * 24 * HOUR;
}

/** What the same person does honestly. */
export function ownBy({ person }: Pick<Faker, 'person'>): Otherwise {
  return ({ role, not }, ordinary) =>
    role === person.role && !not.includes(person.id) ? [{ ...ordinary, by: person }] : undefined;
}

const COPIED = '已按要求完成整改并组织全员学习，今后加强管理杜绝类似情况';

/** What a faker does at the stages that are the faker's. */
export function fakedBy({ rule, person, from, clicked }: Faker, random: Random): Otherwise {
  return (step, ordinary) => {
    const { role, roles, not, startedAt, dueAt } = step;
    const isMine = rule === 'ONE_FOR_ALL' ? roles.includes(person.role) : role === person.role;
    if (!isMine || not.includes(person.id)) return undefined;
    const own = { ...ordinary, by: person };
    switch (rule) {
      case 'COPIED_TEXT':
        return [{ ...own, fields: Object.fromEntries(TEXTS.map((name) => [name, COPIED])) }];
      case 'IN_BULK': {
        // One evening a week everything that has happened by then, one click after the other.
        const evening = eveningAfter(from, own.occurredAt);
        const seconds = (clicked.get(evening) ?? 0) + random.int(5, 14);
        clicked.set(evening, seconds);
        return [{ ...own, recordedAt: evening + seconds * 1000 }];
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
