/**
 * Orders that went out without an answer 未作处置: an order for an item with a MUST result that nobody accepted or repeated
 * for a reason, whether the prompt was passed over or never asked for. Source: recognition decision 6.1 (V), design 1.4.
 */
import { randomUUID } from 'node:crypto';

import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import { decisionIdFrom } from '@fujie/wire/cds-hooks';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { OrderPlaced } from '../platform/events/events.ts';
import { findAnsweredItems, findCase, insertAct } from './acts.query.ts';
import type { Asked } from './check.ts';
import { episodeOf, newDecision } from './check.ts';
import { addCounts } from './counts.query.ts';
import type { DecisionRow, StoredCandidate } from './decisions.query.ts';
import { findRecentDecisions, insertDecisions } from './decisions.query.ts';
import type { Question } from './evaluate.ts';
import { judgeItems, storedItems } from './evaluate.ts';
import { jurisdictionOf } from './jurisdiction.ts';
import { expandOrder } from './ordered-items.ts';
import { findCandidates } from './results.query.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** A prompt is taken to belong to an order placed within a day of it. */
const PROMPT_HOURS = 24;

interface Offer {
  readonly decision: Pick<DecisionRow, 'id' | 'asked_ms' | 'department' | 'practitioner' | 'encounter'>;
  readonly candidate: StoredCandidate;
}

/** Finds what an order passed over and records it, in the transaction that stores the order. */
export async function findOverlooked(deps: Deps, tx: Queryable, order: OrderPlaced): Promise<void> {
  // History that a hospital loads is not judged: nobody could have prompted then.
  if ((order.authoredAt ?? order.placedAt) < deps.clock.now() - PROMPT_HOURS * HOUR_MS) return;
  const snapshot = deps.registers.current();
  const placedAt = order.placedAt as Instant;
  const items = [
    ...new Set(
      expandOrder(
        snapshot,
        order.items.map((item) => ({ item })),
        dayOf(placedAt),
      ).items.map(({ item }) => item),
    ),
  ];
  const decisions = await findRecentDecisions(tx, order.personId, order.institution, placedAt - PROMPT_HOURS * HOUR_MS);
  const prompted = decisions.filter((decision) => decision.asked_ms <= placedAt);
  const unasked = items.filter(
    (item) => !prompted.some((decision) => decision.output.items.some((judged) => judged.item === item)),
  );
  const offers = new Map<string, Offer>();
  for (const item of items) {
    const offer = latestOffer(prompted, item);
    if (offer !== null) offers.set(item, offer);
  }
  for (const [item, offer] of await askAfterwards(deps, tx, order, unasked)) offers.set(item, offer);
  for (const [item, offer] of [...offers].sort(([a], [b]) => (a < b ? -1 : 1)))
    await recordUnanswered(deps, tx, order, item, offer);
}

/** The last answer given on an item, if it was a MUST outside an emergency. */
function latestOffer(decisions: readonly DecisionRow[], item: string): Offer | null {
  const decision = decisions.find((d) => !d.output.timedOut && d.output.items.some((judged) => judged.item === item));
  const judged = decision?.output.items.find((j) => j.item === item);
  const [candidate] = judged?.candidates ?? [];
  if (decision === undefined || judged?.class !== 'MUST' || candidate === undefined || decision.output.emergency)
    return null;
  return { decision, candidate };
}

/** An order that came without any question is judged now, as of the time it was placed. */
async function askAfterwards(
  deps: Deps,
  tx: Queryable,
  order: OrderPlaced,
  items: readonly string[],
): Promise<readonly (readonly [string, Offer])[]> {
  if (items.length === 0) return [];
  const snapshot = deps.registers.current();
  const asOf = order.placedAt as Instant;
  const jurisdiction = jurisdictionOf(deps.config.jurisdiction, dayOf(asOf));
  const rows = await findCandidates(tx, { personId: order.personId, items, asOf, answeredBy: null });
  const encounter = order.encounter === null ? {} : { id: order.encounter };
  const ordered = items.map((item) => ({ item, orderRef: order.orderRef, panel: null }));
  const question: Question = { asOf, receiver: order.institution, items: ordered, encounter };
  const judged = judgeItems({ snapshot, parameters: jurisdiction.parameters }, question, rows).filter(
    (item) => item.class === 'MUST',
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
  await insertDecisions(tx, [newDecision(id, asked, mustOnly, judged, output, jurisdiction, snapshot.revision)]);
  const decision = {
    id,
    asked_ms: asOf,
    department: order.department,
    practitioner: order.practitioner,
    encounter: order.encounter,
  };
  return output.items.flatMap((item) => {
    const [candidate] = item.candidates;
    return candidate === undefined ? [] : [[item.item, { decision, candidate }] as const];
  });
}

async function recordUnanswered(
  deps: Deps,
  tx: Queryable,
  order: OrderPlaced,
  item: string,
  offer: Offer,
): Promise<void> {
  const { decision, candidate } = offer;
  const { formValidityMinutes } = jurisdictionOf(deps.config.jurisdiction, dayOf(order.placedAt as Instant)).parameters;
  // A form is answered while it is valid; an earlier answer of the same form stands for a later prompt on it.
  const answered = await findAnsweredItems(
    tx,
    order.personId,
    order.institution,
    decision.asked_ms - formValidityMinutes * MINUTE_MS,
  );
  if (answered.has(item)) return;
  const day = dayOf(Math.round(decision.asked_ms) as Instant);
  const episode = episodeOf(order.institution, decision.encounter, day);
  const id = await insertAct(tx, {
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
    class: 'MUST',
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
  });
  if (id === null) return;
  const unit = await findCase(tx, order.personId, item, episode);
  await addCounts(tx, [
    {
      day: unit?.day ?? day,
      institution: order.institution,
      department: unit?.department ?? decision.department ?? '',
      item,
      issuer: unit?.issuer ?? candidate.issuer,
      measure: 'overlooked',
      count: 1,
      yuan: '0',
    },
  ]);
}

/** The platform itself, where it records what nobody told it. */
const PLATFORM: Actor = {
  id: 'platform',
  name: 'platform',
  role: 'system',
  institution: null,
  department: null,
  practitioner: null,
  region: null,
};
