import { DEFAULT_PARAMETERS, entitledMarks } from '@fujie/core/recognition';
import { dayOf, must, parseInstant } from '@fujie/core/kernel';
import { sql } from '@fujie/server/platform';
import type { TestApp } from '@fujie/server/testing';
import { startTestApp } from '@fujie/server/testing';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';

import { keepDemonstration } from '../src/serve/demonstration.ts';

const SIZE = { persons: 4, days: 5, seed: 1 };
const NOW = '2026-11-22T10:00+08:00';
let server: TestApp;

// By two servers that start at one moment on one empty database.
beforeAll(async () => {
  server = await startTestApp(inject('adminUrl'), { now: NOW });
  const twin = await startTestApp(inject('adminUrl'), { databaseUrl: server.databaseUrl, now: NOW });
  try {
    await Promise.all([server, twin].map(({ deps }) => keepDemonstration(deps, SIZE, () => undefined)));
  } finally {
    await twin.close();
  }
}, 180_000);

afterAll(() => server.close());

const moveTo = (time: string): void => {
  server.clock.set(must(parseInstant(time)));
};
/** The marks of the item that the README orders, at the hospital that reports it. */
const marks = (): readonly string[] =>
  entitledMarks(server.deps.registers.current(), 'TY06', 'ALT', dayOf(server.clock.now()), DEFAULT_PARAMETERS);

interface Counts {
  entries: number;
  superseded: number;
  results: number;
  quarantined: number;
  orders: number;
  acts: number;
  counted: number;
}

async function counts(): Promise<Counts | undefined> {
  const [row] = await server.db.query<Counts>(sql`
    select (select count(*)::int from register_entry) as entries,
      (select count(*)::int from register_entry where superseded_at is not null) as superseded,
      (select count(*)::int from result where current) as results, (select count(*)::int from quarantine) as quarantined,
      (select count(*)::int from decision) as orders, (select count(*)::int from recognition_act) as acts,
      (select coalesce(sum(count), 0)::int from recognition_daily) as counted`);
  return row;
}

it('is loaded once, however many servers start at that moment', async () => {
  const [row] = await server.db.query(sql`
    select (select count(*) - count(distinct terms->>'title') from inspection_plan) as plans,
      (select count(*) - count(distinct (encounter, person_id, asked_at)) from decision) as orders`);
  expect(row).toEqual({ plans: 0, orders: 0 });
});

it('follows patients’ results by limits that were learnt from them, and tells of a drift once', async () => {
  const alarms = await server.db.query(sql`
    select s.institution, s.item, s.instrument, a.side, l.definition, l.status, l.subject like 'TY01|HBDH|%' as "isOfIt"
      from iqc_patient_alarm a join iqc_patient_setting s on s.id = a.setting_id join loop l on l.id = a.loop_id`);
  expect(alarms).toEqual([
    {
      ...{ institution: 'TY01', item: 'HBDH', instrument: 'CHEM-1', side: 'high', isOfIt: true },
      ...{ definition: 'iqc/patient-based-alarm', status: 'open' },
    },
  ]);
});

it('takes an interrupted loading up on a later day without changing what is there', async () => {
  const before = await counts();
  expect(before).toMatchObject({ quarantined: 0 });
  await server.db.query(sql`
    update setting set value = value || '{"complete": false}'::jsonb where name = 'demonstration'`);
  moveTo('2026-11-24T10:00+08:00');
  expect(await keepDemonstration(server.deps, { ...SIZE, persons: 9, seed: 2 }, () => undefined)).toBe('2026-11-22');
  // Of a corrected report the first version comes again after the second: it is kept in quarantine, and changes nothing.
  expect({ ...(await counts()), quarantined: 0 }).toEqual(before);
});

it('keeps its marks in the months after, at each start and once a day', async () => {
  const before = await counts();
  const atLoading = marks();
  expect(atLoading).not.toEqual([]);
  for (const time of ['2026-12-01T00:10+08:00', '2027-01-05T10:00+08:00', '2027-03-15T10:00+08:00']) {
    moveTo(time);
    await keepDemonstration(server.deps, SIZE, () => undefined);
    expect([time, marks()]).toEqual([time, atLoading]);
  }
  const after = await counts();
  expect(after?.results).toBe(before?.results);
  await keepDemonstration(server.deps, SIZE, () => undefined);
  expect(await counts()).toEqual(after);
});

it('refuses to be the demonstration of another jurisdiction, and says what helps', async () => {
  const { databaseUrl } = server;
  const other = await startTestApp(inject('adminUrl'), { databaseUrl, jurisdiction: 'sichuan' });
  try {
    await expect(keepDemonstration(other.deps, SIZE, () => undefined)).rejects.toThrow(
      /taiyuan, not of sichuan.*FUJIE_JURISDICTION=taiyuan.*FUJIE_DATA_DIR.*请设置/s,
    );
  } finally {
    await other.close();
  }
});
