/**
 * Changes of registers 目录变更: all or nothing, under one lock, each a revision of its own; a dry run says what would
 * happen and leaves no trace. Source: recognition decision, ground rule 7; national-2022.art.15#01 (lists are published).
 */
import type { AnyRegister, Day, Problem } from '@fujie/core/kernel';
import { dayOf, keyOf } from '@fujie/core/kernel';
import type { RecognitionParameters } from '@fujie/core/recognition';
import type {
  Change,
  ParsedRows,
  ProposedEntry,
  RawRow,
  SheetProblem,
  StoredVersion,
  TypedRow,
} from '@fujie/core/registers';
import {
  checkReferences,
  checkRows,
  OWN_RULE_FAMILIES,
  parseRows,
  planImport,
  referencesOf,
  REGISTERS,
  trimCell,
} from '@fujie/core/registers';
import { ownRuleLoops, resolveJurisdiction } from '@fujie/packs';

import { programActor } from '../platform/auth/program-actor.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { EntriesDue } from '../platform/events/events.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import type { Notice } from './admission.ts';
import type { Judging } from './consequences.ts';
import { judgeConsequences, writeSuspensions } from './consequences.ts';
import { judgedPast } from './judged-past.ts';
import type { RevisionNote } from './store.query.ts';
import { lockRegisters, openRevision, readKeys, readVersions, writeChanges } from './store.query.ts';
import type { Claimed, KnownRows } from './territory.ts';
import { foreignEntries } from './territory.ts';

export interface ChangeOptions {
  /** By whose act, when a row does not say. */
  readonly publisher?: string | null;
  /** By which document, when a row does not say. */
  readonly document?: string | null;
  readonly dryRun?: boolean;
  readonly note?: string | null;
  readonly action?: RevisionNote['action'];
}

/** What an import did, or would do. */
export interface ChangeOutcome {
  readonly register: string;
  readonly dryRun: boolean;
  readonly added: number;
  readonly corrected: number;
  readonly unchanged: number;
  /** Null when nothing was written. */
  readonly revision: number | null;
  readonly changes: readonly Change[];
  /** What the change brings with it, or leaves undone. */
  readonly notices: readonly Notice[];
}

export type ChangeResult =
  | { readonly ok: true; readonly value: ChangeOutcome }
  | { readonly ok: false; readonly problems: readonly SheetProblem[] };

/** What changing registers needs; `refresh` takes a change up in the memory of this process. */
export interface ChangeDeps extends Pick<Deps, 'db' | 'audit' | 'clock'> {
  readonly config: Pick<Deps['config'], 'jurisdiction'>;
  readonly registers: Pick<Deps['registers'], 'refresh'>;
}

/** Who changes, on which day, under which rules. */
export interface Acting extends Judging {
  readonly actor: Actor;
}

export function actingOf(deps: Pick<ChangeDeps, 'clock' | 'config'>, actor: Actor): Acting {
  const today = dayOf(deps.clock.now());
  const inForce = (day: Day) => resolveJurisdiction(deps.config.jurisdiction, day);
  return {
    actor,
    today,
    parametersOn: (day): RecognitionParameters => inForce(day).parameters,
    loopsOn: (day) =>
      new Map([...OWN_RULE_FAMILIES.flatMap((one) => [...ownRuleLoops(one, day)]), ...inForce(day).loops]),
  };
}

/** Imports the rows of a sheet. */
export async function importRows(
  deps: ChangeDeps,
  actor: Actor,
  register: AnyRegister,
  rows: readonly RawRow[],
  options: ChangeOptions = {},
): Promise<ChangeResult> {
  return importParsed(deps, actor, register, parseRows(register, rows), options);
}

/** Imports rows of typed values on behalf of a program, such as the demonstration; throws when one has a fault. */
export async function importTyped(
  deps: ChangeDeps,
  program: string,
  registerId: string,
  rows: readonly TypedRow[],
  options: ChangeOptions = {},
): Promise<ChangeOutcome> {
  const register = REGISTERS.find((known) => known.id === registerId);
  if (register === undefined) throw new Error(`There is no register ${registerId}`);
  const result = await importParsed(deps, programActor(program), register, checkRows(register, rows), options);
  if (result.ok) return result.value;
  const first = result.problems.slice(0, 5).map((problem) => problem.message);
  throw new Error(`${register.id}: ${result.problems.length} faults; ${first.join('; ')}`);
}

/** Writes what another context established, within its transaction; throws when it does not fit: nothing is then established. */
export async function putDue(
  deps: Pick<ChangeDeps, 'clock' | 'config'>,
  tx: Queryable,
  { register: id, rows, program, note }: EntriesDue,
): Promise<void> {
  const register = REGISTERS.find((known) => known.id === id);
  if (register === undefined) throw new Error(`There is no register ${id}`);
  await lockRegisters(tx);
  const acting = actingOf(deps, programActor(program));
  const result = await changeLocked(tx, acting, register, checkRows(register, rows), { action: 'put', note });
  if (!result.ok) throw new Error(`${id}: ${result.problems.map(({ message }) => message).join('; ')}`);
}

/** Imports rows that have been read; their faults refuse the import together with those that only the store shows. */
export async function importParsed(
  deps: ChangeDeps,
  actor: Actor,
  register: AnyRegister,
  parsed: ParsedRows,
  options: ChangeOptions,
): Promise<ChangeResult> {
  const result = await deps.db.tx(async (tx) => {
    await lockRegisters(tx);
    return changeLocked(tx, actingOf(deps, actor), register, parsed, options);
  });
  await recordChange(deps, actor, register.id, result);
  return result;
}

/** Leaves the trace of a change in the audit, and takes it up in this server's snapshot. */
export async function recordChange(
  deps: ChangeDeps,
  actor: Actor,
  register: string,
  result: ChangeResult,
): Promise<void> {
  if (!result.ok) {
    const detail = { faults: result.problems.length, codes: [...new Set(result.problems.map((p) => p.code))] };
    await deps.audit.record({ actor, action: 'register:write', subject: register, outcome: 'refused', detail });
    return;
  }
  const { added, corrected, unchanged, revision, dryRun } = result.value;
  const detail = { added, corrected, unchanged, revision, dryRun };
  await deps.audit.record({ actor, action: 'register:write', subject: register, outcome: 'done', detail });
  if (revision !== null) await deps.registers.refresh();
}

/**
 * Checks and writes the changes of one register in a transaction that holds the lock. With a fault nothing is written;
 * `known` adds entries that the same transaction will hold.
 */
export async function changeLocked(
  tx: Queryable,
  acting: Acting,
  register: AnyRegister,
  parsed: ParsedRows,
  options: ChangeOptions,
  known: KnownRows = new Map(),
): Promise<ChangeResult> {
  const { actor } = acting;
  const entries = parsed.entries.map((entry) => withDefaults(entry, options));
  const keys = new Map<string, ReadonlySet<string>>();
  for (const referred of referencesOf(register).flatMap(({ registers }) => registers)) {
    if (!keys.has(referred))
      keys.set(referred, new Set([...(await readKeys(tx, referred)), ...(known.get(referred)?.keys() ?? [])]));
  }
  const stored = await readVersions(tx, register.id, [...new Set(entries.map((entry) => keyOf(register, entry.row)))]);
  const plan = planImport(register, entries, stored);
  const { changes, unchanged } = plan;
  const consequences = await judgeConsequences(tx, { register: register.id, changes }, acting, known);
  const problems = [
    ...parsed.problems,
    ...(await foreignEntries(tx, actor, register, [...entries, ...replacedBy(register, entries, stored)], known)),
    ...checkReferences(register, entries, (referred) => keys.get(referred) ?? new Set()),
    ...plan.problems,
    ...consequences.problems,
    ...(await judgedPast(tx, actor, register, { changes, stored })),
  ];
  if (problems.length > 0) return { ok: false, problems: problems.sort((a, b) => a.row - b.row) };
  const added = changes.filter((change) => change.kind === 'add').length;
  const { notices } = consequences;
  const outcome = { register: register.id, added, corrected: changes.length - added, unchanged, changes, notices };
  if (options.dryRun === true || changes.length === 0) {
    return { ok: true, value: { ...outcome, dryRun: options.dryRun === true, revision: null } };
  }
  const action = options.action ?? 'import';
  const revision = await openRevision(tx, {
    register: register.id,
    action,
    entries: changes.length,
    by: actor.id,
    note: options.note ?? null,
  });
  await writeChanges(tx, register.id, changes, revision, actor.id);
  if (consequences.suspensions !== null)
    await writeSuspensions(tx, consequences.suspensions, actor.id, `${register.id} ${revision}`);
  return { ok: true, value: { ...outcome, dryRun: false, revision } };
}

function withDefaults(entry: ProposedEntry, options: ChangeOptions): ProposedEntry {
  return {
    ...entry,
    publisher: entry.publisher ?? textOf(options.publisher),
    document: entry.document ?? textOf(options.document),
  };
}

/** As a cell of the sheet would be stored, so that what is exported is what is recorded. */
function textOf(given: string | null | undefined): string | null {
  return trimCell(given ?? '') || null;
}

/** What is on record under the keys of the rows: whoever may not write that may not write over it. */
function replacedBy(
  register: AnyRegister,
  entries: readonly ProposedEntry[],
  stored: readonly StoredVersion[],
): readonly Claimed[] {
  const numbers = new Map(entries.map((entry) => [keyOf(register, entry.row), entry.number]));
  return stored.flatMap(({ key, row }) => {
    const number = numbers.get(key);
    return number === undefined ? [] : [{ number, row }];
  });
}

const MAX_LISTED = 500;

/** A refused import as the answer of a route: the first faults in full, and how many there are. */
export function refusal(problems: readonly Problem[]): HttpProblem {
  const count = problems.length;
  return new HttpProblem(
    'refused',
    {
      en: `Nothing was imported: ${count} fault${count === 1 ? '' : 's'}. Correct them and import the whole file again.`,
      zh: `未导入任何数据：共 ${count} 处错误，请更正后重新导入整个文件。`,
    },
    problems.slice(0, MAX_LISTED),
  );
}
