import { expect, test } from 'vitest';

import { createShutdown, stopParts } from './shutdown.ts';

function setUp(stopAll: () => Promise<void>) {
  const exits: number[] = [];
  const said: string[] = [];
  const clock = { now: 0 };
  const onSignal = createShutdown({
    stopAll,
    exit: (code) => exits.push(code),
    say: (text) => said.push(text),
    now: () => clock.now,
  });
  return { exits, said, clock, onSignal };
}

test('one Ctrl-C stops everything once, however often it is told at the same moment', async () => {
  let stops = 0;
  const { exits, onSignal } = setUp(async () => {
    stops += 1;
  });
  const stopped = onSignal('SIGINT');
  await onSignal('SIGINT');
  await stopped;
  expect([stops, exits]).toEqual([1, [0]]);
});

test('a second Ctrl-C, later, ends a stop that hangs', async () => {
  const { exits, said, clock, onSignal } = setUp(() => new Promise(() => undefined));
  void onSignal('SIGINT');
  clock.now += 2000;
  await onSignal('SIGINT');
  expect(exits).toEqual([130]);
  expect(said.at(-1)).toMatch(/立即结束/);
});

test('a fault while stopping is said and shows in the exit code', async () => {
  const { exits, said, onSignal } = setUp(() => Promise.reject(new Error('no answer')));
  await onSignal('SIGTERM');
  expect(exits).toEqual([1]);
  expect(said.at(-1)).toContain('no answer');
});

test('a stop for another reason than a signal has a code of its own', async () => {
  const { exits, said, onSignal } = setUp(() => Promise.resolve());
  await onSignal('The database has ended', 1);
  expect(exits).toEqual([1]);
  expect(said[0]).toContain('The database has ended');
});

test('one part that does not stop keeps no other from stopping, and is told', async () => {
  const stopped: string[] = [];
  const parts = [
    () => void stopped.push('lock'),
    () => Promise.reject(new Error('no database')),
    () => void stopped.push('app'),
  ];
  await expect(stopParts(parts)).rejects.toThrow('no database');
  expect(stopped).toEqual(['app', 'lock']);
});
