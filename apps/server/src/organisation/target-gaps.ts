/** Yearly targets that are missing, given to nobody 未分解 or without a project 未立项, as loops are opened on them. Source: henan-2023.t3.1#02, t4.3#01, t26.3#01. */
import type { Day } from '@fujie/core/kernel';
import { startOfDay } from '@fujie/core/kernel';
import { PROJECT_PARTS, staffOfDepartments, targetGaps, targetsWithoutProject } from '@fujie/core/organisation';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { departments } from '@fujie/core/registers';

import type { Gap } from './gap.ts';
import type { OpenLoopRow } from './meetings.query.ts';

const TARGETS = 'organisation/targets-missing';
const DEPARTMENT = 'organisation/department-without-target';
const PROJECT = 'organisation/target-without-project';
const STAFF = 'organisation/staff-without-target';
const OF_YEARS: readonly string[] = [TARGETS, DEPARTMENT, PROJECT, STAFF];

/** What is missing of a year's targets; a department is asked after where there is a target to give. */
export function targetGapsOf(
  snapshot: RegisterSnapshot,
  institution: string,
  year: number,
  today: Day,
): readonly Gap[] {
  const { isNone, unassigned, withoutTarget } = targetGaps(snapshot, institution, year, today);
  const at = { unit: institution, occurredAt: startOfDay(today), lasts: true, year: String(year) };
  const named = {
    zh: unassigned.map(({ nameZh }) => nameZh).join('、'),
    en: unassigned.map(({ nameZh, nameEn }) => nameEn ?? nameZh).join(', '),
  };
  const whole: readonly Gap[] =
    isNone || unassigned.length > 0
      ? [
          {
            ...at,
            definition: TARGETS,
            subject: `targets|${institution}|${String(year)}|${today}`,
            department: null,
            facts: {
              titleZh: isNone
                ? `${String(year)} 年度：未登记国家或省级改进目标`
                : `${String(year)} 年度：目标未分解（${named.zh}）`,
              titleEn: isNone
                ? `${String(year)}: no target of nation or province is registered`
                : `${String(year)}: targets given to no department (${named.en})`,
            },
          },
        ]
      : [];
  if (isNone) return whole;
  return [
    ...whole,
    ...withoutTarget.map((department): Gap => {
      const place = snapshot.nameOf(departments, `${institution}|${department}`, today);
      return {
        ...at,
        definition: DEPARTMENT,
        subject: `target|${institution}|${department}|${String(year)}|${today}`,
        department,
        facts: {
          titleZh: `${place?.nameZh ?? department}：没有 ${String(year)} 年度目标`,
          titleEn: `${place?.nameEn ?? place?.nameZh ?? department}: no target of ${String(year)}`,
        },
      };
    }),
    ...projectGapsOf(snapshot, institution, year, today),
    ...staffGapsOf(snapshot, institution, year, today),
  ];
}

/** Targets that no whole project serves 未完整立项. */
function projectGapsOf(snapshot: RegisterSnapshot, institution: string, year: number, today: Day): readonly Gap[] {
  return targetsWithoutProject(snapshot, institution, year, today).map(({ target, missing }): Gap => {
    const { nameZh, nameEn } = target;
    const parts = (missing ?? []).map((part) => PROJECT_PARTS[part]);
    const [lackZh, lackEn] = [parts.map(({ zh }) => zh).join('、'), parts.map(({ en }) => en).join(', ')];
    return {
      ...{ unit: institution, occurredAt: startOfDay(today), lasts: true, year: String(year), department: null },
      definition: PROJECT,
      subject: `project|${institution}|${target.target}|${String(year)}|${today}`,
      facts: {
        titleZh: missing === null ? `${nameZh}：没有立项` : `${nameZh}：立项缺${lackZh}`,
        titleEn: `${nameEn ?? nameZh}: ${missing === null ? 'no project serves it' : `its project lacks ${lackEn}`}`,
      },
    };
  });
}

/** Departments with a target that did not come down to all of their staff 未落到人; how many lack it when it is found, never who. */
function staffGapsOf(snapshot: RegisterSnapshot, institution: string, year: number, today: Day): readonly Gap[] {
  return staffOfDepartments(snapshot, institution, year, today)
    .filter(({ hasTarget, without }) => hasTarget && without.length > 0)
    .map(({ department, without: { length } }): Gap => {
      const place = snapshot.nameOf(departments, `${institution}|${department}`, today);
      const nameZh = place?.nameZh ?? department;
      return {
        ...{ unit: institution, occurredAt: startOfDay(today), lasts: true, year: String(year), department },
        definition: STAFF,
        subject: `staff|${institution}|${department}|${String(year)}|${today}`,
        facts: {
          titleZh: `${nameZh}：${String(length)} 人没有 ${String(year)} 年度个人目标`,
          titleEn: `${place?.nameEn ?? nameZh}: ${String(length)} of the staff have no part in a target of ${String(year)}`,
        },
      };
    });
}

/** The year that an open loop on targets is of. */
export function yearOf({ definition, subject }: Pick<OpenLoopRow, 'definition' | 'subject'>): readonly number[] {
  return OF_YEARS.includes(definition) ? [Number(subject.split('|').at(-2))] : [];
}
