/**
 * What the platform asks of an institution or organiser by a loop 平台催办, and ends by what registers and records show. Its opening says what is
 * asked for; the subject only keeps two workers from asking twice.
 */
import type { Day } from '@fujie/core/kernel';
import { dayOf, startOfDay } from '@fujie/core/kernel';
import type { RegisterSnapshot } from '@fujie/core/registers';

import type { Deps } from '../platform/deps.ts';
import type { Opening } from '../platform/loops/loops.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findOpenOf, findRecords } from '../platform/loops/loops.query.ts';

const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;

/** How many were opened and ended. */
export interface Raised {
  readonly opened: number;
  readonly closed: number;
}

/** A loop, as its last opening says. */
export interface AskedLoop {
  readonly id: number;
  readonly unit: string;
  readonly subject: string;
  readonly items: readonly string[];
  /** A fact that is a text; empty: there is none of this name. */
  readonly fact: (name: string) => string;
  /** What was said in it. */
  readonly outcomes: readonly string[];
}

/** The loops of a kind that are open, or stand otherwise. */
export async function askedLoops(
  { worker }: Pick<Deps, 'worker'>,
  definition: string,
  find = findOpenOf,
): Promise<readonly AskedLoop[]> {
  const rows = await find(worker, definition);
  const records = await findRecords(
    worker,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, unit, subject }) => {
    const own = records.get(id) ?? [];
    const opening = own.findLast((record) => record.kind === 'opened');
    const fact = (name: string): string => {
      const given = opening?.facts[name];
      return typeof given === 'string' ? given : '';
    };
    const outcomes = own.flatMap((record) => (record.kind === 'act' ? record.outcome : []));
    return { id, unit, subject, items: fact('items').split(', '), fact, outcomes };
  });
}

/** Items as a title names them. */
export function itemNames(
  snapshot: RegisterSnapshot,
  items: readonly string[],
  day: Day,
): { readonly zh: string; readonly en: string } {
  const names = (language: 'nameZh' | 'nameEn'): readonly string[] =>
    items.map((item) => snapshot.item(item, day)?.[language] ?? item);
  return { zh: names('nameZh').join('、'), en: names('nameEn').join(', ') };
}

/** Whether it was asked for now, and not before. */
export async function askFor(
  deps: Deps,
  asking: Pick<Opening, 'definition' | 'subject' | 'unit' | 'facts'> & Partial<Pick<Opening, 'occurredAt'>>,
): Promise<boolean> {
  const occurredAt = startOfDay(dayOf(deps.clock.now()));
  const row = await deps.worker.tx((tx) =>
    openLoop(deps, tx, { occurredAt, ...asking, department: null, personId: null, by: PLATFORM }),
  );
  return row !== null;
}

/** Says in a loop what is seen to be done; what was said by this key before is not said again. */
export async function sayDone(
  deps: Deps,
  loop: number,
  {
    key,
    stage,
    outcome,
    fields,
  }: {
    readonly key: string;
    readonly stage: string;
    readonly outcome: string;
    readonly fields: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const now = deps.clock.now();
  await deps.worker.tx((tx) =>
    recordInLoop(deps, tx, loop, {
      ...{ key, kind: 'act', stage, outcome, fields, by: PLATFORM, occurredAt: now, recordedAt: now },
    }),
  );
}
