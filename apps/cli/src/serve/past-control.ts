/** Internal quality control of a demonstration 演示室内质控: series of the two laboratories, up to this morning. */
import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { PractitionerRow } from '@fujie/core/registers';
import { practitioners } from '@fujie/core/registers';
import type { PastControl } from '@fujie/server/demonstration';
import { recordPastControl } from '@fujie/server/demonstration';
import type { Deps } from '@fujie/server/platform';

import type { ControlPlantKind } from '../simulate/control-plants.ts';
import type { ControlSeries } from '../simulate/control-series.ts';
import { controlSeries } from '../simulate/control-series.ts';
import type { Jurisdiction } from '../simulate/world.ts';
import { planWorld } from '../simulate/world.ts';

const MINUTE = 60_000;

const STORIES: Readonly<Partial<Record<ControlPlantKind, readonly [kind: string, cause: string, measures: string]>>> = {
  drift: ['calibrator', '校准漂移，两水平结果逐日升高', '重新校准并更换比色杯'],
  shift: ['reagent', '新开瓶试剂复溶体积有误，结果整体偏高', '弃用该瓶试剂，换新瓶后重新校准'],
  'random-error': ['operation', '加样针挂滴，单次结果偏高', '清洗加样针后同瓶重测'],
};

/** Records what was measured until now; a second time only what is new. */
export async function controlUntil(
  deps: Deps,
  { seed, jurisdiction, today }: { readonly seed: number; readonly jurisdiction: Jurisdiction; readonly today: Day },
  until: Day,
): Promise<void> {
  const now = deps.clock.now();
  const all = controlSeries(seed, planWorld(jurisdiction), today, until);
  const staff = deps.registers.current().inForce(practitioners, today);
  const technicians = staff.filter(({ role }) => role === 'technician').toSorted((a, b) => (a.code < b.code ? -1 : 1));
  for (const institution of new Set(all.map((series) => series.institution)))
    await recordPastControl(
      deps,
      pastOf(
        institution,
        technicians.filter((row) => row.institution === institution),
        all.filter((series) => series.institution === institution),
        now,
      ),
    );
}

function pastOf(
  institution: string,
  [bench, reviewer]: readonly PractitionerRow[],
  all: readonly ControlSeries[],
  now: Instant,
): PastControl {
  const actor = (row: PractitionerRow | undefined, id: string, name: string) => ({
    ...{ id: row?.code ?? id, name: row?.nameZh ?? name, role: 'laboratory' },
  });
  return {
    institution,
    bench: actor(bench, 'JYK01', '检验师 王'),
    reviewer: actor(reviewer, 'JYK02', '主管检验师 孙'),
    targets: all.flatMap(({ system, product, lot, targets, validFrom }) =>
      targets.map(({ level, mean, sd }) => ({
        ...{ system, product, lot, level, mean: String(mean), sd: String(sd), kind: 'provisional' as const, validFrom },
      })),
    ),
    measurements: all
      .flatMap(({ system, product, lot, values }) =>
        values.map(({ level, reading, measuredAt }) => ({ system, product, lot, level, reading, measuredAt })),
      )
      // Where it is early in the morning, the analysers have not run yet.
      .filter(({ measuredAt }) => measuredAt <= now)
      .sort((a, b) => a.measuredAt - b.measuredAt),
    rejected: all
      .flatMap(({ system, rejections }) => rejections.map((one) => ({ system, ...one })))
      .sort((a, b) => a.at - b.at)
      .map(({ system, at, correctedAt, plant }) => {
        const [causeKind = 'unknown', cause = '', measures = ''] = STORIES[plant.kind] ?? [];
        return {
          ...{ system, at, correctedAt, verifiedAt: (correctedAt + 40 * MINUTE) as Instant },
          ...{ cause: { causeKind, cause }, correction: { measures } },
          kept: `${dayOf(at)} 期间留存标本复测，差异均在允许范围内`,
        };
      }),
  };
}
