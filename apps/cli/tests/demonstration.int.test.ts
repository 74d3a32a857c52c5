import type { Day } from '@fujie/core/kernel';
import { addDays } from '@fujie/core/kernel';
import { importTyped, ingestMany, recordPastEqa } from '@fujie/server/demonstration';
import { sql } from '@fujie/server/platform';
import type { TestApp } from '@fujie/server/testing';
import { startTestApp } from '@fujie/server/testing';
import { RESIDENT_ID_SYSTEM } from '@fujie/wire/fhir';
import type {
  CheckResponse,
  EqaProgrammesResponse,
  IqcOverviewResponse,
  IqcSuspicionsResponse,
  StatisticsResponse,
} from '@fujie/wire/contracts';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { certifyStaff } from '../src/serve/past-certificates.ts';
import { controlUntil } from '../src/serve/past-control.ts';
import { pastEqa } from '../src/serve/past-eqa.ts';
import { placeOrder } from '../src/serve/past-orders.ts';
import { day } from '../src/simulate/calendar.ts';
import { loadDemonstration } from '../src/simulate/command.ts';
import { planWorld } from '../src/simulate/world.ts';
import type { Truth, TruthCase } from '../src/simulate/truth.ts';

const TODAY = day('2026-11-22');

describe.each(['taiyuan', 'sichuan'] as const)('the demonstration of %s, loaded into a server', (jurisdiction) => {
  let server: TestApp;
  let truth: Truth;
  const steps: string[] = [];

  beforeAll(async () => {
    server = await startTestApp(inject('adminUrl'), { now: `${TODAY}T10:00+08:00`, jurisdiction });
    truth = await loadDemonstration(
      {
        importRegister: (id, entries) => importTyped(server.deps, 'demonstration', id, entries),
        ingest: (bundles, sender) => ingestMany(server.deps, sender, bundles),
        consult: (consultation) => placeOrder(server.deps, consultation),
        progress: (text, done, total) => steps.push(`${text} ${String(done)}/${String(total)}`),
      },
      { seed: 1, persons: 30, days: 30, jurisdiction, today: TODAY },
    );
    await controlUntil(server.deps, { seed: 1, jurisdiction, today: TODAY }, TODAY);
  }, 180_000);

  afterAll(() => server.close());

  async function check(testCase: TruthCase): Promise<CheckResponse> {
    const person = truth.persons.find((p) => p.key === testCase.person);
    const response = await server.app.inject({
      method: 'POST',
      url: '/api/v1/recognition/check',
      headers: await server.as('doctor', {
        institution: testCase.receiver,
        department: 'XNK',
        practitioner: `${testCase.receiver}-P01`,
      }),
      payload: {
        patient: {
          identifier: { system: RESIDENT_ID_SYSTEM, value: testCase.residentId },
          name: testCase.personName,
          birthDate: person?.birthOn,
          sex: person?.sex,
        },
        items: [{ item: testCase.item }],
        encounter: { class: 'inpatient', plannedMeasures: [{ kind: 'surgery', at: `${TODAY}T18:00:00+08:00` }] },
      },
    });
    expect(response.statusCode, response.body).toBe(200);
    return response.json<CheckResponse>();
  }

  it('has orders of the past weeks to count, accepted and repeated, at several institutions', async () => {
    const response = await server.app.inject({
      url: `/api/v1/statistics/recognition?from=2026-10-01&to=${TODAY}&by=institution`,
      headers: await server.as('commission', { region: jurisdiction === 'taiyuan' ? '14' : '51' }),
    });
    expect(response.statusCode, response.body).toBe(200);
    const { rows, total } = response.json<StatisticsResponse>();
    expect(rows.length).toBeGreaterThan(2);
    const repeated = Object.values(total.counts.repeated).reduce((sum, count) => sum + count, 0);
    expect(total.counts.acceptedMust).toBeGreaterThan(5);
    expect(repeated).toBeGreaterThan(0);
    expect(total.counts.acceptedMust + repeated).toBeLessThanOrEqual(total.counts.opportunities);
  });

  it('keeps everything that was sent, and quarantines nothing', async () => {
    const [counts] = await server.db.query<{ results: number; quarantined: number }>(
      sql`select (select count(*)::int from result where current) as results, (select count(*)::int from quarantine) as quarantined`,
    );
    expect(counts?.quarantined).toBe(0);
    expect(counts?.results).toBeGreaterThan(1000);
    expect(steps.some((step) => step.endsWith(`${String(truth.counts.reports)}/${String(truth.counts.reports)}`))).toBe(
      true,
    );
  });

  it('tells whoever ordered or relied on a report that changed afterwards, by one loop for each, and nobody else', async () => {
    const [told] = await server.db.query<{ loops: number; reports: number; relied: number }>(sql`
      select (select count(*)::int from loop where definition = 'report/changed') as loops, count(distinct report_id) filter (where basis <> 'ordered')::int as reports,
        count(distinct (report_id, practitioner))::int as relied from report_reliance`);
    expect(told?.loops).toBe(told?.relied);
    expect(told?.reports).toBeGreaterThan(truth.counts.changedAfterUse / 3);
    expect(told?.reports).toBeLessThanOrEqual(truth.counts.changedAfterUse);
  });

  it('tells the physician of every tour case what the truth says, with the Article 19 cases that the data show', async () => {
    const told = [];
    const expected = [];
    for (const testCase of truth.cases) {
      const answer = await check(testCase);
      const candidate = answer.items[0]?.candidates.find((c) => c.result.reportNumber === testCase.report);
      const detected = candidate?.suggestions.filter((s) => s.strength === 'detected').map((s) => s.code);
      told.push({
        name: testCase.name,
        identity: answer.identity,
        class: candidate?.class ?? null,
        reasons: candidate?.reasons.map((r) => r.code) ?? [],
        ...(testCase.detects === undefined ? {} : { detected }),
      });
      // What was withdrawn or never released is not even shown.
      const isShown = testCase.expect !== null && testCase.name !== 'withdrawn';
      expected.push({
        name: testCase.name,
        identity: 'certain',
        class: isShown ? testCase.expect.class : null,
        reasons: isShown ? testCase.expect.reasons : [],
        ...(testCase.detects === undefined ? {} : { detected: testCase.detects.map((d) => d.code) }),
      });
    }
    expect(told).toEqual(expected);
  });

  it('has control runs of this morning, with the errors of the past settled, the suspicious series and one run missing', async () => {
    const standings = [];
    for (const role of ['central', 'district'] as const) {
      const response = await server.app.inject({
        url: '/api/v1/laboratory/iqc/overview',
        headers: await server.as('laboratory', { institution: planWorld(jurisdiction).code(role) }),
      });
      const measured = response.json<IqcOverviewResponse>().systems.filter(({ recent }) => recent.length > 0);
      standings.push(...measured.map(({ today, heldSince }) => [today, heldSince]));
    }
    expect(standings.filter(([today]) => today === 'missing')).toHaveLength(1);
    expect(standings.filter(([today]) => today === 'in-control' || today === 'warning')).toHaveLength(15);
    expect(standings.filter(([, heldSince]) => heldSince !== null)).toEqual([]);
    const loops = await server.db.query<{ status: string }>(
      sql`select status from loop where definition = 'iqc/out-of-control'`,
    );
    expect(loops.map(({ status }) => status)).toEqual(['closed', 'closed', 'closed']);
  });

  it('shows the centre a plan with rounds in both halves of the year, and one laboratory to ask about control of the months before', async () => {
    await recordPastEqa(server.deps, pastEqa(1, jurisdiction, TODAY));
    const centre = await server.as('qc-centre', { region: jurisdiction === 'taiyuan' ? '14' : '51' });
    const ask = async <T>(path: string): Promise<T> => {
      const response = await server.app.inject({ url: `/api/v1/laboratory/${path}`, headers: centre });
      expect(response.statusCode, response.body).toBe(200);
      return response.json<T>();
    };
    const { programmes } = await ask<EqaProgrammesResponse>(`eqa/programmes/${TODAY.slice(0, 4)}`);
    expect(programmes.map(({ code, halvesWithout }) => [code, halvesWithout])).toEqual([
      ...['C-01', 'C-02', 'C-07'].map((code) => [code, []]),
    ]);
    const before = addDays(`${TODAY.slice(0, 7)}-01` as Day, -1).slice(0, 7);
    const { series } = await ask<IqcSuspicionsResponse>(`iqc/months/${before}/suspicions`);
    expect(series.map(({ institution, system, level }) => [institution.code, system, level])).toEqual(
      ['N', 'P'].map((level) => [planWorld(jurisdiction).code('private'), 'K@CHEM-1', level]),
    );
  });

  it('certifies two technicians of the city hospital, once however often it is loaded', async () => {
    await certifyStaff(server.deps, jurisdiction, TODAY);
    await certifyStaff(server.deps, jurisdiction, TODAY);
    const files = await server.db.query<{ name: string; media: string; start: string }>(
      sql`select name, media, convert_from(substring(content from 1 for 5), 'UTF8') as start from laboratory_document order by done_on`,
    );
    expect(files).toEqual(
      ['培训合格证', '培训合格证', '岗位授权书', '岗位授权书'].map((title) => ({
        ...{ name: `${title}.pdf`, media: 'application/pdf', start: '%PDF-' },
      })),
    );
  });

  it('never joins two persons, and joins all registrations of one person that carry the number', async () => {
    const rows = await server.db.query<{ person: string; report: string; identity: string }>(
      sql`select person_id::text as person, institution || '/' || report_no as report, identity from result where current and report_no is not null`,
    );
    const personOf = new Map<string, string>(
      truth.persons.flatMap((p) =>
        p.registrations.flatMap((r) => r.reports.map((n) => [`${r.institution}/${n}`, p.key] as const)),
      ),
    );
    const joined = new Map<string, Set<string>>();
    const split = new Map<string, Set<string>>();
    for (const { person, report, identity } of rows) {
      const key = personOf.get(report) ?? 'nobody';
      joined.set(person, (joined.get(person) ?? new Set()).add(key));
      if (identity === 'verified') split.set(key, (split.get(key) ?? new Set()).add(person));
    }
    expect([...joined.values()].filter((keys) => keys.size > 1)).toEqual([]);
    const misleading = new Set(
      truth.quirks.filter((q) => q.quirk !== 'fifteen-digits' && q.quirk !== 'same-name').flatMap((q) => q.persons),
    );
    const plain = truth.persons.filter((p) => p.registrations.length > 0 && !misleading.has(p.key));
    expect(plain.length).toBeGreaterThan(15);
    expect(plain.filter((p) => split.get(p.key)?.size !== 1).map((p) => p.key)).toEqual([]);
  });
});
