/** UCUM units written the way reports print them. */

const PRINTED: Readonly<Record<string, string>> = {
  '10*9/L': '10⁹/L',
  '10*12/L': '10¹²/L',
  '10*6/L': '10⁶/L',
  '10*3/uL': '10³/µL',
  '{ratio}': '',
  '[pH]': '',
  Cel: '°C',
  '[iU]/L': 'IU/L',
  '[iU]/mL': 'IU/mL',
  'm[iU]/L': 'mIU/L',
  'u[iU]/mL': 'µIU/mL',
  'mm[Hg]': 'mmHg',
};

export function showUnit(unit: string): string {
  const printed = PRINTED[unit];
  if (printed !== undefined) return printed;
  return unit
    .replaceAll(/\{[^{}]*\}/g, '')
    .replaceAll('[iU]', 'IU')
    .replace(/^u(?=[a-zA-Z])/, 'µ')
    .replace(/\/u(?=[a-zA-Z])/, '/µ');
}
