/** Records of quality 质量记录 of laboratories: whoever asks, they are kept at least two years and never altered. */
import type { ActivityRecorded } from '@fujie/wire/contracts';
import { describe, expect, test } from 'vitest';

import { ROLES } from '../src/platform/auth/permissions.ts';
import { sql } from '../src/platform/db/database.ts';
import { sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();
const { post } = requestsTo(region);
const lab = () => region.as('laboratory', { institution: 'H1', username: 'lab-1' });
const ROOT = 'laboratory/resources';
const REGIONAL: ReadonlySet<string> = new Set(['commission', 'qc-centre']);
const PDF = Buffer.from('%PDF-1.4\n校准证书');
const ACTIVITIES = `${ROOT}/instruments/AN-1/activities`;

// henan-2025.lab.6#08, #09: kept at least two years and never altered, whoever asks.
describe('records of quality', () => {
  test('have no route that alters them, and only certificates one that removes them, which no role may use before the time', async () => {
    const writing = region.app
      .printRoutes({ commonPrefix: false })
      .split('\n')
      .filter((line) => /laboratory/.test(line) && /\b(PUT|PATCH|DELETE)\b/.test(line));
    expect(writing.map((line) => line.replace(/^[^/]*/, ''))).toEqual([
      '/api/v1/laboratory/resources/documents/:id (GET, HEAD, DELETE)',
    ]);
    const activity = {
      ...{ activity: 'calibration', certificate: 'BC-1' },
      document: { name: 'a.pdf', content: PDF.toString('base64') },
    };
    const kept = await post<ActivityRecorded>(ACTIVITIES, await lab(), {
      ...activity,
      doneOn: '2024-05-20',
      dueOn: '2025-05-20',
    });
    const url = `/api/v1/${ROOT}/documents/${String(kept.body.document)}`;
    for (const role of ROLES.filter((one) => one !== 'patient')) {
      const bound = REGIONAL.has(role) ? { region: '1401' } : { institution: 'H1' };
      const answer = await region.app.inject({ method: 'DELETE', url, headers: await region.as(role, bound) });
      expect([role, [403, 404, 422].includes(answer.statusCode)]).toEqual([role, true]);
    }
    expect((await region.app.inject({ url, headers: await lab() })).statusCode).toBe(200);
  });

  test('are under grants by which neither the application nor its worker alters or removes one', async () => {
    const rows = await region.db.query<{ table: string; role: string; may: string }>(sql`
      select c.relname as table, r.role, p.may from pg_class c
        cross join unnest(array['fujie_app', 'fujie_worker']) as r (role) cross join unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) as p (may)
       where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname ~ '^(iqc|laboratory|eqa|blind)_'
         and c.relname <> 'iqc_month_due' -- what the worker has yet to do, no record
         and (has_table_privilege(r.role, c.oid, p.may) or (p.may = 'UPDATE' and has_any_column_privilege(r.role, c.oid, 'UPDATE')))
       order by 1, 2, 3`);
    // Two years after, and no day before: the database itself refuses it, too.
    expect(rows).toEqual([{ table: 'laboratory_document', role: 'fujie_worker', may: 'DELETE' }]);
  });
});
