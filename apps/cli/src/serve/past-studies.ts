/**
 * Studies of a demonstration 演示方法学评价: items without a round of EQA, compared by split samples with the laboratory of another hospital; a
 * glucose meter of a ward with the laboratory; the precision of an analyser against its claims.
 */
import type { Day } from '@fujie/core/kernel';
import { addDays } from '@fujie/core/kernel';
import { runItems } from '@fujie/core/laboratory';
import { recordPastStudies } from '@fujie/server/demonstration';
import type { Deps } from '@fujie/server/platform';
import type { StudyEntry } from '@fujie/wire/contracts';

import type { Jurisdiction } from '../simulate/world.ts';
import { planWorld } from '../simulate/world.ts';

/** By how much the tested results lie above those of the partner, in percent: the second is more than is allowed. */
const BIASES = [1.5, 14];
const ALLOWED_PERCENT = 10;
const SAMPLES = [30, 40, 50, 70, 110];
const DAYS_AGO = 40;

/** Pairs that the standard asks for at least, over the range of a meter (WS/T 781-2021). */
const METER_PAIRS = 40;

/** A portable meter 便携式血糖仪 of a ward: within its limits at each concentration, as WS/T 781-2021 asks. */
function meterStudy(today: Day): StudyEntry {
  const pairs = Array.from({ length: METER_PAIRS }, (_, place) => {
    const reference = Number((2.4 + 0.5 * place).toFixed(1));
    return {
      reference,
      test: Number((reference * (1 + ((place % 7) - 3) / 50)).toFixed(1)),
      haematocrit: 38 + (place % 9),
    };
  });
  return {
    ...{ kind: 'glucose-meter', item: 'GLU_POCT', title: '急诊科便携式血糖仪比对', unit: 'mmol/L' },
    ...{ reference: '检验科生化分析仪', tested: '急诊科便携式血糖仪', measuredOn: addDays(today, -25) },
    data: { pairs },
  };
}

/** Five results on each of five days, compatible with what the maker claims (EP15). */
function precisionStudy(today: Day): StudyEntry {
  const days = Array.from({ length: 5 }, (_, day) =>
    [-2, -1, 0, 1, 2].map((step) => Number((4 + 0.02 * step + 0.01 * (day - 2)).toFixed(2))),
  );
  return {
    ...{ kind: 'precision', item: 'K', title: '钾精密度验证', unit: 'mmol/L' },
    ...{ reference: '厂家声明', tested: 'CHEM-1', measuredOn: addDays(today, -50) },
    data: { days, claims: { repeatability: 1, withinLaboratory: 1.5 } },
  };
}

/** Records split samples that are acceptable and some that are not, and the others that are. */
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
  await recordPastStudies(deps, { institution, name: '检验师 王', reviewer: '检验师 李' }, [
    ...entries,
    meterStudy(today),
    precisionStudy(today),
  ]);
}
