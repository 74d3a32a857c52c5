/** A submission ready to be written: checked, named, linked and converted; what is left is one statement. */
import type { Instant, Problem } from '@fujie/core/kernel';
import type { Identity } from '@fujie/core/person';
import type { ResourceType } from '@fujie/wire/fhir';

import type { CriticalSuspect, OrderPlaced } from '../platform/events/events.ts';
import type { ItemBasis } from '../platform/items/items.ts';

/** One resource other than an Observation, as it is indexed. */
export interface PreparedResource {
  readonly type: ResourceType;
  readonly id: string;
  readonly ix: number;
  readonly digest: Buffer;
  readonly personId: number | null;
  readonly identity: Identity | null;
  readonly status: string | null;
  readonly effectiveAt: Instant | null;
  /** Of an encounter that is over. */
  readonly endedAt: Instant | null;
  readonly codes: readonly string[];
  readonly categories: readonly string[];
  readonly identifiers: readonly string[];
  readonly subjectRef: string | null;
  /** Of a report: the lines that it lists without bringing them, and its images. */
  readonly refs: readonly string[] | null;
}

/** One result: an Observation, or an examination that is a result of its own. */
export interface PreparedResult {
  readonly personId: number;
  readonly id: string;
  readonly ix: number;
  readonly sourceType: string;
  readonly reportId: string | null;
  readonly reportNo: string | null;
  readonly item: string | null;
  readonly itemBy: ItemBasis | null;
  readonly codes: readonly string[];
  readonly categories: readonly string[];
  readonly identifiers: readonly string[];
  readonly subjectRef: string | null;
  readonly name: string | null;
  readonly status: string;
  readonly collectedAt: Instant | null;
  readonly receivedAt: Instant | null;
  readonly reportedAt: Instant | null;
  readonly valueNumber: number | null;
  readonly comparator: string | null;
  readonly valueText: string | null;
  readonly unit: string | null;
  readonly itemValue: number | null;
  readonly refLow: number | null;
  readonly refHigh: number | null;
  readonly refText: string | null;
  readonly flag: string | null;
  readonly method: string | null;
  readonly device: string | null;
  readonly specimen: string | null;
  readonly marks: readonly string[];
  readonly lots: readonly string[];
  readonly content: 'data' | 'image' | 'conclusion';
  readonly identity: Identity;
  readonly warnings: readonly string[];
}

/** States that take back what was reported 撤回. */
export type Voided = 'entered-in-error' | 'cancelled';

export function voidOf(status: string | null | undefined): Voided | null {
  return status === 'entered-in-error' || status === 'cancelled' ? status : null;
}

export interface PreparedReport {
  /** What makes the report one: its number, or its id when it has none. */
  readonly key: string;
  readonly reportNo: string | null;
  readonly id: string;
  /** The report is withdrawn, with this status, and its lines are with it. */
  readonly voided: Voided | null;
  /** Stored ids of the results it lists; null: it lists none, which says nothing about earlier ones. */
  readonly listed: readonly string[] | null;
  /** Images that the report is about; alone they were a preliminary result. */
  readonly studies: readonly string[];
}

/** What became of one operation. */
export interface Placed {
  readonly entry: number;
  readonly type: ResourceType;
  /** The id under which the sender knows it. */
  readonly publicId: string;
  readonly id: string;
  readonly ifMatch: string | null;
  readonly status: string | null;
  /** When the sender says that this state was issued, and last changed. */
  readonly issuedAt: Instant | null;
  readonly lastUpdated: Instant | null;
  /** A conditional create found it: nothing to write. */
  readonly exists: boolean;
}

/** A patient that a submission is about, as it was linked when the submission was prepared. */
export interface PreparedSubject {
  /** Stored id of the Patient. */
  readonly id: string;
  readonly personId: number;
  readonly identity: Identity;
}

export interface Prepared {
  readonly institution: string;
  readonly sender: string;
  readonly channel: string;
  readonly at: Instant;
  readonly texts: readonly string[];
  readonly resources: readonly PreparedResource[];
  readonly results: readonly PreparedResult[];
  readonly reports: readonly PreparedReport[];
  /** Each patient once; those that are still to come are not among them. */
  readonly subjects: readonly PreparedSubject[];
  /** Orders that are active, by stored id of their ServiceRequest. */
  readonly orders: ReadonlyMap<string, OrderPlaced>;
  /** Results that may be critical 疑似危急值. */
  readonly suspects: readonly CriticalSuspect[];
  readonly placed: readonly Placed[];
  readonly warnings: readonly Problem[];
}

/** Version and state of what was placed, by stored id. */
export interface Written {
  readonly documentId: number | null;
  readonly versions: ReadonlyMap<string, { readonly version: number; readonly isNew: boolean; readonly at: number }>;
}

/** Patients among new resources, with their persons. */
export function arrivedPatients(
  rows: readonly PreparedResource[],
): { id: string; personId: number; identity: Identity }[] {
  return rows.flatMap((row) =>
    row.type === 'Patient' && row.personId !== null
      ? [{ id: row.id, personId: row.personId, identity: row.identity ?? ('unconfirmed' as const) }]
      : [],
  );
}
