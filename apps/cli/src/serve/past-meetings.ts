/**
 * Meetings of a demonstration: the city hospital holds what it owes, but for what is planted: a department that held none in a month, one
 * without a quorum, a week without its feedback, a visit that was not made, and minutes that nobody signed. `truth` says which is which.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, startOfDay } from '@fujie/core/kernel';
import type { PastDuty, PastMeeting } from '@fujie/server/demonstration';

import { completeMonths, monthStart } from '../simulate/calendar.ts';
import { headOf } from '../simulate/region-organisation.ts';
import type { World } from '../simulate/world.ts';

const HOUR = 3_600_000;
type Truth = 'held' | 'missing' | 'inquorate' | 'unsigned';

/** Who is in which department of a demonstration hospital, by the last two digits of the staff number. */
const STAFF: Readonly<Partial<Record<string, readonly string[]>>> = {
  XNK: ['01', '02', '17'],
  XHK: ['03', '04'],
  NFM: ['05', '06'],
  PWK: ['07', '08'],
  FCK: ['09', '10'],
  EK: ['11', '12'],
  JZK: ['13', '14'],
  YXK: ['15'],
  JYK: ['16'],
};

/** Departments to whose meetings the chair of the committee came. */
const VISITED: readonly string[] = ['XNK', 'NFM', 'FCK', 'JYK'];

/** What became of a duty. */
export function truthOf({ kind, department, from }: PastDuty, today: Day): Truth {
  const [last] = completeMonths(today, 1);
  const isLast = from.slice(0, 7) === last;
  if (kind === 'journal' || kind === 'indicators') return 'missing';
  if (from >= monthStart(today)) return kind === 'week' ? 'held' : 'missing';
  if (kind === 'week') return isLast && from < `${last}-08` ? 'missing' : 'held';
  if (department !== null && STAFF[department] === undefined) return 'missing';
  if (kind === 'visit') return isLast && department === 'EK' ? 'missing' : 'held';
  if (isLast && department === 'XHK') return 'missing';
  if (isLast && department === 'PWK') return 'inquorate';
  return isLast && department === 'JZK' ? 'unsigned' : 'held';
}

/** The record of a duty, or null where nothing was done. */
export function pastMeeting(world: World, today: Day): (duty: PastDuty) => PastMeeting | null {
  const institution = world.code('central');
  const codes = (numbers: readonly string[]) => numbers.map((number) => `${institution}-P${number}`);
  return (duty) => {
    const { kind, department, from } = duty;
    const truth = truthOf(duty, today);
    if (truth === 'missing') return null;
    const day = kind === 'week' ? from : addDays(from, kind === 'visit' ? 9 : 14);
    const heldAt = (startOfDay(day) + (kind === 'visit' ? 8 : 15) * HOUR) as Instant;
    const staff = codes(STAFF[department ?? ''] ?? []);
    const everybody = [headOf(institution), ...codes(['01', '03', '05', '07', '09', '11', '13', '15', '17'])];
    const chair = department === null ? headOf(institution) : (staff[0] ?? headOf(institution));
    const base = { chair, agenda: [], decisions: [] };
    if (kind === 'visit')
      return {
        heldAt,
        isSigned: true,
        content: { ...base, present: staff, findings: '参加晨交班：交接内容完整，危急值处置记录需及时（演示）' },
      };
    if (kind === 'week')
      return {
        ...{ heldAt, isSigned: true },
        content: {
          ...{ ...base, present: everybody },
          ...{ carriedOut: '核心制度落实情况通报（演示）', problems: '上周一例标本溶血重抽，已作典型案例分析（演示）' },
          nextSteps: '本周抽查危急值闭环与会诊时限（演示）',
        },
      };
    const came = VISITED.includes(department ?? '') ? [...staff, headOf(institution)] : staff;
    return {
      ...{ heldAt, isSigned: truth === 'held' },
      content: {
        ...{ chair, present: department === null ? everybody : truth === 'inquorate' ? staff.slice(0, 1) : came },
        agenda: ['上月质控指标', '不良事件与缺陷病例', '下月改进重点'],
        minutes: '通报上月指标与缺陷，讨论原因，明确改进措施与责任人（演示）。',
        decisions:
          department === null
            ? [
                { number: 1, text: '开展危急值处置专项检查', owner: 'office', dueOn: addDays(day, 12) },
                {
                  number: 2,
                  text: '整改病历首页缺陷',
                  owner: 'department',
                  department: 'XNK',
                  dueOn: addDays(day, 20),
                },
                {
                  number: 3,
                  text: '危急值夜间处置延迟',
                  owner: 'department',
                  department: 'XNK',
                  dueOn: addDays(day, 40),
                  analyse: true,
                },
              ]
            : [],
      },
    };
  };
}
