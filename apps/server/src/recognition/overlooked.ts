/**
 * Orders that went out without an answer 未作处置: an order for an item with a MUST result that nobody accepted or repeated
 * for a reason, whether the prompt was passed over or never asked for; beside it prompts of a MAY that nobody answered, and
 * orders for what had been accepted. Source: recognition decision 6.1 (V), design 1.4.
 */
import { randomUUID } from 'node:crypto';

import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import { decisionIdFrom } from '@fujie/wire/cds-hooks';

import type { Actor } from '../platform/auth/permissions.ts';
import { programActor } from '../platform/auth/program-actor.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { OrderPlaced } from '../platform/events/events.ts';
import type { AnswerRow, NewAct } from './acts.query.ts';
import { findAnswers, insertAct } from './acts.query.ts';
import { recount } from './cases.query.ts';
import type { Asked } from './check.ts';
import { episodeOfDecision, newDecision } from './check.ts';
import type { DecisionRow, StoredCandidate } from './decisions.query.ts';
import { findRecentDecisions, isUnansweredEncounter, storeDecisionsIn } from './decisions.query.ts';
import type { Question } from './evaluate.ts';
import { judgeItems, shown, storedItems } from './evaluate.ts';
import { jurisdictionOf } from './jurisdiction.ts';
import { expandOrder } from './ordered-items.ts';
import { permitted } from './permitted.ts';
import { readCandidates } from './results.query.ts';

const HOUR_MS = 3_600_000;
/** A prompt is taken to belong to an order placed within a day of it. */
const PROMPT_HOURS = 24;

interface Offer {
  readonly decision: Pick<DecisionRow, 'id' | 'institution' | 'asked_ms' | 'department' | 'practitioner' | 'encounter'>;
  readonly class: 'MUST' | 'MAY';
  readonly candidate: StoredCandidate;
}

/** Finds what an order passed over and records it, in the transaction that stores the order. */
export async function findOverlooked(deps: Deps, tx: Queryable, order: OrderPlaced): Promise<void> {
  const since = order.placedAt - PROMPT_HOURS * HOUR_MS;
  // History that a hospital loads is not judged: nobody could have prompted then. Nor is an emergency.
  if ((order.authoredAt ?? order.placedAt) < deps.clock.now() - PROMPT_HOURS * HOUR_MS || order.emergency) return;
  const snapshot = deps.registers.current();
  const ordered = order.items.map((item) => ({ item }));
  const items = [
    ...new Set(expandOrder(snapshot, ordered, dayOf(order.placedAt as Instant)).items.map(({ item }) => item)),
  ];
  const prompted = (await findRecentDecisions(tx, order.personId, order.institution, since)).filter(
    (decision) => decision.asked_ms <= order.placedAt && isSameEncounter(order, decision),
  );
  const unasked = items.filter((item) => !prompted.some((decision) => isAsked(decision, item)));
  const offers = new Map<string, Offer>();
  for (const item of items) {
    const offer = latestOffer(prompted, item);
    if (offer !== null) offers.set(item, offer);
  }
  for (const [item, offer] of await askAfterwards(deps, tx, order, unasked, since)) offers.set(item, offer);
  const passed = [...offers].map(([item, offer]) => ({ item, offer, episode: episodeOfDecision(offer.decision) }));
  // Encounters before items, in one order everywhere: who waits for another never waits in a circle.
  passed.sort((a, b) => (`${a.episode} ${a.item}` < `${b.episode} ${b.item}` ? -1 : 1));
  for (const { item, offer } of passed) await recordUnanswered(tx, order, item, offer);
  const { personId, institution } = order;
  for (const episode of new Set(passed.map((one) => one.episode)))
    await deps.events.emit(tx, 'episode-acted', { personId, institution, episode });
}

/** An encounter that one of the two does not name is taken for the same. */
function isSameEncounter(order: OrderPlaced, decision: DecisionRow): boolean {
  return order.encounter === null || decision.encounter === null || order.encounter === decision.encounter;
}

/** Whether an item was asked for, answered or not: a panel by its name, or by its components. */
function isAsked({ input, output }: DecisionRow, item: string): boolean {
  return output.timedOut || [...input.items, ...output.items].some((known) => known.item === item);
}

/** What the last answer on an item offered; nothing outside a MUST or MAY, in an emergency, or of the institution itself. */
function latestOffer(decisions: readonly DecisionRow[], item: string): Offer | null {
  const decision = decisions.find((known) => isAsked(known, item));
  const judged = decision?.output.items.find((known) => known.item === item);
  const [candidate] = judged?.candidates ?? [];
  if (decision === undefined || judged === undefined || candidate === undefined) return null;
  const { timedOut, emergency } = decision.output;
  if ((judged.class !== 'MUST' && judged.class !== 'MAY') || timedOut || emergency) return null;
  return candidate.issuer === decision.institution ? null : { decision, class: judged.class, candidate };
}

/** An order that came without any question is judged now, as of the time it was placed. */
async function askAfterwards(
  deps: Deps,
  tx: Queryable,
  order: OrderPlaced,
  items: readonly string[],
  since: number,
): Promise<readonly (readonly [string, Offer])[]> {
  if (items.length === 0) return [];
  // A question was asked, and the platform had no answer: nobody is to blame for it.
  if (order.encounter !== null && (await isUnansweredEncounter(tx, order.institution, order.encounter, since)))
    return [];
  const snapshot = deps.registers.current();
  const asOf = order.placedAt as Instant;
  const jurisdiction = jurisdictionOf(deps.config.jurisdiction, dayOf(asOf));
  const [found = []] = await readCandidates(tx, [
    { institution: order.institution, personId: order.personId, items, asOf, answeredBy: null },
  ]);
  const encounter = order.encounter === null ? {} : { id: order.encounter };
  const ordered = items.map((item) => ({ item, orderRef: order.orderRef, panel: null }));
  const question: Question = { asOf, receiver: order.institution, items: ordered, encounter };
  const rows = permitted(snapshot, question, found);
  const judged = shown(judgeItems({ snapshot, parameters: jurisdiction.parameters }, question, rows)).filter(
    (item) => item.class === 'MUST' && item.candidates[0]?.row.institution !== order.institution,
  );
  if (judged.length === 0) return [];
  const asked: Asked = {
    actor: PLATFORM,
    institution: order.institution,
    personId: order.personId,
    department: order.department,
    practitioner: order.practitioner,
    encounter,
    kind: 'order',
  };
  const id = decisionIdFrom(randomUUID());
  const mustOnly = { ...question, items: judged.map((item) => item.ordered) };
  const output = { identity: 'certain', timedOut: false, emergency: false, items: storedItems(judged) } as const;
  await storeDecisionsIn(tx, [newDecision(id, asked, mustOnly, judged, output, jurisdiction, snapshot.revision)]);
  const decision = { ...order, id, asked_ms: asOf };
  return output.items.flatMap((item) => {
    const [candidate] = item.candidates;
    return candidate === undefined ? [] : [[item.item, { decision, class: 'MUST', candidate }] as const];
  });
}

/** Whether an answer is one to this offer: on its card, or on the same version of the result at another prompt. */
function answers({ decision, candidate }: Offer, answer: AnswerRow): boolean {
  return (
    answer.decision_id === decision.id ||
    (answer.result_id === candidate.id && answer.result_version === candidate.version)
  );
}

async function recordUnanswered(tx: Queryable, order: OrderPlaced, item: string, offer: Offer): Promise<void> {
  const { decision, candidate } = offer;
  const episode = episodeOfDecision(decision);
  await recount(tx, { personId: order.personId, episode, items: [item] }, async () => {
    const answer = (await findAnswers(tx, order.personId, episode, item)).find((known) => answers(offer, known));
    if (answer?.choice === 'REPEAT') return;
    const base: NewAct = {
      decisionId: decision.id,
      actedAt: order.placedAt,
      personId: order.personId,
      institution: order.institution,
      department: decision.department,
      practitioner: order.practitioner ?? decision.practitioner ?? '',
      encounter: decision.encounter,
      episode,
      orderRef: order.orderRef,
      item,
      resultId: candidate.id,
      resultVersion: candidate.version,
      issuer: candidate.issuer,
      class: offer.class,
      choice: 'OVERLOOKED',
      outcome: 'OVERLOOKED',
      code: null,
      otherCodes: [],
      localCode: null,
      note: null,
      explanation: null,
      explanationDueAt: null,
      flags: [],
      chartText: null,
      price: null,
      detail: {},
      actor: PLATFORM.id,
    };
    await insertAct(
      tx,
      answer === undefined
        ? base
        : { ...base, decisionId: answer.decision_id, choice: 'ORDERED', outcome: 'ORDERED_AFTER_ACCEPT' },
    );
  });
}

/** The platform itself, where it records what nobody told it. */
const PLATFORM: Actor = { ...programActor('platform'), role: 'system' };
