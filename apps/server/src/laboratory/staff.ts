/**
 * Staff of a laboratory 检验人员 as of a day: who is qualified, trained and authorised, with their certificates, and who measured without it; a
 * certificate renews its day in one act. Source: henan-2025.lab.2#05, henan-2025.lab.6#02, #03, #08, #09.
 */
import type { Day } from '@fujie/core/kernel';
import { addDays, dayOf, daysBetween, keyOf, startOfDay } from '@fujie/core/kernel';
import { authorisationGap, hasStaffOnRecord, staffOf } from '@fujie/core/laboratory';
import type { RegisterSnapshot, StaffAuthorisationRow, TypedRow } from '@fujie/core/registers';
import { staffAuthorisations, testSystems } from '@fujie/core/registers';
import type { ActivityRecorded, NamedCode, StaffCertificateEntry, StaffResponse } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { refuseFarYear, YEARS_OF_LIFE } from '../platform/http/far-day.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { bodyDay } from '../platform/http/query-day.ts';
import { documentView, keepDocument } from './documents.ts';
import type { EnteredBy } from './documents.query.ts';
import { findDocuments, findOperators } from './documents.query.ts';
import type { Dated } from './resource-acts.ts';
import { recordResource, refuseOutOfOrder, refuseUnfitRows } from './resource-acts.ts';
import { namedItem } from './resources.ts';

/** How far back measurements are looked through for who entered them. */
const FINDING_DAYS = 31;

type Part = StaffCertificateEntry['part'];
const CERTIFIED: readonly Part[] = ['qualification', 'training', 'authorisation'];

const subjectOf = (practitioner: string, part: Part): string => `staff|${practitioner}|${part}`;

/** The day that a certificate sets. */
function renewed(row: StaffAuthorisationRow, part: Part, until: Day): StaffAuthorisationRow {
  if (part === 'qualification') return { ...row, qualifiedUntil: until };
  return part === 'training' ? { ...row, trainingUntil: until } : { ...row, authorisedUntil: until };
}

/** Keeps a certificate of a person and sets until when it holds, as a new version; what was on record stays as it was. */
export async function recordCertificate(
  deps: Deps,
  actor: Actor,
  of: { readonly institution: string; readonly code: string },
  entry: StaffCertificateEntry,
): Promise<ActivityRecorded> {
  const { institution, code } = of;
  const { part, group, document } = entry;
  const at = deps.clock.now();
  const [doneOn, until] = [bodyDay('doneOn', entry.doneOn), bodyDay('until', entry.until)];
  refuseFarYear('doneOn', doneOn, dayOf(at), YEARS_OF_LIFE);
  refuseFarYear('until', until, doneOn, YEARS_OF_LIFE);
  const subject = subjectOf(code, part);
  const note = `${institution}|${subject}`;
  const by = { id: actor.id, name: actor.name, at };
  const id = await recordResource(deps, actor, {
    ...{ institution, register: staffAuthorisations.id, note },
    rowsNow: () => renewal(deps, of, { ...entry, doneOn, until }),
    keep: (tx) => keepDocument(tx, { institution, subject, doneOn }, document, by),
  });
  const detail = { doneOn, until, group: group ?? null, document: id };
  await deps.audit.record({ actor, action: 'resource:record', subject: note, outcome: 'done', detail });
  return { document: id };
}

/** The new versions of what is on record of a person, with those before them as they end now. */
function renewal(
  { clock, registers }: Pick<Deps, 'clock' | 'registers'>,
  { institution, code }: { readonly institution: string; readonly code: string },
  { part, group, doneOn, until }: Dated<StaffCertificateEntry, 'doneOn' | 'until'>,
): readonly TypedRow[] {
  const snapshot = registers.current();
  const today = dayOf(clock.now());
  const rows = snapshot
    .inForce(staffAuthorisations, today)
    .filter((row) => row.institution === institution && row.practitioner === code)
    .filter((row) => group === undefined || row.group === group);
  if (rows.length === 0)
    throw new HttpProblem('not-found', {
      en: `No authorisation of ${code}${group === undefined ? '' : ` for ${group}`}: enter it in the register of authorisations.`,
      zh: `没有 ${code}${group === undefined ? '' : `（${group}）`}的授权：请先登记检验人员授权目录。`,
    });
  const versions = rows.map((row) => snapshot.versions(staffAuthorisations, keyOf(staffAuthorisations, row)).at(-1));
  const last =
    versions
      .flatMap((version) => version?.from ?? [])
      .sort()
      .at(-1) ?? null;
  refuseOutOfOrder('doneOn', doneOn, today, last);
  const next = rows.map((row) => ({ row: { ...renewed(row, part, until) }, from: doneOn }));
  const before = versions.flatMap((version) =>
    version === undefined || version.from === doneOn
      ? []
      : [{ row: { ...version.row }, from: version.from, to: doneOn }],
  );
  refuseUnfitRows(staffAuthorisations, next);
  return [...next, ...before];
}

export async function staffView(
  deps: Pick<Deps, 'registers'>,
  db: Queryable,
  institution: string,
  day: Day,
): Promise<StaffResponse> {
  const snapshot = deps.registers.current();
  const named = (code: string): NamedCode => ({
    ...{ code, nameZh: snapshot.practitioner(institution, code)?.nameZh ?? code, nameEn: null },
  });
  const documents = await findDocuments(db, institution);
  const entered = await findOperators(db, institution, startOfDay(addDays(day, -FINDING_DAYS)));
  return {
    ...{ institution: namedInstitution(snapshot, institution), day, days: FINDING_DAYS },
    staff: staffOf(snapshot, institution, day).map(({ row, gap, endsOn, nearness }) => {
      const { institution: _own, practitioner, ...rest } = row;
      const daysLeft = endsOn === null ? null : daysBetween(day, endsOn);
      const certificates = CERTIFIED.map((part) => ({
        part,
        documents: documents.filter(({ subject }) => subject === subjectOf(practitioner, part)).map(documentView),
      })).filter((one) => one.documents.length > 0);
      return { practitioner: named(practitioner), ...rest, gap, endsOn, nearness, daysLeft, certificates };
    }),
    findings: hasStaffOnRecord(snapshot, institution)
      ? unauthorised(snapshot, institution, entered).map(({ operator, item, ...finding }) => ({
          ...{ practitioner: named(operator), item: namedItem(snapshot, item) },
          ...finding,
        }))
      : [],
  };
}

interface Unauthorised extends Pick<
  StaffResponse['findings'][number],
  'system' | 'gap' | 'from' | 'to' | 'days' | 'count'
> {
  readonly operator: string;
  readonly item: string;
}

/** Who measured on which system without authorisation, each day by what held on it; the last first. */
function unauthorised(
  snapshot: RegisterSnapshot,
  institution: string,
  entered: readonly EnteredBy[],
): readonly Unauthorised[] {
  const found = new Map<string, Unauthorised>();
  for (const { operator, system, on, count } of entered) {
    const item = snapshot.nameOf(testSystems, `${institution}|${system}`, on)?.item ?? '';
    const group = snapshot.item(item, on)?.category ?? '';
    const gap = authorisationGap(snapshot, { institution, practitioner: operator, group, task: 'test' }, on);
    if (gap === null) continue;
    const key = `${operator}|${system}|${gap}`;
    const { to = on, days = 0, count: before = 0 } = found.get(key) ?? {};
    found.set(key, { operator, item, system, gap, from: on, to, days: days + 1, count: before + count });
  }
  return [...found.values()];
}
