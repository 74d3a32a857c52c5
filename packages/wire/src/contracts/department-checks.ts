/** Checks of departments 科室检查 and of the green channel 绿色通道 by a sheet, and what departments look for themselves 自查. */
import { SEEN } from '@fujie/core/kernel';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Bilingual, Day, literals, NamedCode, nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const CALLED = ['check', 'self-inspection'] as const;

/** `POST /api/v1/organisation/checks`: the quality office calls for an unannounced check, or for a look at a prominent problem. */
export const CheckCall = Type.Object(
  {
    kind: literals(...CALLED),
    departments: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), {
      minItems: 1,
      maxItems: 100,
      uniqueItems: true,
    }),
    problem: Type.String({
      minLength: 1,
      maxLength: 500,
      pattern: SEEN,
      description: 'Why, and what is to be looked at',
    }),
    dueOn: Day,
  },
  closed,
);
export type CheckCall = Static<typeof CheckCall>;

export const CheckCalled = Type.Object({ loops: Type.Array(Type.Integer()) }, closed);
export type CheckCalled = Static<typeof CheckCalled>;

export const DepartmentCheck = Type.Object(
  {
    loop: Type.Integer(),
    kind: literals(...CALLED, 'green-channel'),
    department: NamedCode,
    title: Bilingual,
    problem: nullable(Type.String({ description: 'Of what was called for; null: the interval asked for it' })),
    openedAt: Timestamp,
    dueAt: nullable(Timestamp),
    state: literals('open', 'overdue', 'closed', 'accounted'),
    outcome: nullable(literals('conforming', 'faults', 'none', 'found')),
    notMet: Type.Array(Bilingual, { description: 'Points of the sheet that are not met' }),
    findings: nullable(Type.String()),
    waits: nullable(Bilingual),
  },
  closed,
);
export type DepartmentCheck = Static<typeof DepartmentCheck>;

const Sheet = Type.Array(Type.Object({ title: Bilingual, clause: Type.String() }, closed));

/** `GET /api/v1/organisation/checks`: what was checked within a year, and how much of what was found is put right. */
export const ChecksResponse = Type.Object(
  {
    mayCall: Type.Boolean(),
    sheet: Sheet,
    links: Sheet,
    departments: Type.Array(NamedCode),
    figures: Type.Object(
      {
        departments: Type.Integer({ description: 'That have a quality group' }),
        checked: Type.Integer({ description: 'Of them those that were checked within a year' }),
        found: Type.Integer({ description: 'Checks and self-inspections that found something' }),
        rectified: Type.Integer({ description: 'Of these those whose rectification was verified' }),
      },
      closed,
    ),
    checks: Type.Array(DepartmentCheck),
  },
  closed,
);
export type ChecksResponse = Static<typeof ChecksResponse>;
