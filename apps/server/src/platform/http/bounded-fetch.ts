/**
 * What a server of a hospital answers when this one asks it (keys, configurations, tokens, a record): never followed elsewhere,
 * and read so far and no further, so that an answer without end does not fill the memory.
 */

const MOST_BYTES = 1_000_000;

/** As `fetch`, with the answer read whole; fails for one that leads elsewhere or is larger than this. */
export async function boundedFetch(url: string | URL | Request, options: RequestInit = {}): Promise<Response> {
  const answer = await fetch(url, { ...options, redirect: 'error' });
  const { status, headers } = answer;
  const read = await bounded(answer);
  return new Response(read.length === 0 ? null : read, { status, headers });
}

/** The body of an answer; its reading ends where it becomes too large. */
async function bounded({
  body,
}: {
  readonly body: AsyncIterable<Uint8Array> | null;
}): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    length += part.length;
    if (length > MOST_BYTES) throw new Error(`the answer is larger than ${String(MOST_BYTES)} bytes`);
    parts.push(part);
  }
  return Uint8Array.from(Buffer.concat(parts));
}
