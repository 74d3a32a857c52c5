/**
 * Published time limits 时限 of two different kinds that must not be mixed: minimum retest intervals of hospitals (floor,
 * repeating sooner tells little) and recognition limits 互认参考时限 of an authority's list (ceiling). Facts with their
 * source; an item for which no source was at hand has no row.
 */
import type { TimeLimitRow } from '@fujie/core/registers';

const LEEDS =
  'Leeds Teaching Hospitals NHS Trust - Blood Sciences - Minimum re-test intervals (web page; in force from 2012-09-17)';
const LEEDS_STABLE =
  'Leeds Teaching Hospitals NHS Trust - Blood Sciences - Re-testing guidance for stable in-patients (web page)';
const JCP = "Journal of Clinical Pathology (BMJ) - Table 3 'Common minimum retest intervals' (figure markup 168827)";
const LAPIC = 'Citing-study text shown on scite.ai for Lapic et al., Biochem Med 2019;29:030705';
const HUBEI =
  'Hubei tertiary hospital public notice of mutual-recognition items and reference time limits (rm.rmhospital.com, item list hz_29), provincial level items';

interface Interval {
  readonly items: readonly string[];
  readonly days?: number;
  readonly hours?: number;
  /** Source and, after a semicolon, how it was consulted. */
  readonly source: string;
}

const FLOORS: readonly Interval[] = [
  { items: ['WBC', 'RBC', 'HGB', 'HCT', 'PLT', 'MCV', 'MCH', 'MCHC'], hours: 12, source: `${LEEDS}; read` },
  { items: ['UREA', 'CREA', 'K', 'Na', 'Cl'], hours: 12, source: `${LEEDS}; read` },
  { items: ['CRP'], hours: 24, source: `${LEEDS}; read` },
  { items: ['ALT', 'AST', 'ALP', 'GGT', 'TBIL', 'DBIL', 'ALB', 'TP'], days: 1, source: `${JCP}; read` },
  { items: ['Ca', 'P', 'Mg'], hours: 36, source: `${LEEDS}; read` },
  { items: ['ESR'], days: 7, source: `${LEEDS}; read` },
  { items: ['B12'], days: 56, source: `${LEEDS}; read` },
  { items: ['FOL', 'FER'], days: 21, source: `${LEEDS}; read` },
  { items: ['PROG', 'PRL', 'E2', 'LH', 'FSH'], days: 7, source: `${LEEDS}; read` },
  { items: ['ANCA', 'IGF1'], days: 14, source: `${LEEDS}; read` },
  { items: ['ANA'], days: 20, source: `${LEEDS}; read` },
  { items: ['IGG', 'IGA', 'IGM', 'VITD', 'TC', 'TG', 'HDLC', 'LDLC'], days: 28, source: `${LEEDS}; read` },
  { items: ['HBA1C_NGSP', 'HBA1C_IFCC'], days: 40, source: `${LEEDS}; read` },
  { items: ['CA125', 'TPSA'], days: 13, source: `${LEEDS}; read` },
  { items: ['AFP'], days: 6, source: `${LEEDS_STABLE}; read` },
  { items: ['C3', 'C4'], days: 90, source: `${LEEDS}; read` },
  // The screen for antibodies against tissue; those against nuclei and cytoplasm have intervals of their own.
  { items: ['AMAM2', 'ASMA', 'LKM1'], days: 90, source: `${LEEDS}; read` },
  { items: ['SPEP'], days: 180, source: `${LEEDS}; read` },
  { items: ['TSH', 'FT4'], days: 28, source: `${JCP}; read` },
  { items: ['CEA', 'CA199', 'CA153'], days: 21, source: `${JCP}; read` },
  { items: ['PCT'], hours: 24, source: `${LAPIC}; read (second-hand)` },
];

const CEILINGS: readonly Interval[] = [
  { items: ['K', 'Na', 'Cl', 'Ca', 'Mg', 'Fe', 'TIBC', 'P', 'Li'], days: 7, source: `${HUBEI}; read` },
  {
    items: ['TP', 'ALB', 'FER', 'GLU', 'TC', 'TG', 'HDLC', 'LDLC', 'APOA1', 'APOB', 'TBIL', 'DBIL'],
    days: 30,
    source: `${HUBEI}; read`,
  },
  { items: ['HBA1C_NGSP', 'HBA1C_IFCC'], days: 60, source: `${HUBEI}; read` },
];

function rows(region: string, kind: 'floor' | 'ceiling', intervals: readonly Interval[]): TimeLimitRow[] {
  return intervals.flatMap(({ items, days = null, hours = null, source }) =>
    items.map((item) => ({ region, item, kind, days, hours, source })),
  );
}

/**
 * Floors are hospital practice from abroad and stand for the country as a reference; where sources differ the shortest
 * stands. Ceilings are those of Hubei (42): another province has none until its authority publishes its own.
 */
export const CATALOGUE_TIME_LIMITS: readonly TimeLimitRow[] = [
  ...rows('CN', 'floor', FLOORS),
  ...rows('42', 'ceiling', CEILINGS),
];
