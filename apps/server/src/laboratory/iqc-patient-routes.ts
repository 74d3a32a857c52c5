/** `/api/v1/laboratory/iqc/patients` 患者数据实时质控: limits learnt, proposed and put in force; what is followed by them; the results behind an alarm. */
import { dayOf } from '@fujie/core/kernel';
import type {
  IqcPatientAlarmQuery as AlarmQuery,
  IqcPatientDecision as Decision,
  IqcPatientProposal as Proposal,
  IqcPatientSettingsQuery as SettingsQuery,
  IqcPatientsQuery as Query,
} from '@fujie/wire/contracts';
import {
  IqcPatientAlarmQuery,
  IqcPatientAlarmResponse,
  IqcPatientDecision,
  IqcPatientProposal,
  IqcPatientProposed,
  IqcPatientSettingsQuery,
  IqcPatientSettingsResponse,
  IqcPatientsQuery,
  IqcPatientsResponse,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { institutionFor } from './iqc-institution.ts';
import { alarmResults, decideSetting, proposeSetting, settingsView } from './iqc-patient-settings.ts';
import type { PatientsWanted } from './iqc-patients.ts';
import { patientsView } from './iqc-patients.ts';

const ROOT = '/api/v1/laboratory/iqc/patients';
const READ = { can: 'iqc:read' } as const;
const MANAGE = { can: 'iqc:manage' } as const;
const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,12}$' }) }, { additionalProperties: false });

/** Adds the routes. */
export function registerIqcPatientRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Query }>(
    ROOT,
    { config: READ, schema: { querystring: IqcPatientsQuery, response: { 200: IqcPatientsResponse } } },
    async ({ actor, query }) => {
      const wanted = wantedBy(deps, actor, query);
      const view = await patientsView(deps, wanted, dayOf(deps.clock.now()));
      const subject = `${wanted.institution}|${wanted.item}`;
      await deps.audit.record({ actor, action: 'iqc:read', subject, outcome: 'done' });
      return view;
    },
  );

  app.get<{ Querystring: SettingsQuery }>(
    `${ROOT}/settings`,
    { config: READ, schema: { querystring: IqcPatientSettingsQuery, response: { 200: IqcPatientSettingsResponse } } },
    async ({ actor, query: { institution: named, item = null } }) => {
      const institution = institutionFor(deps, actor, named);
      const view = await settingsView(deps, actor, institution, item);
      const subject = item === null ? institution : `${institution}|${item}`;
      await deps.audit.record({ actor, action: 'iqc:read', subject, outcome: 'done', detail: { part: 'patients' } });
      return view;
    },
  );

  app.post<{ Body: Proposal }>(
    `${ROOT}/settings`,
    { config: MANAGE, schema: { body: IqcPatientProposal, response: { 201: IqcPatientProposed } } },
    async ({ actor, body }, reply) =>
      reply.status(201).send({ id: await proposeSetting(deps, actor, wantedBy(deps, actor, body)) }),
  );

  app.post<{ Params: { id: string }; Body: Decision }>(
    `${ROOT}/settings/:id/decisions`,
    { config: MANAGE, schema: { params: IdParams, body: IqcPatientDecision, response: { 204: Type.Null() } } },
    async ({ actor, params, body }, reply) => {
      await decideSetting(deps, actor, Number(params.id), body);
      return reply.status(204).send(null);
    },
  );

  app.get<{ Params: { id: string }; Querystring: AlarmQuery }>(
    `${ROOT}/alarms/:id/results`,
    {
      config: READ,
      schema: { params: IdParams, querystring: IqcPatientAlarmQuery, response: { 200: IqcPatientAlarmResponse } },
    },
    async ({ actor, params, query: { page = '1' } }) => alarmResults(deps, actor, Number(params.id), Number(page)),
  );
}

function wantedBy(
  deps: Deps,
  actor: Actor,
  { institution, item, instrument = '', statistic = 'ewma', falseAlarms = '0.001' }: Query,
): PatientsWanted {
  const own = institutionFor(deps, actor, institution);
  return { institution: own, item, instrument, statistic, falseAlarms: Number(falseAlarms) };
}
