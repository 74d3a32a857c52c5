/** `/api/v1/public/inspections` 一公开: plans, draws that anybody can repeat, and what was found. Source: national-2022.art.26#02. */
import { formatInstant } from '@fujie/core/kernel';
import type { Instant } from '@fujie/core/kernel';
import { PublicInspectionsResponse, PublishedDraw } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { findDraw, findDraws, findPlan, findPlans } from './draws.query.ts';
import { RECTIFICATION } from './draws.ts';
import type { FindingRow, FollowUpRow, InspectionRow } from './inspections.query.ts';
import { findFindings, findFollowUps, findProgress, findPublished } from './inspections.query.ts';
import {
  currentFindings,
  followUpState,
  isOpen,
  namedInspector,
  planOf,
  publishedDraw,
  severityOf,
  subjectOf,
  timeOf,
} from './view.ts';

const MOST = 50;
const MOST_RESULTS = 1000;
const OPEN = { can: 'public', rateLimit: { max: 60, timeWindow: '1 minute' } } as const;
const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) }, { additionalProperties: false });

export function registerPublicInspectionRoutes(app: FastifyInstance, deps: Deps): void {
  app.get(
    '/api/v1/public/inspections',
    { config: OPEN, schema: { response: { 200: PublicInspectionsResponse } } },
    async () => {
      const { worker } = deps;
      const plans = await findPlans(worker, MOST);
      const ids = plans.map(({ id }) => id);
      const [draws, progress, published] = await Promise.all([
        findDraws(worker, ids),
        findProgress(worker, ids),
        findPublished(worker, ids, MOST_RESULTS),
      ]);
      const findings = currentFindings(
        await findFindings(
          worker,
          published.map(({ id }) => id),
        ),
      );
      const wrong = findings.filter(({ verdict }) => verdict === 'nonconform');
      const loops = await findFollowUps(worker, RECTIFICATION, wrong.map(subjectOf));
      const found = new Map<number, FindingRow[]>();
      for (const one of findings) found.set(one.inspection, [...(found.get(one.inspection) ?? []), one]);
      const followUps = new Map(loops.map((loop) => [loop.subject, loop]));
      return {
        plans: plans.map((plan) => ({
          plan: planOf(deps, plan, draws, progress, ''),
          results: published
            .filter((one) => one.plan === plan.id)
            .map((one) => resultOf(deps, one, found.get(one.id) ?? [], followUps)),
          waiting: progress.reduce((sum, one) => sum + (one.plan === plan.id ? one.waiting : 0), 0),
        })),
      };
    },
  );

  app.get<{ Params: { id: string } }>(
    '/api/v1/public/inspections/draws/:id',
    { config: OPEN, schema: { params: IdParams, response: { 200: PublishedDraw } } },
    async ({ params }) => {
      const { worker } = deps;
      const draw = await findDraw(worker, Number(params.id));
      const plan = draw === null ? null : await findPlan(worker, draw.plan);
      const progress = draw === null ? [] : await findProgress(worker, [draw.plan]);
      if (draw === null || plan === null || !isOpen(plan, draw, progress))
        throw new HttpProblem('not-found', {
          en: 'Nothing is drawn yet, or it becomes public only once every party knows of its visit.',
          zh: '尚未抽取，或须待各被检查单位均已知悉后公开。',
        });
      return publishedDraw(draw);
    },
  );
}

function resultOf(
  deps: Deps,
  one: InspectionRow,
  own: readonly FindingRow[],
  followUps: ReadonlyMap<string, FollowUpRow>,
) {
  const now = deps.clock.now();
  return {
    id: one.id,
    institution: namedInstitution(deps.registers.current(), one.institution),
    inspectors: one.inspectors.map((code) => namedInspector(deps, code).nameZh),
    concludedAt: formatInstant((one.concludedMs ?? 0) as Instant),
    publishedAt: formatInstant((one.publishedMs ?? 0) as Instant),
    checked: own.length,
    nonconforming: own
      .filter(({ verdict }) => verdict === 'nonconform')
      .map((finding) => {
        const loop = followUps.get(subjectOf(finding));
        const text = one.checklist?.find(({ clause }) => clause === finding.item)?.text;
        return {
          clause: finding.item,
          text: { zh: text?.zh ?? finding.item, en: text?.en ?? finding.item },
          severity: severityOf(finding, one),
          state: loop === undefined ? ('open' as const) : followUpState(loop, now),
          dueAt: loop?.status === 'open' ? timeOf(loop.dueMs) : null,
        };
      }),
  };
}
