/** Lots of reagents 批号 that a line of a report names: in a form that is read, and fit to be used (national-2022.art.22#01). */
import { dayOf } from '@fujie/core/kernel';
import { isLotUnfit } from '@fujie/core/laboratory';
import type { Observation } from '@fujie/wire/fhir';
import { isLotUnread } from '@fujie/wire/fhir';

import type { PreparedResult } from './prepared.ts';
import { voidOf } from './prepared.ts';
import type { ResultContext } from './rows.ts';

/** It names a lot in a form that is not read. */
export const LOT_UNREAD = 'lot-unread';
/** A lot by which it was measured had expired, or was recalled. */
export const LOT_UNFIT = 'lot-unfit';

/** The row with remarks where they are due; all others as they are, because copying costs here. */
export function withLotRemarks(
  row: PreparedResult,
  line: Observation,
  { registers, institution, now }: ResultContext,
): PreparedResult {
  if (line.extension === undefined || voidOf(row.status) !== null) return row;
  const reportedOn = dayOf(row.reportedAt ?? now);
  const collectedOn = dayOf(row.collectedAt ?? row.reportedAt ?? now);
  const isUnfit = row.lots.some((named) => {
    const [product = '', lot = ''] = named.split('|');
    return isLotUnfit(registers, { institution, product, lot }, { collectedOn, reportedOn });
  });
  const remarks = [...(isLotUnread(line) ? [LOT_UNREAD] : []), ...(isUnfit ? [LOT_UNFIT] : [])];
  return remarks.length === 0 ? row : { ...row, warnings: [...row.warnings, ...remarks] };
}
