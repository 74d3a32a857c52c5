/**
 * Tasks 任务清单 of a hospital and what is missing of the project 立项 of a yearly target; lists of authorities and plans of work of centres, and who
 * has none for a year. Source: henan-2023.bp.1#01, t26.3#01, sa4.2.5#01.
 */
import type { Day } from '../kernel/day.ts';
import type { Bilingual } from '../kernel/register.ts';
import { isBlank } from '../kernel/text.ts';
import type { AuthorityTaskRow, QualityTargetRow, QualityTaskRow, TaskMilestoneRow } from '../registers/definitions.ts';
import {
  authorityMilestones,
  authorityTasks,
  qcOrganisations,
  qualityTargets,
  qualityTasks,
  taskMilestones,
} from '../registers/definitions.ts';
import type { QcOrganisationRow } from '../registers/rows.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';

/** A milestone 节点 of a task, whoever holds the task. */
export type Milestone = Pick<TaskMilestoneRow, 'task' | 'milestone' | 'nameZh' | 'nameEn' | 'dueOn'>;

interface WithMilestones<T> {
  readonly task: T;
  /** The earliest first. */
  readonly milestones: readonly Milestone[];
}

const byDay = (a: Milestone, b: Milestone): number =>
  a.dueOn === b.dueOn ? a.milestone.localeCompare(b.milestone) : a.dueOn < b.dueOn ? -1 : 1;

/** The tasks of an institution on a day. */
export function tasksOf(
  snapshot: RegisterSnapshot,
  institution: string,
  day: Day,
): readonly WithMilestones<QualityTaskRow>[] {
  const own = snapshot.inForce(taskMilestones, day).filter((row) => row.institution === institution);
  return snapshot
    .inForce(qualityTasks, day)
    .filter((row) => row.institution === institution)
    .map((task) => ({ task, milestones: own.filter((row) => row.task === task.code).sort(byDay) }));
}

/** The tasks of the authority of a region and of its centres on a day. */
export function authorityTasksOf(
  snapshot: RegisterSnapshot,
  region: string,
  day: Day,
): readonly WithMilestones<AuthorityTaskRow>[] {
  const own = snapshot.inForce(authorityMilestones, day).filter((row) => row.region === region);
  return snapshot
    .inForce(authorityTasks, day)
    .filter((row) => row.region === region)
    .map((task) => ({ task, milestones: own.filter((row) => row.task === task.code).sort(byDay) }));
}

/** What a project that serves a yearly target must have. */
export const PROJECT_PARTS = {
  organisation: { zh: '组织', en: 'organisation' },
  rules: { zh: '制度', en: 'rules' },
  mechanism: { zh: '机制', en: 'mechanism' },
  path: { zh: '路径', en: 'path' },
  sharing: { zh: '协同科室', en: 'sharing departments' },
  milestones: { zh: '节点', en: 'milestones' },
} as const satisfies Record<string, Bilingual>;
export type ProjectPart = keyof typeof PROJECT_PARTS;

/** What is missing of a task that serves a target; the department that leads it is none that shares it. */
export function missingOf({ task, milestones }: WithMilestones<QualityTaskRow>): readonly ProjectPart[] {
  const said = (text: string | null): boolean => !isBlank(text);
  const has: Readonly<Record<ProjectPart, boolean>> = {
    ...{ organisation: said(task.organisation), rules: said(task.rules) },
    ...{ mechanism: said(task.mechanism), path: said(task.path) },
    sharing: (task.sharing ?? []).some((code) => code !== task.department),
    milestones: milestones.length > 0,
  };
  return (Object.keys(PROJECT_PARTS) as readonly ProjectPart[]).filter((part) => !has[part]);
}

/** A yearly target that no whole project serves; `missing` null: none serves it at all. */
export interface TargetWithoutProject {
  readonly target: QualityTargetRow;
  /** Of the project that lacks least. */
  readonly missing: readonly ProjectPart[] | null;
}

/** Targets of nation and province, and the hospital's own, that no whole project serves. */
export function targetsWithoutProject(
  snapshot: RegisterSnapshot,
  institution: string,
  year: number,
  today: Day,
): readonly TargetWithoutProject[] {
  const end = `${String(year)}-12-31` as Day;
  const day = today < end ? today : end;
  const tasks = tasksOf(snapshot, institution, day);
  return snapshot
    .inForce(qualityTargets, day)
    .filter((row) => row.institution === institution && row.year === year)
    .flatMap((target) => {
      const lacking = tasks
        .filter(({ task }) => task.year === year && task.target === target.target)
        .map(missingOf)
        .sort((a, b) => a.length - b.length);
      const [least = null] = lacking;
      return least?.length === 0 ? [] : [{ target, missing: least }];
    });
}

/** Whether an authority has a task, or a centre one on the safety of patients, with a milestone in a year. */
export function hasPlan(
  snapshot: RegisterSnapshot,
  { region, centre }: { readonly region: string; readonly centre: string | null },
  year: number,
  today: Day,
): boolean {
  const isOfYear = ({ dueOn }: Milestone): boolean => dueOn.startsWith(`${String(year)}-`);
  return authorityTasksOf(snapshot, region, today).some(
    ({ task, milestones }) => task.centre === centre && (centre === null || task.safety) && milestones.some(isOfYear),
  );
}

const OWN_LEVELS: readonly string[] = ['province', 'city', 'district'];

/** The centres of regions on a day; those of the nation and of agreements have no region of one authority. */
export function centresOf(snapshot: RegisterSnapshot, day: Day): readonly QcOrganisationRow[] {
  return snapshot.inForce(qcOrganisations, day).filter(({ level }) => OWN_LEVELS.includes(level));
}
