/** Whether a declared loop can work at all, and how a local figure may differ from a declared one. */
import type { LoopDefinition, LoopParameter } from './types.ts';

/** Every fault of a definition, each a sentence that names the spot. Empty when it can work. */
export function checkLoop(loop: LoopDefinition): readonly string[] {
  const ids = loop.stages.map(({ id }) => id);
  const faults: string[] = [];
  const say = (what: string): void => void faults.push(`loop ${loop.id}: ${what}`);
  if (ids.length === 0) say('has no stage');
  if (new Set(ids).size !== ids.length) say('has two stages of one id');
  if (Object.keys(loop.waivers.reasons).length === 0 && loop.waivers.roles.length > 0)
    say('has waivers without a reason');
  if ((loop.parameters['backFilled']?.unit ?? 'minute') !== 'minute') say('counts back-filling in other than minutes');
  loop.stages.forEach((stage, index) => {
    const spot = `stage ${stage.id}`;
    const earlier = ids.slice(0, index);
    const { limit } = stage;
    const cases = limit !== null && 'parameter' in limit ? (limit.cases ?? []) : [];
    const asked = [...(stage.when ?? []), ...cases.map((one) => one.if)].flatMap((condition) =>
      'stage' in condition
        ? { id: condition.stage, outcomes: 'not' in condition ? condition.not : condition.outcome }
        : [],
    );
    for (const { id, outcomes } of asked) {
      const known = loop.stages.find((one) => one.id === id)?.outcomes ?? {};
      for (const outcome of outcomes)
        if (!Object.hasOwn(known, outcome))
          say(`${spot} asks whether ${id} ended with ${outcome}, which it never does`);
    }
    const limitedBy = limit !== null && 'fact' in limit && limit.of !== undefined ? [limit.of] : [];
    for (const id of [...stage.after, ...asked.map((one) => one.id), ...limitedBy, ...(stage.notBy ?? [])])
      if (!earlier.includes(id)) say(`${spot} names ${id}, which does not stand before it`);
    if (limit !== null && 'parameter' in limit)
      for (const name of [limit.parameter, ...cases.map(({ parameter }) => parameter)]) {
        const parameter = loop.parameters[name];
        if (parameter === undefined) say(`${spot} has the limit ${name}, which is no parameter`);
        else if (parameter.unit === 'percent' || parameter.unit === 'count')
          say(`${spot} has the limit ${name}, which is no time`);
      }
    if (!Object.values(stage.outcomes).some(({ effect }) => effect === 'done')) say(`${spot} can never be done`);
    for (const outcome of Object.values(stage.outcomes)) {
      const { requires: more = [], tried } = outcome.further ?? {};
      const named = tried === undefined ? [] : [tried.field];
      for (const field of [...outcome.requires, ...more, ...named, ...(outcome.asks ?? [])])
        if (!Object.hasOwn(loop.fields, field)) say(`${spot} asks for ${field}, which is no field`);
      for (const field of outcome.asks ?? [])
        if ([...outcome.requires, ...more].includes(field)) say(`${spot} asks twice for ${field}`);
      if (tried !== undefined && loop.parameters[tried.parameter]?.unit !== 'count')
        say(`${spot} has to be tried as often as ${tried.parameter} says, which is no count`);
      for (const role of outcome.onlyBy ?? [])
        if (![stage.owner.role, ...(stage.alsoBy ?? [])].includes(role)) say(`${spot} is not done by ${role}`);
      for (const id of outcome.again ?? []) if (!ids.includes(id)) say(`${spot} repeats ${id}, which is no stage`);
    }
    if (stage.clauses.length === 0) say(`${spot} cites no clause`);
  });
  for (const { percent } of [loop.escalation, ...loop.stages.map(({ escalation = [] }) => escalation)].flat()) {
    const parameter = typeof percent === 'number' ? undefined : loop.parameters[percent.parameter];
    if (typeof percent !== 'number' && parameter?.unit !== 'percent')
      say(`tells somebody at ${percent.parameter}, which is no percentage`);
    if ((typeof percent === 'number' ? percent : (parameter?.value ?? 1)) <= 0)
      say('tells the owner twice as a stage begins');
  }
  return faults;
}

/** A figure set by an owner in place of the declared one. */
export interface LocalFigure {
  readonly loop: string;
  readonly parameter: string;
  readonly value: number;
}

/**
 * The definition with local figures in it. What a document states may only be made shorter; a longer one is left out, as is one
 * that names nothing.
 */
export function withLocalFigures(loop: LoopDefinition, figures: readonly LocalFigure[]): LoopDefinition {
  const own = figures.filter((figure) => figure.loop === loop.id);
  if (own.length === 0) return loop;
  const parameters: Record<string, LoopParameter> = { ...loop.parameters };
  for (const { parameter, value } of own) {
    const declared = parameters[parameter];
    if (declared !== undefined && isAllowed(declared, value)) parameters[parameter] = { ...declared, value };
  }
  return { ...loop, parameters };
}

/** Whether an owner may set this figure: a proposal freely above zero, a document's only downwards. */
export function isAllowed(declared: LoopParameter, value: number): boolean {
  return value > 0 && (declared.source === 'local' || value <= declared.value);
}
