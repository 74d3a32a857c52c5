/** One act in the making 处置: what is written into the chart, what the rules say, what is stored. */
import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import type { ActInput, ActVerdict } from '@fujie/core/recognition';
import { decideAct, missingExplanation, scopesOf } from '@fujie/core/recognition';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { agreements, regions } from '@fujie/core/registers';
import { chartText, valueOf } from '@fujie/wire/cds-hooks';
import type { DecisionsRequest } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import type { NewAct } from './acts.query.ts';
import { episodeOfDecision } from './check.ts';
import type { DecisionRow, StoredCandidate, StoredItem } from './decisions.query.ts';
import { jurisdictionOfDecision, reasonOf } from './jurisdiction.ts';
import { instantOf, viewResult } from './result-view.ts';
import type { ResultRow } from './results.query.ts';

export type RequestedAct = DecisionsRequest['acts'][number];

const MINUTE_MS = 60_000;
/** The order went on before the patient was given the explanation; reviewed monthly. */
const UNEXPLAINED = 'EXPLANATION_MISSING';
/** Every field of an explanation given: what is asked is only what else would be reviewed. */
const COMPLETE = { purpose: '-', necessity: '-', possibleEffects: '-', toldTo: 'patient', at: '-' } as const;

/** One submission: who acts on which decision. */
export interface Acting {
  readonly deps: Deps;
  readonly actor: Actor;
  readonly decision: DecisionRow;
  readonly snapshot: RegisterSnapshot;
  readonly practitioner: string;
  readonly isTreating: boolean;
  readonly actedAt: number;
  readonly isReported: boolean;
  /** The versions acted on that still hold, by id of the result. */
  readonly current: ReadonlyMap<string, ResultRow>;
}

/**
 * What an act is about. Accepting takes the result that is named; repeating repeats the item, so that what forbids it is the
 * best result there is, whichever is named (recognition decision 3.3: covered if any is MUST).
 */
export interface Subject {
  readonly act: RequestedAct;
  readonly item: StoredItem;
  readonly candidate: StoredCandidate;
}

/** Null when that result was no part of the decision. */
export function subjectOf(decision: DecisionRow, act: RequestedAct): Subject | null {
  const item = decision.output.items.find((judged) => judged.item === act.item);
  const [best] = item?.candidates ?? [];
  const named = act.result === null ? best : item?.candidates.find((candidate) => candidate.id === act.result);
  if (item === undefined || best === undefined || named === undefined) return null;
  return { act, item, candidate: act.choice === 'REPEAT' ? best : named };
}

export interface Chart {
  readonly text: string;
  readonly fields: { readonly result: string; readonly institution: string; readonly date: string };
}

/** What is written into the chart, and the three fields without which it is not complete (taiyuan-2024.6.2). */
export function chartOf(acting: Acting, { act, candidate }: Subject, row: ResultRow): Chart {
  const { snapshot } = acting;
  const result = viewResult(snapshot, row);
  const physician =
    snapshot.practitioner(acting.decision.institution, acting.practitioner)?.nameZh ?? acting.actor.name;
  const name = snapshot.item(act.item)?.nameZh ?? result.name;
  const scopes = scopesOf(snapshot, dayOf(instantOf(row.reported_ms ?? acting.actedAt)));
  const places = row.marks.flatMap((label) => {
    const scope = scopes.scopeOf(label);
    if (scope === null) return [];
    return (snapshot.nameOf(regions, scope) ?? snapshot.nameOf(agreements, scope))?.nameZh ?? scope;
  });
  const acceptedAt = formatInstant(acting.actedAt as Instant)
    .slice(0, 16)
    .replace('T', ' ');
  return {
    text: [
      chartText(name, result, {
        class: candidate.class,
        reasonsZh: candidate.reasons.map((reason) => reasonOf(reason).text.zh),
      }),
      ...(places.length === 0 ? [] : [`互认范围 ${places.join(' ')}`]),
      `采纳医师 ${physician}`,
      `采纳时间 ${acceptedAt}`,
    ].join('；'),
    fields: {
      result: result.content === 'image' || result.value !== null ? valueOf(result) : '',
      institution: result.institution.nameZh,
      date: result.reportedAt ?? '',
    },
  };
}

export function regionOf({ snapshot, decision }: Acting): string {
  return snapshot.institution(decision.institution, dayOf(Math.round(decision.as_of_ms) as Instant))?.region ?? '';
}

/** What the rules say of the choice; told afterwards, an order that lacks only the explanation has gone on already. */
export function decide(acting: Acting, { act, candidate }: Subject, chart: Chart | null): ActVerdict {
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
  { act, candidate }: Subject,
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

/** The act as it is stored, before the rules are asked. Its class is that of the item: the unit that is counted. */
export function newAct(acting: Acting, { act, item, candidate }: Subject, outcome: string): NewAct {
  const { decision, snapshot } = acting;
  const asked = decision.input.items.find((known) => known.item === act.item);
  const isRepeat = act.choice === 'REPEAT';
  return {
    decisionId: decision.id,
    actedAt: acting.actedAt,
    personId: decision.person_id,
    institution: decision.institution,
    department: decision.department,
    practitioner: acting.practitioner,
    encounter: decision.encounter,
    episode: episodeOfDecision(decision),
    orderRef: asked?.orderRef ?? decision.order_ref,
    item: act.item,
    resultId: candidate.id,
    resultVersion: candidate.version,
    issuer: candidate.issuer,
    class: item.class ?? candidate.class,
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
