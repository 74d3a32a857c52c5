/**
 * Periodic reports of organisers of EQA 室间质评定期报告: drafted from the data of a period, issued with advice, corrected by another version, received
 * by the authority of the organiser's level and by those of the laboratories. Source: henan-2025.lab.8#05, lab.15#03.
 */
import { createHash } from 'node:crypto';

import type { EqaReportFigures } from '@fujie/core/eqa';
import { eqaReport } from '@fujie/core/eqa';
import type { Day } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { EqaReportDraft, EqaReportEntry, EqaReportQuery } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { handledIn, regionOf, unitOfRegion } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution, namedRegion } from '../platform/http/named-institution.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import { bodyDay, queryDay } from '../platform/http/query-day.ts';
import { findSubjects } from '../platform/loops/loops.query.ts';
import { byOf, dbOf, fault, organiserUnit } from './eqa-access.ts';
import { RECTIFICATION } from './eqa-rectified.ts';
import { followReport, recordReceipt } from './eqa-report-loops.ts';
import type { NewReport, ReportRow } from './eqa-reports.query.ts';
import { findReportedRounds, findReports, insertReceived, insertReport, lockReports } from './eqa-reports.query.ts';
import { auditRound, refused } from './eqa-rounds.ts';

interface Of {
  readonly organiser: string;
  readonly from: Day;
  readonly to: Day;
}

type Content = Pick<NewReport, 'figures' | 'rounds' | 'versions' | 'authorities' | 'institutions'>;

/** What a report of the period says now, and to whom it goes. */
async function contentOf({ registers }: Deps, worker: Queryable, unit: string, of: Of): Promise<Content> {
  const rounds = await findReportedRounds(worker, of);
  const keyOf = (one: { readonly round: string; readonly item: string; readonly institution: string }): string =>
    `eqa|${of.organiser}|${one.round}|${one.item}|${one.institution}`;
  const subjects = rounds.flatMap(({ round, scores }) => scores.map((score) => keyOf({ round, ...score })));
  const loops = await findSubjects(worker, [RECTIFICATION], subjects);
  const figures = eqaReport(
    rounds.map(({ id: _id, version: _version, ...round }) => round),
    (failure) => {
      const status = loops.get(keyOf(failure))?.status ?? 'void';
      return status === 'void' ? 'none' : status === 'open' ? 'open' : 'closed';
    },
  );
  const graded = rounds.flatMap(({ id, version, publishedOn }) =>
    publishedOn === null || version === null ? [] : [{ id, version }],
  );
  const snapshot = registers.current();
  const institutions = figures.institutions.map(({ institution }) => institution);
  const authorities = institutions.flatMap((institution) => {
    const region = handledIn(institution, snapshot);
    return region === null ? [] : [unitOfRegion(region)];
  });
  return {
    ...{ figures, institutions, rounds: graded.map(({ id }) => id), versions: graded.map(({ version }) => version) },
    authorities: [...new Set([unit, ...authorities.sort()])],
  };
}

/** Figures as they are shown. */
export function figuresView({ rounds, items, institutions }: EqaReportFigures): EqaReportDraft['figures'] {
  return {
    // One from before corrections were told apart says nothing of them.
    rounds: rounds.map((one) => ({ correctedOn: null, ...one, late: [...one.late], missing: [...one.missing] })),
    items: items.map((one) => ({ ...one })),
    institutions: institutions.map((one) => ({ ...one, failures: one.failures.map((failure) => ({ ...failure })) })),
  };
}

/** Names figures. */
const digestOf = (figures: EqaReportFigures): string =>
  createHash('sha256').update(JSON.stringify(figures)).digest('base64url');

export async function draftReport(deps: Deps, actor: Actor, query: EqaReportQuery): Promise<EqaReportDraft> {
  const unit = organiserUnit(deps, actor, query.organiser);
  const of = { organiser: query.organiser, from: queryDay('from', query.from), to: queryDay('to', query.to) };
  refuseDays(deps, of);
  const { figures, authorities, institutions } = await contentOf(deps, deps.worker, unit, of);
  const snapshot = deps.registers.current();
  return {
    ...{ figures: figuresView(figures), seen: digestOf(figures) },
    authorities: authorities.map((one) => namedRegion(snapshot, regionOf(one))),
    institutions: institutions.map((one) => namedInstitution(snapshot, one)),
  };
}

function refuseDays({ clock }: Pick<Deps, 'clock'>, { from, to }: Of): void {
  if (from > to)
    throw unfitField('to', 'the period ends before it begins: give a later end', '截止早于起始：请填写更晚的日期');
  if (to > dayOf(clock.now()))
    throw unfitField('to', 'the period is not over: give no day after today', '报告期尚未结束：截止日期不得晚于今天');
}

/** Issues a report of what was looked at; a correction stands for the version before. */
export async function issueReport(deps: Deps, actor: Actor, entry: EqaReportEntry): Promise<number> {
  const unit = organiserUnit(deps, actor, entry.organiser);
  const of = { organiser: entry.organiser, from: bodyDay('from', entry.from), to: bodyDay('to', entry.to) };
  refuseDays(deps, of);
  const id = await deps.worker.tx(async (tx) => {
    await lockReports(tx, entry.organiser);
    const before = await correctedOf(tx, entry);
    const content = await contentOf(deps, tx, unit, of);
    if (digestOf(content.figures) !== entry.seen)
      throw new HttpProblem('conflict', {
        en: 'The figures have changed since the draft was made: look at the draft again, and issue that.',
        zh: '草稿生成后数据已变化：请重新生成草稿，核对后再上报。',
      });
    refuseWithoutAdvice(entry, content.figures);
    const { summary, advice, reason = null } = entry;
    const version = (before?.version ?? 0) + 1;
    const made = { ...content, ...of, unit, summary, advice, reason, version, corrects: before?.id ?? null };
    return followReport(deps, tx, { actor, before, made }, async (loop) =>
      insertReport(tx, { ...made, loop }, byOf(deps, actor)),
    );
  });
  await auditRound(deps, actor, `report|${String(id)}`, 'report');
  return id;
}

/** The version that is corrected; null: it is a report of its own, of a period that has none. */
async function correctedOf(tx: Queryable, entry: EqaReportEntry): Promise<ReportRow | null> {
  const known = await findReports(tx, { organiser: entry.organiser });
  const { from, to, corrects, reason } = entry;
  if (corrects === undefined) {
    const same = known.find((one) => one.isCurrent && one.from <= to && from <= one.to);
    if (same === undefined) return null;
    throw new HttpProblem('conflict', {
      en: `Days from ${same.from} until ${same.to} are reported already: correct that report, or begin after it.`,
      zh: `${same.from} 至 ${same.to} 已上报：请更正该报告，或从其后开始。`,
    });
  }
  const before = known.find(({ id }) => id === corrects);
  if (before === undefined) throw noReport();
  if (!before.isCurrent)
    throw new HttpProblem('conflict', {
      en: 'This version was corrected before: correct the one that stands.',
      zh: '该版本此前已更正：请更正现行版本。',
    });
  if (before.from !== from || before.to !== to)
    throw unfitField(
      'from',
      'a correction is of the same days: leave them as they are',
      '更正版的报告期须与原报告一致',
    );
  if (reason === undefined) throw unfitField('reason', 'say why it is corrected', '更正须说明理由');
  return before;
}

/** Each laboratory that failed is given advice, and nobody else. Source: henan-2025.lab.15#03. */
function refuseWithoutAdvice({ advice }: EqaReportEntry, { institutions }: EqaReportFigures): void {
  const failed = institutions.flatMap(({ institution, failures }) => (failures.length > 0 ? [institution] : []));
  const advised = advice.map(({ institution }) => institution);
  const problems = [
    ...failed
      .filter((one) => !advised.includes(one))
      .map((one) => fault(`body.advice|${one}`, 'advice-needed', ADVISE)),
    ...advised.flatMap((one, index) =>
      failed.includes(one) && advised.indexOf(one) === index
        ? []
        : [fault(`body.advice[${String(index)}]`, 'advice-unfit', UNFIT)],
    ),
  ];
  if (problems.length > 0) throw refused(problems);
}

const ADVISE = [
  'It failed and is given no advice: say how it is put right',
  '该机构有不合格，尚无改进建议：请填写',
] as const;
const UNFIT = ['It did not fail, or is named twice: leave it out', '该机构无不合格，或重复：请删去'] as const;

/** Says that the authority of the actor received a report; said again, it stays as it was. */
export async function receiveReport(deps: Deps, actor: Actor, id: number): Promise<void> {
  const [report] = await findReports(dbOf(deps, actor), { id });
  const unit = unitOfRegion(actor.region ?? '');
  if (report === undefined || !report.authorities.includes(unit)) throw noReport();
  await deps.worker.tx(async (tx) => {
    await lockReports(tx, report.organiser);
    if (await insertReceived(tx, id, unit, byOf(deps, actor))) await recordReceipt(deps, tx, report, actor);
  });
  await deps.audit.record({
    ...{ actor, action: 'eqa-report:receive', subject: `eqa|report|${String(id)}`, outcome: 'done' },
  });
}

export const noReport = (): HttpProblem =>
  new HttpProblem('not-found', {
    en: 'No such report of yours, or that goes to you.',
    zh: '没有由您上报或报送给您的该报告。',
  });
