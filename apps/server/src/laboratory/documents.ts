/**
 * Certificates 证书 of instruments and staff: taken as they come, under their digest, shown only as they came, and removed no earlier than two
 * years after. Source: national-2022.art.22#02, henan-2025.lab.6#08, henan-2025.lab.6#09.
 */
import { createHash } from 'node:crypto';

import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant, parseDay, yearOf } from '@fujie/core/kernel';
import type { LaboratoryDocument } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import type { DocumentRow } from './documents.query.ts';
import { deleteDocument, findDocument, insertDocument } from './documents.query.ts';

const MOST_BYTES = 5 * 1024 * 1024;
const KEPT_YEARS = 2;

/** How files of each kind begin. */
const SIGNATURES: readonly (readonly [media: string, bytes: string])[] = [
  ['application/pdf', '255044462d'],
  ['image/png', '89504e470d0a1a0a'],
  ['image/jpeg', 'ffd8ff'],
];

export interface About {
  readonly institution: string;
  readonly subject: string;
  readonly doneOn: Day;
}

/** Keeps a file; what it is, its first bytes say and not its name. */
export async function keepDocument(
  tx: Queryable,
  about: About,
  file: { readonly name: string; readonly content: string },
  by: { readonly id: string; readonly name: string; readonly at: Instant },
): Promise<number> {
  const content = Buffer.from(file.content, 'base64');
  const media = SIGNATURES.find(([, bytes]) => content.subarray(0, bytes.length / 2).toString('hex') === bytes)?.[0];
  if (media === undefined)
    throw new HttpProblem('invalid-request', {
      en: `\`${file.name}\` is neither PDF nor PNG nor JPEG: send the certificate as one of these.`,
      zh: `“${file.name}”不是 PDF、PNG 或 JPEG：请以其中一种格式上传证书。`,
    });
  if (content.length > MOST_BYTES)
    throw new HttpProblem('too-large', {
      en: `\`${file.name}\` is larger than 5 MB: send a smaller copy.`,
      zh: `“${file.name}”超过 5 MB：请上传较小的文件。`,
    });
  return insertDocument(tx, { ...about, name: file.name, media, content, digest: sha256(content), by });
}

const sha256 = (content: Buffer): Buffer => createHash('sha256').update(content).digest();

/** The file as it came; one that no longer fits its digest is not shown. */
export async function openDocument(
  deps: Deps,
  actor: Actor,
  id: number,
): Promise<DocumentRow & { readonly content: Buffer }> {
  const document = await documentFor(deps, actor, id);
  if (sha256(document.content).toString('hex') === document.digest) return document;
  throw new HttpProblem('conflict', {
    en: `Document ${String(id)} does not fit its digest: it was changed outside the platform. Tell the administrator.`,
    zh: `文件 ${String(id)} 与其摘要不符，曾在平台之外被改动：请告知管理员。`,
  });
}

/** Removes a file of which the time is over; every removal is in the audit. */
export async function removeDocument(deps: Deps, actor: Actor, id: number): Promise<void> {
  const document = await documentFor(deps, actor, id);
  const keptUntil = keptUntilOf(document);
  const isOver = keptUntil < dayOf(deps.clock.now());
  await deps.audit.record({
    ...{ actor, action: 'resource:remove', subject: `${document.institution}|${document.subject}` },
    ...{ outcome: isOver ? 'done' : 'refused', detail: { document: id, digest: document.digest, keptUntil } },
  });
  if (!isOver)
    throw new HttpProblem('refused', {
      en: `Quality records are kept at least two years: this one until ${keptUntil}. Leave it, or come back after that day.`,
      zh: `质量记录至少保存 2 年：该文件须保存至 ${keptUntil}，请届满后再删除。`,
    });
  await deps.worker.tx((tx) => deleteDocument(tx, id));
}

async function documentFor(deps: Deps, actor: Actor, id: number) {
  const document = await findDocument(within(deps, actor).db, id);
  if (document !== null) return document;
  throw new HttpProblem('not-found', {
    en: `No document ${String(id)} within your reach.`,
    zh: `没有文件 ${String(id)}，或不在权限范围内。`,
  });
}

/** The last day on which a record of quality must be there (henan-2025.lab.6#08); of 29 February the last of the month. */
export function keptUntilOf({ recordedMs }: Pick<DocumentRow, 'recordedMs'>): Day {
  const day = dayOf(recordedMs as Instant);
  const until = parseDay(`${String(yearOf(day) + KEPT_YEARS)}${day.slice(4)}`);
  return until.ok ? until.value : (`${String(yearOf(day) + KEPT_YEARS)}-02-28` as Day);
}

export function documentView(row: DocumentRow): LaboratoryDocument {
  const { id, name, media, size, digest, doneOn, by } = row;
  const recordedAt = formatInstant(row.recordedMs as Instant);
  return { id, name, media, size, digest, doneOn, by, recordedAt, keptUntil: keptUntilOf(row) };
}
