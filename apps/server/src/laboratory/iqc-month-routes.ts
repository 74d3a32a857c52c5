/** `/api/v1/laboratory/iqc/months` 室内质控月汇总: the figures of a month, and their submission. */
import type { IqcMonthParams as Params, IqcMonthQuery as Query } from '@fujie/wire/contracts';
import { IqcMonthParams, IqcMonthQuery, IqcMonthResponse, IqcSubmitted } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { institutionFor } from './iqc-institution.ts';
import { monthView, submitMonth } from './iqc-month.ts';

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
}
