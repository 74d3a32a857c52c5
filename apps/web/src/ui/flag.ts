/** Abnormal flags of a result: the arrow that Chinese reports print, and its tone. */

export type FlagKey = 'H' | 'HH' | 'L' | 'LL' | 'A' | 'AA' | 'N' | 'POS' | 'NEG';

export interface FlagSign {
  readonly arrow: string;
  readonly tone: 'high' | 'low' | 'abnormal' | 'normal';
  readonly key: FlagKey;
}

const SIGNS: Readonly<Record<FlagKey, FlagSign>> = {
  H: { arrow: '↑', tone: 'high', key: 'H' },
  HH: { arrow: '↑↑', tone: 'high', key: 'HH' },
  L: { arrow: '↓', tone: 'low', key: 'L' },
  LL: { arrow: '↓↓', tone: 'low', key: 'LL' },
  A: { arrow: '*', tone: 'abnormal', key: 'A' },
  AA: { arrow: '**', tone: 'abnormal', key: 'AA' },
  POS: { arrow: '+', tone: 'abnormal', key: 'POS' },
  NEG: { arrow: '−', tone: 'normal', key: 'NEG' },
  N: { arrow: '', tone: 'normal', key: 'N' },
};

/** The sign of an HL7 interpretation code; null when the report carries none that we know. */
export function flagSign(flag: string | null): FlagSign | null {
  if (flag === null) return null;
  return Object.hasOwn(SIGNS, flag) ? SIGNS[flag as FlagKey] : null;
}
