/** What an outcome asks for beside its own fields where the opening says so: more fields, and that enough was tried before it. */
import { isBlank } from '../kernel/text.ts';
import { textOf } from './needs.ts';
import type { Progress } from './progress.ts';
import type { Finding, Further, LoopDefinition, LoopRecord, OutcomeDefinition, Tries } from './types.ts';
import type { Walk } from './walk.ts';

type Facts = Extract<LoopRecord, { kind: 'opened' }>['facts'];

/** Nothing that is seen was written, or what must be true is not. */
export const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === false || (typeof value === 'string' && isBlank(value));

/** Fields without which an outcome proves nothing in a loop that was opened with these facts. */
export function requiredOf(outcome: OutcomeDefinition, facts: Facts): readonly string[] {
  return [...outcome.requires, ...furtherOf(outcome, facts).flatMap(({ requires = [] }) => requires)];
}

/** How often something has to be tried before this outcome in a loop that was opened with these facts; null: it may be said at once. */
export function triesOf(outcome: OutcomeDefinition, facts: Facts): Tries | null {
  return furtherOf(outcome, facts).find(({ tried }) => tried !== undefined)?.tried ?? null;
}

function furtherOf({ further = [] }: OutcomeDefinition, facts: Facts): readonly Further[] {
  return further.filter(({ if: { fact, in: those } }) => those.includes(textOf(facts[fact])));
}

/** All that an outcome may ask for where the opening says so, whatever this opening says. */
export function askedFurther({ further = [] }: OutcomeDefinition): readonly string[] {
  return further.flatMap(({ requires = [] }) => requires);
}

/** What was tried and what is asked for, when that is not enough; null: it is. */
export function tooFewOf(
  { definition, opening }: Pick<Walk, 'definition' | 'opening'>,
  { tried }: Pick<Progress, 'tried'>,
  outcome: OutcomeDefinition,
): NonNullable<Finding['tried']> | null {
  const asked = triesOf(outcome, opening.facts);
  if (asked === null) return null;
  const { field, kinds: leastKinds } = asked;
  const found = { attempts: tried.length, kinds: kindsIn(tried, field) };
  const least = leastOf(definition, asked);
  return found.attempts >= least && found.kinds >= leastKinds ? null : { ...found, least, leastKinds, field };
}

const kindsIn = (tried: Progress['tried'], field: string): number =>
  new Set(tried.map((fields) => fields[field]).filter((value) => !isEmpty(value))).size;

/** The figure of attempts as it holds in a unit. */
function leastOf({ parameters }: LoopDefinition, { parameter }: Tries): number {
  return parameters[parameter]?.value ?? 0;
}
