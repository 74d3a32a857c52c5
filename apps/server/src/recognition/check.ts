/**
 * The check at ordering 开单提示: one indexed read of this patient's results, the rest from memory; the answer is stored
 * before it is given. When none is found within the budget, or at all, the order goes on without it: that is counted, and the
 * classification is added afterwards as one that nobody was shown.
 * Source: recognition decision, section 3 (budget) and ground rule 2.
 */
import { randomUUID } from 'node:crypto';

import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { decisionIdFrom } from '@fujie/wire/cds-hooks';
import type { CheckRequest, CheckResponse, EncounterFacts } from '@fujie/wire/contracts';

import { accessTo } from '../platform/access/access.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import { deadlineBy } from '../platform/clock/clock.ts';
import { Grouped } from '../platform/db/grouped.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import type { DecisionKind, DecisionRow, NewDecision, Sees, StoredOutput } from './decisions.query.ts';
import { stateEncounter, storeDecisions } from './decisions.query.ts';
import { checkResponse } from './check-response.ts';
import type { JudgedItem, Question } from './evaluate.ts';
import { isEmergency, judgeItems, shown, storedItems } from './evaluate.ts';
import { findOpenedForm } from './form.ts';
import type { Identified } from './identity.ts';
import { identify } from './identity.ts';
import type { Jurisdiction } from './jurisdiction.ts';
import { jurisdictionOf } from './jurisdiction.ts';
import type { Ordered } from './ordered-items.ts';
import { expandOrder, refuseTooMany } from './ordered-items.ts';
import { permitted } from './permitted.ts';
import type { CandidateRow } from './results.query.ts';
import { answersOf, findCandidates } from './results.query.ts';
import { ownPractitioner } from './treating.ts';

export interface CheckOptions {
  /** The person, when the caller knows them already. */
  readonly identified?: Promise<Identified>;
  /** The items, when they depend on the person; those of the request otherwise. */
  readonly itemsOf?: (personId: number) => Promise<CheckRequest['items']>;
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

export function episodeOfDecision(decision: Pick<DecisionRow, 'institution' | 'encounter' | 'asked_ms'>): string {
  return episodeOf(decision.institution, decision.encounter, dayOf(Math.round(decision.asked_ms) as Instant));
}

/** An answer in hand: what was asked, of whom, and what came out. */
interface Answer {
  readonly asked: Asked;
  readonly question: Question;
  readonly ordered: Ordered;
  readonly snapshot: RegisterSnapshot;
  readonly jurisdiction: Jurisdiction;
  readonly identified: Identified;
  readonly items: readonly JudgedItem[];
  readonly answers: ReadonlyMap<string, 'ACCEPT' | 'REPEAT'>;
  readonly sees: Sees | undefined;
}

export function createChecks(deps: Deps): Checks {
  const writer = new Grouped<NewDecision, undefined>(async (decisions) => {
    await storeDecisions(deps.worker, decisions);
    return decisions.map(() => undefined);
  });
  const jurisdictionAt = (asOf: Instant): Jurisdiction => jurisdictionOf(deps.config.jurisdiction, dayOf(asOf));
  const afterwards = new Set<Promise<void>>();
  let timeouts = 0;

  async function lookUp(asked: Asked, ordered: Ordered, asOf: number): Promise<readonly CandidateRow[]> {
    const encounterId = asked.encounter.id ?? null;
    return findCandidates(deps.scoped, {
      institution: asked.institution,
      personId: asked.personId,
      items: [...new Set(ordered.items.map((item) => item.item))],
      asOf,
      answeredBy:
        encounterId === null || asked.practitioner === null
          ? null
          : { episode: episodeOf(asked.institution, encounterId, ''), practitioner: asked.practitioner },
    });
  }

  /**
   * What of the results found may be looked at. A hospital's system is in the encounter that it asks from; of a physician who
   * asks on our pages the ground is looked for, while the results are read.
   */
  async function lookAt(
    actor: Actor,
    asked: Asked,
    ordered: Ordered,
    asOf: number,
  ): Promise<{ readonly rows: readonly CandidateRow[]; readonly sees: Sees | undefined }> {
    const [found, access] = await Promise.all([
      lookUp(asked, ordered, asOf),
      actor.role === 'system' ? null : accessTo(deps, actor, [asked.personId]),
    ]);
    const own = access?.(asked.personId);
    if (own === undefined)
      return {
        rows: permitted(deps.registers.current(), { ...asked, receiver: asked.institution, asOf }, found),
        sees: undefined,
      };
    const sees = own.ground === null ? 'own' : own.isEmergency ? 'all' : undefined;
    return { rows: found.filter((row) => own.shows(row)), sees };
  }

  async function judge(actor: Actor, request: CheckRequest, options: CheckOptions): Promise<Answer> {
    const asOf = deps.clock.now();
    const snapshot = deps.registers.current();
    const identified = await (options.identified ?? identify(deps, actor, request.patient));
    const asked = askedBy(actor, request, identified.personId);
    const wanted =
      options.itemsOf === undefined || identified.personId === null
        ? request.items
        : await options.itemsOf(identified.personId);
    const ordered = expandOrder(snapshot, wanted, dayOf(asOf));
    refuseTooMany(ordered);
    const { rows, sees } =
      identified.personId === null ? { rows: [], sees: undefined } : await lookAt(actor, asked, ordered, asOf);
    const { encounter } = asked;
    const question: Question = { asOf, receiver: asked.institution, items: ordered.items, encounter };
    const jurisdiction = jurisdictionAt(asOf);
    const grounds = { snapshot, parameters: jurisdiction.parameters };
    const now = judgeItems(grounds, question, rows);
    const openedForm = await findOpenedForm(within(deps, actor).db, grounds, asked, question, now);
    const items = shown(openedForm === null ? now : judgeItems(grounds, question, rows, openedForm));
    return { asked, question, ordered, snapshot, jurisdiction, identified, items, answers: answersOf(rows), sees };
  }

  /** Writes what was answered; `late`: nobody was shown it, so that it opens no case. */
  async function store(actor: Actor, id: string, answer: Answer, options: CheckOptions, late: boolean): Promise<void> {
    const { asked, question, snapshot, jurisdiction, identified, items, answers, sees } = answer;
    const isGlance = options.isGlance === true;
    const audited = late
      ? undefined
      : deps.audit.record({
          actor,
          action: isGlance ? 'recognition:glance' : 'recognition:check',
          personId: identified.personId,
          subject: id,
          outcome: 'done',
          ...(isEmergency(asked.encounter) ? { purpose: 'ETREAT' } : {}),
        });
    const output: StoredOutput = {
      identity: identified.identity,
      timedOut: late,
      emergency: isEmergency(asked.encounter),
      items: storedItems(items, answers),
    };
    const decision = newDecision(id, asked, question, items, output, jurisdiction, snapshot.revision, sees);
    await Promise.all([audited, isGlance ? stateEncounter(deps.worker, decision) : writer.add(decision)]);
  }

  /** That nothing was shown; the order does not wait for it. */
  function recordFailed(actor: Actor, id: string): void {
    const entry = { actor, action: 'recognition:check', subject: id, outcome: 'failed' } as const;
    deps.audit.record(entry).catch((error: unknown) => {
      deps.log.error({ error: String(error) }, 'a check that got no answer could not be audited');
    });
  }

  /** The classification follows when it can; the question is kept in any case. */
  function storeAfterwards(
    actor: Actor,
    id: string,
    judging: Promise<Answer>,
    options: CheckOptions,
    unanswered: NewDecision,
  ): void {
    const work = judging
      .then(
        (answer) => store(actor, id, answer, options, true),
        async () => {
          await writer.add(unanswered);
        },
      )
      .catch((error: unknown) => {
        deps.log.error({ error: String(error) }, 'a check that got no answer could not be stored');
      })
      .finally(() => afterwards.delete(work));
    afterwards.add(work);
  }

  return {
    async check(actor, request, options = {}) {
      const id = decisionIdFrom(randomUUID());
      // Whoever asks for another is refused, and not answered as if the database were slow.
      askedBy(actor, request, null);
      const jurisdiction = jurisdictionAt(deps.clock.now());
      const budget = budgetOf(deps, jurisdiction);
      try {
        const judging = judge(actor, request, options);
        const answer = await budget.orNull(judging.catch(failed));
        if (answer === null || answer === FAILED) {
          timeouts += 1;
          deps.log.warn('a check at ordering got no answer in time; the order goes on without it');
          recordFailed(actor, id);
          const late = timedOut(deps, actor, request, jurisdiction, id);
          if (options.isGlance === true) judging.catch(() => undefined);
          else storeAfterwards(actor, id, judging, options, late.decision);
          return late.response;
        }
        const storing = store(actor, id, answer, options, false).then(() => null, failed);
        // What is known is shown in time; its record is on the way.
        if ((await budget.orNull(storing)) === FAILED) {
          timeouts += 1;
          return timedOut(deps, actor, request, jurisdiction, id).response;
        }
        return responseOf(deps, id, answer);
      } finally {
        budget.cancel();
      }
    },
    drain: async () => {
      await Promise.all(afterwards);
      await writer.drain();
    },
    timeouts: () => timeouts,
  };

  /** A refusal reaches the caller; a database that is broken does not hold an order up. */
  function failed(error: unknown): typeof FAILED {
    if (error instanceof HttpProblem) throw error;
    deps.log.error({ error: String(error) }, 'a check at ordering failed; the order goes on without it');
    return FAILED;
  }
}

const FAILED = Symbol('failed');

interface Budget {
  /** The answer, or null when time is up before it. */
  orNull<T>(work: Promise<T>): Promise<T | null>;
  cancel(): void;
}

function budgetOf({ clock }: Pick<Deps, 'clock'>, { parameters }: Jurisdiction): Budget {
  const { over, cancel } = deadlineBy(clock, parameters.lookupBudgetMs);
  const late = over.then(() => null);
  return { orNull: (work) => Promise.race([work, late]), cancel };
}

function askedBy(actor: Actor, request: CheckRequest, personId: number | null): Asked {
  return {
    actor,
    institution: actor.institution ?? '',
    personId: personId ?? 0,
    department: request.department ?? actor.department,
    practitioner: ownPractitioner(actor, request.practitioner),
    encounter: request.encounter ?? {},
    kind: 'check',
  };
}

function responseOf(deps: Deps, id: string, answer: Answer): CheckResponse {
  const { question, ordered, snapshot, jurisdiction, identified, items, answers } = answer;
  return checkResponse({ deps, id, jurisdiction, snapshot, question, ordered, items, ...identified, answers });
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
  sees?: Sees,
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
    input: { items: question.items, encounter: asked.encounter, ...(sees === undefined ? {} : { sees }) },
    output,
    actor: asked.actor.id,
    isStatement: asked.actor.role === 'system' && asked.kind === 'check' && asked.personId !== 0,
    cases: output.timedOut ? [] : items.flatMap((item) => caseOf(item, asked.institution)),
  };
}

/** What an item counts as: the best result decides, and nothing is recognised that is the institution's own. */
function caseOf({ ordered, class: best, candidates }: JudgedItem, institution: string): NewDecision['cases'] {
  const issuer = candidates[0]?.row.institution ?? '';
  return (best === 'MUST' || best === 'MAY') && issuer !== institution ? [[ordered.item, best, issuer]] : [];
}

/** The empty answer to a question that none was found for in time, and the question as it is kept. */
function timedOut(
  deps: Deps,
  actor: Actor,
  request: CheckRequest,
  jurisdiction: Jurisdiction,
  id: string,
): { readonly decision: NewDecision; readonly response: CheckResponse } {
  const asOf = deps.clock.now();
  const handle = request.patient.person;
  const asked = askedBy(actor, request, handle === undefined ? null : deps.seal.personOf(handle));
  const emergency = isEmergency(asked.encounter);
  const output: StoredOutput = { identity: 'unknown', timedOut: true, emergency, items: [] };
  const items = request.items.map(({ item, orderRef = null }) => ({ item, orderRef, panel: null }));
  const question: Question = { asOf, receiver: asked.institution, items, encounter: asked.encounter };
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
