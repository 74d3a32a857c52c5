/**
 * Tasks 任务清单 as they are read: by everybody in a hospital those of the hospital, by an authority or centre those of its region, each milestone
 * with how it stands. Source: henan-2023.bp.1#01, t26.3#01, sa4.2.5#01.
 */
import type { Day } from '@fujie/core/kernel';
import { dayOf, isBlank } from '@fujie/core/kernel';
import type { Milestone } from '@fujie/core/organisation';
import { authorityTasksOf, PROJECT_PARTS, targetsWithoutProject, tasksOf } from '@fujie/core/organisation';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { authorityTasks, qcOrganisations, qualityTargets, regions } from '@fujie/core/registers';
import type { TaskMilestone, TasksResponse, TaskView } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { covers, unitOfRegion, within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedDepartment } from '../platform/http/named-institution.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { ownUnit } from '../platform/loops/visible.ts';
import { AUTHORITY_MILESTONE, MILESTONE, milestoneStem } from './milestones.ts';
import { institutionOf } from './parts.ts';
import type { MilestoneLoop } from './tasks.query.ts';
import { findMilestones } from './tasks.query.ts';

type Loops = ReadonlyMap<string, MilestoneLoop>;

export async function tasksFor(deps: Deps, actor: Actor): Promise<TasksResponse> {
  const { db } = within(deps, actor);
  const today = dayOf(deps.clock.now());
  const isHospital = actor.institution !== null;
  const found = isHospital ? await ofHospital(deps, db, actor, today) : await ofRegions(deps, db, actor, today);
  const all = found.tasks.flatMap(({ milestones }) => milestones);
  const due = all.filter(({ standing, dueOn }) => standing === 'verified' || dueOn < today);
  await deps.audit.record({ actor, action: 'task:read', outcome: 'done' });
  return {
    isFollowed: loopOn(deps, isHospital ? MILESTONE : AUTHORITY_MILESTONE, ownUnit(actor), today) !== null,
    due: due.length,
    met: due.filter(({ standing }) => standing === 'verified').length,
    ...found,
  };
}

type Found = Pick<TasksResponse, 'tasks' | 'withoutProject'>;

async function ofHospital(deps: Deps, db: Queryable, actor: Actor, today: Day): Promise<Found> {
  const institution = institutionOf(actor);
  const snapshot = deps.registers.current();
  const loops = await loopsOf(db, [institution]);
  const year = Number(today.slice(0, 4));
  return {
    tasks: tasksOf(snapshot, institution, today).map(({ task, milestones }): TaskView => {
      const named = (code: string) => namedDepartment(snapshot, institution, code);
      const { code, nameZh, nameEn, serves, department, owner, sharing, target } = task;
      return {
        ...{ code, nameZh, nameEn, serves, holder: 'hospital', lead: named(department), isSafety: null },
        owner: snapshot.practitioner(institution, owner)?.nameZh ?? owner,
        ...{ sharing: (sharing ?? []).map(named), sharedBy: null },
        target: target === null ? null : namedTarget(snapshot, institution, `${String(task.year)}|${target}`, today),
        project:
          target === null
            ? []
            : (['organisation', 'rules', 'mechanism', 'path'] as const).map((part) => ({
                ...{ part: { ...PROJECT_PARTS[part] }, text: isBlank(task[part]) ? null : task[part] },
              })),
        milestones: milestones.map((one) => milestoneView(institution, one, loops, today)),
      };
    }),
    withoutProject: targetsWithoutProject(snapshot, institution, year, today).map(({ target, missing }) => ({
      target: { code: target.target, nameZh: target.nameZh, nameEn: target.nameEn },
      missing: missing === null ? null : missing.map((part) => ({ ...PROJECT_PARTS[part] })),
    })),
  };
}

function namedTarget(snapshot: RegisterSnapshot, institution: string, key: string, today: Day): TaskView['target'] {
  const row = snapshot.find(qualityTargets, `${institution}|${key}`, today);
  const code = key.slice(key.indexOf('|') + 1);
  return { code, nameZh: row?.nameZh ?? code, nameEn: row?.nameEn ?? null };
}

async function ofRegions(deps: Deps, db: Queryable, { region: own }: Actor, today: Day): Promise<Found> {
  const snapshot = deps.registers.current();
  const holders = [...new Set(snapshot.inForce(authorityTasks, today).map(({ region }) => region))]
    .filter((region) => covers(own, region))
    .sort();
  const loops = await loopsOf(db, holders.map(unitOfRegion));
  const tasks = holders.flatMap((region) =>
    authorityTasksOf(snapshot, region, today).map(({ task, milestones }): TaskView => {
      const { code, nameZh, nameEn, serves, holder, centre, owner, sharing, safety } = task;
      const by =
        centre === null ? snapshot.find(regions, region, today) : snapshot.find(qcOrganisations, centre, today);
      return {
        ...{ code, nameZh, nameEn, serves, holder, owner, sharing: [], sharedBy: sharing, isSafety: safety },
        lead: { code: centre ?? region, nameZh: by?.nameZh ?? centre ?? region, nameEn: by?.nameEn ?? null },
        ...{ target: null, project: [] },
        milestones: milestones.map((one) => milestoneView(unitOfRegion(region), one, loops, today)),
      };
    }),
  );
  return { tasks, withoutProject: [] };
}

async function loopsOf(db: Queryable, units: readonly string[]): Promise<Loops> {
  const rows = await findMilestones(db, [MILESTONE, AUTHORITY_MILESTONE], units);
  return new Map(rows.map((row) => [row.stem, row]));
}

function milestoneView(unit: string, one: Milestone, loops: Loops, today: Day): TaskMilestone {
  const { milestone: code, nameZh, nameEn, dueOn } = one;
  const loop = loops.get(milestoneStem(unit, one));
  const followed = loop?.subject.slice(loop.subject.lastIndexOf('|') + 1) ?? null;
  return {
    ...{ code, nameZh, nameEn, dueOn, loop: loop?.id ?? null, standing: standingOf(loop, today) },
    followedUntil: followed === dueOn ? null : followed,
  };
}

function standingOf(loop: MilestoneLoop | undefined, today: Day): TaskMilestone['standing'] {
  if (loop === undefined) return 'not-followed';
  if (loop.status === 'closed') return 'verified';
  if (loop.status !== 'open') return 'released';
  if (loop.stages.includes('verify')) return 'reported';
  return loop.subject.slice(loop.subject.lastIndexOf('|') + 1) < today ? 'overdue' : 'open';
}
