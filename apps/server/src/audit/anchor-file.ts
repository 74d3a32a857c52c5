/** Anchors as a file that can be kept elsewhere: a line of JSON each, `{"statement": …, "signature": hexadecimal}`. */
import { createReadStream, existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';

import type { Queryable } from '../platform/db/database.ts';
import type { Statement } from './anchor.ts';
import { statementHash } from './anchor.ts';
import type { AnchorRow } from './anchors.query.ts';
import { findAnchorsAfter } from './anchors.query.ts';

const PART = 200;
const TAIL_BYTES = 65_536;

/** Adds to a file the anchors that it does not have yet; returns how many. */
export async function extendAnchorFile(db: Queryable, file: string): Promise<number> {
  let last = await lastAnchorIn(file);
  let added = 0;
  const handle = await open(file, 'a', 0o600);
  try {
    for (;;) {
      const anchors = await findAnchorsAfter(db, last, PART);
      if (anchors.length === 0) return added;
      await handle.appendFile(anchors.map(lineOf).join(''));
      await handle.sync();
      added += anchors.length;
      last = anchors.at(-1)?.no ?? last;
    }
  } finally {
    await handle.close();
  }
}

function lineOf({ no, statement, signature }: AnchorRow): string {
  return `${JSON.stringify({ no, statement, signature: signature.toString('hex') })}\n`;
}

/** Number of the last anchor; a line that was cut off is taken away. */
async function lastAnchorIn(file: string): Promise<number> {
  if (!existsSync(file)) return 0;
  const handle = await open(file, 'r+');
  try {
    const { size } = await handle.stat();
    for (let length = TAIL_BYTES; ; length *= 4) {
      const start = Math.max(0, size - length);
      const { buffer } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
      const end = buffer.lastIndexOf(10);
      const begin = end <= 0 ? -1 : buffer.lastIndexOf(10, end - 1);
      if (begin < 0 && start > 0) continue;
      if (start + end + 1 < size) await handle.truncate(start + end + 1);
      return end < 0 ? 0 : (JSON.parse(buffer.toString('utf8', begin + 1, end)) as { no: number }).no;
    }
  } finally {
    await handle.close();
  }
}

/** The anchors in a file as far as it went when `size` was taken; throws with the line that is none. */
export async function* anchorsIn(file: string, size: number): AsyncGenerator<AnchorRow> {
  if (size === 0) return;
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file, { end: size - 1 }) })) {
    number += 1;
    yield anchorIn(line) ?? notAnAnchor(file, number);
  }
}

function anchorIn(line: string): AnchorRow | null {
  try {
    const { statement, signature } = JSON.parse(line) as { statement: string; signature: string };
    const { no, day, closed } = JSON.parse(statement) as Statement;
    return { no, day, closed, statement, hash: statementHash(statement), signature: Buffer.from(signature, 'hex') };
  } catch {
    return null;
  }
}

function notAnAnchor(file: string, line: number): never {
  throw new Error(
    `${file}: line ${String(line)} is no anchor; take the file that \`fujie audit anchor --out\` wrote (第 ${String(line)} 行不是审计锚点)`,
  );
}
