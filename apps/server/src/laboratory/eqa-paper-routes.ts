/** Papers of EQA 质评报告与证书 as PDF, and the page on which anybody checks the code of one. */
import { sayInstant } from '@fujie/core/kernel';
import { EqaPaperResponse } from '@fujie/wire/contracts';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Type } from 'typebox';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import type { Paper } from '../platform/paper/paper.ts';
import { printPaper } from '../platform/paper/print.ts';
import { dbOf, notNow, organisedRound, roundOfLaboratory, stateOf } from './eqa-access.ts';
import { findMaterials, findSummaries, findTurnout } from './eqa-figures.query.ts';
import { checkPaper, issuePaper } from './eqa-papers.ts';
import { summaryPaper } from './eqa-print-summary.ts';
import { certificatePaper, reportPaper } from './eqa-print.ts';
import { ownRound } from './eqa-views.ts';

const ROOT = '/api/v1/laboratory/eqa';
const closed = { additionalProperties: false } as const;
const READ = { can: 'eqa:read' } as const;
const OPEN = { can: 'public', rateLimit: { max: 30, timeWindow: '1 minute' } } as const;
const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,12}$' }) }, closed);
const YearParams = Type.Object({ year: Type.String({ pattern: '^20\\d\\d$' }) }, closed);
const CodeParams = Type.Object({ code: Type.String({ pattern: '^[0-9A-Za-z]{4}(-[0-9A-Za-z]{4}){3}$' }) }, closed);
interface OfId {
  readonly id: string;
}

/** Adds the routes. */
export function registerEqaPaperRoutes(app: FastifyInstance, deps: Deps): void {
  const send = async (reply: FastifyReply, actor: Actor, subject: string, paper: Paper): Promise<FastifyReply> => {
    const file = await printPaper(paper, deps.config.font);
    const detail = { form: 'pdf' };
    await deps.audit.record({ actor, action: 'eqa:read', subject: `eqa|${subject}`, outcome: 'done', detail });
    const name = `eqa-${subject.replaceAll('|', '-')}.pdf`;
    return reply.type('application/pdf').header('content-disposition', `attachment; filename="${name}"`).send(file);
  };

  app.get<{ Params: OfId }>(
    `${ROOT}/rounds/:id/report.pdf`,
    { config: READ, schema: { params: IdParams } },
    async ({ actor, params }, reply) => {
      const own = await ownRound(deps, actor, Number(params.id));
      const { id: roundId, year } = own.round;
      const of = { kind: 'report', institution: own.institution.code, roundId, year } as const;
      return send(reply, actor, `${params.id}|report`, reportPaper(deps, await issuePaper(deps, actor, of), own));
    },
  );

  app.get<{ Params: { readonly year: string } }>(
    `${ROOT}/certificates/:year/certificate.pdf`,
    { config: READ, schema: { params: YearParams } },
    async ({ actor, params }, reply) => {
      const institution = actor.institution ?? '';
      const of = { kind: 'certificate', institution, roundId: null, year: Number(params.year) } as const;
      const { nameZh } = namedInstitution(deps.registers.current(), institution);
      const paper = certificatePaper(deps, await issuePaper(deps, actor, of), nameZh);
      return send(reply, actor, `certificate|${params.year}`, paper);
    },
  );

  app.get<{ Params: OfId }>(
    `${ROOT}/rounds/:id/summary.pdf`,
    { config: READ, schema: { params: IdParams } },
    async ({ actor, params }, reply) => {
      const db = dbOf(deps, actor);
      const id = Number(params.id);
      const isOrganiser = actor.role === 'qc-centre';
      const round = isOrganiser ? await organisedRound(db, actor, id) : (await roundOfLaboratory(db, actor, id)).round;
      const version = isOrganiser ? round.evaluated : round.published;
      if (version === 0) throw notNow(stateOf(deps, round), { en: 'its grades are not there yet', zh: '成绩尚未公布' });
      const state = round.published === version ? '' : '未公布草稿 · ';
      const mark = `${state}${actor.name} ${sayInstant(deps.clock.now())}`;
      // What was found of the material and how many returned names nobody, and is the organiser's in the database.
      const of = {
        round,
        turnout: await findTurnout(deps.worker, id),
        summaries: await findSummaries(db, id, version),
        materials: await findMaterials(deps.worker, id),
      };
      const paper = summaryPaper(deps, of, mark);
      return send(reply, actor, `${params.id}|summary`, paper);
    },
  );

  app.get<{ Params: { readonly code: string } }>(
    '/api/v1/public/eqa/papers/:code',
    { config: OPEN, schema: { params: CodeParams, response: { 200: EqaPaperResponse } } },
    async ({ params }) => checkPaper(deps, params.code),
  );
}
