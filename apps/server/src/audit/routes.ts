/** `/api/v1/audit`: entries, and how far their chains are vouched for, for the audit administrator 审计管理员. */
import { existsSync } from 'node:fs';

import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant, startOfDay } from '@fujie/core/kernel';
import type {
  AuditEntryView,
  AuditQuery as Query,
  AuditResponse as Answer,
  AuditState as State,
  AuditVerification as Verified,
  AuditVerifyRequest as VerifyBody,
} from '@fujie/wire/contracts';
import { AuditQuery, AuditResponse, AuditState, AuditVerification, AuditVerifyRequest } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { bodyDay, queryPeriod } from '../platform/http/query-day.ts';
import { statementOf } from './anchor.ts';
import { findClosedDays, findLastAnchor } from './anchors.query.ts';
import { registerAuditEventRoutes } from './fhir-routes.ts';
import { anchorCopy } from './jobs.ts';
import { auditKey } from './key.ts';
import type { FoundEntry } from './search.query.ts';
import { ANY_ENTRY, findEntries } from './search.query.ts';
import { verifyAudit } from './verify.ts';

const PAGE = 100;
/** Days that are shown when none are named. */
const SHOWN_DAYS = 7;
const READ = { can: 'audit:read' } as const;

/** Adds the audit. */
export async function registerAuditRoutes(app: FastifyInstance, deps: Deps): Promise<void> {
  await registerAuditEventRoutes(app, deps);
  app.get<{ Querystring: Query }>(
    '/api/v1/audit/events',
    { config: READ, schema: { querystring: AuditQuery, response: { 200: AuditResponse } } },
    (request) => entries(deps, request.query),
  );
  app.get('/api/v1/audit/state', { config: READ, schema: { response: { 200: AuditState } } }, () => stateOf(deps));
  app.post<{ Body: VerifyBody }>(
    '/api/v1/audit/verifications',
    { config: READ, schema: { body: AuditVerifyRequest, response: { 200: AuditVerification } } },
    (request) => verifyDay(deps, request.actor, bodyDay('day', request.body.day)),
  );
}

async function entries(deps: Deps, query: Query): Promise<Answer> {
  const today = dayOf(deps.clock.now());
  const { from, to } = queryPeriod(query, today, SHOWN_DAYS - 1);
  const filter = {
    ...ANY_ENTRY,
    // A number stands on paper and in files, and is looked up whatever its day.
    id: query.id === undefined ? null : Number(query.id),
    from: query.id === undefined ? startOfDay(from) : null,
    to: query.id === undefined ? startOfDay(addDays(to, 1)) : null,
    actor: query.actor ?? null,
    personId: query.person === undefined ? null : (deps.seal.personOf(query.person) ?? -1),
    actions: query.action === undefined ? null : [query.action],
    outcome: query.outcome ?? null,
    institution: query.institution ?? null,
    after: query.after === undefined ? null : Number(query.after),
  };
  const found = await findEntries(deps.db, filter, PAGE + 1);
  const page = found.slice(0, PAGE);
  const last = found.length > page.length ? page.at(-1) : undefined;
  return {
    entries: page.map((entry) => toView(deps, entry)),
    next: last === undefined ? null : String(last.id),
  };
}

function toView(deps: Deps, entry: FoundEntry): AuditEntryView {
  const { id, actor, role, institution, department, action, outcome, purpose, subject, origin } = entry;
  const named = institution === null ? undefined : deps.registers.current().institution(institution);
  return {
    id,
    at: formatInstant(Math.trunc(entry.at_ms) as Instant),
    actor,
    role,
    institution,
    institutionName: named?.nameZh ?? null,
    department,
    action,
    outcome,
    purpose,
    person: entry.person_id === null ? null : deps.seal.handleOf(entry.person_id),
    subject,
    origin,
    address: entry.address,
    credential: entry.credential,
    counts: countsOf(entry.detail),
    chained: entry.lane !== '',
    lane: entry.lane,
    seq: entry.seq,
  };
}

/** How many, and of which status: what was ordered or answered is not for the auditor. */
function countsOf(detail: FoundEntry['detail']): Record<string, number> {
  const counts = Object.entries(detail ?? {}).filter(([, value]) => typeof value === 'number');
  return Object.fromEntries(counts) as Record<string, number>;
}

async function stateOf(deps: Deps): Promise<State> {
  const [anchor, closed, [verified]] = await Promise.all([
    findLastAnchor(deps.db),
    findClosedDays(deps.db),
    findEntries(deps.db, { ...ANY_ENTRY, actions: ['audit:verify'] }, 1),
  ]);
  const detail = verified?.detail as { from: Day | null; to: Day | null; found: number } | undefined;
  const statement = anchor === null ? null : statementOf(anchor);
  return {
    lastAnchor:
      statement === null
        ? null
        : {
            no: statement.no,
            at: formatInstant(Date.parse(statement.at) as Instant),
            day: statement.day,
            closed: statement.closed,
            chains: statement.chains.length,
          },
    lastClosed: [...closed].sort().at(-1) ?? null,
    lastVerification:
      verified === undefined || detail === undefined
        ? null
        : {
            at: formatInstant(Math.trunc(verified.at_ms) as Instant),
            by: verified.actor,
            from: detail.from,
            to: detail.to,
            found: detail.found,
          },
    keptMonths: deps.config.auditMonths,
  };
}

async function verifyDay(deps: Deps, actor: Actor, day: Day): Promise<Verified> {
  const keys = [auditKey(deps.config).publicKey];
  const copy = anchorCopy(deps.config);
  const found = await verifyAudit(deps.db, { from: day, to: day, keys, files: existsSync(copy) ? [copy] : [] });
  const detail = { from: day, to: day, rows: found.rows, chains: found.chains, found: found.found };
  await deps.audit.record({ actor, action: 'audit:verify', subject: day, outcome: 'done', detail });
  return found;
}
