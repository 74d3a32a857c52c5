/**
 * Ids of cards, suggestions and created resources are the id of their decision with its last six digits counting: the
 * feedback on a card leads back to the decision without anything stored per card.
 */

/** What an id stands for, beside the decision. */
export const CARD_KINDS = {
  decision: 0,
  overview: 1,
  item: 16,
  acceptItem: 17,
  panel: 32,
  acceptCovered: 33,
  acceptOffered: 34,
  reuseRecord: 48,
  splitOrder: 49,
  stopped: 64,
  dropStopped: 65,
} as const;
export type CardKind = keyof typeof CARD_KINDS;

export interface CardRef {
  readonly decision: string;
  readonly kind: CardKind;
  /** Place of the item or panel in the answer of the check. */
  readonly index: number;
}

const TAIL = 6;
const KIND_BY_NUMBER = new Map<number, CardKind>(
  Object.entries(CARD_KINDS).map(([kind, number]) => [number, kind as CardKind]),
);

/** Makes a random UUID the id of a decision by clearing the digits that count its cards. */
export function decisionIdFrom(uuid: string): string {
  return `${uuid.slice(0, -TAIL)}${'0'.repeat(TAIL)}`;
}

export function idOf(decision: string, kind: CardKind, index: number): string {
  return `${decision.slice(0, -TAIL)}${hex(index, 4)}${hex(CARD_KINDS[kind], 2)}`;
}

/** Reads an id that `idOf` made; null for any other. */
export function readCardId(id: string): CardRef | null {
  if (!/^[0-9a-f-]{36}$/i.test(id)) return null;
  const kind = KIND_BY_NUMBER.get(Number.parseInt(id.slice(-2), 16));
  return kind === undefined
    ? null
    : { decision: decisionIdFrom(id.toLowerCase()), kind, index: Number.parseInt(id.slice(-TAIL, -2), 16) };
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
