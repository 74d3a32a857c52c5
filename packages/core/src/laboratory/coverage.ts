/**
 * Coverage by internal quality control or comparison 质控或比对全覆盖: of items that went out in reports, and of bedside devices 床旁检测设备, which
 * stand under the same quality system. Source: henan-2025.lab.7#05, henan-2025.lab.8#04, henan-2023.t17.2#01.
 */
import type { Day } from '../kernel/day.ts';
import { controlMonth } from '../recognition/facts.ts';
import { instruments, testSystems } from '../registers/definitions.ts';
import type { TestSystemRow } from '../registers/rows.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import type { ComparisonKind } from './comparison-due.ts';
import { comparedSince, withoutSystem } from './uncontrolled.ts';

/** A comparison that was acceptable, stands and was signed by a second person. */
export interface ComparisonMade {
  readonly item: string;
  readonly kind: ComparisonKind;
  /** What was compared, as the laboratory names it. */
  readonly tested: string;
  readonly on: Day;
}

export interface CoverageFacts {
  /** Laboratory items of which results went out in the month. */
  readonly reported: ReadonlySet<string>;
  readonly comparisons: readonly ComparisonMade[];
  /** Test systems of which a run was in control in the month. */
  readonly controlled: ReadonlySet<string>;
}

interface OfMonth {
  readonly institution: string;
  readonly month: string;
  readonly last: Day;
}

/** By what something is covered; it is not, where no day was controlled and no comparison is valid. */
export interface Covered {
  readonly qcDays: number;
  readonly comparedOn: Day | null;
}

export interface CoveredItem extends Covered {
  readonly item: string;
}

export const isCovered = ({ qcDays, comparedOn }: Covered): boolean => qcDays > 0 || comparedOn !== null;

/** The last comparison that still holds on a day; null: none does. */
function lastOf(made: readonly ComparisonMade[], day: Day): Day | null {
  const since = comparedSince(day);
  const days = made.flatMap(({ on }) => (on >= since && on <= day ? on : []));
  return days.sort().at(-1) ?? null;
}

/** When an item was last compared, as of a day. What was done at the bedside alone speaks of no analyser of the laboratory. */
export function comparedAsOf(
  snapshot: RegisterSnapshot,
  { institution, last }: Omit<OfMonth, 'month'>,
  item: string,
  comparisons: readonly ComparisonMade[],
): Day | null {
  const isAtBedside = isRunAtBedside(snapshot, { institution, last }, item);
  return lastOf(
    comparisons.filter((one) => one.item === item && (one.kind === 'alternative' || isAtBedside)),
    last,
  );
}

/** Days of an item on which no test system stood for it, and a comparison did 比对覆盖: where there is one, control alone covers. */
export function daysCompared(
  snapshot: RegisterSnapshot,
  { institution, item }: { readonly institution: string; readonly item: string },
  days: readonly Day[],
  comparisons: readonly ComparisonMade[],
): readonly Day[] {
  return days.filter(
    (day) =>
      withoutSystem(snapshot, { institution, items: [item] }, day).length > 0 &&
      comparedAsOf(snapshot, { institution, last: day }, item, comparisons) !== null,
  );
}

/** Whether an institution runs an item at the bedside alone. */
function isRunAtBedside(
  snapshot: RegisterSnapshot,
  { institution, last }: Omit<OfMonth, 'month'>,
  item: string,
): boolean {
  const systems = systemsOf(snapshot, institution, last).filter((row) => row.item === item);
  const registered = new Set(systems.map(({ instrument }) => instrument));
  const bare = snapshot.instruments(institution, item, last).filter(({ code }) => !registered.has(code));
  return (
    systems.every(({ pointOfCare }) => pointOfCare === true) &&
    (isBedsideItem(snapshot, item) || (systems.length > 0 && bare.length === 0))
  );
}

/** Each laboratory item that went out in reports of a month, with its days of control on every system and its comparison (henan-2025.lab.7#05). */
export function coverageOfItems(
  snapshot: RegisterSnapshot,
  of: OfMonth,
  { reported, comparisons }: CoverageFacts,
): readonly CoveredItem[] {
  return [...reported]
    .filter((item) => snapshot.item(item, of.last)?.kind === 'laboratory')
    .sort()
    .map((item) => ({
      item,
      qcDays: controlMonth(snapshot, of.institution, item, of.month)?.qcDays ?? 0,
      comparedOn: comparedAsOf(snapshot, of, item, comparisons),
    }));
}

export interface DeviceTest extends CoveredItem {
  /** Null: no test system of the device is registered for it. */
  readonly system: string | null;
}

export interface BedsideDevice {
  readonly code: string;
  readonly tests: readonly DeviceTest[];
}

/** A device stands under the quality system where each of its tests does. */
export const isUnderSystem = ({ tests }: BedsideDevice): boolean => tests.every(isCovered);

/** The bedside devices of an institution at the end of a month, each with what is tested on it there (henan-2023.t17.2#01). */
export function bedsideDevices(
  snapshot: RegisterSnapshot,
  of: OfMonth,
  facts: CoverageFacts,
): readonly BedsideDevice[] {
  const systems = systemsOf(snapshot, of.institution, of.last).filter(({ pointOfCare }) => pointOfCare === true);
  const own = snapshot.inForce(instruments, of.last).filter(({ institution }) => institution === of.institution);
  const tested = own.map(({ code, nameZh, items }) => {
    const registered = systems.filter(({ instrument }) => instrument === code);
    const known = new Set(registered.map(({ item }) => item));
    const bare = items.filter((item) => isBedsideItem(snapshot, item) && !known.has(item));
    return {
      ...{ code, nameZh },
      tests: [...registered.map((row) => ({ item: row.item, system: row.code })), ...bare.map(bareTest)],
    };
  });
  const devices = tested.filter(({ tests }) => tests.length > 0);
  return devices.map(({ code, nameZh, tests }) => ({
    code,
    tests: tests
      .map(({ item, system }): DeviceTest => {
        const others = devices.filter((one) => one.code !== code && one.tests.some((test) => test.item === item));
        const isOf = ({ tested: name }: ComparisonMade): boolean =>
          names(name, { code, nameZh }) || (others.length === 0 && !own.some((one) => names(name, one)));
        const made = facts.comparisons.filter((one) => one.kind === 'bedside' && one.item === item && isOf(one));
        return {
          ...{ item, system, comparedOn: lastOf(made, of.last) },
          qcDays: system !== null && isControlled(snapshot, of, { item, system }, facts) ? 1 : 0,
        };
      })
      .sort((a, b) => (a.item < b.item ? -1 : 1)),
  }));
}

const bareTest = (item: string) => ({ item, system: null });

/** Whether a comparison says by code or name that it was of a device. */
const names = (tested: string, { code, nameZh }: { readonly code: string; readonly nameZh: string }): boolean =>
  tested === code || tested === nameZh;

/** A run in control; of an item that is controlled elsewhere, what the institution reported of its month counts for all of its systems. */
function isControlled(
  snapshot: RegisterSnapshot,
  { institution, month }: OfMonth,
  { item, system }: { readonly item: string; readonly system: string },
  { controlled }: CoverageFacts,
): boolean {
  if (controlled.has(system)) return true;
  if (snapshot.measuredMonth(institution, item, month) !== null) return false;
  return (snapshot.iqcMonth(institution, item, month)?.qcDays ?? 0) > 0;
}

const systemsOf = (snapshot: RegisterSnapshot, institution: string, day: Day): readonly TestSystemRow[] =>
  snapshot.inForce(testSystems, day).filter((row) => row.institution === institution);

const isBedsideItem = (snapshot: RegisterSnapshot, item: string): boolean => snapshot.item(item)?.category === 'poct';
