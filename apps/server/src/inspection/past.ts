/**
 * Inspections of a demonstration 演示检查, made by the same steps as real ones, each at its moment of the past. Shares are looked for that
 * draw what is to be shown, which no custodian of a real draw can do, since the other share is unknown.
 */
import type { DrawnTeam } from '@fujie/core/inspection';
import { commitmentOf, drawTeams, seedOf } from '@fujie/core/inspection';
import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { InspectionPlanRequest } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { unitOfRegion, within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { recordInLoop } from '../platform/loops/loops.ts';
import type { Seen } from './conduct.ts';
import { find, notify, publish, sign } from './conduct.ts';
import { findPlan, insertPlan } from './draws.query.ts';
import { commit, drawIfComplete, freeze, held, RECTIFICATION, reveal, sha256 } from './draws.ts';
import { findFindings, findFollowUps, findInspection, findInspections, putStatement } from './inspections.query.ts';
import { findingsDigest, namedInspector, subjectOf } from './view.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** One step of a rectification: days after the conclusion, who, which stage and outcome, with what. */
export interface PastStep {
  readonly days: number;
  readonly role: 'quality-office' | 'inspector' | 'commission';
  readonly does: string;
  readonly fields: Readonly<Record<string, string | number>>;
}

export interface PastWrong {
  /** Which item of the checklist, counted from nought. */
  readonly item: number;
  readonly severity: 'immediate' | 'within-15' | 'within-30';
  readonly facts: string;
  readonly steps: readonly PastStep[];
}

export interface PastInspection {
  readonly terms: Omit<InspectionPlanRequest, 'from' | 'to'>;
  readonly agoDays: number;
  readonly isPublished: boolean;
  readonly isWanted: (teams: readonly DrawnTeam[]) => boolean;
  /** What was found where; institutions that are not named have not been visited yet. */
  readonly found: Readonly<Record<string, readonly PastWrong[]>>;
  readonly statement: string;
}

export interface PastPeople {
  readonly authority: Actor;
  readonly centre: Actor;
}

/** Orders, draws and carries out one plan of the past. */
export async function plantInspection(deps: Deps, people: PastPeople, story: PastInspection): Promise<void> {
  const start = (deps.clock.now() - story.agoDays * DAY) as Instant;
  const after = (days: number): Deps => ({ ...deps, clock: { now: () => (start + days * DAY) as Instant } });
  const { authority } = people;
  const { db } = within(deps, authority);
  const from = dayOf(start);
  const to = dayOf((start + 60 * DAY) as Instant);
  const id = await insertPlan(db, {
    ...{ unit: unitOfRegion(authority.region ?? ''), terms: { ...story.terms, from, to } },
    ...{ by: authority.id, name: authority.name, at: start },
  });
  const plan = await findPlan(db, id);
  if (plan === null) return;
  const draw = await freeze(after(0.1), db, authority, plan, [], {});
  await hold(after, people, draw, story.isWanted);
  const drawn = await findInspections(db, { plans: [id], inspector: null }, 100);
  for (const one of drawn) {
    const found = story.found[one.institution];
    if (found !== undefined) await visit(after, authority, { story, found, id: one.id, plan });
  }
}

type After = (days: number) => Deps;

async function hold(
  after: After,
  { authority, centre }: PastPeople,
  id: number,
  isWanted: PastInspection['isWanted'],
): Promise<void> {
  const { db } = within(after(0), authority);
  await db.tx(async (tx) => {
    const { lists, listsDigest } = await held(tx, id);
    let shares: readonly [string, string] = ['', ''];
    for (let attempt = 0; attempt < 1000; attempt += 1) {
      const name = `${listsDigest}|${String(attempt)}`;
      shares = [await sha256(`${name}|1`), await sha256(`${name}|2`)];
      const { teams } = await drawTeams(sha256, lists, await seedOf(sha256, listsDigest, shares, ''));
      if (isWanted(teams)) break;
    }
    for (const [index, actor] of [authority, centre].entries()) {
      const place = index + 1;
      const commitment = await commitmentOf(sha256, listsDigest, place, shares[index] ?? '');
      await commit(after(0.2), tx, actor, await held(tx, id), { place, commitment });
    }
    for (const [index, actor] of [authority, centre].entries())
      await reveal(after(1), tx, actor, await held(tx, id), { place: index + 1, share: shares[index] ?? '' });
    await drawIfComplete(after(1), tx, await held(tx, id));
  });
}

interface Visit extends Pick<Seen, 'plan'> {
  readonly story: PastInspection;
  readonly found: readonly PastWrong[];
  readonly id: number;
}

async function visit(after: After, authority: Actor, { story, found, id, plan }: Visit): Promise<void> {
  const deps = after(2);
  const { db } = within(deps, authority);
  const seenNow = async (): Promise<Seen> => {
    const one = await findInspection(db, id);
    if (one === null) throw new Error(`inspection ${String(id)} is gone`);
    return { one, plan, parts: ['team', 'authority'], inspector: null, account: authority.id, db };
  };
  await notify(deps, await seenNow());
  const { one } = await seenNow();
  const [first = '', second = ''] = one.inspectors;
  for (const [index, { clause }] of (one.checklist ?? []).entries()) {
    const wrong = found.find(({ item }) => item === index);
    const by = index % 2 === 0 ? first : second;
    await find(
      after(2 + index / 48),
      { ...(await seenNow()), inspector: by },
      {
        ...{ item: clause, replaces: null, samples: 10, facts: wrong?.facts ?? '' },
        ...(wrong === undefined ? { verdict: 'conform' } : { verdict: 'nonconform', severity: wrong.severity }),
      },
    );
  }
  const digest = await findingsDigest(id, await findFindings(db, [id]));
  for (const code of [first, second]) await sign(after(3), { ...(await seenNow()), inspector: code }, digest);
  await putStatement(db, id, story.statement, '医务科', after(4).clock.now());
  if (story.isPublished) await publish(after(8), authority, await seenNow());
  for (const wrong of found) await follow(after, authority, { ...(await seenNow()), wrong, verifier: second });
}

async function follow(
  after: After,
  authority: Actor,
  { one, db, wrong, verifier }: Seen & { readonly wrong: PastWrong; readonly verifier: string },
): Promise<void> {
  const item = one.checklist?.[wrong.item]?.clause ?? '';
  const [loop] = await findFollowUps(db, RECTIFICATION, [subjectOf({ inspection: one.id, item })]);
  if (loop === undefined) return;
  const who = {
    'quality-office': { id: `${one.institution}/office`, name: '医务科' },
    inspector: { id: verifier, name: namedInspector(after(0), verifier).nameZh },
    commission: { id: authority.id, name: authority.name },
  } as const;
  for (const { days, role, does, fields } of wrong.steps) {
    const deps = after(3 + days);
    const now = deps.clock.now();
    const [stage = '', outcome = ''] = does.split(':');
    await db.tx((tx) =>
      recordInLoop(deps, tx, loop.id, {
        ...{ key: does, kind: 'act', stage, outcome, fields, occurredAt: now, recordedAt: now },
        by: { ...who[role], role },
      }),
    );
  }
}
