/** Periodic reports of EQA 室间质评定期报告 as their organiser, the authorities and the laboratories of them see them. */
import { reportFor } from '@fujie/core/eqa';
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant } from '@fujie/core/kernel';
import { qcOrganisations } from '@fujie/core/registers';
import type { EqaReportResponse, EqaReportsResponse } from '@fujie/wire/contracts';

import { type Actor, isPermitted } from '../platform/auth/permissions.ts';
import { handledIn, institutionsOf, regionOf, unitOfRegion } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution, namedQcOrganisation, namedRegion } from '../platform/http/named-institution.ts';
import { dbOf } from './eqa-access.ts';
import type { ReceivedRow, ReportRow } from './eqa-reports.query.ts';
import { findReceived, findReports } from './eqa-reports.query.ts';
import { figuresView, noReport } from './eqa-reports.ts';

/** How far the first report of an organiser reaches back. */
const FIRST_DAYS = 183;
/** How many are listed. */
const MOST = 500;

export async function reportsOf(deps: Deps, actor: Actor): Promise<EqaReportsResponse> {
  const db = dbOf(deps, actor);
  const rows = (await findReports(db, concernedIn(deps, actor), MOST)).filter((row) => concerns(deps, actor, row));
  const received = await findReceived(
    db,
    rows.map(({ id }) => id),
  );
  const today = dayOf(deps.clock.now());
  const snapshot = deps.registers.current();
  const own = isPermitted(actor, 'eqa:organise')
    ? snapshot.inForce(qcOrganisations, today).filter(({ region }) => region === actor.region)
    : [];
  return {
    organisers: own.map(({ code }) => ({ ...namedQcOrganisation(snapshot, code), next: nextOf(rows, code, today) })),
    reports: rows.map((row) => lineOf(deps, actor, row, received)),
  };
}

/** The days since the last report of an organiser, until today. */
function nextOf(rows: readonly ReportRow[], code: string, today: Day) {
  const ends = rows.flatMap((row) => (row.organiser === code && row.isCurrent ? [row.to] : [])).sort();
  const last = ends.at(-1);
  const from = last === undefined ? addDays(today, -FIRST_DAYS) : addDays(last, 1);
  return { from: from > today ? today : from, to: today };
}

/** A report goes to whom it names; what lies within the reach of an authority and goes to others is none of its own. */
function concerns(deps: Deps, actor: Actor, row: ReportRow): boolean {
  const unit = unitOfRegion(actor.region ?? '');
  if (actor.role === 'qc-centre') return row.unit === unit;
  if (actor.role === 'commission') return row.authorities.includes(unit);
  return row.institutions.some((one) => institutionsOf(deps.registers.current(), actor).includes(one));
}

/** Of which reports `concerns` holds: others do not stand in the place of those that are listed. */
function concernedIn(deps: Deps, actor: Actor): Parameters<typeof findReports>[1] {
  const unit = unitOfRegion(actor.region ?? '');
  if (actor.role === 'qc-centre') return { unit };
  if (actor.role === 'commission') return { authority: unit };
  return { institutions: institutionsOf(deps.registers.current(), actor) };
}

function lineOf(
  deps: Deps,
  actor: Actor,
  row: ReportRow,
  received: readonly ReceivedRow[],
): EqaReportsResponse['reports'][number] {
  const snapshot = deps.registers.current();
  const { id, from, to, version, isCurrent, reason, by } = row;
  const receipts = row.authorities.map((unit) => {
    const found = received.find((one) => one.report === id && one.unit === unit);
    return {
      region: namedRegion(snapshot, regionOf(unit)),
      received: found === undefined ? null : { by: found.by, at: formatInstant(found.atMs as Instant) },
    };
  });
  const isMine = ({ region }: (typeof receipts)[number]) => region.code === actor.region;
  return {
    ...{ id, from, to, version, isCurrent, reason, by, at: formatInstant(row.atMs as Instant) },
    organiser: namedQcOrganisation(snapshot, row.organiser),
    receipts,
    isAwaited:
      isCurrent &&
      isPermitted(actor, 'eqa-report:receive') &&
      receipts.some((one) => isMine(one) && one.received === null),
  };
}

/** A report with what is shown of it to an actor: to its organiser and the authority of its level all, to others what concerns them. */
export async function reportOf(deps: Deps, actor: Actor, id: number): Promise<EqaReportResponse> {
  const db = dbOf(deps, actor);
  const [row] = await findReports(db, { id });
  if (row === undefined || !concerns(deps, actor, row)) throw noReport();
  const snapshot = deps.registers.current();
  const own = institutionsOf(snapshot, actor);
  const isWhole = row.unit === unitOfRegion(actor.region ?? '');
  const isShown = (institution: string): boolean =>
    isWhole ||
    (actor.role === 'commission' ? handledIn(institution, snapshot) === actor.region : own.includes(institution));
  const figures = reportFor(row.figures, isShown);
  return {
    ...lineOf(deps, actor, row, await findReceived(db, [id])),
    ...{ summary: row.summary, figures: figuresView(figures) },
    advice: row.advice.filter(({ institution }) => isShown(institution)).map((one) => ({ ...one })),
    institutions: row.institutions.filter(isShown).map((one) => namedInstitution(snapshot, one)),
    canCorrect: row.isCurrent && isPermitted(actor, 'eqa:organise'),
  };
}
