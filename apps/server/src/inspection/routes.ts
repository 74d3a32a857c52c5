/** `/api/v1/inspections` 现场检查: each for its team, the authority that ordered it, and the party once it has been told. */
import { formatInstant } from '@fujie/core/kernel';
import { INSPECTION_SUBJECTS } from '@fujie/packs';
import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type {
  InspectionFinding as Finding,
  InspectionItemView,
  InspectionNote as Note,
  InspectionRecusal as Recusal,
  InspectionResponse as Response,
  InspectionSignature as Signature,
  InspectionStatement as Statement,
  InspectionVerification as Verification,
} from '@fujie/wire/contracts';
import {
  InspectionFinding,
  InspectionNote,
  InspectionRecusal,
  InspectionResponse,
  InspectionsResponse,
  InspectionSignature,
  InspectionStatement,
  InspectionStatisticsResponse,
  InspectionVerification,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import type { Seen } from './conduct.ts';
import {
  find,
  notify,
  ofTeam,
  publish,
  rectificationsOf,
  seenBy,
  sign,
  standingSignatures,
  verify,
} from './conduct.ts';
import { findPlansById } from './draws.query.ts';
import { held, RECTIFICATION, replace } from './draws.ts';
import type { FindingRow, FollowUpRow, InspectionRow } from './inspections.query.ts';
import { findFindings, findFollowUps, findInspections, findSignatures, putStatement } from './inspections.query.ts';
import { dropNote, findNotes, putNote } from './notes.query.ts';
import { registerPlanRoutes } from './plan-routes.ts';
import { registerPublicInspectionRoutes } from './public-routes.ts';
import { inspectionStatistics } from './statistics.ts';
import {
  checklistOf,
  currentFindings,
  findingsDigest,
  followUpState,
  inspectorOf,
  isOfTeam,
  isRefused,
  subjectOf,
  summaryOf,
  timeOf,
} from './view.ts';

const MOST = 500;
const STATEMENT = 'statement';
const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) }, { additionalProperties: false });
type ById = { Params: { id: string } };

export function registerInspectionRoutes(app: FastifyInstance, deps: Deps): void {
  registerPlanRoutes(app, deps);
  registerReading(app, deps);
  registerConduct(app, deps);
  registerNotes(app, deps);
  registerAfter(app, deps);
  registerPublicInspectionRoutes(app, deps);
}

function registerReading(app: FastifyInstance, deps: Deps): void {
  app.get(
    '/api/v1/inspections',
    { config: { can: 'inspection:read' }, schema: { response: { 200: InspectionsResponse } } },
    async ({ actor }) => {
      const me = inspectorOf(deps, actor.id);
      const reachesAll = actor.role === 'commission' || actor.role === 'quality-office';
      const [within_, own] = await Promise.all([
        reachesAll ? findInspections(within(deps, actor).db, { plans: null, inspector: null }, MOST) : [],
        me === null ? [] : findInspections(deps.worker, { plans: null, inspector: me }, MOST),
      ]);
      const drawn = own.filter((one) => isOfTeam(one, me, actor.id));
      const rows = [...drawn, ...within_.filter(({ id }) => !drawn.some((one) => one.id === id))];
      // What the team writes while it walks around the party does not see.
      const isOpen = (row: InspectionRow): boolean =>
        actor.role !== 'quality-office' || row.concludedMs !== null || drawn.includes(row);
      const [plans, findings] = await Promise.all([
        findPlansById(deps.worker, [...new Set(rows.map(({ plan }) => plan))]),
        findFindings(
          deps.worker,
          rows.filter(isOpen).map(({ id }) => id),
        ),
      ]);
      await deps.audit.record({ actor, action: 'inspection:read', outcome: 'done' });
      return {
        inspections: rows.flatMap((row) => {
          const plan = plans.find(({ id }) => id === row.plan);
          return plan ? [summaryOf(deps, row, plan, findings, drawn.includes(row))] : [];
        }),
      };
    },
  );

  app.get(
    '/api/v1/inspection/statistics',
    { config: { can: 'inspection:statistics' }, schema: { response: { 200: InspectionStatisticsResponse } } },
    async ({ actor }) => {
      await deps.audit.record({ actor, action: 'inspection:statistics', outcome: 'done' });
      return inspectionStatistics(deps, actor);
    },
  );

  app.get<ById>(
    '/api/v1/inspections/:id',
    { config: { can: 'inspection:read' }, schema: { params: IdParams, response: { 200: InspectionResponse } } },
    async ({ actor, params }) => {
      const seen = await seenBy(deps, actor, Number(params.id));
      await deps.audit.record({ actor, action: 'inspection:read', subject: params.id, outcome: 'done' });
      return responseOf(deps, actor, seen);
    },
  );
}

function registerConduct(app: FastifyInstance, deps: Deps): void {
  const again = async (actor: Actor, id: number, what: string): Promise<Response> => {
    await deps.audit.record({
      ...{ actor, action: 'inspection:conduct', subject: String(id), outcome: 'done' },
      detail: { what },
    });
    return responseOf(deps, actor, await seenBy(deps, actor, id));
  };

  app.post<ById>(
    '/api/v1/inspections/:id/notice',
    { config: { can: 'inspection:conduct' }, schema: { params: IdParams, response: { 200: InspectionResponse } } },
    async ({ actor, params }) => {
      const seen = await ofTeam(deps, actor, Number(params.id));
      await notify(deps, seen);
      return again(actor, seen.one.id, 'notice');
    },
  );

  app.post<ById & { Body: Finding }>(
    '/api/v1/inspections/:id/findings',
    {
      config: { can: 'inspection:conduct' },
      schema: { params: IdParams, body: InspectionFinding, response: { 200: InspectionResponse } },
    },
    async ({ actor, params, body }) => {
      const seen = await ofTeam(deps, actor, Number(params.id));
      await find(deps, seen, body);
      return again(actor, seen.one.id, 'finding');
    },
  );

  app.post<ById & { Body: Signature }>(
    '/api/v1/inspections/:id/signatures',
    {
      config: { can: 'inspection:conduct' },
      schema: { params: IdParams, body: InspectionSignature, response: { 200: InspectionResponse } },
    },
    async ({ actor, params, body }) => {
      const seen = await ofTeam(deps, actor, Number(params.id));
      await sign(deps, seen, body.findingsDigest);
      return again(actor, seen.one.id, 'signature');
    },
  );

  app.post<ById & { Body: Verification }>(
    '/api/v1/inspections/:id/verifications',
    {
      config: { can: 'inspection:conduct' },
      schema: { params: IdParams, body: InspectionVerification, response: { 200: InspectionResponse } },
    },
    async ({ actor, params, body }) => {
      const seen = await ofTeam(deps, actor, Number(params.id));
      await verify(deps, actor, seen, body);
      return again(actor, seen.one.id, 'verification');
    },
  );

  app.post<ById & { Body: Recusal }>(
    '/api/v1/inspections/:id/recusal',
    {
      config: { can: 'inspection:conduct' },
      schema: { params: IdParams, body: InspectionRecusal, response: { 204: Type.Null() } },
    },
    async ({ actor, params, body }, reply) => {
      const { one, inspector, db } = await ofTeam(deps, actor, Number(params.id));
      await db.tx(async (tx) => {
        const draw = await held(tx, one.draw);
        await replace(deps, tx, actor, draw, {
          party: one.institution,
          inspector,
          reason: 'conflict',
          note: body.note,
        });
      });
      await deps.audit.record({
        ...{ actor, action: 'inspection:conduct', subject: String(one.id), outcome: 'done' },
        detail: { what: 'recusal' },
      });
      return reply.status(204).send(null);
    },
  );
}

function registerNotes(app: FastifyInstance, deps: Deps): void {
  // Not in the audit: read by who writes it alone, and what becomes of it is.
  app.post<ById & { Body: Note }>(
    '/api/v1/inspections/:id/notes',
    {
      config: { can: 'inspection:read' },
      schema: { params: IdParams, body: InspectionNote, response: { 204: Type.Null() } },
    },
    async ({ actor, params, body }, reply) => {
      await note(deps, actor, await seenBy(deps, actor, Number(params.id)), body);
      return reply.status(204).send(null);
    },
  );
}

function registerAfter(app: FastifyInstance, deps: Deps): void {
  app.post<ById & { Body: Statement }>(
    '/api/v1/inspections/:id/statement',
    {
      config: { can: 'inspection:answer' },
      schema: { params: IdParams, body: InspectionStatement, response: { 200: InspectionResponse } },
    },
    async ({ actor, params, body }) => {
      const seen = await seenBy(deps, actor, Number(params.id));
      const isStated = seen.parts.includes('party') && (await state(deps, actor, seen, body.text));
      if (!isStated)
        throw new HttpProblem('refused', {
          en: 'The party states its view once, between the signatures and the publication.',
          zh: '被检查单位在签字之后、公开之前可陈述一次。',
        });
      await deps.audit.record({ actor, action: 'inspection:answer', subject: params.id, outcome: 'done' });
      return responseOf(deps, actor, await seenBy(deps, actor, seen.one.id));
    },
  );

  app.post<ById>(
    '/api/v1/inspections/:id/publication',
    { config: { can: 'inspection:order' }, schema: { params: IdParams, response: { 200: InspectionResponse } } },
    async ({ actor, params }) => {
      const seen = await seenBy(deps, actor, Number(params.id));
      if (!seen.parts.includes('authority'))
        throw new HttpProblem('not-found', {
          en: 'No such inspection within your reach.',
          zh: '权限范围内没有该检查。',
        });
      await publish(deps, actor, seen);
      await deps.audit.record({ actor, action: 'inspection:publish', subject: params.id, outcome: 'done' });
      return responseOf(deps, actor, await seenBy(deps, actor, seen.one.id));
    },
  );
}

async function state(deps: Deps, actor: Actor, { one, db }: Seen, text: string): Promise<boolean> {
  return db.tx(async (tx) => {
    const isStated = await putStatement(tx, one.id, text, actor.name, deps.clock.now());
    if (isStated) await dropNote(tx, one.id, actor.id, STATEMENT);
    return isStated;
  });
}

/** What somebody is writing, kept until it is saved; only where there is something to write. */
async function note(deps: Deps, actor: Actor, seen: Seen, { field, text, ...rest }: Note): Promise<void> {
  const { one, parts, db } = seen;
  const isTeam = parts.includes('team');
  const isItem = one.checklist?.some(({ clause }) => clause === field) === true && one.concludedMs === null;
  const isAfter = async (): Promise<boolean> =>
    one.concludedMs !== null && (await rectificationsOf(db, one)).some(({ id }) => field === `verify:${String(id)}`);
  const mayWrite =
    field === STATEMENT ? parts.includes('party') && one.statedMs === null : isTeam && (isItem || (await isAfter()));
  if (!mayWrite) throw unfitField('field', 'there is nothing to write here', '此处没有可填写的内容');
  if (text.trim() === '') await dropNote(db, one.id, actor.id, field);
  else
    await putNote(
      db,
      { inspection: one.id, account: actor.id, field, content: JSON.stringify({ text, ...rest }) },
      deps.clock.now(),
    );
}

async function responseOf(deps: Deps, actor: Actor, { one, plan, parts, inspector, db }: Seen): Promise<Response> {
  const checklist = checklistOf(deps, one, plan);
  const isTeam = parts.includes('team');
  const isPartyOnly = parts.length === 1 && parts[0] === 'party';
  const [all, signatures, notes, followUps] = await Promise.all([
    findFindings(db, [one.id]),
    findSignatures(db, one.id),
    findNotes(db, one.id, actor.id),
    findFollowUps(
      db,
      RECTIFICATION,
      checklist.map(({ clause }) => subjectOf({ inspection: one.id, item: clause })),
    ),
  ]);
  // What the team writes while it walks around is no finding yet.
  const findings = isPartyOnly && one.concludedMs === null ? [] : all;
  const digest = await findingsDigest(one.id, all);
  const isUnderWay = one.notifiedMs !== null && one.concludedMs === null;
  const valid = standingSignatures(signatures, one, digest);
  return {
    inspection: summaryOf(deps, one, plan, findings, isTeam),
    subject: { ...INSPECTION_SUBJECTS[plan.terms.subject] },
    items: checklist.map((item) => itemView(deps, actor, { item, one, findings, followUps, isTeam })),
    signatures: valid.map(({ byName, atMs }) => ({ name: byName, at: formatInstant(atMs as Instant) })),
    findingsDigest: digest,
    statement:
      one.statement === null || one.statedMs === null
        ? null
        : { text: one.statement.toString(), by: one.statedBy ?? '', at: formatInstant(one.statedMs as Instant) },
    notes: notes.map(({ field, content }) => ({
      ...(JSON.parse(content.toString()) as Omit<Note, 'field'>),
      field,
    })),
    may: {
      notify: isTeam && one.notifiedMs === null,
      find: isTeam && isUnderWay,
      sign: isTeam && isUnderWay && !valid.some((signature) => signature.inspector === inspector),
      state: parts.includes('party') && one.concludedMs !== null && one.statedMs === null && one.publishedMs === null,
      publish: parts.includes('authority') && one.concludedMs !== null && one.publishedMs === null,
      recuse: isTeam && one.concludedMs === null,
    },
  };
}

interface Viewed {
  readonly item: NonNullable<InspectionRow['checklist']>[number];
  readonly one: InspectionRow;
  readonly findings: readonly FindingRow[];
  readonly followUps: readonly FollowUpRow[];
  readonly isTeam: boolean;
}

function itemView(deps: Deps, actor: Actor, viewed: Viewed): InspectionItemView {
  const { item, one, findings, followUps, isTeam } = viewed;
  const own = findings.filter((finding) => finding.item === item.clause);
  const standing = currentFindings(own).map(({ id }) => id);
  const loop = followUps.find(({ subject }) => subject === subjectOf({ inspection: one.id, item: item.clause }));
  return {
    item: item.clause,
    text: { ...item.text },
    how: { ...item.how },
    evidence: { ...item.evidence },
    severity: item.severity,
    findings: own.map(({ id, verdict, severity, facts, samples, byName, atMs }) => ({
      ...{ id, verdict, severity, samples, facts: facts.toString(), by: byName },
      at: formatInstant(atMs as Instant),
      isCurrent: standing.includes(id),
    })),
    rectification: loop === undefined ? null : rectificationOf(deps, actor, loop, isTeam),
  };
}

function rectificationOf(
  deps: Deps,
  { institution }: Actor,
  loop: FollowUpRow,
  isTeam: boolean,
): NonNullable<InspectionItemView['rectification']> {
  const waited = loop.state.stages.find(({ status }) => status === 'running' || status === 'overdue');
  const definition = loopOn(deps, RECTIFICATION, loop.unit, dayOf(loop.openedMs as Instant));
  const stage = loop.status === 'open' ? definition?.stages.find(({ id }) => id === waited?.id) : undefined;
  return {
    loop: loop.id,
    status: loop.status,
    stage: stage === undefined ? null : { zh: stage.zh, en: stage.en },
    dueAt: timeOf(loop.status === 'open' ? loop.dueMs : null),
    isLate: followUpState(loop, deps.clock.now()) === 'overdue',
    isRefused: isRefused(loop),
    mayVerify: isTeam && waited?.id === 'verify' && institution !== loop.unit,
  };
}
