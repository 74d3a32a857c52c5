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
import { CANDIDATES_SHOWN } from './results.query.ts';

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
  /** When the form was opened for which alone this MUST still holds (section 3.3); null: it holds by itself. */
  readonly heldSince: Instant | null;
}

/** When a form was opened on which a version of a result was a MUST; null: on none that is still valid. */
export type OpenedForm = (item: string, row: ResultRow) => Instant | null;

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

export function judgeItems(
  grounds: Grounds,
  question: Question,
  rows: readonly ResultRow[],
  openedForm: OpenedForm = () => null,
): readonly JudgedItem[] {
  const byItem = new Map<string, ResultRow[]>();
  for (const row of rows) {
    if (row.item === null) continue;
    const known = byItem.get(row.item);
    if (known === undefined) byItem.set(row.item, [row]);
    else known.push(row);
  }
  return question.items.map((ordered) => {
    const judged = (byItem.get(ordered.item) ?? []).map((row) =>
      judgeCandidate(grounds, question, ordered.item, row, openedForm),
    );
    // Ranking keeps the order of equals: by id, so that a replay puts them alike.
    const candidates = rankCandidates(judged.sort((a, b) => (a.row.id < b.row.id ? -1 : 1)));
    return { ordered, class: candidates[0]?.class ?? null, candidates };
  });
}

function judgeCandidate(
  grounds: Grounds,
  question: Question,
  item: string,
  row: ResultRow,
  openedForm: OpenedForm,
): JudgedCandidate {
  const now = classOf(grounds, question, item, row);
  const opened = now.class === 'MUST' ? null : openedForm(item, row);
  const then = opened === null ? now : classOf(grounds, { ...question, asOf: opened }, item, row);
  const isHeld = now.class !== 'MUST' && then.class === 'MUST';
  const verdict = isHeld ? then : now;
  return {
    row,
    class: verdict.class,
    verdict,
    collectedAt: row.collected_ms ?? 0,
    suggestions: verdict.class === 'MUST' ? suggestionsFor(grounds, question, item, row) : [],
    heldSince: isHeld ? opened : null,
  };
}

function classOf(grounds: Grounds, question: Question, item: string, row: ResultRow): CandidateVerdict {
  const scopes = scopesOf(grounds.snapshot, dayOf(question.asOf));
  return classify(candidateInputOf(grounds, question, item, row), grounds.parameters, scopes);
}

/**
 * Whether a MUST may have passed with time alone since an instant. Hours matter within a day, everything dated when the day
 * has changed.
 */
export function mayHaveExpired(grounds: Grounds, question: Question, item: JudgedItem, since: Instant): boolean {
  const isSameDay = dayOf(since) === dayOf(question.asOf);
  return (
    item.class !== 'MUST' &&
    item.candidates.some(
      ({ row, verdict }) =>
        (!isSameDay || (verdict.reasons.length === 1 && verdict.reasons[0] === 'TIME_LIMIT_EXCEEDED')) &&
        classOf(grounds, { ...question, asOf: since }, item.ordered.item, row).class === 'MUST',
    )
  );
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

/** What is shown and stored of an answer: the best results of each item. */
export function shown(items: readonly JudgedItem[]): readonly JudgedItem[] {
  return items.map((item) => ({ ...item, candidates: item.candidates.slice(0, CANDIDATES_SHOWN) }));
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
    candidates: candidates.map(({ row, verdict, suggestions, heldSince }): StoredCandidate => ({
      id: row.id,
      version: row.version,
      issuer: row.institution,
      class: verdict.class,
      basis: verdict.basis ?? null,
      reasons: verdict.reasons,
      suggestions: suggestions.map((s) => [s.code, s.strength] as const),
      ...(heldSince === null ? {} : { heldSince }),
    })),
  }));
}
