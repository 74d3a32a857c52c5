/**
 * Opens, as a month begins, what each department with indicators of the forty 四十项指标 owes of the last one; ends its first step once the
 * registers hold a value and an analysis of each. What a department loses before that is owed by who has it in its stead. Source: henan-2023.req.2#01.
 */
import type { Day } from '@fujie/core/kernel';
import { addDays, formatInstant, startOfDay } from '@fujie/core/kernel';
import type { LoopState } from '@fujie/core/loops';
import type { DepartmentMonth } from '@fujie/core/organisation';
import { bearsOrganisation, departmentMonths, monthOf } from '@fujie/core/organisation';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { departments } from '@fujie/core/registers';

import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findRecords, findSubjects } from '../platform/loops/loops.query.ts';
import type { Raised } from './gap.ts';
import { findOpenLoops } from './meetings.query.ts';
import { withdraw } from './recurring.ts';

export const OF_DEPARTMENT = 'organisation/department-indicators';
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;
const GONE = '科室已不承担指标 The department has none of the indicators any more';
const TAKEN = '科室接手了其他科室的指标 The department took over indicators of another one';

/** Opens and closes what is to be; how many of each. */
export async function raiseDepartmentIndicators(
  deps: Deps,
  institutions: readonly string[],
  today: Day,
): Promise<{ readonly opened: number; readonly closed: number }> {
  const snapshot = deps.registers.current();
  const waiting = await waitingMonths(deps);
  const last = monthOf(addDays(monthOf(today).from, -1)).key;
  const owed = institutions.flatMap((institution) => {
    const open = waiting.filter((one) => one.institution === institution).map(({ month }) => month);
    return [...new Set([last, ...open])].flatMap((month) => owedBy(deps, snapshot, { institution, month, today }));
  });
  const known = await findSubjects(
    deps.worker,
    [OF_DEPARTMENT],
    owed.map(({ raised }) => raised.subject),
  );
  const isWaiting = new Set(waiting.map(({ id }) => id));
  let opened = 0;
  for (const one of owed) {
    const loop = known.get(one.raised.subject);
    if (loop !== undefined && isWaiting.has(loop.id)) continue;
    if (await ask(deps, one, loop)) opened += 1;
  }
  return { opened, closed: await closeEntered(deps, snapshot, today) };
}

interface Waiting {
  readonly id: number;
  readonly institution: string;
  readonly department: string;
  readonly month: string;
}

/** What departments have still to enter. */
async function waitingMonths({ worker }: Pick<Deps, 'worker'>): Promise<readonly Waiting[]> {
  return (await findOpenLoops(worker, OF_DEPARTMENT, null))
    .filter(({ state }) => state.stages.some(({ id, doneAt }) => id === 'enter' && doneAt === null))
    .map(({ id, institution, subject }) => {
      const [, , department = '', month = ''] = subject.split('|');
      return { id, institution, department, month };
    });
}

interface Owed {
  readonly raised: Raised;
  readonly own: DepartmentMonth;
}

/** What is owed of a month, from the day after its last; by who took all of it over, from today. */
function owedBy(
  deps: Deps,
  snapshot: RegisterSnapshot,
  { institution, month, today }: { readonly institution: string; readonly month: string; readonly today: Day },
): readonly Owed[] {
  const from = monthOf(`${month}-01` as Day).to;
  if (!bearsOrganisation(snapshot, institution, from) || loopOn(deps, OF_DEPARTMENT, institution, from) === null)
    return [];
  const named = (code: string) => snapshot.nameOf(departments, `${institution}|${code}`, today);
  return departmentMonths(snapshot, institution, month, today).map((own) => {
    const { department, given, taken, offices } = own;
    const place = named(department);
    const nameZh = place?.nameZh ?? department;
    const raised = {
      ...{ definition: OF_DEPARTMENT, subject: `department-indicators|${institution}|${department}|${month}` },
      ...{ unit: institution, department, occurredAt: startOfDay(taken.length < given ? from : today) },
      facts: {
        titleZh: `${nameZh}：${month} 承担的 ${String(given)} 项指标`,
        titleEn: `${place?.nameEn ?? nameZh}: its ${String(given)} indicators of ${month}`,
        period: month,
        office: offices.map((code) => named(code)?.nameZh ?? code).join(', '),
      },
    };
    return { raised, own };
  });
}

/** Asks for it, or again: of whom it was taken back and who has it once more, and of who had entered the month and took over more of it. */
async function ask(
  deps: Deps,
  { raised, own }: Owed,
  loop: { readonly id: number; readonly status: LoopState['status'] } | undefined,
): Promise<boolean> {
  if (loop === undefined)
    return deps.worker.tx(
      async (tx) => (await openLoop(deps, tx, { ...raised, personId: null, by: PLATFORM })) !== null,
    );
  if (loop.status === 'waived' || isEntered(own)) return false;
  if (loop.status !== 'void' && !own.taken.some((indicator) => own.lacking.includes(indicator))) return false;
  return deps.worker.tx(async (tx) => {
    const records = (await findRecords(tx, [loop.id])).get(loop.id) ?? [];
    const now = deps.clock.now();
    const common = { by: PLATFORM, occurredAt: now, recordedAt: now };
    if (loop.status !== 'void') {
      const key = `again:${String(records.length)}`;
      await recordInLoop(deps, tx, loop.id, { ...common, key, kind: 'reopened', stage: 'enter', note: TAKEN });
      return true;
    }
    const last = records.findLast(({ kind }) => kind === 'opened' || kind === 'withdrawn');
    if (last?.kind !== 'withdrawn') return false;
    const { facts } = raised;
    const key = `opened:${String(records.length)}`;
    await recordInLoop(deps, tx, loop.id, { ...common, key, kind: 'opened', corrects: last.id, facts });
    return true;
  });
}

/** Ends the first step of whom nothing is missing, and takes back what is asked of a department that owes none of it any more. */
async function closeEntered(deps: Deps, snapshot: RegisterSnapshot, today: Day): Promise<number> {
  const now = deps.clock.now();
  let closed = 0;
  for (const { id, institution, department, month } of await waitingMonths(deps)) {
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
