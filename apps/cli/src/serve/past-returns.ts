/**
 * Weekly returns of a demonstration: most units hand in on Monday morning, some on Tuesday, one now and then not at all, so that the page
 * of the commission has somebody to name. The newest week is left to the accounts of the demonstration, which the week before handed in
 * problems 问题台账 as well; it is still open for everybody where today is its Monday.
 */
import { returnOwedAt } from '@fujie/core/duties';
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';
import { enterPastMeeting, handInPast, openPastDeviation, openPastReturns } from '@fujie/server/demonstration';
import type { Deps } from '@fujie/server/platform';

import { completeMonths } from '../simulate/calendar.ts';
import { createRandom } from '../simulate/random.ts';

const HOUR_MS = 3_600_000;

const PROGRESS = [
  '本周组织互认政策培训一次，检验科与临床科室共同核对互认项目，提示处置率较上周提高。',
  '对未处置的互认提示逐例回访医师，完善开单界面提示；门诊张贴互认项目目录。',
  '质控小组抽查复检病历，理由填写完整；与检验科核对互认标识打印情况，未发现错标。',
  '召开科主任例会通报上周互认情况，督促说明义务落实，患者对重复检查的反映减少。',
] as const;
const LESSON = '接诊医师开单时调阅外院带标识的结果并采纳，患者未再抽血，节省费用，治疗得以提前安排。';

/** What a unit of the demonstration has not solved: days from today. */
const PROBLEMS = [
  ['外院影像资料调阅较慢，影响采用', '与平台运维核对专线带宽，门诊增设缓存', '信息科 王工', -1],
  ['部分科室复检理由填写不完整', '每周抽查二十份并反馈科主任', '医务科 李主任', 12],
] as const;

/** Opens what is owed of the last weeks, and hands in what units handed in; `own`: units whose accounts hand in themselves. */
export async function handInReturns(deps: Deps, seed: number, own: readonly string[]): Promise<void> {
  const now = deps.clock.now();
  const loops = await openPastReturns(deps);
  const weeks = [...new Set(loops.map(({ week }) => week))].sort();
  const [newest, before] = [weeks.at(-1), weeks.at(-2)];
  for (const loop of loops) {
    const isOwn = own.includes(loop.unit);
    if (isOwn && loop.week === newest) continue;
    const hasProblems = isOwn && loop.week === before;
    const random = createRandom(seed).fork(`return/${loop.unit}/${loop.week}`);
    const draw = random.next();
    const after = hasProblems || draw < 0.84 ? random.int(8, 17) : draw < 0.93 ? random.int(25, 60) : null;
    const at = after === null ? null : ((returnOwedAt(loop.week) + after * HOUR_MS) as Instant);
    if (at === null || at > now || loop.status !== 'open') continue;
    const hasTypical = random.chance(0.3);
    await handInPast(deps, loop, at, {
      progress: random.pick(PROGRESS),
      ...(hasProblems ? { ledger: problemsOn(dayOf(now)) } : {}),
      ...(hasTypical ? { lesson: LESSON } : {}),
    });
  }
}

const problemsOn = (today: Day) =>
  PROBLEMS.map(([problem, measure, responsible, days]) => ({
    problem,
    measure,
    responsible,
    dueOn: addDays(today, days),
  }));

const MEETING_DAYS_AGO = 6;
const MEETING_HOUR = 15;

/** A meeting of last week: two units that were late or missing are named, one institution and one bureau are asked for something. */
export async function holdDispatch(
  deps: Deps,
  region: string,
  [institution, bureau]: readonly [string, string],
): Promise<void> {
  const loops = await openPastReturns(deps);
  if (loops.length === 0) return;
  const heldOn = addDays(dayOf(deps.clock.now()), -MEETING_DAYS_AGO);
  const late = loops.filter(({ state }) =>
    state.stages.some(({ status }) => status === 'overdue' || status === 'met-late'),
  );
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

const DEVIATION_MONTHS_AGO = 4;

/** Yesterday the city hospital was found far below its peers in a month before the life of the demonstration; nobody has looked into it yet. */
export async function findDeviation(deps: Deps, institution: string): Promise<void> {
  const yesterday = addDays(dayOf(deps.clock.now()), -1);
  const [month = ''] = completeMonths(yesterday, DEVIATION_MONTHS_AGO);
  await openPastDeviation(deps, (startOfDay(yesterday) + MEETING_HOUR * HOUR_MS) as Instant, {
    ...{ institution, month, value: 0.48, mean: 0.63, opportunities: 214, peers: 6 },
  });
}
