/**
 * Workbooks and large files of registers are read and written in a thread of their own, with a limit on memory and time: an
 * order that is being decided never waits for a spreadsheet. Small texts are not worth a thread, but the
 * smallest workbook may name ranges of any size: a file has the time that one of its size takes, and holds up none but files like it.
 */
import type { AnyRegister } from '@fujie/core/kernel';
import type { ParsedRows } from '@fujie/core/registers';
import type { ExportStamp, GivenCells, SheetEntry } from '@fujie/wire/sheet';

import { HttpProblem } from '../http/problems.ts';
import { KeptThread, KeptThreads, TooMuch } from '../jobs/kept-thread.ts';
import { refuseFile } from './csv-file.ts';
import type { CellsJob, ReadJob, WriteJob } from './job.ts';
import { runCellsJob, runReadJob, runWriteJob } from './job.ts';
import type { FileRows } from './limits.ts';
import type { SheetFormat } from './register-file.ts';
import { isWorkbook } from './register-file.ts';

const SMALL_BYTES = 32 * 1024;
const MIDDLE_BYTES = 2 * 1024 * 1024;
const SMALL_ENTRIES = 300;
const MAX_SECONDS = 300;
/** With its processors busy a server reads a MB of workbook in five seconds, and has a thread ready in three. */
const LEAST_SECONDS = 20;
const SECONDS_PER_MB = 15;
const SCRIPT = new URL('../../../bin/sheet-worker.mjs', import.meta.url);
const small = new KeptThreads(2, SCRIPT, { maxMemoryMb: 384, maxSeconds: MAX_SECONDS, idleSeconds: 60 });
const middle = new KeptThread(SCRIPT, { maxMemoryMb: 1024, maxSeconds: MAX_SECONDS, idleSeconds: 0 });
const large = new KeptThread(SCRIPT, { maxMemoryMb: 2048, maxSeconds: MAX_SECONDS, idleSeconds: 0 });
/** What is written comes from the registers, and waits for no file that somebody sent. */
const writing = new KeptThread(SCRIPT, { maxMemoryMb: 2048, maxSeconds: MAX_SECONDS, idleSeconds: 0 });

/** Reads a register file to entries, with every fault of file, header and cells; `given` fills what it leaves out. */
export async function readRegisterFile(
  register: AnyRegister,
  file: Buffer,
  given: GivenCells = {},
): Promise<ParsedRows> {
  const job: ReadJob = { kind: 'read', register: register.id, file, given };
  if (file.length <= SMALL_BYTES && !isWorkbook(file)) return runReadJob(job);
  try {
    return (await runApart(job)) as ParsedRows;
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    return { entries: [], problems: tooMuch().problems };
  }
}

/** Reads the cells of a file that is of no register. */
export async function readCells(file: Buffer, names: readonly string[]): Promise<FileRows> {
  const job: CellsJob = { kind: 'cells', file, names };
  if (file.length <= SMALL_BYTES && !isWorkbook(file)) return runCellsJob(job);
  try {
    return (await runApart(job)) as FileRows;
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    return tooMuch();
  }
}

const tooMuch = (): FileRows =>
  refuseFile('too-large', {
    en: 'the file takes too much memory or time to read; split it, or save it as csv',
    zh: '读取该文件所需的内存或时间过多；请拆分，或另存为 csv',
  });

/** Writes a register file; without entries it is the template. */
export async function writeRegisterFileApart(
  format: SheetFormat,
  register: AnyRegister,
  entries: readonly SheetEntry[],
  stamp?: ExportStamp,
): Promise<Buffer> {
  const job: WriteJob = { kind: 'write', register: register.id, format, entries, ...(stamp && { stamp }) };
  try {
    const file = entries.length <= SMALL_ENTRIES ? await runWriteJob(job) : ((await runApart(job)) as Uint8Array);
    return Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    throw new HttpProblem('too-large', {
      en: `An ${format} of ${entries.length} entries takes too much memory or time; take the csv, or choose a day.`,
      zh: `导出 ${entries.length} 条数据的 ${format} 所需内存或时间过多；请改用 csv，或指定日期。`,
    });
  }
}

type Job = CellsJob | ReadJob | WriteJob;

function runApart(job: Job): Promise<unknown> {
  if (job.kind === 'write') return writing.run(job);
  const { length } = job.file;
  const thread = length <= SMALL_BYTES ? small : length <= MIDDLE_BYTES ? middle : large;
  return thread.run(job, secondsFor(length));
}

/** How long a file of so many bytes may take to be read. */
function secondsFor(bytes: number): number {
  return Math.min(MAX_SECONDS, LEAST_SECONDS + (SECONDS_PER_MB * bytes) / 1024 / 1024);
}
