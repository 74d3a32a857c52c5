/**
 * By how much a result may lie off 允许总误差, and who says so: the sources that the registers hold for an item, which of them a laboratory
 * judges by, and what each allows at a concentration. Source: WS/T 403-2024, 42 CFR 493, the national EQA plan.
 */
import type { Criterion } from '../eqa/limits.ts';
import type { Day } from '../kernel/day.ts';
import { allowableErrorChoices, allowableErrors } from '../registers/definitions.ts';
import type { AllowableErrorRow } from '../registers/rows.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';

/** What a source allows of an item. */
export interface SourcedError {
  /** Code of the source in the register. */
  readonly source: string;
  readonly nameZh: string;
  readonly nameEn: string | null;
  readonly criterion: Criterion;
  /** Whether the institution chose it. */
  readonly isChosen: boolean;
}

/** Where nothing is chosen: the national standard, then the plan by whose rounds laboratories are judged, then others in their order. */
const PRECEDENCE = ['WST', 'NCCL'];

/** Sources of an item on a day, first the one that an institution judges by: what it chose for the item, for all its items, or the usual one. */
export function errorsOf(
  snapshot: RegisterSnapshot,
  { institution, item }: { readonly institution: string; readonly item: string },
  day: Day,
): readonly SourcedError[] {
  const byItem = snapshot.memo(`allowable-errors|${day}`, () => {
    const found = new Map<string, AllowableErrorRow[]>();
    for (const row of snapshot.inForce(allowableErrors, day)) {
      const own = found.get(row.item);
      if (own === undefined) found.set(row.item, [row]);
      else own.push(row);
    }
    return found;
  });
  const chosen =
    snapshot.find(allowableErrorChoices, `${institution}|${item}`, day)?.source ??
    snapshot.find(allowableErrorChoices, `${institution}|`, day)?.source;
  const rankOf = (source: string): number => {
    if (source === chosen) return -1;
    const rank = PRECEDENCE.indexOf(source);
    return rank < 0 ? PRECEDENCE.length : rank;
  };
  return (byItem.get(item) ?? [])
    .flatMap((row): readonly SourcedError[] => {
      const criterion = criterionOf(row);
      const { source, nameZh, nameEn } = row;
      return criterion === null ? [] : [{ source, nameZh, nameEn, criterion, isChosen: source === chosen }];
    })
    .sort((a, b) => rankOf(a.source) - rankOf(b.source) || (a.source < b.source ? -1 : 1));
}

/** A row as a criterion; null: it lacks what its form is made of. */
export function criterionOf({ kind, percent, units, cut }: AllowableErrorRow): Criterion | null {
  switch (kind) {
    case 'pct':
      return percent === null ? null : { type: kind, percent };
    case 'abs':
      return units === null ? null : { type: kind, units };
    case 'greater':
      return percent === null || units === null ? null : { type: kind, percent, units };
    case 'piecewise_le':
    case 'piecewise_lt':
      return percent === null || units === null || cut === null ? null : { type: kind, percent, units, cut };
    default:
      return null;
  }
}

/** What is allowed at a concentration: in percent of it, and by which part of the criterion. */
export interface AllowedHere {
  readonly percent: number;
  readonly by: 'percent' | 'units';
}

/** Null where nothing is measured, or where a share of the concentration says nothing because that is 0. */
export function allowedAt(criterion: Criterion, concentration: number): AllowedHere | null {
  const size = Math.abs(concentration);
  if (size === 0) return null;
  const ofUnits = (units: number): AllowedHere => ({ percent: (100 * units) / size, by: 'units' });
  const ofPercent = (percent: number): AllowedHere => ({ percent, by: 'percent' });
  switch (criterion.type) {
    case 'pct':
      return ofPercent(criterion.percent);
    case 'abs':
      return ofUnits(criterion.units);
    case 'greater':
      return (100 * criterion.units) / size > criterion.percent
        ? ofUnits(criterion.units)
        : ofPercent(criterion.percent);
    case 'piecewise_le':
      return concentration <= criterion.cut ? ofUnits(criterion.units) : ofPercent(criterion.percent);
    case 'piecewise_lt':
      return concentration < criterion.cut ? ofUnits(criterion.units) : ofPercent(criterion.percent);
    case 'agreement':
      return null;
  }
}
