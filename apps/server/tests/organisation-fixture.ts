/** A hospital whose quality is organised 医疗质量管理组织: its departments, people, committee and officers in Henan, and who asks about them. */
import type { Day } from '@fujie/core/kernel';

import { raiseOrganisation } from '../src/organisation/duties.ts';
import type { TestApp } from '../src/platform/testing/app.ts';
import { importTyped } from '../src/registers/change.ts';

export type Headers = Record<string, string>;

const FROM = '2024-01-01' as Day;
const KINDS = [
  ...['medical-affairs', 'quality-control', 'nursing', 'infection-control', 'medical-engineering', 'information'],
  ...['logistics', 'clinical', 'pharmacy', 'medical-technology'],
];

/** An officer 质控员 of a department of H1, as an entry of the register. */
export const officer = (practitioner: string, department = 'INT') => ({
  ...{ institution: 'H1', department, level: 'department', practitioner, title: 'intermediate', fullTime: false },
  endReason: null,
});

/** The hospitals H1, which has all of it, and H2, as the tests enter and ask for it. */
export function organisationOf(server: TestApp) {
  const load = (
    register: string,
    rows: readonly Readonly<Record<string, unknown>>[],
    since = FROM,
    to: Day | null = null,
  ) =>
    importTyped(
      server.deps,
      'test',
      register,
      rows.map((row) => ({ row, from: since, to })),
    );

  /** Enters everything, and raises what is owed by the calendar. */
  async function begin(): Promise<void> {
    await load('region', [
      { code: '41', nameZh: '河南', nameEn: null, kind: 'province', markPrefix: null },
      { code: '4101', nameZh: '某市', nameEn: null, kind: 'city', markPrefix: null },
    ]);
    await load(
      'institution',
      ['H1', 'H2'].map((code) => ({
        ...{ code, nameZh: code, nameEn: null, region: '4101', level: 2, ownership: 'public', kind: 'general' },
        ...{ supervisor: 'health', connectedOn: null },
      })),
    );
    await load(
      'department',
      ['H1', 'H2'].flatMap((institution) =>
        ['INT', 'SUR'].map((code) => ({ institution, code, nameZh: code, nameEn: null, kind: 'clinical' })),
      ),
    );
    await load(
      'practitioner',
      Array.from({ length: 10 }, (_, index) => ({
        ...{ institution: 'H1', code: `P${String(index)}`, nameZh: `员${String(index)}`, practiceScope: null },
        ...{ department: index < 4 ? 'INT' : 'SUR', role: 'physician' },
      })),
    );
    await load('institution-head', [{ institution: 'H1', practitioner: 'P0' }]);
    const body = (code: string, kind: string, department: string | null) => ({
      ...{ institution: 'H1', code, nameZh: code, nameEn: null, kind, department, parent: null, foundedBy: null },
    });
    await load('quality-body', [body('MQC', 'committee', null), body('G-INT', 'department', 'INT')]);
    const member = (of: string, practitioner: string, represents: string | null) => ({
      ...{ institution: 'H1', body: of, practitioner, role: practitioner === 'P0' ? 'chair' : 'member', represents },
    });
    await load('quality-body-member', [
      ...KINDS.map((kind, index) => member('MQC', `P${String(index)}`, kind)),
      ...['P1', 'P2', 'P3'].map((code) => member('G-INT', code, null)),
    ]);
    await load('quality-officer', [officer('P2'), officer('P5', 'SUR')]);
    await raiseOrganisation(server.deps);
  }

  const office = () => server.as('quality-office', { institution: 'H1' });
  const head = () => server.as('hospital-head', { institution: 'H1', practitioner: 'P0' });
  const chief = () => server.as('department-head', { institution: 'H1', department: 'INT' });
  const doctor = (practitioner: string, department = 'INT') =>
    server.as('doctor', { institution: 'H1', department, practitioner });

  async function ask<T>(headers: Headers, url: string, payload?: object): Promise<{ status: number; body: T }> {
    const method = payload === undefined ? 'GET' : 'POST';
    const answer = await server.app.inject({ method, url: `/api/v1/${url}`, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.json<T>() };
  }
  return { load, begin, office, head, chief, doctor, ask };
}
