/** CDS Hooks feedback as acts: what the physician did with each card, told by the hospital's system. */
import type { CardRef, FeedbackEntry } from '@fujie/wire/cds-hooks';
import { EXCEPTION_SYSTEM, readCardId } from '@fujie/wire/cds-hooks';
import type { DecisionsRequest } from '@fujie/wire/contracts';

import type { DecisionRow } from './decisions.query.ts';
import type { Jurisdiction } from './jurisdiction.ts';
import { panelKeysOf } from './ordered-items.ts';

type RequestedAct = DecisionsRequest['acts'][number];

/** The decision whose card the feedback is on; null for a card that was not ours. */
export function cardOf(entry: FeedbackEntry): CardRef | null {
  return readCardId(entry.card);
}

/** The acts that one entry of feedback amounts to. */
export function actsOf(
  entry: FeedbackEntry,
  card: CardRef,
  decision: DecisionRow,
  jurisdiction: Jurisdiction,
): RequestedAct[] {
  if (entry.outcome === 'accepted') {
    const suggestions = (entry.acceptedSuggestions ?? []).flatMap(({ id }) => readCardId(id) ?? []);
    return suggestions
      .filter((suggestion) => suggestion.decision === decision.id)
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
    ...(exception === undefined ? {} : { localCode: exception.code }),
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

/** Items of a card for which something was offered. */
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
  return decision.output.items.flatMap(({ item, class: best }, index) =>
    best !== null && classes.includes(best) && isOn(index) ? [item] : [],
  );
}
