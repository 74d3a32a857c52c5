/** Watched events of an institution's own 本院监测事件: reported, detected, named and counted beside those of the platform. Source: henan-2025.mq.11#02. */
import type { Day } from '@fujie/core/kernel';
import { beforeAll, describe, expect, test } from 'vitest';

import { answerDetections } from '../src/adverse-events/detections.ts';
import { importTyped } from '../src/registers/change.ts';
import { adverseEventsOf, BODY } from './adverse-events-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';

const region = sharedRegion();
const { ask, report, reporter, loopOf } = adverseEventsOf(region);
const KIND = 'own/EXTRAVASATION';
const NAME = { zh: '化疗药物外渗', en: 'Chemotherapy extravasation' };

beforeAll(async () => {
  const row = { institution: 'H2', definition: '化疗药物渗出血管外，不论有无损伤' };
  await importTyped(region.deps, 'test', 'watched-event', [
    { from: '2024-01-01' as Day, row: { ...row, code: 'EXTRAVASATION', nameZh: NAME.zh, nameEn: NAME.en } },
    { from: '2024-01-01' as Day, to: '2024-03-01' as Day, row: { ...row, code: 'OLD', nameZh: '停用的事件' } },
    { from: '2024-01-01' as Day, row: { ...row, institution: 'H3', code: 'OTHER', nameZh: '他院的事件' } },
  ]);
});

const office = (institution = 'H2') => region.as('quality-office', { username: `office-${institution}`, institution });
const detect = async (key: string, kind: string, occurredAt = '2024-05-19T10:00+08:00') =>
  ask('POST', '/api/v1/adverse-events/detected', await region.as('system', { institution: 'H2' }), {
    events: [{ key, kind, department: 'INT', occurredAt }],
  });

describe('an event that a hospital watches for by itself', () => {
  test('stands in its form beside those of the platform, with what it takes to be one, while it holds', async () => {
    const { body } = await ask('GET', '/api/v1/adverse-events/form', await reporter());
    const kinds = body?.['kinds'] as { value: string }[];
    expect(kinds.filter(({ value }) => value.startsWith('own/'))).toEqual([
      {
        value: KIND,
        title: NAME,
        note: { zh: '化疗药物渗出血管外，不论有无损伤', en: '化疗药物渗出血管外，不论有无损伤' },
      },
    ]);
    expect(kinds.map(({ value }) => value)).toContain('unexpected-death');
  });

  test('is reported under its name, counted by it, and opens to its cases', async () => {
    const { event } = await report({ kind: KIND });
    const read = await ask('GET', `/api/v1/loops/${String(await loopOf(event))}`, await office());
    expect(JSON.stringify(read.body)).toContain(NAME.zh);
    expect(JSON.stringify(read.body)).not.toContain(KIND);
    const period = 'from=2024-05-01&to=2024-05-31&by=kind';
    const { body } = await ask('GET', `/api/v1/adverse-events/statistics?${period}`, await office());
    const rows = (body?.['rows'] ?? []) as { key: string; name: object; events: number }[];
    const row = rows.find(({ name }) => JSON.stringify(name).includes(NAME.zh));
    expect(row).toMatchObject({ name: NAME, events: 1 });
    const cases = await ask(
      'GET',
      `/api/v1/adverse-events?${period}&key=${encodeURIComponent(row?.key ?? '')}`,
      await office(),
    );
    expect(cases.body?.['events']).toMatchObject([{ event, kind: NAME }]);
  });

  test('is refused where it is of another hospital, has ended, or is none', async () => {
    for (const kind of ['own/OTHER', 'own/OLD', 'own/NONE', 'nothing', 'constructor']) {
      const { status, body } = await ask('POST', '/api/v1/adverse-events', await reporter(), { ...BODY, kind });
      expect([kind, status, body?.['errors']]).toMatchObject([kind, 400, [{ path: 'body.kind' }]]);
      const detected = await detect(`d-${kind}`, kind);
      expect([kind, detected.status, detected.body?.['errors']]).toMatchObject([
        kind,
        400,
        [{ path: 'body.events.0.kind' }],
      ]);
    }
  });

  test('is detected by a system, also of a day on which it still held, and answered by its report', async () => {
    expect((await detect('x-0', 'own/OLD', '2024-02-10T10:00+08:00')).body).toEqual({ taken: 1, reported: 0 });
    region.clock.set(at('2024-05-30T09:00+08:00'));
    expect((await detect('x-1', KIND, '2024-05-29T10:00+08:00')).body).toEqual({ taken: 1, reported: 0 });
    const period = '/api/v1/adverse-events/statistics?from=2024-05-01&to=2024-05-31';
    const shown = await ask('GET', period, await office());
    expect(shown.body?.['detections']).toContainEqual(expect.objectContaining({ kind: NAME, isReported: false }));
    await report({ kind: KIND, occurredAt: '2024-05-29T11:00+08:00' });
    region.clock.set(at('2024-05-31T00:10+08:00'));
    await answerDetections(region.deps);
    const after = await ask('GET', period, await office());
    expect(after.body?.['detections']).toContainEqual(expect.objectContaining({ kind: NAME, isReported: true }));
    region.clock.set(at('2024-05-20T09:00+08:00'));
  });

  test('comes as FHIR too, and is refused there with what may stand in its place', async () => {
    const send = async (code: string) =>
      region.app.inject({
        method: 'POST',
        url: '/fhir/AdverseEvent',
        headers: { ...(await region.as('system', { institution: 'H2' })), 'content-type': 'application/fhir+json' },
        payload: JSON.stringify({
          resourceType: 'AdverseEvent',
          identifier: { system: 'urn:h2:events', value: code },
          actuality: 'actual',
          event: { coding: [{ system: 'urn:fujie:adverse-event-kind', code }] },
          subject: { identifier: { system: 'urn:fujie:mrn:H2', value: 'M-1' } },
          location: { identifier: { system: 'urn:fujie:department', value: 'INT' } },
          date: '2024-05-19T10:00:00+08:00',
        }),
      });
    expect((await send(KIND)).statusCode).toBe(201);
    const refused = await send('own/OTHER');
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('AdverseEvent.event');
    expect(refused.body).toContain(KIND);
  });
});
