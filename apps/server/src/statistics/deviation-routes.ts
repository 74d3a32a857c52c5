/**
 * `/api/v1/statistics/deviations` 偏离监测: how institutions of a month stand beside their peers. An institution sees its own row; of its peers
 * how many there are, and their mean. Source: national-2022.art.34#02, sichuan-2025.5#03.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import { monthOf } from '@fujie/core/organisation';
import type { DeviationFound } from '@fujie/core/recognition';
import type {
  DeviationRow as Row,
  DeviationsQuery as Query,
  DeviationsResponse as Answer,
} from '@fujie/wire/contracts';
import { DeviationsQuery, DeviationsResponse } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import type { Actor } from '../platform/auth/permissions.ts';
import { institutionsOf, within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { refuseMonthToCome } from '../platform/http/query-day.ts';
import { DEVIATION, deviationOn, deviationsIn, limitsOf, settledMonth, subjectIn } from './deviations.ts';
import type { DeviationLoop } from './deviations.query.ts';
import { findDeviationLoops } from './deviations.query.ts';

export function registerDeviationRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Query }>(
    '/api/v1/statistics/deviations',
    {
      config: { can: 'deviation:read' },
      schema: { querystring: DeviationsQuery, response: { 200: DeviationsResponse } },
    },
    ({ actor, query }) => deviationsFor(deps, actor, query.month),
  );
}

async function deviationsFor(deps: Deps, actor: Actor, wanted: string | undefined): Promise<Answer> {
  const now = deps.clock.now();
  const today = dayOf(now);
  const definition = deviationOn(deps, today);
  if (definition === null)
    throw new HttpProblem('refused', {
      en: 'No document in force here asks for deviations.',
      zh: '本地区没有要求偏离监测的文件。',
    });
  const last = settledMonth(definition, today);
  const month = wanted === undefined ? last : monthOf(`${wanted}-01` as Day);
  refuseMonthToCome('month', month.key, today);
  const snapshot = deps.registers.current();
  const own = new Set(institutionsOf(snapshot, actor));
  const found = (await deviationsIn(deps, month, definition)).filter(({ institution }) => own.has(institution));
  const loops = await findDeviationLoops(within(deps, actor).db, DEVIATION, month.from);
  const limits = limitsOf(definition);
  await deps.audit.record({ actor, action: 'deviation:read', subject: month.key, outcome: 'done' });
  return {
    ...{ month: month.key, settled: month.key <= last.key, last: last.key },
    limits: {
      ...{ sigmas: limits.sigmas, ratio: limits.minimumRatio, share: limits.minimumShareOfItems },
      ...{ peers: limits.minimumPeers, opportunities: limits.minimumOpportunities },
    },
    rows: found.map((one) => ({
      institution: namedInstitution(snapshot, one.institution),
      ...rowOf(one),
      loop: loopOf(loops, one, month.key, now),
    })),
  };
}

function rowOf({ measure, value, opportunities, peers, verdict }: DeviationFound): Omit<Row, 'institution' | 'loop'> {
  const isThere = opportunities > 0 || measure === 'recognised-items';
  const compared = verdict.kind === 'compared' ? verdict : null;
  return {
    ...{ measure, value: isThere ? value : null, opportunities, peers },
    ...{ mean: compared?.mean ?? null, bound: compared?.bound ?? null },
    verdict: compared === null ? 'not-compared' : compared.deviates ? compared.direction : 'within',
  };
}

/** What was opened from the month, or was open already of the same figure. */
function loopOf(
  loops: readonly DeviationLoop[],
  { institution, measure }: DeviationFound,
  month: string,
  now: Instant,
): Row['loop'] {
  const own = loops
    .map((loop) => ({ ...loop, of: subjectIn(loop) }))
    .filter(({ of }) => of.institution === institution && of.measure === measure && of.month <= month);
  const one = own.find(({ of }) => of.month === month) ?? own.find(({ status }) => status === 'open');
  if (one === undefined) return null;
  const { id, status, dueMs, of } = one;
  return { id, month: of.month, status: status === 'open' && dueMs !== null && dueMs < now ? 'overdue' : status };
}
