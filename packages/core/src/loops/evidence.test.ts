import { describe, expect, it } from 'vitest';

import { decideLoop } from './decide.ts';
import { evidenceFaults } from './evidence.test-support.ts';
import { act, at, opened, PEOPLE, SAMPLE } from './sample.test-support.ts';
import type { LoopDefinition, LoopRecord } from './types.ts';

/** An engine that forgets what the opening asks further would say what this says. */
const FORGETFUL: LoopDefinition = {
  ...SAMPLE,
  stages: SAMPLE.stages.map((stage) => ({
    ...stage,
    outcomes: Object.fromEntries(
      Object.entries(stage.outcomes).map(([name, { further: _, ...outcome }]) => [name, outcome]),
    ),
  })),
};
const END = at('2026-03-02T12:00');
const faults = (definition: LoopDefinition, records: readonly LoopRecord[]): readonly string[] =>
  evidenceFaults(definition, records, decideLoop(FORGETFUL, records, { asOf: END, calendar: () => null }), END);

const GRAVE = opened('2026-03-02T10:00', { grave: true });
const call = (minute: string, channel: string): LoopRecord =>
  act(`2026-03-02T10:${minute}`, PEOPLE.laboratory, 'tell:unreached', { channel });
const GIVEN_UP = act('2026-03-02T10:09', PEOPLE.laboratory, 'tell:givenUp', {
  reason: 'nobody there',
  measures: 'a letter',
});

describe('what was given up too early', () => {
  it('is a fault, whatever the engine says', () => {
    expect(faults(SAMPLE, [GRAVE, GIVEN_UP])).toEqual(['tell: was given up after too little was tried']);
  });

  it('is one after attempts of one kind, or that came later, and none after enough of two', () => {
    const [phone, door] = [call('02', 'phone'), call('04', 'door')];
    expect(faults(SAMPLE, [GRAVE, phone, call('05', 'phone'), GIVEN_UP])).toHaveLength(1);
    expect(faults(SAMPLE, [GRAVE, phone, GIVEN_UP, call('30', 'door')])).toHaveLength(1);
    expect(faults(SAMPLE, [GRAVE, phone, door, GIVEN_UP])).toEqual([]);
  });

  it('is none where the opening does not ask for it', () => {
    expect(faults(SAMPLE, [opened('2026-03-02T10:00', { grave: false }), GIVEN_UP])).toEqual([]);
  });
});

it('what lacks a field that only the opening asks for is a fault', () => {
  const silent = act('2026-03-02T10:09', PEOPLE.laboratory, 'tell:givenUp', { reason: 'nobody there' });
  expect(faults(SAMPLE, [GRAVE, call('02', 'phone'), call('04', 'door'), silent])).toEqual(['tell: has no measures']);
});
