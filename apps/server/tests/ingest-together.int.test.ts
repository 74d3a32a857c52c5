/** Messages that arrive at the same moment. */
import { expect, it } from 'vitest';

import { entriesOf, fhirServer, locationsOf, reportOf, sender } from './fhir-fixture.ts';

const server = fhirServer();
const h1 = sender(server, 'H1');
const h2 = sender(server, 'H2');

const numbers = async (text: string): Promise<unknown[]> =>
  server.db.withClient(async (client) => (await client.query<{ n: unknown }>(text)).rows.map((row) => row.n));

const statusesOf = (body: string): string[] => entriesOf(body).map((e) => e.response.status);

it('reports of two hospitals and one new patient each, sent at once, are stored once each under their own institution', async () => {
  const sent = Array.from({ length: 24 }, (_, i) => {
    const institution = i % 2 === 0 ? 'H1' : 'H2';
    const send = i % 2 === 0 ? h1 : h2;
    return send('POST', '/fhir', reportOf({ institution, number: `T-${String(i)}`, mrn: 'T1', sequence: 2 }));
  });
  const answers = await Promise.all(sent);
  expect(answers.map((a) => a.statusCode)).toEqual(sent.map(() => 200));
  expect(
    await numbers(
      "select institution || ' ' || count(*) as n from report_key where report_no like 'T-%' group by institution order by 1",
    ),
  ).toEqual(['H1 12', 'H2 12']);
  expect(
    await numbers(
      "select distinct institution || ' ' || split_part(report_no, '-', 1) as n from result where report_no like 'T-%' order by 1",
    ),
  ).toEqual(['H1 T', 'H2 T']);
  expect(await numbers("select count(*) as n from resource where type = 'Patient'")).toEqual([2]);
  expect(await numbers('select count(distinct person_id) as n from result')).toEqual([1]);
});

it('the same report sent many times at once is one report, and the rest are answered as known', async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => h1('POST', '/fhir', reportOf({ number: 'S-1', mrn: 'S1', sequence: 4 }))),
  );
  const created = answers.filter((a) => statusesOf(a.body).includes('201 Created'));
  expect(answers.every((a) => a.statusCode === 200)).toBe(true);
  expect(created).toHaveLength(1);
  expect(await numbers("select count(*) as n from report_key where report_no = 'S-1'")).toEqual([1]);
  expect(await numbers("select max(version) as n from result where report_no = 'S-1'")).toEqual([1]);
});

it('a patient that a known report brings again is stored with the new report that came along', async () => {
  await h1('POST', '/fhir', reportOf({ number: 'K-1', mrn: 'K1', sequence: 6 }));
  const again = reportOf({ number: 'K-1', mrn: 'K2', sequence: 8 });
  const other = reportOf({ number: 'K-2', mrn: 'K2', sequence: 8 });
  const answers = await Promise.all([h1('POST', '/fhir', again), h1('POST', '/fhir', other)]);
  expect(answers[1].statusCode).toBe(200);
  const location = locationsOf(answers[1].body).find((l) => l.startsWith('Patient/'));
  const read = await h1('GET', `/fhir/${location ?? ''}`);
  expect(read.statusCode).toBe(200);
  expect(
    await numbers("select count(*) as n from result where report_no = 'K-2' and person_id <> 0 and current"),
  ).toEqual([2]);
});
