import { describe, expect, test } from 'vitest';

import type { PeerSeries } from './iqc-peers.ts';
import { comparePeers } from './iqc-peers.ts';

const series = (institution: string, mean: number, more: Partial<PeerSeries> = {}): PeerSeries => ({
  ...{ institution, system: `K@${institution}`, method: 'ISE', model: 'X1', unit: 'mmol/L' },
  ...{ product: 'QC', lot: 'A1', level: 'N', n: 30, mean, sd: 0.04 },
  ...more,
});
const ten = Array.from({ length: 10 }, (_, i) => series(`H${String(i)}`, 4 + i / 100));

describe('peers by method, model, lot and level', () => {
  // Ten laboratories make a group; with nine there is none to compare with.
  test('are a group from ten laboratories on', () => {
    const { groups, series: found } = comparePeers(ten);
    expect(groups).toMatchObject([{ tier: 'peers', n: 10, mean: 4.045 }]);
    expect(groups[0]?.cvPercent).toBeCloseTo(0.989, 3);
    expect(found[0]).toMatchObject({ group: 0, laboratories: 10 });
    expect(found[0]?.cvr).toBeCloseTo(1.011, 3);
    expect(found[0]?.sdi).toBeCloseTo(-(0.045 / (groups[0]?.sd ?? 0)), 9);
    const nine = comparePeers(ten.slice(1));
    expect(nine.groups).toEqual([]);
    expect(nine.series[0]).toMatchObject({ group: null, laboratories: 9, sdi: null, cvr: null, reading: null });
  });

  test('are one group however their method and model were typed', () => {
    const typed = ten.map((one, i) => (i % 2 === 0 ? one : { ...one, method: ' ｉｓｅ', model: 'x 1 ' }));
    expect(comparePeers(typed).groups).toMatchObject([{ tier: 'peers', n: 10 }]);
  });

  test('on another model are compared with the method, of another method with all', () => {
    const { groups, series: found } = comparePeers([
      ...ten,
      series('H20', 4.02, { model: 'X2' }),
      series('H21', 4.3, { method: 'other', model: null, sd: null }),
      series('H22', 4.02, { lot: 'B7' }),
      series('H23', 4020, { unit: 'umol/L' }),
    ]);
    const tierOf = (institution: string) => {
      const group = found.find((one) => one.institution === institution)?.group ?? null;
      return group === null ? null : groups[group]?.tier;
    };
    expect(['H1', 'H20', 'H21', 'H22', 'H23'].map(tierOf)).toEqual(['peers', 'method', 'all', null, null]);
    expect(found.find(({ institution }) => institution === 'H21')).toMatchObject({ reading: 'act', cvr: null });
  });

  test('a laboratory with several systems counts once', () => {
    const twice = [...ten.slice(1), series('H1', 4.3, { system: 'K@2' })];
    expect(comparePeers(twice).groups).toEqual([]);
    const { groups } = comparePeers([...ten, series('H1', 4.05, { system: 'K@2' })]);
    expect(groups[0]?.n).toBe(10);
    expect(groups[0]?.means).toContain(4.03);
    const many = Array.from({ length: 12 }, (_, n) => series('H1', 4.01, { system: `K@${String(n)}`, sd: 0.4 }));
    expect(comparePeers([...ten, ...many]).groups[0]?.cvPercent).toBeCloseTo(0.989, 2);
  });
});
