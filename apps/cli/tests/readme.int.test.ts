/** What the README tells a newcomer to type goes the whole way against a listening server; so does a foreign client. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

import { createTestDatabase } from '@fujie/server/testing';
import type { HookResponse } from '@fujie/wire/cds-hooks';
import type { StatisticsResponse } from '@fujie/wire/contracts';
import { Client } from 'fhir-kit-client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The blocks of shell commands in a text. */
const blocksOf = (path: string): string[] => [...read(path).matchAll(/```sh\n(.*?)```/gs)].map((m) => m[1] ?? '');
/** A block without what is written for people: comments, and spaces before them. */
const commandsOf = (block: string): string => block.replace(/(^|\s)# .*$/gm, '');

let directory: string;
let server: ChildProcess;
let baseUrl: string;
let environment: NodeJS.ProcessEnv;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Runs a script in the folder that stands for the checkout; what it wrote, and how it ended. */
async function bash(script: string): Promise<{ readonly code: number | null; readonly out: string }> {
  // With a socket for standard input, bash takes itself for a remote shell and reads the settings of this machine.
  const child = spawn('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
    cwd: directory,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out: out + err };
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'fujie-readme-'));
  for (const name of ['docs', 'node_modules', 'package.json']) symlinkSync(join(ROOT, name), join(directory, name));
  const port = await freePort();
  baseUrl = `http://localhost:${String(port)}`;
  environment = {
    ...process.env,
    NODE_OPTIONS: '',
    FUJIE_DATABASE_URL: await createTestDatabase(inject('adminUrl')),
    FUJIE_DATA_DIR: join(directory, 'data'),
    FUJIE_PORT: String(port),
  };
  const args = ['apps/cli/bin/fujie.mjs', 'serve', '--demo', '--persons', '1', '--days', '2'];
  server = spawn(process.execPath, args, { cwd: ROOT, env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const chunk of server.stdout ?? []) if (String(chunk).includes('Ctrl-C stops')) break;
}, 180_000);

afterAll(async () => {
  if (server.exitCode === null) {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
  rmSync(directory, { recursive: true, force: true });
});

describe('the README', { timeout: 180_000 }, () => {
  const [, wholeWay = ''] = blocksOf('README.md');

  it('tells the same commands in both languages', () => {
    expect(blocksOf('README.zh-CN.md').map(commandsOf)).toEqual(blocksOf('README.md').map(commandsOf));
    expect(commandsOf(wholeWay)).toContain('/feedback');
  });

  it('goes the whole way in a shell: sent, asked, accepted, counted', async () => {
    const { code, out } = await bash(wholeWay);
    expect([code, out]).toEqual([0, expect.stringContaining('"status":"201 Created"')]);
    const { cards } = JSON.parse(readFileSync(join(directory, 'cards.json'), 'utf8')) as HookResponse;
    expect(cards.map((card) => card.indicator)).toEqual(['critical']);
    expect(out).toContain('互认结果：丙氨酸氨基转移酶 28 U/L；清岭县人民医院（演示）');
    expect(out).toContain('"grossRecognitionRate":{"numerator":1,"denominator":1,"value":1}');
  });
});

describe('a foreign client (fhir-kit-client)', { timeout: 180_000 }, () => {
  const secretOf = async (account: string): Promise<string> =>
    (await bash(`npx fujie accounts --of ${account}`)).out.trim();
  const post = async <T>(path: string, headers: Record<string, string>, body: unknown): Promise<T> => {
    const response = await fetch(`${baseUrl}${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect([path, response.status]).toEqual([path, 200]);
    return (await response.json()) as T;
  };

  it('sends the report of another patient, who is then asked about, accepted and counted', async () => {
    const other = (json: string): string =>
      json
        .replaceAll('990101198803070019', '990101198803070078')
        .replaceAll(/README-1|local-1|visit-1|order-1/g, 'kit-1')
        .replaceAll('d1577c69', 'd1577c70');
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    const report = JSON.parse(other(read('docs/examples/report.json')).replaceAll('YESTERDAY', yesterday)) as object;
    const client = new Client({ baseUrl: `${baseUrl}/fhir`, bearerToken: await secretOf('his2') });
    const answer = await client.transaction({ body: { resourceType: 'Bundle', ...report } });
    expect(answer).toMatchObject({ resourceType: 'Bundle', type: 'transaction-response' });

    const his = { authorization: `Bearer ${await secretOf('his')}` };
    const service = '/cds-services/recognition-sign';
    const { cards } = await post<HookResponse>(service, his, JSON.parse(other(read('docs/examples/order.json'))));
    const [card] = cards;
    expect([cards.length, card?.indicator]).toEqual([1, 'critical']);
    await post(`${service}/feedback`, his, {
      feedback: [
        {
          card: card?.uuid,
          outcome: 'accepted',
          acceptedSuggestions: [{ id: card?.suggestions?.[0]?.uuid }],
          outcomeTimestamp: new Date().toISOString(),
        },
      ],
    });

    const signIn = await fetch(`${baseUrl}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'commission', password: await secretOf('commission') }),
    });
    const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const day = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai' }).format();
    const counted = await fetch(`${baseUrl}/api/v1/statistics/recognition?from=${day}&to=${day}&by=institution`, {
      headers: { cookie },
    });
    expect(((await counted.json()) as StatisticsResponse).total.grossRecognitionRate).toEqual({
      numerator: 2,
      denominator: 2,
      value: 1,
    });
  });
});
