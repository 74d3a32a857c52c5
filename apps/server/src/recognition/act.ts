/** One act in the making 处置: what is written into the chart, what the rules say, what is stored. */
import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import type { ActInput, ActVerdict } from '@fujie/core/recognition';
import { decideAct, missingExplanation } from '@fujie/core/recognition';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { chartText, valueOf } from '@fujie/wire/cds-hooks';
import type { DecisionsRequest } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { NewAct } from './acts.query.ts';
import { episodeOf } from './check.ts';
import type { Increment } from './counts.query.ts';
import type { DecisionRow, StoredCandidate } from './decisions.query.ts';
import { jurisdictionOfDecision } from './jurisdiction.ts';
import { viewResult } from './result-view.ts';
import { findResultVersions } from './results.query.ts';

export type RequestedAct = DecisionsRequest['acts'][number];

const MINUTE_MS = 60_000;
/** The order went on before the patient was given the explanation; reviewed monthly. */
const UNEXPLAINED = 'EXPLANATION_MISSING';
/** Every field of an explanation given: what is asked is only what else would be reviewed. */
const COMPLETE = { purpose: '-', necessity: '-', possibleEffects: '-', toldTo: 'patient', at: '-' } as const;

/** One submission: who acts on which decision, and what it adds to the counts. */
export interface Acting {
  readonly deps: Deps;
  readonly actor: Actor;
  readonly decision: DecisionRow;
  readonly snapshot: RegisterSnapshot;
  readonly practitioner: string;
  readonly isTreating: boolean;
  readonly actedAt: number;
  readonly isReported: boolean;
  readonly increments: Increment[];
}

/** What is written into the chart, and the three fields without which it is not complete (taiyuan-2024.6.2). */
export async function chartOf(
  tx: Queryable,
  acting: Acting,
  act: RequestedAct,
  candidate: StoredCandidate,
): Promise<{
  readonly text: string;
  readonly fields: { readonly result: string; readonly institution: string; readonly date: string };
} | null> {
  const { decision, snapshot } = acting;
  const [row] = await findResultVersions(tx, decision.person_id, [candidate]);
  if (row === undefined) return null;
  const result = viewResult(snapshot, row);
  const physician = snapshot.practitioner(decision.institution, acting.practitioner)?.nameZh ?? acting.actor.name;
  const name = snapshot.item(act.item)?.nameZh ?? result.name;
  const grade = { MUST: '应当互认', MAY: '鼓励互认', NOT: '不可互认' }[candidate.class];
  return {
    text: `${chartText(name, result)}；判定 ${grade}；采纳医师 ${physician}；采纳时间 ${formatInstant(
      acting.actedAt as Instant,
    )
      .slice(0, 16)
      .replace('T', ' ')}`,
    fields: {
      result: result.content === 'image' || result.value !== null ? valueOf(result) : '',
      institution: result.institution.nameZh,
      date: result.reportedAt ?? result.collectedAt ?? '',
    },
  };
}

export function regionOf({ snapshot, decision }: Acting): string {
  return snapshot.institution(decision.institution, dayOf(Math.round(decision.as_of_ms) as Instant))?.region ?? '';
}

/** What the rules say of the choice; told afterwards, an order that lacks only the explanation has gone on already. */
export function decide(
  acting: Acting,
  act: RequestedAct,
  candidate: StoredCandidate,
  chart: Awaited<ReturnType<typeof chartOf>>,
): ActVerdict {
  const { decision } = acting;
  const { parameters } = jurisdictionOfDecision(decision);
  const input: ActInput = {
    role: acting.isTreating ? 'treating-physician' : acting.actor.role,
    class: candidate.class,
    choice: act.choice === 'ACCEPT' ? 'ACCEPT' : 'REPEAT',
    receiverRegion: regionOf(acting),
    orderedAt: formatInstant(Math.round(decision.as_of_ms) as Instant),
    detected: candidate.suggestions.map(
      ([code, strength]) => [code, strength === 'detected' ? 'detected' : 'suggested'] as const,
    ),
    code: act.code ?? null,
    otherCodes: act.otherCodes ?? [],
    note: act.note ?? null,
    explanation: act.explanation ?? null,
    reasons: candidate.reasons,
    chart: chart?.fields ?? { result: '', institution: '', date: '' },
  };
  const verdict = decideAct(input, parameters);
  const isOnlyUnexplained = verdict.missing.every((field) => field.startsWith('explanation.'));
  if (!acting.isReported || verdict.outcome !== 'ORDER_BLOCKED' || !isOnlyUnexplained) return verdict;
  const dueAt = Math.round(decision.as_of_ms) + parameters.formValidityMinutes * MINUTE_MS;
  const { flags } = decideAct({ ...input, explanation: COMPLETE }, parameters);
  return {
    outcome: 'ORDER_ALLOWED',
    missing: [],
    flags: [...flags, UNEXPLAINED],
    explanationDueAt: formatInstant(dueAt as Instant),
  };
}

/** Whether an explanation to the patient is owed for this act, and given. */
export function explanationState(
  acting: Acting,
  act: RequestedAct,
  candidate: StoredCandidate,
  verdict: ActVerdict,
): 'complete' | 'deferred' | 'none' {
  if (act.choice !== 'REPEAT') return 'none';
  if (verdict.explanationDueAt !== null) return 'deferred';
  const isOwed =
    candidate.class !== 'NOT' ||
    candidate.reasons.some((reason) => reason === 'NEGATIVE_LIST' || reason === 'INTEGRITY_FAILED');
  const parameters = jurisdictionOfDecision(acting.decision).parameters;
  return isOwed && missingExplanation(act.explanation, regionOf(acting), parameters).length === 0 ? 'complete' : 'none';
}

/** The act as it is stored, before the rules are asked. */
export function newAct(acting: Acting, act: RequestedAct, candidate: StoredCandidate, outcome: string): NewAct {
  const { decision, snapshot } = acting;
  const asked = decision.input.items.find((item) => item.item === act.item);
  const isRepeat = act.choice === 'REPEAT';
  return {
    decisionId: decision.id,
    actedAt: acting.actedAt,
    personId: decision.person_id,
    institution: decision.institution,
    department: decision.department,
    practitioner: acting.practitioner,
    encounter: decision.encounter,
    episode: episodeOf(decision.institution, decision.encounter, dayOf(Math.round(decision.asked_ms) as Instant)),
    orderRef: asked?.orderRef ?? decision.order_ref,
    item: act.item,
    resultId: candidate.id,
    resultVersion: candidate.version,
    issuer: candidate.issuer,
    class: candidate.class,
    choice: act.choice,
    outcome,
    code: isRepeat ? (act.code ?? null) : null,
    otherCodes: isRepeat ? (act.otherCodes ?? []) : [],
    localCode: isRepeat ? (act.localCode ?? null) : null,
    note: act.note ?? null,
    explanation: act.explanation ?? null,
    explanationDueAt: null,
    flags: [],
    chartText: null,
    price: snapshot.item(act.item, dayOf(Math.round(decision.as_of_ms) as Instant))?.price ?? null,
    detail: {},
    actor: acting.actor.id,
  };
}
