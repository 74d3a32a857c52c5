/** Random histories of loops 闭环: what is drawn, and what each step comes to by the definition of its loop. */
import type { Instant } from '@fujie/core/kernel';
import type { LoopDefinition } from '@fujie/core/loops';
import { fieldsFor, pick } from '@fujie/core/loops/histories';
import fc from 'fast-check';

import type { NewRecord } from '../src/platform/loops/loops.query.ts';

const MINUTE = 60_000;

const part = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
/** Who does it: the parent, or one of the two workers. */
const where = fc.constantFrom(0, 1, null);
const act = fc.record({
  kind: fc.constant('act' as const),
  where,
  loop: part,
  /** Mostly what is waited for, by whom it is waited for, with its evidence. */
  stage: fc.option(part, { freq: 4 }),
  outcome: part,
  person: fc.nat({ max: 1 }),
  isRight: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  lateMinutes: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 300 }) }),
  isTwice: fc.boolean(),
  corrects: fc.option(part, { freq: 5 }),
});
const other = fc.record({
  kind: fc.constantFrom('seen' as const, 'waived' as const, 'reopened' as const, 'withdrawn' as const),
  where,
  loop: part,
  stage: part,
});
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('open' as const), where, again: part, facts: part }) },
  { weight: 14, arbitrary: act },
  { weight: 2, arbitrary: other },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('jump' as const), minutes: fc.constantFrom(-60, 24 * 60) }) },
);
export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
type OfLoop = Extract<Step, { loop: number }>;

/** Between kills, so many steps; which of the workers is killed then, and after how many milliseconds. */
export const histories = fc.array(
  fc.record({
    steps: fc.array(step, { minLength: 30, maxLength: 40 }),
    victim: fc.nat({ max: 1 }),
    afterMs: fc.nat({ max: 25 }),
  }),
  { minLength: 2, maxLength: 2 },
);

interface Around {
  readonly definition: LoopDefinition;
  readonly key: string;
  readonly now: Instant;
  /** Stages that are waited for, as far as is known. */
  readonly waiting: readonly string[];
  /** Numbers of what was recorded. */
  readonly recorded: readonly string[];
}

const as = (role: string, person = 0) => ({ id: `H1/${role}${String(person)}`, name: role, role });

/** What a step records in a loop. */
export function recordFor(drawn: OfLoop, { definition, key, now, waiting, recorded }: Around): NewRecord {
  const { stages, waivers, reopening } = definition;
  const base = { key, occurredAt: now, recordedAt: now };
  const stage = pick(stages, drawn.stage ?? 0)?.id ?? '';
  const office = as(waivers.roles[0] ?? 'quality-office');
  switch (drawn.kind) {
    case 'act':
      return actFor(drawn, { definition, key, now, waiting, recorded });
    case 'seen':
      return { ...base, kind: 'seen', by: office, stage };
    case 'waived': {
      const reason = Object.keys(waivers.reasons)[0] ?? 'none';
      return { ...base, kind: 'waived', by: office, stage: drawn.stage < 0.3 ? null : stage, reason, note: '' };
    }
    case 'reopened':
      return { ...base, kind: 'reopened', by: as(reopening[0] ?? 'quality-office'), stage, note: '' };
    case 'withdrawn': {
      const what = pick(recorded, drawn.stage);
      return { ...base, kind: 'withdrawn', by: office, note: '', ...(what === undefined ? {} : { corrects: what }) };
    }
  }
}

function actFor(drawn: Extract<Step, { kind: 'act' }>, around: Around): NewRecord {
  const { definition, key, now, waiting, recorded } = around;
  const { stages } = definition;
  const named = drawn.stage === null ? undefined : pick(stages, drawn.stage);
  const stage = named ?? stages.find(({ id }) => waiting.includes(id)) ?? stages[0];
  const found = stage === undefined ? undefined : pick(Object.entries(stage.outcomes), drawn.outcome);
  if (stage === undefined || found === undefined) throw new Error('a loop without stages');
  const [outcome, { onlyBy, ...asked }] = found;
  const roles = onlyBy ?? [stage.owner.role, ...(stage.alsoBy ?? [])];
  const corrects = drawn.corrects === null ? undefined : pick(recorded, drawn.corrects);
  const fields = fieldsFor(definition, asked, now, drawn.outcome);
  const [missing] = Object.keys(fields);
  return {
    ...{ key, kind: 'act', stage: stage.id, outcome, recordedAt: now },
    occurredAt: (now - drawn.lateMinutes * MINUTE) as Instant,
    by: as(drawn.isRight ? (pick(roles, drawn.outcome) ?? stage.owner.role) : 'stranger', drawn.person),
    // Without its evidence by whom it is waited for, or with it by another.
    ...(drawn.isRight || drawn.person === 0
      ? { fields }
      : { fields: { ...fields, ...(missing === undefined ? {} : { [missing]: '' }) }, by: as(stage.owner.role) }),
    ...(corrects === undefined ? {} : { corrects }),
  };
}
