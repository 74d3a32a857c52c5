/** What laboratories return in a round of external quality assessment, and who they are. */
import type { Day } from '@fujie/core/kernel';

export const SAMPLES = ['202411', '202412', '202413', '202414', '202415'];
/** H1 is 30 percent too high, L02 copies L01, L03 is late, L04 takes part and returns nothing. */
export const OTHERS = Array.from({ length: 14 }, (_, index) => `L${String(index + 1).padStart(2, '0')}`);

/** The others as entries of the register of institutions. */
export const PARTICIPANTS = OTHERS.map((code) => ({
  row: {
    code,
    nameZh: `${code}医院`,
    region: '140105',
    level: 2,
    ownership: 'public',
    kind: 'general',
    supervisor: 'health',
  },
  from: '2020-01-01' as Day,
}));

/** Five samples of two items; the factor is how far ALT is off, of which AST has a tenth. */
export const matrix = (factor: number, change: object = {}) =>
  SAMPLES.flatMap((sample, place) =>
    (['ALT', 'AST'] as const).map((item, other) => ({
      ...{
        item,
        sample,
        reported: ((40 + 37.3 * place + 11.1 * other) * (item === 'AST' ? 1 + (factor - 1) / 10 : factor)).toFixed(1),
      },
      ...{ unit: 'U/L', method: 'IFCC', instrument: 'AN' },
      ...change,
    })),
  );
