import { readFileSync } from 'node:fs';

import type { Day } from '@fujie/core/kernel';
import type { TypedRow } from '@fujie/core/registers';
import { regions } from '@fujie/core/registers';
import { beforeAll, describe, expect, inject, it } from 'vitest';

import { connect, sql } from '../src/platform/db/database.ts';
import { startTestApp } from '../src/platform/testing/app.ts';
import { createRegisters } from '../src/registers/registers.ts';
import { programActor } from '../src/platform/auth/program-actor.ts';
import { importRows, importTyped } from '../src/registers/change.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer();
const FROM = '2020-01-01' as Day;

function hospital(code: string, nameZh: string): TypedRow {
  return {
    row: { code, nameZh, region: '14', level: 3, ownership: 'public', kind: 'general', supervisor: 'health' },
    from: FROM,
  };
}

beforeAll(async () => {
  const { deps } = server;
  await importTyped(deps, 'test', 'region', [{ row: { code: '14', nameZh: '山西省', kind: 'province' }, from: FROM }]);
  await importTyped(deps, 'test', 'institution', [hospital('H1', '甲医院')]);
  await importTyped(deps, 'test', 'item', [
    {
      row: {
        code: 'GLU',
        nameZh: '葡萄糖',
        nameEn: 'Glucose',
        kind: 'laboratory',
        category: 'chemistry',
        quantitative: true,
      },
      from: FROM,
    },
  ]);
});

describe('the store of registers', () => {
  it('lets the application neither delete nor rewrite a version', async () => {
    await expect(server.db.query(sql`delete from register_entry`)).rejects.toThrow(/permission denied/);
    await expect(server.db.query(sql`update register_entry set data = '{}'`)).rejects.toThrow(/permission denied/);
    await expect(server.db.query(sql`update register_revision set note = 'x'`)).rejects.toThrow(/permission denied/);
  });

  it('lets one of two imports that race for the same key win and refuses the other', async () => {
    const race = (from: string): Promise<{ ok: boolean }> =>
      importRows(server.deps, programActor('test'), regions, [
        { number: 2, cells: { code: '21', nameZh: '辽宁', kind: 'province', from } },
      ]);
    const results = await Promise.all(['2020-01-01', '2021-01-01', '2022-01-01', '2023-01-01'].map(race));
    expect(results.filter((r) => r.ok)).toHaveLength(1);
  });

  it('rebuilds the registers as they were known after any revision', async () => {
    const { registers } = server.deps;
    const before = registers.current();
    const name = before.institution('H1')?.nameZh;
    await importTyped(server.deps, 'test', 'institution', [hospital('H1', '更正后的名称')]);
    await importTyped(server.deps, 'test', 'region', [
      { row: { code: '51', nameZh: '四川省', kind: 'province' }, from: FROM },
    ]);
    const known = await registers.asOfRevision(before.revision);
    expect(known.institution('H1')?.nameZh).toBe(name);
    expect(known.find(regions, '51', FROM)).toBeNull();
    expect(registers.current().institution('H1')?.nameZh).toBe('更正后的名称');
    expect(await registers.asOfRevision(before.revision)).toBe(known);
    await expect(registers.asOfRevision(1_000_000)).rejects.toThrow(RangeError);
  });

  it('tells other servers of a change', async () => {
    const other = await startTestApp(inject('adminUrl'), { databaseUrl: server.databaseUrl });
    try {
      await importTyped(server.deps, 'test', 'region', [
        { row: { code: '11', nameZh: '北京市', kind: 'province' }, from: FROM },
      ]);
      await expect.poll(() => other.deps.registers.current().find(regions, '11', FROM)?.nameZh).toBe('北京市');
      expect(other.deps.registers.current().revision).toBe(server.deps.registers.current().revision);
    } finally {
      await other.close();
    }
  });

  it('hears of changes again after its connection was lost', async () => {
    const { registers } = server.deps;
    const owner = connect(server.databaseUrl, { role: 'owner', max: 1 });
    const ended = await owner.query(sql`
      select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query ilike 'listen %' and pid <> pg_backend_pid()`);
    await owner.close();
    expect(ended).toHaveLength(1);
    const other = await startTestApp(inject('adminUrl'), { databaseUrl: server.databaseUrl });
    try {
      await importTyped(other.deps, 'test', 'region', [
        { row: { code: '12', nameZh: '天津市', kind: 'province' }, from: FROM },
      ]);
      await expect.poll(() => registers.current().find(regions, '12', FROM)?.nameZh).toBe('天津市');
    } finally {
      await other.close();
    }
  });

  it('keeps the mappings that an older platform recorded, for every institution', async () => {
    await importTyped(server.deps, 'test', 'code-mapping', [
      { row: { system: 'urn:old', code: 'C1', item: 'GLU', state: 'approved' }, from: FROM },
    ]);
    const owner = connect(server.databaseUrl, { role: 'owner', max: 1 });
    await owner.query(sql`
      update register_entry set key = 'urn:old|C1', data = data - 'institution' where key = '|urn:old|C1'`);
    const migration = new URL('../src/platform/db/migrations/0045-code-mapping-key.sql', import.meta.url);
    await owner.pool.query(readFileSync(migration, 'utf8'));
    await owner.close();
    const { revision } = server.deps.registers.current();
    const migrated = await createRegisters(server.db, server.deps.log);
    expect(migrated.current().revision).toBe(revision);
    expect(migrated.current().mapping('H1', 'urn:old', 'C1', FROM)?.item).toBe('GLU');
  });

  it('reads a row that was entered before a column was added as one that says nothing of it', async () => {
    const owner = connect(server.databaseUrl, { role: 'owner', max: 1 });
    await owner.query(sql`update register_entry set data = data - 'nameEn' where register = 'region'`);
    await owner.close();
    const reread = await createRegisters(server.db, server.deps.log);
    expect(
      new Set(
        reread
          .current()
          .all(regions)
          .map(({ row }) => row.nameEn),
      ),
    ).toEqual(new Set([null]));
  });

  it('takes ten thousand rows at once, and again without a change', async () => {
    const rows: TypedRow[] = Array.from({ length: 10_000 }, (_, i) => ({
      row: { system: 'urn:test', code: `C${String(i)}`, item: 'GLU', state: 'approved' },
      from: FROM,
    }));
    const outcome = await importTyped(server.deps, 'test', 'code-mapping', rows);
    expect(outcome.added).toBe(10_000);
    const again = await importTyped(server.deps, 'test', 'code-mapping', rows);
    expect(again).toMatchObject({ unchanged: 10_000, revision: null });
    expect(server.deps.registers.current().mapping('H1', 'urn:test', 'C7', FROM)?.item).toBe('GLU');
  });
});
