/**
 * Results in 结果接收: a message is read, checked, linked and stored durably before it is acknowledged. What comes twice is
 * one; what changed is a new version; what is refused goes to quarantine, as it came.
 */
import type { Problem } from '@fujie/core/kernel';

import type { Deps } from '../platform/deps.ts';
import { changeStored, PatientMoved, waitingFor } from './change.ts';
import { PreconditionFailed } from './conditions.ts';
import { DayControls } from './day-control.ts';
import { Matcher } from './match.ts';
import type { Message, Operation, Read } from './message.ts';
import { placeOf, problemOfType, readBundle, readMessage, refuse } from './message.ts';
import { adoptWaiting } from './persons.query.ts';
import { pastMonths } from './past-months.ts';
import { Persons } from './persons.ts';
import type { PlanDeps, Sender } from './plan.ts';
import { plan } from './plan.ts';
import type { Placed, Prepared, Written } from './prepared.ts';
import { arrivedPatients } from './prepared.ts';
import { isConflict } from '../platform/db/database.ts';
import { Grouped } from '../platform/db/grouped.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { WrittenNew } from './write.query.ts';
import { writeNew } from './write.query.ts';

export type IngestDeps = Pick<Deps, 'config' | 'db' | 'seal' | 'registers' | 'clock' | 'events'>;

/** What became of one entry that was taken. */
export interface Accepted {
  readonly entry: number;
  readonly type: Placed['type'];
  readonly publicId: string;
  /** 0: a conditional create found it, and its version was not looked up. */
  readonly version: number;
  readonly isNew: boolean;
  readonly at: number;
}

export interface Submitted {
  readonly documentId: number | null;
  readonly accepted: readonly Accepted[];
  readonly warnings: readonly Problem[];
  /** Whom it is about. */
  readonly persons: readonly number[];
}

/** What became of messages that were written together. */
export interface WrittenMany {
  /** How many brought something new. */
  readonly written: number;
  /** Those whose condition did not hold, or that name what belongs to another institution. */
  readonly refused: ReadonlyMap<Prepared, readonly Problem[]>;
  /** Those whose patient was linked to another person in the meantime: they are to be prepared again. */
  readonly moved: readonly Prepared[];
}

const ATTEMPTS = 4;
const GROUPS = { rows: 32, calls: 1 } as const;

export class Ingest {
  readonly #deps: IngestDeps;
  readonly #planDeps: PlanDeps;
  /** New reports of all senders that arrive at the same time share statement and commit. */
  readonly #reports: Grouped<Prepared, WrittenNew | null>;

  constructor(deps: IngestDeps) {
    this.#deps = deps;
    const { config, db, seal, registers, clock } = deps;
    this.#reports = new Grouped((waiting) => writeTogether(db, waiting), GROUPS);
    const [controls, persons, match] = [new DayControls(deps), new Persons(deps), new Matcher(deps)];
    this.#planDeps = { config, db, seal, registers, clock, controls, persons, match };
  }

  /** Stores the operations of one message together, or refuses them together. */
  async submit(sender: Sender, text: string, ops: readonly Operation[]): Promise<Read<Submitted>> {
    for (let attempt = 1; ; attempt++) {
      const prepared = await plan(this.#planDeps, sender, text, ops);
      if (!prepared.ok) return prepared;
      try {
        const written = (await this.#writeNew(prepared.value)) ?? (await this.#change(prepared.value));
        this.#forget(prepared.value);
        await this.#tellPast([prepared.value]);
        return { ok: true, value: submitted(prepared.value, written) };
      } catch (error) {
        if (error instanceof PreconditionFailed) return refuse(statusOf(error.problems), ...error.problems);
        if (attempt >= ATTEMPTS || !(isRetryable(error) || error instanceof PatientMoved)) throw error;
        if (error instanceof PatientMoved) this.#forgetSubjects(prepared.value);
      }
    }
  }

  /** Prepares one message of a bulk without writing it. */
  async prepare(sender: Sender, raw: Buffer): Promise<Read<Prepared>> {
    const message = readMessage(raw, 'application/fhir+json');
    if (!message.ok) return message;
    const ops = operationsOf(message.value);
    return ops.ok ? plan(this.#planDeps, sender, message.value.text, ops.value) : ops;
  }

  /** Writes prepared messages: those that bring one new report each together, the others one by one. */
  async writeMany(prepared: readonly Prepared[]): Promise<WrittenMany> {
    const fit = compatible(prepared.filter(isOneNewReport));
    const together = prepared.filter((p) => fit.has(p));
    const alone = prepared.filter((p) => !fit.has(p));
    let written: ReadonlySet<number>;
    try {
      const answers = await writeNew(this.#deps.db, together);
      await this.#adopt(together, answers);
      written = new Set(answers.map((w) => w.doc));
    } catch (error) {
      if (!isConflict(error)) throw error;
      written = new Set();
    }
    let count = written.size;
    const refused = new Map<Prepared, readonly Problem[]>();
    const moved: Prepared[] = [];
    for (const p of [...together.filter((_, i) => !written.has(i)), ...alone]) {
      try {
        if ((await this.#change(p)).documentId !== null) count += 1;
      } catch (error) {
        if (error instanceof PreconditionFailed) refused.set(p, error.problems);
        else if (error instanceof PatientMoved) moved.push(p);
        else throw error;
      }
    }
    for (const p of prepared) this.#forget(p);
    await this.#tellPast(prepared);
    for (const p of moved) this.#forgetSubjects(p);
    return { written: count, refused, moved };
  }

  /** Tells of months that are over. Should that end between the results and this, the month that ended last is looked at on the next day. */
  async #tellPast(submissions: readonly Prepared[]): Promise<void> {
    const months = pastMonths(this.#deps, submissions);
    if (months.length === 0) return;
    await this.#deps.db.tx((tx) => this.#deps.events.emit(tx, 'past-months-reported', { months }));
  }

  #forgetSubjects({ institution, subjects }: Prepared): void {
    const ids = subjects.map((s) => s.id);
    this.#planDeps.persons.forget(institution, ids);
  }

  #forget({ institution, resources, results }: Prepared): void {
    this.#planDeps.match.forget(institution, [...resources, ...results]);
    const patients = resources.filter((r) => r.type === 'Patient').map((r) => r.id);
    if (patients.length > 0) this.#planDeps.persons.forget(institution, patients);
  }

  /** The short way: one new report; null when something of it is known already or others must be told. */
  async #writeNew(prepared: Prepared): Promise<Written | null> {
    if (!isOneNewReport(prepared)) return null;
    // What fails in company is tried alone, so that nobody answers for another's report.
    const written = await this.#reports.add(prepared).catch(() => this.#writeAlone(prepared));
    if (written === null) return null;
    await this.#adopt([prepared], [{ ...written, doc: 0 }]);
    const old = new Map((written.old ?? []).map(([, id, version, at]) => [id, { version, isNew: false, at }]));
    const versions = new Map(
      prepared.placed.map((p) => [
        p.id,
        p.exists
          ? { version: 0, isNew: false, at: prepared.at }
          : (old.get(p.id) ?? { version: 1, isNew: true, at: prepared.at }),
      ]),
    );
    return { documentId: written.id, versions };
  }

  async #writeAlone(prepared: Prepared): Promise<WrittenNew | null> {
    try {
      return (await writeNew(this.#deps.db, [prepared]))[0] ?? null;
    } catch (error) {
      if (isConflict(error)) return null;
      throw error;
    }
  }

  /** What came by PUT before its patient is the patient's from now on. */
  async #adopt(submissions: readonly Prepared[], answers: readonly WrittenNew[]): Promise<void> {
    const arrived = answers.flatMap(({ doc, old, waiting }) => {
      if (!waiting) return [];
      const stored = new Set((old ?? []).map(([, id]) => id));
      return arrivedPatients(submissions[doc]?.resources.filter((row) => !stored.has(row.id)) ?? []);
    });
    if (arrived.length === 0) return;
    await this.#deps.db.tx(async (tx) => {
      const results = await adoptWaiting(tx, arrived);
      if (results.length > 0) await this.#deps.events.emit(tx, 'results-moved', { results });
    });
  }

  async #change(prepared: Prepared): Promise<Written> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#deps.db.tx((tx) => changeStored(tx, this.#deps.events, prepared));
      } catch (error) {
        if (attempt >= ATTEMPTS || !isRetryable(error)) throw error;
      }
    }
  }
}

/** The answers to reports that came together; null for those that take the longer way. */
async function writeTogether(db: Queryable, waiting: readonly Prepared[]): Promise<(WrittenNew | null)[]> {
  const fit = [...compatible(waiting)];
  const byReport = new Map((await writeNew(db, fit)).map((written) => [fit[written.doc], written]));
  return waiting.map((p) => byReport.get(p) ?? null);
}

/** Reports that can be written by one statement: none twice, and no resource in two states. */
function compatible(prepared: readonly Prepared[]): ReadonlySet<Prepared> {
  const keys = new Set<string>();
  const digests = new Map<string, string>();
  const fit = new Set<Prepared>();
  for (const p of prepared) {
    const key = `${p.institution}\n${p.reports[0]?.key ?? ''}`;
    const states = p.resources.map((r) => [r.id, r.digest.toString('hex')] as const);
    if (keys.has(key) || states.some(([id, digest]) => (digests.get(id) ?? digest) !== digest)) continue;
    keys.add(key);
    for (const [id, digest] of states) digests.set(id, digest);
    fit.add(p);
  }
  return fit;
}

function isOneNewReport(prepared: Prepared): boolean {
  const { reports, orders, suspects } = prepared;
  const raisesNothing = !suspects.some(({ isFresh }) => isFresh);
  return reports.length === 1 && orders.size === 0 && raisesNothing && isOrdinary(prepared);
}

/** Nothing conditional, and no earlier result that the report would draw in. */
function isOrdinary(prepared: Prepared): boolean {
  const own = new Set(prepared.results.map((r) => r.id));
  const resources = new Set(prepared.resources.map((r) => r.id));
  return (
    prepared.placed.every((p) => p.ifMatch === null) &&
    waitingFor(prepared).length === 0 &&
    prepared.reports.every(
      (r) =>
        r.voided === null && (r.listed ?? []).every((id) => own.has(id)) && r.studies.every((id) => resources.has(id)),
    )
  );
}

function submitted(prepared: Prepared, written: Written): Submitted {
  const accepted = prepared.placed.map(({ entry, type, publicId, id }): Accepted => {
    const { version, isNew, at } = written.versions.get(id) ?? { version: 0, isNew: false, at: prepared.at };
    return { entry, type, publicId, version, isNew, at };
  });
  const persons = [...new Set(prepared.subjects.map((subject) => subject.personId))];
  return { documentId: written.documentId, accepted, warnings: prepared.warnings, persons };
}

function statusOf(problems: readonly Problem[]): number {
  const codes = new Set(problems.map((p) => p.code));
  return codes.has('not-permitted') ? 403 : codes.has('superseded') ? 409 : 412;
}

/** Unique violation by a parallel message, serialisation failure, deadlock. */
function isRetryable(error: unknown): boolean {
  if (isConflict(error)) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === '40001' || code === '40P01';
}

/** The writes of a message that consists of writes only: a transaction Bundle, or one resource. */
export function operationsOf(message: Message): Read<Operation[]> {
  if (message.value.resourceType !== 'Bundle') {
    const typeProblem = problemOfType(message.value.resourceType, 'resourceType');
    const span = message.scan.resources[0];
    if (typeProblem || !span) return refuse(422, ...(typeProblem ? [typeProblem] : []));
    return { ok: true, value: [singleOperation(message, 'create', null, null, null)] };
  }
  const bundle = readBundle(message);
  if (!bundle.ok) return bundle;
  const problems = bundle.value.entries.flatMap((e) => ('problems' in e ? e.problems : []));
  if (problems.length > 0) return refuse(422, ...problems);
  return { ok: true, value: bundle.value.entries.flatMap((e) => ('write' in e ? [e.write] : [])) };
}

/** The operation of a resource that came alone. */
export function singleOperation(
  message: Message,
  method: 'create' | 'update',
  clientId: string | null,
  ifNoneExist: string | null,
  ifMatch: string | null,
): Operation {
  const span = message.scan.resources[0];
  if (!span) throw new Error(placeOf(-1, 'a message without a resource was read'));
  const type = message.value.resourceType as Operation['type'];
  return { entry: -1, method, type, resource: message.value, span, fullUrl: null, clientId, ifNoneExist, ifMatch };
}
