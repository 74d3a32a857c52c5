/** Loops 闭环 as tasks, which a hospital's own systems list and follow. Source: FHIR R4, Task. */
import type { Problem } from '@fujie/core/kernel';
import { parseInstant } from '@fujie/core/kernel';

import { INSTITUTION_SYSTEM } from './systems.ts';
import type { JsonObject } from './types.ts';
import { FIRST_PAGE, isOfPages, takePaging } from './paging.ts';

/** Kinds of loops, such as `critical-value/inpatient`. */
export const LOOP_SYSTEM = 'urn:fujie:loop';
const STAGE_SYSTEM = 'urn:fujie:loop-stage';
const ROLE_SYSTEM = 'urn:fujie:role';
const STAFF_SYSTEM = 'urn:fujie:staff';
const PERSON_SYSTEM = 'urn:fujie:person';

export interface LoopFacts {
  readonly id: number;
  readonly definition: string;
  readonly title: string;
  readonly status: 'open' | 'closed' | 'waived' | 'void';
  readonly hasBegun: boolean;
  readonly harm: 1 | 2 | 3 | 4;
  readonly institution: string;
  readonly person: string | null;
  readonly stages: readonly string[];
  readonly roles: readonly string[];
  readonly assignee: string | null;
  readonly openedAt: string;
  readonly updatedAt: string;
  readonly dueAt: string | null;
}

const PRIORITIES = { 1: 'stat', 2: 'urgent', 3: 'asap', 4: 'routine' } as const;
const STATUSES = { closed: 'completed', waived: 'cancelled', void: 'rejected' } as const;

/** `requested` until somebody acts; what is waited for is its business status, and until when the end of its period. */
export function loopTask(facts: LoopFacts): JsonObject {
  const { id, definition, title, status, hasBegun, harm, institution, person, stages, roles, assignee, dueAt } = facts;
  return {
    resourceType: 'Task',
    id: String(id),
    meta: { lastUpdated: facts.updatedAt },
    status: status === 'open' ? (hasBegun ? 'in-progress' : 'requested') : STATUSES[status],
    intent: 'order',
    priority: PRIORITIES[harm],
    code: { coding: [{ system: LOOP_SYSTEM, code: definition }], text: title },
    ...(stages.length === 0
      ? {}
      : { businessStatus: { coding: stages.map((code) => ({ system: STAGE_SYSTEM, code })) } }),
    ...(person === null ? {} : { for: { identifier: { system: PERSON_SYSTEM, value: person } } }),
    authoredOn: facts.openedAt,
    lastModified: facts.updatedAt,
    requester: { identifier: { system: INSTITUTION_SYSTEM, value: institution } },
    ...(roles.length === 0
      ? {}
      : { performerType: roles.map((code) => ({ coding: [{ system: ROLE_SYSTEM, code }] })) }),
    ...(assignee === null ? {} : { owner: { identifier: { system: STAFF_SYSTEM, value: assignee } } }),
    ...(dueAt === null ? {} : { restriction: { period: { end: dueAt } } }),
  };
}

export const TASK_SEARCH_PARAMETERS = [
  ['owner', 'reference', '承办人（机构/工号）', 'Who it was given to, as institution/staff number'],
  ['status', 'token', '状态', 'Status; several by commas'],
  ['code', 'token', '闭环类别', 'Kind of loop'],
  ['patient', 'reference', '患者句柄', 'Handle of the patient'],
  [
    '_lastUpdated',
    'date',
    '最后更新时间 ge、gt、le、lt',
    'When something was last recorded; ge, gt, le or lt and an instant',
  ],
] as const;

export interface TaskSearch {
  readonly owner: string | null;
  /** Statuses of loops; null: all. */
  readonly statuses: readonly LoopFacts['status'][] | null;
  readonly hasBegun: boolean | null;
  readonly code: string | null;
  readonly patient: string | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly count: number;
  readonly after: number;
  readonly applied: readonly (readonly [string, string])[];
}

const LOOPS_OF: Readonly<Record<string, LoopFacts['status']>> = {
  requested: 'open',
  'in-progress': 'open',
  completed: 'closed',
  cancelled: 'waived',
  rejected: 'void',
};

/** Reads the parameters of a search; what is not known is refused, since whoever follows tasks must not take more for less. */
export function parseTaskSearch(parameters: readonly (readonly [string, string])[]): {
  readonly search: TaskSearch;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const refuse = (name: string, en: string, zh: string): void => {
    problems.push({ code: 'invalid-parameter', path: name, message: `${name}: ${en}`, messageZh: `${name}：${zh}` });
  };
  const search = {
    owner: null as string | null,
    statuses: null as LoopFacts['status'][] | null,
    hasBegun: null as boolean | null,
    code: null as string | null,
    patient: null as string | null,
    from: null as number | null,
    to: null as number | null,
    ...FIRST_PAGE,
  };
  for (const [name, value] of parameters) {
    if (isOfPages(name)) {
      if (!takePaging(search, name, value)) refuse(name, 'this is not a page link of ours', '分页参数无效');
      continue;
    }
    const code = value.slice(value.lastIndexOf('|') + 1);
    switch (name.replace(/:identifier$/, '')) {
      case 'owner':
        search.owner = code;
        break;
      case 'status': {
        const asked = code.split(',');
        search.statuses = asked.flatMap((one) => (Object.hasOwn(LOOPS_OF, one) ? (LOOPS_OF[one] ?? []) : []));
        if (search.statuses.length < asked.length) refuse(name, 'there is no such status here', '没有该状态');
        const [wantsNew, wantsBegun] = [asked.includes('requested'), asked.includes('in-progress')];
        if (wantsNew !== wantsBegun) search.hasBegun = wantsBegun;
        break;
      }
      case 'code':
        search.code = code;
        break;
      case 'patient':
        search.patient = code.replace(/^Patient\//, '');
        break;
      case '_lastUpdated': {
        const at = parseInstant(value.slice(2));
        const isAfter = /^g[et]/.test(value);
        if (!at.ok || !/^[gl][et]/.test(value))
          refuse(name, 'write ge, gt, le or lt and an instant with its offset', '请写 ge、gt、le 或 lt 与带时区的时刻');
        else if (isAfter) search.from = at.value;
        else search.to = at.value;
        break;
      }
      default:
        refuse(name, 'tasks are not searched by it', '不支持按此检索');
    }
  }
  const applied = parameters.filter(([name]) => name !== '_cursor' && name !== '_format');
  return { search: { ...search, after: search.after ?? 0, applied }, problems };
}
