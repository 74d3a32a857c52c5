/**
 * The check at ordering 开单提示: one indexed read of this patient's results, the rest from memory; the answer is stored
 * before it is given. When it takes longer than its budget the order goes on without it, and that is counted.
 * Source: recognition decision, section 3 (budget) and ground rule 2.
 */
import { randomUUID } from 'node:crypto';

import { dayOf, formatInstant } from '@fujie/core/kernel';
import { decisionIdFrom } from '@fujie/wire/cds-hooks';
import type { CheckRequest, CheckResponse, EncounterFacts } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { Grouped } from '../platform/db/grouped.ts';
import type { Deps } from '../platform/deps.ts';
import type { DecisionKind, NewDecision, StoredOutput } from './decisions.query.ts';
import { insertDecisions } from './decisions.query.ts';
import { checkResponse } from './check-response.ts';
import type { JudgedItem, Question } from './evaluate.ts';
import { isEmergency, judgeItems, storedItems } from './evaluate.ts';
import type { Identified } from './identity.ts';
import { identify } from './identity.ts';
import type { Jurisdiction } from './jurisdiction.ts';
import { jurisdictionOf } from './jurisdiction.ts';
import type { Ordered } from './ordered-items.ts';
import { expandOrder, refuseTooMany } from './ordered-items.ts';
import type { CandidateRow } from './results.query.ts';
import { answersOf, findCandidates } from './results.query.ts';

export interface CheckOptions {
  /** Longest wait in milliseconds; by default that of the jurisdiction. */
  readonly lookupBudget?: number;
  /** The person, when the caller knows them already. */
  readonly identified?: Promise<Identified>;
  /** Only shown, not part of an order: nothing is stored or counted. */
  readonly isGlance?: boolean;
}

/** Everything that a recorder of decisions needs beside the question. */
export interface Asked {
  readonly actor: Actor;
  readonly institution: string;
  readonly personId: number;
  readonly department: string | null;
  readonly practitioner: string | null;
  readonly encounter: EncounterFacts;
  readonly kind: DecisionKind;
}

export interface Checks {
  check(actor: Actor, request: CheckRequest, options?: CheckOptions): Promise<CheckResponse>;
  /** Waits until every decision is written. */
  drain(): Promise<void>;
  /** Questions since the start that ran out of time, stored or not. */
  timeouts(): number;
}

/** One encounter of an institution, or one day there when no encounter is named: the unit in which cases are counted. */
export function episodeOf(institution: string, encounter: string | null, day: string): string {
  return `${institution}|${encounter ?? day}`;
}

export function createChecks(deps: Deps): Checks {
  const writer = new Grouped<NewDecision, undefined>(async (decisions) => {
    await insertDecisions(deps.db, decisions);
    return decisions.map(() => undefined);
  });
  const jurisdictionToday = (): Jurisdiction => jurisdictionOf(deps.config.jurisdiction, dayOf(deps.clock.now()));
  let timeouts = 0;

  async function lookUp(asked: Asked, ordered: Ordered, asOf: number): Promise<readonly CandidateRow[]> {
    const encounterId = asked.encounter.id ?? null;
    return findCandidates(deps.db, {
      personId: asked.personId,
      items: [...new Set(ordered.items.map((item) => item.item))],
      asOf,
      answeredBy:
        encounterId === null || asked.practitioner === null
          ? null
          : { episode: episodeOf(asked.institution, encounterId, ''), practitioner: asked.practitioner },
    });
  }

  async function answer(
    actor: Actor,
    request: CheckRequest,
    institution: string,
    options: CheckOptions,
    id: string,
    deadline: { passed: boolean },
  ): Promise<CheckResponse | null> {
    const asOf = deps.clock.now();
    const jurisdiction = jurisdictionOf(deps.config.jurisdiction, dayOf(asOf));
    const snapshot = deps.registers.current();
    const encounter = request.encounter ?? {};
    const ordered = expandOrder(snapshot, request.items, dayOf(asOf));
    refuseTooMany(ordered);
    const { identity, personId } = await (options.identified ?? identify(deps, actor, request.patient));
    const asked: Asked = {
      actor,
      institution,
      personId: personId ?? 0,
      department: request.department ?? actor.department,
      practitioner: request.practitioner ?? actor.practitioner,
      encounter,
      kind: 'check',
    };
    const rows = personId === null ? [] : await lookUp(asked, ordered, asOf);
    // Whoever asked has gone on without an answer: nothing was prompted, so nothing is stored as if it had been.
    if (deadline.passed) return null;
    const question: Question = { asOf, receiver: institution, items: ordered.items, encounter };
    const items = judgeItems({ snapshot, parameters: jurisdiction.parameters }, question, rows);
    const answers = answersOf(rows);
    const output: StoredOutput = {
      identity,
      timedOut: false,
      emergency: isEmergency(encounter),
      items: storedItems(items, answers),
    };
    const audited = deps.audit.record({
      actor,
      action: options.isGlance === true ? 'recognition:glance' : 'recognition:check',
      personId,
      subject: id,
      outcome: 'done',
    });
    if (options.isGlance === true) await audited;
    else
      await Promise.all([
        audited,
        writer.add(newDecision(id, asked, question, items, output, jurisdiction, snapshot.revision)),
      ]);
    return checkResponse({ deps, id, jurisdiction, snapshot, question, ordered, items, identity, personId, answers });
  }

  return {
    async check(actor, request, options = {}) {
      const institution = actor.institution ?? '';
      const id = decisionIdFrom(randomUUID());
      const budget = options.lookupBudget ?? jurisdictionToday().parameters.lookupBudgetMs;
      const deadline = { passed: false };
      const answered = answer(actor, request, institution, options, id, deadline);
      const inTime = await withinBudget(answered, budget);
      if (inTime !== null) return inTime;
      deadline.passed = true;
      timeouts += 1;
      answered.catch(() => undefined);
      deps.log.warn({ budget }, 'a check at ordering ran out of time; the order goes on without it');
      const late = timedOut(deps, actor, request, institution, jurisdictionToday());
      // The answer does not wait for a database that keeps it waiting.
      if (options.isGlance !== true) {
        writer.add(late.decision).catch((error: unknown) => {
          deps.log.error({ error: String(error) }, 'a timed-out check could not be stored');
        });
      }
      return late.response;
    },
    drain: () => writer.drain(),
    timeouts: () => timeouts,
  };
}

async function withinBudget<T>(work: Promise<T>, budget: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      resolve(null);
    }, budget);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A decision as it is stored, with the cases that it opens. */
export function newDecision(
  id: string,
  asked: Asked,
  question: Question,
  items: readonly JudgedItem[],
  output: StoredOutput,
  jurisdiction: Jurisdiction,
  revision: number,
): NewDecision {
  const day = dayOf(question.asOf);
  const encounter = asked.encounter.id ?? null;
  return {
    id,
    kind: asked.kind,
    askedAt: question.asOf,
    asOf: question.asOf,
    day,
    personId: asked.personId,
    institution: asked.institution,
    department: asked.department,
    practitioner: asked.practitioner,
    encounter,
    episode: episodeOf(asked.institution, encounter, day),
    orderRef: question.items[0]?.orderRef ?? null,
    jurisdiction: jurisdiction.id,
    packs: jurisdiction.packs,
    packDigest: jurisdiction.packDigest,
    revision,
    input: { items: question.items, encounter: asked.encounter },
    output,
    actor: asked.actor.id,
    cases: items.flatMap(({ ordered, class: best, candidates }) =>
      best === 'MUST' || best === 'MAY' ? [[ordered.item, best, candidates[0]?.row.institution ?? ''] as const] : [],
    ),
  };
}

function timedOut(
  deps: Deps,
  actor: Actor,
  request: CheckRequest,
  institution: string,
  jurisdiction: Jurisdiction,
): { readonly decision: NewDecision; readonly response: CheckResponse } {
  const asOf = deps.clock.now();
  const encounter = request.encounter ?? {};
  const id = decisionIdFrom(randomUUID());
  const asked: Asked = {
    actor,
    institution,
    personId: (request.patient.person === undefined ? null : deps.seal.personOf(request.patient.person)) ?? 0,
    department: request.department ?? actor.department,
    practitioner: request.practitioner ?? actor.practitioner,
    encounter,
    kind: 'check',
  };
  const emergency = isEmergency(encounter);
  const output: StoredOutput = { identity: 'unknown', timedOut: true, emergency, items: [] };
  const items = request.items.map(({ item, orderRef = null }) => ({ item, orderRef, panel: null }));
  const question: Question = { asOf, receiver: institution, items, encounter };
  return {
    decision: newDecision(id, asked, question, [], output, jurisdiction, deps.registers.current().revision),
    response: {
      decision: id,
      asOf: formatInstant(asOf),
      jurisdiction: jurisdiction.id,
      person: null,
      identity: 'unknown',
      timedOut: true,
      emergency,
      items: [],
      panels: [],
      savable: null,
    },
  };
}
