/**
 * Weekly returns of a demonstration: most units hand in on Monday morning, some on Tuesday, one now and then not at all, so that the page
 * of the commission has somebody to name. The newest week is still open where today is its Monday.
 */
import { returnOwedAt } from '@fujie/core/duties';
import type { Instant } from '@fujie/core/kernel';
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';
import { enterPastMeeting, handInPast, openPastReturns } from '@fujie/server/demonstration';
import type { Deps } from '@fujie/server/platform';

import { createRandom } from '../simulate/random.ts';

const HOUR_MS = 3_600_000;

const PROGRESS = [
  '本周组织互认政策培训一次，检验科与临床科室共同核对互认项目，提示处置率较上周提高。',
  '对未处置的互认提示逐例回访医师，完善开单界面提示；门诊张贴互认项目目录。',
  '质控小组抽查复检病历，理由填写完整；与检验科核对互认标识打印情况，未发现错标。',
  '召开科主任例会通报上周互认情况，督促说明义务落实，患者对重复检查的反映减少。',
] as const;
const LESSON = '接诊医师开单时调阅外院带标识的结果并采纳，患者未再抽血，节省费用，治疗得以提前安排。';

/** A problem of the ledger, with days until it is to be solved. */
const PROBLEM = {
  problem: '急诊开单界面未显示互认提示，医师须另行查询',
  measure: '协调信息科在急诊开单界面接入提示，并培训急诊医师',
  responsible: '医务科 王主任',
};
const PROBLEM_DAYS = 30;

/** Opens what is owed of the last weeks, and hands in what units handed in. */
export async function handInReturns(deps: Deps, seed: number): Promise<void> {
  const now = deps.clock.now();
  const entered = new Set<string>();
  for (const loop of await openPastReturns(deps)) {
    const random = createRandom(seed).fork(`return/${loop.unit}/${loop.week}`);
    const draw = random.next();
    const after = draw < 0.84 ? random.int(8, 17) : draw < 0.93 ? random.int(25, 60) : null;
    const at = after === null ? null : ((returnOwedAt(loop.week) + after * HOUR_MS) as Instant);
    if (at === null || at > now || loop.status !== 'open') continue;
    const hasTypical = random.chance(0.3);
    // One of the hospitals and one of the counties enter a problem.
    const problem = entered.has(loop.definition) ? undefined : PROBLEM;
    entered.add(loop.definition);
    await handInPast(deps, loop, at, {
      progress: random.pick(PROGRESS),
      ...(hasTypical ? { lesson: LESSON } : {}),
      ...(problem === undefined ? {} : { ledger: [{ ...problem, dueOn: addDays(dayOf(at), PROBLEM_DAYS) }] }),
    });
  }
}

const MEETING_DAYS_AGO = 6;
const MEETING_HOUR = 15;

/** A meeting of last week: two units that were late or missing are named, one institution and one bureau are asked for something. */
export async function holdDispatch(deps: Deps, region: string, institution: string): Promise<void> {
  const loops = await openPastReturns(deps);
  if (loops.length === 0) return;
  const heldOn = addDays(dayOf(deps.clock.now()), -MEETING_DAYS_AGO);
  const late = loops.filter(({ state }) =>
    state.stages.some(({ status }) => status === 'overdue' || status === 'met-late'),
  );
  const bureau = loops.find(({ unit }) => unit.startsWith('region.'))?.unit ?? institution;
  const dueOn = (days: number): string => addDays(heldOn, days);
  await enterPastMeeting(deps, region, (startOfDay(heldOn) + MEETING_HOUR * HOUR_MS) as Instant, {
    heldOn,
    title: '检查检验结果互认工作调度会',
    present: '工作专班各成员科室、各县区卫生健康局、市临床检验质控部',
    minutes: '通报周报报送与未处置提示情况，部署下一阶段工作。',
    points: [
      ...[...new Set(late.map(({ unit }) => unit))].slice(0, 2).map((unit) => ({
        ...{ kind: 'naming' as const, unit, dueOn: dueOn(7) },
        text: '互认工作周报未按时报送，请说明原因并整改。',
      })),
      { kind: 'decision', unit: institution, text: '对未处置提示较多的科室开展一次专项培训。', dueOn: dueOn(10) },
      { kind: 'decision', unit: bureau, text: '对辖区内二级以上医院互认标识打印情况督导一次。', dueOn: dueOn(4) },
    ],
  });
}
