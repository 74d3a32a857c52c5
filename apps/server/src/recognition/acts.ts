/**
 * What a physician does with an offered result: accepts it into the chart, or repeats for a reason of Article 19. Safe
 * against double submission and against two answers at once; a blocked order is never final.
 * Source: recognition decision, sections 4.2 to 5.1.
 */
import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import type { ActVerdict } from '@fujie/core/recognition';
import { missingExplanation, reasonText } from '@fujie/core/recognition';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type { DecisionsRequest, DecisionsResponse } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import type { Acting, RequestedAct } from './act.ts';
import { chartOf, decide, explanationState, newAct, regionOf } from './act.ts';
import type { ActRow, NewAct } from './acts.query.ts';
import { answerCase, findCase, findFinalAct, insertAct, isOverlookedAfter, openCase } from './acts.query.ts';
import { addCounts } from './counts.query.ts';
import type { DecisionRow, StoredCandidate } from './decisions.query.ts';
import { findDecision } from './decisions.query.ts';
import { jurisdictionOfDecision } from './jurisdiction.ts';

type ActAnswer = DecisionsResponse['acts'][number];

const FINAL_OUTCOMES: readonly string[] = ['ACCEPTED', 'ORDER_ALLOWED'];

export interface Recording {
  /** When it was done; by default now. */
  readonly actedAt?: number;
  /**
   * Told afterwards by the hospital's system (CDS Hooks feedback): the order went on, and the form had no room for the
   * explanation. With a case of Article 19 it is recorded as a repeat whose explanation was due
   * while the form was valid (docs/decisions).
   */
  readonly isReported?: boolean;
}

/** Records what the physician did with results of one decision. */
export async function recordActs(
  deps: Deps,
  actor: Actor,
  request: DecisionsRequest,
  { actedAt = deps.clock.now(), isReported = false }: Recording = {},
): Promise<DecisionsResponse> {
  const decision = await ownDecision(deps, actor, request.decision);
  const snapshot = deps.registers.current();
  const practitioner = practitionerOf(actor, request, decision);
  const isTreating = isTreatingPhysician(snapshot, actor, practitioner, decision.institution);
  const answers = await deps.db.tx(async (tx) => {
    const acting: Acting = {
      deps,
      actor,
      decision,
      snapshot,
      practitioner,
      isTreating,
      actedAt,
      isReported,
      increments: [],
    };
    const done: ActAnswer[] = [];
    // Cases are locked in one order, so that two submissions never wait for each other in a circle.
    const inOrder = request.acts.map((act, index) => ({ act, index })).sort((a, b) => compare(a.act.item, b.act.item));
    for (const { act, index } of inOrder) done[index] = await recordAct(tx, acting, act);
    await addCounts(tx, acting.increments);
    return done;
  });
  await deps.audit.record({
    actor,
    action: 'recognition:act',
    personId: decision.person_id,
    subject: decision.id,
    outcome: answers.some((answer) => answer.outcome === 'REFUSED') ? 'refused' : 'done',
    detail: { acts: answers.map((answer) => [answer.item, answer.outcome]) },
  });
  return { acts: answers };
}

/** Notes that results which a decision offered were opened 调阅; what was not offered by it is left alone. */
export async function recordOpened(deps: Deps, actor: Actor, id: string, results: readonly string[]): Promise<void> {
  const decision = await findDecision(deps.db, id.toLowerCase());
  if (decision === null || decision.institution !== actor.institution) return;
  const acts = decision.output.items.flatMap(({ item, candidates }): RequestedAct[] => {
    const opened = candidates.find((candidate) => results.includes(candidate.id));
    return opened === undefined ? [] : [{ item, result: opened.id, choice: 'OPENED' }];
  });
  if (acts.length > 0) await recordActs(deps, actor, { decision: decision.id, acts });
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A decision of the caller's own institution; others do not exist for them. */
export async function ownDecision(deps: Deps, actor: Actor, id: string): Promise<DecisionRow> {
  const decision = await findDecision(deps.db, id.toLowerCase());
  if (decision === null || decision.institution !== actor.institution) {
    throw new HttpProblem('not-found', { en: 'No such decision in your institution.', zh: '本机构没有该判定。' });
  }
  return decision;
}

function practitionerOf(actor: Actor, request: DecisionsRequest, decision: DecisionRow): string {
  if (actor.role === 'system') return request.practitioner ?? decision.practitioner ?? '';
  return actor.practitioner ?? actor.id;
}

/** The treating physician 接诊医师: a physician of the institution, signed in, or named by the institution's own system. */
function isTreatingPhysician(
  snapshot: RegisterSnapshot,
  actor: Actor,
  practitioner: string,
  institution: string,
): boolean {
  const registered = snapshot.practitioner(institution, practitioner);
  if (registered !== null) return registered.role === 'physician';
  return actor.role === 'doctor' && actor.institution === institution;
}

async function recordAct(tx: Queryable, acting: Acting, act: RequestedAct): Promise<ActAnswer> {
  const { decision } = acting;
  const judged = decision.output.items.find((item) => item.item === act.item);
  const candidate = act.result === null ? judged?.candidates[0] : judged?.candidates.find((c) => c.id === act.result);
  if (judged === undefined || candidate === undefined) {
    throw new HttpProblem(
      'refused',
      { en: 'Act only on items and results of that decision.', zh: '只能处置该判定中的项目与结果。' },
      [
        {
          code: 'not-offered',
          path: 'acts',
          message: `\`${act.item}\` with that result was not part of the decision`,
          messageZh: `该判定不含项目 ${act.item} 的这一结果`,
        },
      ],
    );
  }
  if (act.choice === 'OPENED') return noteOpened(tx, acting, act, candidate);
  const final = await findFinalAct(tx, decision.id, act.item);
  if (final !== null) return repeatAnswer(tx, acting, act, candidate, final);
  return recordChoice(tx, acting, act, candidate);
}

async function noteOpened(
  tx: Queryable,
  acting: Acting,
  act: RequestedAct,
  candidate: StoredCandidate,
): Promise<ActAnswer> {
  const row = newAct(acting, act, candidate, 'NOTED');
  const id = await insertAct(tx, row);
  if (await openCase(tx, row.personId, row.item, row.episode)) await count(tx, acting, row, 'opened');
  return answerOf(act.item, { outcome: 'NOTED', act: id });
}

/** The answer stands; what a second submission may still add is the explanation that was due. */
async function repeatAnswer(
  tx: Queryable,
  acting: Acting,
  act: RequestedAct,
  candidate: StoredCandidate,
  final: ActRow,
): Promise<ActAnswer> {
  const owes = final.choice === 'REPEAT' && act.choice === 'REPEAT' && final.detail['explanation'] === 'deferred';
  const missing = owes
    ? missingExplanation(act.explanation, regionOf(acting), jurisdictionOfDecision(acting.decision).parameters)
    : [];
  if (owes && acting.isTreating && missing.length === 0) {
    const row = newAct(acting, act, candidate, 'NOTED');
    const id = await insertAct(tx, row);
    const isInTime = final.explanation_due_ms !== null && acting.actedAt <= final.explanation_due_ms;
    if (id !== null && isInTime) await count(tx, acting, row, 'explanationsComplete');
    return answerOf(act.item, { outcome: 'ORDER_ALLOWED', flags: final.flags, act: final.id });
  }
  return answerOf(act.item, {
    outcome: final.outcome === 'ACCEPTED' ? 'ACCEPTED' : 'ORDER_ALLOWED',
    flags: final.flags,
    explanationDueAt: final.explanation_due_ms === null ? null : formatInstant(final.explanation_due_ms as Instant),
    chartText: final.chart_text,
    act: final.id,
    missing,
  });
}

async function recordChoice(
  tx: Queryable,
  acting: Acting,
  act: RequestedAct,
  candidate: StoredCandidate,
): Promise<ActAnswer> {
  const chart = act.choice === 'ACCEPT' ? await chartOf(tx, acting, act, candidate) : null;
  const verdict = decide(acting, act, candidate, chart);
  if (verdict.outcome === 'REFUSED' || verdict.outcome === 'ACCEPT_INCOMPLETE')
    return answerOfVerdict(act, verdict, null, null);
  const row: NewAct = {
    ...newAct(acting, act, candidate, verdict.outcome),
    flags: verdict.flags,
    explanationDueAt: verdict.explanationDueAt,
    chartText: chart?.text ?? null,
    detail: {
      reasons: candidate.reasons,
      suggestions: candidate.suggestions,
      explanation: explanationState(acting, act, candidate, verdict),
    },
  };
  const id = await insertAct(tx, row);
  if (id === null) {
    const winner = await findFinalAct(tx, row.decisionId, row.item);
    if (winner === null) throw new Error('an act conflicts with one that is not there');
    return repeatAnswer(tx, acting, act, candidate, winner);
  }
  await countChoice(tx, acting, row, id);
  return answerOfVerdict(act, verdict, row.chartText, id);
}

/** The first final answer of a case is the one that counts; explanations and blocked orders count each. */
async function countChoice(tx: Queryable, acting: Acting, row: NewAct, id: number): Promise<void> {
  if (row.outcome === 'ORDER_BLOCKED') {
    await count(tx, acting, row, 'blocked');
    return;
  }
  const state = row.detail['explanation'];
  if (state !== 'none') await count(tx, acting, row, 'explanationsDue');
  if (state === 'complete') await count(tx, acting, row, 'explanationsComplete');
  if (await isOverlookedAfter(tx, row.decisionId, row.item, row.actedAt))
    await count(tx, acting, row, 'overlooked', -1);
  const answer = row.choice === 'ACCEPT' ? 'ACCEPT' : 'REPEAT';
  if (!FINAL_OUTCOMES.includes(row.outcome) || !(await answerCase(tx, row, answer, id))) return;
  const opened = await findCase(tx, row.personId, row.item, row.episode);
  if (opened === null) return;
  if (answer === 'ACCEPT')
    await count(tx, acting, row, opened.class === 'MUST' ? 'acceptedMust' : 'acceptedMay', 1, row.price ?? '0');
  else
    await count(tx, acting, row, opened.class === 'MUST' && row.code !== null ? `repeated${row.code}` : 'repeatedMay');
}

async function count(tx: Queryable, acting: Acting, row: NewAct, measure: string, by = 1, yuan = '0'): Promise<void> {
  const unit = await findCase(tx, row.personId, row.item, row.episode);
  acting.increments.push({
    day: unit?.day ?? dayOf(row.actedAt as Instant),
    institution: row.institution,
    department: unit?.department ?? row.department ?? '',
    item: row.item,
    issuer: unit?.issuer ?? row.issuer ?? '',
    measure,
    count: by,
    yuan,
  });
}

function answerOfVerdict(act: RequestedAct, verdict: ActVerdict, text: string | null, id: number | null): ActAnswer {
  return answerOf(act.item, {
    outcome: verdict.outcome,
    missing: verdict.missing,
    flags: verdict.flags,
    explanationDueAt: verdict.explanationDueAt,
    chartText: text,
    act: id,
  });
}

function answerOf(
  item: string,
  answer: {
    readonly outcome: ActAnswer['outcome'];
    readonly missing?: readonly string[];
    readonly flags?: readonly string[];
    readonly explanationDueAt?: string | null;
    readonly chartText?: string | null;
    readonly act: number | null;
  },
): ActAnswer {
  return {
    item,
    outcome: answer.outcome,
    missing: (answer.missing ?? []).map((code) => {
      const { zh, en } = reasonText(code);
      return { code, text: { zh, en } };
    }),
    flags: [...(answer.flags ?? [])],
    explanationDueAt: answer.explanationDueAt ?? null,
    chartText: answer.chartText ?? null,
    act: answer.act,
  };
}
