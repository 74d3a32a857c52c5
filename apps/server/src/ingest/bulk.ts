/** Bulk import of report messages, one Bundle each, such as lines of NDJSON: prepared in parallel, written in groups. */
import type { Problem } from '@fujie/core/kernel';

import type { Actor } from '../platform/auth/permissions.ts';
import { asWorker } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import type { IngestDeps } from './ingest.ts';
import { Ingest } from './ingest.ts';
import type { Sender } from './plan.ts';
import type { Prepared } from './prepared.ts';
import { keepRefused } from './quarantine.query.ts';

export interface BulkOptions {
  readonly channel?: string;
  /** Messages written by one statement. */
  readonly group?: number;
  readonly onProgress?: (done: number) => void;
  /** An ingest whose memory of persons is to be used. */
  readonly ingest?: Ingest;
}

export interface BulkOutcome {
  readonly messages: number;
  readonly written: number;
  readonly unchanged: number;
  /** Ids in quarantine. */
  readonly refused: readonly number[];
}

const GROUP = 100;
const EMPTY = Buffer.alloc(0);

/** Takes messages of one sender; every refusal is kept, every other message is durable when this returns. */
export async function ingestMany(
  deps: IngestDeps & Pick<Deps, 'worker'>,
  actor: Actor,
  messages: Iterable<Buffer | string> | AsyncIterable<Buffer | string>,
  options: BulkOptions = {},
): Promise<BulkOutcome> {
  const { institution } = actor;
  if (institution === null) throw new Error('a bulk import names the institution that sends it');
  const sender: Sender = { actor, institution, channel: options.channel ?? 'bulk' };
  const ingest = options.ingest ?? new Ingest(asWorker(deps));
  const refused: number[] = [];
  let messageCount = 0;
  let written = 0;
  let group: Buffer[] = [];
  let writing: Promise<void> = Promise.resolve();

  const keep = async (raw: Buffer, problems: readonly Problem[]): Promise<void> => {
    const request = { method: 'POST', type: null, id: null, ifNoneExist: null, ifMatch: null } as const;
    const { channel } = sender;
    const contentType = 'application/fhir+json';
    const kept = { institution, sender: actor.id, channel, contentType, request, raw, problems };
    refused.push(await keepRefused(deps.worker, kept));
  };
  const store = async (ready: ReadonlyMap<Prepared, Buffer>): Promise<void> => {
    const outcome = await ingest.writeMany([...ready.keys()]);
    written += outcome.written;
    for (const [prepared, problems] of outcome.refused) await keep(ready.get(prepared) ?? EMPTY, problems);
    const again = new Map<Prepared, Buffer>();
    for (const moved of outcome.moved) {
      const raw = ready.get(moved) ?? EMPTY;
      const prepared = await ingest.prepare(sender, raw);
      if (prepared.ok) again.set(prepared.value, raw);
      else await keep(raw, prepared.problems);
    }
    if (again.size > 0) await store(again);
  };
  const flush = async (): Promise<void> => {
    const messages = group;
    group = [];
    const first = await Promise.all(messages.map((raw) => ingest.prepare(sender, raw)));
    await writing;
    const ready = new Map<Prepared, Buffer>();
    for (const [i, raw] of messages.entries()) {
      // What names the patient of an earlier message may have asked before that one was written or prepared.
      const prepared = first[i]?.ok === true ? first[i] : await ingest.prepare(sender, raw);
      if (prepared.ok) ready.set(prepared.value, raw);
      else await keep(raw, prepared.problems);
    }
    // The next group is prepared while this one is written; a failure shows at the next flush.
    writing = store(ready).then(() => options.onProgress?.(messageCount));
    writing.catch(() => undefined);
  };
  for await (const message of messages) {
    const raw = typeof message === 'string' ? Buffer.from(message) : message;
    if (raw.length === 0) continue;
    messageCount += 1;
    group.push(raw);
    if (group.length >= (options.group ?? GROUP)) await flush();
  }
  await flush();
  await writing;
  return { messages: messageCount, written, unchanged: messageCount - written - refused.length, refused };
}
