/** What was ordered 医嘱项目: items as they are, panels 组合 taken apart into their components (recognition decision, N5). */
import type { Day } from '@fujie/core/kernel';
import type { PanelComponentRow, RegisterSnapshot } from '@fujie/core/registers';

import { HttpProblem } from '../platform/http/problems.ts';

export interface OrderedItem {
  readonly item: string;
  readonly orderRef: string | null;
  readonly panel: string | null;
}

export interface OrderedPanel {
  readonly panel: string;
  readonly orderRef: string | null;
  readonly components: readonly PanelComponentRow[];
}

export interface Ordered {
  readonly items: readonly OrderedItem[];
  readonly panels: readonly OrderedPanel[];
}

/** Most items that one question may come to, panels taken apart; a longer one is refused whole, never shortened. */
export const MOST_ITEMS = 1000;

export function expandOrder(
  snapshot: RegisterSnapshot,
  ordered: readonly { readonly item: string; readonly orderRef?: string | undefined }[],
  day: Day,
): Ordered {
  const items: OrderedItem[] = [];
  const panels: OrderedPanel[] = [];
  for (const { item, orderRef = null } of ordered) {
    // A code of the item register is one item, even if a panel bears the same code (recognition decision 5.3).
    const components = snapshot.item(item) === null ? snapshot.panel(item, day) : [];
    if (components.length === 0) items.push({ item, orderRef, panel: null });
    else {
      panels.push({ panel: item, orderRef, components });
      for (const component of components) items.push({ item: component.item, orderRef, panel: item });
    }
  }
  return { items, panels };
}

/** Refuses a question about more items than can be answered in time, before anything of it is judged. */
export function refuseTooMany({ items }: Ordered): void {
  if (items.length <= MOST_ITEMS) return;
  const [count, most] = [String(items.length), String(MOST_ITEMS)];
  throw new HttpProblem('invalid-request', {
    en: `The orders come to ${count} items, panels taken apart; ask about at most ${most} at once.`,
    zh: `所开医嘱拆分组合后共 ${count} 项，一次最多询问 ${most} 项，请分次询问。`,
  });
}

/** The panels that ordered items belong to, in the order of the question. */
export function panelKeysOf(
  items: readonly OrderedItem[],
): readonly { readonly panel: string; readonly orderRef: string | null }[] {
  const keys: { panel: string; orderRef: string | null }[] = [];
  for (const { panel, orderRef } of items) {
    if (panel !== null && !keys.some((known) => known.panel === panel && known.orderRef === orderRef))
      keys.push({ panel, orderRef });
  }
  return keys;
}
