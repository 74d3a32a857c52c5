import { createRequire } from 'node:module';
import { SENSITIVE_CLASSES } from '@fujie/core/access';
import { showUnit } from '@fujie/core/kernel';
import { allowableErrors } from '@fujie/core/registers';
import { describe, expect, it } from 'vitest';
import {
  CATALOGUE_ALLOWABLE_ERRORS,
  CATALOGUE_ITEMS,
  CATALOGUE_PANELS,
  CATALOGUE_QUALITY_REQUIREMENTS,
  CATALOGUE_REGIONS,
  CATALOGUE_TIME_LIMITS,
} from './index.ts';
import { SENSITIVE_ITEMS } from './sensitive.ts';

interface UcumPackage {
  readonly UcumLhcUtils: {
    getInstance(): { validateUnitString(unit: string): { readonly status: string; readonly ucumCode: string | null } };
  };
}

// The package ships no types.
const ucum = createRequire(import.meta.url)('@lhncbc/ucum-lhc') as UcumPackage;

const codes = new Set(CATALOGUE_ITEMS.map((item) => item.code));

/** LOINC check digit: Mod 10 (Luhn) over the digits before the hyphen. */
function hasValidCheckDigit(loinc: string): boolean {
  const [body = '', check = ''] = loinc.split('-');
  const sum = Array.from(body)
    .reverse()
    .reduce((total, digit, index) => {
      const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
      return total + Math.floor(doubled / 10) + (doubled % 10);
    }, 0);
  return check === String((10 - (sum % 10)) % 10);
}

describe('the item catalogue', () => {
  it('has no unit of which a report would print the signs of UCUM, or a part alone', () => {
    const units = [...new Set(CATALOGUE_ITEMS.flatMap(({ unit }) => unit ?? []))];
    const odd = units.filter((unit) => /[[\]{}*'()]|^\/(?!µL$)|\/$/.test(showUnit(unit)));
    expect(odd).toEqual([]);
  });
  it('has at least 300 items, laboratory and examination', () => {
    expect(CATALOGUE_ITEMS.length).toBeGreaterThanOrEqual(300);
    expect(CATALOGUE_ITEMS.filter((item) => item.kind === 'laboratory').length).toBeGreaterThan(200);
    expect(CATALOGUE_ITEMS.filter((item) => item.kind === 'examination').length).toBeGreaterThan(100);
  });

  it('names every item once, in both languages', () => {
    expect(codes.size).toBe(CATALOGUE_ITEMS.length);
    expect(new Set(CATALOGUE_ITEMS.map((item) => item.nameZh)).size).toBe(CATALOGUE_ITEMS.length);
    expect(new Set(CATALOGUE_ITEMS.map((item) => item.nameEn)).size).toBe(CATALOGUE_ITEMS.length);
    for (const item of CATALOGUE_ITEMS) expect(item.code).toMatch(/^[A-Za-z][A-Za-z0-9_]*$/);
  });

  it('has items of every sensitive class, and no class for an item that is not there', () => {
    const sensitive = CATALOGUE_ITEMS.filter((item) => item.sensitive !== null);
    expect(new Set(sensitive.map((item) => item.sensitive))).toEqual(new Set(SENSITIVE_CLASSES));
    expect(sensitive.map((item) => item.code).sort()).toEqual([...SENSITIVE_ITEMS.keys()].sort());
  });

  it('has an item in every category', () => {
    expect(new Set(CATALOGUE_ITEMS.map((item) => item.category)).size).toBe(16);
  });

  it('carries only LOINC codes whose check digit is right, each once', () => {
    const loinc = CATALOGUE_ITEMS.flatMap((item) => (item.loinc === null ? [] : [item.loinc]));
    expect(loinc.length).toBeGreaterThan(100);
    expect(new Set(loinc).size).toBe(loinc.length);
    expect(loinc.filter((code) => !hasValidCheckDigit(code))).toEqual([]);
    expect(hasValidCheckDigit('2823-4')).toBe(false);
  });

  it('carries only units that UCUM knows', () => {
    const utils = ucum.UcumLhcUtils.getInstance();
    const units = [...new Set(CATALOGUE_ITEMS.flatMap((item) => (item.unit === null ? [] : [item.unit])))];
    const isExact = (unit: string): boolean => {
      const answer = utils.validateUnitString(unit);
      return answer.status === 'valid' && answer.ucumCode === unit;
    };
    expect(units.length).toBeGreaterThan(40);
    expect(units.filter((unit) => !isExact(unit))).toEqual([]);
    expect(['mmol/Litre', 'IU/L', 'mmHg'].filter(isExact)).toEqual([]);
  });

  it('says quantitative of exactly the items that have a unit', () => {
    expect(CATALOGUE_ITEMS.filter((item) => item.quantitative !== (item.unit !== null))).toEqual([]);
  });

  it('invents no price, no rapid-change hours, no tied measure and no molar mass', () => {
    for (const item of CATALOGUE_ITEMS) {
      expect([item.price, item.rapidChangeHours, item.majorMeasures, item.molarMass]).toEqual([null, null, null, null]);
    }
  });
});

describe('panels, time limits and quality requirements', () => {
  it('name only items of the catalogue', () => {
    const named = [...CATALOGUE_PANELS, ...CATALOGUE_TIME_LIMITS, ...CATALOGUE_QUALITY_REQUIREMENTS].map(
      (row) => row.item,
    );
    named.push(...CATALOGUE_ALLOWABLE_ERRORS.map(({ row }) => row.item));
    expect(named.filter((item) => !codes.has(item))).toEqual([]);
  });

  it('never repeat a key', () => {
    const keys = [
      ...CATALOGUE_PANELS.map((row) => `${row.panel}|${row.item}`),
      ...CATALOGUE_TIME_LIMITS.map((row) => `${row.region}|${row.item}|${row.kind}`),
      ...CATALOGUE_QUALITY_REQUIREMENTS.map((row) => `${row.scope}|${row.item}`),
      ...CATALOGUE_ALLOWABLE_ERRORS.map(({ row }) => `${row.source}|${row.item}`),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('give each time limit in days or in hours, with its source', () => {
    for (const row of CATALOGUE_TIME_LIMITS) {
      expect((row.days === null) !== (row.hours === null)).toBe(true);
      expect(row.source).not.toBe('');
    }
  });

  it.each([
    ['electrolytes', 'floor', ['K', 'Na', 'Cl'], 12],
    ['liver function', 'floor', ['ALT', 'AST', 'ALP', 'GGT', 'TBIL', 'DBIL', 'ALB', 'TP'], 24],
    ['the autoantibody screen', 'floor', ['AMAM2', 'ASMA', 'LKM1'], 90 * 24],
    ['HbA1c in either unit', 'ceiling', ['HBA1C_NGSP', 'HBA1C_IFCC'], 60 * 24],
  ])('cover every part of %s (%s)', (_, kind, items, hours) => {
    for (const item of items) {
      const row = CATALOGUE_TIME_LIMITS.find((limit) => limit.item === item && limit.kind === kind);
      expect(row?.hours ?? (row?.days ?? 0) * 24, item).toBe(hours);
    }
  });

  it('never let the ceiling of an item fall below its floor', () => {
    const hours = (row: (typeof CATALOGUE_TIME_LIMITS)[number]): number => row.hours ?? (row.days ?? 0) * 24;
    for (const ceiling of CATALOGUE_TIME_LIMITS.filter((row) => row.kind === 'ceiling')) {
      const floor = CATALOGUE_TIME_LIMITS.find((row) => row.kind === 'floor' && row.item === ceiling.item);
      if (floor) expect(hours(ceiling)).toBeGreaterThanOrEqual(hours(floor));
    }
  });
});

describe('the regions', () => {
  it('hold the 34 provincial-level divisions with a one-character prefix each', () => {
    const provinces = CATALOGUE_REGIONS.filter((region) => region.kind === 'province');
    expect(provinces).toHaveLength(34);
    expect(new Set(provinces.map((region) => region.markPrefix)).size).toBe(34);
    for (const region of provinces) expect(region.markPrefix).toHaveLength(1);
  });

  it('contain each district in a city or municipality and each city in a province, by code', () => {
    const known = new Set(CATALOGUE_REGIONS.map((region) => region.code));
    expect(known.size).toBe(CATALOGUE_REGIONS.length);
    for (const region of CATALOGUE_REGIONS.filter((row) => row.kind === 'city' || row.kind === 'district')) {
      expect(known.has(region.code.slice(0, 2))).toBe(true);
    }
  });

  it.each([
    ['CN', '全国'],
    ['14', '晋'],
    ['51', '川'],
    ['5101', '成都市'],
    ['110102', '北京市西城区'],
  ])('prefix the mark of %s with %s', (code, prefix) => {
    expect(CATALOGUE_REGIONS.find((region) => region.code === code)?.markPrefix).toBe(prefix);
  });
});

describe('allowable errors', () => {
  const of = (source: string, item: string) =>
    CATALOGUE_ALLOWABLE_ERRORS.find(({ row }) => row.source === source && row.item === item)?.row;

  it('have what their form is made of', () => {
    expect(CATALOGUE_ALLOWABLE_ERRORS.flatMap(({ row }) => allowableErrors.faultsOf?.(row) ?? [])).toEqual([]);
  });

  it('differ by source, and name the place', () => {
    expect(of('WST', 'ALT')).toMatchObject({ kind: 'piecewise_le', percent: 15, units: 6, cut: 40 });
    expect(of('WST', 'ALT')?.nameZh).toBe('WS/T 403-2024 表A.1 第21项');
    expect(of('NCCL', 'ALT')).toMatchObject({ kind: 'pct', percent: 16 });
    expect([of('WST', 'HDLC')?.percent, of('NCCL', 'HDLC')?.percent]).toEqual([20, 30]);
    // 6 mg/dL of glucose in mmol/L.
    expect(of('CLIA', 'GLU')).toMatchObject({ kind: 'greater', percent: 8, units: 0.333 });
    expect(of('CLIA', 'GLU')?.nameEn).toContain('6 mg/dL');
  });

  // By molar mass, to three figures; urea by its two atoms of nitrogen.
  it.each([
    ['Ca', 10, 40.078],
    ['P', 3, 30.974],
    ['GLU', 60, 180.156],
    ['UREA', 20, 28.014],
    ['CREA', 2000, 113.12],
    ['HDLC', 60, 386.65],
    ['TBIL', 4000, 584.66],
    ['FT4', 3000, 776.87],
    ['TT4', 10_000, 776.87],
    ['TESTO', 200, 288.42],
    ['FOL', 1000, 441.4],
    ['B12', 30_000, 1355.4],
  ])('of %s in the units of the item are those that are printed', (item, mass, molarMass) => {
    expect(of('CLIA', item)?.units).toBe(Number((mass / molarMass).toPrecision(3)));
  });

  // WS/T 403-2024: in every row with a concentration, units and percent are the same there.
  it('of the national standard have no jump where percent begins', () => {
    const odd = CATALOGUE_ALLOWABLE_ERRORS.filter(
      ({ row: { source, kind, percent, units, cut } }) =>
        source === 'WST' &&
        kind === 'piecewise_le' &&
        Math.abs(((percent ?? 0) * (cut ?? 0)) / 100 / (units ?? 1) - 1) > 0.015,
    );
    expect(odd.map(({ row }) => row.item)).toEqual([]);
  });
});
