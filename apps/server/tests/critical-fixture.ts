/** Results that are critical, and the thresholds by which they are. */
import type { Day } from '@fujie/core/kernel';

import type { Deps } from '../src/platform/deps.ts';
import { importTyped } from '../src/registers/change.ts';
import type { Json, ReportParts } from './fhir-fixture.ts';
import { reportOf } from './fhir-fixture.ts';

export const NOW = '2026-03-02T10:00:00+08:00';

const THRESHOLD = { code: 'seed', inclusive: true, reviewedOn: '2026-01-05', source: 'test' };

/** Items, and thresholds of the region for them. */
export async function seedCritical(deps: Deps): Promise<void> {
  const from = '2020-01-01' as Day;
  const item = { kind: 'laboratory', category: 'chemistry', quantitative: true, unit: 'mmol/L' };
  await importTyped(deps, 'test', 'item', [
    { from, row: { ...item, code: 'K', nameZh: '钾', nameEn: 'Potassium' } },
    { from, row: { ...item, code: 'CREA', nameZh: '肌酐', nameEn: 'Creatinine', unit: 'umol/L', molarMass: 113.12 } },
    {
      from,
      row: {
        code: 'ECG',
        nameZh: '心电图',
        nameEn: 'ECG',
        kind: 'examination',
        category: 'electrophysiology',
        quantitative: false,
      },
    },
  ]);
  await importTyped(deps, 'test', 'critical-threshold', [
    { from, row: { ...THRESHOLD, item: 'K', low: 2.8, high: 6.2 } },
    { from, row: { ...THRESHOLD, code: 'newborn', item: 'K', low: 2.8, high: 7, ageTo: 28, ageUnit: 'days' } },
    { from, row: { ...THRESHOLD, item: 'CREA', high: 650, firstOnlyDays: 7 } },
    { from, row: { ...THRESHOLD, item: 'ECG', findings: ['I21'] } },
  ]);
}

export interface CriticalParts extends ReportParts {
  readonly encounter?: 'IMP' | 'EMER' | 'AMB';
  readonly specimen?: string;
  readonly flag?: string;
}

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
