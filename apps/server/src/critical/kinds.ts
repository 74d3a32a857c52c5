/** Where a critical value 危急值 comes from: as it was kept, or as the register says of its item now. Source: henan-2023.ind.4.7. */
import type { CriticalKind } from '@fujie/core/critical';
import { kindOfItem } from '@fujie/core/critical';
import type { RegisterSnapshot } from '@fujie/core/registers';

import type { CriticalValueRow } from './critical.query.ts';

export function kindOf(
  snapshot: RegisterSnapshot,
  { kind, item }: Pick<CriticalValueRow, 'kind' | 'item'>,
): CriticalKind {
  if (kind !== null) return kind;
  const known = snapshot.item(item);
  return known === null ? 'other' : kindOfItem(known);
}
