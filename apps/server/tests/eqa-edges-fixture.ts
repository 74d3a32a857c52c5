/** Rounds of external quality assessment 室间质评 of one item with targets, in which H1 takes part: made, returned and graded in a few words. */
import type { EqaOwnRound } from '@fujie/wire/contracts';
import { expect } from 'vitest';

import type { Region } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

export const SAMPLES = ['1', '2', '3', '4', '5'];
export const OPENS = '2024-05-20T10:00+08:00';
export const CLOSES = '2024-05-21T17:00+08:00';

/** What a refusal names. */
export interface Refusal {
  readonly errors: readonly { readonly code: string; readonly path: string }[];
}

/** Results of all samples, right but for those that are named. */
export const results = (...wrong: readonly string[]) =>
  SAMPLES.map((sample) => ({ item: 'ALT', sample, reported: wrong.includes(sample) ? '150' : '100', unit: 'U/L' }));

/** How the organiser and the laboratory of H1 go about them. */
export function smallRoundsOf(region: Region) {
  const { get, post } = requestsTo(region);
  const centre = () => region.as('qc-centre', { region: '14', username: 'centre-14' });
  const lab = (person = 1) => region.as('laboratory', { institution: 'H1', username: `H1-lab-${String(person)}` });

  /** A round of an item with a target of 100 ± 10 for each sample, in which H1 takes part. */
  async function roundOf(name: string, more: object = {}, item = 'ALT', lateRule = 'store'): Promise<string> {
    const made = await post<{ id: number }>('laboratory/eqa/rounds', await centre(), {
      ...{ organiser: 'SX-CCL', round: name, nameZh: name, year: 2024, lateRule, samples: SAMPLES },
      ...{ opensAt: OPENS, closesAt: CLOSES },
      items: [
        { item, kind: 'quantitative', unit: 'U/L', criterion: { type: 'pct', percent: 10 }, passMark: 80, ...more },
      ],
      targets: SAMPLES.map((sample) => ({ item, sample, variant: 'A', value: 100 })),
    });
    expect(made.status).toBe(201);
    const path = `laboratory/eqa/rounds/${String(made.body.id)}`;
    const enrolments = [{ institution: 'H1', items: [item] }];
    expect((await post(`${path}/enrolments`, await centre(), { enrolments })).status).toBe(204);
    return path;
  }

  async function returned(path: string, rows = results()): Promise<number> {
    const saved = await post<{ version: number }>(`${path}/returns`, await lab(), { after: 0, results: rows });
    if (saved.status !== 201) return saved.status;
    const step = `${path}/returns/${String(saved.body.version)}`;
    expect((await post(`${step}/check`, await lab(2), {})).status).toBe(204);
    return (await post(`${step}/submission`, await lab(), {})).status;
  }
  async function graded(path: string, version = 1): Promise<void> {
    expect((await post(`${path}/evaluations`, await centre(), {})).body).toEqual({ version, warnings: [] });
    expect((await post(`${path}/publication`, await centre(), { version })).status).toBe(204);
  }
  const outcomes = async (path: string) =>
    (await get<EqaOwnRound>(path, await lab())).body.scores.map(({ outcome, percent }) => [outcome, percent]);
  return { centre, lab, roundOf, returned, graded, outcomes };
}
