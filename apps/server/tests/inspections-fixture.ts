/** Inspectors 检查人员 of the test region, whom they may not inspect, and the plan of an inspection of laboratories. */
import type { Day } from '@fujie/core/kernel';

import { importTyped } from '../src/registers/change.ts';
import type { Region } from './recognition-fixture.ts';

export const FROM = '2020-01-01' as Day;

export const PLAN = {
  title: '检验质量抽查',
  subject: 'laboratory',
  unannounced: true,
  levels: [3],
  strataBy: 'none',
  quota: { kind: 'number', value: 1 },
  teamSize: 2,
  specialties: ['laboratory'],
  from: '2024-05-20',
  to: '2024-06-20',
};
const person = (code: string, specialties: string[], account: string | null, institution: string | null = null) => ({
  ...{ code, nameZh: `检查员${code}`, region: '1401', institution, post: '监督员', specialties },
  ...{ available: true, account },
});

/** Five inspectors, one of them not available, one of a hospital; two conflicts of interest. */
export async function loadInspectors(region: Region): Promise<void> {
  const load = (register: string, rows: readonly object[]) =>
    importTyped(
      region.deps,
      'test',
      register,
      rows.map((row) => ({ row: row as Record<string, unknown>, from: FROM })),
    );
  await load('inspector', [
    person('I1', ['laboratory'], 'inspector1'),
    person('I2', ['records'], 'inspector2'),
    person('I3', ['laboratory', 'records'], 'inspector3'),
    person('I4', ['laboratory'], 'inspector4', 'H2'),
    { ...person('I5', ['laboratory'], null), available: false },
  ]);
  await load('inspector-conflict', [
    { inspector: 'I2', institution: 'H1', kind: 'employment', endedOn: '2021-05-19' },
    { inspector: 'I3', institution: 'H3', kind: 'relative' },
  ]);
}

/** One more, of an institution. */
export async function loadInspector(region: Region, code: string, institution: string): Promise<void> {
  await importTyped(region.deps, 'test', 'inspector', [
    { row: person(code, ['laboratory'], null, institution), from: FROM },
  ]);
}

/** Who orders, keeps shares, inspects, and has no part in it. */
export async function inspectionAccounts(region: Region): Promise<Record<string, Record<string, string>>> {
  const who: Record<string, Record<string, string>> = {};
  who['commission'] = await region.as('commission', { region: '1401' });
  who['qc'] = await region.as('qc-centre', { region: '14' });
  who['elsewhere'] = await region.as('commission', { region: '1402', username: 'elsewhere' });
  for (const number of [1, 2, 3, 4])
    who[`I${String(number)}`] = await region.as('laboratory', {
      institution: number === 4 ? 'H2' : 'H3',
      username: `inspector${String(number)}`,
    });
  return who;
}
