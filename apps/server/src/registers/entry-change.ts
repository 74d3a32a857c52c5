/**
 * Changes of single entries 单条变更: put a new version in force, end an entry, or withdraw one that was recorded in
 * error; and the publication of a whole recognition list 互认清单 in one act (national-2022.art.15#01).
 */
import type { AnyRegister, Day } from '@fujie/core/kernel';
import { keyOf } from '@fujie/core/kernel';
import type { ParsedRows, SheetProblem, StoredVersion, TypedRow } from '@fujie/core/registers';
import {
  cellProblem,
  checkRows,
  recognitionListEntries,
  recognitionLists,
  referencesOf,
  REGISTERS,
} from '@fujie/core/registers';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Queryable } from '../platform/db/database.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import type { ChangeDeps, ChangeOptions, ChangeOutcome, ChangeResult } from './change.ts';
import { actingOf, changeLocked, recordChange } from './change.ts';
import type { Proposal } from './consequences.ts';
import { judgeConsequences, writeSuspensions } from './consequences.ts';
import { judgedAlready } from './judged-past.ts';
import { isReferenced, lockRegisters, openRevision, readListKeys, readVersions, supersede } from './store.query.ts';
import { foreignEntries } from './territory.ts';

export interface PutEntry extends TypedRow {
  /** End the entry that is in force until now on the first day of the new one. */
  readonly endPrevious?: boolean;
}

/** Puts one version of an entry in force; the same first day corrects, another one adds. */
export async function putEntry(
  deps: ChangeDeps,
  actor: Actor,
  register: AnyRegister,
  entry: PutEntry,
  options: ChangeOptions,
): Promise<ChangeResult> {
  const result = await deps.db.tx(async (tx) => {
    await lockRegisters(tx);
    const previous = entry.endPrevious === true ? await previousOf(tx, register, entry) : undefined;
    const rows = previous === undefined ? [entry] : [entry, ended(previous, entry.from)];
    return changeLocked(tx, actingOf(deps, actor), register, checkRows(register, rows), { ...options, action: 'put' });
  });
  await recordChange(deps, actor, register.id, result);
  return result;
}

async function previousOf(tx: Queryable, register: AnyRegister, entry: TypedRow): Promise<StoredVersion | undefined> {
  const versions = await readVersions(tx, register.id, [keyOf(register, entry.row)]);
  return versions.find((version) => isRunning(version, entry.from));
}

function isRunning(version: StoredVersion, day: Day): boolean {
  return version.from < day && (version.to === null || day < version.to);
}

function ended(version: StoredVersion, to: Day): TypedRow {
  return { row: version.row, from: version.from, to, publisher: version.publisher, document: version.document };
}

/** Ends the entry of a key: from `to` on it is no longer in force. */
export async function endEntry(
  deps: ChangeDeps,
  actor: Actor,
  register: AnyRegister,
  given: { readonly key: string; readonly to: Day },
  options: ChangeOptions,
): Promise<ChangeResult> {
  const result = await deps.db.tx(async (tx) => {
    await lockRegisters(tx);
    const versions = await readVersions(tx, register.id, [given.key]);
    const version = versions.find((v) => v.from < given.to && (v.to === null || given.to < v.to));
    if (!version) throw noSuchEntry(register, given.key, given.to);
    return changeLocked(tx, actingOf(deps, actor), register, checkRows(register, [ended(version, given.to)]), {
      ...options,
      action: 'end',
    });
  });
  await recordChange(deps, actor, register.id, result);
  return result;
}

/** Withdraws a version that should never have been recorded; the history keeps it. */
export async function withdrawEntry(
  deps: ChangeDeps,
  actor: Actor,
  register: AnyRegister,
  given: { readonly key: string; readonly from: Day },
  options: ChangeOptions,
): Promise<ChangeOutcome> {
  const dryRun = options.dryRun === true;
  const { revision, notices } = await deps.db.tx(async (tx) => {
    await lockRegisters(tx);
    const versions = await readVersions(tx, register.id, [given.key]);
    const version = versions.find((v) => v.from === given.from);
    if (!version) throw noSuchEntry(register, given.key, given.from);
    const foreign = await foreignEntries(tx, actor, register, [{ number: 1, row: version.row }]);
    if (foreign.length > 0) {
      throw new HttpProblem(
        'not-permitted',
        { en: 'The entry is not yours to withdraw, for the reasons listed.', zh: '您无权撤回该条目，原因如所列。' },
        foreign,
      );
    }
    if (versions.length === 1) await refuseIfReferenced(tx, register, given.key);
    const proposal = { register: register.id, changes: [], withdrawn: given };
    await refuseIfJudged(tx, actor, proposal, versions);
    const consequences = await judgeConsequences(tx, proposal, actingOf(deps, actor), new Map());
    if (dryRun) return { revision: null, notices: consequences.notices };
    const opened = await openRevision(tx, {
      register: register.id,
      action: 'withdraw',
      entries: 1,
      by: actor.id,
      note: options.note ?? null,
    });
    await supersede(tx, [version.id], opened);
    if (consequences.suspensions !== null)
      await writeSuspensions(tx, consequences.suspensions, actor.id, `${register.id} ${opened}`);
    return { revision: opened, notices: consequences.notices };
  });
  const outcome: ChangeOutcome = {
    register: register.id,
    dryRun,
    added: 0,
    corrected: 1,
    unchanged: 0,
    revision,
    changes: [],
    notices,
  };
  await recordChange(deps, actor, register.id, { ok: true, value: outcome });
  return outcome;
}

/** Withdrawn, an entry leaves the days that it judged to another one. */
async function refuseIfJudged(
  tx: Queryable,
  actor: Actor,
  proposal: Proposal,
  versions: readonly StoredVersion[],
): Promise<void> {
  for (const { reason, remedy } of (await judgedAlready(tx, actor, proposal, versions)).values())
    throw new HttpProblem('conflict', { en: `${reason.en}: ${remedy.en}.`, zh: `${reason.zh}；${remedy.zh}。` });
}

async function refuseIfReferenced(tx: Queryable, register: AnyRegister, key: string): Promise<void> {
  for (const other of REGISTERS) {
    for (const { columns, registers } of referencesOf(other)) {
      if (!registers.includes(register.id) || !(await isReferenced(tx, other.id, columns, key))) continue;
      throw new HttpProblem('conflict', {
        en: `Register \`${other.id}\` still names \`${key}\`; end this entry instead, or withdraw those first.`,
        zh: `目录“${other.zh}”仍引用“${key}”；请改为终止该条目，或先撤回引用它的条目。`,
      });
    }
  }
}

function noSuchEntry(register: AnyRegister, key: string, day: Day): HttpProblem {
  return new HttpProblem('not-found', {
    en: `Register \`${register.id}\` has no entry \`${key}\` to which day ${day} applies; look at its history.`,
    zh: `目录“${register.zh}”中没有适用于 ${day} 的条目“${key}”；请查看其历史版本。`,
  });
}

/** A list as it is published: its head, and institution × item × scope as they were read. */
export interface ListPublication {
  readonly list: Readonly<Record<string, unknown>> & { readonly code: string; readonly publishedOn: Day };
  readonly entries: ParsedRows;
  readonly publisher?: string | null;
  readonly document?: string | null;
}

export interface PublicationOutcome {
  readonly list: ChangeOutcome;
  readonly entries: ChangeOutcome;
}

export type PublicationResult =
  { readonly ok: true; readonly value: PublicationOutcome } | Extract<ChangeResult, { ok: false }>;

class Refused extends Error {
  override readonly name = 'Refused';
  readonly result: Extract<ChangeResult, { ok: false }>;
  constructor(result: Extract<ChangeResult, { ok: false }>) {
    super('refused');
    this.result = result;
  }
}

/** Publishes a list with all its entries in one transaction, in force from its day of publication. */
export async function publishList(
  deps: ChangeDeps,
  actor: Actor,
  publication: ListPublication,
  options: ChangeOptions,
): Promise<PublicationResult> {
  const { list, entries } = publication;
  const from = list.publishedOn;
  const acting = actingOf(deps, actor);
  const act: ChangeOptions = {
    ...options,
    action: 'publish',
    publisher: publication.publisher ?? null,
    document: publication.document ?? null,
  };
  const known = new Map([[recognitionLists.id, new Map([[list.code, list]])]]);
  try {
    const outcome = await deps.db.tx(async (tx) => {
      await lockRegisters(tx);
      await refuseIfLeftOut(tx, publication);
      const head = await changeLocked(
        tx,
        acting,
        recognitionLists,
        checkRows(recognitionLists, [{ row: list, from }]),
        act,
      );
      const own = { ...entries, problems: [...entries.problems, ...ofAnotherList(publication)] };
      const body = await changeLocked(tx, acting, recognitionListEntries, own, act, known);
      if (head.ok && body.ok) return { list: head.value, entries: body.value };
      throw new Refused({ ok: false, problems: [...faultsOf(head).map(inHead), ...faultsOf(body)] });
    });
    await recordChange(deps, actor, recognitionLists.id, { ok: true, value: outcome.list });
    await recordChange(deps, actor, recognitionListEntries.id, { ok: true, value: outcome.entries });
    return { ok: true, value: outcome };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    await recordChange(deps, actor, recognitionLists.id, error.result);
    return error.result;
  }
}

/** A published list is its set of entries: one that it holds and a new publication leaves out would stay in force. */
async function refuseIfLeftOut(tx: Queryable, { list, entries }: ListPublication): Promise<void> {
  if (entries.problems.length > 0) return;
  const published = new Set(entries.entries.map(({ row }) => keyOf(recognitionListEntries, row)));
  const held = await readListKeys(tx, recognitionListEntries.id, list.code);
  const [first, ...more] = held.filter((key) => !published.has(key));
  if (first === undefined) return;
  const count = more.length + 1;
  throw new HttpProblem('conflict', {
    en: `List \`${list.code}\` holds ${count} entries that this publication leaves out, such as \`${first}\`: they would stay in force. Publish a list of a new code that supersedes it, or end them first.`,
    zh: `清单“${list.code}”已有 ${count} 条不在本次发布之内（例如“${first}”），它们将继续有效。请以新的清单编号发布并取代该清单，或先终止这些条目。`,
  });
}

/** Rows that name another list or hold from another day than the one that is published. */
function ofAnotherList({ list, entries }: ListPublication): readonly SheetProblem[] {
  return entries.entries.flatMap(({ number, row, from }) => {
    const stray = row['list'] !== list.code ? 'list' : from === list.publishedOn ? null : 'from';
    const expected = stray === 'list' ? list.code : list.publishedOn;
    if (stray === null) return [];
    return cellProblem(recognitionListEntries, number, stray, {
      code: 'another-list',
      reason: { en: `is not \`${expected}\`, which is published`, zh: `与本次发布的“${expected}”不一致` },
      remedy: { en: 'correct it, or leave it empty', zh: '请更正，或留空' },
    });
  });
}

/** A fault of the head of a list, so that it is not taken for one of a row of the sheet. */
function inHead(problem: SheetProblem): SheetProblem {
  return { ...problem, path: problem.column === null ? 'list' : `list.${problem.column}` };
}

function faultsOf(result: ChangeResult): Extract<ChangeResult, { ok: false }>['problems'] {
  return result.ok ? [] : result.problems;
}
