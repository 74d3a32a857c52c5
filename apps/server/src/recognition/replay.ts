/**
 * Replay 复算: a stored decision asked again from what was known then. Facts are never overwritten and registers are read as
 * of their revision, so the answer is the same unless the rules themselves changed. Source: recognition decision, rule 7.
 */
import type { RegisterSnapshot } from '@fujie/core/registers';
import type { EncounterFacts } from '@fujie/wire/contracts';

import type { Deps } from '../platform/deps.ts';
import type { DecisionRow, StoredOutput } from './decisions.query.ts';
import { findDecision, pageDecisions, resultsOf, sampleDecisions } from './decisions.query.ts';
import type { JudgedItem, Question } from './evaluate.ts';
import { judgeItems, storedItems } from './evaluate.ts';
import { jurisdictionOf } from './jurisdiction.ts';
import { instantOf } from './result-view.ts';
import { findResultVersions } from './results.query.ts';

export interface Difference {
  /** Where: an item, `packs`, or a result that is no longer there. */
  readonly at: string;
  readonly stored: unknown;
  readonly recomputed: unknown;
}

export interface Replay {
  readonly decision: string;
  readonly same: boolean;
  readonly stored: StoredOutput;
  readonly recomputed: StoredOutput;
  readonly differences: readonly Difference[];
}

export interface Reasked {
  readonly snapshot: RegisterSnapshot;
  readonly question: Question;
  readonly items: readonly JudgedItem[];
}

/** What a replay reads from: the database and the registers of the past. */
export type ReplayDeps = Pick<Deps, 'db' | 'registers'>;

/** Asks a stored decision again: the same results, the registers as known then, the same moment. */
export async function reask(deps: ReplayDeps, decision: DecisionRow): Promise<Reasked> {
  const snapshot = await deps.registers.asOfRevision(decision.revision);
  const rows = await findResultVersions(deps.db, decision.person_id, resultsOf(decision.output));
  const { parameters } = jurisdictionOf(decision.jurisdiction);
  const question: Question = {
    asOf: instantOf(decision.as_of_ms),
    receiver: decision.institution,
    items: decision.input.items,
    encounter: decision.input.encounter as EncounterFacts,
  };
  return { snapshot, question, items: judgeItems({ snapshot, parameters }, question, rows) };
}

/** Recomputes one stored decision; null when there is none of that id. */
export async function replayDecision(deps: ReplayDeps, decisionId: string): Promise<Replay | null> {
  const decision = await findDecision(deps.db, decisionId);
  if (decision === null) return null;
  const stored = decision.output;
  // Nothing was judged in time, so there is nothing to judge again.
  const items = stored.timedOut ? stored.items : storedItems((await reask(deps, decision)).items);
  const recomputed: StoredOutput = { ...stored, items };
  const differences = [...packDifferences(decision), ...itemDifferences(stored.items, items)];
  return { decision: decision.id, same: differences.length === 0, stored, recomputed, differences };
}

function packDifferences(decision: DecisionRow): readonly Difference[] {
  const now = jurisdictionOf(decision.jurisdiction).packs;
  return isEqual(decision.packs, now) ? [] : [{ at: 'packs', stored: decision.packs, recomputed: now }];
}

function itemDifferences(stored: StoredOutput['items'], recomputed: StoredOutput['items']): readonly Difference[] {
  return stored.flatMap((item, index) => {
    const again = recomputed[index];
    return isEqual(item, again) ? [] : [{ at: item.item, stored: item, recomputed: again ?? null }];
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
export async function* replayDecisions(deps: ReplayDeps, range: ReplayRange): AsyncGenerator<Replay> {
  if (range.sample !== null) {
    for (const { id } of await sampleDecisions(deps.db, range, range.sample)) {
      const replay = await replayDecision(deps, id);
      if (replay !== null) yield replay;
    }
    return;
  }
  for (let after = 0; ;) {
    const page = await pageDecisions(deps.db, after, range, PAGE);
    for (const { id } of page) {
      const replay = await replayDecision(deps, id);
      if (replay !== null) yield replay;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.seq;
  }
}
