/**
 * Critical values 危急值: from the sending of a message to the open loop, and to the notice that stands in the outbox for its reader, on
 * every wire by which patient results come; beside the same message with an ordinary value in the same run. The goal is one second. A notice
 * waits for the next look of whoever tells, half a second at most, so that it is waited for after some of the messages alone.
 */
import { randomBytes } from 'node:crypto';

import {
  INSTITUTION_SYSTEM,
  ITEM_SYSTEM,
  mrnSystem,
  reportSystem,
  RESIDENT_ID_SYSTEM,
  UCUM_SYSTEM,
} from '@fujie/wire/fhir';
import pg from 'pg';

import { buildApp } from '../apps/server/src/app.ts';
import { createDeps } from '../apps/server/src/compose.ts';
import { ingestMany } from '../apps/server/src/demonstration.ts';
import { startNotify } from '../apps/server/src/notify/jobs.ts';
import { putAccount } from '../apps/server/src/platform/auth/accounts.query.ts';
import { openSession } from '../apps/server/src/platform/auth/sessions.query.ts';
import { systemClock } from '../apps/server/src/platform/clock/clock.ts';
import { openStore } from '../apps/server/src/platform/db/store.ts';
import type { Deps } from '../apps/server/src/platform/deps.ts';
import { sessionCookie } from '../apps/server/src/platform/http/server.ts';
import { addReader, createWatch } from './critical.query.ts';
import type { CriticalWatch } from './critical.query.ts';
import type { BenchRegion } from './region.ts';
import { residentNumber } from './region.ts';
import type { Measurement } from './report.ts';
import { measurement } from './report.ts';

type Json = Record<string, unknown>;

const ITEM = 'K';
const CRITICAL = 7.5;
const ORDINARY = 4.2;
/** So many of each before it counts. */
const WARM = 10;
/** Whose notice is waited for, one in so many. */
const NOTICED = 8;
const WIRES = ['fhir-transaction', 'fhir-resource', 'bundle-file', 'corrected-by-hand'] as const;
type Wire = (typeof WIRES)[number];

export async function measureCritical(
  databaseUrl: string,
  region: BenchRegion,
  messages: number,
): Promise<readonly Measurement[]> {
  const store = await openStore(databaseUrl, region.config, { max: 8 });
  const { deps, close } = await createDeps(region.config, { store, clock: systemClock });
  const app = await buildApp(deps);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await addReader(store.worker, region.receiver);
  const notify = startNotify(deps);
  try {
    const send = await createSenders(deps, region, url);
    const watch = createWatch(client);
    const found: Measurement[] = [];
    for (const wire of WIRES) {
      const ordinary: number[] = [];
      const loops: number[] = [];
      const notices: number[] = [];
      for (let n = 0; n < messages + WARM; n += 1) {
        const times = await timesOf(send[wire], watch, n % NOTICED === 0);
        if (n < WARM) continue;
        ordinary.push(times.ordinary);
        loops.push(times.loop);
        if (times.notice !== null) notices.push(times.notice);
      }
      const floor = meanOf(ordinary);
      found.push(
        measurement(`critical.loop.${wire}`, 'ms', meanOf(loops), floor, messages, quantilesOf(loops)),
        measurement(`critical.notice.${wire}`, 'ms', meanOf(notices), floor, notices.length, quantilesOf(notices)),
      );
    }
    return found;
  } finally {
    await notify.stop();
    await app.close();
    await client.end();
    await close();
    await store.close();
  }
}

/** One message with an ordinary value, then one with a critical one. */
async function timesOf(
  send: (value: number) => Promise<() => Promise<void>>,
  { newestLoop, loopAfter, noticeOf }: CriticalWatch,
  isNoticed: boolean,
): Promise<{ readonly ordinary: number; readonly loop: number; readonly notice: number | null }> {
  const plain = await send(ORDINARY);
  const from = performance.now();
  await plain();
  const ordinary = performance.now() - from;
  const before = await newestLoop();
  const critical = await send(CRITICAL);
  const started = performance.now();
  await critical();
  const opened = await loopAfter(before);
  const loop = performance.now() - started;
  if (!isNoticed) return { ordinary, loop, notice: null };
  await noticeOf(opened);
  return { ordinary, loop, notice: performance.now() - started };
}

/** On each wire: prepares a message, and sends it when called; what must be there before is no part of the time. */
async function createSenders(
  deps: Deps,
  region: BenchRegion,
  url: string,
): Promise<Readonly<Record<Wire, (value: number) => Promise<() => Promise<void>>>>> {
  const account = { username: 'bench-laboratory', name: 'bench', password: randomBytes(16).toString('hex') };
  await putAccount(deps.db, { ...account, role: 'laboratory', institution: region.receiver });
  const session = await openSession(deps.db, account.username, { hours: 1 });
  const cookie = `${sessionCookie(deps.config)}=${session}`;
  const system = { authorization: `Bearer ${region.token}`, 'content-type': 'application/fhir+json' };
  const post = async (path: string, headers: Readonly<Record<string, string>>, body: string): Promise<string> => {
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${String(answer.status)}: ${text.slice(0, 500)}`);
    return text;
  };
  return {
    'fhir-transaction': (value) => {
      const body = JSON.stringify(bundleOf(region, value).bundle);
      return Promise.resolve(async () => void (await post('/fhir', system, body)));
    },
    'fhir-resource': async (value) => {
      const { bundle, patient } = bundleOf(region, null);
      await post('/fhir', system, JSON.stringify(bundle));
      const body = JSON.stringify(observationOf(region, value, { reference: `Patient/${patient}` }));
      return async () => void (await post('/fhir/Observation', system, body));
    },
    'bundle-file': (value) => {
      const line = JSON.stringify(bundleOf(region, value).bundle);
      return Promise.resolve(async () => {
        const { written } = await ingestMany(deps, region.receiver, [line]);
        if (written !== 1) throw new Error('the line was not written');
      });
    },
    'corrected-by-hand': async (value) => {
      const corrected = JSON.stringify(bundleOf(region, value).bundle);
      const wrong = corrected.replace('"status":"final"', '"status":"finished"');
      const refused = await fetch(`${url}/fhir`, { method: 'POST', headers: system, body: wrong });
      await refused.text();
      const id = refused.headers.get('x-fujie-quarantine');
      if (id === null) throw new Error('the wrong message was not kept in quarantine');
      const headers = { cookie, 'content-type': 'application/json', origin: new URL(url).origin };
      const body = JSON.stringify({ corrected, note: 'benchmark' });
      return async () => void (await post(`/api/v1/quarantine/${id}/replay`, headers, body));
    },
  };
}

let number = 0;

/** A patient whom nobody knows yet, with a report of one line; null: with the patient alone. */
function bundleOf(region: BenchRegion, value: number | null): { readonly bundle: Json; readonly patient: string } {
  number += 1;
  const patient = `critical-${String(process.pid)}-${String(number)}`;
  const urn = (n: number): string => `urn:uuid:00000000-0000-4000-8000-00000000000${String(n)}`;
  const subject = { reference: urn(1) };
  const person = {
    fullUrl: urn(1),
    request: { method: 'PUT', url: `Patient/${patient}` },
    resource: {
      ...{ resourceType: 'Patient', id: patient, birthDate: '1980-01-01', name: [{ text: '基准' }] },
      gender: number % 2 === 1 ? 'male' : 'female',
      identifier: [
        { system: RESIDENT_ID_SYSTEM, value: residentNumber(500_000 + number) },
        { system: mrnSystem(region.receiver), value: `M-${patient}` },
      ],
    },
  };
  const at = new Date(Date.now() - 60_000).toISOString();
  const report = {
    fullUrl: urn(2),
    request: { method: 'POST', url: 'DiagnosticReport' },
    resource: {
      ...{ resourceType: 'DiagnosticReport', status: 'final', code: { text: 'electrolytes' }, subject },
      identifier: [{ system: reportSystem(region.receiver), value: patient }],
      category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] }],
      ...{ effectiveDateTime: at, issued: at, performer: [{ identifier: institutionOf(region) }] },
      result: [{ reference: urn(3) }],
    },
  };
  const line = {
    fullUrl: urn(3),
    request: { method: 'POST', url: 'Observation' },
    resource: observationOf(region, value ?? 0, subject),
  };
  const entry = value === null ? [person] : [person, report, line];
  return { bundle: { resourceType: 'Bundle', type: 'transaction', entry }, patient };
}

const institutionOf = ({ receiver }: BenchRegion) => ({ system: INSTITUTION_SYSTEM, value: receiver });

function observationOf(region: BenchRegion, value: number, subject: Json): Json {
  const at = new Date(Date.now() - 60_000).toISOString();
  return {
    ...{ resourceType: 'Observation', status: 'final', subject, effectiveDateTime: at, issued: at },
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
    ],
    code: { coding: [{ system: ITEM_SYSTEM, code: ITEM, display: 'potassium' }], text: '钾' },
    performer: [{ identifier: institutionOf(region) }],
    valueQuantity: { value, unit: 'mmol/L', system: UCUM_SYSTEM, code: 'mmol/L' },
    referenceRange: [{ low: { value: 3.5, unit: 'mmol/L' }, high: { value: 5.3, unit: 'mmol/L' } }],
    method: { text: 'ISE' },
  };
}

const meanOf = (times: readonly number[]): number => times.reduce((sum, ms) => sum + ms, 0) / times.length;

function quantilesOf(times: readonly number[]): { readonly p50Ms: number; readonly p99Ms: number } {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}
