import type { SuspicionKind } from '@fujie/core/iqc';
import type { Day } from '@fujie/core/kernel';
import { addDays, dayOf } from '@fujie/core/kernel';
import { describe, expect, it } from 'vitest';

import { isSuspected, judgedRuns } from '../lab/score-plants.ts';
import { CONTROL_PLANTS } from './control-plants.ts';
import type { ControlSeries } from './control-series.ts';
import { CONTROL_DAYS, controlSeries } from './control-series.ts';
import { planWorld } from './world.ts';

const TODAY = '2026-11-22' as Day;
const DAY = 86_400_000;

describe.each(['taiyuan', 'sichuan'] as const)('control series of %s', (jurisdiction) => {
  const world = planWorld(jurisdiction);
  const all = controlSeries(1, world, TODAY);
  const plantsOf = ({ institution, system }: ControlSeries) =>
    CONTROL_PLANTS.filter((plant) => world.code(plant.role) === institution && plant.system === system);

  it('are rejected where an error is planted, once and within ten days of it, and nowhere else', () => {
    const found = all.flatMap((series) =>
      judgedRuns(series).flatMap(({ verdict, measuredAt }) =>
        verdict === 'reject' ? [{ system: series.system, plants: plantsOf(series), day: dayOf(measuredAt) }] : [],
      ),
    );
    expect(found.map(({ system }) => system).sort()).toEqual(['ALT@CHEM-2', 'GLU@CHEM-1', 'PLT@HEMA-1']);
    for (const { plants, day } of found) {
      const from = addDays(TODAY, -(plants[0]?.fromDaysAgo ?? 0));
      expect(day >= from && day <= addDays(from, 10), day).toBe(true);
    }
  });

  it('are asked about where values come again or are never far off, and nowhere else', () => {
    const asked = (kind: SuspicionKind) => all.filter((series) => isSuspected(series, kind)).map(plantsOf);
    expect(asked('repeated-values')).toMatchObject([[{ kind: 'repeated-values' }]]);
    expect(asked('never-beyond-2s')).toMatchObject([[{ kind: 'never-beyond' }]]);
  });

  it('are asked about where they are never far off also in the half-year before the month of today', () => {
    const monthStart = Date.parse('2026-11-01T00:00+08:00');
    const before = all.map((series) => ({
      ...series,
      values: series.values.filter(({ measuredAt }) => measuredAt < monthStart && measuredAt >= monthStart - 180 * DAY),
    }));
    expect(before.filter((series) => isSuspected(series, 'never-beyond-2s')).map(plantsOf)).toMatchObject([
      [{ kind: 'never-beyond' }],
    ]);
  });

  it('are there for this morning but where it is planted that they are missing, and go on from day to day', () => {
    const measured = (series: ControlSeries, day: Day): boolean =>
      series.values.some(({ measuredAt }) => dayOf(measuredAt) === day);
    expect(all.filter((series) => !measured(series, TODAY)).map(plantsOf)).toMatchObject([
      [{ kind: 'drift' }, { kind: 'missing-today' }],
    ]);
    expect(all.every((series) => measured(series, addDays(TODAY, -CONTROL_DAYS)))).toBe(true);
    const later = controlSeries(1, world, TODAY, addDays(TODAY, 2));
    expect(later.map(({ values }, index) => values.slice(0, all[index]?.values.length))).toEqual(
      all.map(({ values }) => values),
    );
  });
});
