/** Results that are critical, and the thresholds by which they are. */
import type { Day } from '@fujie/core/kernel';

import type { Deps } from '../src/platform/deps.ts';
import { importTyped } from '../src/registers/change.ts';
import type { Json, ReportParts } from './fhir-fixture.ts';
import { reportOf } from './fhir-fixture.ts';

export const NOW = '2026-03-02T10:00:00+08:00';

/** Code, name, category, critical findings. */
const EXAMINATIONS = [
  ['ECG', '心电图', 'electrophysiology', ['I21']],
  ['CT', '胸部CT', 'ct', ['I71.0']],
  ['PATH', '病理检查', 'pathology', ['C18']],
] as const;

const THRESHOLD = { code: 'seed', inclusive: true, reviewedOn: '2026-01-05', source: 'test' };

/** Items, and thresholds of the region for them. */
export async function seedCritical(deps: Deps): Promise<void> {
  const from = '2020-01-01' as Day;
  const item = { kind: 'laboratory', category: 'chemistry', quantitative: true, unit: 'mmol/L' };
  await importTyped(deps, 'test', 'item', [
    { from, row: { ...item, code: 'K', nameZh: '钾', nameEn: 'Potassium' } },
    { from, row: { ...item, code: 'CREA', nameZh: '肌酐', nameEn: 'Creatinine', unit: 'umol/L', molarMass: 113.12 } },
    ...EXAMINATIONS.map(([code, nameZh, category]) => ({
      from,
      row: { code, nameZh, nameEn: code, kind: 'examination', category, quantitative: false },
    })),
  ]);
  await importTyped(deps, 'test', 'critical-threshold', [
    { from, row: { ...THRESHOLD, item: 'K', low: 2.8, high: 6.2 } },
    { from, row: { ...THRESHOLD, code: 'newborn', item: 'K', low: 2.8, high: 7, ageTo: 28, ageUnit: 'days' } },
    { from, row: { ...THRESHOLD, item: 'CREA', high: 650, firstOnlyDays: 7 } },
    ...EXAMINATIONS.map(([item, , , findings]) => ({ from, row: { ...THRESHOLD, item, findings } })),
  ]);
}

export interface CriticalParts extends ReportParts {
  readonly encounter?: 'IMP' | 'EMER' | 'AMB';
  readonly specimen?: string;
  readonly flag?: string;
}

/** How a test is verified whose report names nobody, and which no list wants repeated first: by two, and with a word on the repeat. */
export const VERIFIED = {
  ...{ specimen: '无溶血', control: true, checker: '王技师' },
  ...{ repetition: 'agrees', repeatValue: '与首次一致' },
} as const;

let count = 0;

/** A report of one item with the encounter and the specimen it is of. */
export function message(value: number, parts: CriticalParts = {}): Json {
  count += 1;
  const number = parts.number ?? `CV-${String(count)}`;
  const { lines = [{ item: 'K', value, unit: 'mmol/L' }] } = parts;
  const bundle = reportOf({ collected: '2026-03-02T09:30:00+08:00', issued: NOW, ...parts, number, lines }) as {
    entry: { fullUrl: string; resource: Json; request?: Json }[];
  };
  const [patient, report] = bundle.entry;
  const subject = { reference: patient?.fullUrl };
  const add = (type: string, n: number, identifier: string, resource: Json): string => {
    const fullUrl = `urn:uuid:00000000-0000-4000-8000-9999${String(n).padStart(8, '0')}`;
    const named = { identifier: [{ system: `urn:test:${type}`, value: identifier }] };
    bundle.entry.push({
      fullUrl,
      request: { method: 'POST', url: type },
      resource: { resourceType: type, ...named, ...resource },
    });
    return fullUrl;
  };
  const own: Json = {};
  if (parts.encounter !== undefined)
    own['encounter'] = {
      reference: add('Encounter', 1, `E-${number}`, {
        status: 'in-progress',
        class: { code: parts.encounter },
        subject,
        period: { start: '2026-03-01T08:00:00+08:00' },
        serviceProvider: { identifier: { system: 'urn:fujie:department', value: 'INT' } },
      }),
    };
  if (parts.specimen !== undefined)
    own['specimen'] = [{ reference: add('Specimen', 2, parts.specimen, { subject, type: { text: '血清' } }) }];
  Object.assign(report?.resource ?? {}, own);
  if (parts.flag !== undefined)
    for (const { resource } of bundle.entry)
      if (resource['resourceType'] === 'Observation') resource['interpretation'] = [{ coding: [{ code: parts.flag }] }];
  return bundle;
}

/** An examination whose report concludes with a code. */
export function examination(
  parts: CriticalParts,
  { item, finding, category = 'EC' }: { readonly item: string; readonly finding: string; readonly category?: string },
): Json {
  const bundle = message(0, { lines: [], ...parts }) as { entry: { resource: Json }[] };
  Object.assign(bundle.entry[1]?.resource ?? {}, {
    code: { coding: [{ system: 'urn:fujie:item', code: item }] },
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: category }] }],
    ...(parts.lines === undefined ? { result: undefined } : {}),
    conclusion: '心脏骤停',
    conclusionCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: finding }] }],
  });
  return bundle;
}
