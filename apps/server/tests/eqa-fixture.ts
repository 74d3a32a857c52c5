/** A round of external quality assessment 室间质评 of H1 and fourteen others: who takes part, what they return, and how it is asked of a region. */
import type { Day } from '@fujie/core/kernel';
import type { EqaOrganisedRound } from '@fujie/wire/contracts';
import { expect } from 'vitest';

import { importTyped } from '../src/registers/change.ts';
import type { Region } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

export const SAMPLES = ['202411', '202412', '202413', '202414', '202415'];
/** H1 is 30 percent too high, L02 copies L01, L03 is late, L04 takes part and returns nothing. */
export const OTHERS = Array.from({ length: 14 }, (_, index) => `L${String(index + 1).padStart(2, '0')}`);

/** The others as entries of the register of institutions. */
const PARTICIPANTS = OTHERS.map((code) => ({
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

/** The second round of 2024 of ALT and AST, open from 20 to 24 May, as its organiser and those who take part ask for it. */
export function roundOf(region: Region) {
  const { get, post } = requestsTo(region);
  let round = 0;
  const path = (rest = ''): string => `laboratory/eqa/rounds/${String(round)}${rest}`;
  const centre = (code = '14') => region.as('qc-centre', { region: code, username: `centre-${code}` });
  const lab = (institution: string, person = 1) =>
    region.as('laboratory', { institution, username: `${institution}-lab-${String(person)}` });

  /** Makes the round and enrols everybody; its number. */
  async function begin(): Promise<number> {
    await importTyped(region.deps, 'test', 'institution', PARTICIPANTS);
    const made = await post<{ id: number }>('laboratory/eqa/rounds', await centre(), {
      ...{ organiser: 'SX-CCL', round: '2024-2', programme: 'SX-C-01', nameZh: '2024年第二次', year: 2024 },
      ...{ lateRule: 'store', samples: SAMPLES },
      ...{ opensAt: '2024-05-20T10:00+08:00', closesAt: '2024-05-24T17:00+08:00' },
      items: ['ALT', 'AST'].map((item) => ({
        ...{ item, kind: 'quantitative', unit: 'U/L', criterion: { type: 'pct', percent: 15 }, highest: 5000 },
      })),
    });
    expect(made.status).toBe(201);
    round = made.body.id;
    const enrolments = ['H1', ...OTHERS].map((institution) => ({ institution, items: ['ALT', 'AST'] }));
    expect((await post(path('/enrolments'), await centre(), { enrolments })).status).toBe(204);
    return round;
  }

  /** One of a laboratory enters, a second checks, it is returned: the status of the last. */
  async function returned(institution: string, results: readonly object[]): Promise<number> {
    const own = await lab(institution);
    const saved = await post<{ version: number }>(path('/returns'), own, { after: 0, results });
    expect(saved.status).toBe(201);
    const step = `/returns/${String(saved.body.version)}`;
    expect((await post(path(`${step}/check`), await lab(institution, 2), {})).status).toBe(204);
    return (await post(path(`${step}/submission`), own, {})).status;
  }

  const organiserView = async () => (await get<EqaOrganisedRound>(path('/organiser'), await centre())).body;
  return { path, centre, lab, begin, returned, organiserView };
}
