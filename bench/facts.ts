/**
 * A fact 事实 that one process commits until another decides by it: an instrument of a laboratory falls overdue and is put right, seen over
 * HTTP by who asks without pause. Once in the register of the region, and once where that holds 200,000 entries. Beside one row of which a
 * bare server is told by the database.
 */
import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import { instrumentActivities } from '@fujie/core/registers';
import pg from 'pg';

import { createDeps } from '../apps/server/src/compose.ts';
import { systemClock } from '../apps/server/src/platform/clock/clock.ts';
import { openStore } from '../apps/server/src/platform/db/store.ts';
import type { Deps } from '../apps/server/src/platform/deps.ts';
import { importTyped } from '../apps/server/src/registers/change.ts';
import { changeFact, dropActivities, dropFact, fillActivities, prepareFact } from './facts.query.ts';
import { freePort, startProcess, stopProcess } from './load.ts';
import { RESULTS_PER_PERSON } from './population.query.ts';
import type { BenchRegion } from './region.ts';
import { identifyPersons } from './region.ts';
import type { Measurement } from './report.ts';
import { measurement } from './report.ts';

const TIMES = 60;
const PERSONS = 200;
const PATIENCE_MS = 30_000;
/** Entries of a register that holds many facts. */
const MANY = 200_000;

interface Answer {
  readonly items: readonly {
    readonly item: string;
    readonly candidates: readonly {
      readonly class: string;
      readonly result: { readonly institution: { readonly code: string } };
    }[];
  }[];
}

/** Changes a fact; when it was committed. */
type Change = (turn: number) => Promise<number>;
/** What is answered now, as text. */
type Ask = () => Promise<string>;

export async function measureFacts(
  databaseUrl: string,
  dataDir: string,
  region: BenchRegion,
  rows: number,
): Promise<readonly Measurement[]> {
  const floor = await measureFloor(databaseUrl);
  const persons = await identifyPersons(databaseUrl, region, Math.ceil(rows / RESULTS_PER_PERSON), PERSONS);
  const port = await freePort();
  const server = await startProcess('app-server.ts', [databaseUrl, String(port), dataDir]);
  const store = await openStore(databaseUrl, region.config, { max: 4 });
  const { deps, close } = await createDeps(region.config, { store, clock: systemClock });
  const filling = new pg.Client({ connectionString: databaseUrl });
  await filling.connect();
  try {
    const url = `http://127.0.0.1:${String(port)}/api/v1/recognition/check`;
    const check = async (handle: string, items: readonly string[]): Promise<Answer> =>
      (await ask(
        url,
        { authorization: `Bearer ${region.token}` },
        {
          patient: { person: handle },
          items: items.map((item) => ({ item })),
          practitioner: region.practitioner,
        },
      )) as Answer;
    for (const { handle } of persons)
      for (const { item, candidates } of (await check(handle, region.items)).items) {
        const [best] = candidates;
        const institution = best?.result.institution.code ?? '';
        if (best?.class !== 'MUST' || institution === region.receiver) continue;
        const answer: Ask = async () =>
          (await check(handle, [item])).items[0]?.candidates.find(
            ({ result }) => result.institution.code === institution,
          )?.class ?? 'none';
        const change = overdue(deps, institution, item);
        const few = await rowOf('facts.commit-to-decision', change, answer, floor.p50Ms, rows);
        await fillActivities(filling, region.institutions, MANY);
        await deps.registers.refresh();
        const many = await rowOf(`facts.of-${String(MANY)}-entries`, change, answer, floor.p50Ms, rows);
        return [few, many, floor.row];
      }
    throw new Error('no result of another hospital is to be recognised: the registers of the benchmark do not fit');
  } finally {
    await close();
    await store.close();
    await stopProcess(server);
    await dropActivities(filling);
    await filling.end();
  }
}

/** A change and its undoing, over and over, beside the floor. */
async function rowOf(
  name: string,
  change: Change,
  answer: Ask,
  floorMs: number | null,
  rows: number,
): Promise<Measurement> {
  const taken = await timesOf(change, answer);
  const latency = { p50Ms: quantile(taken, 0.5), p99Ms: quantile(taken, 0.99) };
  return measurement(name, 'ms', latency.p50Ms, floorMs, rows, latency);
}

async function measureFloor(databaseUrl: string): Promise<{ readonly p50Ms: number; readonly row: Measurement }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await prepareFact(client);
  const port = await freePort();
  const server = await startProcess('floor-facts.ts', [databaseUrl, String(port)]);
  try {
    const answer: Ask = async () => JSON.stringify(await ask(`http://127.0.0.1:${String(port)}/fact`, {}, {}));
    const row = await rowOf('facts.floor', (turn) => changeFact(client, turn + 1), answer, null, 1);
    return { p50Ms: row.value, row };
  } finally {
    await stopProcess(server);
    await dropFact(client);
    await client.end();
  }
}

/** All instruments of an institution that measure an item are overdue, and in the next turn no more. */
function overdue(deps: Deps, institution: string, item: string): Change {
  const today = dayOf(deps.clock.now());
  const own = new Set(
    deps.registers
      .current()
      .instruments(institution, item, today)
      .map(({ code }) => code),
  );
  const entries = deps.registers
    .current()
    .all(instrumentActivities)
    .filter(({ row }) => row.institution === institution && own.has(row.instrument));
  const past = dayOf((deps.clock.now() - 60 * 86_400_000) as Instant);
  return async (turn) => {
    let committedAt = 0;
    const timed: Deps['db'] = {
      ...deps.db,
      tx: async (work) => {
        const value = await deps.db.tx(work);
        committedAt = performance.now();
        return value;
      },
    };
    const rows = entries.map(({ row, from }) => ({
      ...{ row: { ...row, ...(turn % 2 === 0 ? { dueOn: past } : {}) }, from },
    }));
    await importTyped({ ...deps, db: timed }, 'bench', instrumentActivities.id, rows);
    return committedAt;
  };
}

/** How long each of many changes takes from its commit until what is answered is another, in ms, sorted. */
async function timesOf(change: Change, answer: Ask): Promise<readonly number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < TIMES; turn += 1) {
    const before = await answer();
    const changed = change(turn);
    const seen = seenOther(answer, before);
    const [committedAt, seenAt] = await Promise.all([changed, seen]);
    times.push(Math.max(0, seenAt - committedAt));
  }
  return times.sort((a, b) => a - b);
}

async function seenOther(answer: Ask, before: string): Promise<number> {
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until) if ((await answer()) !== before) return performance.now();
  throw new Error(`a fact that was changed was not seen within ${String(PATIENCE_MS)} ms`);
}

function quantile(sorted: readonly number[], part: number): number {
  return Math.round(100 * (sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0)) / 100;
}

async function ask(url: string, headers: Readonly<Record<string, string>>, body: object): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${String(response.status)}: ${await response.text()}`);
  return response.json();
}
