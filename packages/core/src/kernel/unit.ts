/** UCUM units written the way reports print them. */

/** Those of which a rule would lose or distort something. */
const PRINTED: Readonly<Record<string, string>> = {
  '1': '',
  '[pH]': '',
  '10*9/L': '10⁹/L',
  '10*12/L': '10¹²/L',
  '10*6/L': '10⁶/L',
  '10*3/uL': '10³/µL',
  Cel: '°C',
  'mm[Hg]': 'mmHg',
  'mg{FEU}/L': 'mg/L FEU',
  'U/g{Hb}': 'U/g Hb',
  '{Log_IU}/mL': 'log IU/mL',
  '{Log_copies}/mL': 'log copies/mL',
  'mL/min/{1.73_m2}': 'mL/min/1.73 m²',
};

export function showUnit(unit: string): string {
  const printed = PRINTED[unit];
  if (printed !== undefined) return printed;
  return unit
    .replaceAll(/\{[^{}]*\}/g, '')
    .replaceAll(/\[IU\]/gi, 'IU')
    .replaceAll("[arb'U]", 'AU')
    .replaceAll('(24.h)', '24 h')
    .replace(/^u(?=[a-zA-Z])/, 'µ')
    .replace(/\/u(?=[a-zA-Z])/, '/µ');
}
