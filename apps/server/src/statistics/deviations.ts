/**
 * Compares institutions with their peers by the recognition statistics of each month 偏离监测: one that stands clearly apart owes a cause and a
 * correction, and a month after the correction shows whether it is within the bound again. Source: national-2022.art.34#02, sichuan-2025.5#03.
 */
import type { Day } from '@fujie/core/kernel';
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';
import type { LoopDefinition } from '@fujie/core/loops';
import { monthOf } from '@fujie/core/organisation';
import type { DeviationFound, DeviationMeasure, RecognitionParameters } from '@fujie/core/recognition';
import { deviationsAmong } from '@fujie/core/recognition';
import { institutions } from '@fujie/core/registers';

import { programActor } from '../platform/auth/program-actor.ts';
import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import type { DeviationLoop } from './deviations.query.ts';
import { countRecognition, findDeviationLoops } from './deviations.query.ts';

export const DEVIATION = 'recognition/deviation';
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;
const PERCENT = 100;

type Month = ReturnType<typeof monthOf>;
type Needs = Pick<Deps, 'config' | 'registers' | 'worker'>;

/** The loop with the figures of the region: how an institution is compared is not its own to set. */
export const deviationOn = (deps: Needs, day: Day): LoopDefinition | null => loopOn(deps, DEVIATION, '', day);

/** From which figures on something is a deviation, as percent in the register and as shares in the rule. */
export function limitsOf({ parameters }: LoopDefinition): RecognitionParameters['deviation'] {
  const value = (name: string): number => parameters[name]?.value ?? 0;
  return {
    sigmas: value('sigmas'),
    minimumRatio: value('ratio') / PERCENT,
    minimumShareOfItems: value('share') / PERCENT,
    minimumPeers: value('peers'),
    minimumOpportunities: value('opportunities'),
  };
}

/** The last month whose statistics are settled on a day. */
export function settledMonth({ parameters }: LoopDefinition, today: Day): Month {
  const last = monthOf(addDays(today, -(parameters['after']?.value ?? 0)));
  return monthOf(addDays(last.from, -1));
}

/** Every institution of a month beside its peers, by the statistics as they stand. */
export async function deviationsIn(
  deps: Needs,
  month: Month,
  definition: LoopDefinition,
): Promise<readonly DeviationFound[]> {
  const counts = new Map((await countRecognition(deps.worker, month)).map((row) => [row.institution, row]));
  const all = deps.registers
    .current()
    .inForce(institutions, addDays(month.to, -1))
    .map(({ code, region, level, kind }) => {
      const { opportunities = 0, accepted = 0, items = 0 } = counts.get(code) ?? {};
      return { institution: code, region, level, kind, opportunities, accepted, items };
    });
  return deviationsAmong(all, { deviation: limitsOf(definition) });
}

interface Subject {
  readonly institution: string;
  readonly measure: DeviationMeasure;
  readonly direction: string;
  readonly month: string;
}

/** What a loop is about. */
export function subjectIn({ subject }: Pick<DeviationLoop, 'subject'>): Subject {
  const [institution = '', measure = '', direction = '', month = ''] = subject.split('|');
  return { institution, measure: measure as DeviationMeasure, direction, month };
}

const isAbout = (loop: DeviationLoop, { institution, measure }: DeviationFound): boolean => {
  const of = subjectIn(loop);
  return of.institution === institution && of.measure === measure;
};

/** Opens what deviated in the last settled month, and says of what was put right before it how that month looked; how many of each. */
export async function raiseDeviations(deps: Deps): Promise<{ readonly opened: number; readonly checked: number }> {
  const today = dayOf(deps.clock.now());
  const definition = deviationOn(deps, today);
  if (definition === null) return { opened: 0, checked: 0 };
  const month = settledMonth(definition, today);
  const found = await deviationsIn(deps, month, definition);
  const since = addDays(today, -(definition.parameters['justified']?.value ?? 0));
  const loops = await findDeviationLoops(deps.worker, DEVIATION, since);
  let [opened, checked] = [0, 0];
  for (const one of found) {
    const { verdict } = one;
    if (verdict.kind !== 'compared') continue;
    const own = loops.filter((loop) => isAbout(loop, one));
    const open = own.find(({ status }) => status === 'open');
    if (open !== undefined) checked += (await checkAgain(deps, open, month, { ...one, verdict })) ? 1 : 0;
    else if (verdict.deviates && !own.some((loop) => isJustified(loop, verdict)))
      opened += (await openDeviation(deps, month, { ...one, verdict })) ? 1 : 0;
  }
  if (opened + checked > 0)
    await deps.audit.record({
      ...{ actor: programActor('deviations'), action: 'loop:open', outcome: 'done', detail: { opened, checked } },
    });
  return { opened, checked };
}

type Compared = Extract<DeviationFound['verdict'], { readonly kind: 'compared' }>;
export type Deviating = DeviationFound & { readonly verdict: Compared };

/** Whether the authority took such a deviation for justified, so that it is not asked about again for a while. */
const isJustified = (loop: DeviationLoop, { direction }: Compared): boolean =>
  loop.judged === 'justified' && subjectIn(loop).direction === direction;

/** Opens what stands apart in a month; false: it was opened before, or no document asks for it. */
export async function openDeviation(deps: Deps, { key: month }: Pick<Month, 'key'>, one: Deviating): Promise<boolean> {
  const { institution, measure, peers, opportunities, verdict } = one;
  const named = TITLES[measure];
  const [zh, en] = verdict.direction === 'low' ? ['偏低', 'low'] : ['偏高', 'high'];
  const figures = { figure: shown(measure, one.value), mean: shown(measure, verdict.mean) };
  const row = await deps.worker.tx((tx) =>
    openLoop(deps, tx, {
      ...{ definition: DEVIATION, subject: [institution, measure, verdict.direction, month].join('|') },
      ...{
        unit: institution,
        department: null,
        personId: null,
        by: PLATFORM,
        occurredAt: startOfDay(dayOf(deps.clock.now())),
      },
      facts: {
        titleZh: `${month} ${named.zh}明显${zh}：本机构 ${figures.figure}，同类 ${figures.mean}`,
        titleEn: `${named.en} of ${month} clearly ${en}: ${figures.figure}, peers ${figures.mean}`,
        ...{ month, ...figures, bound: `±${shown(measure, verdict.bound)}`, peersCompared: peers, opportunities },
      },
    }),
  );
  return row !== null;
}

/** Says how a month looked that began after a deviation was put right; false: nothing of it is to be checked. */
async function checkAgain(deps: Deps, loop: DeviationLoop, month: Month, one: Deviating): Promise<boolean> {
  if (!loop.stages.includes('check') || loop.correctedOn === null || month.from <= loop.correctedOn) return false;
  const { measure, value, verdict } = one;
  const now = deps.clock.now();
  const comparison = `${shown(measure, value)} / ${shown(measure, verdict.mean)} (±${shown(measure, verdict.bound)})`;
  const recorded = await deps.worker.tx((tx) =>
    recordInLoop(deps, tx, loop.id, {
      ...{ key: `check:${month.key}`, kind: 'act', stage: 'check', outcome: verdict.deviates ? 'outside' : 'within' },
      ...{ by: PLATFORM, occurredAt: now, recordedAt: now, fields: { comparedMonth: month.key, comparison } },
    }),
  );
  return recorded?.record !== null;
}

const TITLES: Readonly<Record<DeviationMeasure, { readonly zh: string; readonly en: string }>> = {
  'recognition-ratio': { zh: '互认率', en: 'Recognition rate' },
  'recognised-items': { zh: '互认项目数', en: 'Number of recognised items' },
};

/** A figure as both languages write it. */
const shown = (measure: DeviationMeasure, value: number): string =>
  measure === 'recognition-ratio' ? `${(value * PERCENT).toFixed(1)}%` : String(Number(value.toFixed(1)));
