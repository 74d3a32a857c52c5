/** Certificates of the past 既往人员证书, for a demonstration; what was recorded before is left as it is. */
import { buffer } from 'node:stream/consumers';

import type { Day, Instant } from '@fujie/core/kernel';
import { startOfDay } from '@fujie/core/kernel';
import type { StaffCertificateEntry } from '@fujie/wire/contracts';

import { programActor } from '../platform/auth/program-actor.ts';
import type { Deps } from '../platform/deps.ts';
import { findDocuments } from './documents.query.ts';
import { recordCertificate } from './staff.ts';

export interface PastCertificate extends Omit<StaffCertificateEntry, 'document'> {
  readonly practitioner: string;
  /** Its name, and the line that stands on it in Latin letters. */
  readonly page: { readonly title: string; readonly line: string };
}

const NOON_MS = 12 * 3_600_000;

/** Records each on its day, as somebody of the laboratory would. */
export async function recordPastCertificates(
  deps: Deps,
  { institution, name }: Readonly<Record<'institution' | 'name', string>>,
  certificates: readonly PastCertificate[],
): Promise<void> {
  const actor = { ...programActor('demonstration'), name, role: 'laboratory', institution } as const;
  const known = await findDocuments(deps.worker, institution);
  for (const { practitioner: code, page, ...entry } of certificates) {
    if (known.some(({ subject, doneOn }) => subject.includes(code) && doneOn === entry.doneOn)) continue;
    const at = (startOfDay(entry.doneOn as Day) + NOON_MS) as Instant;
    const then = { ...deps, clock: { now: () => at } };
    await recordCertificate(then, actor, { institution, code }, { ...entry, document: await fileOf(page, at) });
  }
}

async function fileOf(
  { title, line }: PastCertificate['page'],
  at: Instant,
): Promise<StaffCertificateEntry['document']> {
  // Read for a demonstration alone.
  const { default: PDFDocument } = await import('pdfkit');
  const doc = new PDFDocument({ size: 'A4', info: { Title: title, CreationDate: new Date(at) } });
  const drawn = buffer(doc);
  doc.fontSize(16).text(line).end();
  return { name: `${title}.pdf`, content: (await drawn).toString('base64') };
}
