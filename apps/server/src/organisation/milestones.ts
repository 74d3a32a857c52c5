/**
 * Opens the milestones 节点 of tasks as they are registered, and asks authorities and centres for the list or plan of a year that has none. What was
 * put on a list stays until it is reached or released, whatever becomes of the register: a day that is moved or a task that is taken off
 * ends nothing. Source: henan-2023.bp.1#01, sa4.2.5#01.
 */
import type { Day } from '@fujie/core/kernel';
import { formatInstant, startOfDay } from '@fujie/core/kernel';
import type { Milestone } from '@fujie/core/organisation';
import { authorityTasksOf, centresOf, hasPlan, tasksOf } from '@fujie/core/organisation';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { authorityTasks, institutions, qualityTasks, regions } from '@fujie/core/registers';

import { handledIn, unitOfRegion } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import type { Opening } from '../platform/loops/loops.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findLoopBySubject, findRecords } from '../platform/loops/loops.query.ts';
import { findOpenLoops } from './meetings.query.ts';
import { findLastRecurring } from './recurring.query.ts';

export const MILESTONE = 'organisation/milestone';
export const AUTHORITY_MILESTONE = 'authority/milestone';
const TASK_LIST = 'authority/task-list';
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;

type Wanted = Pick<Opening, 'definition' | 'subject' | 'unit' | 'department' | 'facts'>;

/** Names a milestone; the subject of its loop is this and the day by which it is due. */
export const milestoneStem = (unit: string, { task, milestone }: Milestone): string =>
  ['milestone', unit, task, milestone].join('|');

/** Opens what is to be, and ends what asked for a list that is there now; how many of each. */
export async function raiseTasks(
  deps: Deps,
  today: Day,
): Promise<{ readonly opened: number; readonly closed: number }> {
  const snapshot = deps.registers.current();
  const opened = await openMilestones(
    deps,
    [...ofHospitals(snapshot, today), ...ofAuthorities(snapshot, today)],
    today,
  );
  const lacking = plansMissing(snapshot, Number(today.slice(0, 4)), today);
  const asked = await openAll(deps, lacking, today);
  return { opened: opened + asked, closed: await endLists(deps, today) };
}

function ofHospitals(snapshot: RegisterSnapshot, today: Day): readonly Wanted[] {
  const holders = new Set(snapshot.inForce(qualityTasks, today).map(({ institution }) => institution));
  return [...holders].flatMap((institution) =>
    tasksOf(snapshot, institution, today).flatMap(({ task, milestones }) =>
      milestones.map((one): Wanted => ({
        ...{ definition: MILESTONE, subject: `${milestoneStem(institution, one)}|${one.dueOn}` },
        ...{ unit: institution, department: task.department },
        facts: {
          ...factsOf(task, one),
          owner: snapshot.practitioner(institution, task.owner)?.nameZh ?? task.owner,
          sharing: (task.sharing ?? []).join(', '),
        },
      })),
    ),
  );
}

function ofAuthorities(snapshot: RegisterSnapshot, today: Day): readonly Wanted[] {
  const holders = new Set(snapshot.inForce(authorityTasks, today).map(({ region }) => region));
  return [...holders].flatMap((region) =>
    authorityTasksOf(snapshot, region, today).flatMap(({ task, milestones }) =>
      milestones.map((one): Wanted => ({
        ...{ definition: AUTHORITY_MILESTONE, subject: `${milestoneStem(unitOfRegion(region), one)}|${one.dueOn}` },
        ...{ unit: unitOfRegion(region), department: null },
        facts: { ...factsOf(task, one), holder: task.holder, owner: task.owner, sharing: task.sharing ?? '' },
      })),
    ),
  );
}

interface Named {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string | null;
}

function factsOf(task: Named, { milestone, nameZh, nameEn, dueOn }: Milestone): Readonly<Record<string, string>> {
  return {
    ...{ titleZh: `${task.nameZh}：${nameZh}`, titleEn: `${task.nameEn ?? task.nameZh}: ${nameEn ?? nameZh}` },
    ...{ task: task.code, milestone, dueAt: `${dueOn}T23:59:59+08:00` },
  };
}

/** A milestone has one open loop: of a day that was moved, another once this one is over. */
async function openMilestones(deps: Deps, wanted: readonly Wanted[], today: Day): Promise<number> {
  const last = await findLastRecurring(deps.worker, [MILESTONE, AUTHORITY_MILESTONE]);
  const known = new Map(last.map((row) => [stemOf(row.subject), row]));
  const fresh = wanted.filter(({ subject }) => {
    const before = known.get(stemOf(subject));
    return before === undefined || (before.status !== 'open' && before.subject !== subject);
  });
  return openAll(deps, fresh, today);
}

async function openAll(deps: Deps, wanted: readonly Wanted[], today: Day): Promise<number> {
  let opened = 0;
  for (const one of wanted) {
    if (loopOn(deps, one.definition, one.unit, today) === null) continue;
    const isOpened = await deps.worker.tx(async (tx) => {
      const occurredAt = startOfDay(today);
      const row = await openLoop(deps, tx, { ...one, personId: null, occurredAt, by: PLATFORM });
      return row !== null || openAgain(deps, tx, one);
    });
    if (isOpened) opened += 1;
  }
  return opened;
}

/** Opens again what was taken back, because the registers hold it again. */
async function openAgain(deps: Deps, tx: Queryable, { definition, subject, facts }: Wanted): Promise<boolean> {
  const known = await findLoopBySubject(tx, definition, subject);
  if (known?.status !== 'void') return false;
  await correctOpening(deps, tx, known.id, { kind: 'opened', facts });
  return true;
}

const stemOf = (subject: string): string => subject.slice(0, subject.lastIndexOf('|'));

/** Authorities of institutions or centres without a task of the year, and centres without one on the safety of patients. */
function plansMissing(snapshot: RegisterSnapshot, year: number, today: Day): readonly Wanted[] {
  const centres = centresOf(snapshot, today);
  const authorities = new Set([
    ...snapshot.inForce(institutions, today).flatMap(({ code }) => handledIn(code, snapshot) ?? []),
    ...centres.map(({ region }) => region),
  ]);
  const isThere = (region: string): boolean => snapshot.find(regions, region, today) !== null;
  return [
    ...[...authorities]
      .filter((region) => isThere(region) && !hasPlan(snapshot, { region, centre: null }, year, today))
      .map((region): Wanted => ({
        ...{ definition: TASK_LIST, subject: listSubject(region, null, year), unit: unitOfRegion(region) },
        department: null,
        facts: {
          ...{ holder: 'authority', titleZh: `${String(year)} 年度：主管部门没有任务清单` },
          titleEn: `${String(year)}: the authority has no list of tasks`,
        },
      })),
    ...centres
      .filter(({ region, code }) => isThere(region) && !hasPlan(snapshot, { region, centre: code }, year, today))
      .map(({ region, code, nameZh, nameEn }): Wanted => ({
        ...{ definition: TASK_LIST, subject: listSubject(region, code, year), unit: unitOfRegion(region) },
        department: null,
        facts: {
          ...{ holder: 'centre', titleZh: `${nameZh}：${String(year)} 年度工作计划没有患者安全任务` },
          titleEn: `${nameEn ?? nameZh}: no plan of ${String(year)} on the safety of patients`,
        },
      })),
  ];
}

const listSubject = (region: string, centre: string | null, year: number): string =>
  ['task-list', region, centre ?? '', String(year)].join('|');

/** Ends what asked for a list or plan that the register holds now, and takes back what asked an authority or centre that is no more. */
async function endLists(deps: Deps, today: Day): Promise<number> {
  const snapshot = deps.registers.current();
  let ended = 0;
  for (const { id, subject } of await findOpenLoops(deps.worker, TASK_LIST, null)) {
    const [, region = '', code = '', year = ''] = subject.split('|');
    const isListed = hasPlan(snapshot, { region, centre: code === '' ? null : code }, Number(year), today);
    if (!isListed && plansMissing(snapshot, Number(year), today).some((one) => one.subject === subject)) continue;
    await deps.worker.tx((tx) =>
      isListed
        ? list(deps, tx, id, code === '' ? 'list' : 'list-centre')
        : correctOpening(deps, tx, id, { kind: 'withdrawn' }),
    );
    ended += 1;
  }
  return ended;
}

async function list(deps: Deps, tx: Queryable, loop: number, stage: string): Promise<void> {
  const now = deps.clock.now();
  await recordInLoop(deps, tx, loop, {
    ...{ key: `register/${formatInstant(now)}`, kind: 'act', stage, outcome: 'listed', by: PLATFORM },
    ...{ occurredAt: now, recordedAt: now, fields: { record: '目录已登记 registered' } },
  });
}

/** Records in place of what a loop rests on that it is opened again, or taken back. */
async function correctOpening(
  deps: Deps,
  tx: Queryable,
  loop: number,
  said: { readonly kind: 'opened'; readonly facts: Wanted['facts'] } | { readonly kind: 'withdrawn' },
): Promise<void> {
  const now = deps.clock.now();
  const records = (await findRecords(tx, [loop])).get(loop) ?? [];
  const last = records.findLast(({ kind }) => kind === 'opened' || kind === 'withdrawn');
  if (last === undefined || last.kind === said.kind) return;
  const common = { key: `${said.kind}:${String(records.length)}`, by: PLATFORM, corrects: last.id, recordedAt: now };
  const note = '目录中已没有该主管部门或质控中心 The registers hold this authority or centre no more';
  await recordInLoop(
    deps,
    tx,
    loop,
    said.kind === 'opened'
      ? { ...common, ...said, occurredAt: records[0]?.occurredAt ?? now }
      : { ...common, ...said, occurredAt: now, note },
  );
}
