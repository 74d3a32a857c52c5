/** Periodic reports on EQA 室间质评定期报告 of an organiser of Henan: rounds that are held for them, and how they are asked for. */
import type { Day } from '@fujie/core/kernel';
import type { EqaReportDraft, LoopsResponse } from '@fujie/wire/contracts';
import { expect } from 'vitest';

import type { TestApp } from '../src/platform/testing/app.ts';
import { importTyped } from '../src/registers/change.ts';
import { at } from './recognition-fixture.ts';

type Row = Readonly<Record<string, unknown>>;

export const REPORTS = 'laboratory/eqa/reports';
const SAMPLES = ['1', '2', '3', '4', '5'];
export const DAYS = { organiser: 'Q41', from: '2026-03-01', to: '2026-04-10' };
/** For the two that fail each round. */
export const ADVICE = ['H1', 'H3'].map((institution) => ({ institution, text: '查明原因，限期整改' }));

/** How the centre, the authorities and the laboratories go about them. */
export function reportsTo(server: TestApp) {
  const load = (register: string, ...rows: readonly Row[]) =>
    importTyped(
      server.deps,
      'test',
      register,
      rows.map((row) => ({ row, from: '2020-01-01' as Day, to: null })),
    );
  const centre = () => server.as('qc-centre', { region: '41', username: 'centre-41' });
  const authority = (region: string) => server.as('commission', { region, username: `authority-${region}` });
  const lab = (institution: string, person: number) =>
    server.as('laboratory', { institution, username: `${institution}-${String(person)}` });
  type Headers = Awaited<ReturnType<typeof centre>>;

  async function ask<T>(method: 'GET' | 'POST', path: string, headers: Headers, payload?: object) {
    const body = payload === undefined ? {} : { payload };
    const answer = await server.app.inject({ method, url: `/api/v1/${path}`, headers, ...body });
    return { status: answer.statusCode, body: (answer.body === '' ? {} : answer.json()) as T };
  }
  const loops = async (headers: Headers, kind: string) =>
    (await ask<LoopsResponse>('GET', `loops?view=all&definition=${kind}`, headers)).body.loops;

  /** A round of a month of which H1 fails, H2 passes and H3 returns nothing; published on its day 20 in the afternoon; where it is asked. */
  async function holdRound(code: string, month: string, before: (round: string) => Promise<void>): Promise<string> {
    const made = await ask<{ id: number }>('POST', 'laboratory/eqa/rounds', await centre(), {
      ...{ organiser: 'Q41', round: code, nameZh: '第一次', year: 2026, lateRule: 'store', samples: SAMPLES },
      ...{ opensAt: `${month}-11T08:00+08:00`, closesAt: `${month}-15T17:00+08:00` },
      items: [{ item: 'ALT', kind: 'quantitative', unit: 'U/L', criterion: { type: 'pct', percent: 10 } }],
      targets: SAMPLES.map((sample) => ({ item: 'ALT', sample, value: 100 })),
    });
    expect(made.status).toBe(201);
    const round = `laboratory/eqa/rounds/${String(made.body.id)}`;
    const enrolments = ['H1', 'H2', 'H3'].map((institution) => ({ institution, items: ['ALT'] }));
    expect((await ask('POST', `${round}/enrolments`, await centre(), { enrolments })).status).toBe(204);
    expect((await ask('POST', `${round}/acts`, await centre(), { kind: 'shipped' })).status).toBe(204);
    server.clock.set(at(`${month}-12T09:00+08:00`));
    for (const [institution, reported] of [
      ['H1', '140'],
      ['H2', '101'],
    ] as const) {
      const results = SAMPLES.map((sample) => ({ item: 'ALT', sample, reported, unit: 'U/L', method: 'IFCC' }));
      const own = await lab(institution, 1);
      expect((await ask('POST', `${round}/returns`, own, { after: 0, results })).status).toBe(201);
      expect((await ask('POST', `${round}/returns/1/check`, await lab(institution, 2), {})).status).toBe(204);
      expect((await ask('POST', `${round}/returns/1/submission`, own, {})).status).toBe(201);
    }
    server.clock.set(at(`${month}-20T09:00+08:00`));
    await before(round);
    server.clock.set(at(`${month}-20T15:00+08:00`));
    const graded = await ask<{ version: number }>('POST', `${round}/evaluations`, await centre(), {});
    expect(graded.status).toBe(201);
    const { version } = graded.body;
    expect((await ask('POST', `${round}/publication`, await centre(), { version })).status).toBe(204);
    return round;
  }

  /** A province with three cities, and a round of March. */
  async function begin(): Promise<string> {
    await load(
      'region',
      { code: '41', nameZh: '某省', nameEn: null, kind: 'province', markPrefix: null },
      { code: '4101', nameZh: '甲市', nameEn: null, kind: 'city', markPrefix: null },
      { code: '4102', nameZh: '乙市', nameEn: null, kind: 'city', markPrefix: null },
      { code: '4103', nameZh: '丙市', nameEn: null, kind: 'city', markPrefix: null },
    );
    await load('qc-organisation', { code: 'Q41', nameZh: '省临检中心', level: 'province', region: '41' });
    await load(
      'institution',
      ...[
        ['H1', '4101'],
        ['H2', '4102'],
        ['H3', '4102'],
        ['H4', '4103'],
      ].map(([code, region]) => ({
        ...{ code, nameZh: `${String(code)}医院`, nameEn: null, region, level: 3, ownership: 'public' },
        ...{ kind: 'general', supervisor: 'health', connectedOn: null },
      })),
    );
    const item = { kind: 'laboratory', category: 'chemistry', unit: 'U/L', quantitative: true };
    await load('item', { ...item, code: 'ALT', nameZh: '丙氨酸氨基转移酶', nameEn: 'ALT' });
    return holdRound('R1', '2026-03', async () => undefined);
  }

  const draft = async (of = DAYS) =>
    (await ask<EqaReportDraft>('GET', `${REPORTS}/draft?${new URLSearchParams(of).toString()}`, await centre())).body;
  const entry = async (of = DAYS) => ({
    ...{ ...of, seen: (await draft(of)).seen, summary: '共组织一轮，两家不合格', advice: ADVICE },
  });
  return { centre, authority, lab, ask, loops, holdRound, begin, draft, entry };
}
