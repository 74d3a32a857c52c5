/** Histories and searches page by page, and that none of them leaves the institution that sent. */
import { describe, expect, it } from 'vitest';

import type { Json, Send } from './fhir-fixture.ts';
import { fhirServer, issuesOf, locationsOf, patientOf, reportOf, sender } from './fhir-fixture.ts';

const server = fhirServer();
const h1 = sender(server, 'H1');
const h2 = sender(server, 'H2');

interface Bundle {
  readonly total?: number;
  readonly link?: readonly { readonly relation: string; readonly url: string }[];
  readonly entry?: readonly {
    readonly resource: Json & { readonly id: string; readonly meta: { readonly versionId: string } };
  }[];
}
const bundleOf = (body: string): Bundle => JSON.parse(body) as Bundle;
const namesOf = ({ entry = [] }: Bundle): string[] => entry.map((e) => `${e.resource.id}/${e.resource.meta.versionId}`);
/** Every page from an address on. */
async function pagesOf(send: Send, address: string): Promise<Bundle[]> {
  const pages: Bundle[] = [];
  let next: string | undefined = address;
  while (next !== undefined) {
    const answer = await send('GET', next);
    expect([next, answer.statusCode]).toEqual([next, 200]);
    const page = bundleOf(answer.body);
    pages.push(page);
    const url = page.link?.find((l) => l.relation === 'next')?.url;
    next = url?.slice(url.indexOf('/fhir'));
  }
  return pages;
}
const observation = (id: string, patient: string, value: number): Json => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding: [{ system: 'urn:fujie:item', code: 'GLU' }] },
  subject: { reference: `Patient/${patient}` },
  effectiveDateTime: '2024-05-10T08:00:00+08:00',
  valueQuantity: { value, unit: 'mmol/L', code: 'mmol/L' },
});

describe('the history', () => {
  it('of one resource is given page by page, with the number of all its versions', async () => {
    for (let n = 1; n <= 5; n++)
      await h1('PUT', '/fhir/Organization/h', { resourceType: 'Organization', id: 'h', name: String(n) });
    const pages = await pagesOf(h1, '/fhir/Organization/h/_history?_count=2');
    expect(pages.map(namesOf)).toEqual([['h/5', 'h/4'], ['h/3', 'h/2'], ['h/1']]);
    expect(pages.map((p) => p.total)).toEqual([5, 5, 5]);
  });

  it('of a result that was moved to another person has all its versions, each readable', async () => {
    await h1('PUT', '/fhir/Patient/m1', { ...patientOf({ mrn: 'M1', sequence: 2 }), id: 'm1' });
    await h1('PUT', '/fhir/Patient/m2', { ...patientOf({ mrn: 'M2', sequence: 4, name: '王芳' }), id: 'm2' });
    await h1('PUT', '/fhir/Observation/moved', observation('moved', 'm1', 5));
    await h1('PUT', '/fhir/Observation/moved', observation('moved', 'm2', 5));
    await h1('PUT', '/fhir/Observation/moved', observation('moved', 'm2', 6));
    const [history] = await pagesOf(h1, '/fhir/Observation/moved/_history');
    expect([history?.total, history && namesOf(history)]).toEqual([3, ['moved/3', 'moved/2', 'moved/1']]);
    const first = await h1('GET', '/fhir/Observation/moved/_history/1');
    expect(JSON.parse(first.body)).toMatchObject({ subject: { reference: 'Patient/m1' } });
    const found = async (patient: string): Promise<string[]> =>
      namesOf(bundleOf((await h1('GET', `/fhir/Observation?patient=${patient}`)).body));
    expect([await found('m1'), await found('m2')]).toEqual([[], ['moved/3']]);
  });

  it('of a type has every version of every resource, last changed first, since a time', async () => {
    const put = async (id: string, name: string): Promise<void> => {
      server.clock.set((server.deps.clock.now() + 1000) as Parameters<typeof server.clock.set>[0]);
      await h1('PUT', `/fhir/Practitioner/${id}`, { resourceType: 'Practitioner', id, name: [{ text: name }] });
    };
    await put('a', '1');
    await put('b', '1');
    await put('a', '2');
    await put('c', '1');
    const pages = await pagesOf(h1, '/fhir/Practitioner/_history?_count=3');
    expect(pages.map(namesOf)).toEqual([['c/1', 'a/2', 'b/1'], ['a/1']]);
    const since = new Date(server.deps.clock.now() - 1000).toISOString();
    const [recent] = await pagesOf(h1, `/fhir/Practitioner/_history?_since=${since}`);
    expect(recent && namesOf(recent)).toEqual(['c/1', 'a/2']);
    expect((await h1('GET', '/fhir/Observation/_history?_count=1')).statusCode).toBe(200);
  });

  it.each(['_at=2024', '_count=0', '_count=x', '_since=never', '_cursor=x', '_list=1'])(
    'asked for with %s says what is wrong',
    async (query) => {
      const answer = await h1('GET', `/fhir/Practitioner/_history?${query}`);
      expect([answer.statusCode, issuesOf(answer.body)[0]?.expression]).toEqual([400, [query.split('=')[0]]]);
    },
  );
});

describe('a search', () => {
  it.each([
    ['status:not=final', 'status:not'],
    ['code:text=GLU', 'code:text'],
    ['code:in=x', 'code:in'],
    ['date:missing=true', 'date:missing'],
    ['_id:exact=1', '_id:exact'],
    ['patient:Group=1', 'patient:Group'],
    ['patient.name=李明', 'patient.name'],
    ['subject:Patient.birthdate=1960', 'subject:Patient.birthdate'],
    ['identifier=urn:h1:result|', 'identifier'],
    ['patient.identifier=urn:fujie:mrn:H1|', 'patient.identifier'],
    ['_total=many', '_total'],
  ])('by %s is refused, naming the parameter, instead of finding something else', async (query, name) => {
    const answer = await h1('GET', `/fhir/Observation?${encodeURI(query)}`);
    expect([answer.statusCode, issuesOf(answer.body)[0]?.expression]).toEqual([400, [name]]);
  });

  it('says how many match when asked', async () => {
    const counted = bundleOf((await h1('GET', '/fhir/Practitioner?_total=accurate&_count=1')).body);
    expect([counted.total, counted.entry?.length]).toEqual([3, 1]);
    expect(bundleOf((await h1('GET', '/fhir/Practitioner?_total=none')).body)).not.toHaveProperty('total');
  });

  it('finds what still waits for its patient', async () => {
    await h1('PUT', '/fhir/Observation/waits', observation('waits', 'later', 5));
    expect(namesOf(bundleOf((await h1('GET', '/fhir/Observation?patient=later')).body))).toEqual(['waits/1']);
  });
});

describe('what another institution sent', () => {
  it('is never read, searched, followed or counted, by whatever id', async () => {
    const sent = await h1('POST', '/fhir', reportOf({ number: 'F-1', mrn: 'F1', sequence: 20 }));
    const locations = locationsOf(sent.body);
    expect(locations).toHaveLength(4);
    for (const location of locations) {
      const [type = '', id = ''] = location.split('/');
      const statuses = async (send: Send): Promise<number[]> =>
        Promise.all(
          ['', '/_history', '/_history/1'].map(
            async (rest) => (await send('GET', `/fhir/${location}${rest}`)).statusCode,
          ),
        );
      expect(await statuses(h1)).toEqual([200, 200, 200]);
      expect(await statuses(h2)).toEqual([404, 404, 404]);
      const found = async (send: Send, query: string): Promise<number> =>
        bundleOf((await send('GET', `/fhir/${type}${query}`)).body).entry?.length ?? 0;
      const batch = { resourceType: 'Bundle', type: 'batch', entry: [{ request: { method: 'GET', url: location } }] };
      expect((await h2('POST', '/fhir', batch)).body).toContain('404');
      for (const query of [`?_id=${id}`, '/_history?_count=200', '?_count=200']) {
        expect([query, await found(h1, query)]).not.toEqual([query, 0]);
        expect([query, await found(h2, query)]).toEqual([query, 0]);
      }
      expect(bundleOf((await h2('GET', `/fhir/${type}?_summary=count`)).body).total).toBe(0);
    }
    const [patient = ''] = locations;
    for (const query of [`patient=${patient}`, 'patient.identifier=F1', 'code=GLU'])
      expect(namesOf(bundleOf((await h2('GET', `/fhir/Observation?${query}`)).body))).toEqual([]);
  });

  it('is never changed, nor written to, by its id', async () => {
    const sent = await h1('POST', '/fhir/Patient', patientOf({ mrn: 'F2', sequence: 22 }));
    const { id } = JSON.parse(sent.body) as { id: string };
    const change = await h2('PUT', `/fhir/Patient/${id}`, { ...patientOf({ institution: 'H2', mrn: 'X' }), id });
    expect([change.statusCode, change.body.includes('李明')]).toEqual([422, false]);
    const result = await h2('POST', '/fhir/Observation', {
      ...observation('x', 'x', 5),
      id: undefined,
      subject: { reference: `Patient/${id}` },
    });
    expect([result.statusCode, issuesOf(result.body)[0]?.details.coding[0]?.code]).toEqual([422, 'unknown-patient']);
  });
});

describe('$validate', () => {
  const check = async (type: string, body: unknown): Promise<string[]> => {
    const answer = await h1('POST', `/fhir/${type}/$validate`, body);
    expect(answer.statusCode).toBe(200);
    const { issue } = JSON.parse(answer.body) as {
      issue: { severity: string; expression?: string[]; details: { coding: { code: string }[] } }[];
    };
    return issue.map((i) => `${i.severity} ${i.details.coding[0]?.code ?? ''} ${i.expression?.[0] ?? ''}`.trim());
  };

  it('says of a Bundle what sending it would say, entry by entry, and stores nothing', async () => {
    const whole = reportOf({ number: 'VAL-1', mrn: 'VAL1', sequence: 30 });
    expect(await check('Bundle', whole)).toEqual(['information done']);
    const entry = (whole['entry'] as Json[]).slice(1);
    expect(new Set(await check('Bundle', { ...whole, entry }))).toEqual(
      new Set([
        'error reference Bundle.entry[0].resource.subject',
        'error reference Bundle.entry[1].resource.subject',
        'error reference Bundle.entry[2].resource.subject',
      ]),
    );
    expect(await check('Bundle', { ...whole, entries: [] })).toEqual(['error structure Bundle.entries']);
    expect(await check('Bundle', { resourceType: 'Bundle', type: 'batch', entry: [{ request: {} }] })).toContain(
      'error required Bundle.entry[0].request.url',
    );
    expect(bundleOf((await h1('GET', '/fhir/DiagnosticReport?identifier=VAL-1')).body).entry).toBeUndefined();
  });

  it('looks references up', async () => {
    await h1('PUT', '/fhir/Patient/val', { ...patientOf({ mrn: 'VAL', sequence: 32 }), id: 'val' });
    expect(await check('Observation', observation('x', 'val', 5))).toEqual(['information done']);
    expect(await check('Observation', observation('x', 'nobody', 5))).toEqual([
      'error unknown-patient Observation.subject',
    ]);
    const specimen = { ...observation('x', 'val', 5), specimen: { reference: 'Specimen/none' } };
    expect(await check('Observation', specimen)).toEqual(['warning reference Observation']);
  });
});
