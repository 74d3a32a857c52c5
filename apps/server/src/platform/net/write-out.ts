/** Writing to a peer 接入端 no faster than it reads: what it does not read is not piled up here. */
import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** A peer that reads nothing for so long is gone, or means harm. */
const UNREAD_MS = 30_000;

/** Writes; resolves when there is room for more, or the stream is closed, as it is when nothing was read for long. */
export async function writeOut(stream: Writable, bytes: Uint8Array): Promise<void> {
  if (stream.destroyed || stream.write(bytes)) return;
  const late = setTimeout(() => stream.destroy(), UNREAD_MS).unref();
  const heard = new AbortController();
  try {
    const { signal } = heard;
    await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]);
  } finally {
    heard.abort();
    clearTimeout(late);
  }
}
