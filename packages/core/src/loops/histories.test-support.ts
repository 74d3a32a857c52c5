/** What random histories of loops 闭环 are made of: facts and fields by which a definition, whatever it says, comes to something. */
import type { Instant } from '../kernel/day.ts';
import { dayOf, formatInstant } from '../kernel/day.ts';
import type { LoopDefinition, OutcomeDefinition } from './types.ts';

const DAY = 86_400_000;

/** The one of them at a part of their number, from 0 up to 1. */
export const pick = <T>(all: readonly T[], where: number): T | undefined => all[Math.floor(where * all.length)];

/** Facts on which it depends what is needed, and until when; each may be one that nobody asks for, or be left out. */
export function factsFor(
  { stages }: Pick<LoopDefinition, 'stages'>,
  draw: () => number,
  now: Instant,
): Readonly<Record<string, unknown>> {
  const facts: Record<string, unknown> = {};
  for (const { when = [], limit, from } of stages) {
    const cases = limit !== null && 'cases' in limit ? (limit.cases ?? []).map((one) => one.if) : [];
    for (const condition of [...when, ...cases])
      if ('fact' in condition) facts[condition.fact] = pick([...condition.in, 'none', undefined], draw());
    if (limit !== null && 'fact' in limit && limit.of === undefined)
      facts[limit.fact] = formatInstant((now + Math.floor(draw() * 20) * DAY) as Instant);
    if (from !== undefined && from !== 'opening') facts[from.fact] = formatInstant(now);
  }
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
}

/** All that an outcome can ask for, as it is asked for. */
export function fieldsFor(
  { fields }: Pick<LoopDefinition, 'fields'>,
  { requires, further = [] }: Pick<OutcomeDefinition, 'requires' | 'further'>,
  now: Instant,
  where: number,
): Readonly<Record<string, unknown>> {
  const later = (now + 3 * DAY) as Instant;
  const names = [...requires, ...further.flatMap((one) => one.requires ?? [])];
  return Object.fromEntries(
    names.map((name): readonly [string, unknown] => {
      const field = fields[name];
      switch (field?.kind) {
        case 'boolean':
          return [name, true];
        case 'number':
          return [name, 1];
        case 'instant':
          return [name, formatInstant(later)];
        case 'day':
          return [name, dayOf(later)];
        case 'choice':
          return [name, pick(Object.keys(field.options ?? {}), where)];
        default:
          return [name, 'x 1'];
      }
    }),
  );
}
