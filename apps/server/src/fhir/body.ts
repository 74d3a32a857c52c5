/** Bodies of `/fhir` as bytes: nothing that arrives is thrown away before it has been judged. */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';

import type { Received } from './writes.ts';

/** Up to this size a body is kept whole, so that even one too large to be read can be looked at and corrected. */
export const MAX_KEPT_BYTES = 64 * 1024 * 1024;
/** Beyond this nobody is sending a report. */
const MAX_LISTENED_BYTES = 256 * 1024 * 1024;
const BEGINNING = 64 * 1024;

export class BodyEndless extends Error {
  override readonly name = 'BodyEndless';
}

/** Reads a body to its end; of one beyond what is kept, the beginning, the size and the digest. */
export async function receive(stream: Readable, contentType: string | undefined): Promise<Received> {
  const digest = createHash('sha256');
  let parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    size += part.length;
    digest.update(part);
    if (size <= MAX_KEPT_BYTES) parts.push(part);
    else if (parts.length > 0) parts = [Buffer.concat(parts).subarray(0, BEGINNING)];
    if (size > MAX_LISTENED_BYTES) throw new BodyEndless();
  }
  if (size <= MAX_KEPT_BYTES)
    return { raw: parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts), contentType };
  return { raw: parts[0] ?? Buffer.alloc(0), contentType, whole: { size, digest: digest.digest() } };
}
