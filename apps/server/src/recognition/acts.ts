/**
 * What a physician does with an offered result: accepts it into the chart, or repeats for a reason of Article 19. Safe
 * against double submission, against two answers at once and against the correction of what is accepted; a blocked order is
 * never final. Source: recognition decision, sections 4.2 to 5.1.
 */
import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import type { ActVerdict } from '@fujie/core/recognition';
import { missingExplanation, reasonText } from '@fujie/core/recognition';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type { DecisionsRequest, DecisionsResponse, EncounterFacts } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import type { Acting, RequestedAct, Subject } from './act.ts';
import { chartOf, decide, explanationState, newAct, regionOf, subjectOf } from './act.ts';
import type { ActRow, NewAct } from './acts.query.ts';
import { findFinalAct, findOpenAnswer, insertAct } from './acts.query.ts';
import { recount } from './cases.query.ts';
import { episodeOfDecision } from './check.ts';
import type { DecisionRow } from './decisions.query.ts';
import { findDecision } from './decisions.query.ts';
import { jurisdictionOfDecision } from './jurisdiction.ts';
import { permitted } from './permitted.ts';
import { tellReader, withdrawRetracted } from './reliance.ts';
import type { WishedRow } from './results.query.ts';
import { findChange, lockCurrentResults } from './results.query.ts';
import { isTreatingPhysician, ownPractitioner } from './treating.ts';

type ActAnswer = DecisionsResponse['acts'][number];

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
  const practitioner = ownPractitioner(actor, request.practitioner) ?? decision.practitioner ?? '';
  const isTreating = isTreatingPhysician(snapshot, practitioner, decision.institution, dayOf(actedAt as Instant));
  const subjects = request.acts.map((act) => subjectOf(decision, act) ?? notOffered(act));
  const { db } = within(deps, actor, [decision.person_id]);
  const answers = await db
    .tx(async (tx) => {
      // Results before cases, as a message that corrects results and places orders takes them.
      const held = subjects.filter(({ act }) => act.choice !== 'OPENED').map(({ candidate }) => candidate);
      const rows = await lockCurrentResults(tx, decision.person_id, held);
      const current = new Map(
        (isReported ? rows : stillPermitted(snapshot, decision, rows, actedAt)).map((row) => [row.id, row]),
      );
      const acting: Acting = {
        deps,
        actor,
        decision,
        snapshot,
        practitioner,
        isTreating,
        actedAt,
        isReported,
        current,
      };
      const keys = {
        personId: decision.person_id,
        episode: episodeOfDecision(decision),
        items: subjects.map(({ act }) => act.item),
      };
      const done = await recount(tx, keys, async () => {
        const answered: ActAnswer[] = [];
        for (const subject of subjects) answered.push(await recordAct(tx, acting, subject));
        return answered;
      });
      const { personId, episode } = keys;
      if (subjects.some(({ act }) => act.choice !== 'OPENED'))
        await deps.events.emit(tx, 'episode-acted', { personId, episode, institution: decision.institution });
      return done;
    })
    .catch(async (error: unknown) => {
      if (error instanceof Stale && isReported)
        await tellOfChange({ ...deps, db }, decision, practitioner, error.subject);
      throw error;
    });
  await deps.audit.record({
    actor,
    action: 'recognition:act',
    personId: decision.person_id,
    subject: decision.id,
    outcome: answers.some((answer) => answer.outcome === 'REFUSED') ? 'refused' : 'done',
    detail: { practitioner, acts: answers.map((answer) => [answer.item, answer.outcome]) },
  });
  return { acts: answers };
}

/** What has been objected to since the decision can no longer be accepted. */
function stillPermitted(
  snapshot: RegisterSnapshot,
  decision: DecisionRow,
  rows: readonly WishedRow[],
  at: number,
): readonly WishedRow[] {
  if (decision.input.sees !== undefined) return rows;
  const encounter = decision.input.encounter as EncounterFacts;
  return permitted(snapshot, { receiver: decision.institution, asOf: at, encounter }, rows);
}

/** Notes that results which a decision offered were opened 调阅; what was not offered by it is left alone. */
export async function recordOpened(deps: Deps, actor: Actor, id: string, results: readonly string[]): Promise<void> {
  const decision = await findDecision(within(deps, actor).db, id.toLowerCase());
  if (decision === null || decision.institution !== actor.institution) return;
  const acts = decision.output.items.flatMap(({ item, candidates }): RequestedAct[] => {
    const opened = candidates.find((candidate) => results.includes(candidate.id));
    return opened === undefined ? [] : [{ item, result: opened.id, choice: 'OPENED' }];
  });
  if (acts.length > 0) await recordActs(deps, actor, { decision: decision.id, acts });
}

/** A decision of the caller's own institution; others do not exist for them. */
export async function ownDecision(deps: Deps, actor: Actor, id: string): Promise<DecisionRow> {
  const decision = await findDecision(within(deps, actor).db, id.toLowerCase());
  if (decision === null || decision.institution !== actor.institution) {
    throw new HttpProblem('not-found', { en: 'No such decision in your institution.', zh: '本机构没有该判定。' });
  }
  return decision;
}

function notOffered(act: RequestedAct): never {
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

/** What was judged is no longer what holds: the physician has to see what does. */
class Stale extends HttpProblem {
  readonly subject: Subject;

  constructor(subject: Subject) {
    super(
      'conflict',
      {
        en: 'The result has been corrected or withdrawn since the decision: ask again and decide on what is offered then.',
        zh: '判定之后该结果已被更正或撤回：请重新核对，再按新的提示处置。',
      },
      [
        {
          code: 'result-changed',
          path: 'acts',
          message: `the result offered for \`${subject.act.item}\` no longer holds in that version`,
          messageZh: `项目 ${subject.act.item} 所示结果的该版本已失效`,
        },
      ],
    );
    this.subject = subject;
  }
}

/** The hospital's chart already holds what was accepted there: whoever accepted it is told. */
async function tellOfChange(
  deps: Deps,
  decision: DecisionRow,
  practitioner: string,
  { act, candidate }: Subject,
): Promise<void> {
  const { change, report } = await findChange(deps.db, decision.person_id, candidate.id);
  const { institution: unit, department, person_id: personId } = decision;
  const relied = {
    unit,
    department,
    practitioner,
    issuer: candidate.issuer,
    report,
    result: candidate.id,
    item: act.item,
  };
  await deps.db.tx((tx) =>
    tellReader(deps, tx, personId, change, [{ ...relied, decision: decision.id, basis: 'accepted' }]),
  );
}

async function recordAct(tx: Queryable, acting: Acting, subject: Subject): Promise<ActAnswer> {
  const { act } = subject;
  if (act.choice === 'OPENED')
    return answerOf(act.item, { outcome: 'NOTED', act: await insertAct(tx, newAct(acting, subject, 'NOTED')) });
  if (!acting.isTreating) return answerOf(act.item, { outcome: 'REFUSED', missing: ['TREATING_PHYSICIAN'], act: null });
  const final = await findFinalAct(tx, acting.decision.id, act.item);
  return final === null ? recordChoice(tx, acting, subject) : repeatAnswer(tx, acting, subject, final);
}

/** The answer stands; what a second submission may still add is the explanation that was due. */
async function repeatAnswer(tx: Queryable, acting: Acting, subject: Subject, final: ActRow): Promise<ActAnswer> {
  const { act } = subject;
  const owes = final.choice === 'REPEAT' && act.choice === 'REPEAT' && final.detail['explanation'] === 'deferred';
  const missing = owes
    ? missingExplanation(act.explanation, regionOf(acting), jurisdictionOfDecision(acting.decision).parameters)
    : [];
  if (owes && missing.length === 0) {
    await insertAct(tx, newAct(acting, subject, 'NOTED'));
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

async function recordChoice(tx: Queryable, acting: Acting, subject: Subject): Promise<ActAnswer> {
  const { act, candidate } = subject;
  const row = acting.current.get(candidate.id);
  // Nothing may be accepted, and no order withheld, because of a result that no longer holds.
  if (row === undefined && act.choice === 'ACCEPT') throw new Stale(subject);
  const chart = row === undefined || act.choice !== 'ACCEPT' ? null : chartOf(acting, subject, row);
  const verdict = decide(acting, subject, chart);
  if (verdict.outcome === 'REFUSED') return answerOfVerdict(act, verdict, null, null);
  if (row === undefined && verdict.outcome === 'ORDER_BLOCKED') throw new Stale(subject);
  const isFinal = verdict.outcome === 'ACCEPTED' || verdict.outcome === 'ORDER_ALLOWED';
  const before = isFinal ? null : await findOpenAnswer(tx, acting.decision.id, act.item, verdict.outcome);
  if (before !== null) return answerOfVerdict(act, verdict, null, before.id);
  const stored: NewAct = {
    ...newAct(acting, subject, verdict.outcome),
    flags: verdict.flags,
    explanationDueAt: verdict.explanationDueAt,
    chartText: isFinal ? (chart?.text ?? null) : null,
    detail: {
      class: candidate.class,
      reasons: candidate.reasons,
      suggestions: candidate.suggestions,
      explanation: explanationState(acting, subject, verdict),
      // Told by the hospital's system, it has carried out the suggestion, which wrote the record of the reuse into its chart.
      ...(chart === null
        ? {}
        : { sampledAt: row?.collected_ms ?? null, chart: acting.isReported ? 'written' : 'owed' }),
    },
  };
  const id = await insertAct(tx, stored);
  if (act.choice === 'REPEAT' && isFinal) {
    const { person_id: personId, institution: unit } = acting.decision;
    await withdrawRetracted(acting.deps, tx, { personId, unit, item: act.item });
  }
  return answerOfVerdict(act, verdict, stored.chartText, id);
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
