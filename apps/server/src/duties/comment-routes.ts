/**
 * `/api/v1/order-comments` 点评: the sample of a month with what was said of each, and its counts; a head sees the own department alone.
 * Source: national-2022.art.18#01, sichuan-2025.6#01.
 */
import type { Instant } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import type {
  CommentedCase,
  OrderCommentsQuery as Query,
  OrderCommentsResponse as Answer,
} from '@fujie/wire/contracts';
import { OrderCommentsQuery, OrderCommentsResponse } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import type { Actor } from '../platform/auth/permissions.ts';
import { departmentOf, within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { namedDepartment } from '../platform/http/named-institution.ts';
import { isReproduced, monthBefore, periodOf } from './samples.ts';
import type { DrawnRow, SampleRow } from './samples.query.ts';
import { findCandidates, findDrawn, findSamples } from './samples.query.ts';

export function registerCommentRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Query }>(
    '/api/v1/order-comments',
    {
      config: { can: 'order-comment:read' },
      schema: { querystring: OrderCommentsQuery, response: { 200: OrderCommentsResponse } },
    },
    ({ actor, query }) => commentsOf(deps, actor, query),
  );
}

async function commentsOf(deps: Deps, actor: Actor, query: Query): Promise<Answer> {
  const scoped = within(deps, actor);
  const samples = await findSamples(scoped.db, actor.institution ?? '');
  const sample = samples.find(({ month }) => month === (query.month ?? samples[0]?.month)) ?? null;
  const all = sample === null ? [] : await findDrawn(scoped.db, sample.id);
  const own = departmentOf(actor);
  const last = monthBefore(deps.clock.now());
  const whole = { institution: actor.institution ?? '', ...periodOf(last) };
  const candidates = (await findCandidates(scoped.db, whole, null)).length;
  const cases = all
    .filter(({ department }) => own === null || department === own)
    .map((row) => caseOf(deps, actor.institution ?? '', row));
  await deps.audit.record({
    actor,
    action: 'order-comment:read',
    outcome: 'done',
    detail: { month: sample?.month ?? null, cases: cases.length },
  });
  const departments = [...new Map(cases.map(({ department }) => [department?.code ?? '', department]))];
  return {
    months: samples.map(({ month }) => month),
    lastMonth: { month: last, candidates },
    sample: sample === null ? null : await sampleOf(scoped, sample, all),
    total: countsOf(cases),
    departments: departments.map(([code, department]) => ({
      department,
      ...countsOf(cases.filter((one) => (one.department?.code ?? '') === code)),
    })),
    cases,
  };
}

async function sampleOf(deps: Deps, sample: SampleRow, all: readonly DrawnRow[]): Promise<Answer['sample']> {
  const { month, candidates, seed, lists, drawnMs } = sample;
  const reproduced = await isReproduced(
    deps,
    sample,
    all.map(({ act }) => act),
  );
  return { month, candidates, seed, lists, drawnAt: formatInstant(drawnMs as Instant), isReproduced: reproduced };
}

function caseOf({ registers }: Pick<Deps, 'registers'>, institution: string, row: DrawnRow): CommentedCase {
  const snapshot = registers.current();
  const item = snapshot.item(row.item);
  const outcomeOf = <T extends string>(id: string, known: readonly T[]): T | null => {
    const outcome = row.state.stages.find((stage) => stage.id === id)?.outcome;
    return known.find((one) => one === outcome) ?? null;
  };
  return {
    loop: row.loop,
    decision: row.decision,
    stratum: row.stratum,
    item: { zh: item?.nameZh ?? row.item, en: item?.nameEn ?? row.item },
    department: row.department === null ? null : namedDepartment(snapshot, institution, row.department),
    practitioner: snapshot.practitioner(institution, row.practitioner)?.nameZh ?? row.practitioner,
    actedAt: formatInstant(Math.round(row.actedMs) as Instant),
    code: row.code,
    judgement: outcomeOf('comment', ['justified', 'unjustified']),
    answer: outcomeOf('answer', ['confirmed', 'contested']),
    decided: outcomeOf('decide', ['upheld', 'revised']),
    isOpen: row.status === 'open',
  };
}

/** What was revised counts as justified. */
function countsOf(cases: readonly CommentedCase[]): Answer['total'] {
  const isJustified = ({ judgement, decided }: CommentedCase): boolean =>
    judgement === 'justified' || decided === 'revised';
  const commented = cases.filter(({ judgement }) => judgement !== null);
  const justified = commented.filter(isJustified).length;
  return {
    drawn: cases.length,
    commented: commented.length,
    justified,
    unjustified: commented.length - justified,
    contested: cases.filter(({ answer }) => answer === 'contested').length,
  };
}
