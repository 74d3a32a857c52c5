/** `/api/v1/loops` 闭环: what is owed, by whom, until when. */
import { FLAWS } from '@fujie/core/loops';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Barred, closed, LoopStatus, UnitCode } from './loop-parts.ts';
import { Bilingual, Day, literals, NamedCode, nullable, PersonHandle, Timestamp } from './shared.ts';

export const LOOP_VIEWS = ['mine', 'told', 'department', 'open', 'closed', 'all'] as const;
/**
 * What is counted of loops; `warned`: what did not turn out to be nothing, `whole`: of it what was ended step by step by who owes each, on its
 * evidence, late or not (henan-2025.mq.23#11).
 */
export const LOOP_MEASURES = [
  'opened',
  'closedInTime',
  'closedLate',
  'waived',
  'void',
  'open',
  'overdue',
  'flawed',
  'warned',
  'whole',
] as const;
export type LoopMeasure = (typeof LOOP_MEASURES)[number];
/** What is counted of their stages. */
export const STAGE_MEASURES = ['reached', 'done', 'late'] as const;
export type StageMeasure = (typeof STAGE_MEASURES)[number];

/** By what the loops behind a number of a stage are listed; `minutes`: those done, what took longest first. */
const STAGE_LISTS = [...STAGE_MEASURES, 'minutes'] as const;
export type StageList = (typeof STAGE_LISTS)[number];

const StageId = Type.String({ pattern: '^[\\w-]{1,40}$' });

/**
 * `mine`: owed by the caller's role or assigned to the caller; `told`: the ladder has reached the caller; `department`: open in the
 * caller's department, or owed by the office that answers for the whole unit, apart from what is assigned to the caller; `open`,
 * `closed`, `all`: all within reach. What follows `after` names the loops behind a number of the statistics.
 */
export const LoopsQuery = Type.Object(
  {
    view: Type.Optional(literals(...LOOP_VIEWS)),
    definition: Type.Optional(Type.String({ maxLength: 80 })),
    flaw: Type.Optional(literals(...FLAWS)),
    overdue: Type.Optional(literals('true')),
    after: Type.Optional(
      Type.String({ pattern: '^[1-4]\\.-?\\d{0,14}\\.\\d{1,15}$', description: '`next` of the page before' }),
    ),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    unit: Type.Optional(UnitCode),
    department: Type.Optional(UnitCode),
    noDepartment: Type.Optional(literals('true')),
    measure: Type.Optional(literals(...LOOP_MEASURES)),
    stage: Type.Optional(StageId),
    stageMeasure: Type.Optional(literals(...STAGE_LISTS)),
  },
  closed,
);
export type LoopsQuery = Static<typeof LoopsQuery>;

export const LoopSummary = Type.Object(
  {
    id: Type.Integer(),
    definition: Type.Object({ id: Type.String(), title: Bilingual }, closed),
    title: Bilingual,
    unit: NamedCode,
    department: nullable(NamedCode),
    person: nullable(PersonHandle),
    nameMasked: nullable(Type.String()),
    harm: Type.Integer({ minimum: 1, maximum: 4, description: '1 life, 2 health, 3 rights or trust, 4 order' }),
    status: LoopStatus,
    waiting: Type.Array(
      Type.Object({ id: Type.String(), title: Bilingual, overdue: Type.Boolean(), isBarred: Barred }, closed),
    ),
    isMine: Type.Boolean({ description: 'Whether the caller owes what is waited for' }),
    assignee: nullable(Type.String()),
    openedAt: Timestamp,
    dueAt: nullable(Timestamp),
    closedAt: nullable(Timestamp),
    flaws: Type.Array(literals(...FLAWS)),
    minutes: Type.Optional(Type.Number({ description: 'How long the stage took by whose minutes they are listed' })),
  },
  closed,
);
export type LoopSummary = Static<typeof LoopSummary>;

const Counts = {
  mine: Type.Integer(),
  mineOverdue: Type.Integer({ description: 'Of what the caller owes: over its limit' }),
  told: Type.Integer(),
  department: Type.Integer({
    description: "Open in the caller's department or office, apart from what is assigned to the caller",
  }),
  open: Type.Integer(),
  overdue: Type.Integer(),
} as const;

export const LoopsResponse = Type.Object(
  { loops: Type.Array(LoopSummary), next: nullable(Type.String()), counts: Type.Object(Counts, closed) },
  closed,
);
export type LoopsResponse = Static<typeof LoopsResponse>;

/** `GET /api/v1/loops/counts`: asked every few seconds, and names nobody; the list is read again only when `mark` is another. */
export const LoopCountsResponse = Type.Object(
  {
    ...Counts,
    mark: Type.String({ description: 'Another one as soon as any open loop within reach has changed' }),
    now: Type.String({ description: 'Time of the server, by which limits run' }),
  },
  closed,
);
export type LoopCountsResponse = Static<typeof LoopCountsResponse>;
