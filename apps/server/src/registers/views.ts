/** Registers 目录 as the interface shows them. */
import type { AnyRegister, Instant } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import { sheetColumns } from '@fujie/core/registers';
import type {
  ChangeResponse as ChangeBody,
  EntryView as EntryBody,
  ImportRefusal as RefusalBody,
  RegisterRevision as RevisionBody,
  RegisterView as RegisterBody,
} from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { isPermitted } from '../platform/auth/permissions.ts';
import { mayWriteRegister } from '../platform/auth/register-writers.ts';
import type { ChangeOutcome } from './change.ts';
import type { ListedEntry, Revision } from './listing.query.ts';
import type { StoredRefusal } from './refusals.query.ts';

const LISTED_CHANGES = 200;

export function toRegisterBody(
  register: AnyRegister,
  actor: Actor,
  counts: ReadonlyMap<string, number>,
  revisions: ReadonlyMap<string, Revision>,
): RegisterBody {
  const last = revisions.get(register.id);
  return {
    id: register.id,
    zh: register.zh,
    en: register.en,
    describe: register.describe,
    clauses: [...register.clauses],
    columns: Object.entries(sheetColumns(register)).map(([id, column]) => ({
      id,
      zh: column.zh,
      en: column.en,
      kind: column.kind,
      required: column.required,
      key: register.key.includes(id),
      options: column.options ? [...column.options] : null,
      refersTo: column.refersTo ?? null,
      min: column.min ?? null,
      max: column.max ?? null,
    })),
    inForce: counts.get(register.id) ?? 0,
    lastChange: last ? toRevisionBody(last) : null,
    mayWrite: isPermitted(actor, 'register:write') && mayWriteRegister(actor, register.id),
  };
}

const timestamp = (at: Date): string => formatInstant(at.getTime() as Instant);

export function toRevisionBody({ revision, action, entries, recordedAt, recordedBy, note }: Revision): RevisionBody {
  return { revision, action, entries, recordedAt: timestamp(recordedAt), recordedBy, note };
}

export function toRefusalBody({ refusedAt, firstFaults, ...rest }: StoredRefusal): RefusalBody {
  return { ...rest, refusedAt: timestamp(refusedAt), firstFaults: [...firstFaults] };
}

export function toEntryBody(entry: ListedEntry): EntryBody {
  const { recordedAt, supersededAt, ...rest } = entry;
  return {
    ...rest,
    row: { ...rest.row },
    recordedAt: timestamp(recordedAt),
    supersededAt: supersededAt ? timestamp(supersededAt) : null,
  };
}

export function toChangeBody(outcome: ChangeOutcome): ChangeBody {
  const changes = outcome.changes
    .slice(0, LISTED_CHANGES)
    .map(({ kind, key, entry }) => ({ kind, key, row: entry.number, from: entry.from, to: entry.to }));
  const { register, dryRun, added, corrected, unchanged, revision } = outcome;
  const notices = outcome.notices.slice(0, LISTED_CHANGES).map((notice) => ({ ...notice }));
  return { register, dryRun, added, corrected, unchanged, revision, changes, notices };
}
