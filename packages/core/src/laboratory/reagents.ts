/**
 * Lots of reagents and calibrators 试剂与校准品批号 on test systems: what is in use, since when, and what is wrong with it. Source:
 * national-2022.art.22#01 (no result from an expired lot), taiyuan-2024.5.1#01, henan-2025.lab.2#04.
 */
import type { Day } from '../kernel/day.ts';
import { addDays, daysBetween, isInForce } from '../kernel/day.ts';
import type { Entry } from '../kernel/register.ts';
import type { LotRecallRow, ReagentLotRow, ReagentUseRow } from '../registers/resource-definitions.ts';
import { lotRecalls, reagentLots, reagentUses } from '../registers/resource-definitions.ts';
import { testSystems } from '../registers/iqc-definitions.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';

/** What is wrong with a lot that is in use. */
export const LOT_FAULTS = [
  'recalled',
  'expired',
  'open-too-long',
  'not-accepted',
  'not-registered',
  'used-before-receipt',
] as const;
export type LotFault = (typeof LOT_FAULTS)[number];

/** The last day of stability once opened 开瓶稳定期; null: not opened, or none is stated. */
function lastOpenOn({ openDays }: ReagentLotRow, openedOn: Day | null): Day | null {
  return openedOn === null || openDays === null ? null : addDays(openedOn, openDays);
}

/** The recall 召回 of a lot as it stands on a day; null: it is not recalled. */
export function recallOf(
  snapshot: RegisterSnapshot,
  { institution, product, lot }: Pick<ReagentLotRow, 'institution' | 'product' | 'lot'>,
  day: Day,
): LotRecallRow | null {
  return snapshot.find(lotRecalls, `${institution}|${product}|${lot}`, day);
}

/** What is wrong with a lot on a day; the day of expiry itself is in date. */
export function lotFaults(
  lot: ReagentLotRow,
  openedOn: Day | null,
  day: Day,
  recall: LotRecallRow | null = null,
): readonly LotFault[] {
  const lastOpen = lastOpenOn(lot, openedOn);
  const found: Readonly<Record<LotFault, boolean>> = {
    recalled: recall !== null,
    expired: lot.expiresOn < day,
    'open-too-long': lastOpen !== null && lastOpen < day,
    'not-accepted': lot.acceptedOn === null || lot.acceptedOn > day,
    // What is consumed and measures nothing needs no certificate of registration of its own.
    'not-registered': lot.kind !== 'consumable' && lot.registration === null,
    'used-before-receipt': lot.receivedOn > day,
  };
  return LOT_FAULTS.filter((fault) => found[fault]);
}

/**
 * Whether a result was measured by a lot that ought not to have been used: past its expiry when the specimen was taken, or recalled when it was
 * reported (national-2022.art.22#01). A lot that is not on record is not judged.
 */
export function isLotUnfit(
  snapshot: RegisterSnapshot,
  of: Pick<ReagentLotRow, 'institution' | 'product' | 'lot'>,
  { collectedOn, reportedOn }: { readonly collectedOn: Day; readonly reportedOn: Day },
): boolean {
  const lot = snapshot.nameOf(reagentLots, `${of.institution}|${of.product}|${of.lot}`, reportedOn);
  return lot !== null && (lot.expiresOn < collectedOn || recallOf(snapshot, of, reportedOn) !== null);
}

export interface LotInUse {
  readonly use: ReagentUseRow;
  readonly since: Day;
  readonly lot: ReagentLotRow | null;
  readonly faults: readonly LotFault[];
  /** The last day on which it may be used: its expiry, or the end of its stability once opened if that is sooner; null: the lot is not known. */
  readonly endsOn: Day | null;
  readonly endsBy: 'expiry' | 'opening';
  /** Days until then. */
  readonly daysLeft: number | null;
}

/** What the systems of an institution use on a day, what ends first at the head. */
export function lotsInUse(snapshot: RegisterSnapshot, institution: string, day: Day): readonly LotInUse[] {
  return snapshot
    .all(reagentUses)
    .filter((entry) => entry.row.institution === institution && isInForce(entry, day))
    .map((entry) => lotInUse(snapshot, entry, day))
    .sort((a, b) => (a.daysLeft ?? -Infinity) - (b.daysLeft ?? -Infinity));
}

function lotInUse(snapshot: RegisterSnapshot, { row, from }: Entry<ReagentUseRow>, day: Day): LotInUse {
  const lot = snapshot.find(reagentLots, `${row.institution}|${row.product}|${row.lot}`, day);
  const recall = recallOf(snapshot, row, day);
  if (lot === null)
    return {
      ...{ use: row, since: from, lot, endsOn: null, endsBy: 'expiry', daysLeft: null },
      faults: recall === null ? ['not-accepted'] : ['recalled', 'not-accepted'],
    };
  const lastOpen = lastOpenOn(lot, row.openedOn);
  const isByOpening = lastOpen !== null && lastOpen < lot.expiresOn;
  const endsOn = isByOpening ? lastOpen : lot.expiresOn;
  return {
    ...{ use: row, since: from, lot },
    faults: lotFaults(lot, row.openedOn, day, recall),
    ...{ endsOn, endsBy: isByOpening ? 'opening' : 'expiry', daysLeft: daysBetween(day, endsOn) },
  };
}

/** When a system measured an item with a lot; `to` is the first day on which it no longer did, null while it does. */
export interface TimeOfUse {
  readonly item: string;
  /** Code of the test system. */
  readonly system: string;
  readonly from: Day;
  readonly to: Day | null;
}

/** When the systems of an institution used a lot; of a period, both days included, where one is given. */
export function timesOfUse(
  snapshot: RegisterSnapshot,
  { institution, product, lot }: Pick<ReagentLotRow, 'institution' | 'product' | 'lot'>,
  span: { readonly from: Day; readonly to: Day | null } | null = null,
): readonly TimeOfUse[] {
  return snapshot.all(reagentUses).flatMap((use): readonly TimeOfUse[] => {
    const { row } = use;
    if (row.institution !== institution || row.product !== product || row.lot !== lot) return [];
    const item = snapshot.nameOf(testSystems, `${institution}|${row.system}`, use.from)?.item;
    const from = span !== null && span.from > use.from ? span.from : use.from;
    const until = span?.to === undefined || span.to === null ? null : addDays(span.to, 1);
    const to = until === null || (use.to !== null && use.to < until) ? use.to : until;
    return item === undefined || (to !== null && to <= from) ? [] : [{ item, system: row.system, from, to }];
  });
}

export interface LotChange {
  readonly product: string;
  readonly kind: ReagentLotRow['kind'];
  readonly on: Day;
  readonly from: string;
  readonly to: string;
}

/** Changes of lot 换批 on a system in a period, both days included: drawn on its chart. */
export function lotChanges(
  snapshot: RegisterSnapshot,
  { institution, system }: { readonly institution: string; readonly system: string },
  { from, to }: { readonly from: Day; readonly to: Day },
): readonly LotChange[] {
  const own = snapshot
    .all(reagentUses)
    .filter(({ row }) => row.institution === institution && row.system === system)
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  return own.flatMap((entry, index) => {
    const before = own.slice(0, index).findLast(({ row }) => row.product === entry.row.product);
    if (before === undefined || before.row.lot === entry.row.lot || entry.from < from || entry.from > to) return [];
    const lot = snapshot.nameOf(reagentLots, `${institution}|${entry.row.product}|${entry.row.lot}`);
    return [
      {
        ...{ product: entry.row.product, kind: lot?.kind ?? 'reagent', on: entry.from },
        ...{ from: before.row.lot, to: entry.row.lot },
      },
    ];
  });
}
