/** Which item or panel of the region a draft order means: the regional code, an approved mapping, or one item's LOINC. */
import type { Day } from '@fujie/core/kernel';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type { JsonObject } from '@fujie/wire/cds-hooks';
import { isObject } from '@fujie/wire/cds-hooks';
import { ITEM_SYSTEM, LOINC_SYSTEM } from '@fujie/wire/fhir';

interface OrderCoding {
  readonly system: string;
  readonly code: string;
}

function codingsOf(order: JsonObject): readonly OrderCoding[] {
  const concept = order['code'];
  const codings = isObject(concept) && Array.isArray(concept['coding']) ? concept['coding'].filter(isObject) : [];
  return codings.flatMap(({ system, code }) =>
    typeof system === 'string' && typeof code === 'string' ? [{ system, code }] : [],
  );
}

/** Null when no coding of the order leads to one item or panel: such an order is none of recognition's business. */
export function orderedItemOf(
  snapshot: RegisterSnapshot,
  institution: string | null,
  order: JsonObject,
  day: Day,
): string | null {
  return itemOfCodings(snapshot, institution, codingsOf(order), day);
}

/** An ordered code as plain JSON names it; one that leads nowhere stays recognisable by its system. */
export function itemOfCode(
  snapshot: RegisterSnapshot,
  institution: string | null,
  code: string,
  system: string | undefined,
  day: Day,
): string {
  if (system === undefined || system === ITEM_SYSTEM) return code;
  return itemOfCodings(snapshot, institution, [{ system, code }], day) ?? `${system}|${code}`;
}

function itemOfCodings(
  snapshot: RegisterSnapshot,
  institution: string | null,
  codings: readonly OrderCoding[],
  day: Day,
): string | null {
  const isKnown = (code: string): boolean => snapshot.item(code) !== null || snapshot.panel(code, day).length > 0;
  for (const { system, code } of codings) if (system === ITEM_SYSTEM && isKnown(code)) return code;
  for (const { system, code } of codings) {
    const mapping = snapshot.mapping(institution, system, code, day);
    if (mapping?.state === 'approved' && isKnown(mapping.item)) return mapping.item;
  }
  for (const { system, code } of codings) {
    const [item, another] = system === LOINC_SYSTEM ? snapshot.itemsByLoinc(code) : [];
    if (item !== undefined && another === undefined) return item.code;
  }
  return null;
}
