import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Instant } from '../kernel/day.ts';
import { addDays, dayOf } from '../kernel/day.ts';
import type { LoopActor, LoopRecord, LoopState } from './types.ts';
import { decideLoop } from './decide.ts';
import { evidenceFaults } from './evidence.test-support.ts';
import { at, PEOPLE, SAMPLE } from './sample.test-support.ts';

const START = at('2026-03-02T10:00');
const MINUTE = 60_000;
/** A calendar with rows: the two days after the start are holidays, the Saturday is worked. */
const ROWS: Readonly<Record<string, boolean>> = { '2026-03-03': false, '2026-03-04': false, '2026-03-07': true };
const calendar = (day: string): boolean | null => ROWS[day] ?? null;

const minute = fc.integer({ min: 0, max: 2000 });
const person = fc.constantFrom<LoopActor>(...Object.values(PEOPLE), {
  id: 'head',
  name: 'Head',
  role: 'department-head',
});
const what = fc.constantFrom(
  ...SAMPLE.stages.flatMap(({ id, outcomes }) => Object.keys(outcomes).map((outcome) => [id, outcome] as const)),
  ['tell', 'unheard'] as const,
);
const fields = fc.record(
  {
    channel: fc.constantFrom('phone', 'door'),
    receiver: fc.constant('n1'),
    readBack: fc.boolean(),
    measures: fc.constantFrom('', 'x'),
    reason: fc.constant('y'),
  },
  { requiredKeys: [] },
);

type Drawn = Omit<LoopRecord, 'id' | 'occurredAt' | 'recordedAt'> & { readonly minute: number; readonly late: number };
const drawn = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({ kind: fc.constant('act'), by: person, what, fields, minute, late: fc.integer({ min: -5, max: 200 }) })
      .map(({ what: [stage, outcome], ...rest }) => ({ ...rest, stage, outcome }) as Drawn),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        kind: fc.constant('waived'),
        by: person,
        stage: fc.constantFrom(null, 'tell', 'answer', 'review'),
        reason: fc.constantFrom('transferred', 'other'),
        note: fc.constant(''),
        minute,
        late: fc.constant(0),
      })
      .map((one) => one as Drawn),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        kind: fc.constant('reopened'),
        by: person,
        stage: fc.constantFrom('tell', 'answer'),
        note: fc.constant(''),
        minute,
        late: fc.constant(0),
      })
      .map((one) => one as Drawn),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        kind: fc.constant('seen'),
        by: person,
        stage: fc.constantFrom('tell', 'answer'),
        minute,
        late: fc.constant(0),
      })
      .map((one) => one as Drawn),
  },
);

/** A history: an opening, and what anybody recorded, some of it in place of something earlier. */
const history = fc
  .tuple(fc.boolean(), fc.array(fc.tuple(drawn, fc.option(fc.nat(), { freq: 6 })), { maxLength: 14 }))
  .map(([grave, rows]): readonly LoopRecord[] => {
    const records: LoopRecord[] = [
      { id: 'r', kind: 'opened', occurredAt: START, recordedAt: START, by: PEOPLE.laboratory, facts: { grave } },
    ];
    rows.forEach(([{ minute: offset, late, ...rest }, corrected], index) => {
      const occurredAt = (START + offset * MINUTE) as Instant;
      const others = records.slice(1);
      const target = corrected === null ? undefined : others[corrected % Math.max(1, others.length)];
      records.push({
        ...rest,
        id: `r${String(index)}`,
        occurredAt,
        recordedAt: (occurredAt + late * MINUTE) as Instant,
        ...(target === undefined ? {} : { corrects: target.id }),
      } as LoopRecord);
    });
    return records;
  });

const decided = (records: readonly LoopRecord[], asOf: number): LoopState =>
  decideLoop(SAMPLE, records, { asOf: asOf as Instant, calendar });
const asOf = fc.integer({ min: 0, max: 4000 }).map((n) => START + n * MINUTE);

describe('over random histories', () => {
  test('the order in which records are handed in changes nothing', () => {
    fc.assert(
      fc.property(history, asOf, fc.infiniteStream(fc.nat()), (records, when, order) => {
        const shuffled = records
          .map((record) => ({ record, place: Number(order.next().value) }))
          .sort((a, b) => a.place - b.place)
          .map(({ record }) => record);
        expect(decided(shuffled, when)).toEqual(decided(records, when));
      }),
    );
  });

  test('what becomes known later changes no answer about an earlier moment', () => {
    fc.assert(
      fc.property(history, asOf, (records, when) => {
        const known = records.filter(({ recordedAt }) => recordedAt <= when);
        expect(decided(known, when)).toEqual(decided(records, when));
      }),
    );
  });

  test('a stage is over only by an act with its evidence by whose task it is, or by a waiver that is allowed', () => {
    fc.assert(
      fc.property(history, asOf, (records, when) => {
        const state = decided(records, when);
        for (const { id, status, by, outcome } of state.stages) {
          if (status !== 'met' && status !== 'met-late' && status !== 'waived') continue;
          const record: LoopRecord | undefined = records.find((one) => one.id === by);
          if (record?.kind === 'waived') {
            expect([record.by.role, record.reason]).toEqual(['quality-office', 'transferred']);
            continue;
          }
          if (record?.kind !== 'act') throw new Error(`stage ${id} was ended by nothing`);
          const stage = SAMPLE.stages.find((one) => one.id === id);
          expect([stage?.owner.role, ...(stage?.alsoBy ?? [])]).toContain(record.by.role);
          const given = new Map(Object.entries(record.fields));
          for (const field of stage?.outcomes[outcome ?? '']?.requires ?? []) expect(given.get(field)).toBeTruthy();
          expect(record.recordedAt).toBeGreaterThanOrEqual(record.occurredAt);
        }
        const isOver = state.stages.every(({ status }) => !['waiting', 'running', 'overdue'].includes(status));
        expect(state.status !== 'open').toBe(isOver);
      }),
    );
  });

  test('a limit in working days ends on the day that the calendar has as the next one', () => {
    fc.assert(
      fc.property(history, asOf, (records, when) => {
        const answer = decided(records, when).stages.find(({ id }) => id === 'answer');
        if (answer?.startedAt === null || answer?.startedAt === undefined || answer.dueAt === null) return;
        // The start is a Monday; Tuesday and Wednesday are holidays.
        const day = dayOf(answer.startedAt);
        expect(dayOf(answer.dueAt)).toBe(day < '2026-03-04' ? '2026-03-05' : addDays(day, 1));
      }),
    );
  });

  test('whatever is said to be over stands in the records', () => {
    fc.assert(
      fc.property(history, asOf, (records, when) => {
        expect(evidenceFaults(SAMPLE, records, decided(records, when), when as Instant)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('what has to be tried before it is given up is given up after so many attempts of so many kinds alone', () => {
    fc.assert(
      fc.property(history, asOf, (records, when) => {
        const opening = records.find(({ kind }) => kind === 'opened');
        const state = decided(records, when);
        const tell = state.stages.find(({ id }) => id === 'tell');
        if (tell?.outcome !== 'givenUp' || opening?.kind !== 'opened' || opening.facts['grave'] !== true) return;
        const doneAt = tell.doneAt ?? 0;
        const ways = records.flatMap((record) =>
          record.kind === 'act' && record.outcome === 'unreached' && record.occurredAt <= doneAt
            ? [record.fields['channel']]
            : [],
        );
        expect(ways.length).toBeGreaterThanOrEqual(2);
        expect(tell.attempts).toBeGreaterThanOrEqual(2);
        expect(new Set(ways).size).toBeGreaterThanOrEqual(2);
      }),
      { numRuns: 2000 },
    );
  });

  test('between one moment and the next that it names, time changes nothing', () => {
    fc.assert(
      fc.property(history, asOf, fc.double({ min: 0, max: 1, noNaN: true }), (records, when, part) => {
        const state = decided(records, when);
        const next = records.map(({ recordedAt }) => recordedAt).filter((time) => time > when);
        const until = Math.min(state.nextAt ?? when + 10_000_000, ...next) - 1;
        if (until <= when) return;
        const later = decided(records, Math.floor(when + part * (until - when)));
        expect(later).toEqual(state);
      }),
    );
  });

  test('each alert has its own name, none is still to come, and one that was due is never taken back by time alone', () => {
    fc.assert(
      fc.property(history, asOf, (records, when) => {
        const { alerts, nextAt } = decided(records, when);
        expect(new Set(alerts.map(({ id }) => id)).size).toBe(alerts.length);
        for (const { at: told } of alerts) expect(told).toBeLessThanOrEqual(when);
        if (nextAt === null || records.some(({ recordedAt }) => recordedAt > when)) return;
        const then = decided(records, nextAt).alerts.map(({ id }) => id);
        expect(then).toEqual(expect.arrayContaining(alerts.map(({ id }) => id)));
      }),
    );
  });

  test('what was due is never taken back by what happens later, unless something is corrected', () => {
    fc.assert(
      fc.property(history, asOf, fc.nat({ max: 4000 }), (records, when, more) => {
        const atOnce = records
          .filter(({ corrects }) => corrects === undefined)
          .map((record) => ({ ...record, recordedAt: record.occurredAt }));
        const before = decided(atOnce, when).alerts.filter(({ at: due }) => due < when);
        const after = new Set(decided(atOnce, when + more * MINUTE).alerts.map(({ id }) => id));
        for (const { id } of before) expect(after).toContain(id);
      }),
      { numRuns: 1000 },
    );
  });
});
