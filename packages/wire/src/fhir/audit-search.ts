/** Searches for AuditEvents: what is asked, and what is wrong with it. */
import type { Problem } from '@fujie/core/kernel';

import type { AuditAction, AuditOutcome } from '../contracts/audit-actions.ts';
import { AUDIT_ACTIONS, AUDIT_OUTCOMES } from '../contracts/audit-actions.ts';
import { KINDS, OUTCOMES } from './audit-kinds.ts';
import { FIRST_PAGE, isOfPages, takePaging } from './paging.ts';
import type { Span } from './times.ts';
import { spanOf } from './times.ts';

/** What a search for AuditEvents asks. */
export interface AuditSearch {
  /** Instants `[from, to)`. */
  readonly from: number | null;
  readonly to: number | null;
  readonly agent: string | null;
  /** Handle of the person. */
  readonly patient: string | null;
  readonly actions: readonly AuditAction[] | null;
  readonly outcome: AuditOutcome | null;
  readonly entity: string | null;
  readonly count: number;
  readonly after: number | null;
  readonly applied: readonly (readonly [string, string])[];
}

export const AUDIT_SEARCH_PARAMETERS = [
  ['date', 'date', '记录时间', 'When it was recorded'],
  ['agent', 'reference', '操作者账号', 'Account of who did it'],
  ['patient', 'reference', '患者句柄', 'Handle of the patient'],
  ['action', 'token', '动作 C R U D E', 'C, R, U, D or E'],
  ['subtype', 'token', '审计动作', 'Action as Fujie calls it'],
  ['outcome', 'token', '结果 0 4 8', '0 done, 4 refused, 8 failed'],
  ['entity', 'reference', '对象', 'What it was done to'],
] as const;

/** Reads the parameters of a search; what is not known is refused, since an auditor must not take more for less. */
export function parseAuditSearch(parameters: readonly (readonly [string, string])[]): {
  readonly search: AuditSearch;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const applied: (readonly [string, string])[] = [];
  const search = {
    from: null as number | null,
    to: null as number | null,
    agent: null as string | null,
    patient: null as string | null,
    actions: null as readonly AuditAction[] | null,
    outcome: null as AuditOutcome | null,
    entity: null as string | null,
    ...FIRST_PAGE,
  };
  const narrow = (wanted: (action: AuditAction) => boolean): void => {
    search.actions = (search.actions ?? AUDIT_ACTIONS).filter(wanted);
  };
  const refuse = (name: string, en: string, zh: string): void => {
    problems.push({ code: 'invalid-parameter', path: name, message: `${name}: ${en}`, messageZh: `${name}：${zh}` });
  };
  for (const [name, value] of parameters) {
    if (name !== '_cursor' && name !== '_format') applied.push([name, value]);
    if (isOfPages(name)) {
      if (!takePaging(search, name, value)) refuse(name, 'this is not a page link of ours', '分页参数无效');
      continue;
    }
    const code = value.slice(value.lastIndexOf('|') + 1);
    switch (name.replace(/:identifier$/, '')) {
      case 'date':
        if (!narrowDates(search, value)) refuse(name, 'write a date such as ge2024-05-01', '请写日期，如 ge2024-05-01');
        break;
      case 'agent':
        search.agent = code;
        break;
      case 'patient':
        search.patient = code.replace(/^Patient\//, '');
        break;
      case 'entity':
        search.entity = code;
        break;
      case 'action':
        narrow((action) => KINDS[action][0] === code);
        break;
      case 'subtype':
        narrow((action) => action === code || KINDS[action][1] === code);
        break;
      case 'outcome': {
        const outcome = AUDIT_OUTCOMES.find((known) => OUTCOMES[known] === code);
        if (outcome === undefined) refuse(name, 'write 0, 4 or 8', '请写 0、4 或 8');
        else search.outcome = outcome;
        break;
      }
      default:
        refuse(name, 'is not known for AuditEvent', 'AuditEvent 不支持该检索参数');
    }
  }
  return { search: { ...search, applied }, problems };
}

function narrowDates(search: { from: number | null; to: number | null }, value: string): boolean {
  const match = /^(eq|ge|gt|le|lt|sa|eb)?(.+)$/.exec(value);
  const span = spanOf(match?.[2] ?? '');
  if (span === null) return false;
  const [from, to] = boundsOf(match?.[1] ?? 'eq', span);
  if (from !== null) search.from = Math.max(search.from ?? from, from);
  if (to !== null) search.to = Math.min(search.to ?? to, to);
  return true;
}

function boundsOf(prefix: string, { start, end }: Span): readonly [from: number | null, to: number | null] {
  switch (prefix) {
    case 'ge':
      return [start, null];
    case 'gt':
    case 'sa':
      return [end, null];
    case 'le':
      return [null, end];
    case 'lt':
    case 'eb':
      return [null, start];
    default:
      return [start, end];
  }
}
