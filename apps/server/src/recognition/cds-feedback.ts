/** CDS Hooks feedback as acts: what the physician did with each card, told by the hospital's system. */
import type { Problem } from '@fujie/core/kernel';
import type { CardRef, Feedback, FeedbackEntry } from '@fujie/wire/cds-hooks';
import { EXCEPTION_SYSTEM, readCardId } from '@fujie/wire/cds-hooks';
import type { DecisionsRequest, DecisionsResponse } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { ownDecision, recordActs } from './acts.ts';
import type { DecisionRow } from './decisions.query.ts';
import type { Jurisdiction } from './jurisdiction.ts';
import { jurisdictionOfDecision } from './jurisdiction.ts';
import { panelKeysOf } from './ordered-items.ts';

type RequestedAct = DecisionsRequest['acts'][number];

type Told = DecisionsResponse['acts'][number] & { readonly decision: string };

export interface FeedbackAnswer {
  readonly acts: readonly Told[];
  /** Entries that could not be taken; the others were. */
  readonly errors: readonly Problem[];
}

/**
 * Takes feedback entry by entry: one that cannot be taken does not lose the others, and is named in the answer. When none
 * can, the answer is the first one's refusal. An entry that was taken may be told again: it stays one act.
 */
export async function takeFeedback(deps: Deps, actor: Actor, { feedback }: Feedback): Promise<FeedbackAnswer> {
  const acts: Told[] = [];
  const errors: Problem[] = [];
  let refusal: HttpProblem | null = null;
  for (const [index, entry] of feedback.entries()) {
    try {
      acts.push(...(await takeEntry(deps, actor, entry)));
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error;
      refusal ??= error;
      const { code, message, messageZh } = error.problems[0] ?? {
        code: error.type,
        message: error.message,
        messageZh: error.detailZh,
      };
      errors.push({ code, path: `feedback[${String(index)}].card`, message, messageZh });
    }
  }
  if (refusal !== null && errors.length === feedback.length)
    throw new HttpProblem(refusal.type, { en: refusal.message, zh: refusal.detailZh }, errors);
  return { acts, errors };
}

async function takeEntry(deps: Deps, actor: Actor, entry: FeedbackEntry): Promise<readonly Told[]> {
  const card = readCardId(entry.card);
  if (card === null)
    throw refuse('invalid-request', 'unknown-card', 'no card of ours has this id', '没有该编号的提示卡片');
  // The overview of an opened chart offers nothing: there is nothing to record about it.
  if (card.kind === 'overview') return [];
  const decision = await ownDecision(deps, actor, card.decision);
  const acts = actsOf(entry, card, decision, jurisdictionOfDecision(decision));
  if (acts.length === 0) return [];
  if (actor.role === 'system' && decision.practitioner === null) {
    throw refuse(
      'refused',
      'unknown-practitioner',
      'who ordered is not known: name a Practitioner in `context.userId`, or prefetch `user` with the staff code',
      '无法确定接诊医师：请在 context.userId 给出 Practitioner，或预取含工号的 user',
    );
  }
  const told = Date.parse(entry.outcomeTimestamp);
  const actedAt = Math.min(Math.max(told, decision.asked_ms), deps.clock.now());
  const request = { decision: decision.id, acts };
  const { acts: answers } = await recordActs(deps, actor, request, { actedAt, isReported: true });
  return answers.map((answer) => ({ decision: decision.id, ...answer }));
}

function refuse(kind: 'invalid-request' | 'refused', code: string, en: string, zh: string): HttpProblem {
  return new HttpProblem(kind, { en, zh }, [{ code, path: 'card', message: en, messageZh: zh }]);
}

/** The acts that one entry of feedback amounts to. */
function actsOf(
  entry: FeedbackEntry,
  card: CardRef,
  decision: DecisionRow,
  jurisdiction: Jurisdiction,
): RequestedAct[] {
  if (entry.outcome === 'accepted') {
    const suggestions = (entry.acceptedSuggestions ?? []).map(({ id }) => readCardId(id));
    if (!suggestions.every((suggestion) => suggestion?.decision === decision.id)) {
      throw refuse(
        'invalid-request',
        'unknown-suggestion',
        'a suggestion named is not of this card',
        '所列建议不属于该提示卡片',
      );
    }
    return suggestions
      .filter((suggestion) => suggestion !== null)
      .flatMap((suggestion) => itemsOfSuggestion(suggestion, decision))
      .map((item) => ({ item, result: null, choice: 'ACCEPT' }));
  }
  const reason = entry.overrideReason?.reason;
  const exception =
    reason === undefined || (reason.system !== undefined && reason.system !== EXCEPTION_SYSTEM)
      ? undefined
      : jurisdiction.exceptionReasons.find((known) => known.code === reason.code);
  const note = entry.overrideReason?.userComment;
  return offeredItems(card, decision).map((item) => ({
    item,
    result: null,
    choice: 'REPEAT',
    code: exception?.article19 ?? null,
    ...(exception === undefined || exception.code === String(exception.article19) ? {} : { localCode: exception.code }),
    ...(note === undefined ? {} : { note: note.slice(0, 2000) }),
  }));
}

function itemsOfSuggestion(suggestion: CardRef, decision: DecisionRow): string[] {
  switch (suggestion.kind) {
    case 'acceptItem':
      return offeredItems({ ...suggestion, kind: 'item' }, decision);
    case 'acceptCovered':
      return offeredItems({ ...suggestion, kind: 'panel' }, decision, ['MUST']);
    case 'acceptOffered':
      return offeredItems({ ...suggestion, kind: 'panel' }, decision);
    default:
      return [];
  }
}

/** Items of a card for which something was offered that had not been answered before. */
function offeredItems(card: CardRef, decision: DecisionRow, classes: readonly string[] = ['MUST', 'MAY']): string[] {
  const { items } = decision.input;
  const isOn = (index: number): boolean => {
    if (card.kind === 'item') return index === card.index;
    const key = panelKeysOf(items)[card.index];
    return (
      card.kind === 'panel' &&
      key !== undefined &&
      items[index]?.panel === key.panel &&
      items[index].orderRef === key.orderRef
    );
  };
  return decision.output.items.flatMap(({ item, class: best, answered }, index) =>
    best !== null && classes.includes(best) && answered === null && isOn(index) ? [item] : [],
  );
}
