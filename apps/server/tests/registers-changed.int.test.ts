/** A server takes up what changed of the registers 目录, and reads the rest no second time. Source: national-2022.art.15#01. */
import type { Day } from '@fujie/core/kernel';
import { departments, REGISTERS } from '@fujie/core/registers';
import { expect, test } from 'vitest';

import { programActor } from '../src/platform/auth/program-actor.ts';
import { importTyped } from '../src/registers/change.ts';
import { putEntry, withdrawEntry } from '../src/registers/entry-change.ts';
import { createRegisters } from '../src/registers/registers.ts';
import { openRevision } from '../src/registers/store.query.ts';
import { counting } from './counted-rows.ts';
import { sharedRegion } from './recognition-fixture.ts';

const region = sharedRegion();
const actor = programActor('test');

const code = (n: number): string => `D${String(n).padStart(3, '0')}`;
const department = (n: number, nameZh = `科室${String(n)}`) => ({
  ...{ institution: 'H1', code: code(n), nameZh, nameEn: null, kind: 'clinical' },
});
const put = async (
  n: number,
  nameZh: string,
  from: string,
  { code: named = code(n), ...more }: { readonly endPrevious?: boolean; readonly code?: string } = {},
) =>
  expect(
    await putEntry(
      region.deps,
      actor,
      departments,
      { row: { ...department(n, nameZh), code: named }, from: from as Day, to: null, ...more },
      {},
    ),
  ).toMatchObject({ ok: true });

test('what is taken up change by change is what is read at once, in the same order, and little is read for a change', async () => {
  const odd = Array.from({ length: 60 }, (_, n) => ({ row: department(2 * n + 1), from: '2024-01-01' as Day }));
  await importTyped(region.deps, 'test', 'department', odd);
  const counted = counting(region.db);
  const live = await createRegisters(counted.db, region.deps.log);
  const before = counted.rows();
  await put(4, '新科室', '2024-02-01');
  await live.refresh();
  expect(counted.rows() - before).toBeLessThan(8);
  expect(live.current().nameOf(departments, `H1|${code(4)}`)?.nameZh).toBe('新科室');
  // Beyond the first 65,536 characters, where units of text and bytes of the database are in another order.
  await put(1, '全角', '2024-01-01', { code: '｡1' });
  await put(1, '图形', '2024-01-01', { code: '\u{1f3e5}1' });
  await live.refresh();
  await put(2, '生僻字', '2024-01-01', { code: '\u{20bb7}2' });
  // Several at once: corrected, ended and followed, withdrawn whole, and another register.
  await put(5, '更正', '2024-01-01');
  await put(7, '改名', '2024-06-01', { endPrevious: true });
  await put(0, '最先', '2024-01-01');
  await put(998, '最后', '2024-01-01');
  await withdrawEntry(region.deps, actor, departments, { key: `H1|${code(9)}`, from: '2024-01-01' as Day }, {});
  await importTyped(region.deps, 'test', 'practitioner', [
    {
      row: { institution: 'H1', code: 'N-901', nameZh: '新医生', role: 'physician', department: code(1) },
      from: '2024-01-01' as Day,
    },
  ]);
  await live.refresh();
  const whole = await createRegisters(region.db, region.deps.log);
  expect(live.current().revision).toBe(whole.current().revision);
  for (const { id } of REGISTERS) {
    const [taken, read] = [live, whole].map((of) => of.current().all({ ...departments, id }));
    expect(taken).toEqual(read);
  }
  expect(live.current().versions(departments, `H1|${code(7)}`)).toHaveLength(2);
  expect(live.current().nameOf(departments, `H1|${code(9)}`)).toBeNull();
  expect(live.current().practitioner('H1', 'N-901')?.nameZh).toBe('新医生');
  await Promise.all([live.close(), whole.close()]);
});

test('a revision that changes nothing leaves what its register holds', async () => {
  await importTyped(region.deps, 'test', 'department', [{ row: department(801), from: '2024-01-01' as Day }]);
  const live = await createRegisters(region.db, region.deps.log);
  const note = { register: 'department', action: 'put', entries: 0, by: 'test', note: null } as const;
  const revision = await region.db.tx((tx) => openRevision(tx, note));
  await live.refresh();
  expect(live.current().revision).toBe(revision);
  expect(live.current().nameOf(departments, `H1|${code(801)}`)).not.toBeNull();
  await live.close();
});
