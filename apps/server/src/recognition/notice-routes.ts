/**
 * `/api/v1/recognition/notices`: what became of results on which this institution relied, for its own system; at a page the loop tells
 * of it, and `/api/v1/report-changes` which results they are.
 */
import { formatInstant, parseInstant } from '@fujie/core/kernel';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type {
  Bilingual,
  SystemNotice,
  SystemNoticesQuery as NoticesSince,
  SystemNoticesResponse as SystemNoticesAnswer,
} from '@fujie/wire/contracts';
import { SystemNoticesQuery, SystemNoticesResponse } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import { accessTo } from '../platform/access/access.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import type { RelianceRow, SystemNoticeRow } from './reliance.query.ts';
import { findRelianceSince } from './reliance.query.ts';
import { instantOf } from './result-view.ts';

const MOST_NOTICES = 200;
/** A notice is dated when its transaction acts and seen when that ends: so long is looked back upon. */
const OVERLAP_MS = 10 * 60_000;

export function registerNoticeRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: NoticesSince }>(
    '/api/v1/recognition/notices',
    {
      config: { can: 'notice:fetch' },
      schema: { querystring: SystemNoticesQuery, response: { 200: SystemNoticesResponse } },
    },
    (request) => noticesSince(deps, request.actor, request.query.since),
  );
}

/** Whoever relied on a result must learn that it changed; what has been objected to since is not named any more. */
export async function neutralised<R extends RelianceRow>(
  deps: Deps,
  actor: Actor,
  rows: readonly R[],
): Promise<readonly R[]> {
  const persons = [...new Set(rows.flatMap((row) => row.person_id ?? []))];
  const access = await accessTo(deps, actor, persons, 'management');
  return rows.map((row) => {
    const { item, issuer } = row;
    const isShown =
      row.person_id === null || issuer === null || access(row.person_id).shows({ institution: issuer, item });
    return isShown ? row : { ...row, item: '', result: '', report: null, issuer: null };
  });
}

export async function auditPersons(
  deps: Deps,
  actor: Actor,
  action: 'notice:read' | 'report-change:read',
  rows: readonly RelianceRow[],
): Promise<void> {
  const persons = new Set(rows.flatMap((row) => row.person_id ?? []));
  await Promise.all([...persons].map((personId) => deps.audit.record({ actor, action, personId, outcome: 'done' })));
}

/** Every notice of the institution, so that a hospital whose physicians never see our pages is told in its own system. */
async function noticesSince(deps: Deps, actor: Actor, since: string | undefined): Promise<SystemNoticesAnswer> {
  const from = since === undefined ? null : parseInstant(since);
  if (from?.ok === false) {
    throw new HttpProblem('invalid-request', {
      en: '`since` is not a time that exists: give one such as 2024-05-20T01:00:00Z, or leave it out.',
      zh: 'since 不是真实存在的时间：请按 2024-05-20T01:00:00Z 的格式填写，或省略。',
    });
  }
  const settled = deps.clock.now() - OVERLAP_MS;
  const rows = await findRelianceSince(
    within(deps, actor).db,
    actor.institution ?? '',
    from?.value ?? null,
    MOST_NOTICES,
  );
  await auditPersons(deps, actor, 'notice:read', rows);
  const more = rows.length >= MOST_NOTICES;
  const last = rows.at(-1)?.at_ms ?? settled;
  const snapshot = deps.registers.current();
  return {
    notices: (await neutralised(deps, actor, rows)).map((row) => systemNoticeOf(deps, snapshot, row)),
    more,
    next: new Date(more ? instantOf(last) : settled).toISOString(),
  };
}

function systemNoticeOf(deps: Pick<Deps, 'seal'>, snapshot: RegisterSnapshot, row: SystemNoticeRow): SystemNotice {
  const { basis, decision, item, result, issuer, loop } = row;
  return {
    id: row.id,
    at: formatInstant(instantOf(row.at_ms)),
    kind: `result-${row.change}`,
    basis,
    loop,
    text: textOf(snapshot, row),
    person: row.person_id === null ? null : deps.seal.handleOf(row.person_id),
    practitioner: row.practitioner,
    encounter: row.encounter,
    decision,
    item,
    result,
    issuer,
  };
}

const WITHHELD: Readonly<Record<RelianceRow['change'], Bilingual>> = {
  withdrawn: {
    zh: '您已使用的一项结果已被撤回，请重新评估。',
    en: 'A result that you relied on has been withdrawn; assess again.',
  },
  corrected: {
    zh: '您已使用的一项结果已被更正，请与患者核实。',
    en: 'A result that you relied on has been corrected; ask the patient.',
  },
  moved: {
    zh: '您已使用的一项结果不属于该患者，请重新评估。',
    en: 'A result that you relied on is not of this patient; assess again.',
  },
};

function textOf(snapshot: RegisterSnapshot, row: RelianceRow): Bilingual {
  if (row.item === '') return WITHHELD[row.change];
  const item = snapshot.item(row.item);
  const issuer = row.issuer === null ? null : snapshot.institution(row.issuer);
  const isOrdered = row.basis === 'ordered';
  const zh = `您${isOrdered ? '所开医嘱' : '已使用'}的${issuer?.nameZh ?? row.issuer ?? ''}的${item?.nameZh ?? row.item}结果`;
  const en = `The result of ${item?.nameEn ?? row.item} from ${issuer?.nameEn ?? issuer?.nameZh ?? row.issuer ?? ''} that you ${isOrdered ? 'ordered' : 'relied on'}`;
  return {
    withdrawn: { zh: `${zh}已被撤回，请重新评估。`, en: `${en} has been withdrawn; assess again.` },
    corrected: { zh: `${zh}已被更正，请查看新结果。`, en: `${en} has been corrected; read the new one.` },
    moved: { zh: `${zh}不属于该患者，请重新评估。`, en: `${en} is not of this patient; assess again.` },
  }[row.change];
}
