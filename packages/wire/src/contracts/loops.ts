/** `/api/v1/loops` 闭环: what is owed, by whom, until when; what was recorded of it; and what somebody does about it. */
import { FLAWS, PROOF_KINDS } from '@fujie/core/loops';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Dismissed } from './loop-alerts.ts';
import { ROLES } from './roles.ts';
import { Bilingual, Day, GivenTime, literals, NamedCode, nullable, PersonHandle, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Key = Type.String({
  pattern: '^[\\w.:/-]{1,80}$',
  description: 'Name of this act where it comes from: what is sent twice is recorded once',
});
const Note = Type.String({ maxLength: 2000 });

export const LOOP_VIEWS = ['mine', 'told', 'open', 'closed', 'all'] as const;
/** What is counted of loops. */
export const LOOP_MEASURES = [
  'opened',
  'closedInTime',
  'closedLate',
  'waived',
  'void',
  'open',
  'overdue',
  'flawed',
] as const;
export type LoopMeasure = (typeof LOOP_MEASURES)[number];
/** What is counted of their stages. */
export const STAGE_MEASURES = ['reached', 'done', 'late'] as const;
export type StageMeasure = (typeof STAGE_MEASURES)[number];

const UnitCode = Type.String({ pattern: '^[\\w.:-]{1,80}$' });
const StageId = Type.String({ pattern: '^[\\w-]{1,40}$' });

/**
 * `mine`: owed by the caller's role or assigned to the caller; `told`: the ladder has reached the caller; `open`, `closed`, `all`: all
 * within reach. What follows `before` names the loops behind a number of the statistics.
 */
export const LoopsQuery = Type.Object(
  {
    view: Type.Optional(literals(...LOOP_VIEWS)),
    definition: Type.Optional(Type.String({ maxLength: 80 })),
    flaw: Type.Optional(literals(...FLAWS)),
    overdue: Type.Optional(literals('true')),
    after: Type.Optional(
      Type.String({ pattern: '^[1-4]\\.\\d{0,14}\\.\\d{1,15}$', description: '`next` of the page before' }),
    ),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    unit: Type.Optional(UnitCode),
    department: Type.Optional(UnitCode),
    measure: Type.Optional(literals(...LOOP_MEASURES)),
    stage: Type.Optional(StageId),
    stageMeasure: Type.Optional(literals(...STAGE_MEASURES)),
  },
  closed,
);
export type LoopsQuery = Static<typeof LoopsQuery>;

const StageStatus = literals('waiting', 'running', 'overdue', 'met', 'met-late', 'waived', 'not-needed');
const LoopStatus = literals('open', 'closed', 'waived', 'void');

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
    waiting: Type.Array(Type.Object({ id: Type.String(), title: Bilingual, overdue: Type.Boolean() }, closed)),
    isMine: Type.Boolean({ description: 'Whether the caller owes what is waited for' }),
    assignee: nullable(Type.String()),
    openedAt: Timestamp,
    dueAt: nullable(Timestamp),
    closedAt: nullable(Timestamp),
    flaws: Type.Array(literals(...FLAWS)),
  },
  closed,
);
export type LoopSummary = Static<typeof LoopSummary>;

const Counts = {
  mine: Type.Integer(),
  mineOverdue: Type.Integer({ description: 'Of what the caller owes: over its limit' }),
  told: Type.Integer(),
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

const Owner = Type.Object(
  { role: Type.String(), at: literals('person', 'department', 'institution', 'region', 'above') },
  closed,
);

export const LoopField = Type.Object(
  {
    name: Type.String(),
    title: Bilingual,
    kind: literals('text', 'long-text', 'boolean', 'number', 'instant', 'day', 'choice', 'counts'),
    options: Type.Array(Type.Object({ value: Type.String(), title: Bilingual }, closed)),
    required: Type.Boolean(),
  },
  closed,
);
export type LoopField = Static<typeof LoopField>;

export const LoopOutcome = Type.Object(
  {
    id: Type.String(),
    title: Bilingual,
    effect: literals('done', 'attempt', 'void'),
    page: nullable(Type.String({ description: 'The page on which alone it is recorded' })),
    fields: Type.Array(LoopField),
  },
  closed,
);
export type LoopOutcome = Static<typeof LoopOutcome>;

export const LoopStageView = Type.Object(
  {
    id: Type.String(),
    title: Bilingual,
    clauses: Type.Array(Type.String()),
    owner: Owner,
    status: StageStatus,
    startedAt: nullable(Timestamp),
    dueAt: nullable(Timestamp),
    doneAt: nullable(Timestamp),
    outcome: nullable(Bilingual),
    by: nullable(Type.String()),
    attempts: Type.Integer(),
    flaws: Type.Array(literals(...FLAWS), {
      description: 'What is wrong with how it was done, or with what was tried',
    }),
    limit: nullable(
      Type.Object(
        {
          value: Type.Number(),
          unit: Type.String(),
          source: Type.String({ description: 'Clause, or `local`' }),
          title: Bilingual,
        },
        closed,
      ),
    ),
    outcomes: Type.Array(LoopOutcome, { description: 'What the caller may record now' }),
  },
  closed,
);
export type LoopStageView = Static<typeof LoopStageView>;

const ProofNamed = {
  resource: literals(...PROOF_KINDS),
  system: Type.String({ pattern: '^\\S{1,200}$', description: 'Namespace of the identifier' }),
  value: Type.String({ pattern: '^\\S(.{0,98}\\S)?$', description: 'Identifier of the order or note' }),
} as const;

export const LoopRecordView = Type.Object(
  {
    id: Type.String(),
    kind: literals('opened', 'act', 'seen', 'assigned', 'waived', 'reopened', 'withdrawn'),
    stage: nullable(Bilingual),
    outcome: nullable(Bilingual),
    occurredAt: Timestamp,
    recordedAt: Timestamp,
    by: Type.Object({ name: Type.String(), role: Type.String() }, closed),
    fields: Type.Array(Type.Object({ title: Bilingual, value: Bilingual }, closed)),
    note: nullable(Bilingual),
    proof: nullable(
      Type.Object(
        { ...ProofNamed, from: Type.String({ description: 'The connected system that recorded it' }) },
        closed,
      ),
    ),
    corrected: Type.Boolean({ description: 'Another record stands in its place' }),
    flaws: Type.Array(literals(...FLAWS)),
  },
  closed,
);
export type LoopRecordView = Static<typeof LoopRecordView>;

export const LoopResponse = Type.Object(
  {
    loop: LoopSummary,
    clauses: Type.Array(Type.String()),
    about: nullable(Type.String({ description: 'The page that shows what it is about' })),
    follows: Type.Array(Type.Integer(), { description: 'Loops in which its cause is followed up' }),
    stages: Type.Array(LoopStageView),
    records: Type.Array(LoopRecordView),
    alerts: Type.Array(
      Type.Object(
        {
          key: Type.String({ description: 'Names it when it is dismissed' }),
          at: Timestamp,
          stage: Bilingual,
          percent: Type.Integer(),
          to: Owner,
          dismissed: nullable(Type.Object({ reason: Dismissed, by: Type.String(), at: Timestamp }, closed)),
          mayDismiss: Type.Boolean(),
        },
        closed,
      ),
    ),
    may: Type.Object(
      {
        waive: Type.Boolean(),
        reopen: Type.Boolean(),
        assign: Type.Boolean(),
        reasons: Type.Array(Type.Object({ code: Type.String(), title: Bilingual }, closed)),
      },
      closed,
    ),
  },
  closed,
);
export type LoopResponse = Static<typeof LoopResponse>;

/**
 * `POST /api/v1/loops/{id}/acts`. A connected system names the practitioner who acted, and as what; where an order or a note of the
 * record system proves it, that one too: then the practitioner is one of the register, and the time is said.
 */
export const LoopAct = Type.Object(
  {
    key: Key,
    stage: Type.String({ maxLength: 40 }),
    outcome: Type.String({ maxLength: 40 }),
    occurredAt: Type.Optional(GivenTime),
    fields: Type.Record(
      Type.String({ pattern: '^\\w{1,40}$' }),
      Type.Union([Type.String({ maxLength: 4000 }), Type.Number(), Type.Boolean()]),
      { maxProperties: 30 },
    ),
    by: Type.Optional(
      Type.Object({ practitioner: Type.String({ minLength: 1, maxLength: 40 }), role: literals(...ROLES) }, closed),
    ),
    proof: Type.Optional(Type.Object(ProofNamed, closed)),
    corrects: Type.Optional(Type.String({ pattern: '^\\d{1,15}$' })),
  },
  closed,
);
export type LoopAct = Static<typeof LoopAct>;

/** `POST /api/v1/loops/{id}/seen`: whoever owes it knows of it. */
export const LoopSeen = Type.Object({ key: Key, stage: Type.String({ maxLength: 40 }) }, closed);
export type LoopSeen = Static<typeof LoopSeen>;

export const LoopWaiver = Type.Object(
  { key: Key, stage: nullable(Type.String({ maxLength: 40 })), reason: Type.String({ maxLength: 40 }), note: Note },
  closed,
);
export type LoopWaiver = Static<typeof LoopWaiver>;

export const LoopReopening = Type.Object(
  {
    key: Key,
    stage: Type.String({ maxLength: 40 }),
    note: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' }),
  },
  closed,
);
export type LoopReopening = Static<typeof LoopReopening>;

export const LoopAssignment = Type.Object(
  { key: Key, practitioner: Type.String({ minLength: 1, maxLength: 40 }) },
  closed,
);
export type LoopAssignment = Static<typeof LoopAssignment>;

/** What became of an act: the state of the loop, and what is wrong with the act. */
export const LoopRecorded = Type.Object(
  {
    isNew: Type.Boolean(),
    status: LoopStatus,
    waiting: Type.Array(Type.String()),
    dueAt: nullable(Timestamp),
    flaws: Type.Array(literals(...FLAWS)),
  },
  closed,
);
export type LoopRecorded = Static<typeof LoopRecorded>;

/** `GET /api/v1/loops/definitions`: the loops in force here with their figures. */
export const LoopDefinitionsResponse = Type.Object(
  {
    definitions: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          title: Bilingual,
          arises: Bilingual,
          clauses: Type.Array(Type.String()),
          harm: Type.Integer(),
          hasPart: Type.Boolean({
            description: 'Whether the role of the caller has a part in it, and sees such loops',
          }),
          stages: Type.Array(
            Type.Object(
              {
                id: Type.String(),
                title: Bilingual,
                clauses: Type.Array(Type.String()),
                owner: Owner,
                limit: nullable(Type.String({ description: 'The parameter that limits it' })),
              },
              closed,
            ),
          ),
          parameters: Type.Array(
            Type.Object(
              {
                id: Type.String(),
                title: Bilingual,
                value: Type.Number({ description: 'In force for the institution of the caller' }),
                declared: Type.Number({ description: 'What the document states or proposes' }),
                unit: Type.String(),
                source: Type.String(),
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type LoopDefinitionsResponse = Static<typeof LoopDefinitionsResponse>;

/** `GET /api/v1/loops/statistics`: loops that arose in a period, both days included. */
export const LoopStatisticsQuery = Type.Object(
  { from: Type.Optional(Day), to: Type.Optional(Day), definition: Type.Optional(Type.String({ maxLength: 80 })) },
  closed,
);
export type LoopStatisticsQuery = Static<typeof LoopStatisticsQuery>;

const LoopNumbers = Type.Object(
  Object.fromEntries(LOOP_MEASURES.map((measure) => [measure, Type.Integer()])) as Record<
    LoopMeasure,
    ReturnType<typeof Type.Integer>
  >,
  closed,
);
export type LoopNumbers = Static<typeof LoopNumbers>;

const Minutes = nullable(Type.Number({ description: 'Minutes from the beginning of a stage to its end' }));

export const LoopStatisticsResponse = Type.Object(
  {
    from: Day,
    to: Day,
    definitions: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          title: Bilingual,
          hasCases: Type.Boolean({ description: 'Whether the caller sees the loops behind the numbers' }),
          total: LoopNumbers,
          units: Type.Array(
            Type.Object(
              { unit: NamedCode, unitCode: UnitCode, department: nullable(NamedCode), counts: LoopNumbers },
              closed,
            ),
          ),
          stages: Type.Array(
            Type.Object(
              {
                id: Type.String(),
                title: Bilingual,
                reached: Type.Integer(),
                done: Type.Integer(),
                late: Type.Integer(),
                median: Minutes,
                p90: Minutes,
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type LoopStatisticsResponse = Static<typeof LoopStatisticsResponse>;
