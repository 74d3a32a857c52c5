/** Reports of adverse events 不良事件 of a hospital, and what its quality office does with them, for the tests. */
import { expect } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import type { Region } from './recognition-fixture.ts';

export const REPORTER = 'whistle-7';

export const BODY = {
  what: '术后纱布清点不符，未告知家属',
  class: 'procedure',
  harm: 'severe',
  occurredAt: '2024-05-20T08:00+08:00',
  department: 'INT',
  anonymous: false,
};

/** Reports to a region and what follows, by a doctor of H2. */
export function adverseEventsOf(region: Region) {
  const reporter = () =>
    region.as('doctor', { username: REPORTER, name: '吹哨人', institution: 'H2', department: 'INT' });

  async function ask(method: 'GET' | 'POST', url: string, headers: Record<string, string>, payload?: object) {
    const answer = await region.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json<Record<string, unknown>>() };
  }

  async function report(change: object = {}): Promise<{ event: number; receipt: string }> {
    const { status, body } = await ask('POST', '/api/v1/adverse-events', await reporter(), { ...BODY, ...change });
    expect(status).toBe(201);
    return body as { event: number; receipt: string };
  }

  async function loopOf(event: number): Promise<number> {
    const rows = await region.db.query<{ loop_id: number }>(sql`select loop_id from adverse_event where id = ${event}`);
    return rows[0]?.loop_id ?? 0;
  }

  /** Records what becomes of a stage, as the quality office or the head of the department. */
  async function act(loop: number, what: string, fields: object = {}): Promise<void> {
    const [stage = '', outcome = ''] = what.split(':');
    const headers =
      stage === 'analyse' || stage === 'carry-out'
        ? await region.as('department-head', { username: 'events-head', institution: 'H2', department: 'INT' })
        : await region.as('quality-office', { username: 'events-office', institution: 'H2' });
    const body = { key: what, stage, outcome, fields };
    expect(await ask('POST', `/api/v1/loops/${String(loop)}/acts`, headers, body)).toMatchObject({ status: 200 });
  }

  return { reporter, ask, report, loopOf, act };
}
