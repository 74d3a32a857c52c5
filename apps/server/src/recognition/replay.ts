/**
 * Replay 复算: a stored decision asked again from what was known then: every result recorded by that moment, the registers
 * as of their revision, the documents in force on that day. A change of the rules is told apart from a change of the answer.
 * Source: recognition decision, rule 7.
 */
import type { RegisterSnapshot } from '@fujie/core/registers';
import type { EncounterFacts } from '@fujie/wire/contracts';

import { asWorker } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import type { DecisionRow, StoredItem, StoredOutput } from './decisions.query.ts';
import { findDecision, pageDecisions, resultsOf, sampleDecisions } from './decisions.query.ts';
import type { JudgedItem, OpenedForm, Question } from './evaluate.ts';
import { judgeItems, shown, storedItems } from './evaluate.ts';
import { jurisdictionOfDecision } from './jurisdiction.ts';
import { instantOf } from './result-view.ts';
import { permitted } from './permitted.ts';
import type { ResultRow, WishedRow } from './results.query.ts';
import { findCandidatesKnownAt, findResultVersions } from './results.query.ts';

export interface Difference {
  /** The item on which the answers differ. */
  readonly item: string;
  readonly stored: StoredItem | null;
  readonly recomputed: StoredItem | null;
}

export interface Replay {
  readonly decision: string;
  /** The answer is the same: classes, results looked at, bases, reasons and suggestions. */
  readonly same: boolean;
  readonly differences: readonly Difference[];
  /** Whether the packs say today what they said then; `unknown` when the decision does not tell. */
  readonly rules: 'same' | 'changed' | 'unknown';
  /** Packs by version, then and now. */
  readonly packs: { readonly stored: PackVersions; readonly now: PackVersions };
}

type PackVersions = readonly { readonly id: string; readonly version: string }[];

export interface Reasked {
  readonly snapshot: RegisterSnapshot;
  readonly question: Question;
  readonly items: readonly JudgedItem[];
}

/** What a replay reads from: the database and the registers of the past. */
export type ReplayDeps = Pick<Deps, 'db' | 'registers'>;
/** Replays of the whole store belong to whoever runs the installation. */
export type StoredDeps = Pick<Deps, 'db' | 'worker' | 'registers'>;

/** Asks a stored decision again of the results that it looked at: what its explanation shows. */
export async function reask(deps: ReplayDeps, decision: DecisionRow): Promise<Reasked> {
  return judgeAgain(deps, decision, await findResultVersions(deps.db, decision.person_id, resultsOf(decision.output)));
}

/** Judges results by the registers as known then, the same facts, the same moment. */
async function judgeAgain(deps: ReplayDeps, decision: DecisionRow, rows: readonly ResultRow[]): Promise<Reasked> {
  const snapshot = await deps.registers.asOfRevision(decision.revision);
  const { parameters } = jurisdictionOfDecision(decision);
  const question: Question = {
    asOf: instantOf(decision.as_of_ms),
    receiver: decision.institution,
    items: decision.input.items,
    encounter: decision.input.encounter as EncounterFacts,
  };
  const held = new Map(
    decision.output.items.flatMap(({ item, candidates }) =>
      candidates.map(({ id, heldSince }) => [`${item}|${id}`, heldSince] as const),
    ),
  );
  const openedForm: OpenedForm = (item, row) => {
    const since = held.get(`${item}|${row.id}`);
    return since === undefined ? null : instantOf(since);
  };
  return { snapshot, question, items: shown(judgeItems({ snapshot, parameters }, question, rows, openedForm)) };
}

/** Recomputes one stored decision from what was known then, seen or passed over; null when there is none of that id. */
export async function replayDecision(given: StoredDeps, decisionId: string): Promise<Replay | null> {
  const deps = asWorker(given);
  const decision = await findDecision(deps.db, decisionId);
  if (decision === null) return null;
  const now = jurisdictionOfDecision(decision);
  const rules =
    decision.pack_digest === null ? 'unknown' : decision.pack_digest === now.packDigest ? 'same' : 'changed';
  // What was never judged cannot be judged again.
  const differences =
    decision.output.timedOut && decision.output.items.length === 0
      ? []
      : itemDifferences(decision.output.items, await itemsKnownThen(deps, decision));
  return {
    decision: decision.id,
    same: differences.length === 0,
    differences,
    rules,
    packs: { stored: decision.packs, now: now.packs },
  };
}

async function itemsKnownThen(deps: ReplayDeps, decision: DecisionRow): Promise<StoredOutput['items']> {
  const items = [...new Set(decision.input.items.map(({ item }) => item))];
  const known = await findCandidatesKnownAt(
    deps.db,
    { personId: decision.person_id, items, asOf: decision.as_of_ms },
    resultsOf(decision.output),
  );
  return storedItems((await judgeAgain(deps, decision, await reachable(deps, decision, known))).items);
}

/** What of the results was within reach then. */
async function reachable(
  deps: ReplayDeps,
  { revision, institution, as_of_ms: asOf, input }: DecisionRow,
  known: readonly WishedRow[],
): Promise<readonly WishedRow[]> {
  if (input.sees === 'all') return known;
  if (input.sees === 'own') return known.filter((row) => row.institution === institution);
  const snapshot = await deps.registers.asOfRevision(revision);
  return permitted(snapshot, { receiver: institution, asOf, encounter: input.encounter as EncounterFacts }, known);
}

function itemDifferences(stored: StoredOutput['items'], recomputed: StoredOutput['items']): readonly Difference[] {
  return stored.flatMap((item, index) => {
    // What the physician had answered before is no part of what the rules say.
    const again = recomputed[index];
    const alike = again === undefined ? null : { ...again, answered: item.answered };
    return isEqual(item, alike) ? [] : [{ item: item.item, stored: item, recomputed: alike }];
  });
}

/** Equal as values; members of objects in any order, because the database keeps its own. */
function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((value, index) => isEqual(value, b[index]));
  if (
    typeof a !== 'object' ||
    typeof b !== 'object' ||
    a === null ||
    b === null ||
    Array.isArray(a) !== Array.isArray(b)
  )
    return false;
  const left = Object.entries(a);
  return (
    left.length === Object.keys(b).length &&
    left.every(([key, value]) => isEqual(value, (b as Record<string, unknown>)[key]))
  );
}

export interface ReplayRange {
  readonly from: string | null;
  readonly to: string | null;
  /** Only so many, drawn at random. */
  readonly sample: number | null;
}

const PAGE = 500;

/** Recomputes the decisions of some days, or a sample of them, one by one. */
export async function* replayDecisions(deps: StoredDeps, range: ReplayRange): AsyncGenerator<Replay> {
  if (range.sample !== null) {
    for (const { id } of await sampleDecisions(deps.worker, range, range.sample)) {
      const replay = await replayDecision(deps, id);
      if (replay !== null) yield replay;
    }
    return;
  }
  for (let after = 0; ;) {
    const page = await pageDecisions(deps.worker, after, range, PAGE);
    for (const { id } of page) {
      const replay = await replayDecision(deps, id);
      if (replay !== null) yield replay;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.seq;
  }
}
