/** `GET /api/v1/loops/{id}`: one loop 闭环 with its stages, what was recorded of it, and whom its ladder told. */
import { FLAWS } from '@fujie/core/loops';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Dismissed } from './loop-alerts.ts';
import { Barred, closed, Owner, ProofNamed } from './loop-parts.ts';
import { LoopSummary } from './loops.ts';
import { Bilingual, literals, nullable, Timestamp } from './shared.ts';

const StageStatus = literals('waiting', 'running', 'overdue', 'met', 'met-late', 'waived', 'not-needed');

export const LoopField = Type.Object(
  {
    name: Type.String(),
    title: Bilingual,
    kind: literals('text', 'long-text', 'boolean', 'number', 'instant', 'day', 'choice', 'counts'),
    options: Type.Array(Type.Object({ value: Type.String(), title: Bilingual }, closed)),
    required: Type.Boolean(),
    /** What its opening knows of it. */
    proposed: nullable(Type.Union([Type.String(), Type.Number()])),
  },
  closed,
);
export type LoopField = Static<typeof LoopField>;

export const LoopOutcome = Type.Object(
  {
    id: Type.String(),
    title: Bilingual,
    effect: literals('done', 'attempt', 'void'),
    means: nullable(Bilingual),
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
    neededIf: nullable(Bilingual),
    attempts: Type.Integer(),
    tries: nullable(
      Type.Object(
        {
          least: Type.Number({ description: 'Attempts that have to be recorded before it may be given up' }),
          source: Type.String({ description: 'Clause, or `local`' }),
          kinds: Type.Integer({ description: 'How many different ones of `of` they have to be' }),
          of: Bilingual,
        },
        closed,
      ),
    ),
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
    onWeekendsAlone: Type.Array(Type.Integer(), {
      description: 'Years in which the limit was counted on weekends alone, because the workday calendar lacks them',
    }),
    outcomes: Type.Array(LoopOutcome, { description: 'What the caller may record now' }),
    isBarred: Barred,
  },
  closed,
);
export type LoopStageView = Static<typeof LoopStageView>;

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
