/**
 * `/api/v1/notices`: what became of results that this institution, or this physician, accepted. The hospital's system fetches
 * the same at `/api/v1/recognition/notices`.
 */
import { formatInstant, parseInstant } from '@fujie/core/kernel';
import { maskName } from '@fujie/core/person';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type {
  Bilingual,
  NoticesResponse as NoticesAnswer,
  SystemNotice,
  SystemNoticesQuery as NoticesSince,
  SystemNoticesResponse as SystemNoticesAnswer,
} from '@fujie/wire/contracts';
import { NoticesResponse, SystemNoticesQuery, SystemNoticesResponse } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import { accessTo } from '../platform/access/access.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import type { AddressedNoticeRow, Addressee, NoticeRow, SystemNoticeRow } from './notices.query.ts';
import { findNotices, findNoticesSince, markRead } from './notices.query.ts';
import { instantOf } from './result-view.ts';

const MOST_NOTICES = 200;
/** A notice is dated when its transaction acts and seen when that ends: so long is looked back upon. */
const OVERLAP_MS = 10 * 60_000;
const NoticeParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) }, { additionalProperties: false });

export function registerNoticeRoutes(app: FastifyInstance, deps: Deps): void {
  app.get(
    '/api/v1/notices',
    { config: { can: 'notice:read', isByItself: true }, schema: { response: { 200: NoticesResponse } } },
    async (request): Promise<NoticesAnswer> => {
      const addressee = addresseeOf(request.actor);
      const rows = await findNotices(within(deps, request.actor).db, addressee, MOST_NOTICES);
      await auditPersons(deps, request.actor, rows);
      const snapshot = deps.registers.current();
      const isOwn = addressee.practitioner !== null;
      const shown = await neutralised(deps, request.actor, rows);
      return { notices: shown.map((row) => noticeOf(deps, snapshot, row, isOwn)) };
    },
  );

  app.get<{ Querystring: NoticesSince }>(
    '/api/v1/recognition/notices',
    {
      config: { can: 'notice:fetch' },
      schema: { querystring: SystemNoticesQuery, response: { 200: SystemNoticesResponse } },
    },
    (request) => noticesSince(deps, request.actor, request.query.since),
  );

  app.post<{ Params: { id: string } }>(
    '/api/v1/notices/:id/read',
    { config: { can: 'notice:read' }, schema: { params: NoticeParams, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const isThere = await markRead(
        within(deps, request.actor).db,
        addresseeOf(request.actor),
        Number(request.params.id),
        request.actor.id,
        deps.clock.now(),
      );
      if (!isThere) throw new HttpProblem('not-found', { en: 'No such notice.', zh: '没有该通知。' });
      return reply.status(204).send(null);
    },
  );
}

/** Whoever accepted a result must learn that it changed; what has been objected to since is not named any more. */
async function neutralised<R extends NoticeRow>(deps: Deps, actor: Actor, rows: readonly R[]): Promise<readonly R[]> {
  const persons = [...new Set(rows.flatMap((row) => row.person_id ?? []))];
  const access = await accessTo(deps, actor, persons, 'management');
  return rows.map((row) => {
    const { item, issuer } = row.subject;
    const isShown =
      row.person_id === null || issuer === null || access(row.person_id).shows({ institution: issuer, item });
    return isShown ? row : { ...row, subject: { ...row.subject, item: '', result: '', issuer: null } };
  });
}

async function auditPersons(deps: Deps, actor: Actor, rows: readonly NoticeRow[]): Promise<void> {
  const persons = new Set(rows.flatMap((row) => row.person_id ?? []));
  await Promise.all(
    [...persons].map((personId) => deps.audit.record({ actor, action: 'notice:read', personId, outcome: 'done' })),
  );
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
  const rows = await findNoticesSince(
    within(deps, actor).db,
    actor.institution ?? '',
    from?.value ?? null,
    MOST_NOTICES,
  );
  await auditPersons(deps, actor, rows);
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
  const { decision, item, result, issuer } = row.subject;
  return {
    id: row.id,
    at: formatInstant(instantOf(row.at_ms)),
    kind: row.kind,
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

/** A physician reads their own notices, the quality office those of its institution. */
export function addresseeOf(actor: Actor): Addressee {
  return {
    institution: actor.institution ?? '',
    practitioner: actor.role === 'doctor' ? (actor.practitioner ?? actor.id) : null,
  };
}

/** The name of a patient is for the physician who accepted the result; the quality office is told without it. */
function noticeOf(
  deps: Pick<Deps, 'seal'>,
  snapshot: RegisterSnapshot,
  row: AddressedNoticeRow,
  isOwn: boolean,
): NoticesAnswer['notices'][number] {
  return {
    id: row.id,
    at: formatInstant(instantOf(row.at_ms)),
    kind: row.kind,
    text: textOf(snapshot, row),
    person: isOwn && row.person_id !== null ? deps.seal.handleOf(row.person_id) : null,
    personName: isOwn && row.person_name !== null ? maskName(row.person_name) : null,
    decision: row.subject.decision,
    read: row.read,
  };
}

const WITHHELD: Readonly<Record<NoticeRow['kind'], Bilingual>> = {
  'result-withdrawn': {
    zh: '您已采纳的一项结果已被撤回，请重新评估。',
    en: 'A result that you accepted has been withdrawn; assess again.',
  },
  'result-corrected': {
    zh: '您已采纳的一项结果已被更正，请与患者核实。',
    en: 'A result that you accepted has been corrected; ask the patient.',
  },
};

function textOf(snapshot: RegisterSnapshot, { kind, subject }: NoticeRow): Bilingual {
  if (subject.item === '') return WITHHELD[kind];
  const item = snapshot.item(subject.item);
  const issuer = subject.issuer === null ? null : snapshot.institution(subject.issuer);
  const zh = `${issuer?.nameZh ?? subject.issuer ?? ''}的${item?.nameZh ?? subject.item}结果`;
  const en = `The result of ${item?.nameEn ?? subject.item} from ${issuer?.nameEn ?? issuer?.nameZh ?? subject.issuer ?? ''}`;
  return kind === 'result-withdrawn'
    ? { zh: `您已采纳的${zh}已被撤回，请重新评估。`, en: `${en} that you accepted has been withdrawn; assess again.` }
    : {
        zh: `您已采纳的${zh}已被更正，请查看新结果。`,
        en: `${en} that you accepted has been corrected; read the new one.`,
      };
}
