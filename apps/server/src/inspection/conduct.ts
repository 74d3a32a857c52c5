/**
 * The inspection itself 现场检查: notice, findings, two signatures, and what follows from them. Whoever may see one is decided here: the
 * authority that ordered it, its team, and the party once it has been told. Source: national-2022.art.26#01, art.34#02.
 */
import { randomUUID } from 'node:crypto';

import type { Instant } from '@fujie/core/kernel';
import { dayOf, isBlank, sayInstant } from '@fujie/core/kernel';
import { deadline } from '@fujie/core/loops';
import { checklistOn } from '@fujie/packs';
import type { InspectionFinding, InspectionVerification } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Database, Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import { calendarOf, loopOn } from '../platform/loops/definitions.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { endInspectionDuty } from './authority-duties.ts';
import type { PlanRow } from './draws.query.ts';
import { findPlan } from './draws.query.ts';
import { PUBLICATION, RECTIFICATION } from './draws.ts';
import type { InspectionRow, SignatureRow } from './inspections.query.ts';
import {
  findFindings,
  findFollowUps,
  findInspection,
  findSignatures,
  insertFinding,
  insertSignature,
  lockInspection,
  putConclusion,
  putNotice,
  putPublication,
} from './inspections.query.ts';
import { dropNote, dropNotesOfItems } from './notes.query.ts';
import {
  currentFindings,
  findingsDigest,
  inspectorOf,
  isOfTeam,
  namedInspector,
  severityOf,
  subjectOf,
} from './view.ts';

export type Part = 'authority' | 'team' | 'party';

/** An inspection as somebody with a part in it sees it. */
export interface Seen {
  readonly one: InspectionRow;
  readonly plan: PlanRow;
  readonly parts: readonly Part[];
  readonly inspector: string | null;
  readonly account: string;
  /** Shows what belongs to it. */
  readonly db: Database;
}

const SIGNATURES = 2;

/** The inspection, if the actor has a part in it; nobody else learns whether it exists. */
export async function seenBy(deps: Deps, actor: Actor, id: number): Promise<Seen> {
  const own = within(deps, actor).db;
  const inspector = inspectorOf(deps, actor.id);
  const one = await findInspection(deps.worker, id);
  const isAuthority = actor.role === 'commission' && (await findPlan(own, one?.plan ?? 0)) !== null;
  const isTeam = one !== null && isOfTeam(one, inspector, actor.id);
  const isParty = actor.role === 'quality-office' && (await findInspection(own, id))?.institution === actor.institution;
  const parts = [
    ...(isAuthority ? (['authority'] as const) : []),
    ...(isTeam ? (['team'] as const) : []),
    ...(isParty ? (['party'] as const) : []),
  ];
  const plan = one === null ? null : await findPlan(deps.worker, one.plan);
  if (one === null || plan === null || parts.length === 0) throw missing();
  const db = deps.scoped({ institutions: [one.unit, one.institution], persons: [] });
  return { one, plan, parts, inspector, account: actor.id, db };
}

function missing(): HttpProblem {
  return new HttpProblem('not-found', { en: 'No such inspection within your reach.', zh: '权限范围内没有该检查。' });
}

/** The same, of a member of its team. */
export async function ofTeam(deps: Deps, actor: Actor, id: number): Promise<Seen & { readonly inspector: string }> {
  const seen = await seenBy(deps, actor, id);
  if (!seen.parts.includes('team') || seen.inspector === null) throw missing();
  return { ...seen, inspector: seen.inspector };
}

/** The team shows its order: from now on the party sees the inspection, with the checklist of this day. */
export async function notify(deps: Deps, { one, plan, db }: Seen): Promise<void> {
  const now = deps.clock.now();
  const day = dayOf(now);
  if (day < plan.terms.from)
    throw new HttpProblem('refused', {
      en: `The plan begins on ${plan.terms.from}.`,
      zh: `计划自 ${plan.terms.from} 开始。`,
    });
  await db.tx((tx) => putNotice(tx, one.id, checklistOn(deps.config.jurisdiction, plan.terms.subject, day), now));
}

/** Adds a finding; refused if somebody found something else of this item meanwhile, which is then shown. */
export async function find(
  deps: Deps,
  seen: Seen & { readonly inspector: string },
  { item, verdict, severity, facts, samples, replaces }: InspectionFinding,
): Promise<void> {
  if (verdict === 'nonconform' && isBlank(facts)) throw unfitField('facts', 'say what was seen', '不符合须写明事实');
  await seen.db.tx(async (tx) => {
    const one = await underWay(tx, seen);
    if (one.checklist?.some(({ clause }) => clause === item) !== true)
      throw unfitField('item', 'it is not on the checklist', '不在检查表内');
    const known = currentFindings(await findFindings(tx, [one.id])).find((finding) => finding.item === item);
    if ((known?.id ?? null) !== replaces)
      throw new HttpProblem('conflict', {
        en: 'Another inspector entered something here: look at it, then save again.',
        zh: '另一名检查人员刚刚录入了该项，请查看后再保存。',
      });
    await insertFinding(tx, {
      ...{ inspection: one.id, item, verdict, facts, samples: samples ?? null },
      ...{ severity: verdict === 'nonconform' ? (severity ?? null) : null },
      ...{ inspector: seen.inspector, byName: namedInspector(deps, seen.inspector).nameZh, at: deps.clock.now() },
    });
    await dropNote(tx, one.id, seen.account, item);
  });
}

/** Holds the inspection for a member of its team as it is by then. */
async function underWay(
  tx: Queryable,
  { one: seen, inspector }: Seen & { readonly inspector: string },
): Promise<InspectionRow> {
  const one = await lockInspection(tx, seen.id);
  if (one?.inspectors.includes(inspector) !== true) throw missing();
  if (one.notifiedMs === null)
    throw new HttpProblem('refused', {
      en: 'Show the order to the party first.',
      zh: '请先向被检查单位出示检查通知。',
    });
  if (one.concludedMs !== null)
    throw new HttpProblem('conflict', {
      en: 'It has been signed: nothing changes any more.',
      zh: '检查已签字，不能再改。',
    });
  return one;
}

/** Signs what stands; the second inspector's signature concludes it and opens what is to be put right, in one transaction. */
export async function sign(deps: Deps, seen: Seen & { readonly inspector: string }, digest: string): Promise<void> {
  const { inspector, db } = seen;
  await db.tx(async (tx) => {
    const one = await underWay(tx, seen);
    const findings = await findFindings(tx, [one.id]);
    const standing = currentFindings(findings);
    const left = (one.checklist ?? []).filter(({ clause }) => !standing.some(({ item }) => item === clause));
    if (left.length > 0)
      throw new HttpProblem('refused', {
        en: `${String(left.length)} items have no finding yet.`,
        zh: `还有 ${String(left.length)} 项未检查。`,
      });
    if ((await findingsDigest(one.id, findings)) !== digest)
      throw new HttpProblem('conflict', {
        en: 'Something was changed since you looked: read it again.',
        zh: '您查看之后有改动，请重新查看。',
      });
    const now = deps.clock.now();
    await insertSignature(tx, one.id, { inspector, byName: namedInspector(deps, inspector).nameZh, digest, at: now });
    const signatures = await findSignatures(tx, one.id);
    if (standingSignatures(signatures, one, digest).length < SIGNATURES) return;
    await conclude(deps, tx, one, standing, now);
  });
}

/** Of whoever is still of the team, under what stands now. */
export function standingSignatures(
  signatures: readonly SignatureRow[],
  { inspectors }: InspectionRow,
  digest: string,
): readonly SignatureRow[] {
  return signatures.filter((one) => one.digest === digest && inspectors.includes(one.inspector));
}

async function conclude(
  deps: Deps,
  tx: Queryable,
  one: InspectionRow,
  standing: Awaited<ReturnType<typeof findFindings>>,
  now: Instant,
): Promise<void> {
  const by = { id: 'inspectors', name: '检查组', role: 'inspector' } as const;
  const party = namedInstitution(deps.registers.current(), one.institution);
  const base = { department: null, personId: null, occurredAt: now, by } as const;
  for (const finding of standing.filter(({ verdict }) => verdict === 'nonconform')) {
    const text = one.checklist?.find(({ clause }) => clause === finding.item)?.text;
    await openLoop(deps, tx, {
      ...base,
      definition: RECTIFICATION,
      subject: subjectOf(finding),
      unit: one.institution,
      facts: {
        titleZh: `检查问题整改：${text?.zh ?? finding.item}`,
        titleEn: `To be put right: ${text?.en ?? finding.item}`,
        ...{ clause: finding.item, inspection: one.id },
        facts: finding.facts.toString(),
        severity: severityOf(finding, one),
      },
    });
  }
  const loop = await openLoop(deps, tx, {
    ...base,
    definition: PUBLICATION,
    subject: `inspection|${String(one.id)}`,
    unit: one.unit,
    facts: {
      titleZh: `检查结果待公开：${party.nameZh}`,
      titleEn: `To be published: ${party.nameEn ?? party.nameZh}`,
      inspection: one.id,
    },
  });
  await dropNotesOfItems(tx, one.id);
  await putConclusion(tx, one.id, loop?.id ?? null, now);
}

/** Until when the party may state its view before the outcome is published. */
export function statementUntil(deps: Deps, { unit, concludedMs }: InspectionRow): Instant | null {
  if (concludedMs === null) return null;
  const limit = loopOn(deps, PUBLICATION, unit, dayOf(concludedMs as Instant))?.parameters['statement'];
  if (limit === undefined || limit.unit === 'percent' || limit.unit === 'count') return null;
  return deadline(concludedMs as Instant, limit.value, limit.unit, calendarOf(deps));
}

/** Publishes the outcome 结果公开, once the party has said what it has to say or has had the time for it. */
export async function publish(deps: Deps, actor: Actor, { one, db }: Seen): Promise<void> {
  const now = deps.clock.now();
  if (one.concludedMs === null)
    throw new HttpProblem('refused', { en: 'Two inspectors have not signed it yet.', zh: '尚未由两名检查人员签字。' });
  if (one.publishedMs !== null) throw new HttpProblem('conflict', { en: 'It is public.', zh: '已经公开。' });
  const until = statementUntil(deps, one);
  if (one.statedMs === null && until !== null && now <= until)
    throw new HttpProblem('refused', {
      en: `The party may state its view until ${sayInstant(until)}, China time: publish it after that.`,
      zh: `被检查单位可在 ${sayInstant(until)} 前陈述申辩，请在此后公开。`,
    });
  await db.tx(async (tx) => {
    await putPublication(tx, one.id, now);
    if (one.loop !== null)
      await recordInLoop(deps, tx, one.loop, {
        ...{ key: 'published', kind: 'act', stage: 'publish', outcome: 'published' },
        ...{ occurredAt: now, recordedAt: now, by: { id: actor.id, name: actor.name, role: 'commission' } },
        fields: { publishedOn: dayOf(now) },
      });
    await endInspectionDuty(deps, tx, one.unit);
  });
}

/** The loops in which what an inspection found is put right 整改. */
export async function rectificationsOf(db: Queryable, { id, checklist }: InspectionRow) {
  const subjects = (checklist ?? []).map(({ clause }) => subjectOf({ inspection: id, item: clause }));
  return findFollowUps(db, RECTIFICATION, subjects);
}

/** An inspector of the team looks again at what was put right 复查. */
export async function verify(
  deps: Deps,
  actor: Actor,
  { one, db }: Seen,
  { loop, outcome, finding, sample }: InspectionVerification,
): Promise<void> {
  const now = deps.clock.now();
  if (outcome === 'effective' && sample === undefined)
    throw unfitField('sample', 'say how many samples were looked at again', '合格须写明复查抽样数');
  await db.tx(async (tx) => {
    if (!(await rectificationsOf(tx, one)).some(({ id }) => id === loop)) throw missing();
    const fields = outcome === 'effective' ? { sample, finding } : { finding };
    const done = await recordInLoop(deps, tx, loop, {
      ...{ key: `verify/${randomUUID()}`, kind: 'act', stage: 'verify', outcome, fields },
      ...{ occurredAt: now, recordedAt: now, by: { id: actor.id, name: actor.name, role: 'inspector' } },
    });
    await dropNote(tx, one.id, actor.id, `verify:${String(loop)}`);
    const counts = done?.state.stages.find(({ id }) => id === 'verify')?.by === done?.record;
    const isAgain =
      outcome === 'insufficient' && done?.state.stages.find(({ id }) => id === 'rectify')?.doneAt === null;
    if (!counts && !isAgain)
      throw new HttpProblem('refused', {
        en: 'Nothing waits to be verified, or you had a part in putting it right.',
        zh: '当前没有待复查的整改，或您参与了整改。',
      });
  });
}
