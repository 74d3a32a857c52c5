/** `/api/v1/laboratory/iqc/months` 室内质控月汇总: the figures of a month, their submission, and the laboratories of a region beside each other. */
import type {
  IqcMonthParams as Params,
  IqcMonthQuery as Query,
  IqcPeersQuery as PeersQuery,
  IqcSuspicionsQuery as SuspicionsQuery,
} from '@fujie/wire/contracts';
import {
  IqcMonthParams,
  IqcMonthQuery,
  IqcMonthResponse,
  IqcPeersQuery,
  IqcPeersResponse,
  IqcRegionResponse,
  IqcSubmitted,
  IqcSuspicionsQuery,
  IqcSuspicionsResponse,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { institutionFor } from './iqc-institution.ts';
import { monthView, submitMonth } from './iqc-month.ts';
import { peersView, regionView } from './iqc-region.ts';
import { regionSuspicions } from './iqc-suspicions.ts';

const MONTH = '/api/v1/laboratory/iqc/months/:month';

/** Adds the routes. */
export function registerIqcMonthRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: Params; Querystring: Query }>(
    MONTH,
    {
      config: { can: 'iqc:read' },
      schema: { params: IqcMonthParams, querystring: IqcMonthQuery, response: { 200: IqcMonthResponse } },
    },
    async ({ actor, params: { month }, query }) => {
      const institution = institutionFor(deps, actor, query.institution);
      const view = await monthView(deps, within(deps, actor).db, institution, month);
      await deps.audit.record({ actor, action: 'iqc:read', subject: `${institution}|${month}`, outcome: 'done' });
      return view;
    },
  );

  app.post<{ Params: Params }>(
    `${MONTH}/submission`,
    { config: { can: 'iqc:manage' }, schema: { params: IqcMonthParams, response: { 200: IqcSubmitted } } },
    async ({ actor, params: { month } }) => submitMonth(deps, actor, institutionFor(deps, actor, undefined), month),
  );

  app.get<{ Params: Params }>(
    `${MONTH}/region`,
    { config: { can: 'iqc:oversee' }, schema: { params: IqcMonthParams, response: { 200: IqcRegionResponse } } },
    async ({ actor, params: { month } }) => {
      const view = regionView(deps, actor, month);
      await deps.audit.record({
        actor,
        action: 'iqc:read',
        subject: `${actor.region ?? ''}|${month}`,
        outcome: 'done',
      });
      return view;
    },
  );

  app.get<{ Params: Params; Querystring: SuspicionsQuery }>(
    `${MONTH}/suspicions`,
    {
      config: { can: 'iqc:oversee' },
      schema: { params: IqcMonthParams, querystring: IqcSuspicionsQuery, response: { 200: IqcSuspicionsResponse } },
    },
    async ({ actor, params: { month }, query: { after = '' } }) => {
      const view = await regionSuspicions(deps, actor, month, after);
      const subject = `${actor.region ?? ''}|${month}|suspicions`;
      await deps.audit.record({ actor, action: 'iqc:read', subject, outcome: 'done' });
      return view;
    },
  );

  app.get<{ Params: Params; Querystring: PeersQuery }>(
    `${MONTH}/peers`,
    {
      config: { can: 'iqc:read' },
      schema: { params: IqcMonthParams, querystring: IqcPeersQuery, response: { 200: IqcPeersResponse } },
    },
    async ({ actor, params: { month }, query: { item } }) => {
      const view = await peersView(deps, actor, month, item);
      await deps.audit.record({ actor, action: 'iqc:read', subject: `${item}|${month}`, outcome: 'done' });
      return view;
    },
  );
}
