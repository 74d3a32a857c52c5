/** HTTP load on loopback, and processes that serve it. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';

import autocannon from 'autocannon';

export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface LoadOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodies: readonly string[];
  readonly seconds: number;
  readonly connections: number;
}

/** Requests answered per second, as fast as it goes. Sends the bodies in turn. Throws when anything but a 2xx came back, because then the figure would mean nothing. */
export async function measureThroughput(options: LoadOptions): Promise<number> {
  let next = 0;
  const result = await autocannon({
    url: options.url,
    connections: options.connections,
    duration: options.seconds,
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...options.headers },
        setupRequest: (template) => {
          next = (next + 1) % options.bodies.length;
          return { ...template, body: options.bodies[next] ?? '' };
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${options.url}: ${String(result.non2xx)} answers were not 2xx, ${String(result.errors)} errors`);
  }
  return result['2xx'] / result.duration;
}

/**
 * Latency at a fixed rate. Each request is sent at its own time whether or not earlier ones were answered, so that a
 * stall of the server counts for everyone who would have waited.
 */
export async function measureLatency(options: LoadOptions & { readonly rate: number }): Promise<Latency> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  const total = options.rate * options.seconds;
  const times: number[] = [];
  const pending: Promise<void>[] = [];
  const started = performance.now();
  for (let n = 0; n < total; n += 1) {
    const due = started + (1000 * n) / options.rate;
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    const sent = performance.now();
    pending.push(
      post(agent, options, options.bodies[n % options.bodies.length] ?? '').then(() => {
        times.push(performance.now() - sent);
      }),
    );
  }
  await Promise.all(pending);
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round(100 * (times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0)) / 100;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

function post(agent: Agent, options: LoadOptions, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...options.headers,
    };
    const sent = request(options.url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 200 || response.statusCode === 201) resolve();
        else reject(new Error(`${options.url} answered ${String(response.statusCode)}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What `fujie serve` gives Node; floors have it too. */
const AS_SERVED = ['--max-semi-space-size=64'];

/** Starts a script as its own process and resolves when it says `ready`. */
export async function startProcess(script: string, args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [...AS_SERVED, '--import', 'tsx', join(import.meta.dirname, script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${script} ended with ${String(code)} before it was ready`);
  });
  await Promise.race([once(child.stdout, 'data'), failed]);
  failed.catch(() => undefined);
  return child;
}

export async function stopProcess(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
