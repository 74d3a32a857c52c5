/**
 * The edges of a loop 闭环的界: each limit, each step of its ladders, each thing that an end needs, each person who may or may not say it, each
 * release. Of an edge there is an example when one fails as soon as the definition, or the calendar, is moved across it: the figure one less
 * or one more, the field not asked for, the day no holiday.
 */
import type {
  EscalationStep,
  Further,
  LoopDefinition,
  LoopParameter,
  OutcomeDefinition,
  StageDefinition,
} from '@fujie/core/loops';
import type { WorkdayCalendar } from '@fujie/core/registers';

import { withoutHolidays, withoutMakeUpDays } from './workdays-2026.ts';

export const EDGE_KINDS = ['limit', 'step', 'evidence', 'person', 'release'] as const;
export type EdgeKind = (typeof EDGE_KINDS)[number];

export interface LoopEdge {
  readonly kind: EdgeKind;
  /** Null: of the whole loop. */
  readonly stage: string | null;
  /** The end that it is about, if it is about one alone. */
  readonly outcome?: string;
  /** What lies at it, as a sentence that says an example is missing names it. */
  readonly what: string;
  /** Each way to move it; every one has to be noticed. */
  readonly moved: readonly Moved[];
}

export interface Moved {
  readonly definition?: LoopDefinition;
  readonly calendar?: WorkdayCalendar;
}

/** Every edge of a definition, stage by stage. */
export function edgesOf(loop: LoopDefinition): readonly LoopEdge[] {
  return [
    ...loop.stages.flatMap((stage) => [
      ...limitEdges(loop, stage),
      ...stepEdges(loop, stage),
      ...Object.entries(stage.outcomes).flatMap(([name, outcome]) => evidenceEdges(loop, stage, name, outcome)),
      ...personEdges(loop, stage),
    ]),
    ...releaseEdges(loop),
  ];
}

/** The parameters that limit a stage, in one case or another. */
export function limitsOf({ limit }: StageDefinition): readonly string[] {
  if (limit === null || 'fact' in limit) return [];
  return [...new Set([limit.parameter, ...(limit.cases ?? []).map(({ parameter }) => parameter)])];
}

function limitEdges(loop: LoopDefinition, stage: StageDefinition): readonly LoopEdge[] {
  const { limit, id } = stage;
  if (limit === null) return [];
  const edge = (what: string, moved: readonly Moved[]): LoopEdge => ({ kind: 'limit', stage: id, what, moved });
  if ('fact' in limit) return [edge(`limit of the fact ${limit.fact}`, [moveStage(loop, stage, { limit: null })])];
  return limitsOf(stage).flatMap((name) => {
    const parameter = loop.parameters[name];
    if (parameter === undefined) return [];
    const { value, unit } = parameter;
    const as = (change: Partial<LoopParameter>): Moved => moveParameter(loop, name, change);
    const figures = [as({ value: value - 1 }), as({ value: value + 1 })];
    if (unit === 'workday')
      return [
        edge(`limit ${name}`, [...figures, as({ unit: 'day' })]),
        edge(`limit ${name} across a make-up day`, [{ calendar: withoutMakeUpDays }]),
        edge(`limit ${name} across a holiday`, [{ calendar: withoutHolidays }]),
      ];
    const otherwise = unit === 'day' ? [as({ unit: 'workday' }), as({ unit: 'hour', value: value * 24 })] : [];
    return [edge(`limit ${name}`, [...figures, ...otherwise])];
  });
}

function stepEdges(loop: LoopDefinition, stage: StageDefinition): readonly LoopEdge[] {
  if (stage.limit === null) return [];
  const ladder = stage.escalation ?? loop.escalation;
  const withLadder = (escalation: readonly EscalationStep[]): Moved => moveStage(loop, stage, { escalation });
  return ladder.map(({ percent, if: condition, to }, index): LoopEdge => {
    const withStep = (change: Partial<EscalationStep>): Moved =>
      withLadder(ladder.map((step, at) => (at === index ? { ...step, ...change } : step)));
    const figures =
      typeof percent === 'number'
        ? [withStep({ percent: percent - 1 }), withStep({ percent: percent + 1 })]
        : [-1, 1].map((by) =>
            moveParameter(loop, percent.parameter, { value: (loop.parameters[percent.parameter]?.value ?? 0) + by }),
          );
    const always: Moved[] =
      condition === undefined
        ? []
        : [withLadder(ladder.map((step, at) => (at === index ? { percent: step.percent, to: step.to } : step)))];
    return {
      ...{ kind: 'step', stage: stage.id, what: stepName(percent, to.role) },
      moved: [
        ...[...figures, ...always],
        ...[withStep({ to: { ...to, role: 'nobody' } }), withStep({ to: { ...to, at: 'person' } })],
      ],
    };
  });
}

/** A step of a ladder as a sentence names it. */
export function stepName(percent: EscalationStep['percent'], role: string): string {
  return `step ${typeof percent === 'number' ? `${String(percent)}%` : percent.parameter} to ${role}`;
}

function evidenceEdges(
  loop: LoopDefinition,
  stage: StageDefinition,
  name: string,
  outcome: OutcomeDefinition,
): readonly LoopEdge[] {
  const edge = (what: string, ...changed: readonly (Partial<OutcomeDefinition> | null)[]): LoopEdge => ({
    ...{ kind: 'evidence', stage: stage.id, outcome: name, what },
    moved: changed.map((change) => moveOutcome(loop, stage, name, change)),
  });
  const { requires, asks = [], further = [] } = outcome;
  return [
    edge(`end ${name}`, null, ...asks.map((field) => ({ requires: [...requires, field] }))),
    ...requires.map((field) =>
      edge(`end ${name} without ${field}`, { requires: requires.filter((one) => one !== field) }),
    ),
    ...further.flatMap((asked, index): readonly LoopEdge[] => {
      const { requires: more = [], tried, if: condition } = asked;
      const moved = (change: Partial<Further>) => ({
        further: further.map((one, at) => (at === index ? { ...one, ...change } : one)),
      });
      const facts = condition.in.join(' or ');
      return [
        ...more.map((field) =>
          edge(
            `end ${name} without ${field} where ${condition.fact} is ${facts}`,
            moved({ requires: more.filter((one) => one !== field) }),
          ),
        ),
        ...condition.in.map((fact) =>
          edge(
            `end ${name} where ${condition.fact} is ${fact}`,
            moved({ if: { ...condition, in: condition.in.filter((one) => one !== fact) } }),
          ),
        ),
        ...(tried === undefined
          ? []
          : [
              {
                ...edge(`end ${name} after too few attempts`),
                moved: [-1, 1].map((by) =>
                  moveParameter(loop, tried.parameter, { value: (loop.parameters[tried.parameter]?.value ?? 0) + by }),
                ),
              },
              edge(
                `end ${name} after attempts of too few kinds`,
                ...[-1, 1].map((by) => moved({ tried: { ...tried, kinds: tried.kinds + by } })),
              ),
            ]),
      ];
    }),
  ];
}

function personEdges(loop: LoopDefinition, stage: StageDefinition): readonly LoopEdge[] {
  const roles = [stage.owner.role, ...(stage.alsoBy ?? [])];
  const ends = Object.values(stage.outcomes);
  const isOpen = ends.some(({ onlyBy }) => onlyBy === undefined);
  const edge = (what: string, change: Partial<StageDefinition>): LoopEdge => ({
    ...{ kind: 'person', stage: stage.id, what },
    moved: [moveStage(loop, stage, change)],
  });
  return [
    // Who owes it and may say none of its ends, because records alone do, is not asked.
    ...roles
      .filter((role) => isOpen || ends.some(({ onlyBy }) => onlyBy?.includes(role) === true))
      .map((role) =>
        edge(`said by ${role}`, {
          owner: { ...stage.owner, role: role === stage.owner.role ? 'nobody' : stage.owner.role },
          alsoBy: (stage.alsoBy ?? []).filter((one) => one !== role),
        }),
      ),
    ...(isOpen ? [edge('said by another role', { alsoBy: [...roles, ...rolesOf(loop)] })] : []),
    ...(stage.notBy ?? []).map((id) =>
      edge(`said by who did ${id}`, { notBy: (stage.notBy ?? []).filter((one) => one !== id) }),
    ),
    ...Object.entries(stage.outcomes).flatMap(([name, { onlyBy }]): LoopEdge[] =>
      onlyBy === undefined || roles.every((role) => onlyBy.includes(role))
        ? []
        : [
            {
              ...{ kind: 'person', stage: stage.id, what: `end ${name} said by a role that may not` },
              moved: [moveOutcome(loop, stage, name, { onlyBy: roles })],
            },
          ],
    ),
  ];
}

function releaseEdges(loop: LoopDefinition): readonly LoopEdge[] {
  const { roles, reasons } = loop.waivers;
  const edge = (what: string, waivers: LoopDefinition['waivers']): LoopEdge => ({
    ...{ kind: 'release', stage: null, what },
    moved: [{ definition: { ...loop, waivers } }],
  });
  return [
    ...roles.map((role) => edge(`release by ${role}`, { reasons, roles: roles.filter((one) => one !== role) })),
    ...Object.keys(reasons).map((reason) =>
      edge(`release for ${reason}`, {
        roles,
        reasons: Object.fromEntries(Object.entries(reasons).filter(([name]) => name !== reason)),
      }),
    ),
    ...(roles.length === 0 ? [] : [edge('release by another role', { reasons, roles: [...roles, ...rolesOf(loop)] })]),
  ];
}

/** Roles that have a part in a loop, and two that have none in most. */
function rolesOf({ stages, escalation, reopening, waivers }: LoopDefinition): readonly string[] {
  return [
    ...stages.flatMap(({ owner, alsoBy = [] }) => [owner.role, ...alsoBy]),
    ...escalation.map(({ to }) => to.role),
    ...reopening,
    ...waivers.roles,
    ...['doctor', 'inspector'],
  ];
}

function moveParameter(loop: LoopDefinition, name: string, change: Partial<LoopParameter>): Moved {
  const parameter = loop.parameters[name];
  if (parameter === undefined) return {};
  return { definition: { ...loop, parameters: { ...loop.parameters, [name]: { ...parameter, ...change } } } };
}

function moveStage(loop: LoopDefinition, { id }: StageDefinition, change: Partial<StageDefinition>): Moved {
  const stages = loop.stages.map((stage) => (stage.id === id ? { ...stage, ...change } : stage));
  return { definition: { ...loop, stages } };
}

/** Null: the outcome is none any more. */
function moveOutcome(
  loop: LoopDefinition,
  stage: StageDefinition,
  name: string,
  change: Partial<OutcomeDefinition> | null,
): Moved {
  const outcomes = Object.fromEntries(
    Object.entries(stage.outcomes).flatMap(([id, outcome]) =>
      id !== name ? [[id, outcome]] : change === null ? [] : [[id, { ...outcome, ...change }]],
    ),
  );
  return moveStage(loop, stage, { outcomes });
}
