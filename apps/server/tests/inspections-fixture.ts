/** Inspectors 检查人员 of the test region, whom they may not inspect, and the plan of an inspection of laboratories. */
import { randomBytes } from 'node:crypto';

import { commitmentOf } from '@fujie/core/inspection';
import type { Day } from '@fujie/core/kernel';
import type {
  DrawChanged,
  InspectionPlanResponse,
  PublicInspectionsResponse,
  PublishedDraw,
} from '@fujie/wire/contracts';
import { expect } from 'vitest';

import { sha256 } from '../src/inspection/draws.ts';
import { importTyped } from '../src/registers/change.ts';
import type { Region } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

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

/** Draws of a plan: frozen, committed to and revealed by both custodians, and as its authority and the public see them. */
export function drawsOf(region: Region, of: (name: string) => Record<string, string>, plan: () => number) {
  const { get, post } = requestsTo(region);
  async function freeze(body: object = {}): Promise<number> {
    const frozen = await post<DrawChanged>(`inspection/plans/${String(plan())}/draws`, of('commission'), body);
    expect(frozen.status).toBe(201);
    return frozen.body.draw;
  }

  const planNow = async (as = 'commission') =>
    (await get<InspectionPlanResponse>(`inspection/plans/${String(plan())}`, of(as))).body;
  const publicPlans = async () => {
    const answer = await region.app.inject({ method: 'GET', url: '/api/v1/public/inspections' });
    return answer.json<PublicInspectionsResponse>().plans;
  };
  const publicDraw = async (draw: number) => {
    const answer = await region.app.inject({ method: 'GET', url: `/api/v1/public/inspections/draws/${String(draw)}` });
    return { status: answer.statusCode, body: answer.json<PublishedDraw>() };
  };

  /** Both custodians commit and reveal; what `between` does happens in between. */
  async function hold(draw: number, between: () => Promise<void> = async () => Promise.resolve()): Promise<void> {
    const digest = (await planNow()).plan.draws.find(({ id }) => id === draw)?.listsDigest ?? '';
    const shares = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')];
    for (const [index, name] of ['commission', 'qc'].entries()) {
      const commitment = await commitmentOf(sha256, digest, index + 1, shares[index] ?? '');
      const said = await post(`inspection/draws/${String(draw)}/commitments`, of(name), {
        place: index + 1,
        commitment,
      });
      expect(said.status).toBe(200);
    }
    await between();
    for (const [index, name] of ['commission', 'qc'].entries())
      expect(
        (await post(`inspection/draws/${String(draw)}/shares`, of(name), { place: index + 1, share: shares[index] }))
          .status,
      ).toBe(200);
  }
  /** Somebody who is no custodian of it, a share that was not committed to, a commitment changed. */
  async function freezeAnother(draw: number, one: { place: number; commitment: string }): Promise<readonly number[]> {
    const url = `inspection/draws/${String(draw)}`;
    await post(`${url}/commitments`, of('commission'), one);
    return [
      (await post(`${url}/commitments`, of('commission'), { place: 2, commitment: 'b'.repeat(64) })).status,
      (await post(`${url}/commitments`, of('qc'), { ...one, place: 2 })).status,
      (await post(`${url}/commitments`, of('qc'), { ...one, commitment: 'c'.repeat(64) })).status,
    ];
  }
  return { freeze, planNow, publicPlans, publicDraw, hold, freezeAnother };
}
