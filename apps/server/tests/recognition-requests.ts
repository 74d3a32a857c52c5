/** What a physician asks and answers over JSON, the orders that follow and what is counted, for the tests of the decision. */
import type { CheckResponse, DecisionsResponse } from '@fujie/wire/contracts';
import { expect } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import type { OrderPlaced } from '../src/platform/events/events.ts';
import type { Region } from './recognition-fixture.ts';

interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** The answer of acts; the members of a refusal are there when it is one. */
type ActsAnswer = Answer<
  DecisionsResponse & { readonly detailZh: string; readonly errors: { readonly code: string }[] }
>;

/** An explanation to the patient (Article 19) that lacks nothing. */
export const EXPLAINED = {
  purpose: '复核',
  necessity: '必要',
  possibleEffects: '再次采血',
  toldTo: 'patient',
  at: '2024-05-20T09:05+08:00',
};

/** Requests to a region, by its physician of H2 unless said otherwise. */
export function requestsTo(region: Region) {
  async function send<T>(
    method: 'GET' | 'POST',
    url: string,
    headers: Record<string, string>,
    payload?: object,
  ): Promise<Answer<T>> {
    const response = await region.app.inject({ method, url: `/api/v1/${url}`, headers, ...(payload && { payload }) });
    return { status: response.statusCode, body: response.body === '' ? (null as T) : response.json<T>() };
  }

  return {
    get: <T>(url: string, headers: Record<string, string>): Promise<Answer<T>> => send('GET', url, headers),
    post: <T>(url: string, headers: Record<string, string>, payload: object): Promise<Answer<T>> =>
      send('POST', url, headers, payload),

    /** Asks about items for a person, and is answered in time. */
    check: async (
      person: string,
      items: readonly string[],
      encounter: object = { id: 'E1' },
      headers = region.doctor,
    ): Promise<CheckResponse> => {
      const { status, body } = await send<CheckResponse>('POST', 'recognition/check', headers, {
        patient: { person },
        items: items.map((item) => ({ item })),
        encounter,
      });
      expect([status, body.timedOut]).toEqual([200, false]);
      return body;
    },

    act: (decision: string, acts: readonly object[], headers = region.doctor, more: object = {}): Promise<ActsAnswer> =>
      send('POST', 'recognition/decisions', headers, { decision, acts, ...more }),

    /** An order of H2 is placed, now or when it says. */
    place: (
      personId: number,
      items: readonly string[],
      encounter: string | null,
      { placedAt = region.clock.now(), ...change }: Partial<OrderPlaced> = {},
    ): Promise<void> =>
      region.db.tx((tx) =>
        region.deps.events.emit(tx, 'order-placed', {
          personId,
          institution: 'H2',
          department: 'INT',
          practitioner: 'D2',
          encounter,
          orderRef: `o-${String(personId)}`,
          items,
          emergency: false,
          placedAt,
          authoredAt: placedAt,
          ...change,
        }),
      ),

    /** What is counted of a person: item and measure. */
    counted: async (personId: number): Promise<readonly string[]> => {
      const facts = await region.db.query<{ fact: string }>(
        sql`select item || ' ' || measure as fact from recognition_fact where person_id = ${personId} and item <> '' order by 1`,
      );
      return facts.map(({ fact }) => fact);
    },
  };
}
