/**
 * What asks for periodic reports of EQA 室间质评定期报告 and follows their receipts: opened when one is due, ended by the report, then by the
 * receipts of all authorities; each authority is asked for its own. Source: henan-2025.lab.8#05, lab.15#03.
 */
import type { Day } from '@fujie/core/kernel';
import { dayOf, startOfDay } from '@fujie/core/kernel';
import type { ReportInterval } from '@fujie/core/eqa';
import { reportDue } from '@fujie/core/eqa';
import { qcOrganisations, regions } from '@fujie/core/registers';
import type { NamedCode } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { regionOf, unitOfRegion } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedRegion } from '../platform/http/named-institution.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findLoopBySubject, findOpenOf, findRecords } from '../platform/loops/loops.query.ts';
import { loopActorOf } from '../platform/loops/visible.ts';
import type { NewReport, ReportRow, Standing } from './eqa-reports.query.ts';
import { findReceived, findReports, findStandings, lockReports } from './eqa-reports.query.ts';

const LOOP = 'eqa/report';
const RECEIPT = 'eqa/report-receipt';
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;

interface Organiser {
  readonly code: string;
  readonly nameZh: string;
  readonly unit: string;
  readonly every: ReportInterval;
}

/** Opens what organisers are asked for; how many. */
export async function raiseReports(deps: Deps): Promise<{ readonly opened: number; readonly closed: number }> {
  const today = dayOf(deps.clock.now());
  const snapshot = deps.registers.current();
  const organisers = snapshot.inForce(qcOrganisations, today).flatMap(({ code, nameZh, region }): Organiser[] => {
    if (snapshot.find(regions, region, today) === null) return [];
    const unit = unitOfRegion(region);
    const { interval, notice, problems } = loopOn(deps, LOOP, unit, today)?.parameters ?? {};
    return interval === undefined || notice === undefined || problems === undefined
      ? []
      : [{ code, nameZh, unit, every: { interval: interval.value, notice: notice.value, problems: problems.value } }];
  });
  if (organisers.length === 0) return { opened: 0, closed: 0 };
  const standings = new Map((await findStandings(deps.worker)).map((one) => [one.organiser, one]));
  let opened = 0;
  for (const organiser of organisers)
    if (dueBy(standings.get(organiser.code), organiser, today) !== null && (await ask(deps, organiser, today)))
      opened += 1;
  return { opened, closed: 0 };
}

/** By when an organiser is to be asked for a report, and the failure because of which; null: not yet. */
function dueBy(
  standing: Standing | undefined,
  { every }: Organiser,
  today: Day,
): { readonly due: Day; readonly problem: Day | null } | null {
  if (standing === undefined) return null;
  const { reportedOn, waivedOn } = standing;
  const last =
    [reportedOn, waivedOn]
      .filter((day) => day !== null)
      .sort()
      .at(-1) ?? null;
  const problem = unreported(standing);
  const due = reportDue({ last, problem }, every, today);
  return due === null ? null : { due, problem };
}

/** What was accounted for with a waiver is not asked for again. */
const unreported = ({ problem, waivedOn }: Standing): Day | null =>
  problem !== null && waivedOn !== null && problem <= waivedOn ? null : problem;

/** The loop in which a report of an organiser is still owed. */
async function owedBy(tx: Queryable, organiser: string): Promise<number | null> {
  const issued = new Set((await findReports(tx, { organiser })).map(({ loop }) => loop));
  const open = (await findOpenOf(tx, LOOP)).find(
    ({ id, subject }) => subject.startsWith(`eqa-report|${organiser}|`) && !issued.has(id),
  );
  return open?.id ?? null;
}

/** Whether it was asked for now. A report that is issued meanwhile is waited for: what it holds is owed no more. */
async function ask(deps: Deps, organiser: Organiser, today: Day): Promise<boolean> {
  const { code, nameZh, unit } = organiser;
  return deps.worker.tx(async (tx) => {
    await lockReports(tx, code);
    const [standing] = await findStandings(tx, code);
    const owed = dueBy(standing, organiser, today);
    if (owed === null || (await owedBy(tx, code)) !== null) return false;
    const { due, problem } = owed;
    const why = problem === null ? '' : `（${problem} 公布的成绩有不合格，尚未报告）`;
    const facts = {
      titleZh: `${nameZh}：室间质评定期报告${why}`,
      titleEn: `A periodic report on EQA${problem === null ? '' : `: failures that were published on ${problem} stand in none`}`,
      ...{ organiser: code, dueAt: `${due}T23:59:59+08:00`, ...(problem === null ? {} : { problem }) },
    };
    const row = await openLoop(deps, tx, {
      ...{ definition: LOOP, subject: `eqa-report|${code}|${due}`, unit, department: null, personId: null },
      ...{ by: PLATFORM, facts, occurredAt: startOfDay(today) },
    });
    return row !== null;
  });
}

interface Made {
  readonly actor: Actor;
  readonly before: ReportRow | null;
  readonly made: Omit<NewReport, 'loop'>;
}

const nameEnOf = ({ nameZh, nameEn }: NamedCode): string => nameEn ?? nameZh;
const nameOf = (id: number, version: number): string => `${String(id)} · v${String(version)}`;

/** Stores a report in the loop that asked for it, or in one of its own, and asks its authorities to confirm it; its number. */
export async function followReport(
  deps: Deps,
  tx: Queryable,
  { actor, before, made }: Made,
  store: (loop: number | null) => Promise<number>,
): Promise<number> {
  const now = deps.clock.now();
  const when = { occurredAt: now, recordedAt: now };
  const standing = before === null ? undefined : (await findOpenOf(tx, LOOP)).find(({ id }) => id === before.loop);
  // A correction is not what is owed for the days after it.
  const owed = before === null ? await owedBy(tx, made.organiser) : null;
  const loop = standing?.id ?? owed ?? (await openOwn(deps, tx, made));
  const id = await store(loop);
  const record = nameOf(id, made.version);
  if (loop !== null && standing === undefined)
    await recordInLoop(deps, tx, loop, {
      ...{ key: `issued:${String(id)}`, kind: 'act', stage: 'issue', outcome: 'issued', by: loopActorOf(actor) },
      ...{ ...when, fields: { record } },
    });
  if (before !== null) {
    await replace(deps, tx, before, record);
    await endProblem(deps, tx, made.organiser, record);
  }
  const snapshot = deps.registers.current();
  const organiser = snapshot.nameOf(qcOrganisations, made.organiser);
  for (const unit of made.authorities)
    await openLoop(deps, tx, {
      ...{ definition: RECEIPT, subject: subjectOf(id, unit), unit, department: null, personId: null },
      ...{ by: PLATFORM, occurredAt: now },
      facts: {
        titleZh: `${organiser?.nameZh ?? made.organiser} 室间质评报告 ${made.from} 至 ${made.to}（第 ${String(made.version)} 版）待签收：${namedRegion(snapshot, regionOf(unit)).nameZh}`,
        titleEn: `Report on EQA from ${made.from} to ${made.to}, version ${String(made.version)}: to be received by ${nameEnOf(namedRegion(snapshot, regionOf(unit)))}`,
        ...{ organiser: made.organiser, report: String(id) },
      },
    });
  return id;
}

const subjectOf = (report: number, unit: string): string => `eqa-report-receipt|${String(report)}|${unit}`;

/** One that nobody asked for yet. */
async function openOwn(deps: Deps, tx: Queryable, { organiser, unit, from, to }: Made['made']): Promise<number | null> {
  const now = deps.clock.now();
  const nameZh = deps.registers.current().nameOf(qcOrganisations, organiser)?.nameZh ?? organiser;
  const row = await openLoop(deps, tx, {
    ...{ definition: LOOP, subject: `eqa-report|${organiser}|${from}|${to}|${String(now)}`, unit, department: null },
    ...{ personId: null, by: PLATFORM, occurredAt: now },
    facts: {
      ...{ titleZh: `${nameZh}：室间质评定期报告`, titleEn: 'A periodic report on EQA' },
      ...{ organiser, dueAt: `${dayOf(now)}T23:59:59+08:00` },
    },
  });
  return row?.id ?? null;
}

/** Ends what was asked for because of a failure, once a correction holds it: nothing that was published stands in no report any more. */
async function endProblem(deps: Deps, tx: Queryable, organiser: string, record: string): Promise<void> {
  const owed = await owedBy(tx, organiser);
  const [standing] = await findStandings(tx, organiser);
  if (owed === null || standing === undefined || unreported(standing) !== null) return;
  const opening = (await findRecords(tx, [owed])).get(owed)?.findLast((one) => one.kind === 'opened');
  if (typeof opening?.facts['problem'] !== 'string') return;
  const now = deps.clock.now();
  await recordInLoop(deps, tx, owed, {
    ...{ key: 'corrected', kind: 'act', stage: 'issue', outcome: 'corrected', by: PLATFORM },
    ...{ occurredAt: now, recordedAt: now, fields: { record } },
  });
}

/** Nobody has to confirm a version for which another one stands. */
async function replace(deps: Deps, tx: Queryable, { id, authorities }: ReportRow, record: string): Promise<void> {
  const now = deps.clock.now();
  for (const unit of authorities) {
    const loop = await findLoopBySubject(tx, RECEIPT, subjectOf(id, unit));
    if (loop?.status !== 'open') continue;
    await recordInLoop(deps, tx, loop.id, {
      ...{ key: 'replaced', kind: 'act', stage: 'receive', outcome: 'replaced', by: PLATFORM },
      ...{ occurredAt: now, recordedAt: now, fields: { record } },
    });
  }
}

/** Ends what asked an authority to confirm a report, and what follows the receipts once all are there. */
export async function recordReceipt(deps: Deps, tx: Queryable, report: ReportRow, actor: Actor): Promise<void> {
  const now = deps.clock.now();
  const when = { occurredAt: now, recordedAt: now };
  const unit = unitOfRegion(actor.region ?? '');
  const record = nameOf(report.id, report.version);
  const own = await findLoopBySubject(tx, RECEIPT, subjectOf(report.id, unit));
  if (own?.status === 'open')
    await recordInLoop(deps, tx, own.id, {
      ...{ key: 'received', kind: 'act', stage: 'receive', outcome: 'received', by: loopActorOf(actor) },
      ...{ ...when, fields: { record } },
    });
  const received = new Set((await findReceived(tx, [report.id])).map((one) => one.unit));
  const [standing] = await findReports(tx, { id: report.id });
  const isWhole = standing?.isCurrent === true && report.authorities.every((one) => received.has(one));
  if (!isWhole || report.loop === null) return;
  await recordInLoop(deps, tx, report.loop, {
    ...{ key: `received:${String(report.id)}`, kind: 'act', stage: 'receipts', outcome: 'received', by: PLATFORM },
    ...{ ...when, fields: { record } },
  });
}
