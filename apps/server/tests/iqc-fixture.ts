/** A test system of H1 with two levels of one lot, its control rules, and what is measured of them. */

export const SYSTEM = {
  institution: 'H1',
  code: 'ALT-1',
  item: 'ALT',
  instrument: 'AN-1',
  unit: 'U/L',
  kind: 'quantitative',
  levels: 2,
};
export const RULES = { rules: ['1_2s', '1_3s', '2_2s', 'R_4s', '4_1s', '10_x'], warnings: ['1_2s'] };
export const material = (level: string) => ({
  institution: 'H1',
  product: 'QC',
  lot: 'A1',
  level,
  nameZh: `质控品${level}`,
  expiresOn: '2024-12-31',
});

export const measured = (level: string, value: number | string, measuredAt: string, more: object = {}) => ({
  ...{ system: 'ALT-1', product: 'QC', lot: 'A1', level, value, unit: 'U/L', measuredAt },
  ...more,
});
