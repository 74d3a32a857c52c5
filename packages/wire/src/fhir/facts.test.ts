import { must, parseInstant } from '@fujie/core/kernel';
import { checkCharacterOf } from '@fujie/core/person';
import { describe, expect, it } from 'vitest';

import { checkResource } from './check.ts';
import { examinationFacts, isExaminationReport, isLotUnread, marksOf, observationFacts } from './facts.ts';
import { presentedOf } from './patient.ts';
import { parseSearch } from './search.ts';
import { MARK_EXTENSION, mrnSystem, RESIDENT_ID_SYSTEM } from './systems.ts';
import { spanOf } from './times.ts';
import type { DiagnosticReport, Observation, Patient, Resource } from './types.ts';

const nothing = (): undefined => undefined;
const at = (text: string) => must(parseInstant(text));

const GLUCOSE: Observation = {
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'urn:fujie:item', code: 'GLU' }], text: '晋HR 葡萄糖' },
  issued: '2026-05-05T12:00:00+08:00',
  valueQuantity: { value: 5.6, comparator: '<', unit: 'mmol/L' },
  referenceRange: [
    { type: { coding: [{ code: 'treatment' }] }, low: { value: 1 } },
    { low: { value: 3.9 }, high: { value: 6.1 } },
  ],
};

// national-2022.art.22#01: a lot in a form that is not read is told of, so that nobody takes the line for one that was held against its recall.
it.each([
  ['urn:fujie:extension:lot', 'R-ALT|8', false],
  ['urn:fujie:extension:lot', 'R-ALT 8', true],
  ['http://lis.example/reagent-lot', '8', true],
  ['http://lis.example/reagentLot', '8', true],
  ['http://lis.example/assayLot', '8', true],
  ['urn:lis:LOT_NO', '8', true],
  ['urn:lis:lotNumber', '8', true],
  ['urn:lis:batch', '8', true],
  ['urn:lis:试剂批号', '8', true],
  ['http://lis.example/lots/priority', '8', false],
  ['http://lis.example/scatter-plot', '8', false],
  ['http://lis.example/timeSlot', '8', false],
])('a line with the extension %s of %s has a lot that is not read: %s', (url, valueString, isUnread) => {
  expect(isLotUnread({ ...GLUCOSE, extension: [{ url, valueString }] })).toBe(isUnread);
});

describe('facts of a laboratory result', () => {
  it('are dated by the specimen, never by the report (recognition decision, ground rule 6)', () => {
    expect(observationFacts(GLUCOSE, undefined, nothing).collectedAt).toBeNull();
    const specimen: Resource = {
      resourceType: 'Specimen',
      ...{ collection: { collectedDateTime: '2026-05-05T08:00:00+08:00' } },
    };
    const facts = observationFacts({ ...GLUCOSE, specimen: { reference: 'Specimen/1' } }, undefined, () => specimen);
    expect(facts.collectedAt).toBe(at('2026-05-05T08:00:00+08:00'));
    expect(facts.reportedAt).toBe(at('2026-05-05T12:00:00+08:00'));
  });

  it('prefer the specimen to the time that the analyser states, also one inside the resource', () => {
    const contained = [
      { resourceType: 'Specimen', id: 's', collection: { collectedDateTime: '2026-05-05T08:00:00+08:00' } },
    ];
    const observation = { ...GLUCOSE, effectiveDateTime: '2026-05-05T11:00:00+08:00' };
    const inside = { ...observation, contained, specimen: { reference: '#s' } } as Observation;
    expect(observationFacts(inside, undefined, nothing).collectedAt).toBe(at('2026-05-05T08:00:00+08:00'));
    const report = {
      resourceType: 'DiagnosticReport',
      contained,
      specimen: [{ reference: '#s' }],
    } as unknown as DiagnosticReport;
    expect(observationFacts(observation, report, nothing).collectedAt).toBe(at('2026-05-05T08:00:00+08:00'));
    expect(observationFacts(observation, undefined, nothing).collectedAt).toBe(at('2026-05-05T11:00:00+08:00'));
  });

  it('name no specimen where the report has several and the line says nothing', () => {
    const contained = ['血清', '随机尿'].map((text, i) => ({
      resourceType: 'Specimen',
      id: `s${String(i)}`,
      type: { text },
    }));
    const specimens = (...ids: string[]) =>
      ({
        resourceType: 'DiagnosticReport',
        contained,
        specimen: ids.map((id) => ({ reference: `#${id}` })),
      }) as unknown as DiagnosticReport;
    expect(observationFacts(GLUCOSE, specimens('s0'), nothing).specimen).toBe('血清');
    expect(observationFacts(GLUCOSE, specimens('s0', 's1'), nothing).specimen).toBeNull();
    const own = { ...GLUCOSE, contained, specimen: { reference: '#s1' } } as Observation;
    expect(observationFacts(own, specimens('s0', 's1'), nothing).specimen).toBe('随机尿');
  });

  it.each([
    ['nothing', {}],
    ['a reason for its absence', { dataAbsentReason: { coding: [{ code: 'not-performed' }] } }],
    ['a blank', { valueString: ' ' }],
    ['a unit alone', { valueQuantity: { unit: 'mmol/L' } }],
    ['the members of a panel', { hasMember: [{ reference: 'Observation/1' }] }],
  ])('without a value are no data: %s', (_name, extra) => {
    const { valueQuantity: _, ...rest } = GLUCOSE;
    expect(observationFacts({ ...rest, ...extra }, undefined, nothing)).toMatchObject({ content: 'conclusion' });
  });

  it('show the values of components', () => {
    const { valueQuantity: _, ...rest } = GLUCOSE;
    const component = [
      { code: { text: '收缩压' }, valueQuantity: { value: 120, unit: 'mmHg' } },
      { code: { text: '舒张压' }, valueQuantity: { value: 80, unit: 'mmHg' } },
    ];
    expect(observationFacts({ ...rest, component }, undefined, nothing)).toMatchObject({
      content: 'data',
      valueNumber: null,
      valueText: '收缩压 120 mmHg；舒张压 80 mmHg',
    });
  });

  it.each([
    [{ system: 'http://unitsofmeasure.org', code: 'mmol/L' }, 'mmol/L'],
    [{ code: 'mmol/L' }, 'mmol/L'],
    [{ system: 'urn:h1:units', code: '17' }, '毫摩尔每升'],
  ])('take the code of the unit only from UCUM: %j', (coded, unit) => {
    const observation = { ...GLUCOSE, valueQuantity: { value: 5, unit: '毫摩尔每升', ...coded } };
    expect(observationFacts(observation, undefined, nothing).unit).toBe(unit);
  });

  it('take the normal reference interval and the value with its comparator', () => {
    expect(observationFacts(GLUCOSE, undefined, nothing)).toMatchObject({
      valueNumber: 5.6,
      comparator: '<',
      unit: 'mmol/L',
      refLow: 3.9,
      refHigh: 6.1,
    });
  });

  it.each([
    ['5.6', 5.6, null],
    ['≤0.5', 0.5, '<='],
    ['＜0.5', 0.5, '<'],
    ['阴性', null, null],
    ['1:80', null, null],
    ['9'.repeat(400), null, null],
  ])('read the written value %s', (valueString, valueNumber, comparator) => {
    const { valueQuantity: _, ...rest } = GLUCOSE;
    expect(observationFacts({ ...rest, valueString }, undefined, nothing)).toMatchObject({
      valueNumber,
      comparator,
      valueText: valueString,
    });
  });

  it('find the mark in the extension, in a tag, or printed before the name; not in ordinary words', () => {
    expect(marksOf(GLUCOSE, '晋HR 葡萄糖')).toEqual(['晋HR']);
    expect(
      marksOf({ resourceType: 'Observation', extension: [{ url: MARK_EXTENSION, valueString: '全国HR' }] }, 'HR'),
    ).toEqual(['全国HR', 'HR']);
    expect(marksOf(GLUCOSE, 'HR-HPV DNA')).toEqual([]);
    expect(marksOf(GLUCOSE, 'CHR')).toEqual([]);
  });

  it('take the marks of the report when the line has none of its own', () => {
    const report: DiagnosticReport = {
      resourceType: 'DiagnosticReport',
      status: 'final',
      code: {},
      extension: [{ url: MARK_EXTENSION, valueString: '川HR' }],
    };
    expect(observationFacts({ ...GLUCOSE, code: {} }, report, nothing).marks).toEqual(['川HR']);
  });
});

describe('facts of an examination', () => {
  const report: DiagnosticReport = {
    resourceType: 'DiagnosticReport',
    status: 'final',
    code: { text: '胸部CT平扫' },
    conclusion: '未见异常',
    category: [{ coding: [{ code: 'RAD' }] }],
  };

  it('are only a conclusion without images', () => {
    expect(isExaminationReport(report)).toBe(true);
    expect(examinationFacts(report, nothing)).toMatchObject({ content: 'conclusion', valueText: '未见异常' });
    expect(examinationFacts({ ...report, imagingStudy: [{ reference: 'ImagingStudy/1' }] }, nothing).content).toBe(
      'image',
    );
  });
});

describe('semantic checks', () => {
  const options = { now: at('2026-05-06T00:00:00+08:00'), toleranceMs: 600_000 };
  const codes = (resource: Resource): string[] => checkResource(resource, options).map((p) => `${p.code} ${p.path}`);

  it('refuse times in the future, beyond what clocks differ', () => {
    expect(
      codes({
        ...GLUCOSE,
        effectiveDateTime: '2026-05-06T00:09:00+08:00',
        issued: '2026-05-06T00:09:00+08:00',
      } as Resource),
    ).toEqual([]);
    expect(codes({ ...GLUCOSE, issued: '2026-05-07T00:00:00+08:00' } as Resource)).toEqual([
      'future-time Observation.issued',
    ]);
  });

  it('refuse a report before its specimen, but not one of the same day written without an hour', () => {
    expect(codes({ ...GLUCOSE, effectiveDateTime: '2026-05-05T13:00:00+08:00' } as Resource)).toEqual([
      'time-order Observation.issued',
    ]);
    expect(codes({ ...GLUCOSE, effectiveDateTime: '2026-05-05' } as Resource)).toEqual([]);
  });

  it('refuse dates that do not exist, negative ages, and two values', () => {
    expect(codes({ resourceType: 'Patient', birthDate: '2021-02-30' } as Resource)).toEqual([
      'invalid-time Patient.birthDate',
    ]);
    expect(
      codes({ ...GLUCOSE, code: { coding: [{ code: '30525-0' }] }, valueQuantity: { value: -3 } } as Resource),
    ).toEqual(['negative-age Observation.value']);
    expect(codes({ ...GLUCOSE, valueString: 'x' } as Resource)).toEqual(['choice Observation.value[x]']);
  });

  it('refuse an identity number whose check character does not fit', () => {
    const patient = {
      resourceType: 'Patient',
      identifier: [{ system: RESIDENT_ID_SYSTEM, value: '110105194912310021' }],
    };
    expect(codes(patient)).toEqual(['resident-id-check Patient.identifier[0].value']);
  });
});

describe('a patient as presented', () => {
  it('has identifiers by kind and issuer, and never the hospital number of another hospital', () => {
    const identifier = [
      { system: RESIDENT_ID_SYSTEM, value: '11010519491231002x' },
      { system: mrnSystem('H01'), value: '00123' },
      { system: mrnSystem('H02'), value: '999' },
      { system: 'urn:somewhere', value: '5' },
    ];
    const patient = {
      resourceType: 'Patient',
      identifier,
      name: [{ family: '李', given: ['明'] }],
      gender: 'female' as const,
      birthDate: '1949-12-31',
    };
    expect(presentedOf(patient, 'H01')).toEqual({
      identifiers: [
        { kind: 'resident-id', issuer: '', number: '11010519491231002X', verified: false },
        { kind: 'mrn', issuer: 'H01', number: '00123', verified: false },
      ],
      name: '李明',
      birthOn: '1949-12-31',
      sex: 'female',
    });
  });
});

describe('search parameters', () => {
  it('are read as an AND of ORs, with what is unknown named', () => {
    const { query, problems } = parseSearch('Observation', [
      ['code', 'urn:fujie:item|GLU,GLU2'],
      ['date', 'ge2024-05'],
      ['patient', 'Patient/1'],
      ['color', 'red'],
      ['_count', '5000'],
    ]);
    expect(problems).toEqual([]);
    expect(query).toMatchObject({
      codes: [
        [
          { system: 'urn:fujie:item', code: 'GLU' },
          { system: null, code: 'GLU2' },
        ],
      ],
      dates: [[{ prefix: 'ge', span: spanOf('2024-05') }]],
      patients: [['Patient/1']],
      unknown: ['color'],
      count: 200,
    });
  });

  it('say what is wrong with a date', () => {
    expect(parseSearch('Observation', [['date', 'ge2024-13']]).problems).toMatchObject([
      { code: 'invalid-parameter', path: 'date' },
    ]);
  });

  it('read a partial date as the whole of it', () => {
    expect(spanOf('2024-12')).toEqual({ start: at('2024-12-01T00:00:00+08:00'), end: at('2025-01-01T00:00:00+08:00') });
    expect(spanOf('2024')).toEqual({ start: at('2024-01-01T00:00:00+08:00'), end: at('2025-01-01T00:00:00+08:00') });
    expect(spanOf('2024-02-30')).toBeNull();
  });
});

describe('what cannot be', () => {
  const options = { now: at('2026-05-06T12:00:00+08:00'), toleranceMs: 0 };
  it.each([
    [{ resourceType: 'Specimen', collection: { collectedPeriod: { start: '2026-05-07' } } }, 'future-time'],
    [
      {
        resourceType: 'Patient',
        identifier: [
          { system: RESIDENT_ID_SYSTEM, value: `99010120260508022${checkCharacterOf('99010120260508022')}` },
        ],
      },
      'resident-id-birth',
    ],
  ])('is refused: %j', (resource, code) => {
    expect(checkResource(resource as Resource, options)).toMatchObject([{ code }]);
  });

  it('a placeholder for a number is none', () => {
    const patient = { resourceType: 'Patient', identifier: [{ system: mrnSystem('H1'), value: '-' }] } as Patient;
    expect(presentedOf(patient, 'H1').identifiers).toEqual([]);
  });
});
