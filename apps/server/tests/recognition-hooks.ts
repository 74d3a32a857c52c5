/** What the system of H2 asks and tells over CDS Hooks, for the tests of the decision. */
import type { HookResponse } from '@fujie/wire/cds-hooks';
import { ITEM_SYSTEM, RESIDENT_ID_SYSTEM } from '@fujie/wire/fhir';

import type { Region } from './recognition-fixture.ts';

export const order = (id: string, coding: object, more: object = {}) => ({
  fullUrl: `http://h2.example/fhir/ServiceRequest/${id}`,
  resource: {
    resourceType: 'ServiceRequest',
    id,
    status: 'draft',
    intent: 'order',
    subject: { reference: 'Patient/p' },
    code: { coding: [coding] },
    ...more,
  },
});
export const item = (code: string) => ({ system: ITEM_SYSTEM, code });
export const patientOf = (number: string, more: object = {}) => ({
  resourceType: 'Patient',
  id: 'p',
  identifier: [{ system: RESIDENT_ID_SYSTEM, value: number }],
  name: [{ text: '张小明' }],
  ...more,
});

interface Asked {
  readonly orders?: readonly object[];
  readonly patient?: object | null;
  readonly hook?: string;
  readonly service?: string;
  readonly context?: object;
  readonly encounter?: object | null;
  readonly user?: object;
  readonly headers?: Record<string, string>;
}

export function hooksOf(region: Region) {
  async function ask(asked: Asked) {
    const {
      hook = 'order-sign',
      service = 'recognition-sign',
      orders = [],
      patient = null,
      context = {},
      encounter = null,
    } = asked;
    const response = await region.app.inject({
      method: 'POST',
      url: `/cds-services/${service}`,
      headers: asked.headers ?? region.system,
      payload: {
        hook,
        hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
        context: {
          userId: 'Practitioner/D2',
          patientId: 'p',
          encounterId: 'E1',
          ...(hook === 'patient-view'
            ? {}
            : { draftOrders: { resourceType: 'Bundle', type: 'collection', entry: orders } }),
          ...context,
        },
        prefetch: { patient, encounter, ...(asked.user === undefined ? {} : { user: asked.user }) },
      },
    });
    return {
      status: response.statusCode,
      cards: response.statusCode === 200 ? response.json<HookResponse>().cards : [],
      response,
    };
  }

  /** Feedback on cards, one or several. */
  const tell = (feedback: object, headers = region.system) =>
    region.app.inject({
      method: 'POST',
      url: '/cds-services/recognition-sign/feedback',
      headers,
      payload: { feedback: [feedback].flat() },
    });

  return { ask, tell };
}
