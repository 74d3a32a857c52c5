/** The order form while it is being filled: what is chosen, the encounter, and what the physician answered. */
import { sumYuan } from '@fujie/core/kernel';
import type {
  Candidate,
  CheckRequest,
  CheckResponse,
  DecisionsRequest,
  DecisionsResponse,
  EncounterFacts,
  ItemCheck,
} from '@fujie/wire/contracts';

export interface Chosen {
  /** Item or panel code. */
  readonly code: string;
  readonly isPanel: boolean;
}

export interface EncounterDraft {
  readonly class: 'outpatient' | 'inpatient' | 'emergency';
  readonly rescue: boolean;
  readonly purpose: 'ordinary' | 'forensic' | 'disability' | 'sick-retirement';
  readonly measure: { readonly kind: string; readonly at: string } | null;
}

export type ActOutcome = DecisionsResponse['acts'][number];

/** What the physician did with one item, and what the server made of it. */
export interface Answer {
  /** Null: the server could not be reached; it is told as soon as it answers. */
  readonly outcome: ActOutcome | null;
  readonly choice: 'ACCEPT' | 'REPEAT';
  readonly decision: string;
  readonly check: ItemCheck;
  readonly code: number | null;
}

export interface Draft {
  /** The forms of one physician for one patient on one day are one encounter for the counts. */
  readonly encounterId: string;
  readonly chosen: readonly Chosen[];
  readonly encounter: EncounterDraft;
  readonly answers: Readonly<Record<string, Answer>>;
}

export type DraftAction =
  | { readonly type: 'choose'; readonly entries: readonly Chosen[] }
  | { readonly type: 'remove'; readonly code: string }
  | { readonly type: 'encounter'; readonly change: Partial<EncounterDraft> }
  | { readonly type: 'answered'; readonly answers: readonly Answer[] }
  | { readonly type: 'told'; readonly request: DecisionsRequest; readonly response: DecisionsResponse }
  | { readonly type: 'split'; readonly panel: string; readonly remaining: readonly string[] }
  | { readonly type: 'reset'; readonly encounterId: string };

export function emptyDraft(encounterId: string): Draft {
  return {
    encounterId,
    chosen: [],
    encounter: { class: 'outpatient', rescue: false, purpose: 'ordinary', measure: null },
    answers: {},
  };
}

export function reduceDraft(draft: Draft, action: DraftAction): Draft {
  switch (action.type) {
    case 'choose': {
      const known = new Set(draft.chosen.map((entry) => entry.code));
      return { ...draft, chosen: [...draft.chosen, ...action.entries.filter((entry) => !known.has(entry.code))] };
    }
    case 'remove':
      return {
        ...draft,
        chosen: draft.chosen.filter((entry) => entry.code !== action.code),
        answers: Object.fromEntries(
          Object.entries(draft.answers).filter(
            ([item, answer]) => item !== action.code && answer.check.panel !== action.code,
          ),
        ),
      };
    case 'encounter':
      return { ...draft, encounter: { ...draft.encounter, ...action.change } };
    case 'answered':
      return {
        ...draft,
        answers: {
          ...draft.answers,
          ...Object.fromEntries(action.answers.map((answer) => [answer.check.item, answer])),
        },
      };
    case 'told':
      return reduceDraft(draft, { type: 'answered', answers: answersOf(draft, action.request, action.response) });
    case 'split': {
      const others = draft.chosen.filter((entry) => entry.code !== action.panel);
      const known = new Set(others.map((entry) => entry.code));
      const added = action.remaining.filter((item) => !known.has(item)).map((code) => ({ code, isPanel: false }));
      return { ...draft, chosen: [...others, ...added] };
    }
    case 'reset':
      return emptyDraft(action.encounterId);
  }
}

/** Facts of the encounter as the check wants them. */
export function encounterFacts(draft: Draft): EncounterFacts {
  const { class: kind, rescue, purpose, measure } = draft.encounter;
  return {
    id: draft.encounterId,
    class: kind,
    ...(rescue ? { rescue } : {}),
    ...(purpose === 'ordinary' ? {} : { purpose }),
    ...(measure === null ? {} : { plannedMeasures: [measure] }),
  };
}

/** Asks only for what is not answered yet, so that nothing is prompted twice; null when nothing is left to ask. */
export function checkRequestOf(draft: Draft, person: string): CheckRequest | null {
  const open = draft.chosen.filter((entry) => !isAnswered(draft, entry.code));
  if (open.length === 0) return null;
  return { patient: { person }, items: open.map((entry) => ({ item: entry.code })), encounter: encounterFacts(draft) };
}

/** A blocked or refused act is no answer yet: the item stays in the question. */
function isAnswered(draft: Draft, item: string): boolean {
  const answer = draft.answers[item];
  return answer !== undefined && isDone(answer);
}

export interface Row {
  readonly check: ItemCheck;
  /** The decision that offered what the row shows; an act on the row answers this one. */
  readonly decision: string;
  readonly answer: Answer | null;
}

const CLASS_ORDER = { MUST: 0, MAY: 1, NOT: 2, none: 3 } as const;

/** Every item of the form with what is known of it: answered ones stay where they were, by class. */
export function rowsOf(draft: Draft, response: CheckResponse | undefined): readonly Row[] {
  const chosen = new Set(draft.chosen.map((entry) => entry.code));
  const answered = Object.values(draft.answers).map((answer): Row => ({
    check: answer.check,
    decision: answer.decision,
    answer,
  }));
  const open = (response?.items ?? [])
    .filter(
      (check) =>
        !Object.hasOwn(draft.answers, check.item) &&
        (chosen.has(check.item) || (check.panel !== null && chosen.has(check.panel))),
    )
    .map((check): Row => ({ check, decision: response?.decision ?? '', answer: null }));
  // An item that was ordered by itself and in a panel is one row.
  const byItem = new Map([...open, ...answered].map((row) => [row.check.item, row]));
  return [...byItem.values()].toSorted(
    (a, b) =>
      CLASS_ORDER[a.check.class ?? 'none'] - CLASS_ORDER[b.check.class ?? 'none'] ||
      a.check.item.localeCompare(b.check.item),
  );
}

export interface FormSummary {
  readonly accepted: readonly Row[];
  /** MUST results that the server wants answered before the order is signed. */
  readonly holding: readonly Row[];
  readonly repeated: readonly Row[];
  /** Ordered although a result exists, because it cannot be recognised: no repeat in the sense of Article 19. */
  readonly anew: readonly Row[];
  /** MUST results without an answer. */
  readonly open: readonly Row[];
  /** Offered results that need none before signing. */
  readonly unanswered: readonly Row[];
  /** Accepted at an earlier form of this encounter: reused, and not ordered. */
  readonly acceptedBefore: readonly Row[];
  /** Repeated for a reason at an earlier form of this encounter: ordered without another one. */
  readonly repeatedBefore: readonly Row[];
  /** To be ordered although the own laboratory may not run them now. */
  readonly stopped: readonly Row[];
  /** Without an earlier result, and not stopped. */
  readonly fresh: readonly Row[];
  readonly saved: string;
  readonly savable: string;
}

export function summaryOf(rows: readonly Row[]): FormSummary {
  const isAccepted = (row: Row): boolean => row.answer?.choice === 'ACCEPT' && isDone(row.answer);
  const isRepeated = (row: Row): boolean => row.answer?.choice === 'REPEAT' && isDone(row.answer);
  const pending = rows.filter((row) => !isAccepted(row) && !isRepeated(row));
  const accepted = rows.filter(isAccepted);
  const open = pending.filter((row) => row.check.class === 'MUST' && row.check.answered === null);
  return {
    accepted,
    holding: pending.filter((row) => row.check.needsAnswer),
    repeated: rows.filter((row) => isRepeated(row) && row.check.class !== 'NOT'),
    anew: rows.filter((row) => isRepeated(row) && row.check.class === 'NOT'),
    open,
    unanswered: pending.filter(
      (row) => (row.check.class === 'MAY' || row.check.class === 'NOT') && row.check.answered === null,
    ),
    acceptedBefore: pending.filter((row) => row.check.answered === 'ACCEPT'),
    repeatedBefore: pending.filter((row) => row.check.answered === 'REPEAT'),
    stopped: rows.filter((row) => row.check.stops !== undefined && !isAccepted(row) && row.check.answered !== 'ACCEPT'),
    fresh: pending.filter(
      (row) => row.check.class === null && row.check.answered === null && row.check.refused !== true,
    ),
    saved: sumYuan(accepted.map((row) => row.check.price)),
    savable: sumYuan(open.map((row) => row.check.price)),
  };
}

/** What is still ordered of a panel once one of its items is taken off. */
export function restOfPanel(rows: readonly Row[], panel: string, dropped: string): readonly string[] {
  const { accepted, acceptedBefore } = summaryOf(rows);
  const reused = new Set([...accepted, ...acceptedBefore].map(({ check }) => check.item));
  const parts = rows.map(({ check }) => check).filter((check) => check.panel === panel);
  return parts.map(({ item }) => item).filter((item) => item !== dropped && !reused.has(item));
}

/** Final for the server, or still on its way to it; an acceptance that lacks part of the chart entry is neither. */
export function isDone({ outcome }: Answer): boolean {
  return outcome === null || outcome.outcome === 'ACCEPTED' || outcome.outcome === 'ORDER_ALLOWED';
}

/** The encounter of a form: reopening it on the same day opens no new case. */
export function encounterIdOf(day: string, account: string): string {
  return `desk-${day}-${account}`;
}

/** What the server made of acts that had waited for it. */
function answersOf(draft: Draft, request: DecisionsRequest, response: DecisionsResponse): readonly Answer[] {
  return response.acts.flatMap((outcome): Answer[] => {
    const answer = draft.answers[outcome.item];
    return answer?.decision === request.decision && answer.outcome === null ? [{ ...answer, outcome }] : [];
  });
}

/** The earlier result that an act speaks of: the first that the server offers. */
export function offered(check: ItemCheck): Candidate | null {
  return check.candidates[0] ?? null;
}

export type Act = DecisionsRequest['acts'][number];

/** Acts grouped by the decision that they answer, because one request answers one decision. */
export function requestsOf(
  acts: readonly { readonly decision: string; readonly act: Act }[],
  practitioner: string | null,
): readonly DecisionsRequest[] {
  const decisions = [...new Set(acts.map(({ decision }) => decision))];
  return decisions.map((decision) => ({
    decision,
    ...(practitioner === null ? {} : { practitioner }),
    acts: acts.filter((entry) => entry.decision === decision).map(({ act }) => act),
  }));
}
