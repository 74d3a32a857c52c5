import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Day, Instant } from '@fujie/core/kernel';
import { must, parseInstant } from '@fujie/core/kernel';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { AUDIT_JOB, makeAnchors } from '../src/audit/anchor.ts';
import { forgetDay } from '../src/audit/anchors.query.ts';
import { forgetOldDays, monthsBefore } from '../src/audit/forget.ts';
import { auditKey } from '../src/audit/key.ts';
import { verifyAudit } from '../src/audit/verify.ts';
import type { Audit } from '../src/platform/audit/audit.query.ts';
import { createAudit } from '../src/platform/audit/audit.query.ts';
import { fixedClock } from '../src/platform/clock/clock.ts';
import type { Database } from '../src/platform/db/database.ts';
import { connect, sql } from '../src/platform/db/database.ts';
import { createTestDatabase } from '../src/platform/testing/cluster.ts';

const directory = mkdtempSync(join(tmpdir(), 'fujie-forget-'));
const key = auditKey({ auditKeyFile: null, dataDir: directory });
const at = (text: string): Instant => must(parseInstant(text));
const clock = fixedClock(at('2020-01-31T09:00+08:00'));
let db: Database;
let audit: Audit;

const read = () => audit.record({ actor: AUDIT_JOB, action: 'person:read', outcome: 'done' });

beforeAll(async () => {
  db = connect(await createTestDatabase(inject('adminUrl')), { max: 4 });
  audit = createAudit(db, clock);
  for (const day of ['2020-01-31', '2020-02-01', '2020-02-02']) {
    clock.set(at(`${day}T09:00+08:00`));
    await read();
  }
});

afterAll(async () => {
  await db.close();
  rmSync(directory, { recursive: true, force: true });
});

test('the limit is so many months back, on the last day of a shorter month', () => {
  expect(monthsBefore('2024-03-31' as Day, 1)).toBe('2024-02-29');
  expect(monthsBefore('2024-01-15' as Day, 25)).toBe('2021-12-15');
});

test('a day that is not anchored, or too young, is kept by the database whoever asks', async () => {
  await expect(forgetDay(db, '2020-01-31' as Day)).rejects.toThrow('not anchored');
  const [today] = await db.query<{ day: Day }>(sql`select current_date as day`);
  await expect(forgetDay(db, today?.day ?? ('' as Day))).rejects.toThrow('younger than 24 months');
});

test('whole days past the limit go, on record, and what is left still verifies', async () => {
  clock.set(at('2022-02-01T09:00+08:00'));
  await makeAnchors({ db, clock }, key);
  await read();
  expect(await forgetOldDays({ db, clock, audit }, key, 24)).toEqual(['2020-01-31']);
  expect(await forgetOldDays({ db, clock, audit }, key, 24)).toEqual([]);
  const rows = await db.query(sql`select day, action, subject from audit_event order by day, seq`);
  expect(rows).toEqual([
    { day: '2020-02-01', action: 'person:read', subject: null },
    { day: '2020-02-02', action: 'person:read', subject: null },
    { day: '2022-02-01', action: 'person:read', subject: null },
    { day: '2022-02-01', action: 'audit:forget', subject: '2020-01-31' },
  ]);
  const options = { from: null, to: null, keys: [key.publicKey], files: [] };
  expect(await verifyAudit(db, options)).toMatchObject({ rows: 4, found: 0 });
});
