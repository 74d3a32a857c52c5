/**
 * Lots of reagents and calibrators that analysers name with results of control 仪器上报的试剂与校准品批号: where they change, and what is wrong with them
 * by the registers. Source: national-2022.art.22#01, henan-2025.lab.2#04, lab.7#01.
 */
import type { Day, Instant } from '../kernel/day.ts';
import { isInForce } from '../kernel/day.ts';
import { groupBy } from '../kernel/group-by.ts';
import { reagentLots, reagentUses } from '../registers/resource-definitions.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import type { LotFault } from './reagents.ts';
import { lotFaults, recallOf } from './reagents.ts';

export const NAMED_LOT_KINDS = ['reagent', 'calibrator'] as const;
export type NamedLotKind = (typeof NAMED_LOT_KINDS)[number];

/** A result of control with the lots that came with it; null: it names none. */
export interface NamingResult {
  readonly at: Instant;
  readonly run: string;
  readonly reagentLot: string | null;
  readonly calibratorLot: string | null;
  readonly isVoid: boolean;
}

export interface NamedLotChange {
  readonly kind: NamedLotKind;
  /** When the first result that names it was measured. */
  readonly at: Instant;
  readonly from: string;
  readonly to: string;
}

/** Changes of lot as analysers name them, of results in their order: what a run names and the last run that named any did not. */
export function namedLotChanges(results: readonly NamingResult[]): readonly NamedLotChange[] {
  const runs = [
    ...groupBy(
      results.filter(({ isVoid }) => !isVoid),
      ({ run }) => run,
    ).values(),
  ];
  return NAMED_LOT_KINDS.flatMap((kind) => {
    const lotOf = ({ reagentLot, calibratorLot }: NamingResult) => (kind === 'reagent' ? reagentLot : calibratorLot);
    let before: readonly string[] = [];
    return runs.flatMap((run): readonly NamedLotChange[] => {
      const lots = [...new Set(run.flatMap((one) => lotOf(one) ?? []))];
      if (lots.length === 0) return [];
      const known = before;
      before = lots;
      const fresh = known.length === 0 ? [] : lots.filter((lot) => !known.includes(lot));
      return fresh.flatMap((to) => {
        const first = run.find((one) => lotOf(one) === to);
        return first === undefined ? [] : [{ kind, at: first.at, from: known.join(' / '), to }];
      });
    });
  });
}

/** What is wrong with a lot that an analyser names: as with one in use, or the registers do not know it, or say that another is used. */
export type NamedLotFault = LotFault | 'not-on-record' | 'not-in-use';

export interface NamedLot {
  readonly institution: string;
  readonly system: string;
  readonly kind: NamedLotKind;
  /** Its number; analysers name no product. */
  readonly lot: string;
}

/** Of a day on which it was named; nothing is wrong where an institution keeps no lots on record. */
export function namedLotFaults(snapshot: RegisterSnapshot, of: NamedLot, day: Day): readonly NamedLotFault[] {
  const own = lotsOnRecord(snapshot).get(of.institution);
  if (own === undefined) return [];
  const isKind = (kind: string | undefined): boolean => (kind === 'calibrator') === (of.kind === 'calibrator');
  const products = new Set((own.byLot.get(of.lot) ?? []).flatMap((row) => (isKind(row.kind) ? row.product : [])));
  if (products.size === 0) return ['not-on-record'];
  const uses = (usesOfSystems(snapshot).get(`${of.institution}|${of.system}`) ?? [])
    .filter((use) => isInForce(use, day) && isKind(own.kindOf.get(`${use.row.product}|${use.row.lot}`)))
    .map(({ row }) => row);
  const used = uses.find((use) => use.lot === of.lot && products.has(use.product));
  if (used !== undefined) return faultsOf(snapshot, used, used.openedOn, day);
  const [best = []] = [...products]
    .map((product) => faultsOf(snapshot, { ...of, product }, null, day))
    .sort((a, b) => a.length - b.length);
  return uses.length === 0 ? best : [...best, 'not-in-use'];
}

const lotsOnRecord = (snapshot: RegisterSnapshot) =>
  snapshot.memo('reagent-lots-on-record', () => {
    const rows = groupBy(snapshot.all(reagentLots), ({ row }) => row.institution);
    return new Map(
      [...rows].map(([institution, own]) => [
        institution,
        {
          byLot: groupBy(
            own.map(({ row }) => row),
            ({ lot }) => lot,
          ),
          kindOf: new Map(own.map(({ row }) => [`${row.product}|${row.lot}`, row.kind])),
        },
      ]),
    );
  });

const usesOfSystems = (snapshot: RegisterSnapshot) =>
  snapshot.memo('reagent-uses-of-systems', () =>
    groupBy(snapshot.all(reagentUses), ({ row }) => `${row.institution}|${row.system}`),
  );

function faultsOf(
  snapshot: RegisterSnapshot,
  of: { readonly institution: string; readonly product: string; readonly lot: string },
  openedOn: Day | null,
  day: Day,
): readonly LotFault[] {
  const key = `${of.institution}|${of.product}|${of.lot}`;
  const lot = snapshot.nameOf(reagentLots, key, day) ?? snapshot.nameOf(reagentLots, key);
  return lot === null ? [] : lotFaults(lot, openedOn, day, recallOf(snapshot, of, day));
}
