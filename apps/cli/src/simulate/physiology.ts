/**
 * How results of the demonstration vary: around a set point of each person, with a spread between persons and one within a
 * person. The figures are plausible inventions for display, not reference data.
 */
import type { Random } from './random.ts';

export interface Quantity {
  readonly centre: number;
  /** Spread between persons, as a fraction of the centre. */
  readonly between: number;
  /** Variation within a person including the measurement, as a fraction. */
  readonly within: number;
  /** Reference interval; null: open on that side. */
  readonly low: number | null;
  readonly high: number | null;
  readonly decimals: number;
  readonly method: string;
}

type QuantityTuple = readonly [number, number, number, number | null, number | null, number];

function byMethod(method: string, rows: Readonly<Record<string, QuantityTuple>>): [string, Quantity][] {
  return Object.entries(rows).map(([item, [centre, between, within, low, high, decimals]]) => [
    item,
    { centre, between, within, low, high, decimals, method },
  ]);
}

/** Centre, spread between, spread within, low, high, decimals; in the unit of the catalogue. */
export const QUANTITIES: ReadonlyMap<string, Quantity> = new Map([
  ...byMethod('速率法', {
    ALT: [22, 0.4, 0.12, 9, 50, 0],
    AST: [21, 0.3, 0.1, 15, 40, 0],
    ALP: [75, 0.22, 0.05, 45, 125, 0],
    GGT: [24, 0.5, 0.08, 10, 60, 0],
    CK: [100, 0.35, 0.16, 50, 310, 0],
    LDH: [180, 0.14, 0.07, 120, 250, 0],
    HBDH: [130, 0.14, 0.07, 72, 182, 0],
    CKMB_A: [11, 0.3, 0.12, 0, 24, 0],
  }),
  ...byMethod('比色法', {
    TP: [72, 0.05, 0.025, 65, 85, 1],
    ALB: [44, 0.06, 0.025, 40, 55, 1],
    TBIL: [12, 0.35, 0.18, null, 23, 1],
    DBIL: [3.5, 0.35, 0.2, null, 8, 1],
    Ca: [2.3, 0.03, 0.02, 2.11, 2.52, 2],
    P: [1.15, 0.12, 0.07, 0.85, 1.51, 2],
    Mg: [0.88, 0.07, 0.03, 0.75, 1.02, 2],
    Fe: [17, 0.3, 0.25, 10.6, 36.7, 1],
  }),
  ...byMethod('酶法', {
    UREA: [5.2, 0.25, 0.11, 3.1, 8, 2],
    CREA: [70, 0.22, 0.05, 41, 97, 0],
    UA: [330, 0.24, 0.08, 155, 428, 0],
    GLU: [5.3, 0.18, 0.06, 3.9, 6.1, 2],
    TC: [4.7, 0.18, 0.05, null, 5.18, 2],
    TG: [1.4, 0.45, 0.18, null, 1.7, 2],
    HDLC: [1.3, 0.2, 0.06, 1.04, null, 2],
    LDLC: [2.8, 0.25, 0.07, null, 3.37, 2],
    GSP: [240, 0.12, 0.04, 205, 285, 0],
  }),
  ...byMethod('免疫比浊法', {
    CYSC: [0.85, 0.18, 0.05, 0.55, 1.05, 2],
    APOA1: [1.4, 0.15, 0.05, 1.2, 1.6, 2],
    APOB: [0.9, 0.22, 0.06, 0.6, 1.1, 2],
    LPA: [140, 0.6, 0.08, null, 300, 0],
    CRP: [2.2, 0.8, 0.3, null, 8, 1],
    SAA: [4, 0.6, 0.3, null, 10, 1],
    DDIMER: [0.3, 0.5, 0.2, null, 0.55, 2],
    FDP: [2.2, 0.4, 0.2, null, 5, 1],
  }),
  ...byMethod('离子选择电极法', {
    K: [4.2, 0.06, 0.045, 3.5, 5.3, 2],
    Na: [141, 0.012, 0.007, 137, 147, 1],
    Cl: [103, 0.02, 0.012, 99, 110, 1],
  }),
  ...byMethod('高效液相色谱法', { HBA1C_NGSP: [5.7, 0.14, 0.02, 4, 6, 1] }),
  ...byMethod('化学发光法', {
    TSH: [2, 0.5, 0.18, 0.35, 4.94, 3],
    FT3: [4.6, 0.12, 0.05, 2.63, 5.7, 2],
    FT4: [13.2, 0.14, 0.05, 9.01, 19.05, 2],
    TT3: [1.7, 0.16, 0.06, 0.88, 2.44, 2],
    TT4: [100, 0.16, 0.06, 62.7, 150.8, 1],
    CTNI: [0.008, 0.6, 0.2, null, 0.04, 3],
    CKMB_M: [1.6, 0.4, 0.15, null, 5, 2],
    MYO: [35, 0.35, 0.12, null, 70, 1],
    PCT: [0.03, 0.5, 0.2, null, 0.05, 3],
    IL6: [3, 0.5, 0.25, null, 7, 1],
    AFP: [3, 0.4, 0.1, null, 7, 2],
    CEA: [2, 0.45, 0.1, null, 5, 2],
    CA199: [11, 0.6, 0.12, null, 37, 2],
    CA125: [13, 0.5, 0.15, null, 35, 1],
    CA153: [11, 0.4, 0.08, null, 25, 1],
    HE4: [45, 0.25, 0.08, null, 70, 1],
    TPSA: [1, 0.6, 0.12, null, 4, 3],
    FPSA: [0.3, 0.5, 0.12, null, 1, 3],
    CYFRA: [1.7, 0.35, 0.12, null, 3.3, 2],
    NSE: [10, 0.25, 0.1, null, 16.3, 2],
    SCC: [0.8, 0.35, 0.15, null, 1.5, 2],
    HBSAB: [60, 1.2, 0.1, null, 10, 1],
    FER: [110, 0.6, 0.12, 21.8, 274.6, 1],
    FOL: [22, 0.35, 0.1, 8.8, 60.8, 1],
    B12: [320, 0.35, 0.09, 138, 652, 0],
    VITD: [50, 0.35, 0.08, 50, null, 1],
  }),
  ...byMethod('电阻抗法', { RBC: [4.7, 0.1, 0.03, 3.8, 5.8, 2], PLT: [225, 0.22, 0.08, 125, 350, 0] }),
  ...byMethod('流式细胞术', {
    WBC: [6.2, 0.24, 0.11, 3.5, 9.5, 2],
    NEUT_N: [3.7, 0.3, 0.16, 1.8, 6.3, 2],
    LYMPH_N: [1.9, 0.25, 0.11, 1.1, 3.2, 2],
    MONO_N: [0.38, 0.3, 0.15, 0.1, 0.6, 2],
    EOS_N: [0.12, 0.6, 0.2, 0.02, 0.52, 2],
    BASO_N: [0.03, 0.4, 0.2, 0, 0.06, 2],
    NEUT_P: [58, 0.13, 0.08, 40, 75, 1],
    LYMPH_P: [32, 0.2, 0.1, 20, 50, 1],
    MONO_P: [6.2, 0.25, 0.12, 3, 10, 1],
    EOS_P: [2, 0.6, 0.2, 0.4, 8, 1],
    BASO_P: [0.5, 0.4, 0.2, 0, 1, 1],
  }),
  ...byMethod('SLS法', { HGB: [140, 0.1, 0.028, 115, 175, 0] }),
  ...byMethod('计算法', {
    HCT: [42, 0.08, 0.028, 35, 50, 1],
    MCV: [90, 0.05, 0.01, 82, 100, 1],
    MCH: [30, 0.05, 0.012, 27, 34, 1],
    MCHC: [335, 0.025, 0.012, 316, 354, 0],
    INR: [1, 0.06, 0.03, 0.8, 1.2, 2],
  }),
  ...byMethod('凝固法', {
    PT: [11.8, 0.06, 0.03, 9.4, 12.5, 1],
    APTT: [30, 0.09, 0.04, 25.1, 36.5, 1],
    FIB: [2.9, 0.18, 0.08, 2, 4, 2],
    TT: [16.5, 0.08, 0.04, 10.3, 16.6, 1],
  }),
  ...byMethod('流式图像法', {
    U_RBC: [4, 0.8, 0.5, 0, 17, 1],
    U_WBC: [6, 0.8, 0.5, 0, 28, 1],
    U_CAST: [0.1, 0.8, 0.5, 0, 1, 2],
  }),
  ...byMethod('干化学法', { U_SG: [1.018, 0.005, 0.003, 1.003, 1.03, 3], U_PH: [6, 0.1, 0.08, 4.5, 8, 1] }),
]);

/** A result in words: the normal answer, the other one, and how often that is given. */
export interface Ordinal {
  readonly normal: string;
  readonly abnormal: string;
  readonly probability: number;
  readonly method: string;
}

function ordinals(method: string, abnormal: string, rows: Readonly<Record<string, number>>): [string, Ordinal][] {
  return Object.entries(rows).map(([item, probability]) => [item, { normal: '阴性', abnormal, probability, method }]);
}

export const ORDINALS: ReadonlyMap<string, Ordinal> = new Map([
  ...ordinals('化学发光法', '阳性', {
    HBSAG: 0.06,
    HBEAG: 0.02,
    HBEAB: 0.1,
    HBCAB: 0.2,
    HCVAB: 0.006,
    HIVAB: 0.001,
    TPAB: 0.006,
  }),
  ...ordinals('干化学法', '1+', {
    U_PRO: 0.07,
    U_GLU: 0.06,
    U_KET: 0.04,
    U_BLD: 0.08,
    U_LEU: 0.08,
    U_NIT: 0.03,
    U_BIL: 0.01,
    U_URO: 0.02,
  }),
]);

/** A unit that some laboratories report instead of the one of the catalogue, and the factor that leads to it. */
export interface OtherUnit {
  readonly code: string;
  readonly printed: string;
  readonly factor: number;
}

/** Substance concentrations become mass concentrations with the molar mass that the region registers. */
export const MASS_UNITS: ReadonlyMap<string, OtherUnit> = new Map([
  ['GLU', { code: 'mg/dL', printed: 'mg/dL', factor: 18.016 }],
  ['CREA', { code: 'mg/dL', printed: 'mg/dL', factor: 0.011312 }],
  ['TC', { code: 'mg/dL', printed: 'mg/dL', factor: 38.665 }],
]);

export const DECIMAL_UNITS: ReadonlyMap<string, OtherUnit> = new Map([
  ['HGB', { code: 'g/dL', printed: 'g/dL', factor: 0.1 }],
  ['ALB', { code: 'g/dL', printed: 'g/dL', factor: 0.1 }],
  ['TP', { code: 'g/dL', printed: 'g/dL', factor: 0.1 }],
  ['WBC', { code: '10*3/uL', printed: '10^3/μL', factor: 1 }],
  ['PLT', { code: '10*3/uL', printed: '10^3/μL', factor: 1 }],
  ['CRP', { code: 'mg/dL', printed: 'mg/dL', factor: 0.1 }],
]);

/** Blood groups with their share. */
const ABO_GROUPS: readonly (readonly [string, number])[] = [
  ['O型', 0.32],
  ['A型', 0.29],
  ['B型', 0.29],
  ['AB型', 0.1],
];

/** What a person's results vary around; fixed for life. */
export interface Constitution {
  readonly bloodGroup: string;
  readonly rhesus: string;
  setPoint(item: string): number;
  /** Whether the person gives the abnormal answer to an ordinal test. */
  isAbnormal(item: string): boolean;
}

/** The constitution of a person, drawn lazily and independently per item. */
export function makeConstitution(random: Random): Constitution {
  const draw = random.fork('blood').next();
  let cumulated = 0;
  const group = ABO_GROUPS.find(([, share]) => (cumulated += share) > draw)?.[0] ?? 'O型';
  return {
    bloodGroup: group,
    rhesus: random.fork('rhesus').chance(0.996) ? '阳性' : '阴性',
    setPoint: (item) => {
      const quantity = QUANTITIES.get(item);
      if (quantity === undefined) throw new RangeError(`No figures for ${item}`);
      // Log-normal, so that nothing becomes negative and enzymes have their long upper tail.
      return quantity.centre * Math.exp(quantity.between * random.fork(`set/${item}`).gaussian());
    },
    isAbnormal: (item) => random.fork(`ord/${item}`).chance(ORDINALS.get(item)?.probability ?? 0),
  };
}

/** One measurement of a quantity of a person, rounded as reported. */
export function measure(constitution: Constitution, item: string, random: Random, shift = 1): number {
  const quantity = QUANTITIES.get(item);
  if (quantity === undefined) throw new RangeError(`No figures for ${item}`);
  const value = constitution.setPoint(item) * shift * (1 + quantity.within * random.gaussian());
  return Number(Math.max(value, 0).toFixed(quantity.decimals));
}
