/**
 * Looks into an xlsx file before anything unpacks it: an archive that would unpack to more than its limit (a zip bomb),
 * or is no archive, is refused. Every part is unpacked once with a hard limit, because declared sizes may lie.
 */
import { inflateRawSync } from 'node:zlib';

import { MAX_PARTS, MAX_UNPACKED_BYTES } from './limits.ts';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;

export type ArchiveVerdict = 'sound' | 'not-an-archive' | 'too-large' | 'encrypted';

/** Whether an archive may be unpacked. */
export function judgeArchive(file: Buffer): ArchiveVerdict {
  // A password-protected workbook is a compound file (OLE), not an archive.
  if (file.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) return 'encrypted';
  const end = findEnd(file);
  if (end === -1) return 'not-an-archive';
  const count = file.readUInt16LE(end + 10);
  if (count > MAX_PARTS) return 'too-large';
  let position = file.readUInt32LE(end + 16);
  let budget = MAX_UNPACKED_BYTES;
  for (let i = 0; i < count; i += 1) {
    if (position + 46 > file.length || file.readUInt32LE(position) !== DIRECTORY_ENTRY) return 'not-an-archive';
    const size = unpackedSize(file, position, budget);
    if (typeof size === 'string') return size;
    budget -= size;
    position +=
      46 + file.readUInt16LE(position + 28) + file.readUInt16LE(position + 30) + file.readUInt16LE(position + 32);
  }
  return 'sound';
}

function findEnd(file: Buffer): number {
  const lowest = Math.max(0, file.length - 22 - 0xffff);
  for (let at = file.length - 22; at >= lowest; at -= 1) {
    if (file.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  return -1;
}

function unpackedSize(file: Buffer, entry: number, budget: number): number | ArchiveVerdict {
  const isEncrypted = (file.readUInt16LE(entry + 8) & 1) === 1;
  if (isEncrypted) return 'encrypted';
  const method = file.readUInt16LE(entry + 10);
  const packed = file.readUInt32LE(entry + 20);
  const local = file.readUInt32LE(entry + 42);
  if (local + 30 > file.length || file.readUInt32LE(local) !== LOCAL_HEADER) return 'not-an-archive';
  const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
  if (start + packed > file.length) return 'not-an-archive';
  if (method === 0) return packed <= budget ? packed : 'too-large';
  if (method !== 8 || budget < 1) return method === 8 ? 'too-large' : 'not-an-archive';
  try {
    return inflateRawSync(file.subarray(start, start + packed), { maxOutputLength: budget }).length;
  } catch (error) {
    return error instanceof RangeError ? 'too-large' : 'not-an-archive';
  }
}
