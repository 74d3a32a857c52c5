/** `/api/v1/notices`: what became of results that this institution, or this physician, accepted. */
import type { Bilingual, NoticesResponse as NoticesAnswer } from '@fujie/wire/contracts';
import { NoticesResponse } from '@fujie/wire/contracts';
import { formatInstant } from '@fujie/core/kernel';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import type { Addressee, NoticeRow } from './notices.query.ts';
import { findNotices, markRead } from './notices.query.ts';
import { instantOf } from './result-view.ts';

const MOST_NOTICES = 200;
const NoticeParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) }, { additionalProperties: false });

export function registerNoticeRoutes(app: FastifyInstance, deps: Deps): void {
  app.get(
    '/api/v1/notices',
    { config: { can: 'notice:read' }, schema: { response: { 200: NoticesResponse } } },
    async (request): Promise<NoticesAnswer> => {
      const rows = await findNotices(deps.db, addresseeOf(request.actor), MOST_NOTICES);
      const persons = new Set(rows.flatMap((row) => row.person_id ?? []));
      await Promise.all(
        [...persons].map((personId) =>
          deps.audit.record({ actor: request.actor, action: 'notice:read', personId, outcome: 'done' }),
        ),
      );
      const snapshot = deps.registers.current();
      return { notices: rows.map((row) => noticeOf(snapshot, row)) };
    },
  );

  app.post<{ Params: { id: string } }>(
    '/api/v1/notices/:id/read',
    { config: { can: 'notice:read' }, schema: { params: NoticeParams, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const isThere = await markRead(
        deps.db,
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

/** A physician reads their own notices, the quality office those of its institution. */
function addresseeOf(actor: Actor): Addressee {
  return {
    institution: actor.institution ?? '',
    practitioner: actor.role === 'doctor' ? (actor.practitioner ?? actor.id) : null,
  };
}

function noticeOf(snapshot: RegisterSnapshot, row: NoticeRow): NoticesAnswer['notices'][number] {
  return {
    id: row.id,
    at: formatInstant(instantOf(row.at_ms)),
    kind: row.kind,
    text: textOf(snapshot, row),
    decision: row.subject.decision,
    read: row.read,
  };
}

function textOf(snapshot: RegisterSnapshot, { kind, subject }: NoticeRow): Bilingual {
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
