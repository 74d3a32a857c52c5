/** Rounds of EQA of the past 既往室间质评, for a demonstration: made, shipped, returned and graded as organiser and laboratories do it. */
import type { Instant } from '@fujie/core/kernel';
import type { EqaResult } from '@fujie/wire/contracts';

import { unitOfRegion } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { gradeRound } from './eqa-evaluate.ts';
import { findProgrammes, insertProgramme } from './eqa-figures.query.ts';
import type { ProgrammeRow } from './eqa-figures.query.ts';
import type { NewRequest } from './eqa-requests.query.ts';
import { insertRequest } from './eqa-requests.query.ts';
import type { By, NewRound, OfRound } from './eqa.query.ts';
import {
  findReturns,
  findRounds,
  insertAct,
  insertEnrolments,
  insertReceipt,
  insertReturn,
  insertReturnAct,
  insertRound,
  insertTargets,
} from './eqa.query.ts';

export interface PastRound extends Omit<NewRound, 'unit' | 'lateRule' | 'nameEn'> {
  readonly nameEn?: string | null;
  readonly shippedAt: Instant | null;
  readonly evaluatedAt: Instant | null;
  readonly publishedAt: Instant | null;
  readonly targets: readonly {
    readonly item: string;
    readonly sample: string;
    readonly value: number;
    readonly uncertainty: number;
  }[];
  readonly parts: readonly {
    readonly institution: string;
    readonly items: readonly string[];
    readonly receivedAt: Instant | null;
    readonly returned: { readonly at: Instant; readonly results: readonly EqaResult[] } | null;
  }[];
  /** Within which laboratories may ask to take part, and who asked. */
  readonly enrolment?: {
    readonly opensAt: Instant;
    readonly closesAt: Instant;
    readonly requests: readonly (Pick<NewRequest, 'items' | 'means'> & {
      readonly institution: string;
      readonly at: Instant;
    })[];
  } | null;
}

export interface PastEqa {
  readonly region: string;
  readonly centre: { readonly id: string; readonly name: string };
  readonly programmes: readonly ProgrammeRow[];
  readonly rounds: readonly PastRound[];
}

const HOUR = 3_600_000;
const VARIANT = 'A';

/** Enters rounds that are not there yet. What their grades mean for marks stands in the registers already. */
export async function recordPastEqa(deps: Deps, { region, centre, programmes, rounds }: PastEqa): Promise<void> {
  const unit = unitOfRegion(region);
  const db = deps.scoped({ institutions: [unit], persons: [] });
  const first = Math.min(...rounds.map(({ opensAt }) => opensAt));
  const offered = await db.tx(async (tx) => {
    const made = { ...centre, at: first as Instant };
    const ids: { readonly id: number; readonly past: PastRound }[] = [];
    for (const past of rounds) {
      const id = await record(tx, unit, centre, past);
      if (id !== null) ids.push({ id, past });
    }
    if ((await findProgrammes(tx, unit)).length > 0) return ids;
    for (const programme of programmes) await insertProgramme(tx, unit, programme, made);
    return ids;
  });
  await deps.worker.tx(async (tx) => {
    for (const { id, past } of offered) await recordRequests(tx, { id, unit }, past);
  });
}

/** What laboratories asked for. */
async function recordRequests(worker: Queryable, round: OfRound, { enrolment }: PastRound): Promise<void> {
  for (const { institution, items, means, at } of enrolment?.requests ?? []) {
    const sentTo = { contact: '检验师 丙', phone: '0351-0000000', address: '检验科收样处（演示）', note: null };
    const by = { id: `${institution}-丙`, name: '检验师 丙', at };
    await insertRequest(worker, { ...round, institution }, { items, means, ...sentTo }, by);
  }
}

/** The number of a round; null: it is there. */
async function record(tx: Queryable, unit: string, centre: PastEqa['centre'], past: PastRound): Promise<number | null> {
  const by = (at: number): By => ({ ...centre, at: at as Instant });
  const planned = by((past.shippedAt ?? past.opensAt) - 720 * HOUR);
  const id = await insertRound(tx, { nameEn: null, ...past, unit, lateRule: 'store' }, planned);
  if (id === null) return null;
  const round = { id, unit };
  const variant = VARIANT;
  await insertTargets(
    tx,
    round,
    past.targets.map((one) => ({
      ...{ ...one, variant, group: null, kind: 'reference' as const, experts: null, accepted: null },
      note: '参考方法定值',
    })),
    planned,
  );
  const enrolled = past.parts.map(({ institution, items }) => ({
    institution,
    items,
    excused: [],
    variant,
    reason: null,
  }));
  await insertEnrolments(tx, round, enrolled, planned);
  if (past.enrolment) {
    const { opensAt, closesAt } = past.enrolment;
    await insertAct(tx, round, { kind: 'enrolment', opensAt, closesAt }, planned);
  }
  if (past.shippedAt !== null) await insertAct(tx, round, { kind: 'shipped' }, by(past.shippedAt));
  for (const { institution, receivedAt, returned } of past.parts) {
    const of = { ...round, institution };
    const person = (name: string, at: number): By => ({
      id: `${institution}-${name}`,
      name: `检验师 ${name}`,
      at: at as Instant,
    });
    const receipt = { condition: 'good', note: null, receivedMs: receivedAt ?? 0 } as const;
    if (receivedAt !== null) await insertReceipt(tx, of, receipt, person('甲', receivedAt + HOUR));
    if (returned === null) continue;
    await insertReturn(tx, of, { version: 1, results: returned.results }, person('甲', returned.at - HOUR));
  }
  const partOf = new Map(past.parts.map((part) => [part.institution, part]));
  for (const { id: returnId, institution } of await findReturns(tx, id)) {
    const at = partOf.get(institution)?.returned?.at ?? 0;
    const of = { ...round, institution };
    const act = { returned: returnId, isLate: false, address: null };
    const person = (name: string): By => ({ id: `${institution}-${name}`, name: `检验师 ${name}`, at: at as Instant });
    await insertReturnAct(tx, of, { ...act, kind: 'checked', receipt: null }, person('乙'));
    const receipt = `EQA-${String(returnId).padStart(16, '0')}`;
    await insertReturnAct(tx, of, { ...act, kind: 'submitted', receipt }, person('甲'));
  }
  if (past.evaluatedAt === null) return id;
  const [row] = await findRounds(tx, { id });
  if (row === undefined) return id;
  const version = await gradeRound(tx, row, {}, by(past.evaluatedAt));
  if (past.publishedAt !== null) await insertAct(tx, round, { kind: 'published', version }, by(past.publishedAt));
  return id;
}
