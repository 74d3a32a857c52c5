/** Whose a round of EQA 室间质评 is: its organiser's, who is the centre of just that region; and which laboratory answers. */
import type { RoundState } from '@fujie/core/eqa';
import { roundState } from '@fujie/core/eqa';
import type { Problem } from '@fujie/core/kernel';
import { qcOrganisations } from '@fujie/core/registers';

import type { Actor } from '../platform/auth/permissions.ts';
import { covers, unitOfRegion, within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import type { By, Enrolment, OfLaboratory, RoundRow } from './eqa.query.ts';
import { findEnrolments, findRounds } from './eqa.query.ts';

export function byOf({ clock }: Pick<Deps, 'clock'>, { id, name }: Actor): By {
  return { id, name, at: clock.now() };
}

export function stateOf({ clock }: Pick<Deps, 'clock'>, round: RoundRow): RoundState {
  return roundState(round, clock.now());
}

/** The unit of the organiser, which an actor must be the centre of. */
export function organiserUnit({ registers }: Pick<Deps, 'registers'>, actor: Actor, code: string): string {
  const organisation = registers.current().nameOf(qcOrganisations, code);
  if (organisation !== null && organisation.region === actor.region) return unitOfRegion(organisation.region);
  throw new HttpProblem('not-found', {
    en: `No organiser ${code} of your region: enter it in the register of quality-control organisations.`,
    zh: `本区域没有组织者 ${code}：请先登记质控组织目录。`,
  });
}

/** A round that the actor's own centre organises. */
export async function organisedRound(db: Queryable, actor: Actor, id: number): Promise<RoundRow> {
  const [round] = await findRounds(db, { id });
  if (round !== undefined && actor.region !== null && round.unit === unitOfRegion(actor.region)) return round;
  throw noRound();
}

/** A round in which the actor's laboratory takes part. */
export async function roundOfLaboratory(
  db: Queryable,
  actor: Actor,
  id: number,
): Promise<{ readonly round: RoundRow; readonly enrolment: Enrolment; readonly of: OfLaboratory }> {
  const { institution } = actor;
  const [round] = institution === null ? [] : await findRounds(db, { id });
  if (round === undefined || institution === null) throw noRound();
  const [enrolment] = await findEnrolments(db, id, institution);
  // Withdrawn, or taken off the list, it takes part no more.
  if (enrolment === undefined || enrolment.items.length === 0) throw noRound();
  return { round, enrolment, of: { id, unit: round.unit, institution } };
}

/** The institutions of the organiser's region may take part. */
export function mayTakePart({ registers }: Pick<Deps, 'registers'>, actor: Actor, institution: string): boolean {
  const known = registers.current().institution(institution);
  return known !== null && covers(actor.region, known.region);
}

/** The database with what is within an actor's reach. */
export function dbOf(deps: Deps, actor: Actor): Deps['db'] {
  return within(deps, actor).db;
}

/** Does something of a round, and leaves on record who did it, or who tried and was refused. */
export async function onRecord<T>(
  { audit }: Pick<Deps, 'audit'>,
  actor: Actor,
  action: 'eqa:return' | 'eqa:organise',
  { id, act }: { readonly id: number; readonly act: string },
  work: () => Promise<T>,
): Promise<T> {
  const event = { actor, action, subject: `eqa|${String(id)}` } as const;
  try {
    const done = await work();
    await audit.record({ ...event, outcome: 'done', detail: { act } });
    return done;
  } catch (error) {
    if (error instanceof HttpProblem)
      await audit.record({ ...event, outcome: 'refused', detail: { act, why: error.type } });
    throw error;
  }
}

/** A fault at a place of what was sent. */
export function fault(path: string, code: string, [message, messageZh]: readonly [string, string]): Problem {
  return { code, path, message, messageZh };
}

/** What a round does not allow as it stands. */
export function notNow(state: RoundState, needed: { readonly en: string; readonly zh: string }): HttpProblem {
  return new HttpProblem('conflict', {
    en: `The round is ${state}: ${needed.en}.`,
    zh: `本轮当前为${STATES[state]}：${needed.zh}。`,
  });
}

const STATES: Readonly<Record<RoundState, string>> = {
  planned: '计划中',
  shipped: '已发样',
  open: '回报中',
  closed: '已截止',
  evaluated: '已评价未公布',
  published: '已公布',
  final: '已定稿',
};

export const noRound = (): HttpProblem =>
  new HttpProblem('not-found', {
    en: 'No such round that you organise or take part in.',
    zh: '没有由您组织或参加的该轮次。',
  });
