import type { IqcSeriesResponse, ReagentsResponse } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { beginControl, measured } from './iqc-fixture.ts';
import { laboratoryOf } from './laboratory-fixture.ts';
import { sharedRegion } from './recognition-fixture.ts';
import { requestsTo } from './recognition-requests.ts';

const region = sharedRegion();

beforeAll(async () => {
  await beginControl(region);
  const { put } = laboratoryOf(region);
  const lot = { product: 'R-ALT', kind: 'reagent', nameZh: 'ALT 试剂', receivedOn: '2024-01-02', registration: 'Z1' };
  await put('reagent-lot', [
    { ...lot, lot: '1', acceptedOn: '2024-01-03', expiresOn: '2024-05-19' },
    { ...lot, lot: '2', acceptedOn: '2024-05-18', expiresOn: '2024-12-31', receivedOn: '2024-05-17' },
  ]);
  await put('reagent-use', [{ system: 'ALT-1', product: 'R-ALT', lot: '1' }]);
});

// national-2022.art.22#01, henan-2025.lab.2#04
test('lots that come with results are marks of its charts, and are told where the registers say otherwise', async () => {
  const { get, post } = requestsTo(region);
  const { lab, other } = laboratoryOf(region);
  const sent = (day: string, reagentLot: string, calibratorLot: string) =>
    ['N', 'P'].map((level, place) =>
      measured(level, [40, 120][place] ?? 0, `2024-05-${day}T08:0${String(place)}+08:00`, {
        reagentLot,
        calibratorLot,
      }),
    );
  const results = [
    ...sent('17', '1', 'C1'),
    ...sent('18', '2', 'C1'),
    ...sent('19', '9', 'C1'),
    ...sent('20', '1', 'C1'),
  ];
  expect((await post('laboratory/iqc/results', await lab(), { results })).status).toBe(200);
  const { body } = await get<IqcSeriesResponse>('laboratory/iqc/systems/ALT-1', await lab());
  expect(body.events.map(({ at, kind, text, faults }) => [at.slice(0, 16), kind, text, faults])).toEqual([
    ['2024-05-18T08:00', 'reagent-lot', '1 → 2', ['not-in-use']],
    ['2024-05-19T08:00', 'reagent-lot', '2 → 9', ['not-on-record']],
    ['2024-05-20T08:00', 'reagent-lot', '9 → 1', ['expired']],
  ]);
  expect(body.results[0]).toMatchObject({ reagentLot: '1', calibratorLot: 'C1' });
  const reagents = await get<ReagentsResponse>('laboratory/resources/reagents', await lab());
  expect(
    reagents.body.named.map(({ kind, lot, from, to, count, faults }) => [kind, lot, from, to, count, faults]),
  ).toEqual([
    ['calibrator', 'C1', '2024-05-17', '2024-05-20', 8, ['not-on-record']],
    ['reagent', '1', '2024-05-17', '2024-05-20', 4, ['expired']],
    ['reagent', '9', '2024-05-19', '2024-05-19', 2, ['not-on-record']],
    ['reagent', '2', '2024-05-18', '2024-05-18', 2, ['not-in-use']],
  ]);
  expect((await get('laboratory/resources/reagents?institution=H1', await other())).status).toBe(404);
});
