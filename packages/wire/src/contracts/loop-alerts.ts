/** What becomes of alerts 预警效果: dismissed, acted on, wrong, by rule. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Bilingual, Day, literals, NamedCode, nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;

/** Why an alert was of no use 驳回理由. */
export const DISMISSAL_REASONS = ['not-relevant', 'duplicate', 'wrong', 'already-done'] as const;
export type DismissalReason = (typeof DISMISSAL_REASONS)[number];
export const Dismissed = literals(...DISMISSAL_REASONS);

/** `POST /api/v1/loops/{id}/dismissals`: an alert was of no use to whom it went. */
export const LoopDismissal = Type.Object(
  { alert: Type.String({ maxLength: 200 }), reason: Dismissed, note: Type.String({ maxLength: 2000 }) },
  closed,
);
export type LoopDismissal = Static<typeof LoopDismissal>;

/** What is counted of alerts. */
export const ALERT_MEASURES = ['fired', 'acted', 'dismissed', 'wrong'] as const;
export type AlertMeasure = (typeof ALERT_MEASURES)[number];

/** `GET /api/v1/loops/alerts`: alerts of a period by rule, that is by kind of loop, stage and step of the ladder. */
export const LoopAlertsQuery = Type.Object({ from: Type.Optional(Day), to: Type.Optional(Day) }, closed);
export type LoopAlertsQuery = Static<typeof LoopAlertsQuery>;

export const AlertRule = Type.Object(
  {
    definition: Type.Object({ id: Type.String(), title: Bilingual }, closed),
    stage: Type.Object({ id: Type.String(), title: Bilingual }, closed),
    percent: Type.Integer({ description: 'Part of the limit at which it is told; 0: as the stage begins' }),
    role: Type.String(),
    fired: Type.Integer(),
    acted: Type.Integer({ description: 'Something was recorded of the stage after it' }),
    dismissed: Type.Integer(),
    wrong: Type.Integer({ description: 'Of those dismissed' }),
    median: nullable(Type.Number({ description: 'Minutes from the alert to the first act' })),
    isTooOften: Type.Boolean({
      description: 'Dismissed, or wrong, above the share at which a rule goes back to its owner',
    }),
  },
  closed,
);
export type AlertRule = Static<typeof AlertRule>;

export const LoopAlertsResponse = Type.Object(
  {
    from: Day,
    to: Day,
    limits: Type.Object({ dismissed: Type.Number(), wrong: Type.Number(), minimum: Type.Number() }, closed),
    rules: Type.Array(AlertRule),
  },
  closed,
);
export type LoopAlertsResponse = Static<typeof LoopAlertsResponse>;

/** `GET /api/v1/loops/alerts/cases`: the alerts behind a number. */
export const LoopAlertCasesQuery = Type.Object(
  {
    ...LoopAlertsQuery.properties,
    definition: Type.String({ maxLength: 80 }),
    stage: Type.String({ pattern: '^[\\w-]{1,40}$' }),
    percent: Type.String({ pattern: '^\\d{1,4}$' }),
    measure: literals(...ALERT_MEASURES),
  },
  closed,
);
export type LoopAlertCasesQuery = Static<typeof LoopAlertCasesQuery>;

export const LoopAlertCase = Type.Object(
  {
    loop: Type.Integer(),
    unit: NamedCode,
    department: nullable(NamedCode),
    at: Timestamp,
    actedAt: nullable(Timestamp),
    reason: nullable(Dismissed),
    note: nullable(Type.String()),
    dismissedAt: nullable(Timestamp),
    dismissedBy: nullable(Type.String()),
  },
  closed,
);
export type LoopAlertCase = Static<typeof LoopAlertCase>;
export const LoopAlertCasesResponse = Type.Object({ alerts: Type.Array(LoopAlertCase) }, closed);
export type LoopAlertCasesResponse = Static<typeof LoopAlertCasesResponse>;
