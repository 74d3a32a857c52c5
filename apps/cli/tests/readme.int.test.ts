import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { dayOf, parseInstant } from '@fujie/core/kernel';
import { importTyped } from '@fujie/server/demonstration';
import type { TestApp } from '@fujie/server/testing';
import { startTestApp } from '@fujie/server/testing';
import type { StatisticsResponse } from '@fujie/wire/contracts';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';

import { loadDemonstration } from '../src/simulate/command.ts';
import { day } from '../src/simulate/calendar.ts';

const NOW = '2026-11-22T10:00+08:00';
const example = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../docs/examples/${name}`, import.meta.url)), 'utf8');

let server: TestApp;

beforeAll(async () => {
  server = await startTestApp(inject('adminUrl'), { now: NOW });
  await loadDemonstration(
    {
      importRegister: (id, entries) => importTyped(server.deps, 'demonstration', id, entries),
      // The way of the README begins with a report of its own.
      ingest: () => Promise.resolve(),
      consult: () => Promise.resolve(),
      progress: () => undefined,
    },
    { seed: 1, persons: 1, days: 2, jurisdiction: 'taiyuan', today: day('2026-11-22') },
  );
}, 180_000);

afterAll(() => server.close());

interface CardsAnswer {
  cards: { uuid: string; indicator: string; suggestions: { uuid: string }[] }[];
}

it('the requests of the README go the whole way: sent, asked, accepted, counted', async () => {
  const sender = await server.as('system', { institution: 'TY06', username: 'his2' });
  const orderer = await server.as('system', { institution: 'TY01', username: 'his' });
  const report = example('report.json').replaceAll('YESTERDAY', '2026-11-21');
  for (let time = 1; time <= 2; time += 1) {
    const sent = await server.app.inject({
      method: 'POST',
      url: '/fhir',
      headers: { ...sender, 'content-type': 'application/fhir+json' },
      payload: report,
    });
    expect(sent.statusCode, sent.body).toBe(200);
  }
  const headers = { ...orderer, 'content-type': 'application/json' };
  const asked = await server.app.inject({
    method: 'POST',
    url: '/cds-services/recognition-sign',
    headers,
    payload: example('order.json'),
  });
  const [card, ...others] = asked.json<CardsAnswer>().cards;
  expect(others).toEqual([]);
  expect(card?.indicator).toBe('critical');
  const accepted = await server.app.inject({
    method: 'POST',
    url: '/cds-services/recognition-sign/feedback',
    headers,
    payload: {
      feedback: [
        {
          card: card?.uuid,
          outcome: 'accepted',
          acceptedSuggestions: [{ id: card?.suggestions[0]?.uuid }],
          outcomeTimestamp: '2026-11-22T02:00:00Z',
        },
      ],
    },
  });
  expect(accepted.statusCode, accepted.body).toBe(200);
  expect(accepted.body).toContain('互认结果：丙氨酸氨基转移酶 28 U/L；清岭县人民医院（演示）；2026-11-21 报告');
  const now = parseInstant(NOW);
  const today = now.ok ? dayOf(now.value) : '';
  const statistics = await server.app.inject({
    method: 'GET',
    url: `/api/v1/statistics/recognition?from=${today}&to=${today}&by=institution`,
    headers: await server.as('commission', { region: '1401' }),
  });
  expect(statistics.json<StatisticsResponse>().total.grossRecognitionRate).toEqual({
    numerator: 1,
    denominator: 1,
    value: 1,
  });
});
