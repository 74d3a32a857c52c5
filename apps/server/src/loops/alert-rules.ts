/**
 * Gives rules of alerts back to their owner 预警规则复核 when they are dismissed too often, with the dismissal that makes it so; the review
 * ends with the owner's reason, or by the register of figures when one of the loop has changed. Source: henan-2025.mq.23#11.
 */
import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import { isToReview } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { LoopRecorded } from '../platform/events/events.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findLoopBySubject, findOpenOf, findRecords } from '../platform/loops/loops.query.ts';
import type { AlertRow, NewDismissal } from './alerts.query.ts';
import { countRule, findAlertsOf, findReviews, insertDismissal } from './alerts.query.ts';

const ALERT_RULE = 'loops/alert-rule';
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;
const DAY_MS = 86_400_000;
const REGION = 'region.';

type Needs = Pick<Deps, 'clock' | 'config' | 'registers'>;

interface Rule {
  readonly unit: string;
  readonly definition: string;
  readonly stage: string;
  readonly percent: number;
}

/** Records that an alert was of no use, once, and gives its rule back if that is one too many. */
export async function dismissAlert(
  deps: Needs,
  tx: Queryable,
  { id, unit, definition, stage, percent }: AlertRow,
  said: Omit<NewDismissal, 'alert' | 'unit'>,
): Promise<void> {
  if (await insertDismissal(tx, { ...said, alert: id, unit }))
    await reviewIfNeeded(deps, tx, { unit, definition, stage, percent });
}

/** Outcomes that say, once a second person has agreed, that what alarmed was no fault 误报. */
const UNFOUNDED: Readonly<Record<string, { readonly stage: string; readonly outcome: string; readonly note: string }>> =
  {
    'iqc/patient-based-alarm': { stage: 'cause', outcome: 'no-fault', note: 'reason' },
  };

/** A loop that ends because there was no fault counts against the rule that told of it, with the reason that was given in it. */
export async function dismissUnfounded(
  deps: Needs,
  tx: Queryable,
  { definition, subject, state }: LoopRecorded,
): Promise<void> {
  const unfounded = UNFOUNDED[definition];
  if (unfounded === undefined || state.status !== 'closed') return;
  const { stage, outcome, note } = unfounded;
  const ended = state.stages.find((one) => one.id === stage && one.outcome === outcome);
  const loop = await findLoopBySubject(tx, definition, subject);
  if (ended === undefined || loop === null) return;
  const record = (await findRecords(tx, [loop.id])).get(loop.id)?.find(({ id }) => id === ended.by);
  const alert = (await findAlertsOf(tx, loop.id)).findLast((one) => one.stage === stage);
  if (record?.kind !== 'act' || alert === undefined) return;
  const said = record.fields[note];
  await dismissAlert(deps, tx, alert, {
    ...{ reason: 'wrong', note: typeof said === 'string' ? said : '', at: deps.clock.now(), by: record.by },
  });
}

/** Opens the review of a rule if it is dismissed too often since it was last reviewed. */
async function reviewIfNeeded(deps: Needs, tx: Queryable, rule: Rule): Promise<void> {
  const now = deps.clock.now();
  const { unit, definition, stage, percent } = rule;
  const declared = loopOn(deps, ALERT_RULE, unit, dayOf(now));
  const of = loopOn(deps, definition, unit, dayOf(now));
  if (declared === null || of === null) return;
  const figure = (name: string): number => declared.parameters[name]?.value ?? 0;
  const subject = ['alert-rule', unit, definition, stage, String(percent)].join('|');
  const before = await findReviews(tx, ALERT_RULE, subject);
  if (before.isOpen) return;
  const since = Math.max(now - figure('period') * DAY_MS, before.endedMs ?? 0);
  const counts = await countRule(tx, rule, since);
  const limits = { dismissed: figure('dismissed'), wrong: figure('wrong'), minimum: figure('minimum') };
  if (!isToReview(counts, limits)) return;
  const named = of.stages.find(({ id }) => id === stage);
  const share = String(Math.round((100 * counts.dismissed) / counts.fired));
  const zh = `${of.title.zh} · ${named?.zh ?? stage} · ${String(percent)}%`;
  const en = `${of.title.en} · ${named?.en ?? stage} · ${String(percent)}%`;
  await openLoop(deps, tx, {
    ...{
      definition: ALERT_RULE,
      subject: `${subject}|${String(before.count)}`,
      unit,
      department: null,
      personId: null,
    },
    ...{ occurredAt: now, by: PLATFORM },
    facts: {
      titleZh: `预警“${zh}”驳回 ${share}%，请复核`,
      titleEn: `Alerts “${en}” were dismissed in ${share} % of cases: review the rule`,
      ...{ rule: zh, ...counts, place: unit.startsWith(REGION) ? 'region' : 'institution' },
      ...{ of: definition, figures: figuresOf(deps, definition, unit, now) },
    },
  });
}

function figuresOf(deps: Needs, definition: string, unit: string, now: Instant): Readonly<Record<string, number>> {
  const { parameters = {} } = loopOn(deps, definition, unit, dayOf(now)) ?? {};
  return Object.fromEntries(Object.entries(parameters).map(([name, { value }]) => [name, value]));
}

/** Ends reviews of rules whose loop has other figures than when the review began; how many. */
export async function endByFigures(deps: Deps): Promise<number> {
  const now = deps.clock.now();
  const rows = await findOpenOf(deps.worker, ALERT_RULE);
  const records = await findRecords(
    deps.worker,
    rows.map(({ id }) => id),
  );
  let ended = 0;
  for (const { id, unit, subject } of rows) {
    const opened = records.get(id)?.findLast((record) => record.kind === 'opened');
    const { of, figures } = (opened?.facts ?? {}) as { of?: string; figures?: Readonly<Record<string, number>> };
    if (of === undefined || figures === undefined) continue;
    const present = figuresOf(deps, of, unit, now);
    const changed = Object.keys(present).filter((name) => present[name] !== figures[name]);
    if (changed.length === 0) continue;
    const said = changed.map((name) => `${name} ${String(figures[name])} → ${String(present[name])}`).join('、');
    const stage = unit.startsWith(REGION) ? 'review-region' : 'review';
    await deps.worker.tx((tx) =>
      recordInLoop(deps, tx, id, {
        ...{
          key: `figures/${subject}`.slice(0, 80),
          kind: 'act',
          stage,
          outcome: 'changed',
          fields: { changed: said },
        },
        ...{ occurredAt: now, recordedAt: now, by: PLATFORM },
      }),
    );
    ended += 1;
  }
  return ended;
}
