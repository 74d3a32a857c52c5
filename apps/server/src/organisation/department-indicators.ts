/**
 * Opens, as a month begins, what each department with indicators of the forty 四十项指标 owes of the last one; ends its first step once the
 * registers hold a value and an analysis of each. Source: henan-2023.req.2#01.
 */
import type { Day } from '@fujie/core/kernel';
import { addDays, formatInstant, startOfDay } from '@fujie/core/kernel';
import type { DepartmentMonth } from '@fujie/core/organisation';
import { bearsOrganisation, departmentMonths, monthOf } from '@fujie/core/organisation';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { departments } from '@fujie/core/registers';

import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findSubjects } from '../platform/loops/loops.query.ts';
import type { Raised } from './gap.ts';
import { findOpenLoops } from './meetings.query.ts';
import { withdraw } from './recurring.ts';

export const OF_DEPARTMENT = 'organisation/department-indicators';
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;
const GONE = '科室已不承担指标 The department has none of the indicators any more';

/** Opens and closes what is to be; how many of each. */
export async function raiseDepartmentIndicators(
  deps: Deps,
  institutions: readonly string[],
  today: Day,
): Promise<{ readonly opened: number; readonly closed: number }> {
  const snapshot = deps.registers.current();
  const owed = institutions.flatMap((institution) => owedBy(deps, snapshot, institution, today));
  const known = await findSubjects(
    deps.worker,
    [OF_DEPARTMENT],
    owed.map(({ subject }) => subject),
  );
  let opened = 0;
  for (const one of owed) {
    if (known.has(one.subject)) continue;
    const row = await deps.worker.tx((tx) => openLoop(deps, tx, { ...one, personId: null, by: PLATFORM }));
    if (row !== null) opened += 1;
  }
  return { opened, closed: await closeEntered(deps, snapshot, today) };
}

/** What is given on the first day of a month is told of the month before it. */
function owedBy(deps: Deps, snapshot: RegisterSnapshot, institution: string, today: Day): readonly Raised[] {
  const { from } = monthOf(today);
  if (!bearsOrganisation(snapshot, institution, from) || loopOn(deps, OF_DEPARTMENT, institution, from) === null)
    return [];
  const month = monthOf(addDays(from, -1)).key;
  const named = (code: string) => snapshot.nameOf(departments, `${institution}|${code}`, today);
  return departmentMonths(snapshot, institution, month, from).map(({ department, given, offices }) => {
    const place = named(department);
    const nameZh = place?.nameZh ?? department;
    return {
      ...{ definition: OF_DEPARTMENT, subject: `department-indicators|${institution}|${department}|${month}` },
      ...{ unit: institution, department, occurredAt: startOfDay(from) },
      facts: {
        titleZh: `${nameZh}：${month} 承担的 ${String(given)} 项指标`,
        titleEn: `${place?.nameEn ?? nameZh}: its ${String(given)} indicators of ${month}`,
        period: month,
        office: offices.map((code) => named(code)?.nameZh ?? code).join(', '),
      },
    };
  });
}

/** Ends the first step of whom nothing is missing, and takes back what is asked of a department without indicators. */
async function closeEntered(deps: Deps, snapshot: RegisterSnapshot, today: Day): Promise<number> {
  const now = deps.clock.now();
  const waiting = (await findOpenLoops(deps.worker, OF_DEPARTMENT, null)).filter(({ state }) =>
    state.stages.some(({ id, doneAt }) => id === 'enter' && doneAt === null),
  );
  let closed = 0;
  for (const { id, institution, subject } of waiting) {
    const [, , department = '', month = ''] = subject.split('|');
    const own = departmentMonths(snapshot, institution, month, today).find((one) => one.department === department);
    if (own === undefined) await withdraw(deps, id, GONE);
    else if (isEntered(own))
      await deps.worker.tx((tx) =>
        recordInLoop(deps, tx, id, {
          ...{
            key: `register/enter/${formatInstant(now)}`,
            kind: 'act',
            stage: 'enter',
            outcome: 'entered',
            by: PLATFORM,
          },
          ...{ occurredAt: now, recordedAt: now, fields: { record: '目录已登记 registered' } },
        }),
      );
    else continue;
    closed += 1;
  }
  return closed;
}

const isEntered = ({ lacking }: DepartmentMonth): boolean => lacking.length === 0;
