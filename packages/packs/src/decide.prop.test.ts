/** Every loop 闭环 that a document declares, over random histories and calendars: what is over was done, and no order of arrival changes it. */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, must, parseInstant } from '@fujie/core/kernel';
import type { LoopDefinition, LoopRecord, LoopState, OutcomeDefinition, StageDefinition } from '@fujie/core/loops';
import { decideLoop } from '@fujie/core/loops';
import { evidenceFaults } from '@fujie/core/loops/evidence';
import { factsFor, fieldsFor, pick } from '@fujie/core/loops/histories';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { JURISDICTION_IDS, PACKS, resolveJurisdiction } from './index.ts';

const START = must(parseInstant('2026-09-25T10:00+08:00'));
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ON = '2026-11-26';

/** Each as declared, and as the places refine it. */
const DECLARED = [
  ...PACKS.flatMap(({ id, loops = [] }) => loops.map((loop) => ({ of: `${loop.id} of ${id}`, loop }))),
  ...JURISDICTION_IDS.flatMap((id) =>
    [...resolveJurisdiction(id, ON).loops.values()].map((loop) => ({ of: `${loop.id} in ${id}`, loop })),
  ),
];
/** The same definition in several places is one. */
const LOOPS = [...new Map(DECLARED.map((one) => [JSON.stringify(one.loop), one])).values()];

const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
/** Holidays and make-up days among the coming hundred days. */
const calendars = fc
  .array(fc.tuple(fc.nat({ max: 100 }), fc.boolean()), { maxLength: 25 })
  .map((rows) => new Map(rows.map(([offset, working]) => [addDays(dayOf(START), offset), working])));
const step = fc.record({
  what: fc.constantFrom('act', 'act', 'act', 'act', 'act', 'act', 'act', 'waived', 'reopened', 'seen', 'withdrawn'),
  /** Mostly what is waited for. */
  isAny: fc.boolean(),
  stage: unit,
  outcome: unit,
  /** Which of what may be chosen. */
  detail: unit,
  person: fc.nat({ max: 2 }),
  flaw: fc.constantFrom('', '', '', '', 'role', 'field', 'blank'),
  passed: fc.oneof(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 10 * 24 * 60 })),
  late: fc.constantFrom(0, 0, 0, 3, 400, -5),
  corrects: fc.option(unit, { freq: 5 }),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
/** By whom it is waited for, with all that is asked: so that the last stages are reached, too. */
const straight = step.map((one): Step => ({
  ...one,
  ...{ what: 'act', isAny: false, flaw: '', late: 0, corrects: null },
}));
const drawn = fc.record({
  steps: fc.array(step, { maxLength: 16 }),
  facts: fc.infiniteStream(unit),
  calendar: calendars,
  passed: fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 40 * 24 * 60 })),
});

/** What an act says: all that is asked for, without its first field, or with that left blank. */
function saidIn(loop: LoopDefinition, outcome: OutcomeDefinition, { flaw, detail }: Step, now: number) {
  const fields = Object.entries(fieldsFor(loop, outcome, now as Instant, detail));
  const changed =
    flaw === 'field'
      ? fields.slice(1)
      : fields.map(([name, value], at) => [name, flaw === 'blank' && at === 0 ? ' ' : value]);
  return Object.fromEntries(changed) as Readonly<Record<string, unknown>>;
}

type Calendar = ReadonlyMap<Day, boolean>;
const decided = (loop: LoopDefinition, records: readonly LoopRecord[], asOf: number, calendar: Calendar): LoopState =>
  decideLoop(loop, records, { asOf: asOf as Instant, calendar: (day) => calendar.get(day) ?? null });

function historyOf(loop: LoopDefinition, steps: readonly Step[], parts: Iterator<number>, calendar: Calendar) {
  const by = { id: 'platform', name: 'platform', role: 'platform' };
  const draw = (): number => Number(parts.next().value);
  const records: LoopRecord[] = [
    { id: '1', kind: 'opened', occurredAt: START, recordedAt: START, by, facts: factsFor(loop, draw, START) },
  ];
  let now: number = START;
  for (const [index, one] of steps.entries()) {
    now += one.passed * MINUTE;
    const waited = decided(loop, records, now, calendar).stages.flatMap(({ id, status }) =>
      ['running', 'overdue'].includes(status) ? (loop.stages.find((stage) => stage.id === id) ?? []) : [],
    );
    const stage = pick(one.isAny || waited.length === 0 ? loop.stages : waited, one.stage);
    if (stage !== undefined) records.push(recordOf(loop, stage, { ...one, id: String(index + 2), now, records }));
  }
  return { records, now };
}

function recordOf(
  loop: LoopDefinition,
  stage: StageDefinition,
  given: Step & { readonly id: string; readonly now: number; readonly records: readonly LoopRecord[] },
): LoopRecord {
  const { id, now, records, late, what, person } = given;
  const target = given.corrects === null ? undefined : pick(records.slice(1), given.corrects)?.id;
  const by = (role: string) => ({ id: `${role}${String(person)}`, name: role, role });
  const common = {
    ...{ id, occurredAt: now as Instant, recordedAt: (now + late * MINUTE) as Instant },
    ...(target === undefined ? {} : { corrects: target }),
  };
  switch (what) {
    case 'waived': {
      const reason = Object.keys(loop.waivers.reasons)[0] ?? 'none';
      const whole = given.flaw === 'blank';
      return {
        ...common,
        kind: 'waived',
        by: by(loop.waivers.roles[0] ?? 'nobody'),
        stage: whole ? null : stage.id,
        reason,
        note: '',
      };
    }
    case 'reopened':
      return { ...common, kind: 'reopened', by: by(loop.reopening[0] ?? 'nobody'), stage: stage.id, note: '' };
    case 'seen':
      return { ...common, kind: 'seen', by: by(stage.owner.role), stage: stage.id };
    case 'withdrawn':
      // Of an act; a withdrawal of the whole now and then.
      if (target !== undefined || given.flaw === 'blank')
        return { ...common, kind: 'withdrawn', by: by('platform'), note: '' };
      break;
    case 'act':
      break;
  }
  const found = pick(Object.entries(stage.outcomes), given.outcome);
  if (found === undefined) throw new Error('a stage without outcomes');
  const [name, outcome] = found;
  const roles = outcome.onlyBy ?? [stage.owner.role, ...(stage.alsoBy ?? [])];
  const role = given.flaw === 'role' ? 'stranger' : (pick(roles, given.outcome) ?? stage.owner.role);
  const fields = saidIn(loop, outcome, given, now);
  return { ...common, kind: 'act', by: by(role), stage: stage.id, outcome: name, fields };
}

const RUNS = 40;

describe.each(LOOPS)('$of', ({ loop }) => {
  test('over random histories', () => {
    fc.assert(
      fc.property(drawn, fc.infiniteStream(fc.nat()), ({ steps, facts, calendar, passed }, order) => {
        const { records, now } = historyOf(loop, steps, facts, calendar);
        const asOf = now + passed * MINUTE;
        const state = decided(loop, records, asOf, calendar);
        expect(evidenceFaults(loop, records, state, asOf as Instant)).toEqual([]);
        // The order in which they are handed in, and what comes to be known later, change nothing.
        const shuffled = records
          .map((record) => ({ record, place: Number(order.next().value) }))
          .sort((a, b) => a.place - b.place)
          .map(({ record }) => record);
        expect(decided(loop, shuffled, asOf, calendar)).toEqual(state);
        const earlier = (START + asOf) / 2;
        const known = records.filter(({ recordedAt }) => recordedAt <= earlier);
        expect(decided(loop, known, earlier, calendar)).toEqual(decided(loop, records, earlier, calendar));
        // Nobody is told twice, nor before it is time; and until the next moment that is named time changes nothing.
        expect(new Set(state.alerts.map(({ id }) => id)).size).toBe(state.alerts.length);
        expect(state.alerts.filter(({ at }) => at > asOf)).toEqual([]);
        const next = records.flatMap(({ recordedAt }) => (recordedAt > asOf ? recordedAt : []));
        const until = Math.min(state.nextAt ?? asOf + 30 * DAY, ...next) - 1;
        if (until > asOf) expect(decided(loop, records, until, calendar)).toEqual(state);
        // What ends by working days ends on one.
        for (const { id, dueAt } of state.stages)
          if (dueAt !== null) expect(isFit(loop, id, dueAt, calendar)).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });
});

function asksFurther({ stages }: LoopDefinition): boolean {
  return stages.some(({ outcomes }) => Object.values(outcomes).some(({ further }) => further !== undefined));
}

describe.each(LOOPS.filter(({ loop }) => asksFurther(loop)))('$of', ({ loop }) => {
  test('over histories that come far: what is asked further was given', () => {
    const steps = fc.array(straight, { minLength: 8, maxLength: 24 });
    fc.assert(
      fc.property(steps, fc.infiniteStream(unit), (drawnSteps, facts) => {
        const { records, now } = historyOf(loop, drawnSteps, facts, new Map());
        expect(evidenceFaults(loop, records, decided(loop, records, now, new Map()), now as Instant)).toEqual([]);
      }),
      { numRuns: 10 * RUNS },
    );
  });
});

/** A limit in working days ends with one; any other limit is not asked. */
function isFit({ stages, parameters }: LoopDefinition, id: string, dueAt: Instant, calendar: Calendar): boolean {
  const limit = stages.find((stage) => stage.id === id)?.limit ?? null;
  if (limit === null || !('parameter' in limit)) return true;
  const units = [limit, ...(limit.cases ?? [])].map(({ parameter }) => parameters[parameter]?.unit);
  if (!units.every((one) => one === 'workday')) return true;
  const day = dayOf(dueAt);
  const isWeekend = [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
  return calendar.get(day) ?? !isWeekend;
}
