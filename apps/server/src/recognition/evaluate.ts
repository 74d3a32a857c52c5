/**
 * The decision itself, without a clock or a database: ordered items and the stored results of the patient in, a class for
 * each result out. Asked at ordering, at explanation and at replay alike. Source: recognition decision, sections 3 and 4.1.
 */
import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import type {
  CandidateInput,
  CandidateVerdict,
  ExceptionSuggestion,
  RecognitionClass,
  RecognitionParameters,
} from '@fujie/core/recognition';
import { candidateInputFor, classify, detectExceptions, rankCandidates, scopesOf } from '@fujie/core/recognition';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type { EncounterFacts } from '@fujie/wire/contracts';

import type { StoredCandidate, StoredOutput } from './decisions.query.ts';
import type { OrderedItem } from './ordered-items.ts';
import { factsOf, instantOf } from './result-view.ts';
import type { ResultRow } from './results.query.ts';

export interface Question {
  readonly asOf: Instant;
  /** The ordering institution. */
  readonly receiver: string;
  readonly items: readonly OrderedItem[];
  readonly encounter: EncounterFacts;
}

export interface JudgedCandidate {
  readonly row: ResultRow;
  readonly class: RecognitionClass;
  readonly verdict: CandidateVerdict;
  readonly collectedAt: number;
  readonly suggestions: readonly ExceptionSuggestion[];
}

export interface JudgedItem {
  readonly ordered: OrderedItem;
  /** Class of the best candidate; null: no earlier result. */
  readonly class: RecognitionClass | null;
  /** Best first. */
  readonly candidates: readonly JudgedCandidate[];
}

/** Registers and parameters that a question is judged by. */
export interface Grounds {
  readonly snapshot: RegisterSnapshot;
  readonly parameters: RecognitionParameters;
}

export function judgeItems(grounds: Grounds, question: Question, rows: readonly ResultRow[]): readonly JudgedItem[] {
  const byItem = new Map<string, ResultRow[]>();
  for (const row of rows) {
    if (row.item === null) continue;
    const known = byItem.get(row.item);
    if (known === undefined) byItem.set(row.item, [row]);
    else known.push(row);
  }
  return question.items.map((ordered) => {
    const judged = (byItem.get(ordered.item) ?? []).map((row) => judgeCandidate(grounds, question, ordered.item, row));
    // Ranking keeps the order of equals: by id, so that a replay puts them alike.
    const candidates = rankCandidates(judged.sort((a, b) => (a.row.id < b.row.id ? -1 : 1)));
    return { ordered, class: candidates[0]?.class ?? null, candidates };
  });
}

function judgeCandidate(grounds: Grounds, question: Question, item: string, row: ResultRow): JudgedCandidate {
  const { snapshot, parameters } = grounds;
  const verdict = classify(
    candidateInputOf(grounds, question, item, row),
    parameters,
    scopesOf(snapshot, dayOf(question.asOf)),
  );
  return {
    row,
    class: verdict.class,
    verdict,
    collectedAt: row.collected_ms ?? 0,
    suggestions: verdict.class === 'MUST' ? suggestionsFor(grounds, question, item, row) : [],
  };
}

/** What the classification looks at for one earlier result. */
export function candidateInputOf(
  { snapshot, parameters }: Grounds,
  question: Question,
  item: string,
  row: ResultRow,
): CandidateInput {
  const order = { item, at: formatInstant(question.asOf), circumstances: circumstancesOf(question.encounter) };
  return candidateInputFor(snapshot, parameters, order, question.receiver, factsOf(row));
}

/** What a negative list 负面清单 may name beside the item: class and purpose of the encounter, planned measures. */
function circumstancesOf(encounter: EncounterFacts): readonly string[] {
  const { class: kind, purpose, plannedMeasures = [] } = encounter;
  return [
    ...(kind === undefined ? [] : [kind]),
    ...(purpose === undefined ? [] : [purpose]),
    ...plannedMeasures.map((m) => m.kind),
  ];
}

function suggestionsFor(
  { snapshot, parameters }: Grounds,
  question: Question,
  item: string,
  row: ResultRow,
): readonly ExceptionSuggestion[] {
  const known = snapshot.item(item, dayOf(question.asOf));
  const { encounter } = question;
  return detectExceptions(
    {
      order: { item, at: formatInstant(question.asOf) },
      result: { collectedAt: formatInstant(instantOf(row.collected_ms ?? 0)) },
      encounter: {
        class: encounter.class ?? 'outpatient',
        rescue: encounter.rescue ?? false,
        purpose: encounter.purpose ?? 'ordinary',
        plannedMeasures: encounter.plannedMeasures ?? [],
        events: encounter.changeEvents ?? [],
      },
      registry: { rapidChangeHours: known?.rapidChangeHours ?? null, majorMeasures: known?.majorMeasures ?? [] },
    },
    parameters,
  );
}

/** Nothing may hold up an order in an emergency 急诊、抢救. */
export function isEmergency(encounter: EncounterFacts): boolean {
  return encounter.class === 'emergency' || encounter.rescue === true;
}

/** The answer as it is stored: enough to be compared with the answer to the same question later. */
export function storedItems(
  items: readonly JudgedItem[],
  answers: ReadonlyMap<string, 'ACCEPT' | 'REPEAT'> = new Map(),
): StoredOutput['items'] {
  return items.map(({ ordered, class: best, candidates }) => ({
    item: ordered.item,
    class: best,
    answered: answers.get(candidates[0]?.row.id ?? '') ?? null,
    candidates: candidates.map(({ row, verdict, suggestions }): StoredCandidate => ({
      id: row.id,
      version: row.version,
      issuer: row.institution,
      class: verdict.class,
      basis: verdict.basis ?? null,
      reasons: verdict.reasons,
      suggestions: suggestions.map((s) => [s.code, s.strength] as const),
    })),
  }));
}
