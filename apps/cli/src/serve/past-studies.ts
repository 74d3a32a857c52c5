/** Studies of a demonstration 演示方法学评价: items without a round of EQA, compared by split samples with the laboratory of another hospital. */
import type { Day } from '@fujie/core/kernel';
import { addDays } from '@fujie/core/kernel';
import { runItems } from '@fujie/core/laboratory';
import { recordPastStudies } from '@fujie/server/demonstration';
import type { Deps } from '@fujie/server/platform';

import type { Jurisdiction } from '../simulate/world.ts';
import { planWorld } from '../simulate/world.ts';

/** By how much the tested results lie above those of the partner, in percent: the second is more than is allowed. */
const BIASES = [1.5, 14];
const ALLOWED_PERCENT = 10;
const SAMPLES = [30, 40, 50, 70, 110];
const DAYS_AGO = 40;

/** Records one that is acceptable and one that is not. */
export async function recordStudies(deps: Deps, jurisdiction: Jurisdiction, today: Day): Promise<void> {
  const institution = planWorld(jurisdiction).code('central');
  const snapshot = deps.registers.current();
  const items = runItems(snapshot, institution, today).flatMap(({ item }) => {
    const known = snapshot.item(item);
    return known?.quantitative === true && snapshot.eqaOutcomes(institution, item).length === 0 ? [known] : [];
  });
  const entries = BIASES.flatMap((bias, place) => {
    const item = items[place];
    if (item === undefined) return [];
    const { code, nameZh, unit } = item;
    const study = { kind: 'split-sample', item: code, title: `${nameZh}分割样品比对` } as const;
    const pairs = SAMPLES.map((reference) => ({ reference, test: Number((reference * (1 + bias / 100)).toFixed(2)) }));
    return [
      {
        ...{ ...study, reference: '大学附属医院检验科', tested: '本科分析系统', measuredOn: addDays(today, -DAYS_AGO) },
        ...(unit === null ? {} : { unit }),
        data: { allowedPercent: ALLOWED_PERCENT, pairs },
      },
    ];
  });
  await recordPastStudies(deps, { institution, name: '检验师 王', reviewer: '检验师 李' }, entries);
}
