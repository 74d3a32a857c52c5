/** What registers say that happened to a test system 检测系统事件: changes of lots, calibrations and maintenance, for its charts. */
import type { Day } from '@fujie/core/kernel';
import { formatInstant, startOfDay } from '@fujie/core/kernel';
import { ACTIVITY_NAMES, lotChanges } from '@fujie/core/laboratory';
import type { RegisterSnapshot, TestSystemRow } from '@fujie/core/registers';
import { instrumentActivities } from '@fujie/core/registers';
import type { IqcSeriesResponse } from '@fujie/wire/contracts';

type Event = IqcSeriesResponse['events'][number];

const EVENT_OF_ACTIVITY: Readonly<Record<string, string>> = { maintenance: 'maintenance', calibration: 'calibration' };

/** Of a period, both days included; numbered downwards from -1, apart from what people entered. */
export function registerEvents(
  snapshot: RegisterSnapshot,
  { institution, code, instrument }: TestSystemRow,
  span: { readonly from: Day; readonly to: Day },
): readonly Event[] {
  const changes = lotChanges(snapshot, { institution, system: code }, span).map(({ on, kind, product, from, to }) => ({
    ...{ on, kind: kind === 'calibrator' ? 'calibrator-lot' : 'reagent-lot', text: `${product} ${from} → ${to}` },
  }));
  const done = snapshot.all(instrumentActivities).flatMap(({ row }) => {
    const on = row.doneOn;
    const isOwn = row.institution === institution && row.instrument === instrument;
    if (!isOwn || on === null || on < span.from || on > span.to) return [];
    const [zh = row.activity, en = row.activity] = ACTIVITY_NAMES[row.activity] ?? [];
    const text = `${zh} ${en} ${row.certificate ?? ''}`.trim();
    return [{ on, kind: EVENT_OF_ACTIVITY[row.activity] ?? 'note', text }];
  });
  return [...changes, ...done].map(({ on, kind, text }, index) => ({
    ...{ id: -1 - index, kind, text, loop: null, by: '目录 register', at: formatInstant(startOfDay(on)) },
  }));
}
