/** What registers and analysers say that happened to a test system 检测系统事件: changes of lots, calibrations and maintenance, for its charts. */
import type { Day } from '@fujie/core/kernel';
import { dayOf, formatInstant, startOfDay } from '@fujie/core/kernel';
import type { NamingResult } from '@fujie/core/laboratory';
import { ACTIVITY_NAMES, lotChanges, namedLotChanges, namedLotFaults } from '@fujie/core/laboratory';
import type { RegisterSnapshot, TestSystemRow } from '@fujie/core/registers';
import { instrumentActivities } from '@fujie/core/registers';
import type { IqcSeriesResponse } from '@fujie/wire/contracts';

type Event = IqcSeriesResponse['events'][number];

const EVENT_OF_ACTIVITY: Readonly<Record<string, string>> = { maintenance: 'maintenance', calibration: 'calibration' };

/** Of a period, both days included, with lots that came with its results; numbered downwards from -1, apart from what people entered. */
export function registerEvents(
  snapshot: RegisterSnapshot,
  { institution, code, instrument }: TestSystemRow,
  span: { readonly from: Day; readonly to: Day },
  results: readonly NamingResult[],
): readonly Event[] {
  const registered = lotChanges(snapshot, { institution, system: code }, span);
  const changes = registered.map(({ on, kind, product, from, to }) =>
    byRegister(on, kind === 'calibrator' ? 'calibrator-lot' : 'reagent-lot', `${product} ${from} → ${to}`),
  );
  const named = namedLotChanges(results).flatMap(({ kind, at, from, to }): readonly Untold[] => {
    const on = dayOf(at);
    // What the register says of that day is the same change.
    if (
      registered.some(
        (one) => one.to === to && one.on === on && (one.kind === 'calibrator') === (kind === 'calibrator'),
      )
    )
      return [];
    const faults = namedLotFaults(snapshot, { institution, system: code, kind, lot: to }, on);
    const what = { kind: `${kind}-lot`, text: `${from} → ${to}`, by: '仪器 analyser' };
    return [{ ...what, at: formatInstant(at), faults: [...faults] }];
  });
  const done = snapshot.all(instrumentActivities).flatMap(({ row }) => {
    const on = row.doneOn;
    const isOwn = row.institution === institution && row.instrument === instrument;
    if (!isOwn || on === null || on < span.from || on > span.to) return [];
    const [zh = row.activity, en = row.activity] = ACTIVITY_NAMES[row.activity] ?? [];
    const text = `${zh} ${en} ${row.certificate ?? ''}`.trim();
    return [byRegister(on, EVENT_OF_ACTIVITY[row.activity] ?? 'note', text)];
  });
  return [...changes, ...named, ...done].map((one, index) => ({ ...one, id: -1 - index, loop: null }));
}

type Untold = Omit<Event, 'id' | 'loop'>;

const byRegister = (on: Day, kind: string, text: string): Untold => ({
  ...{ kind, text, by: '目录 register', at: formatInstant(startOfDay(on)), faults: [] },
});
