/** Hazards 安全隐患 that the staff report, and emergency plans 应急预案 with their drills. */
import { SEEN } from '@fujie/core/kernel';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Bilingual, Day, literals, NamedCode, nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: SEEN });
const Code = Type.String({ minLength: 1, maxLength: 60 });
const Count = Type.Integer({ minimum: 0, maximum: 100_000 });

const HazardArea = literals('care', 'surgery', 'building', 'emergency');

/** `POST /api/v1/hazards`: what somebody of the staff found; it names no patient. */
export const HazardReport = Type.Object(
  {
    area: HazardArea,
    department: Type.String({
      minLength: 1,
      maxLength: 60,
      description: 'Where it is, or which answers for the place',
    }),
    place: Text(100),
    what: Text(2000),
    atOnce: Type.Optional(Type.String({ maxLength: 2000 })),
  },
  closed,
);
export type HazardReport = Static<typeof HazardReport>;

export const HazardReported = Type.Object({ loop: Type.Integer() }, closed);
export type HazardReported = Static<typeof HazardReported>;

export const Hazard = Type.Object(
  {
    loop: Type.Integer(),
    area: HazardArea,
    department: NamedCode,
    place: Type.String(),
    what: Type.String(),
    foundAt: Timestamp,
    state: literals('open', 'overdue', 'removed', 'none'),
    waits: nullable(Bilingual),
  },
  closed,
);
export type Hazard = Static<typeof Hazard>;

/** `GET /api/v1/hazards`: what the reader found and what became of it, what hazards taught, and how many were found and removed. */
export const HazardsResponse = Type.Object(
  {
    isFollowed: Type.Boolean({
      description: 'Whether a document, or an own rule of the institution, asks for it here',
    }),
    departments: Type.Array(NamedCode),
    own: nullable(Type.String({ description: 'Department of the reader' })),
    mine: Type.Array(Hazard),
    lessons: Type.Array(
      Type.Object(
        {
          loop: Type.Integer(),
          area: HazardArea,
          what: Type.String(),
          measure: Type.String(),
          lesson: Type.String(),
          at: Timestamp,
        },
        closed,
      ),
    ),
    figures: Type.Array(
      Type.Object(
        {
          area: HazardArea,
          found: Type.Integer({ description: 'Within a year, without what was no hazard' }),
          removed: Type.Integer(),
          overdue: Type.Integer(),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type HazardsResponse = Static<typeof HazardsResponse>;

const DrillFinding = Type.Object({ text: Text(500), department: Code }, closed);

/** `POST /api/v1/emergency/drills/{loop}`: a drill with its after-action review; each finding is followed up as a hazard. */
export const DrillReport = Type.Object(
  {
    heldOn: Day,
    scenario: Text(2000),
    participants: Type.Integer({ minimum: 1, maximum: 100_000 }),
    trained: Count,
    review: Text(4000),
    findings: Type.Array(DrillFinding, { maxItems: 20 }),
  },
  closed,
);
export type DrillReport = Static<typeof DrillReport>;

export const DrillRecorded = Type.Object({ loop: Type.Integer(), findings: Type.Array(Type.Integer()) }, closed);
export type DrillRecorded = Static<typeof DrillRecorded>;

const Owed = nullable(Type.Object({ loop: Type.Integer(), dueOn: Day, isOverdue: Type.Boolean() }, closed));

/** Why it falls due: days from what came last; null where nothing came yet. */
const Every = nullable(Type.Object({ interval: Type.Integer(), last: nullable(Day), nextOn: nullable(Day) }, closed));

const EmergencyPlan = Type.Object(
  {
    code: Type.String(),
    nameZh: Type.String(),
    nameEn: nullable(Type.String()),
    kind: nullable(Type.String({ description: 'What it is for; null: the register does not say' })),
    department: NamedCode,
    version: Type.String(),
    since: Day,
    review: Owed,
    reviewEvery: Every,
    drill: Owed,
    drillEvery: Every,
    drilledOn: nullable(Day),
  },
  closed,
);
export type EmergencyPlan = Static<typeof EmergencyPlan>;

const Drill = Type.Object(
  {
    loop: Type.Integer(),
    plan: Type.String(),
    heldOn: Day,
    version: Type.String(),
    scenario: Type.String(),
    participants: Type.Integer(),
    trained: Type.Integer(),
    review: Type.String(),
    findings: Type.Array(Hazard),
    improved: literals('none', 'open', 'overdue', 'done'),
  },
  closed,
);
export type Drill = Static<typeof Drill>;

/** `GET /api/v1/emergency`: plans with what falls due for each, and the drills that were held. */
export const EmergencyResponse = Type.Object(
  { plans: Type.Array(EmergencyPlan), drills: Type.Array(Drill), departments: Type.Array(NamedCode) },
  closed,
);
export type EmergencyResponse = Static<typeof EmergencyResponse>;
