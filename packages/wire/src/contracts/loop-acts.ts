/** What somebody does about a loop 闭环: an act at a stage, a waiver, opening it again, handing it to a person; and what became of it. */
import { SEEN } from '@fujie/core/kernel';
import { FLAWS } from '@fujie/core/loops';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { closed, LoopStatus, ProofNamed } from './loop-parts.ts';
import { ROLES } from './roles.ts';
import { GivenTime, literals, nullable, SentKey, Timestamp } from './shared.ts';

const Note = Type.String({ maxLength: 2000 });

/**
 * `POST /api/v1/loops/{id}/acts`. A connected system names the practitioner who acted, and as what; where an order or a note of the
 * record system proves it, that one too: then the practitioner is one of the register, and the time is said.
 */
export const LoopAct = Type.Object(
  {
    key: SentKey,
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
export const LoopSeen = Type.Object({ key: SentKey, stage: Type.String({ maxLength: 40 }) }, closed);
export type LoopSeen = Static<typeof LoopSeen>;

export const LoopWaiver = Type.Object(
  { key: SentKey, stage: nullable(Type.String({ maxLength: 40 })), reason: Type.String({ maxLength: 40 }), note: Note },
  closed,
);
export type LoopWaiver = Static<typeof LoopWaiver>;

export const LoopReopening = Type.Object(
  {
    key: SentKey,
    stage: Type.String({ maxLength: 40 }),
    note: Type.String({ minLength: 1, maxLength: 2000, pattern: SEEN }),
  },
  closed,
);
export type LoopReopening = Static<typeof LoopReopening>;

export const LoopAssignment = Type.Object(
  { key: SentKey, practitioner: Type.String({ minLength: 1, maxLength: 40 }) },
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
