/**
 * Weekly returns of a demonstration: most units hand in on Monday morning, some on Tuesday, one now and then not at all, so that the page
 * of the commission has somebody to name. The newest week is still open where today is its Monday.
 */
import { returnOwedAt } from '@fujie/core/duties';
import type { Instant } from '@fujie/core/kernel';
import { handInPast, openPastReturns } from '@fujie/server/demonstration';
import type { Deps } from '@fujie/server/platform';

import { createRandom } from '../simulate/random.ts';

const HOUR_MS = 3_600_000;

const PROGRESS = [
  '本周组织互认政策培训一次，检验科与临床科室共同核对互认项目，提示处置率较上周提高。',
  '对未处置的互认提示逐例回访医师，完善开单界面提示；门诊张贴互认项目目录。',
  '质控小组抽查复检病历，理由填写完整；与检验科核对互认标识打印情况，未发现错标。',
  '召开科主任例会通报上周互认情况，督促说明义务落实，患者对重复检查的反映减少。',
] as const;
const TYPICAL =
  '一名六十余岁患者由外院转入，入院前三日已在带晋HR标识的机构检验肝肾功能，接诊医师调阅后采纳，未再抽血，节省费用并提前一天安排治疗。';

/** Opens what is owed of the last weeks, and hands in what units handed in. */
export async function handInReturns(deps: Deps, seed: number): Promise<void> {
  const now = deps.clock.now();
  for (const loop of await openPastReturns(deps)) {
    const random = createRandom(seed).fork(`return/${loop.unit}/${loop.week}`);
    const draw = random.next();
    const after = draw < 0.84 ? random.int(8, 17) : draw < 0.93 ? random.int(25, 60) : null;
    const at = after === null ? null : ((returnOwedAt(loop.week) + after * HOUR_MS) as Instant);
    if (at === null || at > now || loop.status !== 'open') continue;
    const hasTypical = random.chance(0.3);
    await handInPast(deps, loop, at, {
      progress: random.pick(PROGRESS),
      ...(hasTypical ? { typical: TYPICAL } : {}),
    });
  }
}
