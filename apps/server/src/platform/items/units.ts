/** Conversion of measured values to the unit of the catalogue by UCUM 统一计量单位代码. */
import ucum from '@lhncbc/ucum-lhc';

/** `to = offset + factor × from`; null: not convertible. */
interface Conversion {
  readonly factor: number;
  readonly offset: number;
}

const known = new Map<string, Conversion | null>();
const MAX_KNOWN = 20_000;

/** What laboratories print for UCUM codes. */
const PRINTED: Readonly<Record<string, string>> = {
  '℃': 'Cel',
  '°C': 'Cel',
  mmHg: 'mm[Hg]',
  sec: 's',
  秒: 's',
  分钟: 'min',
  '/μL': '/uL',
  '个/μL': '/uL',
  '/HP': '/[HPF]',
  '个/HP': '/[HPF]',
  '/LP': '/[LPF]',
  'IU/L': '[iU]/L',
  'IU/mL': '[iU]/mL',
  'IU/ml': '[iU]/mL',
  'mIU/L': 'm[iU]/L',
  'mIU/mL': 'm[iU]/mL',
  'mIU/ml': 'm[iU]/mL',
  'uIU/mL': 'u[iU]/mL',
  'uIU/ml': 'u[iU]/mL',
  'mm/h': 'mm/h',
  次: '1',
  '次/分': '/min',
  bpm: '/min',
  ratio: '1',
  比值: '1',
};

/** A printed unit as a UCUM code, by the customs of Chinese laboratories. */
export function ucumOf(unit: string): string {
  const text = unit.normalize('NFKC').replaceAll('μ', 'u').replaceAll('µ', 'u').replace(/\s+/g, '');
  const direct = PRINTED[unit.trim()] ?? PRINTED[text];
  if (direct !== undefined) return direct;
  // ×10^9/L, 10^9/L, 10E9/L, *10^9/L
  const power = /^[×xX*]?10(?:\^|\*|E|e|\*\*)?(\d{1,2})\/(\w+)$/.exec(text);
  return power ? `10*${power[1] ?? ''}/${power[2] ?? ''}` : text;
}

/** A value in another unit, or null when there is no way; moles and grams need the molar mass (g/mol). */
export function convertUnit(value: number, from: string, to: string, molarMass: number | null): number | null {
  if (from === to) return value;
  const key = `${from}\n${to}\n${String(molarMass ?? '')}`;
  let conversion = known.get(key);
  if (conversion === undefined) {
    conversion = conversionOf(ucumOf(from), ucumOf(to), molarMass);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(key, conversion);
  }
  // Twelve digits: more than any measurement has, fewer than binary fractions pretend.
  return conversion === null ? null : Number((conversion.offset + conversion.factor * value).toPrecision(12));
}

function conversionOf(from: string, to: string, molarMass: number | null): Conversion | null {
  if (from === to) return { factor: 1, offset: 0 };
  const utils = ucum.UcumLhcUtils.getInstance();
  const convert = (value: number): number | null => {
    const answer = utils.convertUnitTo(from, value, to, { molecularWeight: molarMass });
    return answer.status === 'succeeded' && typeof answer.toVal === 'number' && Number.isFinite(answer.toVal)
      ? answer.toVal
      : null;
  };
  // The library has no answer for zero in mole conversions.
  const one = convert(1);
  const two = convert(2);
  const three = convert(3);
  if (one === null || two === null || three === null) return null;
  const factor = two - one;
  // Logarithmic units are not straight lines; they stay as they are.
  if (Math.abs(three - two - factor) > 1e-9 * Math.max(1, Math.abs(three))) return null;
  const offset = one - factor;
  return Math.abs(offset) < 1e-12 * Math.abs(one) ? { factor: one, offset: 0 } : { factor, offset };
}
