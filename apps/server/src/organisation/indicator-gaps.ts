/**
 * Months of the core-system indicators 核心制度指标 that are over without a whole cycle of each, and indicators of the forty that no department has,
 * as loops are opened on them. Source: henan-2025.mq.5#07, henan-2023.req.2#01.
 */
import type { Day } from '@fujie/core/kernel';
import { addDays, startOfDay } from '@fujie/core/kernel';
import {
  bearsOrganisation,
  DUTIES,
  monthOf,
  toldPeriod,
  unassignedIndicators,
  withoutCycle,
} from '@fujie/core/organisation';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { CORE_INDICATORS, HENAN_INDICATORS } from '@fujie/core/registers';

import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import type { Gap } from './gap.ts';
import type { OpenLoopRow } from './meetings.query.ts';

export const CYCLE = 'organisation/cycle-incomplete';
export const UNASSIGNED = 'organisation/indicators-unassigned';

/** The last month whose cycle is over: its time ran out with the month before this one; and months that are asked after still. */
export function cycleGapsOf(
  deps: Deps,
  snapshot: RegisterSnapshot,
  institution: string,
  { open, today }: { readonly open: readonly Pick<OpenLoopRow, 'definition' | 'subject'>[]; readonly today: Day },
): readonly Gap[] {
  const last = monthOf(addDays(monthOf(today).from, -1)).from;
  const owed =
    bearsOrganisation(snapshot, institution, last) && loopOn(deps, DUTIES.indicators.loop, institution, last) !== null;
  const own = open.filter(({ definition, subject }) => definition === CYCLE && subject.split('|')[1] === institution);
  const months = new Set([...(owed ? [toldPeriod('indicators', last)] : []), ...own.map(monthIn)]);
  return [...months].flatMap((month) => cycleGapOf(snapshot, institution, month, today));
}

const monthIn = ({ subject }: Pick<OpenLoopRow, 'subject'>): string => subject.split('|').at(-2) ?? '';

function cycleGapOf(snapshot: RegisterSnapshot, institution: string, month: string, today: Day): readonly Gap[] {
  const lacking = withoutCycle(snapshot, institution, month, today);
  if (lacking.length === 0) return [];
  const [all, some] = [String(CORE_INDICATORS.length), String(lacking.length)];
  return [
    {
      ...{ unit: institution, department: null, occurredAt: startOfDay(today), lasts: true },
      definition: CYCLE,
      subject: `cycle|${institution}|${month}|${today}`,
      facts: {
        titleZh: `${month}：核心制度指标 ${all} 项中 ${some} 项未完成循环`,
        titleEn: `${month}: ${some} of the ${all} core-system indicators did not go through the whole cycle`,
        period: month,
      },
    },
  ];
}

/** Indicators of the forty without a department 未分解, as one gap until each has one. */
export function unassignedGapOf(snapshot: RegisterSnapshot, institution: string, today: Day): readonly Gap[] {
  const { length } = unassignedIndicators(snapshot, institution, today);
  if (length === 0) return [];
  const all = String(HENAN_INDICATORS.length);
  const some = String(HENAN_INDICATORS.length - length);
  return [
    {
      ...{ unit: institution, department: null, occurredAt: startOfDay(today), lasts: true },
      definition: UNASSIGNED,
      subject: `unassigned|${institution}|${today}`,
      facts: {
        titleZh: `四十项指标：已分解到科室 ${some} / ${all}`,
        titleEn: `The forty indicators: ${some} / ${all} given to departments`,
      },
    },
  ];
}
