/** Whether a declared loop can work at all, and how a local figure may differ from a declared one. */
import { askedFurther } from './further.ts';
import type { Condition, LoopDefinition, LoopParameter, OutcomeDefinition, Owner, StageDefinition } from './types.ts';

/** Every fault of a definition, each a sentence that names the spot. Empty when it can work. */
export function checkLoop(loop: LoopDefinition): readonly string[] {
  const ids = loop.stages.map(({ id }) => id);
  const { reasons, roles } = loop.waivers;
  const backFilled = loop.parameters['backFilled']?.unit ?? 'minute';
  const faults = [
    ...(ids.length === 0 ? ['has no stage'] : []),
    ...(new Set(ids).size === ids.length ? [] : ['has two stages of one id']),
    ...(Object.keys(reasons).length === 0 && roles.length > 0 ? ['has waivers without a reason'] : []),
    ...(backFilled === 'minute' ? [] : ['counts back-filling in other than minutes']),
    ...loop.stages.flatMap((stage, index) =>
      stageFaults(loop, stage, ids.slice(0, index)).map((fault) => `stage ${stage.id} ${fault}`),
    ),
    ...ladderFaults(loop),
  ];
  return faults.map((fault) => `loop ${loop.id}: ${fault}`);
}

function stageFaults(loop: LoopDefinition, stage: StageDefinition, earlier: readonly string[]): readonly string[] {
  const { limit, after, notBy = [], outcomes, clauses } = stage;
  const asked = askedOf(stage);
  const limitedBy = limit !== null && 'fact' in limit && limit.of !== undefined ? [limit.of] : [];
  const named = [...after, ...asked.map(({ id }) => id), ...limitedBy, ...notBy];
  const isDone = Object.values(outcomes).some(({ effect }) => effect === 'done');
  return [
    ...asked.flatMap(({ id, ends }) =>
      ends
        .filter((end) => !Object.hasOwn(loop.stages.find((one) => one.id === id)?.outcomes ?? {}, end))
        .map((end) => `asks whether ${id} ended with ${end}, which it never does`),
    ),
    ...named.filter((id) => !earlier.includes(id)).map((id) => `names ${id}, which does not stand before it`),
    ...limitFaults(loop, limit),
    ...(isDone ? [] : ['can never be done']),
    ...Object.values(outcomes).flatMap((outcome) => outcomeFaults(loop, stage, outcome)),
    ...(clauses.length === 0 ? ['cites no clause'] : []),
  ];
}

/** What a stage asks of others, to be needed, for its limit or for who is told: which stage, and the ends that it names. */
function askedOf({
  when = [],
  limit,
  escalation = [],
}: StageDefinition): readonly { readonly id: string; readonly ends: readonly string[] }[] {
  const cases = limit !== null && 'parameter' in limit ? (limit.cases ?? []) : [];
  const told = escalation.flatMap((step) => step.if ?? []);
  return [...when, ...cases.map((one) => one.if), ...told].flatMap((condition) =>
    'stage' in condition ? { id: condition.stage, ends: endsIn(condition) } : [],
  );
}

/** The ends of a stage that a condition names. */
function endsIn(condition: Extract<Condition, { readonly stage: string }>): readonly string[] {
  if ('field' in condition) return [];
  return 'not' in condition ? condition.not : condition.outcome;
}

function limitFaults({ parameters }: LoopDefinition, limit: StageDefinition['limit']): readonly string[] {
  if (limit === null || !('parameter' in limit)) return [];
  return [limit, ...(limit.cases ?? [])].flatMap(({ parameter: name }) => {
    const unit = parameters[name]?.unit;
    if (unit === undefined) return [`has the limit ${name}, which is no parameter`];
    return unit === 'percent' || unit === 'count' ? [`has the limit ${name}, which is no time`] : [];
  });
}

function outcomeFaults(
  { fields, parameters, stages }: LoopDefinition,
  { owner, alsoBy = [] }: StageDefinition,
  outcome: OutcomeDefinition,
): readonly string[] {
  const {
    requires,
    asks = [],
    further = [],
    differ = [],
    byOther = [],
    repeats = [],
    onlyBy = [],
    again = [],
  } = outcome;
  const needed = [...requires, ...askedFurther(outcome)];
  const tries = further.flatMap(({ tried }) => tried ?? []);
  const named = [...needed, ...tries.map(({ field }) => field), ...asks];
  const uncounted = tries.filter(({ parameter }) => parameters[parameter]?.unit !== 'count');
  return [
    ...named.filter((field) => !Object.hasOwn(fields, field)).map((field) => `asks for ${field}, which is no field`),
    // What may be said always may have to be said where the opening says so.
    ...asks.filter((field) => requires.includes(field)).map((field) => `asks twice for ${field}`),
    ...[...differ, ...byOther, ...repeats]
      .filter((field) => ![...needed, ...asks].includes(field))
      .map((field) => `compares ${field}, which it does not ask for`),
    ...uncounted.map(({ parameter }) => `has to be tried as often as ${parameter} says, which is no count`),
    ...onlyBy.filter((role) => ![owner.role, ...alsoBy].includes(role)).map((role) => `is not done by ${role}`),
    ...again.filter((id) => !stages.some((one) => one.id === id)).map((id) => `repeats ${id}, which is no stage`),
  ];
}

function ladderFaults({ escalation, stages, parameters }: LoopDefinition): readonly string[] {
  const ownersOf = (own: readonly StageDefinition[]): readonly Owner[] => own.map(({ owner }) => owner);
  const ladders = [
    { ladder: escalation, owners: ownersOf(stages.filter((stage) => stage.escalation === undefined)) },
    ...stages.map((stage) => ({ ladder: stage.escalation ?? [], owners: ownersOf([stage]) })),
  ];
  return ladders.flatMap(({ ladder, owners }) =>
    ladder.flatMap(({ percent, to }) => {
      const parameter = typeof percent === 'number' ? undefined : parameters[percent.parameter];
      const isPercentage = typeof percent === 'number' || parameter?.unit === 'percent';
      const part = typeof percent === 'number' ? percent : (parameter?.value ?? 1);
      const isOwner = owners.some(({ role, at }) => role === to.role && at === to.at);
      const isAtOnce = percent === 0 && !isOwner;
      return [
        ...(isPercentage ? [] : [`tells somebody at ${percent.parameter}, which is no percentage`]),
        ...(part > 0 || isAtOnce ? [] : ['tells the owner twice as a stage begins']),
      ];
    }),
  );
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
