/** Tasks 任务清单 with their milestones, of a hospital or of authorities and quality-control centres. Source: henan-2023.bp.1#01, t26.3#01, sa4.2.5#01. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Bilingual, Day, literals, NamedCode, nullable } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Name = { nameZh: Type.String(), nameEn: nullable(Type.String()) };

const TaskMilestone = Type.Object(
  {
    code: Type.String(),
    ...Name,
    dueOn: Day,
    standing: literals('open', 'overdue', 'reported', 'verified', 'released', 'not-followed'),
    loop: nullable(Type.Integer({ description: 'Null: nothing here asks that it be followed' })),
    followedUntil: nullable(
      Type.String({ description: 'The day for which it is chased, where the register names another' }),
    ),
  },
  closed,
);
export type TaskMilestone = Static<typeof TaskMilestone>;

const TaskView = Type.Object(
  {
    code: Type.String(),
    ...Name,
    holder: literals('hospital', 'authority', 'centre'),
    lead: NamedCode,
    owner: Type.String(),
    sharing: Type.Array(NamedCode),
    sharedBy: nullable(Type.String({ description: 'Who shares a task of an authority or centre' })),
    serves: nullable(Type.String()),
    target: nullable(NamedCode),
    isSafety: nullable(Type.Boolean()),
    project: Type.Array(
      Type.Object({ part: Bilingual, text: nullable(Type.String({ description: 'Null: it is missing' })) }, closed),
    ),
    milestones: Type.Array(TaskMilestone),
  },
  closed,
);
export type TaskView = Static<typeof TaskView>;

/** `GET /api/v1/tasks`: of the own hospital, or of the own region and what lies in it. */
export const TasksResponse = Type.Object(
  {
    isFollowed: Type.Boolean({
      description: 'Whether a document of the place or an own rule asks that milestones be chased',
    }),
    due: Type.Integer({ description: 'Milestones whose day is over, or that are verified' }),
    met: Type.Integer({ description: 'Of these, verified' }),
    tasks: Type.Array(TaskView),
    withoutProject: Type.Array(Type.Object({ target: NamedCode, missing: nullable(Type.Array(Bilingual)) }, closed)),
  },
  closed,
);
export type TasksResponse = Static<typeof TasksResponse>;
